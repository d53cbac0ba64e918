"""How likely a grid is a table at all: not a chart, a form, a list, a table of contents or two columns of prose."""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from statistics import median

from extractors.tables.grid import Draft, Grid
from extractors.tables.prose import BULLET
from extractors.tables.ruled import Stroke
from extractors.tables.runs import BLANK, Line, rows_of_words
from extractors.types import Box, Word

TABLE_CAPTION = re.compile(
    r"^\W*(?:table|tab\.|tabelle|tableau|tabla|cuadro|tabela|tabella|tabel|taulukko|annex table)\b", re.IGNORECASE
)
FIGURE_CAPTION = re.compile(
    r"^\W*(?:figure|fig\.|chart|graph|graphique|abbildung|abb\.|gráfico|figura|diagram|map|plate|exhibit\s+\d+\s*[:.]\s*chart)\b",
    re.IGNORECASE,
)
CONTENTS = re.compile(
    r"^\W*(?:table of )?(?:contents|inhalt|inhaltsverzeichnis|sommaire|índice|indice|index)\W*$", re.IGNORECASE
)
SURE_WORD, FEW_DOUBTS = 0.75, 0.1
"""OCR confidence of a word that is surely one, and the share of others that every scanned table has."""
LONGEST_TICK, FEWEST_TICKS = 8.0, 4
"""Points of a stroke on an axis, at most; labels with one each that show an axis."""
REFERENCE = re.compile(r"^\[(?:\d{1,3}|[A-Za-z][\w+*]{0,9})\]$")
FEWEST_REFERENCES = 2
FEWEST_BULLETS = 4
"""Times that one letter begins a row where it is read for a bullet."""
LEADER = re.compile(r"(?:\.\s?){4,}|…{2,}|_{4,}")


@dataclass(frozen=True)
class Evidence:
    """What speaks for and against a table; shares are 0-1."""

    filled: float
    """Share of the places of the grid that hold text."""
    numeric: float
    """Share of numbers among the cells that hold text, first column apart."""
    rows: int
    columns: int
    words: float
    """Median number of words of a cell."""
    full_rows: float
    """Share of rows with at least two cells that hold text."""
    axis: float
    """Share of rows or columns that count in equal steps, as the scales of charts do."""
    crossed: float
    """Share of words that a line runs through."""
    drawn: float
    """Share of the borders between cells that are drawn (0 without lines)."""
    caption: float
    """1 right under or over a table caption, -1 with the caption of a figure, less farther away."""
    bullets: float
    leaders: float
    """Share of rows with dotted leaders to one number, or blanks to fill in."""
    contents: float
    """Share of rows whose last cell is a page number that does not fall."""
    labels: float
    """Share of cells that end in a colon."""
    ticks: float = 0.0
    """1 where most words of a line stand under or over short strokes, as the labels of an axis do."""
    blank: float = 0.0
    """Share of the drawn rows or columns between others in which nothing stands, as in the grid of a chart."""
    boxed: float = 0.0
    """Share of cells each in a frame of its own column that stands apart, as in diagrams and forms."""
    doubt: float = 0.0
    """Share of words that OCR read without being sure: what it makes of pictures and hatching."""
    part: float = 0.0
    """How far the network takes its words for something else than a table: -1 at most; 0 where it does not, or was not
    asked. It says nothing for a grid: what stands in a chart looks like one, too."""


WEIGHTS: dict[str, float] = {
    "bias": -4.2,
    "filled": 2.0,
    "sparse": -7.0,
    "numeric": 2.4,
    "many_rows": 1.6,
    "many_columns": 1.2,
    "long_text": -2.0,
    "full_rows": 1.6,
    "axis": -2.5,
    "ticks": -5.0,
    "blank": -6.0,
    "crossed": -6.0,
    "drawn": 3.0,
    "caption": 3.0,
    "bullets": -5.0,
    "leaders": -5.0,
    "contents": -2.5,
    "labels": -3.0,
    "boxed": -4.0,
    "doubtful": -10.0,
    "part": 4.0,
}
MOST_ODDS = 4.0
"""Log odds against being part of a table from which on the network is as sure as can be."""


def likelihood(evidence: Evidence, weights: Mapping[str, float] = WEIGHTS) -> float:
    """The probability (0-1) that the grid is a table: a logistic function of the evidence."""
    own = terms(evidence)
    total = sum(weight * own[name] for name, weight in weights.items())
    return 1.0 / (1.0 + math.exp(-min(max(total, -60.0), 60.0)))


def terms(evidence: Evidence) -> dict[str, float]:
    """What the weights of WEIGHTS are multiplied with, by their names; `bias` is 1."""
    return {
        **{f.name: float(getattr(evidence, f.name)) for f in fields(evidence)},
        "bias": 1.0,
        "sparse": max(0.0, 0.5 - evidence.filled) * 2,
        "many_rows": min(1.0, (evidence.rows - 2) / 4),
        "many_columns": min(1.0, (evidence.columns - 2) / 2),
        "doubtful": max(0.0, evidence.doubt - FEW_DOUBTS),
        "long_text": min(2.0, max(0.0, evidence.words - 3) / 4),
    }


def part_of_table(chance: float) -> float:
    """The `part` of Evidence for the chance that the network gives the words of a grid."""
    kept = min(max(chance, 1e-6), 1 - 1e-6)
    return min(max(math.log(kept / (1 - kept)) / MOST_ODDS, -1.0), 0.0)


def gather(grid: Grid, strokes: Sequence[Stroke], around: Sequence[Line], frames: Sequence[Box] = ()) -> Evidence:
    """The evidence about a grid that rules see; `strokes` are the drawn lines of the page, `around` its lines of text
    outside, `frames` the boxes that lines close, where they are not those of the grid's cells."""
    cells = [d for d in grid.drafts if d.words]
    values = [d for d in cells if d.column > 0]
    box = grid.box
    near = [s for s in strokes if s.box.overlap(box.grow(3.0))]
    return Evidence(
        filled=sum(d.row_span * d.column_span for d in cells) / (len(grid.rows) * len(grid.columns)),
        numeric=sum(is_value(d.text) for d in values) / max(1, len(values)),
        rows=len(grid.rows),
        columns=len(grid.columns),
        words=float(median(len(d.words) for d in cells)),
        full_rows=_full_rows(grid, cells),
        axis=_axis(grid, cells),
        ticks=_ticks(grid.words, strokes),
        blank=grid.blank,
        boxed=_boxed(cells, frames),
        crossed=_crossed(grid.words, near),
        drawn=_drawn_share(grid, near),
        caption=_caption(grid, around),
        bullets=max(_bullets([d.text for d in cells if d.column == 0], len(grid.columns)), _references(grid, cells)),
        leaders=_share(_leads([d for d in cells if d.row == row]) for row in range(len(grid.rows))),
        contents=_contents(grid, around),
        labels=_share(d.text.rstrip().endswith(":") for d in cells),
        doubt=_share(word.confidence < SURE_WORD for word in grid.words),
    )


def _boxed(cells: Sequence[Draft], frames: Sequence[Box]) -> float:
    if not frames or not cells:
        return 0.0
    places = [(draft, Box.around(word.box for word in draft.words)) for draft in cells]
    apart = 0
    for draft, text in places:
        own = min((f for f in frames if text.covered_by(f) > 0.95), key=lambda f: f.area, default=None)
        apart += own is not None and not any(
            other.column != draft.column and own.holds(box.center) for other, box in places
        )
    return apart / len(cells)


def is_value(text: str) -> bool:
    """Mostly digits, or a mark for a missing value."""
    digits, letters = sum(ch.isdigit() for ch in text), sum(ch.isalpha() for ch in text)
    return bool(BLANK.match(text.strip())) or digits > letters


def _bullets(first: Sequence[str], columns: int) -> float:
    """Share of the texts of the first column that mark items of a list; OCR reads a bullet as any letter, but mostly as
    the same one."""
    if columns == 2:
        return _share(BULLET.match(text) is not None for text in first)
    marks = Counter(text for text in first if len(text) == 1 and text.isalpha())
    most = max(marks.values(), default=0)
    return most / len(first) if most >= FEWEST_BULLETS else 0.0


def _references(grid: Grid, cells: Sequence[Draft]) -> float:
    """The share of the texts of a column that are marks of references, as lists of them have in one column or two."""
    columns = [[d.text.strip() for d in cells if d.column == column] for column in range(len(grid.columns) - 1)]
    marks = [(sum(bool(REFERENCE.match(text)) for text in texts), len(texts)) for texts in columns]
    return max((count / of for count, of in marks if count >= FEWEST_REFERENCES), default=0.0)


def _leads(cells: Sequence[Draft]) -> bool:
    """Dotted leaders or blanks to fill in; dots that lead to several values are those of a table."""
    at = min((d.column for d in cells if LEADER.search(d.text)), default=None)
    if at is None:
        return False
    return any("__" in d.text for d in cells) or sum(is_value(d.text) for d in cells if d.column > at) < 2


def is_lone_row(grid: Grid) -> bool:
    """One full row of three cells or more, nearly all of them values but for the first: no labels with their values
    side by side, as forms have them."""
    after = [is_value(d.text) for d in grid.drafts if d.column > 0]
    return len(after) > 1 and all(d.words for d in grid.drafts) and sum(after) >= 0.75 * len(after)


def _share(flags: object) -> float:
    marks = [bool(flag) for flag in flags]  # type: ignore[attr-defined]
    return sum(marks) / len(marks) if marks else 0.0


def _full_rows(grid: Grid, cells: Sequence[Draft]) -> float:
    count = [0] * len(grid.rows)
    for draft in cells:
        for row in range(draft.row, draft.row + draft.row_span):
            count[row] += 1
    return sum(n > 1 for n in count) / len(count)


def _axis(grid: Grid, cells: Sequence[Draft]) -> float:
    lanes = [[d.text for d in cells if d.column == c and d.column_span == 1] for c in range(len(grid.columns))]
    lanes += [[word.text for word in row] for row in rows_of_words(grid.words)]
    return float(any(is_scale(lane) for lane in lanes))


def _ticks(words: Sequence[Word], strokes: Sequence[Stroke]) -> float:
    short = [s for s in strokes if s.length < LONGEST_TICK]
    upright = [s for s in short if not s.horizontal]
    rows = [row for row in rows_of_words(words) if len(row) >= FEWEST_TICKS] if len(upright) >= FEWEST_TICKS else []
    return float(
        any(sum(_has_tick(word, upright) for word in row) >= max(FEWEST_TICKS, 0.6 * len(row)) for row in rows)
    )


def _has_tick(word: Word, upright: Sequence[Stroke]) -> bool:
    """A stroke ends close over or under the middle of the word."""
    box = word.box
    near = [s for s in upright if abs(s.at - box.center[0]) < 0.15 * box.height + 0.5]
    return any(min(abs(s.end - box.top), abs(s.start - box.bottom)) < 0.8 * box.height for s in near)


def is_scale(texts: Sequence[str]) -> bool:
    """At least four numbers in equal steps that are not one (years and running numbers count in ones)."""
    numbers = [number for number in map(plain_number, texts) if number is not None]
    if len(numbers) < 4 or len(numbers) < 0.6 * len(texts):
        return False
    steps = {round(b - a, 6) for a, b in itertools.pairwise(numbers)}
    return len(steps) == 1 and abs(next(iter(steps))) not in (0.0, 1.0)


def plain_number(text: str) -> float | None:
    """The number that the text is, whatever its thousands and percent signs; None where it is something else."""
    stripped = text.strip().rstrip("%").replace(" ", "").replace(",", "")
    try:
        number = float(stripped)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _crossed(words: Sequence[Word], strokes: Sequence[Stroke]) -> float:
    """A line through the middle of a word; a centred label on a tick of an axis is one."""
    if not words:
        return 0.0
    upright = [s for s in strokes if not s.horizontal]
    flat = [s for s in strokes if s.horizontal]
    return sum(_hit(word, upright, flat) for word in words) / len(words)


def _hit(word: Word, upright: Sequence[Stroke], flat: Sequence[Stroke]) -> bool:
    box = word.box
    x, y = box.center
    wide, high = 0.3 * box.width, 0.22 * box.height
    return any(abs(s.at - x) < wide and s.start < y < s.end for s in upright) or any(
        abs(s.at - y) < high and s.start < x < s.end for s in flat
    )


def _drawn_share(grid: Grid, strokes: Sequence[Stroke]) -> float:
    """Of the length of borders between neighbouring cells, what lines cover."""
    upright = [s for s in strokes if not s.horizontal]
    flat = [s for s in strokes if s.horizontal]
    length = covered = 0.0
    for draft in grid.drafts:
        box = grid.draft_box(draft)
        length += box.width + box.height
        covered += _cover(flat, box.bottom, box.x0, box.x1) + _cover(upright, box.x1, box.top, box.bottom)
    return min(1.0, covered / length) if length else 0.0


def _cover(strokes: Sequence[Stroke], at: float, start: float, end: float) -> float:
    spans = sorted((max(s.start, start), min(s.end, end)) for s in strokes if abs(s.at - at) < 3.0)
    total, reached = 0.0, start
    for low, high in spans:
        if high > max(low, reached):
            total += high - max(low, reached)
            reached = high
    return total


def _caption(grid: Grid, around: Sequence[Line]) -> float:
    """1 right under or over a table's caption, -1 at that of a figure, less with the distance (0 at 16 lines)."""
    box = grid.box
    best = 0.0
    for line in around:
        if line.box.x1 < box.x0 or line.box.x0 > box.x1:
            continue
        kind = bool(TABLE_CAPTION.match(line.text)) - bool(FIGURE_CAPTION.match(line.text))
        above, below = box.top - line.box.bottom, line.box.top - box.bottom
        distance = max(above, 4 * below, 0.0) / line.size
        strength = 1.0 - distance / 16
        if kind and strength > abs(best):
            best = kind * strength
    return best


def _contents(grid: Grid, around: Sequence[Line]) -> float:
    if len(grid.columns) > 3:
        return 0.0
    last = [d for d in grid.drafts if d.words and d.column + d.column_span == len(grid.columns) and d.column > 0]
    numbers = [plain_number(d.text) for d in sorted(last, key=lambda d: d.row)]
    rising = [n for n in numbers if n is not None and n == int(n) and 0 < n < 2000]
    if len(rising) < 3 or any(b < a for a, b in itertools.pairwise(rising)) or len(set(rising)) < 3:
        return 0.0
    titled = any(CONTENTS.match(line.text) for line in around)
    return len(rising) / len(grid.rows) * (2.0 if titled else 1.0)
