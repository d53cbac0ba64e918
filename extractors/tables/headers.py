"""Headings: which rows are headings, over which columns a heading reaches, and what stands over a table."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from extractors.tables.columns import Column
from extractors.tables.evidence import TABLE_CAPTION, is_value
from extractors.tables.grid import Draft, Grid
from extractors.tables.ruled import Stroke
from extractors.tables.runs import Line
from extractors.types import Box

MOST_HEADINGS = 6
MOST_TILINGS = 500
"""Ways of dividing columns among headings that are tried."""


OFF_MIDDLE = 0.06
"""A heading is in the middle of all columns but for such a share of their width."""


def spread_headings(grid: Grid, columns: Sequence[Column], strokes: Sequence[Stroke]) -> None:
    """Widen headings over the empty columns beside them that they are centred over, or that a line under them spans.

    The last heading row names the columns one by one and is left alone.
    """
    for row in range(grid.header_rows - 1):
        cells = sorted((d for d in grid.drafts if d.row == row and d.words), key=lambda d: d.column)
        below = {c for d in grid.drafts if d.row > row and d.row < grid.header_rows and d.words for _, c in d.places()}
        if (tiling := _tiling(cells, columns, grid, below)) is not None:
            for draft, (first, last) in zip(cells, tiling, strict=True):
                draft.column, draft.column_span = first, last - first + 1
            continue
        if len(cells) == 1 and _over_all(cells[0], columns, grid):
            cells[0].column, cells[0].column_span = 1, len(columns) - 1
            continue
        for index, draft in enumerate(cells):
            before = cells[index - 1] if index else None
            low = before.column + before.column_span if before else 0
            high = cells[index + 1].column - 1 if index + 1 < len(cells) else len(columns) - 1
            span = _best_span(draft, max(low, 1) if draft.column else low, high, below, columns, strokes, grid)
            draft.column, draft.column_span = span[0], span[1] - span[0] + 1


def _tiling(
    cells: Sequence[Draft], columns: Sequence[Column], grid: Grid, below: set[int]
) -> list[tuple[int, int]] | None:
    """Spans (first and last column) that divide all columns after the first among several headings, each in the middle
    of its own; None where they do not stand so, or where the headings below leave more than one column unnamed."""
    last = len(columns) - 1
    if not 2 <= len(cells) < last or cells[0].column == 0 or len(set(range(1, last + 1)) - below) > 1:
        return None
    if math.comb(last - 1, len(cells) - 1) > MOST_TILINGS:
        return None
    own = [abs(_off(draft, draft.column, draft.column + draft.column_span - 1, columns, grid)) for draft in cells]
    best, least = None, 0.5 * max(own)
    for cuts in itertools.combinations(range(2, last + 1), len(cells) - 1):
        spans = [(first, end - 1) for first, end in itertools.pairwise([1, *cuts, last + 1])]
        if not all(a <= d.column and d.column + d.column_span - 1 <= b for d, (a, b) in zip(cells, spans, strict=True)):
            continue
        worst = max(abs(_off(draft, a, b, columns, grid)) for draft, (a, b) in zip(cells, spans, strict=True))
        if worst < least:
            best, least = spans, worst
    narrow = min(columns[b].right - columns[a].left for a, b in best) if best else 0.0
    return best if best and least < 0.12 * narrow + 2 else None


def _over_all(draft: Draft, columns: Sequence[Column], grid: Grid) -> bool:
    """The only heading of its row stands in the middle of the columns after the first."""
    last = len(columns) - 1
    width = columns[last].right - columns[1].left
    return last > 1 and draft.column > 0 and abs(_off(draft, 1, last, columns, grid)) < OFF_MIDDLE * width


def _off(draft: Draft, first: int, last: int, columns: Sequence[Column], grid: Grid) -> float:
    """How far a heading stands from the middle of the columns: of what stands in them, or of their bands."""
    middle = Box.around(word.box for word in draft.words).center[0]
    bands = (grid.columns[first][0] + grid.columns[last][1]) / 2
    return min(middle - _middle(columns, first, last), middle - bands, key=abs)


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


def count_headings(grid: Grid) -> int:
    """How many rows at the top are headings: those before the first row of values; where there are no values, the
    first row if it names every column or is set in bold type."""
    rows = [[d for d in grid.drafts if d.row <= r < d.row + d.row_span and d.words] for r in range(len(grid.rows))]
    values = [sum(_is_body_value(d) for d in cells) for cells in rows]
    most = max(values, default=0)
    if most == 0:
        return _plain_headings(grid, rows)
    stub = sum(any(d.column == 0 for d in cells) for cells in rows) > 0.6 * len(rows)
    for number, cells in enumerate(rows[: MOST_HEADINGS + 1]):
        corner = stub and len(cells) > 1 and not any(d.column == 0 for d in cells)
        full = values[number] >= max(1, 0.4 * most) and not corner
        if (full and not _names_years(cells)) or (
            number and values[number] and _all_named(grid, rows[number - 1], cells)
        ):
            while number > 1 and _names_section(rows[number - 1], rows[number - 2]):
                number -= 1
            return _with_spans(grid, number)
    return 0


def _all_named(grid: Grid, above: Sequence[Draft], cells: Sequence[Draft]) -> bool:
    """A row with a label, under one that has a name for every column."""
    labelled = any(d.column == 0 and not is_value(d.text) for d in cells)
    names = [d for d in above if d.row_span == d.column_span == 1 and not is_value(d.text)]
    return labelled and len(names) == len(grid.columns)


def _names_section(cells: Sequence[Draft], above: Sequence[Draft]) -> bool:
    """A label alone under headings that name the columns beside it."""
    alone = len(cells) == 1 and cells[0].column == 0 and cells[0].row_span == 1
    return alone and sum(d.column > 0 for d in above) > 0 and not any(d.row_span > 1 for d in above)


def _is_body_value(draft: Draft) -> bool:
    return draft.column > 0 and is_value(draft.text)


def _names_years(cells: Sequence[Draft]) -> bool:
    """Years or running numbers over the columns, with no label that is more than a name for them."""
    texts = [d.text.strip("()*: ") for d in cells if d.column > 0]
    numbers = [int(text[:4]) for text in texts if text[:4].isdecimal()]
    years = [n for n in numbers if 1800 <= n <= 2100]
    return len(years) > 1 and len(years) == len(texts) and min(d.row for d in cells) == 0


def _plain_headings(grid: Grid, rows: Sequence[Sequence[Draft]]) -> int:
    first = rows[0]
    bold = all(word.bold for d in first for word in d.words)
    other_bold = any(all(word.bold for word in d.words) for cells in rows[1:] for d in cells if d.column > 0)
    named = len({c for d in first for _, c in d.places()}) >= len(grid.columns) - 1
    return _with_spans(grid, 1) if first and ((bold and not other_bold) or named) and len(rows) > 1 else 0


def _with_spans(grid: Grid, count: int) -> int:
    """Headings end where the cells that begin in them end."""
    ends = [d.row + d.row_span for d in grid.drafts if d.row < count and d.words]
    return min(max([count, *ends]), MOST_HEADINGS, len(grid.rows) - 1) if count else 0


def find_caption(grid: Grid, around: Sequence[Line]) -> str:
    """The caption of a table: the lines from "Table ..." above it down to it, or the one below it that begins so; else
    a short line close above; empty where there is none."""
    box = grid.box
    beside = [line for line in around if line.box.x1 > box.x0 and line.box.x0 < box.x1]
    above = sorted((line for line in beside if line.box.bottom <= box.top + 2), key=lambda line: line.box.top)[-5:]
    starts = [i for i, line in enumerate(above) if TABLE_CAPTION.match(line.text)]
    if starts and _together([*above[starts[-1] :]], box.top):
        return " ".join(line.text for line in above[starts[-1] :])
    below = [line for line in beside if 0 <= line.box.top - box.bottom < 2.5 * line.size]
    named = next((line for line in below if TABLE_CAPTION.match(line.text)), None)
    if named is not None:
        return named.text
    return above[-1].text if above and _is_title(above, box.top) else ""


def _is_title(above: Sequence[Line], top: float) -> bool:
    """The last line is short, close to the table and no end of a paragraph."""
    last = above[-1]
    if top - last.box.bottom > 1.8 * last.size or len(last.runs) > 1 or len(last.words) > 16:
        return False
    alone = len(above) == 1 or last.box.top - above[-2].box.bottom > 0.8 * last.size
    return (alone or all(word.bold for word in last.words)) and not last.text.rstrip().endswith((".", ";", ","))


def _together(lines: Sequence[Line], top: float) -> bool:
    """No wide gap between the lines, nor under the last one."""
    bottoms = [line.box.bottom for line in lines]
    tops = [*(line.box.top for line in lines[1:]), top]
    return all(b - a < 3.5 * line.size for a, b, line in zip(bottoms, tops, lines, strict=True))
