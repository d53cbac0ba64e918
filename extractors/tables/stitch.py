"""Tables that go on over pages joined into one; repeated headings dropped, the page of every cell kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.tables.evidence import TABLE_CAPTION
from extractors.tables.orphans import orphan_rows
from extractors.tables.runs import make_lines
from extractors.types import Box, Cell, Page, Table

CONTINUED = re.compile(
    r"(?i)\b(?:continued|cont['’.]?d|cont\.|fortsetzung|fortgesetzt|suite|continuación|continuação|segue|vervolg)\b"
)
FURNITURE = 3
"""Lines of page numbers, running heads and notes that may stand between the parts of a table, on each side."""
PROSE_WORDS = 9


@dataclass(frozen=True)
class Placed:
    """A table of one page and what of that page lies above and below it."""

    table: Table
    above: int
    below: int
    title: str
    page: Page

    @property
    def box(self) -> Box:
        return self.table.parts[0].box


def stitch_tables(pages: Sequence[tuple[Page, Sequence[Table]]]) -> list[Table]:
    """The tables of a document, in order; the last of one page goes on with the first of the next where nothing but
    page furniture lies between and the columns agree."""
    done: list[Table] = []
    last: Placed | None = None
    for page, tables in pages:
        placed = [_place(table, page, tables) for table in tables]
        joined = last is not None and bool(placed) and _goes_on(last, placed[0])
        end = placed[0].table if joined else _orphans(last, page, placed) if last is not None else None
        if end is not None:
            done[-1] = _join(done[-1], end)
        done += [part.table for part in placed[joined:]]
        if placed:
            last = _lowest(placed, done)
        elif page.words:
            last = None
    return done


def _orphans(last: Placed, page: Page, placed: Sequence[Placed]) -> Table | None:
    """The last rows of a table, too few to be found as one, at the top of the page."""
    if page.number != last.page.number + 1 or last.below > 2 * FURNITURE:
        return None
    rows = orphan_rows(last.table, last.page, page, FURNITURE)
    if rows is None or any(part.box.top < rows.parts[0].box.bottom for part in placed):
        return None
    return rows


def _lowest(placed: Sequence[Placed], done: list[Table]) -> Placed:
    """The table at the foot of the page, moved to the end of what is done."""
    foot = max(range(len(placed)), key=lambda i: placed[i].box.bottom)
    done.append(done.pop(len(done) - len(placed) + foot))
    return placed[foot]


def _place(table: Table, page: Page, tables: Sequence[Table]) -> Placed:
    box = table.parts[0].box
    outside = [w for w in page.words if not any(part.box.holds(w.box.center) for t in tables for part in t.parts)]
    lines = make_lines(outside, 1.5)
    above = [line for line in lines if line.box.bottom <= box.top + 2]
    below = [line for line in lines if line.box.top >= box.bottom - 2]
    others = [t.parts[0].box for t in tables if t is not table]
    heavy = sum(len(line.words) >= PROSE_WORDS for line in above), sum(len(line.words) >= PROSE_WORDS for line in below)
    crowd = sum(o.bottom <= box.top for o in others), sum(o.top >= box.bottom for o in others)
    title = " ".join(line.text for line in above[-3:])
    return Placed(
        table, len(above) + 5 * heavy[0] + 10 * crowd[0], len(below) + 5 * heavy[1] + 10 * crowd[1], title, page
    )


def _goes_on(first: Placed, second: Placed) -> bool:
    if second.page.number != first.page.number + 1:
        return False
    continued = bool(CONTINUED.search(second.title) or CONTINUED.search(second.table.caption))
    repeated = _repeated_headings(first.table, second.table)
    most = FURNITURE * (2 if continued or repeated else 1)
    if second.above > most or first.below > most + FURNITURE:
        return False
    if not continued and _another_caption(first, second):
        return False
    return _columns_agree(first, second) and (repeated > 0 or not _new_headings(first.table, second.table))


def _another_caption(first: Placed, second: Placed) -> bool:
    """A caption or title that is neither the first table's nor a running head of both pages."""
    caption = second.table.caption
    if not caption or caption == first.table.caption:
        return False
    if TABLE_CAPTION.match(caption):
        return True
    words = Counter(word.text for word in first.page.words)
    return not all(words[word] for word in caption.split())


def _columns_agree(first: Placed, second: Placed) -> bool:
    """As many columns, each over most of its place on the page before."""
    if first.table.columns != second.table.columns:
        return False
    a, b = _bands(first.table, first.page), _bands(second.table, second.page)
    if len(a) != len(b):
        return False
    shift = a[0][0] - b[0][0]
    return all(_overlap(x, (y[0] + shift, y[1] + shift)) > 0.5 for x, y in zip(a, b, strict=True))


def _overlap(a: tuple[float, float], b: tuple[float, float]) -> float:
    common = min(a[1], b[1]) - max(a[0], b[0])
    return common / max(1.0, min(a[1] - a[0], b[1] - b[0]))


def _bands(table: Table, page: Page) -> list[tuple[float, float]]:
    bands: dict[int, tuple[float, float]] = {}
    for cell in table.cells:
        if cell.column_span == 1 and cell.box is not None:
            bands.setdefault(cell.column, (cell.box.x0 / page.width * 1000, cell.box.x1 / page.width * 1000))
    return [bands[column] for column in sorted(bands)]


def _row_texts(table: Table, row: int) -> list[tuple[int, str]]:
    cells = sorted((c for c in table.cells if c.row == row and c.text.strip()), key=lambda c: c.column)
    return [(c.column, " ".join(c.text.casefold().split())) for c in cells]


def _headings(table: Table) -> int:
    return max((cell.row + cell.row_span for cell in table.cells if cell.header), default=0)


def _repeated_headings(first: Table, second: Table) -> int:
    """How many rows at the top of the second table say what those of the first say."""
    count = 0
    while count < min(max(1, _headings(first)), second.rows):
        here = _row_texts(second, count)
        if not here or here != _row_texts(first, count):
            break
        count += 1
    return count if count >= _headings(first) or (count and not _headings(first)) else 0


def _new_headings(first: Table, second: Table) -> bool:
    """The second table has headings of its own. A first row of words alone is no heading where the first table's rows
    are words too."""
    if not _headings(second):
        return False
    kinds = {cell.type for cell in first.cells if not cell.header and cell.column > 0 and cell.text.strip()}
    return kinds != {"text"}


def _join(first: Table, second: Table) -> Table:
    drop = _repeated_headings(first, second)
    base = first.rows - drop
    kept = [c for c in second.cells if c.row >= drop]
    moved = tuple(replace(c, row=c.row + base, header=False) for c in kept)
    confidence = min(first.confidence, second.confidence) if second.rows > 1 else first.confidence
    seen = {check.name: check for check in (*first.checks, *second.checks)}
    return replace(
        first,
        parts=first.parts + second.parts,
        cells=first.cells + moved,
        confidence=confidence,
        checks=tuple(seen.values()),
    )


def rows_on(table: Table, page: int) -> list[Cell]:
    """The cells of a stitched table that stand on one page."""
    return [cell for cell in table.cells if cell.page == page]
