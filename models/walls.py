"""What is drawn between the nodes of a page: ruling lines as planes over pairs. Pure numpy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.features import Floats, Nodes

WALLS = 2
"""Planes: a flat line between two nodes, an upright one."""
MOST_STROKES = 400
"""The longest strokes of a page are looked at, so many at most."""


@dataclass(frozen=True, slots=True)
class DrawnNodes:
    """The nodes of a page, and the strokes drawn on it: (S, 4) x0, y0, x1, y1 in page widths, flat or upright."""

    nodes: Nodes
    strokes: Floats

    def __len__(self) -> int:
        return len(self.nodes)


def walls(boxes: Floats, strokes: Floats) -> Floats:
    """(WALLS, N, N): 1 where a flat (an upright) stroke passes between the middles of two nodes and reaches over
    (along) both of them."""
    count = len(boxes)
    out = np.zeros((WALLS, count, count), np.float32)
    if not len(strokes) or not count:
        return out
    wide, high = strokes[:, 2] - strokes[:, 0], strokes[:, 3] - strokes[:, 1]
    middles = np.stack([boxes[:, 0] + boxes[:, 2], boxes[:, 1] + boxes[:, 3]]) / 2  # (2, N)
    for plane, own, along, across in ((0, wide >= high, 0, 1), (1, high > wide, 1, 0)):
        chosen, length = strokes[own], np.maximum(wide, high)[own]
        chosen = chosen[np.argsort(-length, kind="stable")[:MOST_STROKES]]
        if not len(chosen):
            continue
        at = (chosen[:, across] + chosen[:, across + 2])[:, None] / 2
        there = (chosen[:, along, None] <= middles[along]) & (middles[along] <= chosen[:, along + 2, None])  # (S, N)
        before = (there & (at < middles[across])).astype(np.float32)
        after = (there & (at >= middles[across])).astype(np.float32)
        between = before.T @ after
        out[plane] = np.minimum(between + between.T, 1)
    return out
