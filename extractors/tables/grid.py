"""A grid under construction: bands of rows and columns, and cells that hold words. It never overlaps itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from extractors.tables.runs import text_of
from extractors.types import Box, Cell, Check, Word


@dataclass
class Draft:
    """A cell before it is finished: its place in the grid and the words it holds."""

    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    words: list[Word] = field(default_factory=list)
    _told: tuple[list[Word], str] = field(default=([], ""), init=False, repr=False, compare=False)

    def places(self) -> Iterable[tuple[int, int]]:
        return (
            (row, column)
            for row in range(self.row, self.row + self.row_span)
            for column in range(self.column, self.column + self.column_span)
        )

    @property
    def text(self) -> str:
        """Its words in reading order; put in order again only where they changed."""
        if self._told[0] != self.words:
            self._told = (list(self.words), text_of(self.words))
        return self._told[1]


@dataclass
class Grid:
    """Row bands (top, bottom) and column bands (left, right), in points, and the drafts over them."""

    rows: list[tuple[float, float]]
    columns: list[tuple[float, float]]
    drafts: list[Draft]
    ruled: bool = False
    header_rows: int = 0
    likelihood: float = 1.0
    blank: float = 0.0
    """Share of rows or columns that were drawn between others and dropped because nothing stands in them."""
    doubt: Check | None = None
    """What the network had to say against it, where it was kept for all that."""

    @property
    def box(self) -> Box:
        return Box(self.columns[0][0], self.rows[0][0], self.columns[-1][1], self.rows[-1][1])

    @property
    def words(self) -> list[Word]:
        return [word for draft in self.drafts for word in draft.words]

    def at(self) -> dict[tuple[int, int], Draft]:
        """Which draft stands at each place."""
        return {place: draft for draft in self.drafts for place in draft.places()}

    def draft_box(self, draft: Draft) -> Box:
        return Box(
            self.columns[draft.column][0],
            self.rows[draft.row][0],
            self.columns[draft.column + draft.column_span - 1][1],
            self.rows[draft.row + draft.row_span - 1][1],
        )

    def column_texts(self, column: int, first_row: int = 0) -> list[str]:
        """Texts of the unspanned, not empty cells of a column."""
        cells = [d for d in self.drafts if d.column == column and d.column_span == 1 and d.row >= first_row]
        return [d.text for d in sorted(cells, key=lambda d: d.row) if d.words]


def fill(grid: Grid) -> Grid:
    """The same grid with an empty draft at every place that had none."""
    taken = set(grid.at())
    for row in range(len(grid.rows)):
        for column in range(len(grid.columns)):
            if (row, column) not in taken:
                grid.drafts.append(Draft(row, column))
    grid.drafts.sort(key=lambda d: (d.row, d.column))
    return grid


def overlaps(cells: Iterable[Draft | Cell]) -> list[tuple[int, int]]:
    """The places that more than one cell claims."""
    count: dict[tuple[int, int], int] = defaultdict(int)
    for cell in cells:
        for row in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.column, cell.column + cell.column_span):
                count[row, column] += 1
    return sorted(place for place, number in count.items() if number > 1)


def drop_bands(grid: Grid, rows: Sequence[int] = (), columns: Sequence[int] = ()) -> Grid:
    """The grid without the given rows and columns; their words, where they have any, must be elsewhere already."""
    row_at = _renumber(len(grid.rows), set(rows))
    column_at = _renumber(len(grid.columns), set(columns))
    drafts = []
    for draft in grid.drafts:
        kept_rows = [row_at[r] for r in range(draft.row, draft.row + draft.row_span) if row_at[r] >= 0]
        kept_columns = [
            column_at[c] for c in range(draft.column, draft.column + draft.column_span) if column_at[c] >= 0
        ]
        if kept_rows and kept_columns:
            drafts.append(Draft(kept_rows[0], kept_columns[0], len(kept_rows), len(kept_columns), draft.words))
        elif draft.words:
            raise ValueError(f"cell at row {draft.row}, column {draft.column} still holds words")
    return Grid(
        [band for i, band in enumerate(grid.rows) if row_at[i] >= 0],
        [band for i, band in enumerate(grid.columns) if column_at[i] >= 0],
        drafts,
        grid.ruled,
        grid.header_rows,
    )


def _renumber(count: int, dropped: set[int]) -> list[int]:
    out, following = [], 0
    for index in range(count):
        out.append(-1 if index in dropped else following)
        following += index not in dropped
    return out


def drop_empty(grid: Grid) -> Grid:
    """The grid without rows and columns in which no cell starts that holds words."""
    rows = {d.row for d in grid.drafts if d.words}
    columns = {d.column for d in grid.drafts if d.words}
    kept = drop_bands(
        grid,
        [r for r in range(len(grid.rows)) if r not in rows],
        [c for c in range(len(grid.columns)) if c not in columns],
    )
    kept.blank = max(map(_blank_between, (rows, columns)))
    return kept


def _blank_between(filled: set[int]) -> float:
    """Blank forms end in empty rows, so those after the last filled one do not count."""
    return 1 - len(filled) / (max(filled) - min(filled) + 1) if filled else 0.0
