"""Identity documents: real cards, generated photographs over sizes, payloads, confusions, pages without a card."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np

from extractors.id_cards.reader import ZoneReading, read_zones
from extractors.id_cards.repair import SHAPES_ALIKE, odds_of, resolve
from extractors.id_cards.scan import line_reader
from extractors.id_cards.synthetic import zone
from extractors.id_cards.synthetic_cards import Hardness, Photo, photo
from extractors.id_cards.synthetic_odds import odds
from extractors.metrics.id_cards import evaluate_aamva, evaluate_mrz
from tests.benchmarks.figures import Figure

TODAY = date(2026, 6, 1)
SIZES = (600, 800, 1000, 1400, 2000, 3000, 4000)
PHOTOS = 12
MIDDLE = 60
"""Photographs at each of the two sizes in the middle of the range."""
SIMULATED = 10_000


def run(data: Path, limit: int | None = None) -> list[Figure]:
    photos = min(limit or PHOTOS, PHOTOS)
    zones = min(limit or 12, 12)
    simulated = min(limit * 10 if limit else SIMULATED, SIMULATED)
    return [
        *_real(data),
        *_payloads(data),
        *_photographs(photos, limit or MIDDLE),
        *_confusions(zones),
        *_simulated(simulated),
        *_pages(data, limit or 60),
    ]


def _real(data: Path) -> Iterator[Figure]:
    begin = time.process_time()
    found = evaluate_mrz(data / "mrz_cards", TODAY)
    each = (time.process_time() - begin) / found.pictures
    note = f"{found.exact} of {found.known} cards with known lines; PassportEye: 10 of its 34 cards valid"
    yield Figure("mrz_cards: all lines exact", found.exact / found.known, "", "all", note)
    note = f"of {found.pictures}; three print wrong check digits"
    yield Figure("mrz_cards: check digits right", found.valid, "cards", "as printed", note)
    yield Figure("mrz_cards: accepted", found.accepted, "cards", "", "check digits right and names legible")
    yield Figure("mrz_cards: accepted and wrong", len(found.wrong), "cards", "0")
    yield Figure("mrz_cards: processor time", each, "s a picture", "at most 0.6", "PassportEye 0.68")


def _payloads(data: Path) -> Iterator[Figure]:
    found, _ = evaluate_aamva(data / "aamva")
    yield Figure("aamva: expected fields found", found.values["fields"], "", "all", f"{found.documents} payloads")


def _photographs(few: int, many: int) -> Iterator[Figure]:
    wrong = total = 0
    for size in SIZES:
        count = many if size in (1400, 2000) else few
        taken = [photo(np.random.default_rng(1_000_003 * size + i), size, Hardness()) for i in range(count)]
        begin = time.process_time()
        readings = [_best(one) for one in taken]
        seconds = (time.process_time() - begin) / count
        pairs = list(zip(readings, taken, strict=True))
        exact = sum(zone_ is not None and zone_.lines == one.lines for zone_, one in pairs)
        wrong += sum(zone_ is not None and zone_.accepted and zone_.lines != one.lines for zone_, one in pairs)
        total += count
        wanted = "at least 0.95" if size in (1400, 2000) else ""
        note = f"{count} generated, any rotation, tilt to 30 degrees; {seconds:.2f} s each"
        yield Figure(f"photographs of {size} px: exact", exact / count, "", wanted, note)
    yield Figure("photographs: accepted and wrong", wrong, f"of {total}", "0")


def _best(taken: Photo) -> ZoneReading | None:
    return next(iter(read_zones(taken.picture, line_reader())), None)


def _confusions(count: int) -> Iterator[Figure]:
    """Every place of generated zones read as each of its look-alikes, without probabilities."""
    random, right, left, wrong, proved, total = np.random.default_rng(9), 0, 0, 0, 0, 0
    for _ in range(count):
        _, lines = zone(random)
        for altered in _altered(lines):
            found, total = resolve([odds_of(line) for line in altered]), total + 1
            assert found is not None
            checks = found.layout.all_checks
            right += list(found.lines) == lines
            left += list(found.lines) == altered
            wrong += list(found.lines) not in (lines, altered) and any(
                c.text(found.lines) != c.text(lines) for c in checks
            )
            # the composite vouches only for what no other digit covers, so it is not compared as a whole
            single = [check for check in found.layout.checks if check.name in found.proved]
            proved += any(check.text(found.lines) != check.text(lines) for check in single)
    note = f"of {total} single confusions; {right / total:.0%} repaired, {left / total:.0%} left as read or flagged"
    yield Figure("confusions repaired wrongly", wrong, "", "0", note)
    yield Figure("confusions proved although wrong", proved, "", "0", "congruent rivals included")


def _simulated(count: int) -> Iterator[Figure]:
    """The arithmetic alone: zones as a reader might give them whose probabilities mean what they say."""
    random, proved, wrong = np.random.default_rng(21), 0, 0
    for _ in range(count):
        _, lines = zone(random)
        found = resolve(odds(random, lines))
        for check in found.layout.checks if found else ():
            if found is not None and check.name in found.proved:
                proved += 1
                wrong += check.text(found.lines) != check.text(lines)
    note = f"{proved} fields proved on {count} zones; every sixteenth character doubtful, congruent rivals included"
    yield Figure("simulated zones: fields proved although wrong", wrong, "", "under 1 in 10,000 zones", note)


def _altered(lines: list[str]) -> Iterator[list[str]]:
    for row, line in enumerate(lines):
        for column, character in enumerate(line):
            for other in SHAPES_ALIKE[character][:2]:
                yield [*lines[:row], line[:column] + other + line[column + 1 :], *lines[row + 1 :]]


def _pages(data: Path, count: int) -> Iterator[Figure]:
    """Scanned forms hold no card: a zone found there is false."""
    from PIL import Image

    files = sorted((data / "funsd" / "training_data" / "images").glob("*.png"))[:count]
    false, begin = 0, time.process_time()
    for file in files:
        with Image.open(file) as image:
            false += bool(read_zones(np.asarray(image.convert("L")), line_reader()))
    seconds = (time.process_time() - begin) / max(len(files), 1)
    note = f"{len(files)} scanned forms, {seconds:.2f} s each"
    yield Figure("pages without a card: false zones", false, "pages", "under 1 in 500", note)
