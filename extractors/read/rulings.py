"""The ruling lines of a PDF page: drawn lines, thin boxes, outlines, and borders between areas of different colour."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from extractors.read.paths import Colour, Path, Paths
from extractors.read.rivals import Boxes
from extractors.types import Box, Ruling

THIN = 3.0
"""A drawn box thinner than this (points) is a line."""
SHORTEST = 3.0
WHOLE_PAGE = 0.8
"""An area that covers more of the page than this is its background."""
TOUCH = 1.0
"""Areas of one colour at most this far apart (points) show no border between them."""
MOST_AREAS = 5000
AT_ONCE = 256
"""Areas that are compared with all others at a time."""
_SIDES = ((0, -1), (2, 1), (1, -1), (3, 1))
"""The number of a side in a box, and which way is outwards."""

Edge = tuple[float, float, float, float]


def page_rulings(paths: Paths) -> tuple[Ruling, ...]:
    """The rulings of a page, in points from the top left; white on white is left out.

    Word processors shade a cell line by line with boxes of one colour: only where the colour changes is a border.
    """
    page = Box(0.0, 0.0, paths.width, paths.height)
    dashed = {_corners(line) for line in paths.lines if line.dashed}
    edges = dict.fromkeys([*_lines(paths.lines), *_shapes([*paths.rects, *paths.curves], page)])
    return tuple(ruling for edge in edges if (ruling := _ruling(edge, page, edge in dashed)) is not None)


def _ruling(edge: Edge, page: Box, dashed: bool) -> Ruling | None:
    x0, x1 = sorted((edge[0], edge[2]))
    top, bottom = sorted((edge[1], edge[3]))
    if max(x1 - x0, bottom - top) < SHORTEST:
        return None
    box = Box(x0, top, x1, bottom).overlap(page)
    return Ruling(box, dashed) if box is not None else None


def _lines(lines: Iterable[Path]) -> Iterator[Edge]:
    for line in lines:
        edge = _corners(line)
        if line.stroke and not _white(line.stroke) and min(edge[2] - edge[0], edge[3] - edge[1]) <= 2.0:
            yield edge


def _shapes(shapes: Iterable[Path], page: Box) -> Iterator[Edge]:
    areas: dict[Colour, list[Edge]] = defaultdict(list)
    for shape in shapes:
        stroked = shape.stroke is not None and not _white(shape.stroke)
        filled = shape.fill is not None and not _white(shape.fill)
        x0, top, x1, bottom = edge = _corners(shape)
        if not (stroked or filled):
            continue
        if min(x1 - x0, bottom - top) <= THIN:
            yield edge
        elif shape.kind != "curve" and (x1 - x0) * (bottom - top) < WHOLE_PAGE * page.area:
            if stroked:
                yield from ((x0, top, x1, top), (x0, bottom, x1, bottom), (x0, top, x0, bottom), (x1, top, x1, bottom))
            else:
                areas[shape.fill or (0.0, 0.0, 0.0)].append(edge)
    for boxes in areas.values():
        yield from _borders(np.array(boxes[:MOST_AREAS], dtype=np.float64))


def _corners(shape: Path) -> Edge:
    return shape.x0, shape.top, shape.x1, shape.bottom


def _borders(boxes: Boxes) -> Iterator[Edge]:
    """Pieces of the edges of same-coloured boxes (N, 4) beyond which there is another colour."""
    for first in range(0, len(boxes), AT_ONCE):
        part = boxes[first : first + AT_ONCE]
        beyond = [_beyond(boxes, part, first, *side) for side in _SIDES]
        met = [np.any(near, axis=1).tolist() for near in beyond]
        for i, box in enumerate(part.tolist()):
            for (side, _), near, meets in zip(_SIDES, beyond, met, strict=True):
                across, along = (0, 1) if side % 2 == 0 else (1, 0)
                at, low, high = box[side], box[along], box[along + 2]
                spans = boxes[near[i]][:, (along, along + 2)].tolist() if meets[i] else []
                for start, end in _uncovered(spans, low, high):
                    yield (at, start, at, end) if across == 0 else (start, at, end, at)


def _beyond(boxes: Boxes, part: Boxes, first: int, side: int, outwards: int) -> NDArray[np.bool_]:
    """(P, N) whether a box lies beyond a side of those (P, 4) that begin at `first`."""
    across, along = (0, 1) if side % 2 == 0 else (1, 0)
    place = part[:, side, None] + outwards * TOUCH
    near: NDArray[np.bool_] = np.asarray((boxes[:, across] <= place) & (boxes[:, across + 2] >= place))
    near &= (boxes[:, along + 2] > part[:, along, None]) & (boxes[:, along] < part[:, along + 2, None])
    rows = np.arange(len(part))
    near[rows, first + rows] = False
    return near


def _uncovered(spans: list[list[float]], low: float, high: float) -> Iterator[tuple[float, float]]:
    reached = low
    for start, end in sorted(spans):
        if start - reached > TOUCH:
            yield reached, start
        reached = max(reached, end)
    if high - reached > TOUCH:
        yield reached, high


def _white(colour: Colour) -> bool:
    return min(colour) > 0.97
