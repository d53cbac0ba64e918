"""Where tables may be: hints for routing and reading order. The tables family decides for itself what is a table.

Two signs: rulings that cross into a grid of at least two by two cells, and lines of text whose runs keep the same gaps
below each other for at least three lines.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np

from extractors.read.blocks import Run
from extractors.read.rivals import Boxes, box_array
from extractors.types import Box, Region, Ruling

TOUCH = 3.0  # points by which rulings may miss each other and still cross
AT_ONCE = 256  # boxes that are compared with all others at a time
LEAST_ROWS = 3
BULLET = re.compile(r"[^\w\s]|o|\(?(\d{1,2}|[A-Za-z]|[ivx]{1,4})[.)]")
ROW_GAP = 2.6  # letter heights of white that end a table without rulings


def table_regions(runs: Sequence[Run], rulings: Sequence[Ruling], page: Box) -> list[Region]:
    """Ruled grids, then stretches of aligned columns outside of them."""
    ruled = [box for box in grids(rulings) if box.area < 0.98 * page.area and _texts_in(box, runs) >= 3]
    found = [Region("table", box, 0.9) for box in ruled]
    free = [run for run in runs if all(not box.holds(run.box.center) for box in ruled) and not _is_bullet(run)]
    for box in aligned(free):
        found.append(Region("table", box, 0.6))
    return found


def _is_bullet(run: Run) -> bool:
    """A sign that begins the item of a list: one character that is no letter or digit, or a number with a point."""
    return len(run.words) == 1 and BULLET.fullmatch(run.text) is not None


def _texts_in(box: Box, runs: Sequence[Run]) -> int:
    return sum(box.holds(run.box.center) for run in runs)


def grids(rulings: Sequence[Ruling]) -> list[Box]:
    """Boxes around rulings that hang together and make at least two rows and two columns, or three of one."""
    boxes = [ruling.box for ruling in rulings]
    groups = _connected(boxes)
    found = []
    for group in groups:
        levels = _distinct(boxes[i].center[1] for i in group if rulings[i].horizontal)
        uprights = _distinct(boxes[i].center[0] for i in group if not rulings[i].horizontal)
        if min(levels, uprights) >= 2 and (levels - 1) * (uprights - 1) >= 3:
            found.append(Box.around(boxes[i] for i in group))
    return [box for box in found if not any(box is not other and box.covered_by(other) > 0.95 for other in found)]


def _distinct(places: Iterable[float]) -> int:
    ordered = sorted(places)
    return int(bool(ordered)) + sum(b - a > TOUCH for a, b in pairwise(ordered))


def _connected(boxes: Sequence[Box]) -> list[list[int]]:
    """Groups of boxes that touch."""
    parent = list(range(len(boxes)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, j in _touching(box_array(boxes)):
        parent[root(j)] = root(i)
    groups: dict[int, list[int]] = defaultdict(list)
    for i in range(len(boxes)):
        groups[root(i)].append(i)
    return list(groups.values())


def _touching(boxes: Boxes) -> Iterator[tuple[int, int]]:
    """Pairs of boxes (N, 4) that touch."""
    x0, top, x1, bottom = boxes.T
    for first in range(0, len(boxes), AT_ONCE):
        part = boxes[first : first + AT_ONCE, :, None]
        beside = (part[:, 0] <= x1 + TOUCH) & (x0 <= part[:, 2] + TOUCH)
        touching = beside & (part[:, 1] <= bottom + TOUCH) & (top <= part[:, 3] + TOUCH)
        touching &= np.arange(len(boxes)) > np.arange(first, first + len(part))[:, None]
        ours, theirs = np.nonzero(touching)
        yield from zip((ours + first).tolist(), theirs.tolist(), strict=True)


def aligned(runs: Sequence[Run]) -> list[Box]:
    """Boxes around at least three lines that share a gap, where the runs are shorter than lines of prose are."""
    lines = _lines(runs)
    found: list[Box] = []
    stretch: list[list[Run]] = []
    for line in lines:
        if stretch and (_far(stretch[-1], line) or not _gaps([*stretch, line])):
            found += _settled(stretch)
            stretch = []
        if len(line) >= 2 or stretch:
            stretch.append(line)
    return found + _settled(stretch)


def _lines(runs: Sequence[Run]) -> list[list[Run]]:
    lines: list[list[Run]] = []
    for run in sorted(runs, key=lambda r: r.top + r.bottom):
        middle = (run.top + run.bottom) / 2
        if lines and lines[-1][0].top < middle < lines[-1][0].bottom:
            lines[-1].append(run)
        else:
            lines.append([run])
    return [sorted(line, key=lambda r: r.x0) for line in lines]


def _far(upper: Sequence[Run], lower: Sequence[Run]) -> bool:
    height = max(run.height for run in (*upper, *lower))
    return min(r.top for r in lower) - max(r.bottom for r in upper) > ROW_GAP * height


def _gaps(lines: Sequence[Sequence[Run]]) -> list[tuple[float, float]]:
    """Upright white strips, at least half a letter height wide, that no run of these lines crosses."""
    spans = sorted((run.x0, run.x1) for line in lines for run in line)
    height = max(run.height for line in lines for run in line)
    gaps, reach = [], spans[0][1]
    for x0, x1 in spans[1:]:
        if x0 - reach >= 0.5 * height:
            gaps.append((reach, x0))
        reach = max(reach, x1)
    return gaps


def _settled(stretch: list[list[Run]]) -> list[Box]:
    while stretch and len(stretch[-1]) < 2:
        stretch = stretch[:-1]
    rows = [line for line in stretch if len(line) >= 2]
    if len(rows) < LEAST_ROWS or _is_prose(rows):
        return []
    return [Box.around(run.box for line in stretch for run in line)]


def _is_prose(rows: Sequence[Sequence[Run]]) -> bool:
    """Columns of running text: two or three long runs a line that nearly fill their columns, mostly letters."""
    texts = [run.text for row in rows for run in row]
    digits = sum(c.isdigit() for text in texts for c in text) / max(1, sum(map(len, texts)))
    long = sum(len(text) > 28 for text in texts) / len(texts)
    return long > 0.6 and digits < 0.15
