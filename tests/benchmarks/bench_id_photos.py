"""Generated photographs of cards: exact zones over the size of the picture, and over one hardship at a time.

Turned by any angle, tilted to 30 degrees, blurred, noisy, with highlights, on a cluttered table, stored as JPEG.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from extractors.id_cards.reader import read_zones
from extractors.id_cards.scan import line_reader
from extractors.id_cards.synthetic_cards import Hardness, photo
from tests.benchmarks.figures import Figure

SIZES = (600, 800, 1000, 1400, 2000, 3000, 4000)
MIDDLE = (1400, 2000)
FEW, MANY = 30, 60
"""Photographs of each kind, and of each size in the middle of the range."""
USUAL = Hardness()
HARDER = {
    "tilt to 15 degrees": replace(USUAL, tilt=15.0),
    "tilt to 40 degrees": replace(USUAL, tilt=40.0),
    "blur to 1.6 pixels": replace(USUAL, blur=1.6),
    "blur to 2.4 pixels": replace(USUAL, blur=2.4),
    "noise to 12 grey levels": replace(USUAL, noise=12.0),
    "noise to 24 grey levels": replace(USUAL, noise=24.0),
    "a highlight on each": replace(USUAL, glare=1.0),
    "card fills 0.4 to 0.6 of the frame": replace(USUAL, share=(0.4, 0.6)),
}
"""What is harder (or easier) than usual, at 1400 pixels."""


@dataclass(frozen=True, slots=True)
class Count:
    exact: int
    wrong: int
    """Accepted although wrong."""
    total: int
    seconds: float


def run(data: Path, limit: int | None) -> list[Figure]:
    """`limit`: photographs of each kind. No evaluation data are used."""
    return list(_figures(limit))


def _figures(limit: int | None) -> Iterator[Figure]:
    counts = []
    for size in SIZES:
        count = _read(size, min(limit or MANY, MANY if size in MIDDLE else FEW), USUAL)
        counts.append(count)
        wanted = "at least 0.95" if size in MIDDLE else ""
        yield _figure(f"photographs of {size} px", count, wanted)
    middle = [count for count, size in zip(counts, SIZES, strict=True) if size in MIDDLE]
    yield Figure("photographs, middle of the range: exact", _share(middle), "", "at least 0.95", _note(middle))
    for name, hardness in HARDER.items():
        counts.append(_read(1400, min(limit or FEW, FEW), hardness))
        yield _figure(f"1400 px, {name}", counts[-1], "")
    total = sum(count.total for count in counts)
    yield Figure("photographs: accepted and wrong", sum(count.wrong for count in counts), f"of {total}", "0")


def _figure(name: str, count: Count, wanted: str) -> Figure:
    return Figure(f"{name}: exact", _share([count]), "", wanted, f"{_note([count])}; {count.seconds:.2f} s each")


def _share(counts: list[Count]) -> float:
    return sum(count.exact for count in counts) / sum(count.total for count in counts)


def _note(counts: list[Count]) -> str:
    return f"{sum(count.exact for count in counts)} of {sum(count.total for count in counts)}"


def _read(size: int, count: int, hardness: Hardness) -> Count:
    exact = wrong = 0
    seconds = 0.0
    for number in range(count):
        taken = photo(np.random.default_rng(1_000_003 * size + number), size, hardness)
        begin = time.process_time()
        zone = next(iter(read_zones(taken.picture, line_reader())), None)
        seconds += time.process_time() - begin
        right = zone is not None and zone.lines == taken.lines
        exact += right
        wrong += zone is not None and zone.accepted and not right
    return Count(exact, wrong, count, seconds / count)
