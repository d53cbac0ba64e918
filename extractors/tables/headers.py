"""Headings: which rows are headings, and over which columns a heading reaches."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.tables.columns import Column
from extractors.tables.grid import Draft, Grid
from extractors.tables.ruled import Stroke
from extractors.types import Box


def spread_headings(grid: Grid, columns: Sequence[Column], strokes: Sequence[Stroke]) -> None:
    """Widen headings over the empty columns beside them that they are centred over, or that a line under them spans.

    The last heading row names the columns one by one and is left alone.
    """
    for row in range(grid.header_rows - 1):
        cells = sorted((d for d in grid.drafts if d.row == row and d.words), key=lambda d: d.column)
        below = {c for d in grid.drafts if d.row > row and d.row < grid.header_rows and d.words for _, c in d.places()}
        for index, draft in enumerate(cells):
            before = cells[index - 1] if index else None
            low = before.column + before.column_span if before else 0
            high = cells[index + 1].column - 1 if index + 1 < len(cells) else len(columns) - 1
            span = _best_span(draft, max(low, 1) if draft.column else low, high, below, columns, strokes, grid)
            draft.column, draft.column_span = span[0], span[1] - span[0] + 1


def _best_span(
    draft: Draft,
    low: int,
    high: int,
    below: set[int],
    columns: Sequence[Column],
    strokes: Sequence[Stroke],
    grid: Grid,
) -> tuple[int, int]:
    first, last = draft.column, draft.column + draft.column_span - 1
    text = Box.around(word.box for word in draft.words)
    underline = _underline(text, strokes, grid, draft.row)
    if underline is not None:
        under = [c for c in range(low, high + 1) if underline.start - 3 < columns[c].middle < underline.end + 3]
        if under and under[0] <= first and last <= under[-1]:
            return under[0], under[-1]
    best, least = (first, last), abs(_middle(columns, first, last) - text.center[0])
    for start in range(low, first + 1):
        for end in range(last, high + 1):
            distance = abs(_middle(columns, start, end) - text.center[0])
            named = all(c in below for c in range(start, end + 1))
            if named and distance < 0.5 * least and distance < 0.15 * (columns[end].right - columns[start].left) + 2:
                best, least = (start, end), distance
    return best


def _middle(columns: Sequence[Column], first: int, last: int) -> float:
    return (columns[first].left + columns[last].right) / 2


def _underline(text: Box, strokes: Sequence[Stroke], grid: Grid, row: int) -> Stroke | None:
    """A line close under the text, wider than it, that does not run under the whole table."""
    bottom = grid.rows[row][1] + 0.6 * text.height
    near = [s for s in strokes if text.center[1] < s.at <= bottom and s.start <= text.x0 + 2 and s.end >= text.x1 - 2]
    near = [s for s in near if s.length < 0.8 * grid.box.width]
    return min(near, key=lambda s: s.at) if near else None
