"""Where columns are separated: whitespace that stays open over the rows, measured by projection."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.tables.runs import Line, Run
from extractors.types import Word

FEWEST_PARTED = 5
"""Lines on both sides of a gap between columns that nearly meet elsewhere."""


@dataclass(frozen=True)
class Column:
    """The extent of what stands in a column, not of the whitespace around it."""

    left: float
    right: float
    parted: bool = False
    """No word of the full lines stands across the gap on its left, however narrow that is in some of them."""

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


def find_columns(lines: Sequence[Line], min_gap: float) -> list[Column]:
    """Columns of a block of lines, left to right. Lines that have far fewer runs than the others (headings, wrapped
    text) do not decide; `min_gap` (points) is the narrowest whitespace that separates."""
    base = _base_lines(lines)
    if not base:
        return []
    columns = _occupied([run for line in base for run in line.runs], len(base), min_gap)
    columns = [part for column in columns for part in _parted(column, base)]
    return _add_sparse(columns, [line for line in lines if line not in base], min_gap)


def _parted(column: Column, lines: Sequence[Line]) -> list[Column]:
    """The column cut where most lines that reach both sides have a wide gap, and no line has a word (but one, that
    of a heading): there the texts of some lines are so long that they nearly meet."""
    inside = [[w for w in line.words if column.left - 1 < w.box.x0 and w.box.x1 < column.right + 1] for line in lines]
    inside = [words for words in inside if words]
    if len(inside) < FEWEST_PARTED:
        return [column]
    edges: list[tuple[float, float]] = []
    for low, high in _free_of_words(inside, 1 if len(inside) >= 2 * FEWEST_PARTED else 0):
        both = [line for line in lines if _reaches(line, column, low, high)]
        apart = sum(_is_apart(line, low, high) for line in both)
        if len(both) >= max(FEWEST_PARTED, 0.5 * len(inside)) and apart >= 0.4 * len(both):
            edges.append((low, high))
    starts, ends = [column.left, *(high for _, high in edges)], [*(low for low, _ in edges), column.right]
    parts = zip(starts, ends, strict=True)
    return [Column(a, b, column.parted if i == 0 else True) for i, (a, b) in enumerate(parts)]


def _free_of_words(lines: Sequence[Sequence[Word]], allowed: int) -> list[tuple[float, float]]:
    """Gaps (left, right) of some width that no more words than `allowed` stand in."""
    words = [word.box for line in lines for word in line]
    least = 0.2 * sorted(box.height for box in words)[len(words) // 2]
    events = sorted([(box.x0, 1) for box in words] + [(box.x1, -1) for box in words])
    gaps: list[tuple[float, float]] = []
    depth, since = 0, None
    for x, step in events:
        before, depth = depth, depth + step
        if before > allowed >= depth:
            since = x
        elif before <= allowed < depth and since is not None:
            if x - since > least:
                gaps.append((since, x))
            since = None
    return gaps


def _reaches(line: Line, column: Column, low: float, high: float) -> bool:
    """The line has text of the column on both sides of the gap."""
    before = any(column.left - 1 < w.box.x0 and w.box.x1 <= low + 1 for w in line.words)
    return before and any(w.box.x0 >= high - 1 and w.box.x1 < column.right + 1 for w in line.words)


def _is_apart(line: Line, low: float, high: float) -> bool:
    """Different runs stand on both sides of the gap."""
    return not any(run.box.x0 < low and run.box.x1 > high for run in line.runs)


def _base_lines(lines: Sequence[Line]) -> list[Line]:
    counts = sorted((len(line.runs) for line in lines), reverse=True)
    if not counts or counts[0] < 2:
        return []
    most = counts[min(len(counts) - 1, len(counts) // 10)]
    return [line for line in lines if len(line.runs) >= max(2, 0.7 * most)]


def _occupied(runs: Sequence[Run], line_count: int, min_gap: float) -> list[Column]:
    """Intervals of x that more runs cover than chance crossings would."""
    allowed = 0 if line_count < 4 else max(1, int(0.12 * line_count))
    events = sorted([(run.box.x0, 1) for run in runs] + [(run.box.x1, -1) for run in runs])
    columns: list[Column] = []
    depth, start = 0, None
    for x, step in events:
        before, depth = depth, depth + step
        if before <= allowed < depth:
            start = x
        elif depth <= allowed < before and start is not None:
            columns.append(Column(start, x))
    merged = _merge_close(columns, min_gap)
    return _widen(merged, runs) if allowed else merged


def _merge_close(columns: Sequence[Column], min_gap: float) -> list[Column]:
    out: list[Column] = []
    for column in columns:
        if out and column.left - out[-1].right < min_gap:
            out[-1] = Column(out[-1].left, column.right)
        else:
            out.append(column)
    return out


def _widen(columns: Sequence[Column], runs: Sequence[Run]) -> list[Column]:
    """Let columns reach as far as the runs that touch only them; runs that touch none become sparse columns later."""
    left = [column.left for column in columns]
    right = [column.right for column in columns]
    for run in runs:
        touched = touched_columns(run, columns)
        if len(touched) == 1:
            left[touched[0]] = min(left[touched[0]], run.box.x0)
            right[touched[0]] = max(right[touched[0]], run.box.x1)
    for i in range(len(columns) - 1):
        if right[i] > left[i + 1]:
            right[i], left[i + 1] = columns[i].right, columns[i + 1].left
    lost = [run for run in runs if not touched_columns(run, columns)]
    kept = [Column(lo, hi) for lo, hi in zip(left, right, strict=True)]
    return _with_runs(kept, lost, 0.0)


def _add_sparse(columns: list[Column], lines: Sequence[Line], min_gap: float) -> list[Column]:
    """Columns that only few rows use: runs that lie in no column and clear of both neighbours."""
    loose = [run for line in lines if len(line.runs) > 1 for run in line.runs]
    return _with_runs(columns, loose, min_gap)


def _with_runs(columns: list[Column], runs: Sequence[Run], min_gap: float) -> list[Column]:
    extra: list[Column] = []
    for run in sorted(runs, key=lambda r: r.box.x0):
        if any(run.box.x0 < c.right + min_gap and run.box.x1 > c.left - min_gap for c in columns):
            continue
        if extra and run.box.x0 < extra[-1].right:
            extra[-1] = Column(extra[-1].left, max(extra[-1].right, run.box.x1))
        else:
            extra.append(Column(run.box.x0, run.box.x1))
    return sorted([*columns, *extra], key=lambda c: c.left)


def merge_headings(columns: list[Column], lines: Sequence[Line], body: int) -> list[Column]:
    """Join a column that only headings use with the neighbour that only has values, where both are close: a heading
    that stands beside its values, not over them."""
    rows = [_lines_in(column, lines) for column in columns]
    out: list[Column] = []
    used: list[set[int]] = []
    for column, here in zip(columns, rows, strict=True):
        if out and _complete_each_other(used[-1], here, body) and column.left - out[-1].right < 0.8 * _widest(lines):
            out[-1] = Column(out[-1].left, column.right, out[-1].parted)
            used[-1] = used[-1] | here
        else:
            out.append(column)
            used.append(here)
    return out


def without_headings_between(columns: list[Column], lines: Sequence[Line], body: int) -> list[Column]:
    """The columns without those in which only a heading stands that is over the columns on both its sides."""
    rows = [_lines_in(column, lines) for column in columns]
    named = [set(range(max(rows[i]) + 1, body)) if rows[i] else set() for i in range(len(columns))]
    return [
        column
        for i, column in enumerate(columns)
        if not (0 < i < len(columns) - 1 and named[i] & rows[i - 1] & rows[i + 1])
    ]


def _widest(lines: Sequence[Line]) -> float:
    return 3.0 * max(line.size for line in lines)


def _lines_in(column: Column, lines: Sequence[Line]) -> set[int]:
    return {
        i for i, line in enumerate(lines) for run in line.runs if run.box.x0 < column.right and run.box.x1 > column.left
    }


def _complete_each_other(a: set[int], b: set[int], body: int) -> bool:
    """One has headings alone, the other values, and no heading as low as those: at most one over several columns."""
    heads, values = (a, b) if max(a, default=0) < body else (b, a)
    if not heads or not values or max(heads) >= body or max(values) < body:
        return False
    return max((line for line in values if line < body), default=-1) < max(heads)


def touched_columns(run: Run, columns: Sequence[Column]) -> list[int]:
    """Indices of the columns (in order, side by side) that the run overlaps by more than a hair."""
    hair = min(1.0, 0.2 * run.box.width)
    first = bisect_right(columns, run.box.x0 + hair, key=lambda c: c.right)
    touched = []
    for i in range(first, len(columns)):
        if columns[i].left >= run.box.x1 - hair:
            break
        touched.append(i)
    return touched


def columns_of(run: Run, columns: Sequence[Column]) -> tuple[int, int]:
    """First and last column of a run: those it overlaps, or else the nearest one."""
    touched = touched_columns(run, columns)
    if touched:
        return touched[0], touched[-1]
    middle = run.box.center[0]
    near = min(range(len(columns)), key=lambda i: min(abs(columns[i].left - middle), abs(columns[i].right - middle)))
    return near, near


def separators(columns: Sequence[Column], left: float, right: float) -> list[tuple[float, float]]:
    """Bands (left, right) that tile the width, cut in the middle of the whitespace between columns."""
    cuts = [(a.right + b.left) / 2 for a, b in itertools.pairwise(columns)]
    edges = [min(left, columns[0].left), *cuts, max(right, columns[-1].right)]
    return list(itertools.pairwise(edges))
