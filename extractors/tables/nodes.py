"""What the network of tables sees of a page: runs of words with their boxes, and the strokes drawn between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from extractors.tables.ruled import Stroke, merge_rulings
from extractors.tables.runs import Run, cut_row, rows_of_words
from extractors.types import Page, Word
from models.features import describe
from models.walls import DrawnNodes

NODE_GAP = 0.6
"""Whitespace wider than this many font sizes separates nodes: less than what separates runs of the rules, so that
columns that nearly meet fall apart."""


@dataclass(frozen=True)
class InRows:
    """The upright words of a page, the same in rows, and its strokes."""

    words: list[Word]
    rows: list[list[Word]]
    horizontals: list[Stroke]
    verticals: list[Stroke]

    @property
    def cuts(self) -> list[tuple[float, float, float]]:
        """(x, top, bottom) of the upright strokes."""
        return [(stroke.at, stroke.start, stroke.end) for stroke in self.verticals]


def put_in_rows(page: Page) -> InRows:
    horizontals, verticals = merge_rulings(page.rulings)
    words = [word for word in page.words if word.direction == 0 and word.text.strip()]
    return InRows(words, rows_of_words(words), horizontals, verticals)


def page_runs(page: InRows, gap: float = NODE_GAP) -> tuple[list[Run], list[Stroke]]:
    """The runs of upright words of a page, top to bottom, and its strokes; no run reaches over an upright stroke."""
    cuts = page.cuts
    runs = [run for row in page.rows for run in cut_row(row, gap, cuts).runs]
    return runs, [*page.horizontals, *page.verticals]


def drawn_nodes(runs: Sequence[Run], strokes: Sequence[Stroke], width: float) -> DrawnNodes:
    """The arrays of runs on a page that is `width` points wide."""
    boxes = np.array([tuple(run.box) for run in runs], np.float32).reshape(-1, 4) / width
    lines = np.array([tuple(stroke.box) for stroke in strokes], np.float32).reshape(-1, 4) / width
    return DrawnNodes(describe([run.text for run in runs], boxes), lines)
