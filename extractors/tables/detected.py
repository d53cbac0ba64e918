"""What a network detected in a table (rows, columns, headings, spans) made one consistent grid.

The labels are those of PubTables-1M (Smock, Pesala, Abraham: CVPR 2022), which every Table Transformer is trained on.
Rows and columns become bands that touch and never overlap; a word belongs to the place that holds its centre.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import fmean, median

from extractors.tables.grid import Draft, Grid, drop_empty, fill
from extractors.tables.headers import count_headings
from extractors.tables.page import PageReading, titled
from extractors.tables.ruled import place_words
from extractors.types import Box, Cell, Part, Table, Word

TABLE = "table"
TABLES = (TABLE, "table rotated")
ROW, COLUMN, HEADER = "table row", "table column", "table column header"
SPAN, SECTION = "table spanning cell", "table projected row header"
SAME = 0.5
"""Two that share more than this of the smaller one are the same thing seen twice."""
Band = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Detection:
    """One thing that a network saw: its box in points, and its score as a confidence."""

    label: str
    box: Box
    confidence: float


@dataclass
class DetectedGrid:
    """A grid with the confidence of each row band, column band and merged cell (by its first place)."""

    grid: Grid
    sure: dict[Band, float]
    spans: dict[Band, float]

    def confidence(self, draft: Draft) -> float:
        """Right where its row, its column, the span over them, and all of its words are."""
        row, column = self.grid.rows[draft.row], self.grid.columns[draft.column]
        words = min((word.confidence for word in draft.words), default=1.0)
        span = self.spans.get((row[0], column[0]), 1.0) if draft.row_span + draft.column_span > 2 else 1.0
        return self.sure[row] * self.sure[column] * span * words

    @property
    def mean(self) -> float:
        return fmean(self.sure[band] for band in (*self.grid.rows, *self.grid.columns))


def distinct(found: Sequence[Detection]) -> list[Detection]:
    """The surest of those that show the same thing, surest first."""
    kept: list[Detection] = []
    for one in sorted(found, key=lambda d: -d.confidence):
        if one.box.area > 0 and not any(_shared(one.box, other.box) > SAME for other in kept):
            kept.append(one)
    return kept


def _shared(a: Box, b: Box) -> float:
    return max(a.covered_by(b), b.covered_by(a))


def detected_grid(found: Sequence[Detection], words: Sequence[Word]) -> DetectedGrid | None:
    """The grid of the detected rows and columns with the words whose centres it holds; None where there are not two
    columns, a row and a word in them. Rows and columns without a word are left out, as rules leave them out."""
    flat = [Detection(d.label, Box(0, d.box.top, 1, d.box.bottom), d.confidence) for d in found if d.label == ROW]
    upright = [Detection(d.label, Box(d.box.x0, 0, d.box.x1, 1), d.confidence) for d in found if d.label == COLUMN]
    rows = _bands([((d.box.top, d.box.bottom), d.confidence) for d in distinct(flat)], _heights(words), _missed(words))
    columns = _bands([((d.box.x0, d.box.x1), d.confidence) for d in distinct(upright)], _widths(words), [])
    if len(columns) < 2 or not rows:
        return None
    grid = Grid([band for band, _ in rows], [band for band, _ in columns], [])
    heading = _header_rows(grid, found)
    spans = _merge(grid, found, heading)
    place_words(fill(grid), words)
    grid = drop_empty(grid)
    if len(grid.columns) < 2:
        return None
    grid.header_rows = _header_rows(fill(grid), found) or count_headings(grid)
    return DetectedGrid(grid, dict((*rows, *columns)), spans)


def _heights(words: Sequence[Word]) -> list[Band]:
    return [(word.box.top, word.box.bottom) for word in words]


def _widths(words: Sequence[Word]) -> list[Band]:
    return [(word.box.x0, word.box.x1) for word in words]


def _missed(words: Sequence[Word]) -> list[float]:
    return [word.box.center[1] for word in words]


def _bands(found: Sequence[tuple[Band, float]], words: Sequence[Band], middles: Sequence[float]) -> list[
    tuple[Band, float]
]:  # fmt: skip
    """Bands in order that touch each other, each with its confidence. Where `middles` of words lie in a gap that has
    room for a band, nobody saw that one: it becomes a band of its own, half as sure as its neighbours."""
    placed = sorted(found, key=lambda one: sum(one[0]))
    usual = median([end - start for (start, end), _ in placed]) if placed else 0.0
    held: list[tuple[Band, float]] = []
    for band, sure in placed:
        if held:
            low, high = held[-1][0][1], band[0]
            if high - low > SAME * usual and any(low < middle < high for middle in middles):
                held.append(((low, high), min(held[-1][1], sure) / 2))
        held.append((band, sure))
    cuts = [_cut(a[0][1], b[0][0], words) for a, b in itertools.pairwise(held)]
    edges = [held[0][0][0], *cuts, held[-1][0][1]] if held else []
    bands = itertools.pairwise(edges)
    return [(band, sure) for band, (_, sure) in zip(bands, held, strict=False) if band[1] > band[0]]


def _cut(end: float, start: float, words: Sequence[Band]) -> float:
    """Where two neighbours are parted: between the end of one and the start of the other, through the fewest words and
    as near to the middle as that allows."""
    low, high = min(end, start), max(end, start)
    middle = (low + high) / 2
    inside = [edge for word in words for edge in word if low <= edge <= high]
    return min([middle, *inside], key=lambda at: (sum(a < at < b for a, b in words), abs(at - middle)))


def _header_rows(grid: Grid, found: Sequence[Detection]) -> int:
    """Rows from the top that lie in the surest heading; 0 where none was detected, or rows stand over it."""
    heading = max((d for d in found if d.label == HEADER), key=lambda d: d.confidence, default=None)
    if heading is None:
        return 0
    inside = [_share(band, (heading.box.top, heading.box.bottom)) > SAME for band in grid.rows]
    return inside.index(False) if False in inside else len(inside)


def _share(band: Band, other: Band) -> float:
    """How much of a band the other one covers, 0-1."""
    return max(0.0, min(band[1], other[1]) - max(band[0], other[0])) / max(band[1] - band[0], 1e-9)


def _merge(grid: Grid, found: Sequence[Detection], heading: int) -> dict[Band, float]:
    """Put the detected spans into the grid, the surest first and only where nothing was merged yet; their confidences
    by their first place."""
    taken: set[tuple[int, int]] = set()
    sure: dict[Band, float] = {}
    for one in sorted(found, key=lambda d: -d.confidence):
        draft = _span(grid, one, heading) if one.label in (SPAN, SECTION) else None
        if draft is not None and taken.isdisjoint(draft.places()):
            taken.update(draft.places())
            grid.drafts.append(draft)
            sure[grid.rows[draft.row][0], grid.columns[draft.column][0]] = one.confidence
    return sure


def _span(grid: Grid, one: Detection, heading: int) -> Draft | None:
    """The places under a span; a section's heading reaches over every column. No cell is both heading and body: it
    stays on the side of most of its rows."""
    rows = _touched(grid.rows, (one.box.top, one.box.bottom))
    columns = _touched(grid.columns, (one.box.x0, one.box.x1))
    if one.label == SECTION:
        rows, columns = rows[:1], list(range(len(grid.columns)))
    above, below = [r for r in rows if r < heading], [r for r in rows if r >= heading]
    rows = above if len(above) > len(below) else below
    if not columns or len(rows) * len(columns) < 2:
        return None
    return Draft(rows[0], columns[0], len(rows), len(columns))


def _touched(bands: Sequence[Band], own: Band) -> list[int]:
    """The bands that a span mostly covers, or that mostly hold it; they follow each other, as the bands do."""
    return [i for i, band in enumerate(bands) if max(_share(band, own), _share(own, band)) > SAME]


def detected_table(reading: PageReading, made: DetectedGrid, region: Box, sure: float) -> Table:
    """The typed table with its caption. `region` is the table's part of the page: words in it that no cell holds are
    told by the check `words`. `sure`: the confidence that there is a table at all."""
    grid, number = made.grid, reading.page.number
    cells = tuple(
        Cell(d.text, d.row, d.column, number, grid.draft_box(d), d.row_span, d.column_span, d.row < grid.header_rows,
             made.confidence(d))
        for d in grid.drafts
    )  # fmt: skip
    table = titled(reading, grid, cells, min(sure, made.mean))
    held = Box.around([region, *(word.box for word in grid.words)])
    return replace(table, parts=(Part(number, held),))
