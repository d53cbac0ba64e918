"""What the network of tables sees of a page: runs of words with their boxes, and the strokes drawn between them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extractors.tables.ruled import Stroke, merge_rulings
from extractors.tables.runs import Run, make_lines
from extractors.types import Page
from models.features import describe
from models.walls import DrawnNodes

NODE_GAP = 0.6
"""Whitespace wider than this many font sizes separates nodes: less than what separates runs of the rules, so that
columns that nearly meet fall apart."""


def page_runs(page: Page, gap: float = NODE_GAP) -> tuple[list[Run], list[Stroke]]:
    """The runs of upright words of a page, top to bottom, and its strokes; no run reaches over an upright stroke."""
    horizontals, verticals = merge_rulings(page.rulings)
    words = [word for word in page.words if word.direction == 0 and word.text.strip()]
    cuts = [(stroke.at, stroke.start, stroke.end) for stroke in verticals]
    return [run for line in make_lines(words, gap, cuts) for run in line.runs], [*horizontals, *verticals]


def drawn_nodes(runs: Sequence[Run], strokes: Sequence[Stroke], width: float) -> DrawnNodes:
    """The arrays of runs on a page that is `width` points wide."""
    boxes = np.array([tuple(run.box) for run in runs], np.float32).reshape(-1, 4) / width
    lines = np.array([tuple(stroke.box) for stroke in strokes], np.float32).reshape(-1, 4) / width
    return DrawnNodes(describe([run.text for run in runs], boxes), lines)
