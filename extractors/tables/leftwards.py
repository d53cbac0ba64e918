"""Tables of scripts written from right to left: the page is read mirrored, so that their labels, at the right, come
first as those of other tables do, and the tables are mirrored back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from extractors.tables.runs import LEFTWARDS, MirroredWord
from extractors.types import Box, Page, Part, Ruling, Table


def runs_leftwards(texts: Iterable[str]) -> bool:
    """Most texts that have letters have some of a script written from right to left."""
    texts = list(texts)
    leftwards = [text for text in texts if not text.isascii() and LEFTWARDS.search(text)]
    if not leftwards:
        return False
    lettered = [text for text in texts if any(ch.isalpha() for ch in text)]
    return 2 * sum(any(ch.isalpha() for ch in text) for text in leftwards) > len(lettered)


def mirrored_page(page: Page) -> Page:
    """The page as in a mirror, but for its letters. The picture is left out."""
    words = tuple(
        MirroredWord(w.text, mirrored_box(w.box, page.width), w.confidence, w.source, w.size, w.bold, w.direction)
        for w in page.words
    )
    rulings = tuple(Ruling(mirrored_box(r.box, page.width), r.dashed) for r in page.rulings)
    return replace(page, words=words, rulings=rulings, image="")


def mirrored_box(box: Box, width: float) -> Box:
    return Box(width - box.x1, box.top, width - box.x0, box.bottom)


def mirrored_back(table: Table, width: float) -> Table:
    """The table of a mirrored page on the page as it is, its columns counted from the left."""
    last = table.columns
    parts = tuple(Part(part.page, mirrored_box(part.box, width)) for part in table.parts)
    cells = sorted(
        (
            replace(c, column=last - c.column - c.column_span, box=mirrored_box(c.box, width) if c.box else None)
            for c in table.cells
        ),
        key=lambda cell: (cell.row, cell.column),
    )
    return replace(table, parts=parts, cells=tuple(cells))


def label_column(table: Table) -> int:
    """The column whose cells name the rows: the first one, or the last of a table that is read from the right."""
    return table.columns - 1 if runs_leftwards(cell.text for cell in table.cells) else 0
