"""The end of a table alone on the next page: rows too few to be found there, known by the columns they keep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.tables.evidence import is_value
from extractors.tables.runs import Line, Run, make_lines, text_of
from extractors.tables.typing import type_table
from extractors.types import Box, Cell, Page, Part, Table, Word

FEWEST_COLUMNS, FEWEST_VALUES = 3, 2
MOST_ORPHANS = 3
FULL = 0.75
"""Share of the columns that such a row fills at least."""


def orphan_rows(table: Table, before: Page, page: Page, furniture: int, run_gap: float = 0.9) -> Table | None:
    """The rows at the top of the page, under at most `furniture` other lines, that keep the columns of the table that
    ends the page before; None where there are none. Columns of numbers hold numbers there too; what stands at the same
    place of both pages is a running head."""
    bands = column_bands(table)
    if len(bands) < FEWEST_COLUMNS or not page.words:
        return None
    lines = make_lines([w for w in page.words if w.direction == 0 and w.text.strip()], run_gap)
    numeric = _numeric(table)
    for start in range(min(furniture + 1, len(lines))):
        rows: list[dict[int, list[Word]]] = []
        if _repeats(lines[start], before):
            continue
        for line in lines[start : start + MOST_ORPHANS]:
            if (row := _row(line, bands, numeric)) is None or (rows and not _close(lines, start + len(rows))):
                break
            rows.append(row)
        if rows and not _goes_on(lines, start + len(rows)):
            return _table(rows, bands, page.number, table)
    return None


def _repeats(line: Line, before: Page) -> bool:
    """The first words of the line stand on the page before too, at the same place."""
    words = line.runs[0].words
    return all(any(w.text == o.text and abs(w.box.top - o.box.top) < 2 for o in before.words) for w in words)


def column_bands(table: Table) -> list[tuple[float, float]]:
    """Left and right edges of the columns in points, from the cells that span no other column."""
    bands: dict[int, tuple[float, float]] = {}
    for cell in table.cells:
        if cell.column_span == 1 and cell.box is not None and cell.page == table.parts[-1].page:
            bands.setdefault(cell.column, (cell.box.x0, cell.box.x1))
    return [bands[column] for column in sorted(bands)] if len(bands) == table.columns else []


def _numeric(table: Table) -> set[int]:
    texts: dict[int, list[bool]] = {}
    for cell in table.cells:
        if cell.text.strip() and not cell.header:
            texts.setdefault(cell.column, []).append(is_value(cell.text))
    return {column for column, values in texts.items() if sum(values) > 0.8 * len(values)}


def _row(line: Line, bands: Sequence[tuple[float, float]], numeric: set[int]) -> dict[int, list[Word]] | None:
    """The words of the line by column, where it is a row of the table."""
    cells: dict[int, list[Word]] = {}
    for run in line.runs:
        column = _column(run, bands)
        if column is None or (column in numeric) != run.numeric or column in cells:
            return None
        cells[column] = list(run.words)
    values = sum(column in numeric for column in cells)
    return cells if values >= FEWEST_VALUES and len(cells) >= FULL * len(bands) else None


def _column(run: Run, bands: Sequence[tuple[float, float]]) -> int | None:
    middle = run.box.center[0]
    held = [i for i, (left, right) in enumerate(bands) if left <= middle <= right]
    inside = held and run.box.x0 > bands[held[0]][0] - run.size and run.box.x1 < bands[held[0]][1] + run.size
    return held[0] if inside else None


def _close(lines: Sequence[Line], index: int) -> bool:
    return lines[index].box.top - lines[index - 1].box.bottom < 1.5 * lines[index].size


def _goes_on(lines: Sequence[Line], index: int) -> bool:
    """Another line of several runs close below: a table of its own, or a part of one that was refused."""
    return index < len(lines) and len(lines[index].runs) > 1 and _close(lines, index)


def _table(
    rows: Sequence[dict[int, list[Word]]], bands: Sequence[tuple[float, float]], number: int, table: Table
) -> Table:
    cells = []
    for index, row in enumerate(rows, start=table.rows):
        own = Box.around(word.box for words in row.values() for word in words)
        for column, (left, right) in enumerate(bands):
            words = row.get(column, [])
            box = Box.around([Box(left, own.top, right, own.bottom), *(word.box for word in words)])
            cells.append(Cell(text_of(words), index, column, number, box, confidence=table.confidence))
    typed = type_table(replace(table, cells=(*table.cells, *cells))).cells[len(table.cells) :]
    moved = tuple(replace(cell, row=cell.row - table.rows) for cell in typed)
    return Table((Part(number, Box.around(cell.box for cell in cells if cell.box)),), moved, table.confidence)
