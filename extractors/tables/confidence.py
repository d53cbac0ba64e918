"""How sure a cell is: a logistic model of plain facts about it, fitted on generated tables by `calibrating`.

The weights lie in ``confidence.json`` with the command that makes them again. Rows and columns are as sure as their
cells let them be: `lane_confidences`.
"""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from statistics import median
from typing import Literal

from extractors.tables.grid import Draft, Grid
from extractors.tables.runs import rows_of_words, word_size
from extractors.types import Box, Table

FILE = Path(__file__).with_name("confidence.json")
FACTS = ("likelihood", "ruled", "doubt", "doubt_near", "scanned", "scanned_blank", "tight", "lines", "spans", "crowded",
         "header", "blank", "loose", "ragged_row")  # fmt: skip
TABLE_FACTS = ("likelihood", "doubt", "rows", "columns", "ruled")
MOST = 8.0


@dataclass(frozen=True)
class Weights:
    """Weights of a logistic model by the names of its facts, with `bias`."""

    cell: dict[str, float]
    table: dict[str, float]
    lane: dict[str, float]


@cache
def shipped() -> Weights:
    """The weights that were fitted on generated tables."""
    kept = json.loads(FILE.read_text(encoding="utf-8"))
    return Weights(kept["cell"], kept["table"], kept["lane"])


def logit(share: float) -> float:
    """Log odds, at most MOST on either side."""
    kept = min(max(share, 1e-6), 1 - 1e-6)
    return min(max(math.log(kept / (1 - kept)), -MOST), MOST)


def probability(weights: dict[str, float], facts: dict[str, float]) -> float:
    total = weights["bias"] + sum(weights[name] * value for name, value in facts.items())
    return 1 / (1 + math.exp(-min(max(total, -30.0), 30.0)))


class GridFacts:
    """What is known of the cells of one grid."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.base = logit(grid.likelihood)
        self.boxes = {id(d): Box.around(w.box for w in d.words) for d in grid.drafts if d.words}

    @cached_property
    def size(self) -> float:
        return float(median(word_size(word) for word in self.grid.words)) if self.grid.words else 10.0

    @cached_property
    def doubt(self) -> float:
        """Mean doubt of OCR in the whole table."""
        words = self.grid.words
        return sum(1 - word.confidence for word in words) / len(words) if words else 0.0

    @cached_property
    def scanned(self) -> bool:
        return any(word.source == "ocr" for word in self.grid.words)

    @cached_property
    def gaps(self) -> dict[int, float]:
        """For each filled cell, the narrowest whitespace to a neighbour in its row, in font sizes."""
        gaps: dict[int, float] = {}
        for row in range(len(self.grid.rows)):
            cells = sorted(
                (d for d in self.grid.drafts if d.row == row and d.words), key=lambda d: self.boxes[id(d)].x0
            )
            for a, b in itertools.pairwise(cells):
                gap = (self.boxes[id(b)].x0 - self.boxes[id(a)].x1) / self.size
                gaps[id(a)], gaps[id(b)] = min(gap, gaps.get(id(a), 9.0)), min(gap, gaps.get(id(b), 9.0))
        return gaps

    @cached_property
    def filled(self) -> dict[int, float]:
        """The share of filled cells of each row."""
        count = dict.fromkeys(range(len(self.grid.rows)), 0)
        for draft in self.grid.drafts:
            if draft.words:
                count[draft.row] += draft.column_span
        return {row: number / len(self.grid.columns) for row, number in count.items()}

    @cached_property
    def edges(self) -> dict[int, tuple[float, float, float]]:
        """Usual left edge, right edge and middle of what stands in each column below the headings."""
        out = {}
        for column in range(len(self.grid.columns)):
            own = [
                self.boxes[id(d)]
                for d in self.grid.drafts
                if d.column == column and d.column_span == 1 and d.words and d.row >= self.grid.header_rows
            ]
            if own:
                out[column] = (
                    median(b.x0 for b in own), median(b.x1 for b in own), median(b.center[0] for b in own)
                )  # fmt: skip
        return out

    def of(self, draft: Draft) -> dict[str, float]:
        """The facts of FACTS about one cell."""
        words = draft.words
        doubt = 1 - min((word.confidence for word in words), default=1.0)
        near = max(0.0, self.doubt)
        return {
            "likelihood": self.base,
            "ruled": float(self.grid.ruled),
            "doubt": doubt,
            "doubt_near": near,
            "scanned": float(self.scanned),
            "scanned_blank": float(self.scanned and not words),
            "tight": max(0.0, 1.5 - self.gaps.get(id(draft), 9.0)) if words else 0.0,
            "lines": min(3, len(rows_of_words(words)) - 1) if len(words) > 1 else 0.0,
            "spans": float(draft.row_span + draft.column_span > 2),
            "crowded": min(1.0, len(words) / 12),
            "header": float(draft.row < self.grid.header_rows),
            "blank": float(not words),
            "loose": self._loose(draft),
            "ragged_row": 1 - self.filled.get(draft.row, 0.0),
        }

    def _loose(self, draft: Draft) -> float:
        """How far the cell stands from every usual edge of its column, in font sizes."""
        usual = self.edges.get(draft.column)
        if usual is None or not draft.words or draft.column_span > 1:
            return 0.0
        box = self.boxes[id(draft)]
        places = (box.x0, box.x1, box.center[0])
        return min(3.0, min(abs(a - b) for a, b in zip(places, usual, strict=True)) / self.size)

    def of_table(self) -> dict[str, float]:
        """The facts of TABLE_FACTS."""
        return {
            "likelihood": self.base,
            "doubt": self.doubt,
            "rows": min(1.0, len(self.grid.rows) / 10),
            "columns": min(1.0, len(self.grid.columns) / 6),
            "ruled": float(self.grid.ruled),
        }


def lane_confidences(table: Table, lane: Literal["row", "column"]) -> list[float]:
    """How sure each row (or column) of a table is as a whole: no cell of it wrong."""
    count = table.rows if lane == "row" else table.columns
    cells: list[list[float]] = [[] for _ in range(count)]
    for cell in table.cells:
        first, span = (cell.row, cell.row_span) if lane == "row" else (cell.column, cell.column_span)
        for number in range(first, first + span):
            cells[number].append(cell.confidence)
    return [probability(shipped().lane, lane_facts(own)) if own else 0.0 for own in cells]


def lane_facts(cells: Sequence[float]) -> dict[str, float]:
    """The least sure cell, and what independent cells would give."""
    together = sum(math.log(max(value, 1e-6)) for value in cells)
    return {"least": logit(min(cells)), "together": logit(math.exp(together))}
