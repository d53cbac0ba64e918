"""Grids read from whitespace: columns by projection, rows by lines, spans where text crosses columns."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.tables.columns import Column, columns_of, find_columns, separators
from extractors.tables.grid import Draft, Grid
from extractors.tables.rows import group_rows
from extractors.tables.ruled import Stroke
from extractors.tables.runs import Line, Run


@dataclass(frozen=True)
class Block:
    """Lines that may be a table, and the strokes among them."""

    lines: tuple[Line, ...]
    strokes: tuple[Stroke, ...] = ()


def block_grid(block: Block, columns: Sequence[Column] | None = None, min_gap: float = 0.5) -> Grid | None:
    """The grid of the block; None where it has fewer than two columns. `min_gap` is in font sizes."""
    lines = block.lines
    size = sorted(line.size for line in lines)[len(lines) // 2]
    columns = columns if columns is not None else find_columns(lines, min_gap * size)
    if len(columns) < 2:
        return None
    rows = group_rows(lines, columns, [s for s in block.strokes if s.horizontal])
    left, right = min(line.box.x0 for line in lines), max(line.box.x1 for line in lines)
    drafts: list[Draft] = []
    for number, row in enumerate(rows):
        drafts.extend(_row_drafts(number, row, columns))
    return Grid(_row_bands(rows), separators(columns, left, right), drafts)


def _row_drafts(number: int, row: Sequence[Line], columns: Sequence[Column]) -> list[Draft]:
    """The cells of one row: runs that share columns are one cell."""
    spans: list[tuple[int, int, list[Run]]] = []
    for run in sorted((run for line in row for run in line.runs), key=lambda r: r.box.x0):
        low, high = columns_of(run, columns)
        joined = [span for span in spans if span[0] <= high and low <= span[1]]
        for span in joined:
            spans.remove(span)
            low, high = min(low, span[0]), max(high, span[1])
        spans.append((low, high, [r for span in joined for r in span[2]] + [run]))
    return [
        Draft(number, low, 1, high - low + 1, [word for run in runs for word in run.words]) for low, high, runs in spans
    ]


def _row_bands(rows: Sequence[Sequence[Line]]) -> list[tuple[float, float]]:
    tops = [min(line.box.top for line in row) for row in rows]
    bottoms = [max(line.box.bottom for line in row) for row in rows]
    cuts = [(bottom + top) / 2 for bottom, top in zip(bottoms, tops[1:], strict=False)]
    edges = [tops[0], *cuts, bottoms[-1]]
    for i in range(1, len(edges)):
        edges[i] = max(edges[i], edges[i - 1])
    return list(itertools.pairwise(edges))
