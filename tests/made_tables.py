"""Tables made by a seeded generator: texts, where they stand on pages, and pages that hold no table at all."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field

from extractors.tables import Tables
from extractors.types import Box, Document, Page, Ruling, Table, Word

WIDTH, HEIGHT, SIZE = 595.0, 842.0, 9.0
NAMES = tuple(
    """north south east west central upper lower harbour valley river forest coast island market bridge garden energy
    transport housing health education research defence culture fishing mining trade banking water waste""".split()  # noqa: SIM905
)
NOUNS = (
    "revenue",
    "cost",
    "income",
    "stock",
    "output",
    "staff",
    "rent",
    "fees",
    "sales",
    "wages",
    "grants",
    "interest",
)
PROSE = tuple(
    """the committee has looked at how the measures were put in place over the last years and found that most of
    them reached those they were meant for while some did not because the rules had been changed several times and the
    people who had to apply them were told late""".split()  # noqa: SIM905
)


@dataclass
class Made:
    """`texts` by row and column, headings included; `additive` columns have a total in the last row."""

    texts: list[list[str]]
    heading_rows: int
    values: list[list[float]] = field(default_factory=list)


def make_table(rng: random.Random, rows: int, columns: int, total: bool = True) -> Made:
    """A stub column and columns of numbers, each with its own format; the last row a total where wanted."""
    formats = [rng.choice(["{:,.0f}", "{:,.2f}", "{:,.1f}", "{:.0f}"]) for _ in range(columns - 1)]
    values = [[round(rng.uniform(1, 9000), 2) for _ in formats] for _ in range(rows)]
    values = [[float(f.format(v).replace(",", "")) for v, f in zip(row, formats, strict=True)] for row in values]
    labels = [f"{rng.choice(NAMES)} {rng.choice(NOUNS)} {i}".capitalize() for i in range(rows)]
    texts = [
        [label, *(_shown(v, f) for v, f in zip(row, formats, strict=True))]
        for label, row in zip(labels, values, strict=True)
    ]
    longest = 8 if columns < 6 else 4  # so that headings have room side by side
    heads = ["Item", *(f"{rng.choice(NOUNS)[:longest].capitalize()} {2001 + i}" for i in range(columns - 1))]
    if total:
        sums = [sum(row[i] for row in values) for i in range(columns - 1)]
        texts.append(
            [
                rng.choice(["Total", "Grand total", "Sum"]) if rows < 3 else "Total",
                *(_shown(s, f) for s, f in zip(sums, formats, strict=True)),
            ]
        )
    return Made([heads, *texts], 1, values)


def _shown(value: float, form: str) -> str:
    return form.format(value) if value >= 0 else f"({form.format(-value)})"


def line(text: str, x: float, top: float, size: float = SIZE, bold: bool = False) -> list[Word]:
    """The words of one line from the left, half a font size for each letter."""
    words = []
    for token in text.split():
        width = 0.5 * size * len(token)
        words.append(Word(token, Box(x, top, x + width, top + size), size=size, bold=bold))
        x += width + 0.28 * size
    return words


def right_line(text: str, right: float, top: float, size: float = SIZE) -> list[Word]:
    width = sum(0.5 * size * len(token) for token in text.split()) + 0.28 * size * (len(text.split()) - 1)
    return line(text, right - width, top, size)


def place_rows(
    texts: list[list[str]], top: float, style: str, left: float = 60.0, width: float = 475.0, step: float = 14.0
) -> tuple[list[Word], list[Ruling]]:
    """Words and rulings of rows of texts: labels from the left, numbers to the right; `style`: grid, lines, plain."""
    columns = len(texts[0])
    stub = width * (0.34 if columns > 2 else 0.6)
    pitch = (width - stub) / max(1, columns - 1)
    words: list[Word] = []
    for r, row in enumerate(texts):
        y = top + r * step + 2
        words += line(row[0], left + 3, y)
        for c, text in enumerate(row[1:], start=1):
            words += right_line(text, left + stub + c * pitch - 4, y)
    bottom, right = top + len(texts) * step, left + width
    rulings: list[Ruling] = []
    if style == "grid":
        xs = [left, *(left + stub + c * pitch for c in range(columns))]
        rulings += [Ruling(Box(left, top + r * step, right, top + r * step)) for r in range(len(texts) + 1)]
        rulings += [Ruling(Box(x, top, x, bottom)) for x in xs]
    elif style == "lines":
        rulings += [Ruling(Box(left, y, right, y)) for y in (top, top + step, bottom)]
    return words, rulings


def make_document(rng: random.Random, made: Made, pages: int, style: str, repeat: bool, name: str = "made") -> Document:
    """The table over so many pages, with a running head, page numbers, a caption on the first page."""
    head, body = made.texts[: made.heading_rows], made.texts[made.heading_rows :]
    share = -(-len(body) // pages)
    out = []
    for number in range(1, pages + 1):
        part = body[(number - 1) * share : number * share]
        rows = [*head, *part] if number == 1 or repeat else part
        words = line("Annual report of the board", 60, 30, 8) + line(str(number), 300, 810, 8)
        top = 60.0
        if number == 1:
            words += line("Table 1: Figures by item and year", 60, 60)
            top = 80.0
        placed, rulings = place_rows(rows, top, style, step=min(14.0, 720 / len(rows)))
        out.append(Page(number, WIDTH, HEIGHT, words=tuple(words + placed), rulings=tuple(rulings), text_source="text"))
    return Document(name.ljust(16, "0")[:16], name, tuple(out))


def prose_page(rng: random.Random, columns: int = 1) -> Page:
    """Running text in one or two columns, with a heading now and then."""
    words: list[Word] = []
    gutter = 24.0
    width = (475.0 - gutter * (columns - 1)) / columns
    for column in range(columns):
        left, top = 60 + column * (width + gutter), 60.0 + rng.uniform(0, 5)
        while top < 760:
            if rng.random() < 0.06:
                words += line(
                    f"{rng.randint(1, 9)}.{rng.randint(1, 9)} {rng.choice(NAMES)} and {rng.choice(NOUNS)}",
                    left,
                    top,
                    11,
                    True,
                )
                top += 22
            words += _prose_line(rng, left, width, top)
            top += 12
    return Page(1, WIDTH, HEIGHT, words=tuple(words), text_source="text")


def _prose_line(rng: random.Random, left: float, width: float, top: float) -> list[Word]:
    tokens: list[str] = []
    while sum(0.5 * SIZE * len(t) + 0.28 * SIZE for t in tokens) < width - 40:
        tokens.append(str(rng.randint(1, 2020)) if rng.random() < 0.05 else rng.choice(PROSE))
    words = line(" ".join(tokens), left, top)
    spare = left + width - words[-1].box.x1
    if len(words) < 2 or spare > 60:
        return words
    extra = spare / (len(words) - 1)
    return [
        Word(w.text, Box(w.box.x0 + i * extra, w.box.top, w.box.x1 + i * extra, w.box.bottom), size=w.size)
        for i, w in enumerate(words)
    ]


def contents_page(rng: random.Random, leaders: bool) -> Page:
    """A table of contents: numbers, titles, dots or none, page numbers to the right."""
    words = line("Contents", 60, 50, 14, True)
    number, top = 1, 80.0
    for chapter in range(1, 9):
        for section in range(rng.randint(1, 5)):
            label = f"{chapter}.{section}" if section else f"{chapter}"
            words += line(label, 60, top)
            title = line(" ".join(rng.choice(PROSE) for _ in range(rng.randint(2, 8))).capitalize(), 90, top)
            words += title
            if leaders:
                dots = "." * int((515 - title[-1].box.x1) / 4.5)
                words += line(dots, title[-1].box.x1 + 6, top) if dots else []
            number += rng.randint(0, 6)
            words += right_line(str(number), 535, top)
            top += 15
    return Page(1, WIDTH, HEIGHT, words=tuple(words), text_source="text")


def list_page(rng: random.Random) -> Page:
    """Bulleted and numbered lists between paragraphs."""
    words: list[Word] = []
    top = 60.0
    while top < 740:
        marks = rng.choice([["•"] * 8, [f"{i}." for i in range(1, 9)], [f"({c})" for c in "abcdefgh"], ["–"] * 8])
        for mark in marks[: rng.randint(3, 8)]:
            words += line(mark, 70, top) + line(" ".join(rng.choice(PROSE) for _ in range(rng.randint(2, 14))), 90, top)
            top += 14
        top += 10
        for _ in range(rng.randint(2, 5)):
            words += _prose_line(rng, 60, 475, top)
            top += 12
        top += 14
    return Page(1, WIDTH, HEIGHT, words=tuple(words), text_source="text")


def form_page(rng: random.Random) -> Page:
    """Labels with colons, values or blanks beside them."""
    words = line("Application for a permit", 60, 50, 14, True)
    top = 90.0
    while top < 740:
        words += line(f"{rng.choice(NAMES)} {rng.choice(NOUNS)}:".capitalize(), 60, top)
        words += line(rng.choice(["____________________", f"{rng.choice(NAMES)} {rng.choice(NAMES)}"]), 180, top)
        if rng.random() < 0.5:
            words += line(f"{rng.choice(NAMES)}:".capitalize(), 340, top)
            words += line(rng.choice(["______________", rng.choice(NAMES), str(rng.randint(1, 999))]), 430, top)
        top += rng.choice([18, 22])
    return Page(1, WIDTH, HEIGHT, words=tuple(words), text_source="text")


def read(words: Iterable[Word], rulings: Iterable[Ruling] = (), rules_alone: bool = False) -> tuple[Table, ...]:
    """The tables that the family, or its rules alone, find on one page of these words and rulings."""
    page = Page(1, WIDTH, HEIGHT, words=tuple(words), rulings=tuple(rulings))
    return Tables(rules_alone=rules_alone).predict([Document("0" * 16, "a", (page,))])[0].tables


def texts(table: Table) -> list[list[str]]:
    """The texts of a table, row by row; places that no cell begins at are empty."""
    at = {(c.row, c.column): c.text for c in table.cells}
    return [[at.get((r, c), "") for c in range(table.columns)] for r in range(table.rows)]
