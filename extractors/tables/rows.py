"""Which visual lines are rows of their own, and which go on with the text of the row above or below."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from statistics import median

from extractors.tables.columns import Column, columns_of
from extractors.tables.ruled import Stroke
from extractors.tables.runs import Line, Run, word_size

LEADERS = re.compile(r"(?:[.…]\s?){3,}$")
"""Dots that lead from a label to its values: the label ends before them."""
MEASURE = re.compile(r"^[(+\-–−]?\d[\d ,.]*(?:[.,]\d+\)?%?|\s?%)$")
"""A number with decimals, thousands or a percent sign."""
MOSTLY = 0.5
"""More than this share of the rows have more lines below where those are parts of them."""
FULLY = 0.75
"""More than this share of the texts of other rows make a row one of items."""
CLOSE = 1.0
"""Whitespace over a line that says more of an item, in font sizes, at most."""
LOOSE = 1.6
"""Lines farther apart than this many font sizes, whitespace between rows apart, are not those of one text."""
EVENLY_LOOSE, FEWEST_EVEN = 1.4, 6
"""So far apart, where so many lines all are, they are no lines of one text either, but with a small letter."""
APART, SAME, FEWEST_NEAR = 1.2, 1.1, 2
"""Rows are this much farther apart than their lines, which are all but as far from each other, and so many at least."""
FEWEST_BANDS = 3
"""Rows with lines drawn between them that show that lines are drawn between all."""


def group_rows(lines: Sequence[Line], columns: Sequence[Column], strokes: Sequence[Stroke]) -> list[list[Line]]:
    """Lines joined into rows, top to bottom. `strokes` are horizontal rulings: text never goes on across one."""
    if not lines:
        return []
    body = first_body_line(lines, columns)
    spaced = spaced_apart(lines, columns, body)
    body = max((index for index in range(body + 1) if spaced[index]), default=body)
    pitch, wrap = _pitch(lines), _wrap(lines)
    rows = [[lines[0]]]
    drawn = (ruled_between(above, line, strokes) for above, line in itertools.pairwise(lines))
    crossed = [a or b for a, b in zip([False, *drawn], spaced, strict=True)]
    apart = rows_are_ruled(lines, columns, crossed, body)
    more = {index for index in more_of_rows(lines, body) if not crossed[index]}
    for index in range(1, len(lines)):
        line, following = lines[index], lines[index + 1] if index + 1 < len(lines) else None
        if crossed[index] or (apart and index == body):
            joined = False
        elif index > body and (apart or index in more):
            joined = True
        else:
            joined = _goes_on(rows[-1], line, following, index, body, columns, pitch, wrap)
        if joined:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def spaced_apart(lines: Sequence[Line], columns: Sequence[Column], body: int) -> list[bool]:
    """For each line whether more space is over it than between the lines of one row, where the lines of the body stand
    at distances of two kinds and the nearer ones are rows of several lines; False for all else."""
    none = [False] * len(lines)
    steps = [b.middle - a.middle for a, b in itertools.pairwise(lines)]
    order = sorted(steps[body:])
    least = min(order, default=0.0)
    far = next((step for step in order if step > APART * least), None)
    near = [step for step in order if far is not None and step < far]
    if far is None or len(near) < FEWEST_NEAR or near[-1] > SAME * least or least > LOOSE * lines[body].size:
        return none
    crossed = [False, *(step >= far for step in steps)]
    start = max((index for index in range(body + 1) if crossed[index]), default=0)
    return crossed if start and rows_are_ruled(lines, columns, crossed, start) else none


def more_of_rows(lines: Sequence[Line], body: int) -> set[int]:
    """Indices of the lines that say more of the item in the row above, as those of invoices do, digits or not: under a
    text that is not the first of its row; or under the first, where most rows have such lines and no line stands alone
    before them all, as labels over rows would."""
    found: set[int] = set()
    under_first: dict[int, list[int]] = {i: [] for i in range(body, len(lines)) if len(lines[i].runs) > 1}
    last = -1
    for index in range(body, len(lines)):
        if index in under_first:
            last = index
        elif last >= 0 and _close_under(lines[index - 1], lines[index]):
            over = next((i for i, run in enumerate(lines[last].runs) if _on_one_edge(run, lines[index].runs[0])), -1)
            if over > 0 and not lines[last].runs[over].numeric:
                found.add(index)
            elif over == 0 and not lines[last].runs[0].numeric:
                under_first[last].append(index)
    followed = [own for own in under_first.values() if own]
    usual = median(len(lines[row].runs) for row, own in under_first.items() if own) if followed else 0
    full = sum(len(lines[row].runs) > FULLY * usual for row in under_first)  # totals have fewer
    if body in under_first and len(followed) > max(1, MOSTLY * full):
        found.update(index for own in followed for index in own)
    return found


def _close_under(above: Line, line: Line) -> bool:
    return len(line.runs) == 1 and line.box.top - above.box.bottom <= CLOSE * line.size


def rows_are_ruled(lines: Sequence[Line], columns: Sequence[Column], crossed: Sequence[bool], body: int) -> bool:
    """A line is drawn between every two rows below the headings: no band between two of them has a value twice in one
    column, or two lines that fill most columns. `crossed` tells for each line whether one is drawn over it."""
    bands: list[list[Line]] = []
    for index in range(body, len(lines)):
        if not bands or crossed[index]:
            bands.append([])
        bands[-1].append(lines[index])
    return len(bands) >= FEWEST_BANDS and all(_one_row(band, columns) for band in bands if len(band) > 1)


def _one_row(band: Sequence[Line], columns: Sequence[Column]) -> bool:
    values = [columns_of(run, columns)[0] for line in band for run in line.runs if run.numeric]
    places = [{c for run in line.runs for c in _range(columns_of(run, columns))} for line in band]
    full = sum(len(place) > 0.8 * len(columns) for place in places)
    return len(set(values)) == len(values) and full < 2 and _apart(band, columns) < 2


def _apart(band: Sequence[Line], columns: Sequence[Column]) -> int:
    """How often a line stands in several columns of the line above and goes on with the text of none of them."""
    count = 0
    for above, line in itertools.pairwise(band):
        over = {columns_of(run, columns): run for run in above.runs}
        pairs = [(over[span], run) for run in line.runs if (span := columns_of(run, columns)) in over]
        wide = [(a, b, columns[columns_of(b, columns)[0]]) for a, b in pairs]
        count += len(wide) > 1 and not any(_wraps(a, b, column) for a, b, column in wide)
    return count


def ruled_between(above: Line, below: Line, strokes: Sequence[Stroke]) -> bool:
    """A horizontal ruling under most of the narrower line lies between the two lines."""
    left, right = max(above.box.x0, below.box.x0), min(above.box.x1, below.box.x1)
    if right <= left:
        left, right = min(above.box.x0, below.box.x0), max(above.box.x1, below.box.x1)
    low, high = above.middle, below.middle
    covered = sum(max(0.0, min(s.end, right) - max(s.start, left)) for s in strokes if low < s.at < high)
    return covered > 0.5 * (right - left)


def first_body_line(lines: Sequence[Line], columns: Sequence[Column]) -> int:
    """Index of the first line that has values in at least half as many columns as the fullest lines, or 1."""
    counts = [0 if _is_heading(line, columns) else sum(run.numeric for run in line.runs) for line in lines]
    most = max(counts, default=0)
    if most == 0:
        return 1 if len(lines) > 1 else 0
    for index, line in enumerate(lines):
        if counts[index] >= max(1, 0.4 * most) or (index and _has_measure(line, columns)):
            return index
        if index and _names_all(lines[index - 1], columns) and _is_labelled(line, columns) and counts[index]:
            return index
    return 0


def _has_measure(line: Line, columns: Sequence[Column]) -> bool:
    """A label in the first column, and a number after it that headings do not have: with decimals or a percent sign."""
    return _is_labelled(line, columns) and any(MEASURE.match(run.text) for run in line.runs[1:])


def _is_labelled(line: Line, columns: Sequence[Column]) -> bool:
    return columns_of(line.runs[0], columns)[0] == 0 and not line.runs[0].numeric


def _names_all(line: Line, columns: Sequence[Column]) -> bool:
    """The line has a name for every column, so that no headings follow."""
    return len(line.runs) == len(columns) and not any(run.numeric and not is_year(run.text) for run in line.runs)


def _is_heading(line: Line, columns: Sequence[Column]) -> bool:
    """Years or column numbers over the columns, with nothing in the first column."""
    values = [run for run in line.runs if run.numeric]
    if columns_of(line.runs[0], columns)[0] == 0 and line.runs[0].numeric is False:
        return all(is_year(run.text) for run in values) and len(values) > 1
    return all(is_year(run.text) for run in values)


def is_year(text: str) -> bool:
    """Begins with a year from 1800 to 2100."""
    digits = text.strip("()* ")[:4]
    return digits.isdecimal() and len(digits) == 4 and 1800 <= int(digits) <= 2100


def _pitch(lines: Sequence[Line]) -> float:
    steps = [b.middle - a.middle for a, b in itertools.pairwise(lines)]
    return float(median(steps)) if steps else 0.0


def _wrap(lines: Sequence[Line]) -> float:
    """The least distance between lines; 0 where many are all so far apart that they are hardly lines of one text."""
    steps = [b.middle - a.middle for a, b in itertools.pairwise(lines)]
    least = min(steps, default=0.0)
    even = len(steps) >= FEWEST_EVEN and least > EVENLY_LOOSE * float(median(line.size for line in lines))
    return 0.0 if even else least


def _goes_on(
    row: Sequence[Line],
    line: Line,
    following: Line | None,
    index: int,
    body: int,
    columns: Sequence[Column],
    pitch: float,
    wrap: float,
) -> bool:
    above = row[-1]
    step = line.middle - above.middle
    if step > 1.9 * max(line.size, above.size) or line.box.top - above.box.bottom > 0.8 * line.size:
        return False
    if index < body:
        return _heading_goes_on(row, line, columns)
    if index == body:
        return False
    return _body_goes_on(row, line, following, columns, step, pitch, wrap)


def _heading_goes_on(row: Sequence[Line], line: Line, columns: Sequence[Column]) -> bool:
    """Wrapped headings share their columns; a heading over several columns is a level of its own."""
    above = {columns_of(run, columns) for part in row for run in part.runs}
    below = {columns_of(run, columns) for run in line.runs}
    if (
        below == {(0, 0)}
        and (0, 0) in above
        and len(above) > 1
        and not _wraps(row[-1].runs[0], line.runs[0], columns[0])
    ):
        return False
    if len(below) == 1 and any(sum(low <= a and b <= high for a, b in above) > 1 for low, high in below):
        return False  # one text under several headings is over the rows below
    wide = [span for span in above if span[1] > span[0]]
    if any(low <= span[0] and span[1] <= high for low, high in wide for span in below if span != (low, high)):
        return False
    return _aligned(row[-1], line, columns)


def _aligned(above: Line, line: Line, columns: Sequence[Column]) -> bool:
    """Text goes on under its own left edge, right edge or middle; a heading over several columns does not."""
    upper = [run for run in above.runs if columns_of(run, columns)[0] > 0]
    if len(upper) >= len(line.runs):
        return True
    return all(any(_meet(a, b) and _on_one_edge(a, b) for b in line.runs) for a in upper)


def _meet(a: Run, b: Run) -> bool:
    return a.box.x0 < b.box.x1 and b.box.x0 < a.box.x1


def _on_one_edge(a: Run, b: Run) -> bool:
    near = 0.4 * max(a.size, b.size)
    shifts = (a.box.x0 - b.box.x0, a.box.x1 - b.box.x1, a.box.center[0] - b.box.center[0])
    return min(map(abs, shifts)) <= near


def _body_goes_on(
    row: Sequence[Line],
    line: Line,
    following: Line | None,
    columns: Sequence[Column],
    step: float,
    pitch: float,
    wrap: float,
) -> bool:
    if any(run.numeric for run in line.runs):
        return _label_above(row, line, columns)
    above = {c for part in row for run in part.runs for c in _range(columns_of(run, columns))}
    here = {c for run in line.runs for c in _range(columns_of(run, columns))}
    labelled = any(columns_of(run, columns)[0] == 0 for run in row[0].runs)
    if here == {0} and step > 0.95 * pitch > 0 and wrap < 0.9 * pitch and line.runs[0].text[:1].isupper():
        return False  # as far below as rows are, where wrapped lines are closer
    if not here < above and not (labelled and here == above and 1 < len(here) < len(columns) and 0 not in here):
        return False
    if 0 not in here:
        return True
    over = {columns_of(run, columns): run for run in row[-1].runs}
    pairs = [(over.get(columns_of(run, columns)), run) for run in line.runs]
    return all(a is not None and _wraps(a, b, columns[columns_of(b, columns)[0]]) for a, b in pairs)


def _label_above(row: Sequence[Line], line: Line, columns: Sequence[Column]) -> bool:
    """The label began on the line above, and the values stand on its last line."""
    if len(row) > 2 or any(len(part.runs) > 1 for part in row) or columns_of(row[-1].runs[0], columns)[0] != 0:
        return False
    first = line.runs[0]
    return columns_of(first, columns)[0] == 0 and not first.numeric and _wraps(row[-1].runs[0], first, columns[0])


def _wraps(above: Run, below: Run, column: Column) -> bool:
    """The text above had no room for the next word, or the text below plainly goes on with it; not in other type, nor
    with a capital where it is far below."""
    far = below.box.center[1] - above.box.center[1] > LOOSE * below.size
    if above.bold != below.bold or (far and below.text[:1].isupper()):
        return False
    return _goes_on_in(above, below, column.right - above.box.x1, column.right - column.left)


def goes_on_below(above: Run, below: Run, width: float) -> bool:
    """The same in a drawn cell of that width (points), whose borders keep some distance."""
    return _goes_on_in(above, below, width - above.box.width - 0.5 * above.size, width)


def _goes_on_in(above: Run, below: Run, room: float, width: float) -> bool:
    if LEADERS.search(above.text):
        return False
    if below.text[:1].islower():
        return True
    first = below.words[0]
    return room < first.box.width + 0.25 * word_size(first) and above.box.width > 0.7 * width


def _range(span: tuple[int, int]) -> range:
    return range(span[0], span[1] + 1)
