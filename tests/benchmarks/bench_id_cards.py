"""Identity documents: real cards, payloads of licences, every single confusion, simulated zones."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np

from extractors.id_cards.repair import SHAPES_ALIKE, odds_of, resolve
from extractors.id_cards.synthetic import zone
from extractors.id_cards.synthetic_odds import odds
from extractors.metrics.id_cards import evaluate_aamva, evaluate_mrz
from tests.benchmarks.figures import Figure

TODAY = date(2026, 6, 1)
SIMULATED = 10_000


def run(data: Path, limit: int | None = None) -> list[Figure]:
    zones = min(limit or 12, 12)
    simulated = min(limit * 10 if limit else SIMULATED, SIMULATED)
    return [*_real(data), *_payloads(data), *_confusions(zones), *_simulated(simulated)]


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
