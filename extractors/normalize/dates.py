"""Dates as people print them, to ISO 8601."""

from __future__ import annotations

import datetime
import re
import unicodedata
from functools import cache

_LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt")
_EXTRA_MONTHS = {"sept": 9, "jänner": 1, "janner": 1, "feber": 2, "mrz": 3, "maerz": 3}
_TIME = re.compile(
    r"(?i)[,\s]*(?:\bat\b|\bum\b|t(?=\d))?\s*\d{1,2}(?:[:h]\d{2}(?::\d{2})?(?:\.\d+)?|\.\d{2}(?=\s*uhr))"
    r"\s*(?:[ap]\.?m\.?|uhr|h)?(?:\s*(?:z|utc|gmt|[+-]\d{2}:?\d{2}))?$"
)
_ISO = re.compile(r"(\d{4})\s*([/.\-–\s])\s*(\d{1,2})\s*\2\s*(\d{1,2})\.?")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_NUMERIC = re.compile(r"(\d{1,2})\s*([/.\-–\s])\s*(\d{1,2})\s*\2\s*'?(\d{4}|\d{2})\.?")
_DOTTED = re.compile(r"\d{1,2}\.\s?\d{1,2}\.\s?\d{2,4}\.?")
_WORD = r"([^\W\d_]{3,12})\.?"
_YEAR = r"'?(\d{4}|\d{2})"
_DAY = r"(\d{1,2})(?:st|nd|rd|th|er|º|°|ª|\.)?"
_DAY_MONTH = re.compile(rf"{_DAY}[\s/.\-–]*(?:of |de |di )?{_WORD}[\s/.,\-–]*(?:de |del |di )?{_YEAR}", re.IGNORECASE)
_MONTH_DAY = re.compile(rf"{_WORD}[\s/.\-–]*{_DAY}[\s/.,\-–]+{_YEAR}", re.IGNORECASE)
_YEAR_MONTH_DAY = re.compile(rf"(\d{{4}})[\s/.,\-–]*{_WORD}[\s/.,\-–]*{_DAY}", re.IGNORECASE)
_MONTH_YEAR = re.compile(rf"{_WORD}[\s/.,\-–]*(?:de |del |di )?(\d{{4}})", re.IGNORECASE)
_WEEKDAY = re.compile(r"^[^\W\d_]{2,10}\.?,?\s+(?=\S)")


def parse_date(text: str, day_first: bool | None = None) -> str | None:
    """``YYYY-MM-DD`` (or ``YYYY-MM`` where no day is printed); None where it is no date.

    03/04/2025 has two readings: `day_first` decides; with None it stays None. Dotted dates (03.04.2025) are day first
    wherever they are used. A year of two digits lies between 1950 and 2049. A time of day after the date is left out.
    """
    text = _TIME.sub("", _clean(text)).strip(" ,;")
    for parse in (_iso, _words, lambda t: _numeric(t, day_first)):
        if found := parse(text):
            return found
    bare = _WEEKDAY.sub("", text)
    return parse_date(bare, day_first) if bare != text and bare[:1].isdigit() | bool(_words(bare)) else None


def without_time(text: str) -> str:
    """The text without a time of day at its end."""
    return _TIME.sub("", text).strip(" ,;")


def looks_like_date(text: str) -> bool:
    """Whether the text is a date in at least one reading; eight digits without separators are not enough."""
    return not text.isdigit() and bool(parse_date(text, True) or parse_date(text, False))


def _clean(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _iso(text: str) -> str | None:
    if match := _ISO.fullmatch(text):
        return _date(int(match[1]), int(match[3]), int(match[4]))
    match = _COMPACT.fullmatch(text)
    return _date(int(match[1]), int(match[2]), int(match[3])) if match else None


def _numeric(text: str, day_first: bool | None) -> str | None:
    match = _NUMERIC.fullmatch(text)
    if not match:
        return None
    first, second, year = int(match[1]), int(match[3]), _year(match[4])
    if first > 12 or (_DOTTED.fullmatch(text) and second <= 12):
        return _date(year, second, first)
    if second > 12:
        return _date(year, first, second)
    if first == second:
        return _date(year, first, second)
    if day_first is None:
        return None
    return _date(year, second, first) if day_first else _date(year, first, second)


def _words(text: str) -> str | None:
    """Dates whose month is a word, in the languages that docrow reads."""
    if match := _DAY_MONTH.fullmatch(text):
        day, word, year = match[1], match[2], match[3]
    elif match := _MONTH_DAY.fullmatch(text):
        word, day, year = match[1], match[2], match[3]
    elif match := _YEAR_MONTH_DAY.fullmatch(text):
        year, word, day = match[1], match[2], match[3]
    elif match := _MONTH_YEAR.fullmatch(text):
        month = _months().get(_fold(match[1]))
        return f"{int(match[2]):04d}-{month:02d}" if month and _date(int(match[2]), month, 1) else None
    else:
        return None
    month = _months().get(_fold(word))
    return _date(_year(year), month, int(day)) if month else None


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) > 2:
        return year
    return 2000 + year if year < 50 else 1900 + year


def _date(year: int, month: int, day: int) -> str | None:
    try:
        return datetime.date(year, month, day).isoformat() if year >= 1000 else None
    except ValueError:
        return None


def _fold(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character)).strip(".")


@cache
def _months() -> dict[str, int]:
    """Month names and abbreviations, accents folded (CLDR through Babel)."""
    from babel.dates import get_month_names

    names = {_fold(word): number for word, number in _EXTRA_MONTHS.items()}
    for language in _LANGUAGES:
        for width in ("wide", "abbreviated"):
            for number, name in get_month_names(width, locale=language).items():
                names.setdefault(_fold(name), number)
    return names
