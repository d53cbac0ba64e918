"""Check boxes and radio buttons of scanned pages, from pixels.

A check box is four straight sides that stand alone: the level and upright strokes of the page are cut out first, so
that a tick across the frame falls away and the frame stays. Letters fail at the corners, table cells hang together.
A radio button is a ring that stands apart from letters and has a fellow in its row or column.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import cv2
import numpy as np

from extractors.read.ink import Ink
from extractors.read.strokes import straight_strokes
from extractors.types import Box, Region, Word

SIDES = (0.5, 3.0)  # of a box, in letter heights
STROKES = (0.8, 0.4)  # letter heights: the least length of a side
SQUARE = 1.45
SIDE_INK = 0.82  # share of each side that must be drawn
MARKED = 0.075  # share of ink inside from which a box counts as ticked
CROSSED = 0.7  # the same with a tick that leaves the box across a side
SOLID = 0.8  # share of ink from which a box is a blot, a bullet or a colour sample, unless hollow boxes are as large
SURE_SIDE = 1.0  # letter heights: smaller boxes must stand apart, as letters do not
BOX_LETTERS = frozenset("oOUuCcQGXx0JLIl1[](){}|&@_/\\☐☑☒□■¨")  # what a reader of letters takes a box for
RING_INK = 0.9
RING_LETTERS = frozenset("oO0QCceG©®@•●○◯()°¢")
_ANGLES = np.linspace(0, 2 * np.pi, 32, endpoint=False)


def scanned_boxes(ink: Ink, words: Sequence[Word]) -> list[Region]:
    """Check boxes and radio buttons with their state; `ink` is at its working size."""
    boxes = _without_combs([r for r in _frames(ink) if not _is_a_letter(r.box, words)])
    rings = [r for r in _rings(ink, words) if all(r.box.iou(b.box) < 0.2 for b in boxes)]
    return boxes + [ring for ring in rings if _fellows(ring.box, rings) >= 1]


def _frames(ink: Ink) -> list[Region]:
    found: list[tuple[Region, float]] = []
    for lines, x, y, w, h in _framelike(ink):
        outline = lines[y : y + h, x : x + w]
        if not _has_sides(outline):
            continue
        cover, inset = _side_cover(outline, SIDE_INK)
        if not cover:
            continue
        apart = _apart(ink.binary, x, y, w, h)
        if min(w, h) < SURE_SIDE * ink.letter and not apart:
            continue
        crop = ink.binary[y : y + h, x : x + w]
        if not _side_cover(crop, SIDE_INK if apart else CROSSED)[0]:
            continue
        filled = _inner_ink(crop, inset)
        region = Region("checkbox", ink.box(x, y, w, h), _sure(cover, filled), state=filled >= MARKED)
        if all(region.box.iou(other.box) < 0.5 for other, _ in found):
            found.append((region, filled))
    hollow = [region.box.width for region, filled in found if filled < SOLID]
    return [r for r, filled in found if filled < SOLID or any(abs(w - r.box.width) < 0.15 * w for w in hollow)]


def _framelike(ink: Ink) -> Iterator[tuple[np.ndarray, int, int, int, int]]:
    """The straight strokes, and (x, y, w, h) of what of them is as large as a box: once for strokes long enough to
    leave out a thick tick, once for the short sides of small boxes."""
    for lines in straight_strokes(ink.binary, [max(6, round(share * ink.letter)) for share in STROKES]):
        for x, y, w, h in _of_size(lines, ink.letter):
            yield lines, x, y, w, h


def _of_size(binary: np.ndarray, letter: float) -> list[tuple[int, int, int, int]]:
    """(x, y, w, h) of what is as large and square as a box. Contours are ten times cheaper than labels here."""
    low, high = SIDES[0] * letter, SIDES[1] * letter
    contours, tree = cv2.findContours(binary, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    outer = (
        [contour[:, 0] for contour, above in zip(contours, tree[0, :, 3], strict=True) if above < 0] if contours else []
    )
    if not outer:
        return []
    points, starts = np.concatenate(outer), np.cumsum([0, *(len(contour) for contour in outer[:-1])])
    least, most = np.minimum.reduceat(points, starts), np.maximum.reduceat(points, starts)
    (w, h), square = (most - least + 1).T, SQUARE
    fits = (w >= low) & (w <= high) & (h >= low) & (h <= high) & (w <= square * h) & (h <= square * w)
    rects: list[tuple[int, int, int, int]] = np.column_stack([least, w, h])[fits].tolist()
    return rects


def _has_sides(crop: np.ndarray) -> bool:
    """Some ink along all four sides: sorts out most letters for a tenth of the cost."""
    h, w = crop.shape
    band = max(3, round(0.25 * min(h, w)))
    if min(cv2.countNonZero(crop[:band]), cv2.countNonZero(crop[-band:])) < 0.8 * w:
        return False
    return all(
        cv2.countNonZero(cv2.reduce(side, 1, cv2.REDUCE_MAX)) >= 0.75 * h for side in (crop[:, :band], crop[:, -band:])
    )


def _side_cover(crop: np.ndarray, least: float) -> tuple[float, int]:
    """The least drawn of the four sides, 0 where a corner is empty or a side is drawn less than `least`; and how deep
    the strokes reach, in pixels.

    A side is drawn where the stroke begins at one same depth; the side of a letter is bowed or broken.
    """
    band = max(3, round(0.25 * min(crop.shape)))
    corners = (crop[:band, :band], crop[:band, -band:], crop[-band:, :band], crop[-band:, -band:])
    if not all(cv2.countNonZero(part) for part in corners):
        return 0.0, 0
    cover, deep = 1.0, 0
    for side in (crop[:band], crop[-band:][::-1], crop[:, :band].T, crop[:, -band:].T[::-1]):
        share, depth = _level_share(side, least)
        if share < least:
            return 0.0, 0
        cover, deep = min(cover, share), max(deep, depth)
    return cover, deep


def _level_share(side: np.ndarray, least: float) -> tuple[float, int]:
    """(depth, length) -> share of the length whose first ink lies within a pixel and a bit of the usual depth, and the
    depth at which the stroke ends; 0 for less than `least`."""
    length = side.shape[1]
    depth = side.argmax(axis=0)
    drawn = side[depth, np.arange(length)] > 0
    begins = np.bincount(depth[drawn], minlength=1)
    if int(begins.sum()) < least * length:
        return 0.0, 0
    usual = int(begins.argmax())
    slack = int(max(1.2, 0.05 * length))
    share = int(begins[max(0, usual - slack) : usual + slack + 1].sum()) / length
    if share < least:
        return 0.0, 0
    thick = int(np.sort(side.sum(axis=0)[drawn])[int(begins.sum()) // 4])
    return share, usual + thick


def _inner_ink(crop: np.ndarray, inset: int) -> float:
    """The share of ink inside the frame, without specks; 0 where the strokes leave no inside."""
    inset = max(inset + 1, round(0.18 * min(crop.shape)))
    inner = np.ascontiguousarray(crop[inset:-inset, inset:-inset])
    if min(inner.shape, default=0) < 3:
        return 0.0
    _, _, stats, _ = cv2.connectedComponentsWithStats(inner)
    areas = stats[1:, cv2.CC_STAT_AREA]
    return float(areas[areas >= 3].sum()) / inner.size


def _sure(cover: float, filled: float) -> float:
    doubt = max(0.0, 1 - abs(filled - MARKED) / 0.05)
    return round(max(0.3, 0.95 * cover - 0.35 * doubt), 3)


def _is_a_letter(box: Box, words: Sequence[Word]) -> bool:
    """The box is a character that was read well and looks unlike a box."""
    for word in words:
        if word.confidence > 0.6 and box.covered_by(word.box) > 0.7 and box.height > 0.4 * word.box.height:
            place = int((box.center[0] - word.box.x0) / max(word.box.width, 0.1) * len(word.text))
            if word.text[min(place, len(word.text) - 1)] not in BOX_LETTERS:
                return True
    return False


def _without_combs(boxes: Sequence[Region]) -> list[Region]:
    """Drops boxes that stand side by side without room for a caption, four or more: places for single letters."""

    def beside(a: Box, b: Box) -> bool:
        level = abs(a.center[1] - b.center[1]) < 0.25 * a.height
        return a is not b and level and max(a.x0, b.x0) - min(a.x1, b.x1) < 0.6 * a.width

    chains: list[list[Region]] = []
    for region in sorted(boxes, key=lambda r: r.box.x0):
        chain = next((c for c in chains if beside(c[-1].box, region.box)), None)
        if chain is None:
            chains.append([region])
        else:
            chain.append(region)
    return [region for chain in chains if len(chain) < 4 for region in chain]


def _rings(ink: Ink, words: Sequence[Word]) -> Iterable[Region]:
    binary = ink.binary
    for x, y, w, h in _of_size(binary, ink.letter):
        if not 0.84 <= w / h <= 1.19 or not _apart(binary, x, y, w, h):
            continue
        crop = binary[y : y + h, x : x + w]
        box = ink.box(x, y, w, h)
        if _ring_cover(crop) >= RING_INK and _hollow(crop) and not _stands_in_text(box, words):
            dot = _core_ink(crop)
            yield Region("radio", box, 0.7, state=dot >= 0.5)


def _apart(binary: np.ndarray, x: int, y: int, w: int, h: int) -> bool:
    """No ink beside it for a third of its width, as there would be beside a letter."""
    room = max(3, round(0.34 * w))
    left = binary[y : y + h, max(0, x - room) : x]
    right = binary[y : y + h, x + w : x + w + room]
    return all(not side.size or cv2.countNonZero(side) <= 2 for side in (left, right))


def _ring_cover(crop: np.ndarray) -> float:
    """The share of directions in which the stroke passes close to the inscribed ellipse; 0 where corners are inked."""
    h, w = crop.shape
    corner = max(1, round(0.1 * min(h, w)))
    if crop[:corner, :corner].any() or crop[:corner, -corner:].any():
        return 0.0
    if crop[-corner:, :corner].any() or crop[-corner:, -corner:].any():
        return 0.0
    hit = np.zeros(len(_ANGLES), bool)
    for radius in (0.97, 0.9, 0.83):
        xs = np.clip(np.round((w - 1) / 2 * (1 + radius * np.cos(_ANGLES))).astype(int), 0, w - 1)
        ys = np.clip(np.round((h - 1) / 2 * (1 + radius * np.sin(_ANGLES))).astype(int), 0, h - 1)
        hit |= crop[ys, xs] > 0
    return float(hit.mean())


def _hollow(crop: np.ndarray) -> bool:
    """White between ring and centre: neither a bullet nor a bold letter."""
    h, w = crop.shape
    for radius in (0.62, 0.68, 0.74):
        xs = np.round((w - 1) / 2 * (1 + radius * np.cos(_ANGLES))).astype(int)
        ys = np.round((h - 1) / 2 * (1 + radius * np.sin(_ANGLES))).astype(int)
        if (crop[ys, xs] == 0).mean() >= 0.8:
            return True
    return False


def _core_ink(crop: np.ndarray) -> float:
    h, w = crop.shape
    core = crop[round(0.36 * h) : round(0.64 * h) + 1, round(0.36 * w) : round(0.64 * w) + 1]
    return float(core.mean()) if core.size else 0.0


def _stands_in_text(box: Box, words: Sequence[Word]) -> bool:
    return any(box.covered_by(word.box) > 0.5 and not _may_be_ring(box, word) for word in words)


def _may_be_ring(box: Box, word: Word) -> bool:
    """A reader of letters takes a ring for an O, alone or stuck to what follows."""
    if len(word.text) <= 2:
        return word.text[:1] in RING_LETTERS or word.confidence < 0.5
    return word.text[0] in RING_LETTERS and box.x1 < word.box.x0 + 1.3 * box.width


def _fellows(box: Box, rings: Sequence[Region]) -> int:
    """Rings of the same size in the same row or column."""
    count = 0
    for ring in rings:
        other = ring.box
        same = abs(other.width - box.width) < 0.2 * box.width
        row = abs(other.center[1] - box.center[1]) < 0.35 * box.height
        column = abs(other.center[0] - box.center[0]) < 0.35 * box.width
        count += other is not box and same and (row or column)
    return count
