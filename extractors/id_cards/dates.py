"""Dates of identity documents: two-digit years, unknown parts, printed styles of many languages; all to ISO 8601."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

MONTHS = {
    1: "JAN JANV JANVIER ENE ENERO GEN GENNAIO JANUAR JANUARY JANEIRO STYCZEN LEDEN SIJ SAUSIO OCAK JANUARI TAMMI",
    2: "FEB FEV FEVR FEVRIER FEBRERO FEBBRAIO FEBRUAR FEBRUARY FEVEREIRO LUTY UNOR VELJ SUBAT FEBRUARI HELMI",
    3: "MAR MARS MARZO MRZ MARZ MAERZ MARCH MARCO MARZEC BREZEN OZUJ MART MAART MRT MAALIS",
    4: "APR AVR AVRIL ABR ABRIL APRIL APRILE KWIECIEN DUBEN TRAV NISAN HUHTI",
    5: "MAY MAI MAYO MAG MAGGIO MAIO MAJ KVETEN SVI SVIB MEI MAYIS TOUKO",
    6: "JUN JUIN JUNIO GIU GIUGNO JUNI JUNE JUNHO CZERWIEC CERVEN LIP HAZIRAN KESA",
    7: "JUL JUIL JUILLET JULIO LUG LUGLIO JULI JULY JULHO LIPIEC CERVENEC SRP TEMMUZ HEINA",
    8: "AUG AOU AOUT AGO AGOSTO AUGUST SIERPIEN SRPEN KOL AGUSTOS AUGUSTUS ELO",
    9: "SEP SEPT SEPTEMBRE SEPTIEMBRE SET SETTEMBRE SEPTEMBER SETEMBRO WRZESIEN ZARI RUJ EYLUL SYYS",
    10: "OCT OCTOBRE OCTUBRE OTT OTTOBRE OKT OKTOBER OCTOBER OUT OUTUBRO PAZDZIERNIK RIJEN EKIM LOKA",
    11: "NOV NOVEMBRE NOVIEMBRE NOVEMBER NOVEMBRO LISTOPAD STUD KASIM MARRAS",
    12: "DEC DECEMBRE DIC DICIEMBRE DICEMBRE DEZ DEZEMBER DECEMBER DEZEMBRO GRUDZIEN PROSINEC ARALIK JOULU",
}
_MONTH = {name: number for number, names in MONTHS.items() for name in names.split()}
_WORDED = r"(?<!\d)(?P<d>\d{1,2})[-./ ]{0,3}(?P<w>[^\W\d]{3,11})\.?(?:\s?/\s?[^\W\d]{3,11}\.?)?[-./, ]{0,3}"
_NUMBERED = r"(?<!\d)(?P<d>\d{1,2})[-./ ]{1,3}(?P<m>\d{1,2})[-./ ]{1,3}"
_PRINTED = (
    re.compile(r"(?<!\d)(?P<y>\d{4})[-./ ]{1,3}(?P<m>\d{1,2})[-./ ]{1,3}(?P<d>\d{1,2})(?!\d)"),
    *(
        re.compile(pattern + rf"(?P<y>\d{{{digits}}})(?!\d)")
        for digits in (4, 2)  # a year of four digits is sought first: numbers may stand before a date
        for pattern in (_NUMBERED, _WORDED, r"(?P<w>[^\W\d]{3,11})\.?[-./ ]{0,3}(?P<d>\d{1,2}),?[-./ ]{1,3}")
    ),
)


def iso(year: int, month: int, day: int) -> str | None:
    """The day as YYYY-MM-DD; None for a day that the calendar has not."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def birth(text: str, today: date) -> str | None:
    """The date of birth behind YYMMDD: the latest century that is not in the future. Unknown parts are fillers
    (9303-3, 4.8): ``64<<<<`` gives 1964. None where nothing is known or the calendar has no such day."""
    return _six(text, lambda year: year if year <= today.year else year - 100, today)


def expiry(text: str, today: date) -> str | None:
    """The date of expiry behind YYMMDD: the century that brings it nearest to today."""
    return _six(text, lambda year: min((year - 100, year), key=lambda y: abs(y - today.year)), None)


def _six(text: str, century: object, latest: date | None) -> str | None:
    known = re.fullmatch(r"(\d\d)(\d\d|<<)(\d\d|<<)", text)
    if known is None:
        return None
    assert callable(century)
    year = century(2000 + int(known.group(1)))
    month, day = known.group(2), known.group(3)
    if month == "<<":
        return str(year) if day == "<<" else None
    if not 1 <= int(month) <= 12:
        return None
    if day == "<<":
        return f"{year}-{month}"
    found = iso(year, int(month), int(day))
    if found and latest and found > latest.isoformat():
        return iso(year - 100, int(month), int(day))
    return found


def printed(text: str, today: date, month_first: bool = False) -> str | None:
    """The first date in a printed text, whatever its style (``12 AUG/AOUT 74``, ``22.06.1969``, ``1960-02-08``). A
    two-digit year is the latest that is not more than twenty years ahead. None where there is none."""
    plain = _plain(text)
    for pattern in _PRINTED:
        for found in pattern.finditer(plain):
            value = _iso_of(found.groupdict(), today, month_first)
            if value:
                return value
    return None


_SLASHED = re.compile(r"(?<!\d)(\d{1,2})[-./](\d{1,2})[-./](?:\d{4}|\d{2})(?!\d)")
_AMERICAN = frozenset(("USA", "DOB", "DL", "DLN", "EXP", "ISS", "HGT", "WGT", "EYES", "HAIR", "REST", "RSTR", "END"))
"""Words that cards of the United States print in capitals; elsewhere a few of them together are rare."""


def month_first(texts: Iterable[str]) -> bool:
    """Whether a document writes 08/31/1977: as its dates show, or where they leave it open the words that it prints."""
    words = [text.strip(".:") for text in texts]
    pairs = [(int(found[1]), int(found[2])) for word in words if (found := _SLASHED.search(word))]
    if any(day > 12 >= month for day, month in pairs):
        return False
    if any(day > 12 >= month for month, day in pairs):
        return True
    return len(_AMERICAN & set(words)) >= 4 or {"USA", "DOB"} <= set(words)


def _iso_of(parts: dict[str, str | None], today: date, month_first: bool) -> str | None:
    year, day = int(parts["y"] or 0), int(parts["d"] or 0)
    if len(parts["y"] or "") == 2:
        year += 2000 if 2000 + year <= today.year + 20 else 1900
    if parts.get("w"):
        month = _MONTH.get((parts["w"] or "").upper())
        return iso(year, month, day) if month else None
    month = int(parts["m"] or 0)
    if (month_first and day <= 12) or month > 12:
        day, month = month, day
    return iso(year, month, day)


def _plain(text: str) -> str:
    import unicodedata

    split = unicodedata.normalize("NFKD", text.upper())
    return "".join(character for character in split if not unicodedata.combining(character))
