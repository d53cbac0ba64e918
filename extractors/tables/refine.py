"""Where lines were left out: a drawn cell that plainly holds several rows or columns is cut by whitespace.

What is found is added to the lattice as strokes, so that the same cutting of cells serves drawn and inferred lines.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractors.tables.columns import Column, columns_of, find_columns
from extractors.tables.grid import Draft, Grid
from extractors.tables.prose import is_list
from extractors.tables.rows import goes_on_below
from extractors.tables.ruled import Lattice, Stroke, lattice_grid
from extractors.tables.runs import Line, Run, make_lines, rows_of_words
from extractors.types import Box, Word

ROUNDS = 3
DRAWN_APART, FEWEST_DRAWN = 0.3, 6
"""With so many filled rows, and a smaller share of them to be cut, lines were drawn between all rows."""
FEWEST_FULL = 5
"""Lines that stand in nearly all columns, where few of them say numbers."""
LEAST_APART = 0.8
"""Heights of its letters that a label without values stands away from every line of values."""


def refined_grid(lattice: Lattice, words: Sequence[Word], run_gap: float) -> Grid:
    """The grid of the lattice, with inferred lines where drawn ones are missing."""
    grid = lattice_grid(lattice, words)
    for _ in range(ROUNDS):
        extra = [*_span_cuts(grid, run_gap), *_column_cuts(grid, run_gap)]
        extra = extra or [*_row_cuts(grid, run_gap)]
        if not extra:
            break
        flat = tuple(s for s in extra if s.horizontal)
        upright = tuple(s for s in extra if not s.horizontal)
        lattice = replace(
            lattice, horizontals=lattice.horizontals + flat, verticals=lattice.verticals + upright, inferred=True
        )
        grid = lattice_grid(lattice, words)
    return grid


def _span_cuts(grid: Grid, run_gap: float) -> Iterator[Stroke]:
    """Cells over several columns whose runs all keep to the columns."""
    for draft in grid.drafts:
        if draft.column_span > 1 and draft.words:
            runs = [run for line in make_lines(draft.words, run_gap) for run in line.runs]
            inner = [grid.columns[c][0] for c in range(draft.column + 1, draft.column + draft.column_span)]
            clear = [x for x in inner if not any(run.box.x0 + 1 < x < run.box.x1 - 1 for run in runs)]
            parts = _parts(runs, clear)
            if sum(bool(part) for part in parts) > 1:
                box = grid.draft_box(draft)
                yield from (Stroke(x, box.top, box.bottom, False) for x in clear)


def _parts(runs: Sequence[Run], cuts: Sequence[float]) -> list[list[Run]]:
    edges = [float("-inf"), *cuts, float("inf")]
    return [[run for run in runs if low <= run.box.center[0] < high] for low, high in itertools.pairwise(edges)]


def _column_cuts(grid: Grid, run_gap: float) -> Iterator[Stroke]:
    """Columns in which most cells show the same whitespace between runs."""
    body = _first_values(grid)
    for column in range(len(grid.columns)):
        cells = [d for d in grid.drafts if d.column == column and d.column_span == 1 and d.words]
        lines = [line for draft in cells for line in make_lines(draft.words, run_gap)]
        for low, high in _whitespace(lines):
            yield from _uncrossed(grid, [d for d in cells if d.row >= body or not _is_over_all(grid, d)], low, high)


def _first_values(grid: Grid) -> int:
    """The first row with a number after its first cell."""
    filled = sorted((d for d in grid.drafts if d.words), key=lambda d: d.row)
    return next((d.row for d in filled if any(run.numeric for run in _runs(d)[d.column == 0 :])), 0)


def _runs(draft: Draft) -> list[Run]:
    return [run for line in make_lines(draft.words, 0.9) for run in line.runs]


def _is_over_all(grid: Grid, draft: Draft) -> bool:
    """One heading in the middle of its cell, no wider than half of it: it is over all columns that stand under it."""
    box, text = grid.draft_box(draft), Box.around(word.box for word in draft.words)
    centred = abs(box.center[0] - text.center[0]) < 0.08 * box.width
    return centred and text.width < 0.5 * box.width and len(rows_of_words(draft.words)) == len(_runs(draft)) == 1


def _whitespace(lines: Sequence[Line]) -> list[tuple[float, float]]:
    """The gaps (left, right) between columns of lines that mostly have several runs, where those keep to columns."""
    several = [line for line in lines if len(line.runs) > 1]
    if len(several) < 3 or len(several) < 0.5 * len(lines):
        return []
    size = sorted(line.size for line in lines)[len(lines) // 2]
    columns = find_columns(lines, 0.6 * size)
    numeric = sum(run.numeric for line in several for run in line.runs[1:])
    if numeric < 0.5 * sum(len(line.runs) - 1 for line in several) and not _is_full(several, lines, columns):
        return []
    return [(a.right, b.left) for a, b in itertools.pairwise(columns)]


def _is_full(several: Sequence[Line], lines: Sequence[Line], columns: Sequence[Column]) -> bool:
    """So many lines stand in nearly all columns that they are rows of a table, whatever they say."""
    if len(several) < FEWEST_FULL or len(several) < 0.8 * len(lines) or is_list(lines):
        return False
    held = sum(len({columns_of(run, columns)[0] for run in line.runs}) for line in several)
    return held >= 0.8 * len(columns) * len(several)


def _uncrossed(grid: Grid, cells: Sequence[Draft], low: float, high: float) -> Iterator[Stroke]:
    """A line through the gap in every cell that has no word across all of it."""
    for draft in cells:
        if not any(word.box.x0 < low + 1 and word.box.x1 > high - 1 for word in draft.words):
            box = grid.draft_box(draft)
            yield Stroke((low + high) / 2, box.top, box.bottom, False)


def _row_cuts(grid: Grid, run_gap: float) -> Iterator[Stroke]:
    """Rows that hold several lines of values, each with its own label. Where every other row is drawn apart, a row with
    several lines is one row all the same."""
    rows = [[d for d in grid.drafts if d.row == row and d.row_span == 1] for row in range(len(grid.rows))]
    filled = [cells for cells in rows if sum(bool(d.words) for d in cells) > 1]
    found = [(cells, _common_cuts(_filled(cells), _stub_width(grid, cells))) for cells in rows]
    if sum(bool(heights) for _, heights in found) < DRAWN_APART * len(filled) and len(filled) >= FEWEST_DRAWN:
        return
    for cells, heights in found:
        for y in heights:
            yield from (
                Stroke(y, grid.columns[d.column][0], grid.columns[d.column + d.column_span - 1][1], True) for d in cells
            )


def _filled(cells: Sequence[Draft]) -> list[Draft]:
    return sorted((draft for draft in cells if draft.words), key=lambda draft: draft.column)


def _stub_width(grid: Grid, cells: Sequence[Draft]) -> float:
    filled = _filled(cells)
    return grid.draft_box(filled[0]).width if filled else 0.0


def _common_cuts(cells: Sequence[Draft], width: float) -> list[float]:
    """Heights that cut all cells between lines, where the lines are rows of their own. `width` is that of the first
    cell, which has the labels."""
    stacks = [[Run(tuple(row)) for row in rows_of_words(draft.words)] for draft in cells]
    anchors = _anchors(stacks)
    if len(anchors) < 2:
        return []
    sections, ahead = _between_rows(stacks[0], anchors, width) if cells[0].column == 0 else ([], [])
    cuts = []
    for above, below in itertools.pairwise(sorted([*anchors, *sections])):
        lows: list[Box] = []
        highs: list[Box] = []
        for run in (run for stack in stacks for run in stack):
            middle = run.box.center[1]
            late = middle >= below - 1 or (run in ahead and middle > above + 1)
            (highs if late else lows).append(run.box)
        low = max(box.bottom for box in lows)
        cuts.append((low + min(box.top for box in highs)) / 2 if highs else low)
    return cuts


def _between_rows(labels: Sequence[Run], anchors: Sequence[float], width: float) -> tuple[list[float], list[Run]]:
    """Labels without values: the heights of those that are rows of their own, as the names of sections are; and those
    that the label of the row below goes on with. All others go on with the row above."""
    sections: list[float] = []
    ahead: list[Run] = []
    for i, run in enumerate(labels):
        if min(abs(run.box.center[1] - y) for y in anchors) < LEAST_APART * run.box.height:
            continue
        if i and goes_on_below(labels[i - 1], run, width):
            continue
        if i + 1 < len(labels) and goes_on_below(run, labels[i + 1], width):
            ahead.append(run)
        else:
            sections.append(run.box.center[1])
    return sections, ahead


def _anchors(stacks: Sequence[Sequence[Run]]) -> list[float]:
    """Heights of the rows: the lines of a column of values, if labels or other values stand beside each of them."""
    best: list[float] = []
    for index, stack in enumerate(stacks):
        if len(stack) < 2 or len(stack) <= len(best) or not _lists_items(stack):
            continue
        heights = [run.box.center[1] for run in stack]
        beside = [r for i, other in enumerate(stacks) if i != index for r in other]
        near = sum(any(abs(r.box.center[1] - y) < 0.35 * r.box.height for r in beside) for y in heights)
        if near >= 0.8 * len(heights):
            best = heights
    return best


def _lists_items(stack: Sequence[Run]) -> bool:
    """Every line is a value of its own."""
    return all(run.numeric for run in stack)
