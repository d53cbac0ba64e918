"""Lines that run through several columns of a page, cut into the parts that belong to each."""

from __future__ import annotations

import itertools
from bisect import bisect
from collections import defaultdict
from collections.abc import Sequence
from statistics import median

from extractors.tables.columns import Column, find_columns
from extractors.tables.ruled import Stroke
from extractors.tables.runs import Line, Run, make_lines, word_size
from extractors.tables.unruled import cut_at_columns
from extractors.types import Box, Word

FEWEST_RULES = 3
"""Lines of one left and right end that show the sides of a table."""
FEWEST_STACKED = 4
"""Rows above and below a title that show that the columns change there."""
GOES_ON, GOES_ON_LINES = 1.2, 8
"""A line belongs to the table over it within so many font sizes, where it is no wider than as many of its lines."""
BESIDE = 45.0
"""A gutter lies within this many points of the prose that shows it."""


def split_frames(words: Sequence[Word], strokes: Sequence[Stroke], run_gap: float) -> list[list[Word]]:
    """The words of tables beside each other whose horizontal lines show where each begins and ends, one group for each,
    and all other words; one group where there are no such tables."""
    frames = _frames(strokes)
    beside = [a for a in frames if any(_are_beside(a, b) for b in frames)]
    size = float(median(map(word_size, words))) if words else 0.0
    reach = [Box(box.x0 - 2, box.top - 2 * size, box.x1 + 2, box.bottom) for box in beside]
    groups = [[word for word in words if box.holds(word.box.center)] for box in reach]
    taken = {id(word) for group in groups for word in group}
    rest = [word for word in words if id(word) not in taken]
    between = [word for word in rest if any(box.top < word.box.center[1] < box.bottom for box in beside)]
    if len(groups) < 2 or len(between) > 0.1 * len(taken) or not all(_has_columns(g, run_gap) for g in groups):
        return [list(words)]
    return [*groups, rest]


def _frames(strokes: Sequence[Stroke]) -> list[Box]:
    """Boxes around at least three lines that begin and end at the same places."""
    groups: dict[tuple[int, int], list[Stroke]] = defaultdict(list)
    for stroke in strokes:
        near = [key for key in groups if abs(key[0] - stroke.start) <= 3 and abs(key[1] - stroke.end) <= 3]
        groups[near[0] if near else (round(stroke.start), round(stroke.end))].append(stroke)
    return [Box.around(s.box for s in group) for group in groups.values() if len(group) >= FEWEST_RULES]


def _are_beside(a: Box, b: Box) -> bool:
    common = min(a.bottom, b.bottom) - max(a.top, b.top)
    return (a.x1 < b.x0 or b.x1 < a.x0) and common > 0.5 * min(a.height, b.height)


def _has_columns(words: Sequence[Word], run_gap: float) -> bool:
    lines = make_lines(words, run_gap)
    return sum(len(line.runs) > 1 for line in lines) >= max(3, 0.2 * len(lines))


def split_zones(lines: Sequence[Line], prose: Sequence[Run]) -> list[list[Line]]:
    """The lines in groups to be read apart: what stands beside prose in another column of the page, and the rest.

    Beside a table in the left column there is prose in the right one, so a line across both is cut at the gutter.
    """
    gutters = _gutters(prose)
    zones: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        here = [x for x in gutters if _shows(x, line, prose)]
        beside = {bisect(gutters, run.box.center[0]) for run in line.runs}
        if not here and not (len(beside) == 1 and _goes_on(zones[min(beside)], line)):
            zones[-1].append(line)
            continue
        for run in line.runs:
            _add(zones[bisect(gutters, run.box.center[0])], run, line)
    return [zones[key] for key in sorted(zones)]


def _goes_on(zone: Sequence[Line], line: Line) -> bool:
    """The line stands close under the last of a column of the page, and no wider: a table that is longer than the prose
    beside it."""
    if not zone or not 0 < line.box.top - zone[-1].box.bottom < GOES_ON * line.size:
        return False
    near = zone[-GOES_ON_LINES:]
    return min(one.box.x0 for one in near) - 1 <= line.box.x0 and line.box.x1 <= max(one.box.x1 for one in near) + 1


def _add(zone: list[Line], run: Run, line: Line) -> None:
    if zone and zone[-1].runs[-1] in line.runs:
        zone[-1] = Line((*zone[-1].runs, run))
    else:
        zone.append(Line((run,)))


def _gutters(prose: Sequence[Run]) -> list[float]:
    """Places (x) that no line of prose crosses, with at least six lines of prose close on one side."""
    long = [run for run in prose if len(run.words) > 3]
    if len(long) < 6:
        return []
    left, right = min(run.box.x0 for run in long), max(run.box.x1 for run in long)
    inner = (left + 0.15 * (right - left), right - 0.15 * (right - left))
    edges = sorted({round(run.box.x1) + 4 for run in long} | {round(run.box.x0) - 4 for run in long})
    free = [x for x in edges if inner[0] < x < inner[1] and not any(run.box.x0 < x < run.box.x1 for run in prose)]
    out: list[float] = []
    for x in free:
        if _close(x, long) >= 6 and (not out or x - out[-1] > 30):
            out.append(x)
    return out


def _close(x: float, long: Sequence[Run]) -> int:
    return sum(abs(run.box.x1 - x) < BESIDE or abs(run.box.x0 - x) < BESIDE for run in long)


def _shows(x: float, line: Line, prose: Sequence[Run]) -> bool:
    """Prose near the height of the line ends at the gutter, and no run of the line crosses it."""
    if any(run.box.x0 < x < run.box.x1 for run in line.runs):
        return False
    reach = 3 * line.size
    return any(
        abs(run.box.center[1] - line.middle) < reach and (abs(run.box.x1 - x) < BESIDE or abs(run.box.x0 - x) < BESIDE)
        for run in prose
    )


def split_side_by_side(lines: Sequence[Line], columns: Sequence[Column]) -> list[list[Line]]:
    """Tables beside each other, told by headings that repeat, or by a gap wider than all others where one side ends
    earlier than the other; the lines themselves where it is one table."""
    cuts = _repeats(lines, columns)
    if not cuts:
        at = _wide_gap(columns)
        cuts = [at] if at is not None and _ends_apart(*_halves(lines, at)) else []
    if not cuts or any(run.box.x0 < x - 1 and run.box.x1 > x + 1 for line in lines for run in line.runs for x in cuts):
        return [list(lines)]
    parts: list[list[Line]] = [[] for _ in range(len(cuts) + 1)]
    for line in lines:
        for run in line.runs:
            _add(parts[bisect(cuts, run.box.center[0])], run, line)
    return parts


def _halves(lines: Sequence[Line], at: float) -> tuple[list[list[Run]], list[list[Run]]]:
    left = [[run for run in line.runs if run.box.center[0] < at] for line in lines]
    right = [[run for run in line.runs if run.box.center[0] >= at] for line in lines]
    return left, right


def _repeats(lines: Sequence[Line], columns: Sequence[Column]) -> list[float]:
    """Where the headings begin again: they say the same two, three or more times, or their first one does and numbers
    are under all others; and labels stand under the first heading of each."""
    lines = [cut_at_columns(line, columns) for line in lines]
    for line in lines[:3]:
        names = [run.text.casefold() for run in line.runs]
        if any(run.numeric for run in line.runs) or len(names) != len(columns):
            continue
        for period in range(2, len(names) // 2 + 1):
            starts = range(0, len(names), period)
            whole = names == names[:period] * (len(names) // period)
            if not whole and not (len({names[i] for i in starts}) == 1 and _numbers_under(columns, lines, starts)):
                continue
            if len(names) % period == 0 and all(_labels_under(columns[i], lines) for i in starts):
                return [(columns[i - 1].right + columns[i].left) / 2 for i in starts if i]
    return []


def _labels_under(column: Column, lines: Sequence[Line]) -> bool:
    return _numeric_share(column, lines) < 0.4


def _numbers_under(columns: Sequence[Column], lines: Sequence[Line], but: Sequence[int]) -> bool:
    return all(_numeric_share(column, lines) > 0.6 for i, column in enumerate(columns) if i not in but)


def _numeric_share(column: Column, lines: Sequence[Line]) -> float:
    runs = [r for line in lines for r in line.runs if r.box.x0 < column.right and r.box.x1 > column.left]
    return sum(run.numeric for run in runs) / max(1, len(runs))


def _wide_gap(columns: Sequence[Column]) -> float | None:
    """The middle of a gap at least 1.7 times as wide as every other, with two columns or more on each side."""
    gaps = [(b.left - a.right, (a.right + b.left) / 2, i) for i, (a, b) in enumerate(itertools.pairwise(columns))]
    if len(columns) < 4:
        return None
    widest, at, index = max(gaps)
    others = [gap for gap, _, i in gaps if i != index]
    return at if 1 <= index < len(columns) - 2 and widest > 1.25 * max(others) else None


def _ends_apart(left: Sequence[Sequence[Run]], right: Sequence[Sequence[Run]]) -> bool:
    """One side has at least three rows of several runs more at the bottom, and above that both sides are alike and
    full."""
    ends = [max((i for i, runs in enumerate(side) if runs), default=-1) for side in (left, right)]
    rows = [max((i for i, runs in enumerate(side) if len(runs) > 1), default=-1) for side in (left, right)]
    if max(rows[0] - ends[1], rows[1] - ends[0]) < 3:
        return False
    both = [(a, b) for a, b in zip(left, right, strict=True) if a and b]
    if len(both) < 3:
        return False
    counts = [median(len(side[i]) for side in both) for i in (0, 1)]
    return counts[0] == counts[1] and all(len(a) > 1 for a, _ in both)


def split_stacked(lines: Sequence[Line]) -> list[list[Line]]:
    """Tables under each other whose headings repeat: a line of headings that stood at the top comes again."""
    names = [line.text.casefold() for line in lines]
    first = next((i for i, line in enumerate(lines[:5]) if _is_heading_line(line)), None)
    if first is None:
        return [list(lines)]
    starts = [i - first for i in range(first + 3, len(lines)) if names[i] == names[first]]
    edges = [0, *starts, len(lines)]
    return [list(lines[low:high]) for low, high in itertools.pairwise(edges) if high > low]


def split_by_columns(lines: Sequence[Line]) -> list[list[Line]]:
    """Tables under each other, a title between them, that do not keep the same columns; the lines themselves where it
    is one table."""
    cut = next((i for i, line in enumerate(lines) if len(line.runs) == 1 and _columns_change(lines, i)), None)
    return [list(lines)] if cut is None else [list(lines[:cut]), *split_by_columns(lines[cut:])]


def _columns_change(lines: Sequence[Line], at: int) -> bool:
    """Above and below the line there are rows enough, and columns of one side are lost among those of the other."""
    sides = [[line for line in part if len(line.runs) > 1] for part in (lines[:at], lines[at + 1 :])]
    if min(map(len, sides)) < FEWEST_STACKED:
        return False
    size = float(median(line.size for line in lines))
    above, below = (find_columns(side, 0.5 * size) for side in sides)
    most, lines_of_most = max((len(above), sides[0]), (len(below), sides[1]), key=lambda pair: pair[0])
    runs = [run for line in lines_of_most for run in line.runs]
    numeric = sum(run.numeric for run in runs)
    if most < 4 or len(runs) < 0.6 * most * len(lines_of_most) or numeric < 0.3 * len(runs):
        return False  # text beside text, as forms have it, keeps no columns
    together = find_columns([*sides[0], *sides[1]], 0.5 * size)
    return len(together) < 0.75 * most or _crossed(above, sides[1]) > 0.5 or _crossed(below, sides[0]) > 0.5


def _crossed(columns: Sequence[Column], lines: Sequence[Line]) -> float:
    """The share of the gaps between the columns that runs of a third of the lines stand across."""
    gaps = [(a.right + b.left) / 2 for a, b in itertools.pairwise(columns)]
    lost = sum(3 * sum(any(r.box.x0 < x < r.box.x1 for r in line.runs) for line in lines) >= len(lines) for x in gaps)
    return lost / len(gaps) if len(gaps) > 1 else 0.0


def _is_heading_line(line: Line) -> bool:
    return len(line.runs) > 1 and not any(run.numeric for run in line.runs)
