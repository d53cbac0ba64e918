"""Where everything stands in a machine readable zone: TD1, TD2, TD3 (ICAO Doc 9303 parts 4-6), MRV-A and MRV-B (part 7)
and the French identity card of 1988-2021. Positions count from 0.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<"
VALUES = {character: value % 36 for value, character in enumerate(ALPHABET)}
"""9303-3, 4.9: digits count as themselves, A-Z as 10-35, the filler as 0."""
WEIGHTS = (7, 3, 1)

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` (not included) of a line."""

    line: int
    start: int
    end: int

    def of(self, lines: Sequence[str]) -> str:
        return lines[self.line][self.start : self.end]

    @property
    def places(self) -> list[Place]:
        return [(self.line, column) for column in range(self.start, self.end)]


@dataclass(frozen=True, slots=True)
class CheckSpan:
    """A check digit and what it covers. `optional`: a filler may stand for the digit of an empty field."""

    name: str
    covers: tuple[Span, ...]
    digit: Place
    optional: bool = False

    @property
    def places(self) -> list[Place]:
        return [place for span in self.covers for place in span.places]

    def text(self, lines: Sequence[str]) -> str:
        return "".join(span.of(lines) for span in self.covers)

    def holds(self, lines: Sequence[str]) -> bool:
        """Whether the printed digit is the right one."""
        text, printed = self.text(lines), lines[self.digit[0]][self.digit[1]]
        if printed == "<":
            return self.optional and not text.strip("<")
        return printed == check_digit(text)


@dataclass(frozen=True, slots=True)
class Layout:
    """`kinds`: a string for each line with the kind of every position: t the first of a document code, a letter, n
    letter of a nationality, d digit, m mostly digits, x either, s sex, c check digit, o check digit that may be a
    filler, f filler. `fields` maps a name to the spans that hold it; `checks` are the single digits, `composite` the
    overall one.
    """

    format: str
    width: int
    kinds: tuple[str, ...]
    fields: Mapping[str, tuple[Span, ...]]
    checks: tuple[CheckSpan, ...]
    composite: CheckSpan | None = None

    @property
    def all_checks(self) -> tuple[CheckSpan, ...]:
        return (*self.checks, self.composite) if self.composite else self.checks


def check_digit(text: str) -> str:
    """The check digit of 9303-3, 4.9: weights 7, 3, 1, sum modulo 10. Raises KeyError for a foreign character."""
    return str(sum(VALUES[character] * WEIGHTS[place % 3] for place, character in enumerate(text)) % 10)


def _check(name: str, line: int, start: int, end: int, optional: bool = False) -> CheckSpan:
    return CheckSpan(name, (Span(line, start, end),), (line, end), optional)


def _two_lines(format_: str, width: int, composite: bool = False, personal: bool = False) -> Layout:
    """The shape that TD2, TD3 and both visas share: names above, numbers and dates below."""
    end = width - composite - personal
    fields = {
        "document_type": (Span(0, 0, 2),),
        "issuing_country": (Span(0, 2, 5),),
        "names": (Span(0, 5, width),),
        "document_number": (Span(1, 0, 9),),
        "nationality": (Span(1, 10, 13),),
        "birth_date": (Span(1, 13, 19),),
        "sex": (Span(1, 20, 21),),
        "expiry_date": (Span(1, 21, 27),),
        "personal_number" if personal else "optional_data": (Span(1, 28, end),),
    }
    checks = [_check("document_number", 1, 0, 9), _check("birth_date", 1, 13, 19), _check("expiry_date", 1, 21, 27)]
    if personal:
        checks.append(_check("personal_number", 1, 28, end, optional=True))
    below = "m" * 9 + "c" + "n" * 3 + "d" * 6 + "c" + "s" + "d" * 6 + "c" + "m" * (end - 28)
    below += ("o" if personal else "") + ("c" if composite else "")
    overall = CheckSpan("composite", (Span(1, 0, 10), Span(1, 13, 20), Span(1, 21, width - 1)), (1, width - 1))
    kinds = ("tx" + "a" * (width - 2), below)
    return Layout(format_, width, kinds, fields, tuple(checks), overall if composite else None)


_TD1 = Layout(
    "TD1",
    30,
    (
        "tx" + "a" * 3 + "m" * 9 + "c" + "m" * 15,
        "d" * 6 + "c" + "s" + "d" * 6 + "c" + "n" * 3 + "m" * 11 + "c",
        "a" * 30,
    ),
    {
        "document_type": (Span(0, 0, 2),),
        "issuing_country": (Span(0, 2, 5),),
        "document_number": (Span(0, 5, 14),),
        "optional_data": (Span(0, 15, 30),),
        "birth_date": (Span(1, 0, 6),),
        "sex": (Span(1, 7, 8),),
        "expiry_date": (Span(1, 8, 14),),
        "nationality": (Span(1, 15, 18),),
        "optional_data_2": (Span(1, 18, 29),),
        "names": (Span(2, 0, 30),),
    },
    (_check("document_number", 0, 5, 14), _check("birth_date", 1, 0, 6), _check("expiry_date", 1, 8, 14)),
    CheckSpan("composite", (Span(0, 5, 30), Span(1, 0, 7), Span(1, 8, 15), Span(1, 18, 29)), (1, 29)),
)
# Arrete of 1987 on the national identity card: two lines of 36, of which the last digit covers both, names included.
_FRENCH = Layout(
    "FRA",
    36,
    ("ta" + "a" * 28 + "m" * 6, "d" * 4 + "m" * 3 + "d" * 5 + "c" + "a" * 14 + "d" * 6 + "c" + "s" + "c"),
    {
        "document_type": (Span(0, 0, 2),),
        "issuing_country": (Span(0, 2, 5),),
        "surname": (Span(0, 5, 30),),
        "optional_data": (Span(0, 30, 36),),
        "document_number": (Span(1, 0, 12),),
        "given_names": (Span(1, 13, 27),),
        "birth_date": (Span(1, 27, 33),),
        "sex": (Span(1, 34, 35),),
    },
    (_check("document_number", 1, 0, 12), _check("birth_date", 1, 27, 33)),
    CheckSpan("composite", (Span(0, 0, 36), Span(1, 0, 35)), (1, 35)),
)
LAYOUTS: dict[str, Layout] = {
    "TD1": _TD1,
    "TD2": _two_lines("TD2", 36, composite=True),
    "TD3": _two_lines("TD3", 44, composite=True, personal=True),
    "MRV-A": _two_lines("MRV-A", 44),
    "MRV-B": _two_lines("MRV-B", 36),
    "FRA": _FRENCH,
}
SHAPES = {(3, 30): ("TD1",), (2, 36): ("TD2", "MRV-B", "FRA"), (2, 44): ("TD3", "MRV-A")}
"""The formats by number of lines and their width."""

_CONTINUED = re.compile(r"<([A-Z0-9]+)<*")


def layout_of(lines: Sequence[str]) -> Layout | None:
    """The layout of lines that are as long as one of the formats asks; None where no format has such lines.

    A document number of more than nine characters moves its check digit into the optional data (9303-5, 4.2.4 and
    9303-6, 4.2.4); the layout returned says so.
    """
    shape = (len(lines), len(lines[0]) if lines else 0)
    if shape not in SHAPES or any(len(line) != shape[1] for line in lines):
        return None
    layout = LAYOUTS[_format(shape, lines)]
    return _extended(layout, lines) if layout.format in ("TD1", "TD2") else layout


def _format(shape: tuple[int, int], lines: Sequence[str]) -> str:
    names = SHAPES[shape]
    if lines[0].startswith("V") and len(names) > 1:
        return names[1]
    if shape == (2, 36) and _french(lines):
        return "FRA"
    return names[0]


def _french(lines: Sequence[str]) -> bool:
    """French cards of the old kind have given names where a TD2 has its dates; one character that was read wrongly
    must not decide it."""
    named = sum(seen == meant for seen, meant in zip(lines[0], "IDFRA", strict=False))
    dates = lines[1][13:20] + lines[1][21:28]
    return named >= 4 and sum(character.isdigit() for character in dates) < len(dates) // 2


def _extended(layout: Layout, lines: Sequence[str]) -> Layout:
    number, optional = layout.fields["document_number"][0], layout.fields["optional_data"][0]
    behind = lines[number.line][number.end : number.end + 1] + optional.of(lines).split("<")[0]
    rest = _CONTINUED.fullmatch(behind)
    if rest is None or len(rest.group(1)) < 2 or "<" in number.of(lines):
        return layout
    return extended(layout, len(rest.group(1)) - 1)


def extended(layout: Layout, more: int) -> Layout:
    """A TD1 or TD2 layout whose document number has `more` characters in the optional data, its check digit behind."""
    first, optional = layout.fields["document_number"][0], layout.fields["optional_data"][0]
    line, end = first.line, optional.start + more
    number = (first, Span(line, optional.start, end))
    kinds = list(layout.kinds)
    for place, kind in ((first.end, "f"), (end, "c"), (end + 1, "f")):
        kinds[line] = _place(kinds[line], place, kind) if place < optional.end else kinds[line]
    fields = {**layout.fields, "document_number": number, "optional_data": (Span(line, end + 1, optional.end),)}
    checks = (CheckSpan("document_number", number, (line, end)), *layout.checks[1:])
    return replace(layout, kinds=tuple(kinds), fields=fields, checks=checks)


def rivals(layout: Layout, lines: Sequence[str]) -> tuple[Layout, ...]:
    """The layouts that lines may have whose document number may continue, because no digit stands behind it: not at
    all, or by one character, or two ...; only the layout itself for all others."""
    base = LAYOUTS[layout.format]
    line, column = base.checks[0].digit
    if layout.format not in ("TD1", "TD2") or lines[line][column].isdigit():
        return (layout,)
    room = base.fields["optional_data"][0]
    return (base, *(extended(base, more) for more in range(1, room.end - room.start)))


def _place(text: str, at: int, character: str) -> str:
    return text[:at] + character + text[at + 1 :]
