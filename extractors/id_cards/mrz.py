"""The machine readable zone as text: lines in, fields and check digits out; and the other way, values in, lines out.

ICAO Doc 9303 (eighth edition) parts 3-7: TD1, TD2, TD3, MRV-A, MRV-B; and the French identity card of 1988-2021.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from extractors.id_cards import countries, dates
from extractors.id_cards.layouts import LAYOUTS, Layout, Span, check_digit, layout_of

Standing = Literal["proved", "read", "ambiguous", "failed"]
"""proved: its check digit is right and no other reading of the picture that would be as right is probable; read:
legible, nothing more; ambiguous: several repairs fit; failed: the check digit is wrong."""


@dataclass(frozen=True, slots=True)
class MrzField:
    """`text` as it stands, with fillers; `value` without; `normal` ISO; `spans` where it stands."""

    text: str
    value: str
    normal: str | None
    spans: tuple[Span, ...]
    standing: Standing = "read"


@dataclass(frozen=True, slots=True)
class Mrz:
    """A zone as parsed. `checks` maps the name of a check digit to whether it is right."""

    format: str
    lines: tuple[str, ...]
    checks: dict[str, bool]
    fields: dict[str, MrzField] = field(default_factory=dict)
    truncated: bool = False

    @property
    def valid(self) -> bool:
        """Every check digit is right."""
        return all(self.checks.values())


def parse(lines: Sequence[str], today: date, proved: frozenset[str] = frozenset()) -> Mrz | None:
    """Lines of a zone as fields; None where no format has lines of that number and length.

    `proved` names the checked fields that the reader vouches for; `today` decides the century of dates.
    """
    layout = layout_of(lines)
    if layout is None or any(character not in _CHARACTERS for line in lines for character in line):
        return None
    return parse_as(layout, lines, today, proved)


def parse_as(layout: Layout, lines: Sequence[str], today: date, proved: frozenset[str] = frozenset()) -> Mrz:
    """Lines of the alphabet as the fields of a layout, which may be that of one line alone."""
    checks = {check.name: check.holds(lines) for check in layout.all_checks}
    texts = {name: "".join(span.of(lines) for span in spans) for name, spans in layout.fields.items()}
    found = {name: _field(name, text, layout.fields[name], today) for name, text in texts.items() if name != "names"}
    if "names" in texts:
        found |= _names(texts["names"], layout.fields["names"])
    found = {name: _stand(name, item, checks, proved) for name, item in found.items() if item.value}
    return Mrz(layout.format, tuple(lines), checks, found, _truncated(layout, texts))


_CHARACTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<")


def _stand(name: str, item: MrzField, checks: Mapping[str, bool], proved: frozenset[str]) -> MrzField:
    standing: Standing = "read"
    if name in checks:
        standing = "failed" if not checks[name] else "proved" if name in proved else "read"
    return MrzField(item.text, item.value, item.normal, item.spans, standing)


def _field(name: str, text: str, spans: tuple[Span, ...], today: date) -> MrzField:
    value = text.strip("<").replace("<", " ")
    return MrzField(text, value, _normal(name, text, value, today), spans)


def _normal(name: str, text: str, value: str, today: date) -> str | None:
    if name == "birth_date":
        return dates.birth(text, today)
    if name == "expiry_date":
        return dates.expiry(text, today)
    if name in ("issuing_country", "nationality"):
        return countries.normal(text)
    if name == "sex":
        return {"M": "M", "F": "F", "X": "X"}.get(text)
    if name == "document_type":
        return document_type(text)
    return value.replace(" ", "") if name in ("document_number", "personal_number") else value


def document_type(text: str) -> str | None:
    """What the first two characters say (9303 parts 4-7): passport, visa, identity_card, crew_member_certificate."""
    if text == "AC":
        return "crew_member_certificate"
    kinds = {"P": "passport", "V": "visa", "I": "identity_card", "A": "identity_card", "C": "identity_card"}
    return kinds.get(text[:1])


def _names(text: str, spans: tuple[Span, ...]) -> dict[str, MrzField]:
    """Primary and secondary identifier, divided by two fillers (9303-3, 4.6); one filler is a space."""
    primary, divider, secondary = text.rstrip("<").partition("<<")
    span, found = spans[0], {}
    for name, part, start in (("surname", primary, 0), ("given_names", secondary, len(primary) + len(divider))):
        place = Span(span.line, span.start + start, span.start + start + len(part))
        value = " ".join(part.replace("<", " ").split())
        found[name] = MrzField(part, value, value, (place,))
    return found


def _truncated(layout: Layout, texts: Mapping[str, str]) -> bool:
    """A name that fills its field to the last place may have been cut (9303-3, 4.6)."""
    return any(
        not texts[name].endswith("<")
        for name in ("names", "surname", "given_names")
        if name in layout.fields and texts[name]
    )


def compose(format_: str, values: Mapping[str, str]) -> list[str]:
    """The lines of a zone, check digits included: the inverse of `parse`.

    `values` are texts as they stand in the zone (dates YYMMDD, names ``SURNAME<<GIVEN``), without trailing fillers; a
    document number too long for its field continues in the optional data of TD1 and TD2.
    Raises ValueError for a value that does not fit.
    """
    layout, values = LAYOUTS[format_], dict(values)
    lines = [["<"] * layout.width for _ in layout.kinds]
    if format_ in ("TD1", "TD2") and len(values.get("document_number", "")) > 9:
        number = values["document_number"]
        values["optional_data"] = number[9:] + check_digit(number) + "<" + values.get("optional_data", "")
        values["document_number"] = number[:9]
        layout = _without_number_check(layout)
    for name, text in values.items():
        _write(lines, layout.fields[name][0], name, text)
    for check in layout.all_checks:
        text = check.text(["".join(line) for line in lines])
        lines[check.digit[0]][check.digit[1]] = check_digit(text)
    return ["".join(line) for line in lines]


def _without_number_check(layout: Layout) -> Layout:
    from dataclasses import replace

    return replace(layout, checks=layout.checks[1:])


def _write(lines: list[list[str]], span: Span, name: str, text: str) -> None:
    if len(text) > span.end - span.start:
        raise ValueError(f"{name} of {len(text)} characters does not fit {span.end - span.start}")
    lines[span.line][span.start : span.start + len(text)] = text
