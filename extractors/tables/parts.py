"""What stands over and under a table without being part of it, as the head and foot of an invoice do: lines that keep
other columns than it. And rows so far apart that only their columns and the lines between them hold them together."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from statistics import median

from extractors.tables.columns import Column, find_columns, touched_columns
from extractors.tables.evidence import is_scale, plain_number
from extractors.tables.rows import is_year, ruled_between
from extractors.tables.ruled import Stroke
from extractors.tables.runs import Line, Run

WINDOWS = (8, 4)
"""Lines above and below a place that show whether the columns change there: many, or else the nearest."""
FEWEST_COLUMNS, LEAST_NUMERIC = 3, 0.3
"""What a table has at least whose columns tell what is no part of it: columns, and the share of numbers after the first
one."""
STRANGE = 0.6
"""Share of the lines on the other side that keep other columns; of its own rows, those that end in a number."""
OFTEN = 0.6
"""Share of the places between lines of text that a line is drawn in, where it shows no end of a table."""
NEAR = 0.6
"""Edges this close (font sizes) are one."""
WIDE_GAP, OTHER_SIZE = 0.6, 0.1
"""A gap is wider than others by so many font sizes, another font size differs by such a share."""
FARTHEST, EVEN = 6.0, 0.12
"""Rows are at most so many font sizes apart, and as far from the next as from the one before but for such a share."""


def cut_off(lines: Sequence[Line], strokes: Sequence[Stroke]) -> list[list[Line]]:
    """The lines cut where a table begins or ends and what stands above or below keeps other columns; `strokes` are
    drawn flat lines."""
    gaps = [b.box.top - a.box.bottom for a, b in itertools.pairwise(lines)]
    usual = median(gaps) if gaps else 0.0
    ruled = [ruled_between(a, b, strokes) for a, b in itertools.pairwise(lines)]
    told = sum(ruled) <= OFTEN * len(ruled)  # a line drawn between all rows tells no end
    for at in range(1, len(lines)):
        wide = gaps[at - 1] > usual + WIDE_GAP * lines[at].size
        if (wide or (told and ruled[at - 1]) or _may_end(lines, at)) and _other_columns(lines, at):
            return [list(lines[:at]), *cut_off(lines[at:], strokes)]
    return [list(lines)]


def _may_end(lines: Sequence[Line], at: int) -> bool:
    """Even where the gap is not wide: the print changes its size, or headings begin."""
    above, line = lines[at - 1], lines[at]
    resized = abs(above.size - line.size) > OTHER_SIZE * max(above.size, line.size)
    return resized or _heads(line)


def _heads(line: Line) -> bool:
    """Names of columns, years among them."""
    return len(line.runs) >= FEWEST_COLUMNS and not any(run.numeric and not is_year(run.text) for run in line.runs)


def _other_columns(lines: Sequence[Line], at: int) -> bool:
    """The nearest lines on one side are a table, those on the other side keep other columns; numbers alone on their
    lines are those of a chart's axis, and headings go with what is below."""
    if any(len(line.runs) == 1 and plain_number(line.text) is not None for line in lines[at - 1 : at + 1]):
        return False
    above, below = _window(lines[max(0, at - WINDOWS[0]) : at])[::-1], _window(lines[at : at + WINDOWS[0]])
    if not above or not below or (_heads(above[0]) and not _heads(below[0])):
        return False
    figures = any(_says_figures(line) for line in above)  # else they may be headings of a level above
    if figures and any(_strange(_of_table(below[:size]), above, False) for size in WINDOWS):
        return True
    return any(_strange(_of_table(above[:size]), below, True) for size in WINDOWS)


def _says_figures(line: Line) -> bool:
    return any(ch.isdigit() for run in line.runs if not is_year(run.text) for ch in run.text)


def _window(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if len(line.runs) > 1]


def _of_table(lines: Sequence[Line]) -> list[Column]:
    """The columns of lines that are a table of numbers; none where they are not."""
    if len(lines) < 2:
        return []
    columns = find_columns(lines, 0.5 * float(median(line.size for line in lines)))
    rows = [line for line in lines if any(run.numeric for run in line.runs)]
    after = [run for line in rows for run in line.runs[1:]]
    numeric = sum(run.numeric for run in after)
    ended = sum(line.runs[-1].numeric for line in rows)
    if len(columns) < FEWEST_COLUMNS or not rows or numeric < LEAST_NUMERIC * len(after) or ended < STRANGE * len(rows):
        return []
    return columns if sum(_keeps(line, columns) for line in lines) > 0.8 * len(lines) else []


def _strange(columns: Sequence[Column], lines: Sequence[Line], totals: bool) -> bool:
    """The nearest of the lines, which is no scale of a chart, and most of all keep other columns; `totals` may be
    among them."""
    if not columns:
        return False
    own = [not _keeps(line, columns, totals) for line in lines]
    return own[0] and not is_scale([run.text for run in lines[0].runs]) and sum(own) >= STRANGE * len(own)


def _keeps(line: Line, columns: Sequence[Column], totals: bool = True) -> bool:
    """Every run stands in columns of its own, on an edge or in the middle of them; or the line ends in a number under
    the last column, as `totals` do."""
    last, end = line.runs[-1], columns[-1].right
    if totals and _amount(last) and abs(last.box.x1 - end) <= 2 * NEAR * last.size:
        return True
    spans = [touched_columns(run, columns) for run in line.runs]
    held = [span for span in spans if span]
    if any(a[-1] >= b[0] for a, b in itertools.pairwise(held)):
        return False
    if all(len(span) == 1 for span in held) and len(held) >= max(FEWEST_COLUMNS, STRANGE * len(columns)):
        return True  # of one more or less, where a column has its heading alone
    if len(held) < len(spans):
        return False
    return all(
        _lies_in(run, columns[span[0]], columns[span[-1]], span) for run, span in zip(line.runs, spans, strict=True)
    )


def _lies_in(run: Run, first: Column, last: Column, span: Sequence[int]) -> bool:
    if span == [0]:
        return True  # labels are indented
    shifts = (run.box.x0 - first.left, run.box.x1 - last.right, run.box.center[0] - (first.left + last.right) / 2)
    return min(map(abs, shifts)) <= NEAR * run.size


def far_rows(lines: Sequence[Line], strokes: Sequence[Stroke]) -> set[int]:
    """Indices of the lines that go on with the table above however far below it: both end in values (or a heading and a
    value) on one edge, and lines are drawn between them, or the rows are evenly spaced. `strokes` are drawn flat
    lines."""
    rows = [i for i, line in enumerate(lines) if len(line.runs) > 1]
    pairs = [
        (a, b) for a, b in itertools.pairwise(rows) if _one_edge(lines[a], lines[b]) and _lone_between(lines, a, b)
    ]
    steps = {pair: lines[pair[1]].middle - lines[pair[0]].middle for pair in pairs}
    found: set[int] = set()
    for (a, b), step in steps.items():
        near = any(abs(other - step) < EVEN * step for (c, d), other in steps.items() if d == a or c == b)
        if near or ruled_between(lines[b - 1], lines[b], strokes):
            found.update(range(a + 1, b + 1))
    return found


def _one_edge(above: Line, below: Line) -> bool:
    a, b = above.runs[-1], below.runs[-1]
    near = abs(a.box.x1 - b.box.x1) <= 2 * NEAR * b.size and abs(above.box.x0 - below.box.x0) <= 2 * NEAR * b.size
    return near and _amount(b) and (_amount(a) or _heads(above))


def _amount(run: Run) -> bool:
    return run.numeric or (any(ch.isdigit() for ch in run.text) and len(run.words) <= 2)


def _lone_between(lines: Sequence[Line], first: int, last: int) -> bool:
    """What stands between the two rows goes on with a text of the upper one; no gap is too wide."""
    gaps = [b.box.top - a.box.bottom for a, b in itertools.pairwise(lines[first : last + 1])]
    return max(gaps) <= FARTHEST * lines[last].size and all(
        any(abs(line.box.x0 - run.box.x0) <= NEAR * run.size for run in lines[first].runs)
        for line in lines[first + 1 : last]
    )
