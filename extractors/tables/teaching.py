"""Pages with known tables as lessons for the network: which node is what, and which share rows, columns and cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np

from extractors.tables.nodes import NODE_GAP, drawn_nodes, page_runs, put_in_rows
from extractors.tables.runs import Run
from extractors.types import Cell, Page, Table, Word
from models.batches import IGNORED
from models.table_lessons import LABELS, TableLesson

Owner = tuple[int, int]
NOBODY: Owner = (-1, -1)
MOST_NODES = 260
"""Pages of more nodes are not learned from."""
NEAR = 3.0
"""Lines of text this many font sizes from a table may be its caption or a note: nobody said which."""


@dataclass(frozen=True)
class Known:
    """What is known of the words of a page, by their identity: the table and cell, and what they are (None:
    unknown)."""

    owners: Mapping[int, Owner]
    kinds: Mapping[int, str | None]
    tables: Sequence[Table]


def lesson_of(page: Page, known: Known, gap: float = NODE_GAP) -> TableLesson | None:
    """The page at one width of gaps; None where it has fewer than two nodes, or too many."""
    runs, strokes = page_runs(put_in_rows(page), gap)
    if not 2 <= len(runs) <= MOST_NODES:
        return None
    labels = np.array([_label(run, known) for run in runs], np.int64)
    places = np.array([_place(run, known) for run in runs], np.int64)
    return TableLesson(drawn_nodes(runs, strokes, page.width), labels, places)


def _label(run: Run, known: Known) -> int:
    kind = Counter(known.kinds.get(id(word), "outside") for word in run.words).most_common(1)[0][0]
    return IGNORED if kind is None else LABELS.index(kind)


def _place(run: Run, known: Known) -> tuple[int, int, int, int, int, int]:
    """Table, cell, rows and columns; table -2 for words of several cells."""
    owners = {known.owners.get(id(word), NOBODY) for word in run.words}
    if len(owners) > 1:
        return (-2, -2, 0, 0, 0, 0)
    table, number = owners.pop()
    if table < 0:
        unknown = all(known.kinds.get(id(word), "outside") is None for word in run.words)
        return (-2, -2, 0, 0, 0, 0) if unknown else (-1, -1, 0, 0, 0, 0)
    cell = known.tables[table].cells[number]
    last = cell.row + cell.row_span - 1, cell.column + cell.column_span - 1
    return (table, table * 100_000 + number, cell.row, last[0], cell.column, last[1])


def known_of_answer(page: Page, tables: Sequence[Table]) -> Known:
    """What an annotation says of the words of a page: a word belongs to the cell that holds its middle. Text close to
    a table may be its caption, so that it is not said what it is."""
    owners: dict[int, Owner] = {}
    kinds: dict[int, str | None] = {}
    own = [table for table in tables if any(cell.page == page.number for cell in table.cells)]
    for number, table in enumerate(own):
        alone = _alone(table)
        for place, cell in enumerate(table.cells):
            if cell.page != page.number or cell.box is None or not cell.text.strip():
                continue
            for word in page.words:
                if id(word) not in owners and cell.box.holds(word.box.center):
                    owners[id(word)], kinds[id(word)] = (number, place), _kind(cell, alone)
    parts = [part.box for table in own for part in table.parts if part.page == page.number]
    for word in page.words:
        if id(word) not in owners and any(box.grow(NEAR * word.box.height).holds(word.box.center) for box in parts):
            kinds[id(word)] = None
    return Known(owners, kinds, own)


def _alone(table: Table) -> set[int]:
    """Rows of which only the first column has a text, or one cell reaches over all: labels over the rows below."""
    filled: dict[int, list[Cell]] = {}
    for cell in table.cells:
        if cell.text.strip():
            filled.setdefault(cell.row, []).append(cell)
    return {row for row, cells in filled.items() if table.columns > 2 and len(cells) == 1 and cells[0].column == 0}


def _kind(cell: Cell, alone: set[int]) -> str:
    if cell.header:
        return "header"
    if cell.row in alone:
        return "section"
    return "stub" if cell.column == 0 else "value"


def synthetic_lessons(seed: int) -> Iterator[TableLesson]:
    """Generated pages for ever, nodes cut at gaps drawn by chance."""
    from extractors.synthetic.table_pages import table_pages

    random = Random(seed + 1)
    for made in table_pages(seed):
        words: Sequence[Word] = made.page.words
        owners = {id(word): owner for word, owner in zip(words, made.owners, strict=True) if owner != NOBODY}
        kinds = {id(word): kind for word, kind in zip(words, made.kinds, strict=True)}
        lesson = lesson_of(made.page, Known(owners, kinds, made.tables), random.uniform(0.45, 0.9))
        if lesson is not None:
            yield lesson
