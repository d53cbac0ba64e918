"""Generated pages with tables and without, as a reader would hand them over: words, rulings, and the right answer.

Drawn by chance: columns, alignments, number formats, headings of two levels, wrapped labels, section rows, blanks,
lines, narrow gaps, prose around; a share of the pages as OCR reads scans: words lost, misread and unsure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from random import Random

from extractors.synthetic.noise import CONFUSED
from extractors.synthetic.sheet import text_width
from extractors.types import Box, Cell, Document, Example, Extraction, Page, Part, Ruling, Table, Word

WIDTH, HEIGHT = 595.0, 842.0
NAMES = tuple(
    """north south east west central upper harbour valley river forest island market energy transport housing health
    research defence culture fishing mining trade banking water waste revenue cost income stock output staff rent fees
    sales wages grants interest of and the in for other total net gross share value domestic foreign public""".split()  # noqa: SIM905
)


@dataclass
class Layout:
    """A table being laid out: sizes in points, columns by their left and right edges."""

    random: Random
    size: float
    columns: list[tuple[float, float]]
    aligns: list[str]
    style: str
    words: list[Word] = field(default_factory=list)
    rulings: list[Ruling] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)

    def put(self, text: str, row: int, column: int, top: float, span: int = 1, header: bool = False) -> float:
        """Writes a cell (lines parted by a line break) and gives the bottom of its last line."""
        left, right = self.columns[column][0], self.columns[column + span - 1][1]
        align = "middle" if span > 1 else self.aligns[column]
        for number, line in enumerate(text.split("\n")):
            y = top + 1.15 * self.size * number
            wide = text_width(line, self.size, False)
            x = {"left": left, "right": right - wide, "middle": (left + right - wide) / 2}[align]
            self.words += line_of(line, x, y, self.size)
        bottom = top + self.size * (1 + 1.15 * text.count("\n"))
        self.cells.append(Cell(text, row, column, 1, Box(left, top, right, bottom), 1, span, header))
        return bottom


def line_of(text: str, x: float, top: float, size: float) -> list[Word]:
    """The words of a line from the left."""
    out = []
    for token in text.split():
        wide = text_width(token, size, False)
        out.append(Word(token, Box(x, top, x + wide, top + size), size=size))
        x += wide + 0.28 * size
    return out


def make_example(seed: int) -> Example:
    """One page: mostly a table between prose, else a form, a list or a chart; every third page with noise of OCR."""
    random = Random(seed)
    words: list[Word] = []
    rulings: list[Ruling] = []
    tables: tuple[Table, ...] = ()
    top = _prose(random, words, 50.0, random.randint(0, 6))
    kind = random.random()
    if kind < 0.72:
        layout, bottom = _table(random, top + random.uniform(8, 30))
        words, rulings = words + layout.words, layout.rulings
        tables = (Table((Part(1, Box.around(cell.box for cell in layout.cells if cell.box)),), tuple(layout.cells)),)
        top = bottom + random.uniform(8, 30)
    elif kind < 0.8:
        top = _form(random, words, top + 20)
    elif kind < 0.9:
        top = draw_chart(random, words, rulings, top + 20)
    else:
        top = _lists(random, words, top + 20)
    if top < 700:
        _prose(random, words, top + 10, random.randint(0, 8))
    page = Page(1, WIDTH, HEIGHT, words=tuple(words), rulings=tuple(rulings), text_source="text")
    if random.random() < 0.34:
        page = scanned(page, random)
    name = f"{seed:016x}"
    return Example(Document(name, name, (page,)), Extraction(name, "tables", "generated", tables=tables))


def _phrase(random: Random, least: int, most: int) -> str:
    return " ".join(random.choice(NAMES) for _ in range(random.randint(least, most))).capitalize()


def _prose(random: Random, words: list[Word], top: float, lines: int) -> float:
    for _ in range(lines):
        text = ""
        while text_width(text, 9.5, False) < 420:
            text += " " + (random.choice(NAMES) if random.random() > 0.06 else str(random.randint(1, 2020)))
        words += line_of(text, 60, top, 9.5)
        top += 12.5
    return top


def _form(random: Random, words: list[Word], top: float) -> float:
    while top < 700:
        for x in (60.0, 320.0)[: random.randint(1, 2)]:
            words += line_of(_phrase(random, 1, 2) + random.choice([":", ":", ""]), x, top, 9.5)
            words += line_of(
                random.choice([_phrase(random, 1, 3), str(random.randint(1, 9999)), "....."]), x + 120, top, 9.5
            )
        top += random.choice([14.0, 18.0, 24.0])
    return top


def draw_chart(random: Random, words: list[Word], rulings: list[Ruling], top: float) -> float:
    """What is written in and around a chart of bars: a scale, names under the bars, values over them, a legend."""
    size, high, bars = random.choice([6.0, 7.0, 8.0]), random.uniform(60, 220), random.randint(2, 10)
    left, step = 90.0, random.uniform(28, 60)
    marks, unit = random.randint(3, 7), random.choice([5, 10, 20, 25, 100])
    scale, grid, values = random.random() < 0.7, random.random() < 0.5, random.random() < 0.6
    for mark in range(marks + 1):
        y = top + high * (1 - mark / marks)
        if scale:
            words += line_of(f"{unit * mark}{random.choice(['', '', '%'])}", left - 20, y - size / 2, size)
        if grid:
            rulings.append(Ruling(Box(left, y, left + bars * step, y)))
    names = random.choice(["{}", "{}", "199{}", "word"])
    for bar in range(bars):
        name = random.choice(NAMES) if names == "word" else names.format(bar + 1)
        words += line_of(name, left + bar * step + 4, top + high + 4, size)
        if values:
            y = top + random.uniform(0, 0.95) * high
            words += line_of(f"{random.uniform(0, 99):.1f}", left + bar * step + 4, y, size)
    for entry in range(random.randint(0, 3)):
        words += line_of(_phrase(random, 1, 2), left + 100 * entry, top + high + 2.2 * size + 6, size)
    return top + high + 40


def _lists(random: Random, words: list[Word], top: float) -> float:
    mark = random.choice(["•", "–", "{}.", "({})", "{}.1"])
    leader = random.random() < 0.5
    for number in range(1, random.randint(6, 25)):
        words += line_of(mark.format(number), 60, top, 9.5)
        text = _phrase(random, 2, 6)
        words += line_of(text, 90, top, 9.5)
        if leader:
            words += line_of(str(number * 3), 520, top, 9.5)
        top += 14
    return top


def _table(random: Random, top: float) -> tuple[Layout, float]:
    count = random.randint(2, 8)
    size = random.choice([7.0, 8.0, 9.0, 10.0])
    layout = Layout(
        random, size, *_columns(random, count, size), style=random.choice(["grid", "rows", "head", "plain"])
    )
    texts = [_format(random) for _ in range(count)]
    room = random.uniform(0.15, 0.7) * size
    row, edges = 0, [top]
    for header in _headings(random, count):
        bottom = max(layout.put(t, row, c, top + room / 2, s, True) for c, s, t in header)
        row, top = row + 1, bottom + room / 2
        edges.append(top)
    for _ in range(random.randint(2, 22)):
        if top > 760:
            break
        section = random.random() < 0.05
        filled = [(0, _label(random, layout))] if section else _row(random, layout, texts)
        bottom = max(layout.put(text, row, column, top + room / 2) for column, text in filled)
        row, top = row + 1, bottom + room / 2
        edges.append(top)
    _draw(layout, edges, sum(cell.header for cell in layout.cells) and max(c.row for c in layout.cells if c.header) + 1)
    return layout, top


def _columns(random: Random, count: int, size: float) -> tuple[list[tuple[float, float]], list[str]]:
    gap = random.uniform(0.7, 3.0) * size
    stub = random.uniform(0.2, 0.4) * 475
    rest = (475 - stub) / max(1, count - 1)
    edges = [
        (60.0, 60 + stub - gap),
        *((60 + stub + i * rest, 60 + stub + (i + 1) * rest - gap) for i in range(count - 1)),
    ]
    usual = random.choice(["right", "right", "middle", "left"])
    return edges, [
        "left",
        *(usual if random.random() < 0.85 else random.choice(["left", "right"]) for _ in range(count - 1)),
    ]


def _format(random: Random) -> str:
    return random.choice(["{:,.0f}", "{:,.1f}", "{:.2f}", "{:.1f}%", "{:.0f}", "digit", "word"])


def _value(random: Random, form: str) -> str:
    if random.random() < 0.05:
        return random.choice(["-", "–", "n/a", ".."])
    if form == "digit":
        return str(random.randint(0, 9))
    if form == "word":
        return random.choice(NAMES)
    number = random.choice([random.uniform(0, 99), random.uniform(0, 9000)])
    return form.format(number if random.random() > 0.05 else -number)


def _label(random: Random, layout: Layout) -> str:
    return _wrapped(_phrase(random, 1, 5), layout.columns[0], layout.size)


def _wrapped(text: str, column: tuple[float, float], size: float) -> str:
    lines = [""]
    for token in text.split():
        longer = f"{lines[-1]} {token}".strip()
        if lines[-1] and text_width(longer, size, False) > column[1] - column[0]:
            lines.append(token)
        else:
            lines[-1] = longer
    return "\n".join(lines)


def _row(random: Random, layout: Layout, texts: list[str]) -> list[tuple[int, str]]:
    blank = random.choice([0.0, 0.0, 0.1, 0.3])
    values = [(c, _value(random, form)) for c, form in enumerate(texts) if c and random.random() >= blank]
    kept = [
        (c, t) for c, t in values if text_width(t, layout.size, False) < layout.columns[c][1] - layout.columns[c][0]
    ]
    return [(0, _label(random, layout)), *kept]


def _headings(random: Random, count: int) -> list[list[tuple[int, int, str]]]:
    """Rows of (column, span, text)."""
    last = [(c, 1, random.choice([random.choice(NAMES).capitalize()[:7], str(1990 + c)])) for c in range(count)]
    if random.random() < 0.3:
        last = last[1:]
    if count < 4 or random.random() < 0.6:
        return [last]
    cut = random.randint(2, count - 2)
    return [[(1, cut - 0, _phrase(random, 1, 1)), (cut + 1, count - cut - 1, _phrase(random, 1, 1))], last]


def _draw(layout: Layout, edges: list[float], headings: int) -> None:
    left, right = layout.columns[0][0] - 3, layout.columns[-1][1] + 3
    rows = {"grid": edges, "rows": edges, "head": [edges[0], edges[headings], edges[-1]], "plain": []}[layout.style]
    layout.rulings += [Ruling(Box(left, y, right, y)) for y in rows]
    if layout.style == "grid":
        between = [(a[1] + b[0]) / 2 for a, b in zip(layout.columns, layout.columns[1:], strict=False)]
        for x in (left, *between, right):
            spans = [e for e in layout.cells if e.column_span > 1 and e.box and e.box.x0 < x < e.box.x1]
            start = edges[1] if spans else edges[0]
            layout.rulings.append(Ruling(Box(x, start, x, edges[-1])))


def scanned(page: Page, random: Random) -> Page:
    """The page as OCR hands it over: boxes a little off, words unsure, misread or lost, short ones above all."""
    return replace(page, words=tuple(word for _, word in read_words(page.words, random)), text_source="ocr")


def read_words(words: Sequence[Word], random: Random) -> list[tuple[int, Word]]:
    """What OCR makes of the words of a page, each with its place among them."""
    quality = random.choice([0.002, 0.004, 0.01, 0.02, 0.06])
    read = []
    for place, word in enumerate(words):
        if random.random() < quality * (4 if len(word.text) < 2 else 0.5):
            continue
        wrong = random.random() < 1 - (1 - quality) ** len(word.text)
        sure = random.betavariate(4, 3) if wrong and random.random() < 0.5 else random.betavariate(30, 2)
        text = misread(word.text, random) if wrong else word.text
        shift = random.gauss(0, 0.2)
        box = Box(word.box.x0 + shift, word.box.top + shift, word.box.x1 + shift, word.box.bottom + shift)
        read.append((place, replace(word, text=text, box=box, confidence=max(0.4, min(sure, 0.97)), source="ocr")))
    return read


def misread(text: str, random: Random) -> str:
    """One character taken for another."""
    at = random.randrange(len(text))
    return text[:at] + CONFUSED.get(text[at], random.choice("iltrec")) + text[at + 1 :]
