"""What a document says about its own conventions: order of day and month, decimal sign, currency."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Decimal = Literal[".", ","]


@dataclass(frozen=True, slots=True)
class Hints:
    """None: unknown. An ambiguous value is then None too for dates, and read the English way for numbers."""

    day_first: bool | None = None
    decimal: Decimal | None = None
    currency: str | None = None

    def over(self, other: Hints) -> Hints:
        """These hints, with the other's where this says nothing."""
        return Hints(
            other.day_first if self.day_first is None else self.day_first,
            self.decimal or other.decimal,
            self.currency or other.currency,
        )


_NUMERIC_DATE = re.compile(r"(?<!\d)(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_COMMA_DECIMAL = re.compile(r"(?<![\d.,])\d{1,3}(?:[. \u00a0\u202f']\d{3})*,\d{2}(?![\d.,])")
_POINT_DECIMAL = re.compile(r"(?<![\d.,])\d{1,3}(?:[, \u00a0\u202f']\d{3})*\.\d{2}(?![\d.,/-])")
_ORDER_WORDS = re.compile(r"(?i)\b(?:(dd)|(mm))\s?[/.-]\s?(?:mm|dd)\s?[/.-]\s?y{2,4}\b")
_US_PLACE = re.compile(r"\b[A-Z]{2},? \d{5}(?:-\d{4})?\b")
_DAY_FIRST = frozenset(
    {"EUR", "GBP", "CHF", "DKK", "NOK", "SEK", "PLN", "CZK", "AUD", "NZD", "INR", "MYR", "SGD", "BRL"}
)
_FOREIGN = """der die das und für mit von nicht bitte oder les des du pour et dans votre avec el los las y con para por
del che della il een het van voor"""
_ENGLISH = "the of and for to in is by with or not please from this that"
_FOREIGN_WORDS, _ENGLISH_WORDS = frozenset(_FOREIGN.split()), frozenset(_ENGLISH.split())


def find_hints(texts: Iterable[str]) -> Hints:
    """Evidence from a document's lines: values that can be read in one way only, then language and place words, then
    the decimal comma and currencies of countries that put the day first."""
    lines = list(texts)
    decimal, currency = _decimal(lines), _currency(lines)
    day_first = _day_first(lines)
    if day_first is None and (decimal == "," or currency in _DAY_FIRST):
        day_first = True
    return Hints(day_first, decimal, currency)


def _day_first(lines: list[str]) -> bool | None:
    votes: Counter[bool] = Counter()
    for line in lines:
        for first, sign, second, _ in _NUMERIC_DATE.findall(line):
            a, b = int(first), int(second)
            if (a > 12) != (b > 12) and max(a, b) <= 31:
                votes[a > 12] += 3
            elif sign == "." and max(a, b) <= 12:
                votes[True] += 1
        for day, month in _ORDER_WORDS.findall(line):
            votes[bool(day) and not month] += 3
    if votes[True] != votes[False]:
        return votes[True] > votes[False]
    return _order_by_language(lines)


def _order_by_language(lines: list[str]) -> bool | None:
    """Only the United States (and few others) put the month first; only places and language can tell."""
    words = Counter(word for line in lines for word in line.lower().split())
    foreign = sum(words[word] for word in _FOREIGN_WORDS)
    english = sum(words[word] for word in _ENGLISH_WORDS)
    if foreign >= 3 and foreign > 2 * english:
        return True
    if any(_US_PLACE.search(line) for line in lines):
        return False
    return None


def _decimal(lines: list[str]) -> Decimal | None:
    commas = sum(len(_COMMA_DECIMAL.findall(line)) for line in lines)
    points = sum(len(_POINT_DECIMAL.findall(line)) for line in lines)
    if commas == points:
        return None
    return "," if commas > points else "."


def _currency(lines: list[str]) -> str | None:
    """The currency that most marked amounts name, if any names one."""
    from extractors.normalize.numbers import named_currencies

    counts = Counter(code for line in lines for code in named_currencies(line))
    return counts.most_common(1)[0][0] if counts else None
