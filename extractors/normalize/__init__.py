"""Values as printed brought into one form, the raw text kept by the caller.

=========  ================================================  =====================
type       normal form                                       example
=========  ================================================  =====================
date       ISO 8601; a month without a day as YYYY-MM        2026-08-22
money      plain decimal, space, ISO 4217 code if known      -1234.50 EUR
number     plain decimal, digits after the point as printed  1234.5
integer    plain integer                                     1234
percent    plain decimal, space, %                           12.5 %
boolean    true or false (also checkbox)                     true
signature  true                                              true
others     spaces joined                                     Main Street 5
=========  ================================================  =====================

None means: the text is no such value, or it could be read in two ways and nothing decides (see `Hints`).
"""

from __future__ import annotations

from extractors.normalize.dates import parse_date
from extractors.normalize.hints import Hints, find_hints
from extractors.normalize.numbers import parse_integer, parse_money, parse_number, parse_percent
from extractors.normalize.words import guess_type, parse_boolean, squeeze
from extractors.types import ValueType

__all__ = ["Hints", "find_hints", "guess_type", "normalize"]


def normalize(text: str, type: ValueType, hints: Hints | None = None) -> str | None:
    """The normal form of a printed value, or None; never raises on any text."""
    hints = hints or Hints()
    if type == "date":
        return parse_date(text, hints.day_first)
    if type == "money":
        return parse_money(text, hints)
    if type == "number":
        return parse_number(text, hints.decimal)
    if type == "integer":
        return parse_integer(text, hints.decimal)
    if type == "percent":
        return parse_percent(text, hints.decimal)
    if type in ("boolean", "checkbox"):
        return parse_boolean(text)
    if type == "signature":
        return "true" if text.strip() else "false"
    return squeeze(text) or None
