"""Proof that nothing was lost: words against cells, cells against cells, rows against lines, totals against sums."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from extractors.tables.grid import overlaps
from extractors.tables.leftwards import label_column
from extractors.tables.runs import rows_of_words
from extractors.tables.typing import strip_marks
from extractors.types import Box, Cell, Check, Page, Table

_NAMES = (
    "sub-?\\s?total|grand total|totals?|sum|gesamt(?:summe|betrag)?|summe|zwischensumme|insgesamt|zusammen|totale|"
    "totaux|sous-total|total général|total general|somme|suma|subtotal|totaal|summa|razem|celkem|yhteensä"
)
TOTAL = re.compile(rf"(?i)^\W*(?:(?:{_NAMES})\W*(?:\([^)]*\)\W*|\d+\W*)?|[\w-]+\s+(?:{_NAMES})\W*)$")
OF_SECTION = re.compile(rf"(?i)^\W*(?:{_NAMES})\s+(?:of |for |der |des |de )?(?P<what>\w[\w ,&-]+?)\W*$")
GRAND = re.compile(r"(?i)\bgrand|general|général")
NOT_ADDED = re.compile(
    r"(?i)\b(?:average|mean|median|rate|ratio|share|index|per|%|percent|durchschnitt|moyenne|promedio)\b|%"
)
MOST_PARTS = 20
"""Lines that one above them may be the sum of, less one."""


def check_table(table: Table, pages: Iterable[Page]) -> tuple[Check, ...]:
    """The checks of one table against the pages it stands on: `words`, `overlaps`, `rows`, `totals`."""
    by_number = {page.number: page for page in pages}
    return (_words(table, by_number), _overlaps(table), _rows(table, by_number), *_totals(table))


def adds_up(table: Table) -> bool:
    """Whether a column of the table has a total that is the sum of what it stands under, and none that is not."""
    return any(check.passed for check in _totals(table))


def completeness(checks: Iterable[Check]) -> float:
    """The share (0-1) of the tests that could be made and passed; 1 where none could be made."""
    results = [check.passed for check in checks if check.passed is not None]
    return sum(results) / len(results) if results else 1.0


def _words(table: Table, pages: dict[int, Page]) -> Check:
    """Every word inside the table's region stands in a cell, as often as it was read."""
    lost = spare = 0
    again = Counter(t for c in table.cells if c.header for t in c.text.split())
    for number, part in enumerate(table.parts):
        page = pages.get(part.page)
        if page is None:
            continue
        read = Counter(t for w in page.words if _inside(w.box, part.box) for t in w.text.split())
        held = Counter(t for c in table.cells if c.page == part.page for t in c.text.split())
        missing = read - held
        lost += (missing if number == 0 else missing - again).total()
        spare += (held - read).total()
    return Check("words", not lost and not spare, f"{lost} words of the region in no cell, {spare} in cells only")


def _inside(word: Box, region: Box) -> bool:
    return region.holds(word.center)


def _overlaps(table: Table) -> Check:
    places = overlaps(table.cells)
    return Check("overlaps", not places, f"{len(places)} places claimed twice")


def _rows(table: Table, pages: dict[int, Page]) -> Check:
    """As many rows of values as lines of values on the page."""
    again = {t for c in table.cells if c.header for t in c.text.split()}
    bands = 0
    for number, part in enumerate(table.parts):
        if part.page in pages:
            bands += _value_lines(pages[part.page], part.box, again if number else set())
    rows = {cell.row for cell in table.cells if _has_value(cell.text)}
    if not bands:
        return Check("rows", None, "no lines of values")
    return Check("rows", len(rows) >= bands, f"{len(rows)} rows for {bands} lines of values")


def _value_lines(page: Page, region: Box, again: set[str]) -> int:
    """Lines with a value in the column that has values on most lines; lines of repeated headings do not count."""
    words = [w for w in page.words if w.direction == 0 and _inside(w.box, region)]
    rows = [row for row in rows_of_words(words) if not again or not all(w.text in again for w in row)]
    lines = [[w for w in row if _has_value(w.text)] for row in rows]
    rights = Counter(round(w.box.x1 / 4) for row in lines for w in row)
    if not rights:
        return 0
    most = rights.most_common(1)[0][0]
    return sum(any(round(w.box.x1 / 4) == most for w in row) for row in lines)


def _has_value(text: str) -> bool:
    return any(ch.isdigit() for ch in text)


@dataclass(frozen=True)
class _Line:
    """A row of one column: its label, its number (None where it has none), the worth of its last printed digit."""

    row: int
    label: str
    number: Decimal | None
    unit: Decimal


def _totals(table: Table) -> list[Check]:
    """For every column: does each total equal the sum of what it stands under?"""
    labels = _labels(table)
    kinds = {row: _kind(label, [labels[r] for r in labels if r < row]) for row, label in labels.items()}
    if "total" not in kinds.values() and "named" not in kinds.values():
        return []
    others = [column for column in range(table.columns) if column != label_column(table)]
    found = [_column_totals(table, column, labels, kinds) for column in others]
    results = [result for results in found for result in results]
    if not results:
        return [Check("totals", None, "no column whose total could be added up")]
    wrong = sum(not result for result in results)
    return [Check("totals", not wrong, f"{len(results) - wrong} of {len(results)} totals add up")]


def _kind(label: str, above: Sequence[str]) -> str:
    """`total`: "Total" and its like alone, or with the name of a section above ("Total costs"); `named`: with a name
    that may also belong to a thing ("Total nitrogen"), so that only its sum tells; else empty."""
    line = " ".join(label.split())
    if TOTAL.match(line):
        return "total"
    named = OF_SECTION.match(line)
    if named is None:
        return ""
    sections = {" ".join(text.split()).casefold().rstrip(":") for text in above}
    return "total" if named["what"].casefold() in sections else "named"


def _labels(table: Table) -> dict[int, str]:
    """The text that stands nearest to the side from which the table is read, by row."""
    side, first = label_column(table), dict[int, Cell]()
    for cell in table.cells:
        own = abs(cell.column - side)
        if (
            cell.text.strip()
            and not cell.header
            and (cell.row not in first or own < abs(first[cell.row].column - side))
        ):
            first[cell.row] = cell
    return {row: cell.text.strip() for row, cell in sorted(first.items())}


def _column_totals(table: Table, column: int, labels: dict[int, str], kinds: dict[int, str]) -> list[bool]:
    cells = {c.row: c for c in table.cells if c.column == column and c.column_span == 1 and not c.header}
    header = " ".join(c.text for c in table.cells if c.header and c.column <= column < c.column + c.column_span)
    if NOT_ADDED.search(header) or not _additive(cells.values()):
        return []
    sure = not any(cell.type == "percent" for cell in cells.values())
    lines = [_line(row, label, cells.get(row)) for row, label in labels.items()]
    totals: set[int] = set()
    results = []
    for row, kind in kinds.items():
        passed = _adds_up(lines, row, totals) if kind else None
        if kind == "total" or passed:
            totals.add(row)
        if passed or (kind == "total" and passed is False and sure):
            results.append(passed)
    return results


def _additive(cells: Iterable[Cell]) -> bool:
    """Percentages and dates are not added."""
    kinds = Counter(cell.type for cell in cells if cell.normal is not None)
    return bool(kinds) and kinds.most_common(1)[0][0] in ("number", "integer", "money")


def _line(row: int, label: str, cell: Cell | None) -> _Line:
    try:
        number = Decimal((cell.normal or "").partition(" ")[0]) if cell is not None else None
    except InvalidOperation:
        number = None
    digits = int("".join(re.findall(r"\d", strip_marks(cell.text)))[:30] or 0) if cell is not None else 0
    unit = abs(number) / digits if number is not None and digits else Decimal(0)
    return _Line(row, label, number, unit)


def _adds_up(lines: Sequence[_Line], row: int, totals: set[int]) -> bool | None:
    """Whether the total in `row` is the sum of the rows since the last total, of all plain rows, or of the totals
    above; None where it is plainly no sum (an average, a rate) or there are fewer than two numbers to add."""
    at = next(i for i, line in enumerate(lines) if line.row == row)
    total = lines[at]
    if total.number is None:
        return None
    chains = [chain for chain in _chains(lines, at, totals) if len(chain) > 1]
    if not chains:
        return None
    if any(_equal(total, chain) for chain in chains):
        return True
    if GRAND.search(total.label) and not any(line.row in totals for line in lines[:at]):
        return None
    nested = at == 0 and sum(line.number or 0 for line in chains[0]) > (total.number or 0)
    return False if _like_a_sum(total, chains[0]) and not nested else None


def _chains(lines: Sequence[_Line], at: int, totals: set[int]) -> list[list[_Line]]:
    above = [line for line in lines[:at] if line.number is not None]
    since: list[_Line] = []
    for line in reversed(above):
        if line.row in totals:
            break
        since.append(line)
    plain = [line for line in above if line.row not in totals]
    subtotals = [line for line in above if line.row in totals]
    tail = [*subtotals[-1:], *since]
    below = [line for line in lines[at + 1 :] if line.number is not None and line.row not in totals]
    section = list(itertools.takewhile(lambda line: line.number is not None, reversed(lines[:at])))
    if above:
        return [since, plain, subtotals, [*subtotals, *since], tail, section]
    return [below, _without_parts(below)]


def _without_parts(lines: Sequence[_Line]) -> list[_Line]:
    """The lines without those that the line before them is the sum of."""
    out: list[_Line] = []
    at = 0
    while at < len(lines):
        out.append(lines[at])
        ends = range(at + 3, min(len(lines), at + MOST_PARTS) + 1)
        at = next((end for end in ends if _equal(lines[at], lines[at + 1 : end])), at + 1)
    return out


def _equal(total: _Line, chain: Sequence[_Line]) -> bool:
    """Equal but for rounding: half a last digit for every number of a scaled or fractional column; whole numbers from
    100 on may be off by one, from 1,000 on by two, because such columns are often rounded without saying so."""
    numbers = [line.number for line in chain if line.number is not None]
    largest = max(abs(number) for number in numbers)
    slack = sum((line.unit for line in chain), total.unit) / 2
    if all(line.unit in (0, 1) for line in (*chain, total)):
        slack = Decimal(0 if largest < 100 else 1 if largest < 1000 else 2)
    return total.number is not None and abs(total.number - sum(numbers)) <= slack


def _like_a_sum(total: _Line, chain: Sequence[_Line]) -> bool:
    """Greater than every part, as a sum of amounts is, and not wildly greater than all of them together."""
    numbers = [line.number for line in chain if line.number is not None]
    if total.number is None or any(number < 0 for number in numbers):
        return total.number is not None
    added = sum(numbers)
    return max(numbers) < total.number and added > 0
