"""Text that runs up or down the margin of an upright page: stamped numbers, names of forms, notes of archives.

An engine that looks for lines takes such letters one by one, and mostly for nothing. They are found as columns of
components that stand alone, turned, and read by the network as one line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.read.prepare import Prepared
from extractors.types import Box, Word
from models.text_reader_runtime import HEIGHT, Reading

Pixels = NDArray[np.uint8]
Reads = Callable[[Sequence[Pixels]], list[Reading]]

FEWEST, SLIM = 4, 2.5
"""Letters that such a line has, and how many times longer than wide it is."""
SIZES = (0.2, 3.2)
"""Sides of its letters, in letters of the page."""
GAP, SPACE, ASIDE = 0.55, 1.0, 0.35
"""Paper between two of its letters, before what may still belong to it, and how far their middles may lie from each
other, in their widths."""
ALONE = 1.0
"""Widths of paper on both sides of it."""
SURE, LIKELY = 0.9, 0.72
"""Mean odds of its letters from which on the other direction is not tried, and from which on it is believed."""
_ROOM = 0.25


@dataclass(frozen=True, slots=True)
class _Turned:
    """A column of the page as a line; `quarters` counter-clockwise, `direction` of its words."""

    quarters: int
    direction: int


_DOWN, _UP = _Turned(1, 90), _Turned(3, 270)


def side_look(prepared: Prepared, words: list[Word], reads: Reads) -> list[Word]:
    """The words, those in lines that run up or down read anew. Boxes in pixels of the prepared page."""
    for column in columns(prepared, words):
        found = _read(prepared, column, reads)
        if found:
            words = [word for word in words if not column.holds(word.box.center)] + found
    return words


def columns(prepared: Prepared, words: Sequence[Word]) -> list[Box]:
    """Where letters stand below each other and nothing beside them, in pixels of the prepared page."""
    sides = prepared.boxes[:, 2:] - prepared.boxes[:, :2]
    low, high = (share * prepared.letter for share in SIZES)
    letters = prepared.boxes[((sides >= low) & (sides <= high)).all(axis=1)]
    long = [word.box for word in words if word.box.width > 1.3 * word.box.height and len(word.text) > 2]
    for box in long:
        x, y = (letters[:, 0] + letters[:, 2]) / 2, (letters[:, 1] + letters[:, 3]) / 2
        letters = letters[~((x > box.x0) & (x < box.x1) & (y > box.top) & (y < box.bottom))]
    found = [Box.around(chain) for chain in _chains(letters) if len(chain) >= FEWEST]
    slim = [_lengthened(box, letters) for box in found if box.height >= SLIM * box.width]
    return [box for box in dict.fromkeys(slim) if _is_alone(box, prepared.boxes)]


def _lengthened(column: Box, letters: NDArray[np.float64]) -> Box:
    """With the letters that stand a space away from its ends."""
    for row in letters[np.argsort(np.abs((letters[:, 1] + letters[:, 3]) / 2 - column.center[1]))].tolist():
        box = Box(*row)
        away = max(box.top - column.bottom, column.top - box.bottom)
        if away <= SPACE * column.width and abs(box.center[0] - column.center[0]) <= ASIDE * column.width:
            column = Box.around((column, box))
    return column


def _chains(letters: NDArray[np.float64]) -> list[list[Box]]:
    chains: list[list[Box]] = []
    for row in letters[np.argsort(letters[:, 1])].tolist():
        box = Box(*row)
        home = next((chain for chain in chains if _follows(chain[-1], box)), None)
        if home is None:
            chains.append([box])
        else:
            home.append(box)
    return chains


def _follows(above: Box, below: Box) -> bool:
    wide = max(above.width, below.width)
    near = -0.3 * above.height <= below.top - above.bottom <= GAP * wide
    return near and abs(above.center[0] - below.center[0]) <= ASIDE * wide


def _is_alone(column: Box, boxes: NDArray[np.float64]) -> bool:
    """Whether hardly a component stands beside it."""
    room = column.grow(ALONE * column.width, 0)
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    near = (x > room.x0) & (x < room.x1) & (y > room.top) & (y < room.bottom)
    inside = near & (x >= column.x0) & (x <= column.x1)
    return int(near.sum()) - int(inside.sum()) <= 0.2 * int(inside.sum())


def _read(prepared: Prepared, column: Box, reads: Reads) -> list[Word]:
    """By the likelier of the two directions; nothing where neither is likely."""
    best: tuple[float, list[Word]] = (0.0, [])
    for way in (_DOWN, _UP):
        reading = reads([_line(prepared.gray, column, way)])[0]
        odds = float(reading.odds.mean()) if len(reading.characters) >= FEWEST else 0.0
        if odds > best[0]:
            best = (odds, _words(reading, column, way))
        if odds >= SURE:
            break
    return best[1] if best[0] >= LIKELY else []


def _line(gray: Pixels, column: Box, way: _Turned) -> Pixels:
    """(48, W): the column turned, with some paper around it."""
    room = column.grow(_ROOM * column.width)
    x0, top = max(int(room.x0), 0), max(int(room.top), 0)
    piece = np.rot90(gray[top : int(room.bottom) + 1, x0 : int(room.x1) + 1], way.quarters)
    wide = max(round(piece.shape[1] * HEIGHT / piece.shape[0]), 8)
    return cv2.resize(np.ascontiguousarray(piece), (wide, HEIGHT), interpolation=cv2.INTER_AREA).astype(
        np.uint8, copy=False
    )


def _words(reading: Reading, column: Box, way: _Turned) -> list[Word]:
    """The words of a line by its spaces, their boxes by the places of their letters."""
    words: list[Word] = []
    texts = "".join(reading.characters)
    start = 0
    for text in texts.split(" "):
        stop = start + len(text)
        if text:
            words.append(_word(reading, column, way, start, stop))
        start = stop + 1
    return words


def _word(reading: Reading, column: Box, way: _Turned, start: int, stop: int) -> Word:
    places = np.clip(reading.places, 0.0, 1.0).tolist()
    half = 0.5 / max(len(places), 1)
    first, last = max(places[start] - half, 0.0), min(places[stop - 1] + half, 1.0)
    if way is _UP:
        first, last = 1 - last, 1 - first
    box = Box(column.x0, column.top + first * column.height, column.x1, column.top + last * column.height)
    odds = round(float(reading.odds[start:stop].mean()), 3)
    return Word("".join(reading.characters[start:stop]), box, odds, "ocr", direction=way.direction)
