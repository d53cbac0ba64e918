"""Headings that stand over a drawn grid, not in it: years over pairs of columns, names in a frame of their own."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from extractors.tables.grid import Draft, Grid
from extractors.tables.runs import Line, Run
from extractors.tables.unruled import LEAST_CUT
from extractors.types import Box

FEWEST_NAMES = 3
MOST_LINES = 6
STUBS = 3
"""Columns at the left that no heading stands over, at most, less one."""
Named = tuple[int, int, list[Run]]
"""First column, how many, and the lines of a heading over them."""


def take_headings(grid: Grid, lines: Sequence[Line], frames: Sequence[Box]) -> None:
    """Give the grid a first row of the headings close above it, each over its column or all over as many columns;
    leave it as it is where what stands there does not fit its columns."""
    near = _lines_above(grid, lines, frames)
    names = _names([run for line in near for run in line.runs])
    cut = _names([part for line in near for run in line.runs for part in _cut(run, grid)])
    if len(names) < FEWEST_NAMES or not (placed := _each_over_its_own(grid, cut) or _all_over_as_many(grid, names)):
        return
    top = min(line.box.top for line in near)
    for draft in grid.drafts:
        draft.row += 1
    grid.rows.insert(0, (min(top, grid.rows[0][0]), grid.rows[0][0]))
    taken = {c for first, count, _ in placed for c in range(first, first + count)}
    grid.drafts += [Draft(0, first, 1, count, [w for run in runs for w in run.words]) for first, count, runs in placed]
    grid.drafts += [Draft(0, column) for column in range(len(grid.columns)) if column not in taken]
    grid.drafts.sort(key=lambda d: (d.row, d.column))


def _lines_above(grid: Grid, lines: Sequence[Line], frames: Sequence[Box]) -> list[Line]:
    """The lines close above the grid and no wider; those in a frame as wide as the grid may be a little farther."""
    box = grid.box
    frame = next((f for f in frames if _is_over(f, box)), None)
    if frame is not None:
        held = [line for line in lines if frame.holds(line.box.center)]
        return held if len(held) <= MOST_LINES else []
    near: list[Line] = []
    top = box.top
    for line in sorted((line for line in lines if line.box.bottom <= box.top + 2), key=lambda line: -line.box.bottom):
        inside = box.x0 - 3 <= line.box.x0 and line.box.x1 <= box.x1 + 3
        if not inside or len(line.runs) < FEWEST_NAMES or top - line.box.bottom > 0.6 * line.size:
            break
        near.append(line)
        top = line.box.top
    return near[:MOST_LINES]


def _is_over(frame: Box, box: Box) -> bool:
    """A frame on top of the grid, as wide and not much higher than a few lines."""
    same = abs(frame.x0 - box.x0) < 4 and abs(frame.x1 - box.x1) < 4
    return same and -3 < box.top - frame.bottom < 0.8 * frame.height and frame.height < 0.25 * box.width


def _names(runs: Sequence[Run]) -> list[list[Run]]:
    """The runs, those under each other together, left to right."""
    names: list[list[Run]] = []
    for run in sorted(runs, key=lambda r: r.box.x0):
        if names and run.box.x0 < max(other.box.x1 for other in names[-1]):
            names[-1].append(run)
        else:
            names.append([run])
    return names


def _cut(run: Run, grid: Grid) -> list[Run]:
    """The run cut at the edges of columns that lie in one of its wider spaces."""
    spaces = enumerate(itertools.pairwise(run.words), start=1)
    edges = [left for left, _ in grid.columns[1:]]
    cuts = [
        i
        for i, (a, b) in spaces
        if b.box.x0 - a.box.x1 > LEAST_CUT * run.size and any(a.box.x1 <= x <= b.box.x0 for x in edges)
    ]
    return [Run(run.words[low:high]) for low, high in itertools.pairwise([0, *cuts, len(run.words)])]


def _each_over_its_own(grid: Grid, names: Sequence[Sequence[Run]]) -> list[Named]:
    placed: list[Named] = []
    for runs in names:
        text = Box.around(run.box for run in runs)
        held = [i for i, (left, right) in enumerate(grid.columns) if left - 3 <= text.x0 and text.x1 <= right + 3]
        if len(held) != 1:
            return []
        placed.append((held[0], 1, list(runs)))
    columns = [column for column, _, _ in placed]
    return placed if len(set(columns)) == len(columns) and len(columns) >= 0.6 * len(grid.columns) else []


def _all_over_as_many(grid: Grid, names: Sequence[Sequence[Run]]) -> list[Named]:
    """Every heading in the middle of the same number of columns, from the last column back."""
    count = (len(grid.columns) - 1) // len(names)
    first = len(grid.columns) - count * len(names)
    if count < 2 or first > STUBS - 1:
        return []
    starts = range(first, len(grid.columns), count)
    for start, runs in zip(starts, names, strict=True):
        left, right = grid.columns[start][0], grid.columns[start + count - 1][1]
        if abs(Box.around(run.box for run in runs).center[0] - (left + right) / 2) > 0.25 * (right - left):
            return []
    return [(start, count, list(runs)) for start, runs in zip(starts, names, strict=True)]


def join_slits(grid: Grid, least: float) -> Grid:
    """The grid without columns narrower than `least` points that hold nothing of their own: the slit of a double line
    or of a gap between frames goes to the column on its right."""
    for column in reversed(range(len(grid.columns) - 1)):
        left, right = grid.columns[column]
        own = [d for d in grid.drafts if d.column == column and d.column_span == 1 and d.words]
        if right - left < least and not own:
            _join(grid, column)
    return grid


def _join(grid: Grid, column: int) -> None:
    """The column and the next one become one; cells of the first alone are empty and go."""
    grid.drafts = [d for d in grid.drafts if not (d.column == column and d.column_span == 1)]
    for draft in grid.drafts:
        if draft.column <= column < draft.column + draft.column_span:
            draft.column_span -= 1
        elif draft.column > column:
            draft.column -= 1
    grid.columns[column : column + 2] = [(grid.columns[column][0], grid.columns[column + 1][1])]
