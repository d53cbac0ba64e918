"""Pages laid out by hand for the forms tests: words on lines, in a type whose letters are all equally wide."""

from __future__ import annotations

from extractors.types import Box, Document, Page, Region, Ruling, Word

SIZE = 10.0
WIDE, SPACE = 0.55, 0.3


def line(text: str, x0: float, top: float, size: float = SIZE, bold: bool = False) -> list[Word]:
    """The words of a text from a left edge on, `top` at its upper edge."""
    words, x = [], x0
    for token in text.split():
        width = WIDE * size * len(token)
        words.append(Word(token, Box(x, top, x + width, top + size), size=size, bold=bold))
        x += width + SPACE * size
    return words


def page(*lines: list[Word], rulings: tuple[Ruling, ...] = (), regions: tuple[Region, ...] = (), **more) -> Page:
    words = tuple(word for own in lines for word in own)
    return Page(1, 595.0, 842.0, words=words, rulings=rulings, regions=regions, **more)


def document(*pages: Page) -> Document:
    return Document("0" * 16, "paper.pdf", pages)


def level(x0: float, x1: float, y: float) -> Ruling:
    return Ruling(Box(x0, y, x1, y))


def upright(x: float, top: float, bottom: float) -> Ruling:
    return Ruling(Box(x, top, x, bottom))


def mark(x0: float, top: float, state: bool, kind: str = "checkbox") -> Region:
    return Region(kind, Box(x0, top, x0 + 8, top + 8), state=state)
