"""Two readings of one page: which of their words stand at the same place."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from extractors.types import Box, Word

Boxes = NDArray[np.float64]
Matrix = NDArray[np.bool_]
SAME = 0.5
"""Share of the smaller box that lies in the larger where two words are at the same place."""


def rivals(first: Sequence[Word], second: Sequence[Word]) -> list[tuple[list[Word], list[Word]]]:
    """Words that share a place, from left to right on both sides; a word alone has nobody on the other side. Words of
    the first reading meet only through one of the second."""
    words = [*first, *second]
    leader = list(range(len(words)))
    pairs = np.argwhere(_same_places([word.box for word in second], [word.box for word in words]))
    for i, j in pairs.tolist():
        a, b = _leader(leader, i + len(first)), _leader(leader, j)
        leader[max(a, b)] = min(a, b)
    groups: dict[int, tuple[list[Word], list[Word]]] = {}
    for i in sorted(range(len(words)), key=lambda i: words[i].box.x0):
        groups.setdefault(_leader(leader, i), ([], []))[i >= len(first)].append(words[i])
    return [groups[i] for i in sorted(groups)]


def _leader(leader: list[int], i: int) -> int:
    while leader[i] != i:
        leader[i] = leader[leader[i]]
        i = leader[i]
    return i


def _same_places(some: Sequence[Box], others: Sequence[Box]) -> Matrix:
    """(N, M): whether most of the smaller box lies in the larger."""
    a, b = box_array(some)[:, None], box_array(others)[None]
    wide = np.minimum(a[..., 2], b[..., 2]) - np.maximum(a[..., 0], b[..., 0])
    high = np.minimum(a[..., 3], b[..., 3]) - np.maximum(a[..., 1], b[..., 1])
    area_a, area_b = ((box[..., 2] - box[..., 0]) * (box[..., 3] - box[..., 1]) for box in (a, b))
    together = np.maximum(wide, 0) * np.maximum(high, 0)
    return np.asarray(together > SAME * np.minimum(area_a, area_b), np.bool_)


def box_array(boxes: Sequence[Box]) -> Boxes:
    """(N, 4): x0, top, x1, bottom."""
    return np.array([(box.x0, box.top, box.x1, box.bottom) for box in boxes], np.float64).reshape(-1, 4)


def same_place(a: Box, b: Box) -> bool:
    """Whether most of the smaller box lies in the larger."""
    return bool(_same_places([a], [b])[0, 0])


def conviction(words: Sequence[Word]) -> float:
    """Mean confidence over the letters."""
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / max(letters, 1)
