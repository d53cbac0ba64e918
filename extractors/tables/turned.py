"""Tables that stand on their side: the page turned until their words are upright, read, and the boxes turned back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from extractors.types import Box, Page, Part, Ruling, Table, Word

FEWEST = 12
"""Words of one direction that a table on its side has at least."""


def turned_pages(page: Page) -> Iterator[tuple[int, Page]]:
    """For each direction (90, 180, 270) that enough words have: the page turned so that they are upright, with them and
    the rulings alone. The picture does not turn along."""
    count = Counter(word.direction for word in page.words)
    for turn in (90, 180, 270):
        if count[turn] >= FEWEST:
            yield turn, turned_page(page, turn)


def turned_page(page: Page, turn: int) -> Page:
    """The page turned back by `turn` degrees, with the words of that direction alone."""
    words = tuple(_upright(word, page, turn) for word in page.words if word.direction == turn)
    rulings = tuple(Ruling(turned_box(r.box, page, turn), r.dashed) for r in page.rulings)
    width, height = (page.width, page.height) if turn == 180 else (page.height, page.width)
    return replace(page, width=width, height=height, words=words, rulings=rulings, image="")


def _upright(word: Word, page: Page, turn: int) -> Word:
    return replace(word, box=turned_box(word.box, page, turn), direction=0)


def turned_box(box: Box, page: Page, turn: int) -> Box:
    """The box on the page turned back by `turn` degrees: text that ran so many degrees clockwise is upright there."""
    width, height = page.width, page.height
    if turn == 90:
        return Box(box.top, width - box.x1, box.bottom, width - box.x0)
    if turn == 180:
        return Box(width - box.x1, height - box.bottom, width - box.x0, height - box.top)
    return Box(height - box.bottom, box.x0, height - box.top, box.x1)


def back(table: Table, turned: Page, turn: int) -> Table:
    """The table of the turned page with its boxes on the page as it was."""

    def place(box: Box) -> Box:
        return turned_box(box, turned, (360 - turn) % 360)

    parts = tuple(Part(part.page, place(part.box)) for part in table.parts)
    cells = tuple(replace(cell, box=place(cell.box) if cell.box else None) for cell in table.cells)
    return replace(table, parts=parts, cells=cells)
