"""Who stands beside and below whom: neighbours between the nodes of a page, with ruling lines as walls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from extractors.lines import Lines
from extractors.types import Box, Ruling

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Node:
    """A segment or a given entity: its text, a box for each line, its type size, and what style says."""

    text: str
    boxes: tuple[Box, ...]
    size: float
    bold: bool = False
    blank: bool = False
    words: tuple[int, ...] = ()

    @cached_property
    def box(self) -> Box:
        return self.boxes[0] if len(self.boxes) == 1 else Box.around(self.boxes)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """All (N, N), row: from, column: to. `right`: gap to a node on the same line, inf elsewhere; `below`: gap down to
    a node in the same column; `above` its transpose. Gaps are in units of `unit`, the page's median line height."""

    right: Floats
    below: Floats
    unit: float

    def next_right(self, i: int) -> int | None:
        return _nearest(self.right[i])

    def next_left(self, i: int) -> int | None:
        return _nearest(self.right[:, i])

    def next_below(self, i: int) -> int | None:
        return _nearest(self.below[i])

    def next_above(self, i: int) -> int | None:
        return _nearest(self.below[:, i])


def prose(nodes: Sequence[Node], near: Neighbours) -> set[int]:
    """Lines of running text: long ones with another long one right above or below, and what goes on from them; also
    what goes on from any long one in small letters."""
    found: set[int] = set()
    for i, node in enumerate(nodes):
        j = near.next_below(i)
        if j is None or near.below[i, j] > 0.6 or abs(node.box.x0 - nodes[j].box.x0) > 1.5 * near.unit:
            continue
        long = node.text.count(" ") >= 5
        if long and (i in found or nodes[j].text.count(" ") >= 5):
            found |= {i, j}
    return found | {i for i in range(len(nodes)) if _goes_on(i, nodes, near)}


def _goes_on(i: int, nodes: Sequence[Node], near: Neighbours) -> bool:
    """Whether a text of several words in small letters stands right behind a long one."""
    j = near.next_left(i)
    if j is None or near.right[j, i] > 1.5 or nodes[j].text.count(" ") < 5:
        return False
    return nodes[i].text[:1].islower() and nodes[i].text.count(" ") >= 3


def _nearest(gaps: Floats) -> int | None:
    if not len(gaps):
        return None
    j = int(gaps.argmin())
    return j if np.isfinite(gaps[j]) else None


def line_height(nodes: Sequence[Node]) -> float:
    """The median height of the lines, in points; 1 where there are none or they are flat."""
    heights = [box.height for node in nodes for box in node.boxes]
    return (float(np.median(heights)) if heights else 0.0) or 1.0


def neighbours(nodes: Sequence[Node], rulings: Sequence[Ruling]) -> Neighbours:
    """Neighbours of all nodes of a page; a ruling line between two nodes parts them."""
    if not nodes:
        return Neighbours(np.zeros((0, 0)), np.zeros((0, 0)), 1.0)
    first = np.array([tuple(node.boxes[0]) for node in nodes])  # (N, 4)
    last = np.array([tuple(node.boxes[-1]) for node in nodes])
    whole = np.array([tuple(node.box) for node in nodes])
    unit = line_height(nodes)
    right = _right(whole, first) / unit
    below = _below(last, first, unit) / unit
    level, upright = [r.box for r in rulings if r.horizontal], [r.box for r in rulings if not r.horizontal]
    by_height = Lines(level, lambda line: line.center[1])
    _wall_off(right, whole, first, [wall for wall in upright if not _opens_a_box(wall, by_height)], upright=True)
    _wall_off(below, last, first, level, upright=False)
    return Neighbours(right, below, unit)


def _opens_a_box(wall: Box, level: Lines) -> bool:
    """Whether an upright line is the left side of a box that stands free: level lines meet it from the right only.
    Such a box holds the value of the label before it; any other upright line parts them."""
    meeting = [
        line
        for line in level.between(wall.top - 3.0, wall.bottom + 3.0)
        if line.x0 - 3.0 <= wall.center[0] <= line.x1 + 3.0
    ]
    return bool(meeting) and all(line.x0 > wall.center[0] - 6.0 for line in meeting)


def _right(source: Floats, target: Floats) -> Floats:
    """Gap from the right edge of the row's node to the left edge of the column's first line, on a shared level."""
    height = np.minimum((source[:, 3] - source[:, 1])[:, None], (target[:, 3] - target[:, 1])[None, :])
    common = np.minimum(source[:, None, 3], target[None, :, 3]) - np.maximum(source[:, None, 1], target[None, :, 1])
    gap = target[None, :, 0] - source[:, None, 2]
    slack = 0.3 * np.maximum(height, 0.1)
    fits = (common >= 0.4 * height) & (gap > -slack) & (target[None, :, 0] > source[:, None, 0])
    np.fill_diagonal(fits, False)
    return np.where(fits, np.maximum(gap, 0.0), np.inf)


def _below(source: Floats, target: Floats, unit: float) -> Floats:
    """Gap from the bottom of the row's last line to the top of the column's first line, where the two share their left
    edge or overlap by half of the narrower one."""
    common = np.minimum(source[:, None, 2], target[None, :, 2]) - np.maximum(source[:, None, 0], target[None, :, 0])
    narrow = np.minimum((source[:, 2] - source[:, 0])[:, None], (target[:, 2] - target[:, 0])[None, :])
    aligned = np.abs(source[:, None, 0] - target[None, :, 0]) < 2.0 * unit
    gap = target[None, :, 1] - source[:, None, 3]
    fits = ((common >= 0.5 * narrow) | aligned) & (gap > -0.5 * unit)
    fits &= (target[:, 1] + target[:, 3])[None, :] > (source[:, 1] + source[:, 3])[:, None]
    np.fill_diagonal(fits, False)
    return np.where(fits, np.maximum(gap, 0.0), np.inf)


def _wall_off(gaps: Floats, source: Floats, target: Floats, walls: Sequence[Box], upright: bool) -> None:
    """Set to inf the gaps that a wall crosses; in place."""
    if not walls:
        return
    wall = np.array([tuple(box) for box in walls])
    rows, columns = np.nonzero(np.isfinite(gaps))
    along, across = (1, 0) if upright else (0, 1)
    a, b = source[rows], target[columns]
    # A wall parts two nodes when it lies in the gap between them and covers most of what they share sideways.
    begin, end = a[:, across + 2] - 1.0, b[:, across] + 1.0
    place = (wall[:, across] + wall[:, across + 2]) / 2
    low, high = np.maximum(a[:, along], b[:, along]), np.minimum(a[:, along + 2], b[:, along + 2])
    middle = (low + high) / 2
    inside = (place[None, :] > begin[:, None]) & (place[None, :] < end[:, None])
    covers = (wall[None, :, along] <= middle[:, None]) & (wall[None, :, along + 2] >= middle[:, None])
    blocked = (inside & covers).any(axis=1)
    gaps[rows[blocked], columns[blocked]] = np.inf
