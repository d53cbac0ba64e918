"""What the columns of a table hold: types, decimal and thousands marks, units, footnote marks; normal values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Literal

from extractors.normalize import Hints, find_hints, normalize
from extractors.tables.runs import BLANK
from extractors.types import Cell, Check, Table, ValueType

MARKS = re.compile(r"(?<=[\d%)\]])\s*(?:[*†‡§#°¹²³⁴⁵⁶⁷⁸⁹⁰]+|\(\*+\)|\([a-z]\)|[a-e](?![\w%]))+$|(?<=\d)\s+\(\d{1,2}\)$")
LEADING_MARKS = re.compile(r"^(?:[*†‡§]+|≈|~|c\.\s?)\s*(?=[\d(+\-–−$€£])")
TRIED: tuple[ValueType, ...] = ("date", "percent", "money", "integer", "number")
ENOUGH = 0.6
"""A column has a type when this share of its values can be read so."""

SCALES: tuple[tuple[str, int], ...] = (
    (r"(?:billions?|bn|mrd\.?|milliards?|miles de millones|billones)", 9),
    (r"(?:millions?|mn|mio\.?|mill\.?|millones|millionen)", 6),
    (r"(?:thousands?|tsd\.?|tausend|milliers|miles|t(?=€|eur)|'000|1[ ,.]?000|000s?|k(?=€|\$|eur|usd))", 3),
)
UNIT_CURRENCY = re.compile(
    r"(?P<code>\b(?:EUR|USD|GBP|CHF|JPY|SEK|NOK|DKK|PLN|CZK|HUF)|(?i:\beuros?\b|\becus?\b)|US\$|[€$£¥])"
)
SHORT_SCALE = re.compile(r"(?i)(?:\beur|\busd|\bgbp|\bchf|[€$£])\s?(m|mn|bn|k|tsd)(?![a-z])")
MOST_DIGITS = 15
NAMES = {"€": "EUR", "euro": "EUR", "euros": "EUR", "$": "USD", "US$": "USD", "£": "GBP", "¥": "JPY"}


@dataclass(frozen=True, slots=True)
class Unit:
    """What a caption or a heading says about the numbers under it: a power of ten, a currency, percent."""

    power: int = 0
    currency: str | None = None
    percent: bool = False

    def over(self, other: Unit) -> Unit:
        return Unit(self.power or other.power, self.currency or other.currency, self.percent or other.percent)


def find_unit(text: str) -> Unit:
    """The unit in a text such as "in thousands of EUR", "(€ million)", "Sales (bn ecus)", "%"."""
    inside = " ".join(re.findall(r"[(\[]([^)\]]*)[)\]]", text)) or text
    currency = UNIT_CURRENCY.search(inside)
    code = NAMES.get(currency["code"], NAMES.get(currency["code"].lower())) if currency else None
    code = code or (currency["code"].upper() if currency and currency["code"].isupper() else None)
    stated = bool(re.search(r"(?i)\b(?:in|en|expressed)\b|[(\[]", text)) or currency is not None
    short = SHORT_SCALE.search(inside)
    if short:
        return Unit({"m": 6, "b": 9, "k": 3, "t": 3}[short[1].lower()[0]], code, False)
    power = next((p for words, p in SCALES if re.search(rf"(?i)(?<![\w.]){words}(?!\w)", inside)), 0) if stated else 0
    return Unit(power, code, bool(re.search(r"%|(?i:\bper ?cent\b|\bpercent(?:age)?s?\b|\bprozent\b)", inside)))


def strip_marks(text: str) -> str:
    """The text without footnote marks after or before a number."""
    return LEADING_MARKS.sub("", MARKS.sub("", text.strip()))


def type_table(table: Table, notes: Sequence[str] = ()) -> Table:
    """The table with a type and a normal value for every cell that is no heading.

    `notes` are lines around the table that may state units. One decimal mark holds for the whole table.
    """
    lines = [cell.text for cell in table.cells]
    hints = Hints(decimal=decide_decimal(lines)).over(find_hints([*lines, *notes]))
    general = find_unit(" ".join(text for text in (table.caption, *notes) if _states_unit(text)))
    columns = [_Column(table, column, hints, general) for column in range(table.columns)]
    cells = tuple(columns[cell.column].typed(cell) for cell in table.cells)
    units = sorted({c.unit for c in columns if c.unit.power}, key=lambda unit: (unit.power, unit.currency or ""))
    checks = tuple(Check("unit", None, f"values times 10^{u.power}, {u.currency or 'no currency'}") for u in units)
    return replace(table, cells=cells, checks=table.checks + checks)


def _states_unit(text: str) -> bool:
    return bool(re.search(r"(?i)[(\[]|\bin\s|\ben\s|\bunit|\beinheit", text))


class _Column:
    """One column: the headings over it, its unit, the type that most of its values have."""

    def __init__(self, table: Table, column: int, hints: Hints, general: Unit) -> None:
        over = [c for c in table.cells if c.column <= column < c.column + c.column_span]
        self.header = " ".join(c.text.replace("\n", " ") for c in over if c.header)
        body = [c.text for c in over if not c.header and c.text.strip() and not BLANK.match(c.text.strip())]
        own = find_unit(self.header)
        self.unit = own if own.percent else own.over(general if column else Unit())
        self.hints = Hints(currency=self.unit.currency).over(hints)
        self.type = self._decide(body)

    def _decide(self, body: Sequence[str]) -> ValueType:
        """Numbers with fractions among integers make numbers of all; a column under %, percentages."""
        if not body:
            return "text"
        votes = Counter(kind for text in body for kind in self._readings(text))
        kinds = [kind for kind in TRIED if votes[kind] >= ENOUGH * len(body)]
        if not kinds:
            return "text"
        if kinds[0] == "date":
            return "date"
        if "money" in kinds and self.unit.currency and not self.unit.percent:
            return "money"
        if "number" in kinds and self.unit.percent:
            return "percent"
        best = max(kinds, key=lambda kind: (votes[kind], -TRIED.index(kind)))
        return "integer" if best == "number" and votes["integer"] == votes["number"] else best

    def _readings(self, text: str) -> Iterable[ValueType]:
        clean = strip_marks(text)
        if sum(ch.isdigit() for ch in clean) > MOST_DIGITS:
            return
        signs = {"percent": "%" in clean, "money": _has_currency(clean) or bool(self.unit.currency)}
        for kind in TRIED:
            if signs.get(kind, True) and (kind != "date" or not clean.isdigit()) and normalize(clean, kind, self.hints):
                yield kind

    def typed(self, cell: Cell) -> Cell:
        text = strip_marks(cell.text)
        if cell.header or not text or BLANK.match(text):
            kind = "text" if cell.header or not text else self.type
            return replace(cell, type=kind, normal=" ".join(cell.text.split()) or None if kind == "text" else None)
        digits = sum(ch.isdigit() for ch in text)
        if (
            self.type != "text"
            and digits <= MOST_DIGITS
            and (normal := normalize(text, self.type, self.hints)) is not None
        ):
            return replace(cell, type=self.type, normal=self._scaled(normal))
        for kind in self._readings(text):
            if kind != "date":
                return replace(cell, type=kind, normal=normalize(text, kind, self.hints))
        return replace(cell, type="text", normal=" ".join(cell.text.split()) or None)

    def _scaled(self, normal: str) -> str:
        if not self.unit.power or self.type not in ("money", "number", "integer"):
            return normal
        number, _, rest = normal.partition(" ")
        try:
            scaled = Decimal(number).scaleb(self.unit.power)
        except InvalidOperation:
            return normal
        plain = format(scaled, "f")
        plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
        return f"{plain} {rest}".strip()


def _has_currency(text: str) -> bool:
    return UNIT_CURRENCY.search(text) is not None


def decide_decimal(texts: Iterable[str]) -> Literal[".", ","] | None:
    """The decimal mark of a table: "." or ",", or None where its numbers do not tell.

    A mark before one, two or more than three last digits, or after another mark, is the decimal one; a mark that comes
    twice in a number divides thousands. Three digits after a lone mark count for thousands, unless a zero leads.
    """
    votes: Counter[str] = Counter()
    for text in texts:
        for number in re.findall(r"(?<![\w.,])\d[\d.,]*\d(?![\w])", text):
            votes.update(_vote(number))
    point, comma = votes["."], votes[","]
    return None if point == comma else "." if point > comma else ","


def _vote(number: str) -> dict[str, int]:
    marks = [ch for ch in number if ch in ".,"]
    if not marks:
        return {}
    last = marks[-1]
    other = "," if last == "." else "."
    after = len(number) - number.rindex(last) - 1
    if len(set(marks)) == 2:
        return {last: 5}
    if len(marks) > 1:
        return {other: 5}
    if after != 3:
        return {last: 5}
    return {last: 5} if number.startswith("0") else {other: 1}
