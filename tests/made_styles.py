"""Pages in a style of their own, as a user's annotated documents have: records of two lines that are one row to
those who annotate, and a block of particulars at the head that looks like a table and is none."""

from __future__ import annotations

import random

from extractors.types import Box, Cell, Document, Example, Extraction, Page, Part, Table, Word
from tests.made_tables import NAMES, NOUNS, line, right_line

STEP, STUB = 12.0, 190.0
"""Points from line to line, and where the columns of numbers begin."""


def ledger_pages(count: int, seed: int, below: bool = False) -> list[Example]:
    """`below`: the values stand on the second line of a record, so that its first looks like a label over it."""
    rng = random.Random(seed)
    return [ledger_page(rng, f"{seed}{number:04d}".rjust(16, "0"), below) for number in range(count)]


def ledger_page(rng: random.Random, name: str, below: bool = False) -> Example:
    """Particulars, then a table without lines: each record has its name and under it, no closer than the next record, a
    place that also begins with a capital."""
    words: list[Word] = []
    for number in range(4):
        top = 60 + 14 * number
        for x in (60.0, 300.0):
            words += line(rng.choice(NOUNS).capitalize(), x, top)
            words += line(str(rng.randint(100, 99999)), x + 90, top)
    columns = rng.randint(2, 4)
    pitch = 300 / columns
    top = 160 + rng.uniform(0, 30)
    cells: list[Cell] = []
    for c in range(columns + 1):
        text = "Account" if c == 0 else rng.choice(NOUNS).capitalize()
        words += line(text, 60, top) if c == 0 else right_line(text, 60 + STUB + c * pitch, top)
        cells.append(_cell(text, 0, c, top, 1, pitch, header=True))
    for row in range(1, rng.randint(5, 14)):
        top += STEP * (2 if row > 1 else 1)
        first, second = (f"{rng.choice(NAMES)} {rng.choice(NOUNS)}".capitalize() for _ in range(2))
        words += line(first, 60, top) + line(second, 60, top + STEP)
        cells.append(_cell(f"{first}\n{second}", row, 0, top, 2, pitch))
        for c in range(1, columns + 1):
            text = f"{rng.uniform(1, 9999):,.2f}"
            words += right_line(text, 60 + STUB + c * pitch, top + below * STEP)
            cells.append(_cell(text, row, c, top, 2, pitch))
    page = Page(1, 595, 842, words=tuple(words), text_source="text")
    table = Table((Part(1, Box.around(cell.box for cell in cells if cell.box)),), tuple(cells))
    return Example(Document(name, name, (page,)), Extraction(name, "tables", "person", tables=(table,)))


def _cell(text: str, row: int, column: int, top: float, lines: int, pitch: float, header: bool = False) -> Cell:
    left = 60.0 if column == 0 else 60 + STUB + (column - 1) * pitch + 4
    right = 60 + STUB if column == 0 else 60 + STUB + column * pitch + 2
    box = Box(left, top - 1, right, top + lines * STEP - 1.5)
    return Cell(text, row, column, 1, box, 1, 1, header)
