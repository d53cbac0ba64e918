"""Whole pages with tables, and without, as a reader would hand them over: several tables under and beside each other
with captions and notes, among what is no table; a share of them as OCR reads scans. Endless, the same for the same
seed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Literal

from extractors.synthetic import beside_tables as beside
from extractors.synthetic import table_invoices as invoices
from extractors.synthetic.beside_tables import Maker, Pen
from extractors.synthetic.noise import DEEP, TALL
from extractors.synthetic.table_grids import Speech, make_plan
from extractors.synthetic.table_layout import Setter, Written, draw_look
from extractors.synthetic.tables import read_words
from extractors.synthetic.values import Values
from extractors.synthetic.vocabulary import LANGUAGES, vocabulary
from extractors.types import Box, Document, Example, Extraction, Page, Table, Word

CAPTIONS = (
    "Table {}",
    "Table {}:",
    "TABLE {}.",
    "Tab. {}",
    "Tabelle {}:",
    "Tableau {} –",
    "Table {}.{}:",
    "Exhibit {}",
)
NOTES = ("Source: {}", "Note: {}", "* {}", "(a) {}", "1 {}", "Notes: {}", "n/a: {}", "Quelle: {}")


@dataclass(frozen=True)
class TablePage:
    """A page with what is right about it: for each word the table and cell it belongs to (-1: none) and what it is
    (None: nobody says); the tables with their cells."""

    page: Page
    owners: tuple[tuple[int, int], ...]
    kinds: tuple[str | None, ...]
    tables: tuple[Table, ...]

    def example(self, name: str) -> Example:
        """The page as a Document with its answer."""
        return Example(Document(name, name, (self.page,)), Extraction(name, "tables", "generated", tables=self.tables))


def table_pages(seed: int) -> Iterator[TablePage]:
    """Pages for ever; those of few words are left out."""
    random = Random(seed)
    while True:
        page = make_page(random)
        if len(page.page.words) > 5:
            yield page


SETTINGS: dict[str, tuple[float, dict[Maker | None, float]]] = {
    "report": (4.5, {None: 5, beside.prose: 4, beside.heading: 1, beside.items: 1, beside.chart: 0.5}),
    "tables": (4.5, {None: 8, beside.heading: 1, beside.prose: 0.6}),
    "text": (
        0.8,
        {beside.prose: 3, beside.two_columns: 3, beside.items: 2, beside.heading: 1, beside.chart: 0.4, None: 0.6},
    ),
    "contents": (0.5, {beside.contents: 3, beside.items: 1}),
    "form": (1.6, {beside.form: 4, beside.boxed_form: 1, beside.pairs: 1, beside.heading: 1, None: 0.3}),
    "boxed": (
        1.4,
        {beside.boxed_form: 4, beside.prose: 0.7, beside.two_columns: 0.7, beside.signatures: 0.3, None: 0.25},
    ),
    "cover": (
        1.2,
        {beside.addresses: 4, beside.heading: 2, beside.pairs: 1, beside.prose: 1, beside.signatures: 1}
        | {beside.items: 0.5, beside.form: 0.5},
    ),
    "invoice": (3.2, {invoices.invoice: 1}),
    "loose": (0.8, {None: 3, beside.pairs: 3, beside.addresses: 2, beside.feet: 1, beside.prose: 0.5}),
    "lists": (
        1.0,
        {invoices.price_list: 2, invoices.address_list: 2, invoices.line_items: 1, beside.prose: 1, beside.heading: 1}
        | {beside.pairs: 0.4, beside.addresses: 0.7, beside.items: 0.4},
    ),
}
"""Kinds of pages: how often each is drawn, and what stands on it how often (None: a table)."""


def make_page(r: Random) -> TablePage:
    """One page drawn by chance."""
    language = r.choices(LANGUAGES, (0.76, 0.08, 0.08, 0.08))[0]
    speech = Speech(r, Values(r, language), vocabulary(language))
    width, height = r.choice(((595.0, 842.0), (612.0, 792.0), (612.0, 792.0), (842.0, 595.0)))
    margin = r.uniform(0.05, 0.14) * width
    pen = Pen(Written(), speech, r.uniform(7.5, 11.5), height * r.uniform(0.75, 0.95))
    names, weights = zip(*((name, share) for name, (share, _) in SETTINGS.items()), strict=True)
    setting = r.choices(names, weights)[0]
    y = _head(pen, margin, 0.04 * height, width - 2 * margin)
    makers, shares = zip(*SETTINGS[setting][1].items(), strict=True)
    for _ in range(14):
        if y > pen.bottom - 40 or len(pen.page.words) > 750:
            break
        maker = r.choices(makers, shares)[0]
        y = (maker or tables)(pen, margin, y, width - 2 * margin) + r.uniform(3, 22)
    if r.random() < (0.5 if setting in ("cover", "loose") else 0.05):
        beside.feet(pen, margin, max(y, height * 0.9), width - 2 * margin)
    if r.random() < 0.4:
        pen.text(
            str(r.randint(1, 300)),
            margin,
            max(y, height * 0.95),
            width - 2 * margin,
            0.9,
            r.choice(("left", "middle", "right")),
        )
    return _read(pen.page, width, max(height, y + 40), r)


def _head(pen: Pen, x: float, y: float, width: float) -> float:
    r, speech = pen.random, pen.speech
    if r.random() < 0.35:
        pen.text(speech.phrase(2, 6).capitalize(), x, y, width / 2, 0.85)
        if r.random() < 0.5:
            pen.text(speech.values.draw("date"), x + width / 2, y, width / 2, 0.85, "right")
        y += 2.2 * pen.size
    return y + r.uniform(0, 60)


def tables(pen: Pen, x: float, y: float, width: float) -> float:
    """A table with what belongs to it, or two side by side that know nothing of each other."""
    r = pen.random
    if width > 350 and r.random() < 0.08:
        return _in_column(pen, x, y, width)
    if r.random() > 0.12 or width < 350:
        return _table(pen, x, y, width * r.choice((1.0, 1.0, 1.0, 0.75, 0.5)), 12)
    gap, shift = r.uniform(12, 40), r.choice((0.0, 0.0, r.uniform(-8, 8)))
    cut = r.uniform(0.4, 0.6)
    first = _table(pen, x, y + 8, cut * width - gap / 2, 5)
    place = (x + cut * width + gap / 2, y + 8 + shift, (1 - cut) * width - gap / 2)
    second = _table(pen, *place) if r.random() < 0.75 else beside.prose(pen, *place)
    return max(first, second)


def _in_column(pen: Pen, x: float, y: float, width: float) -> float:
    """A table in one of two columns of running text."""
    r, lowest = pen.random, y
    for number in range(2):
        left, own, at = x + number * (width / 2 + 8), width / 2 - 8, y
        makers: list[Maker] = r.sample([beside.prose, beside.prose, beside.items, _table, _table], 3)
        for maker in makers:
            at = maker(pen, left, at, own) + r.uniform(4, 12) if at < pen.bottom - 60 else at
        lowest = max(lowest, at)
    return lowest


def _table(pen: Pen, x: float, y: float, width: float, most_columns: int = 5) -> float:
    """Caption, table, notes."""
    r, speech = pen.random, pen.speech
    plan = make_plan(speech, most_columns)
    look = draw_look(r, plan)
    above, first = r.random(), len(pen.page.words)
    if above < 0.65:
        number = r.randint(1, 30)
        lead = r.choice(CAPTIONS).format(number, r.randint(1, 9)) + " " if r.random() < 0.6 else ""
        text, align = lead + speech.phrase(2, 10).capitalize(), ("left", "left", "middle")
        y = pen.text(text, x, y, width, r.uniform(0.9, 1.2), r.choice(align), kind="caption")
        if r.random() < 0.2:
            unit = r.choice(
                ("in thousands of EUR", "USD millions", "Million tonnes", "per cent", "(in thousands, except shares)")
            )
            y = pen.text(unit, x, y, width, 0.9, r.choice(("left", "right", "middle")), kind="caption")
        y += r.uniform(0, 8)
    end = Setter(pen.page, r, plan, look, x, width).set(y, pen.bottom)
    if end is None:  # no room: what would have been its caption names nothing
        pen.page.kinds[first:] = ["outside"] * (len(pen.page.words) - first)
        return beside.prose(pen, x, y, width)
    if r.random() < 0.3:
        end += r.uniform(1, 6)
        for _ in range(r.randint(1, 3)):
            text = r.choice(NOTES).format(speech.phrase(2, 14).capitalize())
            end = pen.text(text, x, end, width, 0.8, kind="note")
    elif above > 0.95:
        end = pen.text(f"Table {r.randint(1, 30)}: {speech.phrase(2, 10)}", x, end + 4, width, kind="caption")
    return end + r.uniform(2, 12)


def _read(written: Written, width: float, height: float, r: Random) -> TablePage:
    """What a reader gives of the page: all of it, or what OCR does with a scan of it."""
    source: Literal["text", "ocr"] = "text"
    words, rulings = list(enumerate(written.words)), list(written.rulings)
    width = max(width, *(word.box.x1 for word in written.words)) if written.words else width
    if r.random() < 0.3:
        words, source = read_words(written.words, r), "ocr"
        skew = r.choice((0.0, 0.0, r.gauss(0, 0.004)))
        tight = r.random() < 0.6
        words = [(place, _skewed(_tight(word) if tight else word, skew, width)) for place, word in words]
        rulings = [ruling for ruling in rulings if r.random() > 0.03] if r.random() < 0.7 else []
    elif r.random() < 0.08:
        rulings = []
    read = tuple(word for _, word in words)
    page = Page(1, width, height, words=read, rulings=tuple(rulings), text_source=source)
    places = [place for place, _ in words]
    kinds = (written.kinds[p] for p in places)
    return TablePage(
        page,
        tuple(written.owners[p] for p in places),
        tuple(None if kind == invoices.UNKNOWN else kind for kind in kinds),
        tuple(written.tables),
    )


def _tight(word: Word) -> Word:
    """The box of the ink alone, as OCR gives it, which tells no font size."""
    box = word.box
    top = box.top + (0.05 if TALL & set(word.text) else 0.28) * box.height
    bottom = box.bottom - (0.0 if DEEP & set(word.text) else 0.2) * box.height
    return replace(word, box=replace(box, top=top, bottom=bottom), size=0.0)


def _skewed(word: Word, skew: float, width: float) -> Word:
    shift = skew * (word.box.center[0] - width / 2)
    return (
        replace(word, box=Box(word.box.x0, word.box.top + shift, word.box.x1, word.box.bottom + shift))
        if shift
        else word
    )
