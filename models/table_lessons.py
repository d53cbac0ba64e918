"""What the table encoder learns from: nodes of a page, what each is, and where it stands in which table. Pure numpy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.batches import IGNORED, pad_nodes
from models.features import PAIR_FEATURES
from models.walls import DrawnNodes, walls

LABELS = ("outside", "header", "stub", "section", "value", "caption", "note")
"""What a node is: no part of a table, a heading, a row's label, a label over rows, a value; a table's caption or
note."""
RELATIONS = ("row", "column", "cell", "table")
"""What two nodes share; cells over several rows or columns share each of them."""


@dataclass(frozen=True)
class TableLesson:
    """`labels` (N,), -100 where unknown; `places` (N, 6): table, cell, first and last row, first and last column; table
    -1 where a node is in none, -2 where it is not known in which, or holds words of several cells."""

    nodes: DrawnNodes
    labels: NDArray[np.int64]
    places: NDArray[np.int64]


def relations(places: NDArray[np.int64]) -> NDArray[np.bool_]:
    """(4, N, N): which nodes are in one row, column, cell and table."""
    table, cell, top, bottom, left, right = places.T
    both = (table[:, None] == table) & (table >= 0)
    rows = (top[:, None] <= bottom) & (top <= bottom[:, None])
    columns = (left[:, None] <= right) & (left <= right[:, None])
    return np.stack([both & rows, both & columns, both & (cell[:, None] == cell), both])


def pad_drawn(pages: Sequence[DrawnNodes], lean: bool = False) -> dict[str, NDArray[Any]]:
    """The arrays of `models.batches.pad_nodes`, with the planes of `models.walls` after those of pairs."""
    arrays = pad_nodes([page.nodes for page in pages], lean)
    known = arrays["pairs"]
    size, planes, count, _ = known.shape
    pairs = np.zeros((size, planes + 2, count, count), np.float32)
    pairs[:, :planes] = known
    for i, page in enumerate(pages):
        n = len(page)
        pairs[i, planes:, :n, :n] = walls(page.nodes.boxes, page.strokes)
    return {**arrays, "pairs": pairs}


def teach_tables(pages: Sequence[TableLesson]) -> dict[str, NDArray[Any]]:
    """Arrays of a batch, with labels (B, N), relations (B, 4, N, N) bool, and known (B, N) bool: whose are known."""
    arrays = pad_drawn([page.nodes for page in pages])
    size, count = arrays["mask"].shape
    labels = np.full((size, count), IGNORED, np.int64)
    known = np.zeros((size, count), bool)
    true = np.zeros((size, len(RELATIONS), count, count), bool)
    for i, page in enumerate(pages):
        n = len(page.nodes)
        labels[i, :n], known[i, :n] = page.labels, page.places[:, 0] > -2
        true[i, :, :n, :n] = relations(page.places)
    return {**arrays, "labels": labels, "relations": true, "known": known}


PLANES = PAIR_FEATURES + 2
