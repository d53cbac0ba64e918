"""Which parts of a page are tables: drawn lattices first, then blocks of lines that keep common columns."""

from __future__ import annotations

import itertools
import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from statistics import median

from extractors.tables.columns import find_columns
from extractors.tables.headers import OFF_MIDDLE
from extractors.tables.parts import cut_off, far_rows
from extractors.tables.prose import is_list
from extractors.tables.rows import MOSTLY
from extractors.tables.ruled import Stroke
from extractors.tables.runs import Line, Run
from extractors.tables.unruled import Block, cut_at_columns
from extractors.tables.zones import split_by_columns, split_side_by_side, split_stacked

CAPTION = re.compile(
    r"^\s*(?:table|tab\.|tabelle|tableau|tabla|tabela|tabella|figure|fig\.|chart|graph|box|abbildung|source|note|quelle)\b",
    re.IGNORECASE,
)
NEVER = 1000.0
"""More than any grid is likelier than another."""
NEAR_OVER, FAR_OVER = 0.6, 1.3
"""A heading is at most so many font sizes over the next line, one over all columns so many."""
NEAR_EDGE, SECTION_KEPT = 0.6, 0.75
"""Edges this close (font sizes) are one; share of the texts of a row that keep those of the row before its section."""
BELOW, FEWEST_BELOW = 5, 3
"""Lines below a long one that are looked at for columns, and how many of them need several."""


@dataclass(frozen=True)
class FindingOptions:
    """Thresholds of finding; `fit` may move them."""

    run_gap: float = 0.9
    """Whitespace wider than this many font sizes separates runs."""
    row_gap: float = 2.6
    """Lines farther apart than this many font sizes are in different blocks."""
    min_score: float = 0.5
    """A block with less is no table."""
    rival_gain: float = NEVER
    """Log likelihood a run, by the network, that another grid has to be better by than that of the rules."""
    tails: bool = True
    """Whether lines under a block that the network takes for parts of its last row are."""
    weights: tuple[tuple[str, float], ...] = ()
    """Learned weights of `evidence` by their names, in place of those shipped."""


def is_prose(line: Line, width: float) -> bool:
    """A line of running text: one long run of many words, few of them numbers."""
    longest = max(line.runs, key=lambda run: run.box.width)
    words = len(longest.words)
    numbers = sum(any(ch.isdigit() for ch in word.text) for word in longest.words)
    values = sum(run.numeric for run in line.runs)
    return words >= 7 and longest.box.width > 0.45 * width and numbers < 0.4 * words and not values


def find_blocks(
    lines: Sequence[Line],
    width: float,
    options: FindingOptions,
    strokes: Sequence[Stroke] = (),
    sentences: Container[int] = frozenset(),
) -> list[Block]:
    """Blocks of lines that keep common columns, in reading order. `width` is that of the text area in points; `strokes`
    are the drawn flat lines, `sentences` the ids of words that are no running text however long their lines are."""
    blocks: list[Block] = []
    current: list[Line] = []
    far = far_rows(lines, strokes)
    for index, line in enumerate(lines):
        prose = is_prose(line, width) and not any(id(word) in sentences for word in line.words)
        prose = prose and not _names_columns(line, lines[index + 1 : index + 1 + BELOW], width)
        prose = prose and not (current and _names_section(current[-1], line, lines[index + 1 : index + 2]))
        if current and (prose or (index not in far and _breaks(current, line, options))):
            blocks.extend(_finish(current, strokes))
            current = []
        if not prose:
            current.append(line)
    blocks.extend(_finish(current, strokes))
    return [block for block in blocks if may_be_table(block)]


def _names_columns(line: Line, below: Sequence[Line], width: float) -> bool:
    """A long line is headings that nearly meet: the lines below keep columns, and it is cut between them."""
    near = [b for a, b in itertools.pairwise([line, *below]) if b.box.top - a.box.bottom < 1.2 * b.size]
    if len(near) < len(below) or sum(len(other.runs) > 2 for other in near) < FEWEST_BELOW:
        return False
    columns = find_columns(near, 0.5 * line.size)
    cut = cut_at_columns(line, columns)
    return len(columns) > 2 and len(cut.runs) >= 0.7 * len(columns) and not is_prose(cut, width)


def _names_section(above: Line, line: Line, below: Sequence[Line]) -> bool:
    """A long line stands under the first column between rows that keep the same columns: the order or contract that
    the items under it are of."""
    if len(line.runs) > 1 or not below or min(len(above.runs), len(below[0].runs)) < 3:
        return False
    gaps = (line.box.top - above.box.bottom, below[0].box.top - line.box.bottom)
    near = NEAR_EDGE * line.size
    if max(gaps) > FAR_OVER * line.size or abs(line.box.x0 - above.box.x0) > near:
        return False
    kept = sum(any(_edges_apart(run, over) <= near for over in above.runs) for run in below[0].runs)
    return kept >= SECTION_KEPT * len(below[0].runs)


def _edges_apart(a: Run, b: Run) -> float:
    return min(abs(a.box.x0 - b.box.x0), abs(a.box.x1 - b.box.x1), abs(a.box.center[0] - b.box.center[0]))


def _breaks(current: Sequence[Line], line: Line, options: FindingOptions) -> bool:
    if CAPTION.match(line.text):
        return True
    gap = line.box.top - current[-1].box.bottom
    return gap > options.row_gap * max(line.size, current[-1].size)


def _finish(lines: Sequence[Line], strokes: Sequence[Stroke] = ()) -> list[Block]:
    """The tables of a block: those under and beside each other taken apart, heads and feet of letters, titles and notes
    cut off both ends."""
    own = [_trim(part) for part in cut_off(lines, strokes)]
    stacked = [part for lines in own for same in split_stacked(lines) for part in split_by_columns(same)]
    parts = [part for lines in stacked for part in _sides(lines)]
    trimmed = [_trim(part) for part in parts]
    return [Block(tuple(kept)) for kept in trimmed if sum(len(line.runs) > 1 for line in kept) >= 2]


def _sides(lines: Sequence[Line]) -> list[list[Line]]:
    kept = _trim(lines)
    if len(kept) < 2:
        return [kept]
    size = float(median(line.size for line in kept))
    return split_side_by_side(kept, find_columns(kept, 0.5 * size))


def _trim(lines: Sequence[Line]) -> list[Line]:
    """Without lines of one run at both ends that are no headings over columns."""
    kept = list(lines)
    while kept and (CAPTION.match(kept[0].text) or (len(kept[0].runs) == 1 and not _over_columns(kept))):
        kept.pop(0)
    last = max((i for i, line in enumerate(kept) if len(line.runs) > 1), default=-1)
    end = last + 1
    while (
        last >= 0
        and end < len(kept)
        and (_wrapped(kept[last], kept[end - 1], kept[end]) or _as_before(kept, last, end))
    ):
        end += 1
    return kept[:end]


def _as_before(lines: Sequence[Line], last: int, end: int) -> bool:
    """The line stands alone under the last row as others do under most rows above: so far below, on the same edge."""
    rows = [i for i in range(last) if len(lines[i].runs) > 1 and any(run.numeric for run in lines[i].runs)]
    alike = [i for i in (row + end - last for row in rows) if i < last and _stand_alike(lines, i, end)]
    return len(lines[end].runs) == 1 and len(alike) > MOSTLY * len(rows)


def _stand_alike(lines: Sequence[Line], one: int, other: int) -> bool:
    a, b = lines[one], lines[other]
    steps = [lines[i].middle - lines[i - 1].middle for i in (one, other)]
    return len(a.runs) == 1 and abs(a.box.x0 - b.box.x0) < 0.4 * b.size and abs(steps[0] - steps[1]) < 0.1 * b.size


def _wrapped(row: Line, above: Line, line: Line) -> bool:
    """The line goes on with the text of a cell of the row: close under the line above, on an edge of one of its runs
    (of the first, in small letters) and within the place of that column."""
    run = line.runs[0]
    near = 0.4 * run.size
    if line.box.top - above.box.bottom > 0.5 * run.size or line.size > 1.1 * above.size:
        return False
    if run.text[:1].islower() and abs(run.box.x0 - row.runs[0].box.x0) <= near and run.box.x1 < row.runs[1].box.x0:
        return True
    for before, over in itertools.pairwise(row.runs):
        shifts = (over.box.x0 - run.box.x0, over.box.x1 - run.box.x1, over.box.center[0] - run.box.center[0])
        if run.box.x0 > before.box.x1 and min(map(abs, shifts)) <= near:
            return over is row.runs[-1] or run.box.x1 < row.runs[row.runs.index(over) + 1].box.x0
    return False


def _over_columns(lines: Sequence[Line]) -> bool:
    """The first line is a heading close over the columns after the first: over those of the next line, or in the middle
    of all of them."""
    first, second = lines[0], lines[1] if len(lines) > 1 else None
    if second is None or len(second.runs) < 2 or CAPTION.match(first.text):
        return False
    gap = second.box.top - first.box.bottom
    if gap < NEAR_OVER * first.size and first.box.x0 > second.runs[0].box.x1:
        return True
    return gap < FAR_OVER * first.size and _in_the_middle(first, lines[1:])


def _in_the_middle(line: Line, below: Sequence[Line]) -> bool:
    """The line stands in the middle of the columns after the first, and clear of that, which has labels."""
    columns = find_columns(below, 0.5 * line.size)
    if len(columns) < 3 or line.box.x0 <= columns[0].right or line.size > 1.1 * max(other.size for other in below):
        return False
    left, right = columns[1].left, columns[-1].right
    off = abs(line.box.center[0] - (left + right) / 2)
    return off < OFF_MIDDLE * (right - left) and off < 0.5 * abs(line.box.center[0] - (columns[0].left + right) / 2)


def may_be_table(block: Block) -> bool:
    """Two lines and two columns at least, and no list."""
    lines = [line for line in block.lines if len(line.runs) > 1]
    size = float(median(line.size for line in lines))
    return len(lines) > 1 and not is_list(lines) and len(find_columns(block.lines, 0.5 * size)) > 1
