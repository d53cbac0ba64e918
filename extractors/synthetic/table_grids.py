"""Tables as grids of texts, before anything is laid out: headings of one to three levels, labels, sections, totals,
values of many formats, cells over several rows and columns."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from random import Random
from typing import Literal

from extractors.synthetic.values import Values
from extractors.synthetic.vocabulary import Vocabulary

Kind = Literal["header", "stub", "section", "value"]
NUMBERS = (
    "{:,.0f}",
    "{:,.0f}",
    "{:,.1f}",
    "{:.2f}",
    "{:.1f}",
    "{:.1f}%",
    "{:.0f}%",
    "{:.0f}",
    "{: .0f}",
    "{:.3f}",
    "digit",
)
TEXTS = (
    *("word", "name", "phrase", "code", "date", "year", "city", "company", "region", "unit", "level", "yesno", "mark"),
    *("product", "period", "phone", "sentence", "clause"),
)
MISSING = ("-", "–", "—", "n/a", "..", "...", "", "", "*", "x")
UNITS = ("%", "(%)", "EUR m", "USD", "$000", "(in thousands)", "No.", "kg", "GWh", "€", "(a)", "(1)", "Mt", "per cent")
FUNCTION = ("of", "and", "in the", "for", "to", "with", "from", "per", "other than", "by", "not", "including", "less")


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell of the grid: its text, its place, what it is."""

    text: str
    row: int
    column: int
    kind: Kind
    row_span: int = 1
    column_span: int = 1
    indent: int = 0
    bold: bool = False


@dataclass
class Plan:
    """A table: entries, rows and columns; `wrapping`: columns whose texts may take several lines."""

    columns: int
    entries: list[Entry] = field(default_factory=list)
    rows: int = 0
    header_rows: int = 0
    numeric: list[bool] = field(default_factory=list)
    sections: set[int] = field(default_factory=set)
    totals: set[int] = field(default_factory=set)


class Speech:
    """Where the texts of a page come from."""

    def __init__(self, random: Random, values: Values, words: Vocabulary) -> None:
        self.random, self.values, self.words = random, values, words

    def phrase(self, least: int, most: int) -> str:
        r = self.random
        parts: list[str] = []
        count = r.randint(least, most)
        while len(parts) < count:
            draw = r.random()
            if parts and draw < 0.25:
                parts += r.choice(FUNCTION).split()
            elif draw < 0.5:
                parts += self.values.draw("word").split()
            else:
                parts.append(self.values.draw(r.choice(("nouns", "nouns", "adjectives"))))
        return " ".join(parts[:count])

    def label(self) -> str:
        """What stands before a row of values."""
        r, draw = self.random, self.random.random()
        if draw < 0.12:
            return self.values.draw(r.choice(("name", "company", "city", "product", "brand", "region", "department")))
        if draw < 0.2:
            return r.choice(self.words.rows)
        return self.phrase(1, r.choice((2, 3, 4, 6, 9)))

    def heading(self) -> str:
        r, draw = self.random, self.random.random()
        if draw < 0.25:
            return r.choice(self.words.columns)[0]
        if draw < 0.4:
            return str(r.randint(1985, 2026))
        if draw < 0.5:
            return self.values.draw(r.choice(("month", "period", "year", "code", "region", "unit")))
        text = self.phrase(1, r.choice((1, 2, 3, 5)))
        return f"{text} {r.choice(UNITS)}" if r.random() < 0.15 else text


def make_plan(speech: Speech, most_columns: int = 11, most_rows: int = 32) -> Plan:
    """A grid drawn by chance."""
    r = speech.random
    columns = min(most_columns, r.choices(range(2, 13), (10, 14, 14, 12, 11, 9, 8, 6, 5, 3, 2))[0])
    stubs = r.choices((0, 1, 2), (1, 8, 1.2))[0] if columns > 2 else r.choices((0, 1), (1, 6))[0]
    plan = Plan(columns)
    told = r.random() < 0.14
    if told:  # what is told rather than counted: few columns of long texts
        columns = plan.columns = min(columns, r.choice((2, 2, 3, 3, 4)))
        stubs = min(stubs, columns - 1)
    kinds = _told(r, columns) if told else _column_kinds(r, columns, stubs)
    stubs = 0 if told and r.random() < 0.5 else min(stubs, kinds.count("label"))
    kinds = [kind if number < stubs or kind != "label" else "clause" for number, kind in enumerate(kinds)]
    plan.numeric = [kind in NUMBERS or kind in ("year", "percent") for kind in kinds]
    case = r.choices(("sentence", "title", "lower", "upper", "mixed"), (6, 2, 0.8, 0.5, 0.8))[0]
    _headings(plan, speech, stubs, case)
    _body(
        plan,
        speech,
        kinds,
        stubs,
        case,
        min(most_rows, r.choice((2, 3, 4, 6, 9, 14) if told else (1, 2, 3, 5, 8, 12, 18, 26, 40))),
    )
    if told and r.random() < 0.3:
        _number(plan, r.choice(("{}. {}", "{} {}", "({}) {}")))
    return plan


def _number(plan: Plan, style: str) -> None:
    """The rows of the body numbered, within the text of their first cell."""
    plan.entries = [
        e if e.column or e.kind == "header" else replace(e, text=style.format(e.row - plan.header_rows + 1, e.text))
        for e in plan.entries
    ]


def _told(r: Random, columns: int) -> list[str]:
    first = r.choice(("label", "label", "clause", "sentence", "company", "name"))
    return [
        first,
        *(r.choice(("sentence", "sentence", "clause", "phrase", "date", "name", "mark")) for _ in range(columns - 1)),
    ]


def _column_kinds(r: Random, columns: int, stubs: int) -> list[str]:
    kinds = ["label"] * stubs
    usual = r.choice(NUMBERS) if r.random() < 0.75 else r.choice(TEXTS)
    alike = r.choice((1.0, 0.9, 0.6, 0.2))
    for _ in range(columns - stubs):
        kinds.append(usual if r.random() < alike else r.choice(NUMBERS if r.random() < 0.6 else TEXTS))
    return kinds


def cased(text: str, case: str) -> str:
    """The text with the capitals that a table uses."""
    if case == "title":
        return " ".join(word[:1].upper() + word[1:] for word in text.split(" "))
    if case == "sentence":
        return text[:1].upper() + text[1:]
    return {"upper": text.upper(), "lower": text.lower()}.get(case, text)


def _headings(plan: Plan, speech: Speech, stubs: int, case: str) -> None:
    r = speech.random
    depth = r.choices((0, 1, 2, 3), (0.8, 6, 2.6, 0.5))[0] if plan.columns > 2 else r.choices((0, 1), (1, 5))[0]
    bold, upper = r.random() < 0.4, r.random() < 0.12
    case = "upper" if upper else r.choice((case, "sentence", "title"))
    plan.rows = plan.header_rows = depth
    blank_stub = r.random() < 0.4
    for column in range(stubs):
        if depth and not (blank_stub and (column == 0 or r.random() < 0.5)):
            whole = r.random() < 0.6
            at, span = (0, depth) if whole else (r.choice((0, depth - 1)), 1)
            plan.entries.append(Entry(cased(speech.heading(), case), at, column, "header", span, 1, 0, bold))
    years = r.random() < 0.25
    first = r.randint(1990, 2018)
    groups = [(stubs, plan.columns - stubs)]
    for level in range(depth):
        last = level == depth - 1
        groups = [(c, 1) for c in range(stubs, plan.columns)] if last else _split(r, groups)
        for number, (column, span) in enumerate(groups):
            if any(
                e.column <= column < e.column + e.column_span and e.row_span > 1 and e.column >= stubs
                for e in plan.entries
            ):
                continue  # a heading of a level above reaches down to here
            text = str(first + number) if years and last else cased(speech.heading(), case)
            down = depth - level if span == 1 and not last and r.random() < 0.7 else 1
            if span == 1 and not last and down == 1:
                continue  # nothing above a column of its own
            if not last and r.random() < 0.05:
                continue
            plan.entries.append(Entry(text, level, column, "header", down, span, 0, bold))
    if depth and r.random() < 0.08:
        _numbering(plan, r, stubs)


def _split(r: Random, groups: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Each group cut into smaller ones, some of a single column."""
    out = []
    for column, span in groups:
        even = [size for size in (2, 3, 4) if span % size == 0 and span > size]
        if even and r.random() < 0.6:
            size = r.choice(even)
            out += [(column + at, size) for at in range(0, span, size)]
            continue
        at = 0
        while at < span:
            size = min(r.choice((1, 2, 2, 3, 4)), span - at)
            out.append((column + at, size))
            at += size
    return out


def _numbering(plan: Plan, r: Random, stubs: int) -> None:
    """A last row of headings that numbers or letters the columns, or names their units."""
    style = r.choice(("({})", "{}", "unit"))
    for column in range(stubs if r.random() < 0.7 else 0, plan.columns):
        text = r.choice(UNITS) if style == "unit" else style.format(column + 1)
        plan.entries.append(Entry(text, plan.rows, column, "header"))
    plan.rows += 1
    plan.header_rows += 1


def _body(plan: Plan, speech: Speech, kinds: list[str], stubs: int, case: str, rows: int) -> None:
    r = speech.random
    sectioned, blank = r.random() < 0.25, r.choice((0.0, 0.0, 0.0, 0.03, 0.1, 0.3))
    indented, grouped = r.random() < 0.5, stubs == 2 and r.random() < 0.6
    total_every = r.choice((0, 0, 0, 4, 6))
    indent, left = 0, 0
    for number in range(rows):
        if sectioned and (number == 0 or r.random() < 0.15) and number < rows - 1:
            text = cased(speech.phrase(1, 5), r.choice((case, "upper", "title"))) + r.choice(("", "", ":"))
            wide = plan.columns if r.random() < 0.4 else 1
            bold = r.random() < 0.6
            plan.entries.append(Entry(text, plan.rows, 0, "section", 1, wide, 0, bold))
            plan.sections.add(plan.rows)
            plan.rows, indent, left = plan.rows + 1, int(indented), 0
        due = bool(total_every) and number % total_every == total_every - 1
        total = due or (number == rows - 1 and r.random() < 0.35)
        if grouped and left == 0:
            left = min(r.choice((1, 2, 2, 3, 4)), rows - number)
            plan.entries.append(Entry(cased(speech.phrase(1, 3), case), plan.rows, 0, "stub", left))
        _row(plan, speech, kinds, stubs, (case, indent, total, blank, grouped))
        left = max(0, left - 1)


def _row(plan: Plan, speech: Speech, kinds: list[str], stubs: int, how: tuple[str, int, bool, float, bool]) -> None:
    case, indent, total, blank, grouped = how
    r, row = speech.random, plan.rows
    bold = total and r.random() < 0.6
    for column in range(stubs):
        if grouped and column == 0:
            continue
        text = r.choice(("Total", "Subtotal", "Sum", "Total " + speech.phrase(1, 3))) if total else speech.label()
        if column and not grouped and r.random() < 0.5:
            text = r.choice((str(row), speech.values.draw("code"), speech.phrase(1, 2)))
        plan.entries.append(Entry(cased(text, case), row, column, "stub", 1, 1, 0 if total else indent, bold))
    if total:
        plan.totals.add(row)
    if not total and r.random() < 0.01 and plan.columns - stubs > 2:
        plan.entries.append(Entry(speech.phrase(1, 4), row, stubs, "value", 1, plan.columns - stubs))
    else:
        for column in range(stubs, plan.columns):
            text = "" if r.random() < blank else value(speech, kinds[column])
            if text or (stubs == 0 and column == 0):
                shown = text or value(speech, kinds[column]) or "1"
                plan.entries.append(Entry(shown, row, column, "value", 1, 1, 0, bold))
    plan.rows += 1


def value(speech: Speech, kind: str) -> str:
    """What stands in a column of the kind; mostly not blank."""
    r = speech.random
    if r.random() < 0.03:
        return r.choice(MISSING)
    if kind == "digit":
        return str(r.randint(0, 12))
    if kind == "mark":
        return r.choice(("x", "X", "✓", "", "", "•", "Yes", "No", "n"))
    if kind in ("phrase", "sentence", "clause"):
        if kind == "phrase":
            return speech.phrase(1, 4)
        text = r.choice((speech.phrase(4, 16), speech.values.draw(kind), r.choice(speech.words.sentences)))
        return text[:1].upper() + text[1:] if r.random() < 0.7 else text
    if kind not in NUMBERS:
        return speech.values.draw(kind).replace("\n", ", ")
    number = r.choice(
        (r.uniform(0, 99), r.uniform(0, 9999), r.uniform(0, 9e5) if "," in kind or " " in kind else r.random())
    )
    text = f"{number:,.0f}".replace(",", " ") if kind == "{: .0f}" else kind.format(number)
    draw = r.random()
    if draw < 0.04:
        text = r.choice((f"({text})", f"-{text}", f"–{text}"))
    elif draw < 0.07:
        text += r.choice(("*", "**", " (a)", "¹", "a", " *"))
    elif draw < 0.09:
        text = f"{r.choice(('$', '€', '$ '))}{text}"
    return text
