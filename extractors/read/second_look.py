"""What the first pass left uncertain, cut out, set in lines of one size on a sheet of its own, and read again.

tesseract guesses the size of a line from its neighbours; on a sheet of equal lines it guesses right. The sheet holds
only what is doubtful, so a good page costs nothing more.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.read.ocr import Ocr
from extractors.read.prepare import Prepared
from extractors.read.rivals import Boxes, box_array, conviction, rivals
from extractors.types import Box, Word

Pixels = NDArray[np.uint8]

BLOCK = 6
"""tesseract's page segmentation mode "one uniform block of text"."""
SURE = 0.75
"""A word read with less is looked at again."""
NEW = 0.6
"""Confidence that a word needs which the first pass did not see at all."""
HEIGHT = 40.0
"""Pixels that a strip with its margins is high on the sheet: tesseract's networks see lines 36 pixels high."""
MARGIN = 20
CLOSE = 0.3
"""Letter heights between two pieces that may be one word."""
MOST = 400


@dataclass(frozen=True)
class _Strip:
    """A piece of the page, and where it lies on the sheet: its `top` there, and its scale against the page."""

    box: Box
    top: int
    scale: float

    def back(self, box: Box) -> Box:
        """A box on the sheet, on the page."""
        x, y, s = self.box.x0 - MARGIN / self.scale, self.box.top - self.top / self.scale, self.scale
        return Box(x + box.x0 / s, y + box.top / s, x + box.x1 / s, y + box.bottom / s)


def second_look(prepared: Prepared, words: list[Word], languages: tuple[str, ...], ocr: Ocr) -> list[Word]:
    """The words, with the better of the two readings wherever there are two. Boxes in pixels of the prepared page."""
    return merge(words, read_sheet(prepared, uncertain_areas(prepared, words), languages, ocr))


def read_sheet(prepared: Prepared, areas: list[Box], languages: tuple[str, ...], ocr: Ocr) -> list[Word]:
    """What `ocr` reads in areas of the prepared page; nothing where they are too many for a page of text."""
    if not 0 < len(areas) <= MOST:
        return []
    picture, strips = make_sheet(prepared.gray, areas, prepared.letter)
    tops = [strip.top for strip in strips]
    again = []
    for word in ocr(picture, languages, BLOCK):
        strip = strips[max(bisect_right(tops, word.box.center[1]) - 1, 0)]
        again.append(replace(word, box=strip.back(word.box)))
    return again


def uncertain_areas(prepared: Prepared, words: list[Word], surely: float = SURE) -> list[Box]:
    """Runs of ink that were read with less confidence than `surely` or not at all, one box for each."""
    sure = box_array([word.box for word in words if word.confidence >= surely])
    doubtful = [word.box for word in words if word.confidence < surely]
    missed = _uncovered(prepared.boxes, [word.box for word in words], prepared.letter)
    boxes = chained([*doubtful, *missed], prepared.letter)
    large = [box for box in boxes if box.height >= 0.6 * prepared.letter and not _lies_in(box, sure)]
    return [_with_its_ends(box, sure, prepared.letter) for box in large]


def _with_its_ends(box: Box, sure: Boxes, letter: float) -> Box:
    """With what stands closer than a space: a doubtful word was often cut at the wrong place."""
    left, top, right, bottom = sure.T
    close = np.maximum(left - box.x1, box.x0 - right) < CLOSE * letter
    shared = np.minimum(bottom, box.bottom) - np.maximum(top, box.top)
    ends = sure[close & (shared >= 0.5 * np.minimum(bottom - top, box.height))]
    return Box.around((box, *(Box(*row) for row in ends.tolist())))


def _lies_in(box: Box, others: Boxes) -> bool:
    left, top, right, bottom = others.T
    wide = np.minimum(right, box.x1) - np.maximum(left, box.x0)
    high = np.minimum(bottom, box.bottom) - np.maximum(top, box.top)
    return bool(np.any(np.maximum(wide, 0) * np.maximum(high, 0) > 0.6 * box.area))


def _uncovered(boxes: NDArray[np.float64], words: list[Box], letter: float) -> list[Box]:
    """Components as high as letters whose centre lies in no word."""
    if not len(boxes):
        return []
    high = boxes[:, 3] - boxes[:, 1]
    free = (high >= 0.6 * letter) & (high <= 3 * letter)
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    for box in words:
        free &= ~((x >= box.x0 - 2) & (x <= box.x1 + 2) & (y >= box.top - 2) & (y <= box.bottom + 2))
    return [Box(*row) for row in boxes[free].tolist()]


def chained(boxes: list[Box], letter: float) -> list[Box]:
    """Neighbours on a line made one: gaps of up to a letter and a half."""
    runs: list[Box] = []
    for box in sorted(boxes, key=lambda b: b.x0):
        near = next((i for i, run in enumerate(runs) if _continues(run, box, letter)), None)
        if near is None:
            runs.append(box)
        else:
            runs[near] = Box.around((runs[near], box))
    return runs


def _continues(run: Box, box: Box, letter: float) -> bool:
    return box.x0 - run.x1 <= 1.5 * letter and _on_line(run, box)


def _on_line(a: Box, b: Box) -> bool:
    return min(a.bottom, b.bottom) - max(a.top, b.top) >= 0.5 * min(a.height, b.height)


def make_sheet(gray: Pixels, areas: list[Box], letter: float) -> tuple[Pixels, list[_Strip]]:
    """The areas one below the other, each enlarged or reduced to the same height."""
    pieces, strips, top = [], [], MARGIN
    for area in sorted(areas, key=lambda box: (box.top, box.x0)):
        box = clipped(area.grow(0.6 * letter, 0.25 * letter), gray)
        scale = min(max(HEIGHT / max(area.height, 1.0), 0.5), 2.0)
        piece = _cut(gray, box, scale)
        strips.append(_Strip(box, top, scale))
        pieces.append(piece)
        top += piece.shape[0] + MARGIN
    sheet = np.full((top, max(piece.shape[1] for piece in pieces) + 2 * MARGIN), 255, np.uint8)
    for piece, strip in zip(pieces, strips, strict=True):
        sheet[strip.top : strip.top + piece.shape[0], MARGIN : MARGIN + piece.shape[1]] = piece
    return sheet, strips


def clipped(box: Box, gray: Pixels) -> Box:
    """The box on whole pixels of the picture, at least one."""
    height, width = gray.shape[:2]
    x0, top = max(int(box.x0), 0), max(int(box.top), 0)
    return Box(x0, top, max(min(int(box.x1), width), x0 + 1), max(min(int(box.bottom), height), top + 1))


def _cut(gray: Pixels, box: Box, scale: float) -> Pixels:
    piece = gray[int(box.top) : int(box.bottom), int(box.x0) : int(box.x1)]
    interpolation = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    size = (max(1, round(piece.shape[1] * scale)), max(1, round(piece.shape[0] * scale)))
    return cv2.resize(piece, size, interpolation=interpolation).astype(np.uint8, copy=False)


def merge(first: list[Word], second: list[Word]) -> list[Word]:
    """Place by place: where readings overlap, the surer stays, by mean confidence over the letters; where the first saw
    nothing, a second reading must be sure of itself and longer than a letter."""
    kept: list[Word] = []
    for ours, theirs in rivals(first, second):
        if ours:
            kept += theirs if conviction(theirs) > conviction(ours) else ours
        else:
            kept += [word for word in theirs if word.confidence >= NEW and len(word.text) > 1]
    return kept
