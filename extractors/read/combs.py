"""Characters in boxes of their own: found by the boxes' borders, read by the network as one line.

Tax and bank forms rule a box for every digit. An engine that looks for words takes such a digit alone, and often for
nothing, or takes the borders for a part of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.read.prepare import Prepared
from extractors.types import Box, Word
from models.text_reader_runtime import HEIGHT, Reading

Pixels = NDArray[np.uint8]
Reads = Callable[[Sequence[Pixels]], list[Reading]]

SHAPE = (0.3, 1.3)
"""How wide a box of a comb is against its height."""
TALL = (1.2, 9.0)
"""How high it is, in letters of the page."""
EVEN = 0.12
"""How much the boxes of a comb differ in width."""
NEXT = 4.0
"""Combs with a gap of so many boxes between are one number, written in groups."""
SURE = 0.6
"""Mean odds from which on the network is believed."""
_LETTER, _PAPER = 30, 9
"""Pixels of a character's height, and of paper before and behind it, in the line that the network sees."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A box of a comb with one character in it: its ink, in pixels of the prepared page."""

    cell: Box
    ink: Box


def comb_look(prepared: Prepared, words: list[Word], reads: Reads) -> list[Word]:
    """The words, those in combs made of what stands in each box; where the network does not see as many characters as
    boxes are filled, the words stay as they are. Boxes in pixels of the prepared page."""
    rows = [filled for row in _rows(combs(prepared)) if (filled := _filled(prepared.gray, row))]
    if not rows:
        return words
    for row, reading in zip(rows, reads([_line(prepared.gray, row) for row in rows]), strict=True):
        seen = [(text, odds) for text, odds in zip(reading.characters, reading.odds.tolist(), strict=True)
                if text != " "]  # fmt: skip
        if len(seen) == len(row) and sum(odds for _, odds in seen) >= SURE * len(row):
            words = [word for word in words if not any(_is_in(word.box, own.cell) for own in row)]
            words += [Word(text, own.ink, round(odds, 3), "ocr") for (text, odds), own in zip(seen, row, strict=True)]
    return words


def combs(prepared: Prepared) -> list[list[Box]]:
    """The boxes of every comb, left to right, in pixels of the prepared page."""
    letter = max(prepared.letter / prepared.scale, 2.0)
    uprights: dict[tuple[float, float], list[Box]] = {}
    for box in sorted((r.box for r in prepared.rulings if not r.horizontal), key=lambda box: box.x0):
        known = (key for key in uprights if abs(key[0] - box.top) + abs(key[1] - box.bottom) < letter)
        uprights.setdefault(next(known, (box.top, box.bottom)), []).append(box)
    level = [ruling.box for ruling in prepared.rulings if ruling.horizontal]
    found = [run for walls in uprights.values() for run in _runs(list(_cells(walls, level, letter))) if len(run) > 1]
    return [[_times(cell, prepared.scale) for cell in run] for run in found]


def _cells(walls: Sequence[Box], level: Sequence[Box], letter: float) -> Iterator[Box]:
    """What is between neighbouring walls, where it has the shape of a box for a letter and a line below."""
    for a, b in pairwise(walls):
        cell = Box(a.x1, max(a.top, b.top), max(b.x0, a.x1), max(min(a.bottom, b.bottom), a.top, b.top))
        fits = TALL[0] * letter < cell.height < TALL[1] * letter and SHAPE[0] < cell.width / cell.height < SHAPE[1]
        if fits and any(_is_below(line, cell) for line in level):
            yield cell


def _is_below(line: Box, cell: Box) -> bool:
    x, slack = cell.center[0], 0.15 * cell.height + 1
    return line.x0 < x < line.x1 and abs(line.center[1] - cell.bottom) < slack


def _runs(cells: Sequence[Box]) -> list[list[Box]]:
    """Equally wide boxes that share their walls."""
    runs: list[list[Box]] = []
    for cell in cells:
        last = runs[-1][-1] if runs else None
        if last and cell.x0 - last.x1 < 0.2 * last.width and abs(cell.width - last.width) < EVEN * last.width + 2:
            runs[-1].append(cell)
        else:
            runs.append([cell])
    return runs


def _rows(found: Sequence[list[Box]]) -> list[list[Box]]:
    """Combs beside each other as one row."""
    rows: list[list[Box]] = []
    for comb in sorted(found, key=lambda comb: comb[0].x0):
        first, width = comb[0], comb[0].width
        home = next((row for row in rows if abs(row[-1].top - first.top) < 0.3 * first.height
                     and first.x0 - row[-1].x1 < NEXT * width and abs(row[-1].width - width) < 2 * EVEN * width + 2),
                    None)  # fmt: skip
        if home is None:
            rows.append(list(comb))
        else:
            home += comb
    return rows


def _filled(gray: Pixels, row: Sequence[Box]) -> list[Filled]:
    """The boxes that hold a character; none where one holds more than a character, or fewer than two hold any."""
    found = []
    for cell in row:
        ink = _ink(gray, cell)
        if ink is None:
            continue
        if ink.width > 0.85 * cell.width or ink.height > 0.95 * cell.height:
            return []
        found.append(Filled(cell, ink))
    return found if len(found) > 1 else []


def _ink(gray: Pixels, cell: Box) -> Box | None:
    """What is dark inside a box, away from its borders; None for specks and nothing."""
    inset = 0.06 * cell.width + 1
    x0, top = int(cell.x0 + inset), int(cell.top + inset)
    dark = gray[top : int(cell.bottom - inset), x0 : int(cell.x1 - inset)] < 140
    if not dark.any():
        return None
    across, down = np.flatnonzero(dark.any(axis=0)), np.flatnonzero(dark.any(axis=1))
    box = Box(x0 + int(across[0]), top + int(down[0]), x0 + int(across[-1]) + 1, top + int(down[-1]) + 1)
    return box if box.height > 0.2 * cell.height else None


def _line(gray: Pixels, row: Sequence[Filled]) -> Pixels:
    """The characters of a row close together on one line (48, W)."""
    top, bottom = (np.median([own.ink.top for own in row]), np.median([own.ink.bottom for own in row]))
    factor = _LETTER / max(bottom - top, 1.0)
    paper = np.full((HEIGHT, _PAPER), 255, np.uint8)
    pieces = [paper]
    for own in row:
        pieces += [_character(gray, own.ink, factor), paper]
    return np.hstack(pieces)


def _character(gray: Pixels, ink: Box, factor: float) -> Pixels:
    """One character in the middle of a strip (48, W)."""
    piece = gray[int(ink.top) : int(ink.bottom), int(ink.x0) : int(ink.x1)]
    factor = min(factor, (HEIGHT - 4) / piece.shape[0])
    wide, high = max(round(piece.shape[1] * factor), 2), max(round(piece.shape[0] * factor), 2)
    strip = np.full((HEIGHT, wide), 255, np.uint8)
    start = (HEIGHT - high) // 2
    strip[start : start + high] = cv2.resize(piece, (wide, high), interpolation=cv2.INTER_AREA)
    return strip


def _is_in(box: Box, cell: Box) -> bool:
    return cell.grow(0.1 * cell.width).holds(box.center) or cell.covered_by(box) > 0.3


def _times(box: Box, factor: float) -> Box:
    return Box(*(value * factor for value in box))
