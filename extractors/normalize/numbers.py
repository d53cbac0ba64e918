"""Numbers, percentages and amounts of money, by the separators they are printed with."""

from __future__ import annotations

import functools
import re
import unicodedata

from extractors.normalize.hints import Decimal, Hints

SYMBOLS = {
    "US$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "HK$": "HKD", "NZ$": "NZD", "S$": "SGD",
    "NT$": "TWD", "R$": "BRL", "MX$": "MXN", "$US": "USD", "$CA": "CAD",
    "$AU": "AUD", "£GB": "GBP", "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₩": "KRW",
    "₽": "RUB", "₺": "TRY", "₫": "VND", "฿": "THB", "₪": "ILS", "₱": "PHP", "₦": "NGN", "₴": "UAH", "zł": "PLN",
    "Kč": "CZK", "Ft": "HUF", "RM": "MYR", "Rs": "INR", "Rs.": "INR", "Rp": "IDR", "Fr.": "CHF", "SFr.": "CHF",
    "лв": "BGN", "lei": "RON",
}  # fmt: skip
_KRONE = frozenset({"kr", "kr."})
_KRONE_CODES = frozenset({"SEK", "NOK", "DKK", "ISK"})
_CODES = """AED ARS AUD BAM BGN BHD BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP GEL HKD HRK HUF IDR ILS INR ISK JOD
JPY KES KRW KWD KZT LKR MAD MUR MXN MYR NGN NOK NZD OMR PEN PHP PKR PLN QAR RON RSD RUB SAR SEK SGD THB TND TRY TWD UAH
USD UYU VND XAF XOF ZAR"""
CODES = frozenset(_CODES.split())
_NAMES = {"euro": "EUR", "euros": "EUR", "dollar": "USD", "dollars": "USD", "pounds": "GBP", "francs": "CHF"}
_MARK = "|".join(re.escape(mark) for mark in sorted([*SYMBOLS, *_KRONE], key=len, reverse=True))
_WORD = "|".join([*sorted(CODES), *_NAMES])
_CURRENCY = re.compile(rf"(?<![^\W\d_])(?:(?P<code>{_WORD})(?![^\W\d_])|(?P<mark>{_MARK})(?![^\W\d_]))", re.IGNORECASE)
_DIGITS = re.compile(r"\d+(?:[.,'’ ]\d+)*")
_SPACES = re.compile(r"[\u00a0\u202f\u2009\t]")
_TAX = r"(?:vat|gst|hst|sales tax|tax(?:es)?|tva|btw|mwst\.?|ust\.?|iva|moms|mva|dph)"
_WITH = r"(?:in|ex)(?:cl|kl)?(?:\.|us\.?|usive(?: of)?|uding)?"
_TAXED = re.compile(rf"(?i)(?<![^\W\d_])\(?(?:ttc|tvac|htva|ht|netto|brutto|net|gross|{_WITH} ?{_TAX})\)?$")
"""What says that an amount holds its tax or not: no part of the number."""
_EMPTY_CENTS = re.compile(r"(?<=\d)[.,][-–—]{1,2}$")


@functools.lru_cache(maxsize=20_000)
def parse_number(text: str, decimal: Decimal | None = None) -> str | None:
    """A plain decimal such as ``-1234.50``. Brackets and a trailing minus are negative (as in accounts).

    One separator before exactly three digits (1.234) can mean two things; `decimal` says which sign separates the
    fraction, otherwise the English reading holds.
    """
    body, negative = _sign(_clean(text))
    body = _EMPTY_CENTS.sub("", body)
    if not _DIGITS.fullmatch(body):
        if not re.fullmatch(r"[.,]\d+", body):
            return None
        body = "0" + body
    plain = _plain(body, decimal)
    return None if plain is None else f"-{plain}" if negative and plain.strip("0.") else plain


def parse_integer(text: str, decimal: Decimal | None = None) -> str | None:
    """A plain integer; None where the number has a fraction."""
    number = parse_number(text, decimal)
    return number if number is not None and "." not in number else None


def parse_percent(text: str, decimal: Decimal | None = None) -> str | None:
    """``12.5 %``; the sign may be missing in the text, as in a column headed %."""
    number = parse_number(re.sub(r"(?i)\s*(?:%|percent|prozent)\s*$", "", _clean(text)), decimal)
    return None if number is None else f"{number} %"


def parse_money(text: str, hints: Hints | None = None) -> str | None:
    """``12.50 EUR``; without a currency in text and hints just ``12.50``."""
    hints = hints or Hints()
    clean = _clean(text)
    marks = list(_CURRENCY.finditer(clean))
    bare = _CURRENCY.sub(" ", _TAXED.sub("", clean)).strip() if len(marks) <= 2 else clean
    number = parse_number(re.sub(r"^([-+(]?) +", r"\1", bare), hints.decimal)
    codes = {code for mark in marks if (code := _code(mark, hints.currency))}
    if number is None or len(codes) > 1:
        return None
    code = codes.pop() if codes else hints.currency if not marks else None
    return f"{number} {code}" if code else number


def has_currency(text: str) -> bool:
    """Whether a currency sign or code stands in the text."""
    return _CURRENCY.search(_clean(text)) is not None


@functools.lru_cache(maxsize=20_000)
def named_currencies(text: str) -> tuple[str, ...]:
    """The currencies named next to digits."""
    if not any(character.isdigit() for character in text):
        return ()
    return tuple(code for mark in _CURRENCY.finditer(_clean(text)) if (code := _code(mark, None)))


def _code(mark: re.Match[str], hint: str | None) -> str | None:
    """The ISO code of a currency mark; a bare $ and kr belong to many countries, so a hint of that kind wins."""
    if word := mark["code"]:
        return _NAMES.get(word.lower()) or (word.upper() if word.isupper() or word.islower() else None)
    sign = mark["mark"]
    if sign.lower() in _KRONE:
        return hint if hint in _KRONE_CODES else None
    if sign == "$" and hint in ("AUD", "CAD", "HKD", "NZD", "SGD", "MXN", "TWD", "ARS", "CLP", "COP"):
        return hint
    return SYMBOLS.get(sign)


@functools.lru_cache(maxsize=20_000)
def _clean(text: str) -> str:
    text = unicodedata.normalize("NFKC", _SPACES.sub(" ", text)).replace("−", "-").replace("–", "-")
    return " ".join(text.split())


def _sign(text: str) -> tuple[str, bool]:
    bracketed = re.fullmatch(r"\( ?(.+?) ?\)", text)
    if bracketed:
        return bracketed[1], True
    if text.endswith("-") and not _EMPTY_CENTS.search(text):
        return text[:-1].strip(), True
    if text.startswith(("-", "+")):
        return text[1:].strip(), text[0] == "-"
    return text, False


def _plain(body: str, decimal: Decimal | None) -> str | None:
    """Digits with separators to digits with at most one point; None where the grouping is wrong."""
    signs = [character for character in body if not character.isdigit()]
    fraction_sign = _fraction_sign(body, signs, decimal)
    whole, _, fraction = body.rpartition(fraction_sign) if fraction_sign else (body, "", "")
    groups = re.split(r"[.,'’ ]", whole)
    grouping = {character for character in whole if not character.isdigit()}
    if len(grouping) > 1 or not _well_grouped(groups):
        return None
    digits = "".join(groups).lstrip("0") or "0"
    return f"{digits}.{fraction}" if fraction else digits


def _well_grouped(groups: list[str]) -> bool:
    """Thousands, or the Indian 12,34,567."""
    if len(groups) == 1:
        return True
    inner = {len(group) for group in groups[1:-1]}
    return 1 <= len(groups[0]) <= 3 and len(groups[-1]) == 3 and (inner <= {3} or inner <= {2})


def _fraction_sign(body: str, signs: list[str], decimal: Decimal | None) -> str:
    if not signs or signs[-1] not in ".,":
        return ""
    last = signs[-1]
    if signs.count(last) > 1:
        return ""
    if len(signs) > 1:
        return last
    before, _, after = body.partition(last)
    if len(after) != 3 or len(before) > 3 or before.startswith("0"):
        return last
    return last if last == (decimal or ".") else ""
