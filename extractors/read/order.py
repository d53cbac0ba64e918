"""The order in which a person reads the parts of a page.

Breuel's two rules ("High performance document layout analysis", 2003): a part comes before another (1) when they share
a stretch of the x axis and it stands above, or (2) when it lies wholly left of the other and nothing between them in
height spans both. A topological sort of these gives columns before what stands right of them, and a heading across
two columns before either.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from typing import TypeVar

import numpy as np

from extractors.types import Box, Region

T = TypeVar("T")


def reading_order(boxes: Sequence[Box]) -> list[int]:
    """Indices of the boxes in reading order. Takes any boxes, also overlapping ones."""
    if len(boxes) < 2:
        return list(range(len(boxes)))
    before = _before(np.array([tuple(box) for box in boxes], dtype=np.float64))
    return _sorted(before, [(box.top, box.x0) for box in boxes])


def in_order(regions: Sequence[Region]) -> tuple[Region, ...]:
    """The same regions in reading order."""
    return tuple(regions[i] for i in reading_order([region.box for region in regions]))


def _before(boxes: np.ndarray) -> np.ndarray:
    """(N, 4) boxes -> (N, N) bool: row comes before column."""
    x0, top, x1, bottom = boxes.T
    slack = 1.0  # points by which neighbours may touch and still stand apart
    shared = np.minimum(x1[:, None], x1) - np.maximum(x0[:, None], x0) > slack
    middle = (top + bottom) / 2
    above = shared & (middle[:, None] < middle)
    left = x1[:, None] <= x0 + slack
    spanned = (above.astype(np.float32) @ above.astype(np.float32)) > 0
    rule2 = left & ~spanned & ~spanned.T & ~shared
    result = above | rule2
    np.fill_diagonal(result, False)
    kept: np.ndarray = result & ~(result & result.T & (middle[:, None] > middle))
    return kept


def _sorted(before: np.ndarray, keys: Sequence[tuple[float, float]]) -> list[int]:
    """Kahn's sort; of the parts that are free the topmost, leftmost goes first. A ring is broken at
    its topmost part."""
    waiting = before.sum(axis=0).astype(int)
    free = [(keys[i], i) for i in range(len(keys)) if waiting[i] == 0]
    heapq.heapify(free)
    left, order = set(range(len(keys))), []
    while left:
        i = heapq.heappop(free)[1] if free else min(left, key=lambda k: (waiting[k], keys[k]))
        if i not in left:
            continue
        left.discard(i)
        order.append(i)
        for j in np.flatnonzero(before[i]):
            waiting[j] -= 1
            if waiting[j] == 0 and j in left:
                heapq.heappush(free, (keys[int(j)], int(j)))
    return order
