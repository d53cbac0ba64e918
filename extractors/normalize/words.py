"""Yes and no, plain text, and the guess which type a printed value has."""

from __future__ import annotations

import re
from functools import lru_cache

from extractors.normalize.dates import looks_like_date
from extractors.normalize.numbers import has_currency, parse_money, parse_number
from extractors.types import ValueType

_TRUE_WORDS = "yes y true on x ✓ ✔ ☑ ☒ ✗ ✘ checked selected ja j oui o si sí s sim 1 wahr vrai verdadero ⦿ ● ■ [x] (x)"
_FALSE_WORDS = "no n false off unchecked unselected nein non não 0 falsch faux falso ☐ ○ □ [] ()"
_SURE_WORDS = "yes no true false ja nein oui non sí checked unchecked selected unselected ☑ ☒ ☐ ✓ ✔"
_TRUE, _FALSE, _SURE = (frozenset(words.split()) for words in (_TRUE_WORDS, _FALSE_WORDS, _SURE_WORDS))
_CODE = re.compile(r"(?=.*\d)[A-Z0-9][A-Z0-9./_#-]{2,}", re.IGNORECASE)


def squeeze(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())


def parse_boolean(text: str) -> str | None:
    """``true``, ``false`` or None."""
    word = squeeze(text).casefold().strip(".:;,").replace("[ ]", "[]").replace("( )", "()")
    if word in _TRUE:
        return "true"
    return "false" if word in _FALSE or not word else None


@lru_cache(maxsize=20_000)
def guess_type(text: str) -> ValueType:
    """The type that the look of a value suggests; "text" where nothing more is plain."""
    text = squeeze(text)
    if text.casefold().strip(".:;,") in _SURE:
        return "boolean"
    if looks_like_date(text):
        return "date"
    if has_currency(text) and parse_money(text) is not None:
        return "money"
    if text.endswith("%") and parse_number(text[:-1]) is not None:
        return "percent"
    return _guess_number(text)


def _guess_number(text: str) -> ValueType:
    if re.fullmatch(r"[-+−]?(?:0|[1-9]\d{0,14})", text):
        return "integer"
    if not re.fullmatch(r"0\d+", text) and parse_number(text) is not None:
        return "number"
    return "code" if _CODE.fullmatch(text) else "text"
