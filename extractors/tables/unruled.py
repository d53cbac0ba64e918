"""Grids read from whitespace: columns by projection, rows by lines, spans where text crosses columns."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from extractors.tables.columns import (
    Column,
    columns_of,
    find_columns,
    merge_headings,
    separators,
    touched_columns,
    without_headings_between,
)
from extractors.tables.grid import Draft, Grid
from extractors.tables.headers import spread_headings
from extractors.tables.rows import first_body_line, group_rows
from extractors.tables.ruled import Stroke
from extractors.tables.runs import FIGURE, GROUP, Line, Run

CURRENCY = {"$", "€", "£", "¥", "US$", "EUR", "USD", "GBP", "Fr.", "CHF"}
LEAST_CUT = 0.42
"""Between two columns already known, whitespace this wide (font sizes) separates words that else were one run."""
FULL_LINE = 0.6
"""Share of the columns that a line of the body fills, at least."""


@dataclass(frozen=True)
class Block:
    """Lines that may be a table, and the strokes among them."""

    lines: tuple[Line, ...]
    strokes: tuple[Stroke, ...] = ()

    @property
    def size(self) -> float:
        return float(median(line.size for line in self.lines))


Grouping = Callable[[Sequence[Line], Sequence[Column], Sequence[Stroke]], list[list[Line]]]
"""Lines to rows, given the columns and the drawn lines."""


def block_grid(block: Block, min_gap: float = 0.5, grouping: Grouping = group_rows) -> Grid | None:
    """The grid of the block; None where it has fewer than two columns. `min_gap` is in font sizes, `grouping` says
    which lines are one row."""
    lines = [join_currency(line) for line in block.lines]
    columns = find_columns(lines, min_gap * block.size)
    if len(columns) < 2:
        return None
    first = first_body_line(lines, columns)
    lines = [cut_at_columns(line, columns, number >= first) for number, line in enumerate(lines)]
    columns = find_columns(lines, min_gap * block.size)
    if len(columns) < 2:
        return None
    columns = merge_headings(columns, lines, first_body_line(lines, columns))
    columns = without_headings_between(columns, lines, first_body_line(lines, columns))
    if len(columns) < 2:
        return None
    flat = [s for s in block.strokes if s.horizontal]
    rows = grouping(lines, columns, flat)
    left, right = min(line.box.x0 for line in lines), max(line.box.x1 for line in lines)
    drafts = [draft for number, row in enumerate(rows) for draft in _row_drafts(number, row, columns)]
    grid = Grid(_row_bands(rows), separators(columns, left, right), drafts)
    body = lines[first_body_line(lines, columns)]
    grid.header_rows = next((i for i, row in enumerate(rows) if body in row), 0)
    spread_headings(grid, columns, flat)
    return grid


def join_currency(line: Line) -> Line:
    """A currency sign that stands apart belongs to the number after it."""
    runs: list[Run] = []
    for run in line.runs:
        if runs and runs[-1].text in CURRENCY and run.numeric:
            runs[-1] = Run(runs[-1].words + run.words)
        else:
            runs.append(run)
    return Line(tuple(runs)) if len(runs) < len(line.runs) else line


def cut_at_columns(line: Line, columns: Sequence[Column], in_body: bool = False) -> Line:
    """The line with runs cut between columns where their whitespace is wider than a space usually is; a line of the
    body that fills most columns is cut at every gap that no word stands across, too."""
    runs = [part for run in line.runs for part in _cut_run(run, columns, False)]
    if in_body and any(column.parted for column in columns):
        closer = [part for run in runs for part in _cut_run(run, columns, True)]
        runs = closer if len(closer) > FULL_LINE * len(columns) else runs
    return Line(tuple(runs)) if len(runs) > len(line.runs) else line


def _cut_run(run: Run, columns: Sequence[Column], narrow: bool) -> list[Run]:
    """`narrow`: only at the gaps of columns that are parted, whatever their width in this line."""
    touched = touched_columns(run, columns)
    if len(touched) < 2 or len(run.words) < 2:
        return [run]
    if _one_each(run, [columns[i] for i in touched]):
        return [Run((word,)) for word in run.words]
    spaces = [b.box.x0 - a.box.x1 for a, b in itertools.pairwise(run.words)]
    usual = min(median(spaces), 0.33 * run.size) if len(spaces) > 1 else 0.28 * run.size
    pairs = [(columns[a], columns[b]) for a, b in itertools.pairwise(touched)]
    if narrow:
        cuts = {i for a, b in pairs if b.parted and (i := _meeting(run, a, b)) is not None}
    else:
        widest = [_widest_between(run, spaces, a, b) for a, b in pairs]
        cuts = {i for i in widest if i is not None and spaces[i] > max(LEAST_CUT * run.size, 1.3 * usual)}
    edges = [0, *sorted(i + 1 for i in cuts), len(run.words)]
    return [Run(run.words[low:high]) for low, high in itertools.pairwise(edges)]


def _meeting(run: Run, left: Column, right: Column) -> int | None:
    """Index of the widest space that meets the gap between the two columns."""
    spaces = list(itertools.pairwise(run.words))
    inside = [i for i, (a, b) in enumerate(spaces) if a.box.x1 <= right.left and b.box.x0 >= left.right]
    return max(inside, key=lambda i: spaces[i][1].box.x0 - spaces[i][0].box.x1, default=None)


def _one_each(run: Run, columns: Sequence[Column]) -> bool:
    """Whole numbers so wide that they nearly meet, as totals are, each under the right end of a column of its own."""
    ends = [
        i for w in run.words for i, c in enumerate(columns) if abs(w.box.x1 - c.right) < 0.4 * run.size
    ]  # one for each word, where it is so
    whole = all(FIGURE.match(word.text) and not GROUP.match(word.text) for word in run.words)
    return whole and len(ends) == len(set(ends)) == len(run.words)


def _widest_between(run: Run, spaces: Sequence[float], left: Column, right: Column) -> int | None:
    """Index of the widest space whose middle lies between the middles of two columns."""
    middles = [(a.box.x1 + b.box.x0) / 2 for a, b in itertools.pairwise(run.words)]
    inside = [i for i, x in enumerate(middles) if left.middle < x < right.middle]
    return max(inside, key=lambda i: spaces[i]) if inside else None


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
