"""Invoices, receipts and statements made by a seeded generator of their own: one true table of what is charged, among
heads, particulars, totals that stand apart, terms and feet in columns."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from extractors.types import Box, Cell, Document, Example, Extraction, Page, Part, Ruling, Table, Word
from tests.made_tables import HEIGHT, WIDTH, line, right_line

GOODS = tuple(
    """desk lamp|office chair|paper A4 white|toner cartridge black|network cable 5 m|hosting basic|mail account|
    breakfast|room charges|consulting|site visit|annual licence|service contract|garden hose|copper pipe|
    floor tiles grey|wall paint matt|screws 4 x 40|leather case|power adapter|wireless mouse|external disk 2 TB|
    travel costs|installation|data transfer|support plan silver|printing of leaflets|
    cleaning of windows""".split("|")  # noqa: SIM905
)
MORE = ("Basic fee per unit", "Service: OUD_{n}", "01.0{d}.24-30.0{d}.24", "Serial no. SD{n}X", "incl. levy",
        "Order {n}", "Delivery note {n}", "2 pcs. per box", "Contract CON{n}")  # fmt: skip
FIRMS = ("Northwind Hosting AG", "Blue Harbour B.V.", "Meadow & Sons Ltd", "Alpine Supplies GmbH", "Fabrik Nord KG")
STREETS = ("12 Mill Lane", "Uferweg 40-42", "93B High Street", "Sesamstraat 32", "8 rue de la Ville")
TOWNS = ("Ashford", "D-63571 Gelnhausen", "Leeds LS1 4AP", "1025 RX Amsterdam", "75008 Paris")


@dataclass
class Draft:
    """An invoice being laid out; `cells` are those of its one true table."""

    random: random.Random
    size: float
    words: list[Word] = field(default_factory=list)
    rulings: list[Ruling] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)

    def put(
        self, text: str, x: float, y: float, align: str = "left", size: float = 0.0, bold: bool = False
    ) -> list[Word]:
        size = size or self.size
        made = line(text, x, y, size, bold) if align == "left" else right_line(text, x, y, size)
        if align == "middle":
            half = (made[-1].box.x1 - made[0].box.x0) / 2
            made = line(text, x - half, y, size, bold)
        self.words += made
        return made

    def rule(self, x0: float, x1: float, y: float) -> None:
        self.rulings.append(Ruling(Box(x0, y, x1, y)))


@dataclass(frozen=True)
class Style:
    """`columns`: heading, left and right edge, align; which of the columns say what, and how lines are drawn."""

    columns: tuple[tuple[str, float, float, str], ...]
    kinds: str
    lines: str
    step: float
    pitch: float
    totals: str


STYLES: dict[str, Style] = {
    "ruled head, long items": Style(
        (("Pos.", 60, 85, "right"), ("Menge", 95, 130, "right"), ("Beschreibung", 140, 330, "left"),
         ("Rabatt %", 350, 410, "right"), ("Preis netto", 420, 475, "right"), ("Betrag netto", 485, 540, "right")),
        "nqd-pa", "head", 14, 14, "within"),
    "shaded, totals apart": Style(
        (("Training Date", 55, 120, "middle"), ("Description", 130, 300, "middle"), ("Price", 310, 380, "middle"),
         ("Discount", 390, 455, "middle"), ("Line Total", 465, 540, "middle")),
        "tdp%a", "none", 16, 11, "apart"),
    "wide rows": Style(
        (("DESCRIPTION", 58, 200, "left"), ("RATE", 300, 460, "right"), ("AMOUNT", 480, 540, "right")),
        "dra", "hair", 38, 11, "within"),
    "plain, totals in columns": Style(
        (("Qty", 60, 80, "right"), ("Item", 95, 300, "left"), ("Unit price", 330, 410, "right"),
         ("Amount", 440, 540, "right")),
        "qdpa", "none", 15, 11, "within"),
    "blank corner": Style(
        (("", 60, 280, "left"), ("Montant HT", 300, 370, "right"), ("Montant TVA", 385, 455, "right"),
         ("Montant TTC", 470, 540, "right")),
        "dpva", "head", 13, 11, "within"),
    "drawn boxes": Style(
        (("#", 60, 75, "left"), ("Article", 85, 300, "left"), ("Hours", 310, 350, "right"), ("Rate", 360, 430, "right"),
         ("Total", 445, 537, "right")),
        "ndqpa", "grid", 18, 11, "apart"),
    "statement": Style(
        (("Date", 60, 115, "left"), ("Details", 125, 320, "left"), ("Paid out", 330, 400, "right"),
         ("Paid in", 410, 470, "right"), ("Balance", 480, 540, "right")),
        "td-pb", "heads", 13, 11, "none"),
    "ruled head, cents and taxes": Style(
        (("Artikel", 60, 260, "left"), ("Aantal", 270, 310, "right"), ("Prijs per stuk", 320, 395, "right"),
         ("BTW", 405, 440, "right"), ("Prijs incl.", 455, 540, "right")),
        "dqpva", "none", 15, 11, "apart"),
}  # fmt: skip


def make_invoice(seed: int, style: str = "") -> Example:
    """One page in one of the styles, the same for the same seed."""
    rng = random.Random(f"invoice {seed}")
    own = STYLES[style or list(STYLES)[seed % len(STYLES)]]
    draft = Draft(rng, rng.choice((7.5, 8.0, 8.5, 9.0)))
    y = _head(draft)
    top = y
    y, total = _items(draft, own, y)
    if own.totals == "within":
        y = _sums_within(draft, own, y, total)
    _draw(draft, own, top, y)
    if own.totals == "apart":
        y = _sums_apart(draft, y + rng.choice((26, 44)), total)
    y = _terms(draft, y + rng.choice((16, 30)))
    _foot(draft, rng.choice((y + 10, max(y + 20, 770))))
    return _example(draft, seed)


def _head(draft: Draft) -> float:
    """The firm, who is written to, and particulars right over the table or beside the address."""
    rng = draft.random
    draft.put(rng.choice(FIRMS), rng.choice((60, 330)), 40, size=rng.choice((14, 18)))
    for number, text in enumerate(("Sample Ltd.", rng.choice(STREETS), rng.choice(TOWNS))):
        draft.put(text, 60, 90 + 13 * number)
    number, day = str(rng.randint(10000, 99999999)), f"{rng.randint(1, 28)}.0{rng.randint(1, 9)}.2024"
    pairs = [("Invoice no.", number), ("Invoice date", day), ("Customer no.", str(rng.randint(100, 99999))),
             ("Your order", f"A-{rng.randint(100, 999)}"), ("Due date", day)][: rng.randint(2, 5)]  # fmt: skip
    where = rng.choice(("beside", "above", "above in two", "captions"))
    y = 150.0
    if where == "beside":
        for row, (label, value) in enumerate(pairs):
            draft.put(label, 350, 90 + 13 * row)
            draft.put(value, 460, 90 + 13 * row)
        y = 170.0
    draft.put(
        rng.choice(("Invoice", "Rechnung", "FACTURE", "Payment receipt")), 60, y, size=rng.choice((11, 15)), bold=True
    )
    y += rng.choice((22, 30))
    if where == "above":
        for label, value in pairs:
            draft.put(label, 60, y)
            draft.put(value, 150, y)
            y += 13
    elif where == "above in two":
        for row, (label, value) in enumerate(pairs):
            x = 60 if row % 2 == 0 else 350
            draft.put(label, x, y)
            draft.put(value, x + 95, y)
            y += 13 if row % 2 else 0
        y += 13
    elif where == "captions":
        for column, (label, value) in enumerate(pairs):
            draft.put(label, 60 + 100 * column, y)
            draft.put(value, 60 + 100 * column, y + 11)
        y += 22
    return y + rng.choice((8, 16, 30))


def _items(draft: Draft, style: Style, y: float) -> tuple[float, float]:
    """Headings and rows; gives where they end and what they cost together."""
    rng = draft.random
    _row(draft, style, 0, y, [heading for heading, *_ in style.columns], header=True)
    y += style.step if style.lines in ("grid", "hair") else max(style.step, 15)
    total, balance = 0.0, round(rng.uniform(0, 4000), 2)
    lines = rng.choice((0, 0, 1, 2, 3))
    for number in range(1, 1 + rng.choice((1, 2, 3, 4, 6, 8)) + (style.kinds.endswith("b") and 3)):
        count, price = rng.choice((1, 1, 2, 5, 12)), round(rng.choice((rng.uniform(1, 90), rng.uniform(90, 3000))), 2)
        total, balance = total + count * price, balance - price
        more = [rng.choice(MORE).format(n=rng.randint(100, 99999), d=rng.randint(1, 9)) for _ in range(lines)]
        shown = {
            "n": str(number), "q": str(count), "p": _money(price), "a": _money(count * price), "b": _money(balance),
            "d": "\n".join([rng.choice(GOODS).strip().capitalize(), *more]), "-": "", "v": rng.choice(("19%", "21%")),
            "t": f"{rng.randint(1, 12)}/{rng.randint(1, 28)}/2020", "%": rng.choice(("-", "25%")),
            "r": f"{count} x {_money(price)}",
        }  # fmt: skip
        texts = [shown[kind] for kind in style.kinds]
        _row(draft, style, number, y, texts)
        y += max(style.step, style.pitch * len(shown["d"].split("\n")) + (style.step - style.pitch))
    return y, total


def _money(value: float) -> str:
    return f"{value:,.2f}"


def _row(draft: Draft, style: Style, row: int, y: float, texts: list[str], header: bool = False) -> None:
    for column, (text, (_, left, right, align)) in enumerate(zip(texts, style.columns, strict=True)):
        x = {"left": left, "right": right, "middle": (left + right) / 2}[align]
        words = [w for n, part in enumerate(text.split("\n")) if part
                 for w in draft.put(part, x, y + n * style.pitch, align, bold=header)]  # fmt: skip
        if words:
            draft.cells.append(Cell(text, row, column, 1, Box.around(w.box for w in words), header=header))


def _sums_within(draft: Draft, style: Style, y: float, total: float) -> float:
    """Sums as rows of the table, their label in the first column that has texts."""
    row = max(cell.row for cell in draft.cells) + 1
    at = next(i for i, kind in enumerate(style.kinds) if kind == "d")
    for label, value in (("Total net", total), ("VAT 19 %", 0.19 * total), ("Total EUR", 1.19 * total))[
        draft.random.choice((0, 2)) :
    ]:
        texts = [label if i == at else "" for i in range(len(style.columns))]
        texts[-1] = _money(value)
        _row(draft, style, row, y, texts)
        y, row = y + style.step, row + 1
    return y


def _draw(draft: Draft, style: Style, top: float, bottom: float) -> None:
    left, right = style.columns[0][1] - 5, style.columns[-1][2] + 5
    rows = sorted({cell.row for cell in draft.cells})
    tops = [min(cell.box.top for cell in draft.cells if cell.row == row and cell.box) - 3 for row in rows]
    if style.lines in ("head", "grid"):
        draft.rule(left, right, top - 3)
        draft.rule(left, right, bottom - 3)
    if style.lines in ("head", "heads", "grid"):
        draft.rule(left, right, tops[1])
    if style.lines in ("hair", "grid"):
        for y in tops[1:]:
            draft.rule(left, right, y - (style.step - 14) / 2 if style.lines == "hair" else y)
    if style.lines == "grid":
        edges = [left, *((a[2] + b[1]) / 2 for a, b in zip(style.columns, style.columns[1:], strict=False)), right]
        draft.rulings += [Ruling(Box(x, top - 3, x, bottom - 3)) for x in edges]


def _sums_apart(draft: Draft, y: float, total: float) -> float:
    for label, value in (("Subtotal", total), ("Sales tax", 0.2 * total), ("Total", 1.2 * total)):
        draft.put(label, 380, y)
        draft.put(_money(value), 540, y, "right")
        y += 14
    return y


def _terms(draft: Draft, y: float) -> float:
    rng = draft.random
    if rng.random() < 0.5:
        for label, value in (("Terms", "14 days net"), ("Payment", "Bank transfer"), ("Due", "21.05.2024")):
            draft.put(label, 60, y)
            draft.put(value, 180, y)
            y += 13
    if rng.random() < 0.5:
        for _ in range(3):
            draft.put("Questions about this bill are answered by mail if you give us both of the numbers above", 60, y)
            y += 12
    return y


def _foot(draft: Draft, y: float) -> None:
    """The firm, its bank and its register, in small print in three columns."""
    rng = draft.random
    if y > HEIGHT - 50:
        return
    if rng.random() < 0.5:
        draft.rule(55, 545, y - 4)
    parts = ((rng.choice(FIRMS), rng.choice(STREETS), rng.choice(TOWNS), "Tel. +49 6051 916 44 10"),
             ("Board: C. Heit", "Register HRB 13302", "VAT DE 232 446 240", "Tax no. 044 241"),
             ("Bank", "Kreissparkasse Nord", "IBAN DE30507500940000048567", "SWIFT HELADEF1"))  # fmt: skip
    for column, texts in enumerate(parts):
        for row, text in enumerate(texts):
            draft.put(text, 60 + 170 * column, y + 9 * row, size=6.5)


def _example(draft: Draft, seed: int) -> Example:
    page = Page(1, WIDTH, HEIGHT, words=tuple(draft.words), rulings=tuple(draft.rulings), text_source="text")
    table = Table((Part(1, Box.around(cell.box for cell in draft.cells if cell.box)),), tuple(draft.cells))
    name = f"{seed:016x}"
    return Example(Document(name, name, (page,)), Extraction(name, "tables", "generated", tables=(table,)))
