"""The PDF417 payload of North American licences and identity cards: AAMVA DL/ID card design standard, annex D.

Versions 1 to 10 and what was issued before them. Offsets in the header are often wrong on real cards, so elements are
found by their separators and ids; the header says the issuer, the version and the subfile types.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from extractors.id_cards import dates
from extractors.id_cards.aamva_codes import (
    CANADA,
    COLORS,
    COMPLIANCE,
    DATES,
    ETHNICITIES,
    FLAGS,
    ISSUERS,
    NOTHING,
    TEXTS,
    TRUNCATED,
    VERSIONS,
    WEIGHT_RANGES,
)  # fmt: skip

_HEADER = re.compile(r"(?:ANSI|AAMVA)\s?(?P<issuer>\d{6})(?P<version>\d{2})(?P<rest>[\dA-Z]*)")
_SUBFILE = re.compile(r"(DL|ID|EN|Z[A-Z])(\d{4})(\d{4})")
_ELEMENT = re.compile(
    r"(?:(?:DL|ID|EN|Z[A-Z])(?=(?:D[A-D]|Z[A-Z])[A-Z]))?(?P<id>(?:D[A-D]|Z[A-Z])[A-Z])(?P<value>.*)", re.DOTALL
)
_SEPARATORS = re.compile(r"[\n\r\x0b\x0c\x1c-\x1e]+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff]")


@dataclass(frozen=True, slots=True)
class Value:
    """`text` as in the payload, trimmed; `normal` by its kind; `element` its id there."""

    text: str
    normal: str | None
    element: str


@dataclass(frozen=True, slots=True)
class Licence:
    """`version` 0 stands for a payload from before the standard; `kind` DL or ID."""

    issuer: str
    version: int
    kind: str
    elements: Mapping[str, str]
    fields: Mapping[str, Value]


def parse(payload: str) -> Licence | None:
    """The payload's fields; None where it is not an AAMVA payload (no header, or no element in it)."""
    header = _HEADER.search(payload)
    if header is None:
        return None
    version, body = int(header["version"]), payload[header.end("version") :]
    kind, start = _subfiles(body, version)
    elements = dict(_elements(body[start:]))
    if not elements:
        return None
    return Licence(header["issuer"], version, kind, elements, dict(_fields(elements, header["issuer"], version, kind)))


def _subfiles(body: str, version: int) -> tuple[str, int]:
    """The type of the first subfile and where the header ends."""
    at = 2 if version < 2 else 4  # number of entries; from version 2 on behind the jurisdiction's own version
    kinds = []
    while found := _SUBFILE.match(body, at):
        kinds.append(found[1])
        at = found.end()
    return next((kind for kind in kinds if kind in ("DL", "ID")), "DL"), at


def _elements(body: str) -> Iterator[tuple[str, str]]:
    seen = set()
    for piece in _SEPARATORS.split(body):
        found = _ELEMENT.fullmatch(_CONTROL.sub("", piece))
        if found and found["id"] not in seen:
            seen.add(found["id"])
            yield found["id"], found["value"]


def _fields(elements: Mapping[str, str], issuer: str, version: int, kind: str) -> Iterator[tuple[str, Value]]:
    jurisdiction = _clean(elements.get("DAJ", "")) or ISSUERS.get(issuer, "")
    yield "document_type", Value(kind, "driver_licence" if kind == "DL" else "identity_card", "")
    yield "aamva_version", Value(f"{version:02}", VERSIONS.get(version), "")
    yield from _country(elements, jurisdiction)
    yield from _names(elements, jurisdiction)
    yield from _texts(elements)
    yield from _postal_code(elements)
    yield from _dates(elements)
    yield from _coded(elements)
    yield from _measures(elements, version)


def _clean(text: str) -> str:
    """Trimmed, no comma left at the end; empty where it says that there is nothing."""
    plain = text.strip().rstrip(", ")
    return "" if plain.upper() in NOTHING else plain


def _country(elements: Mapping[str, str], jurisdiction: str) -> Iterator[tuple[str, Value]]:
    printed = _clean(elements.get("DCG", "")).upper()
    derived = "CAN" if jurisdiction in CANADA else "USA" if jurisdiction in ISSUERS.values() else None
    if printed or derived:
        normal = {"US": "USA", "CA": "CAN", "MX": "MEX"}.get(printed, printed) or derived
        yield "issuing_country", Value(printed or jurisdiction, normal, "DCG" if printed else "DAJ")


def _names(elements: Mapping[str, str], jurisdiction: str) -> Iterator[tuple[str, Value]]:
    names = _name_parts(elements, jurisdiction)
    for field, (text, element) in names.items():
        if clean := _clean(text):
            yield field, Value(clean, clean, element)
    given = " ".join(_clean(names[field][0]) for field in ("first_name", "middle_names") if field in names).strip()
    if given:
        yield "given_names", Value(given, given, names["first_name"][1])


def _name_parts(elements: Mapping[str, str], jurisdiction: str) -> dict[str, tuple[str, str]]:
    surname = next((id_ for id_ in ("DCS", "DAB") if _clean(elements.get(id_, ""))), None)
    if surname is None and "DAA" in elements:
        return {field: (text, "DAA") for field, text in _whole_name(elements["DAA"], jurisdiction).items()}
    parts = {"surname": (elements.get(surname or "DCS", ""), surname or "DCS")}
    if _clean(elements.get("DCT", "")) and not _clean(elements.get("DAC", "")):
        first, middle = _given(elements["DCT"])
        return parts | {"first_name": (first, "DCT"), "middle_names": (middle, "DCT")}
    return parts | {"first_name": (elements.get("DAC", ""), "DAC"), "middle_names": (elements.get("DAD", ""), "DAD")}


def _given(text: str) -> tuple[str, str]:
    """First and further given names; divided by a comma as the standard asks, or by a space."""
    plain = _clean(text)
    first, _, rest = plain.partition("," if "," in plain else " ")
    return first, rest.replace(",", " ")


def _whole_name(text: str, jurisdiction: str) -> dict[str, str]:
    """Version 1: ``LAST,FIRST,MIDDLE,SUFFIX``; other separators occur, and Pennsylvania writes the first name first."""
    parts = [part.strip() for part in re.split(r"[,@$]", text)]
    if len(parts) == 1:
        parts = text.split()
        if jurisdiction == "PA" and len(parts) > 1:
            parts = [parts[-1], *parts[:-1]]
        parts = [*parts[:2], " ".join(parts[2:])]
    elif len(parts) == 2:
        parts = [parts[0], *_given(parts[1])]
    return dict(zip(("surname", "first_name", "middle_names", "name_suffix"), parts, strict=False))


def _texts(elements: Mapping[str, str]) -> Iterator[tuple[str, Value]]:
    for field, ids in TEXTS.items():
        for id_ in ids:
            # a number that reads NONE is what the card has as its number
            text = elements.get(id_, "").strip() if field == "document_number" else _clean(elements.get(id_, ""))
            if text:
                yield field, Value(text, text, id_)
                break


def _postal_code(elements: Mapping[str, str]) -> Iterator[tuple[str, Value]]:
    for id_ in ("DAK", "DAP"):
        text = _clean(elements.get(id_, ""))
        if text:
            bare = re.sub(r"[\s-]", "", text)
            yield "postal_code", Value(text, bare[:5] if re.fullmatch(r"\d{5}0000", bare) else bare, id_)
            return


def _dates(elements: Mapping[str, str]) -> Iterator[tuple[str, Value]]:
    for field, id_ in DATES.items():
        text = _clean(elements.get(id_, ""))
        if text.strip("0"):
            yield field, Value(text, date(text), id_)


def date(text: str) -> str | None:
    """MMDDCCYY (United States) or CCYYMMDD (Canada, version 1, and some others); no eight digits are both, because no
    month makes a year after 1231. None for anything else."""
    digits = re.sub(r"[^\d]", "", text)
    if len(digits) != 8:
        return None
    first = int(digits[:4])
    if first > 1231:
        return dates.iso(first, int(digits[4:6]), int(digits[6:]))
    return dates.iso(int(digits[4:]), int(digits[:2]), int(digits[2:4]))


def _coded(elements: Mapping[str, str]) -> Iterator[tuple[str, Value]]:
    lists = {
        "sex": ("DBC", {"1": "M", "2": "F", "9": "X", "M": "M", "F": "F", "X": "X"}),
        "eye_color": ("DAY", COLORS),
        "hair_color": ("DAZ", COLORS),
        "ethnicity": ("DCL", ETHNICITIES),
        "compliance": ("DDA", COMPLIANCE),
        **{field: (id_, {"T": "true", "N": "false"}) for field, id_ in TRUNCATED.items()},
    }
    for field, (id_, codes) in lists.items():
        text = _clean(elements.get(id_, "")).upper()
        if text in codes:
            yield field, Value(text, codes[text], id_)
    yield from _flags(elements)


def _flags(elements: Mapping[str, str]) -> Iterator[tuple[str, Value]]:
    for field, ids in FLAGS.items():
        for id_ in ids:
            text = _clean(elements.get(id_, "")).upper()
            # the standard has only 1 for "yes"; a veteran indicator left blank is a "no"
            if text in ("1", "Y", "0", "N") or (id_ == "DDL" and id_ in elements):
                yield field, Value(text, "true" if text in ("1", "Y") else "false", id_)
                break


def _measures(elements: Mapping[str, str], version: int) -> Iterator[tuple[str, Value]]:
    height = _clean(elements.get("DAU", "")) or _clean(elements.get("DAV", ""))
    if normal := _height(height, version, metric=not _clean(elements.get("DAU", ""))):
        yield "height", Value(height, normal, "DAU")
    for id_, unit in (("DAW", "lb"), ("DAX", "kg")):
        found = re.match(r"\d+", _clean(elements.get(id_, "")))
        if found and int(found[0]):
            yield "weight", Value(_clean(elements[id_]), f"{int(found[0])} {unit}", id_)
            break
    code = _clean(elements.get("DCE", ""))
    if code in WEIGHT_RANGES:
        yield "weight_range", Value(code, f"{WEIGHT_RANGES[code]} lb", "DCE")


def _height(text: str, version: int, metric: bool) -> str | None:
    """``062 in``, ``157 CM``; version 1 writes feet and inches as 506; 5'-06" occurs."""
    found = re.fullmatch(r"(\d{1,3})\s?(IN|CM)?\.?", text.upper())
    feet = re.fullmatch(r"(\d)\s?['-]+\s?(\d{1,2})\"?", text)
    if feet:
        return f"{int(feet[1]) * 12 + int(feet[2])} in"
    if found is None or not int(found[1]):
        return None
    number, unit = int(found[1]), found[2]
    if unit is None and not metric and version < 2 and number >= 300:
        return f"{number // 100 * 12 + number % 100} in"
    return f"{number} cm" if unit == "CM" or metric else f"{number} in"
