"""Tables in Label Studio: rectangles around a table, each of its rows and columns, the cells that span several, and the
headings, with the labels of PubTables-1M that Table Transformers use too. The words of the document fill the cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.annotations.problems import Problems
from extractors.frames import displayed_page
from extractors.tables.detected import COLUMN, HEADER, ROW, SECTION, SPAN, TABLE, Detection, detected_grid
from extractors.types import Box, Cell, Page, Part, Table

LABELS = (TABLE, ROW, COLUMN, HEADER, SPAN, SECTION)
Shape = tuple[str, Page, Box]
"""A label, its page, and its rectangle in points on the page as displayed."""


def table_label(text: str) -> str | None:
    """The label of a part of a table that a text is, however it is spelled (``Table_Row``); None for any other."""
    plain = " ".join(text.lower().replace("_", " ").replace("-", " ").split())
    return plain if plain in LABELS else None


def tables_of(shapes: Sequence[Shape], where: str, problems: Problems) -> tuple[Table, ...]:
    """The tables that rectangles show, boxes on the page as displayed, one for each page that a table stands on; those
    that cannot be read are noted."""
    found = []
    for page in {page.number: page for _, page, _ in shapes}.values():
        own = [Detection(label, box, 1.0) for label, other, box in shapes if other.number == page.number]
        for region in _regions(own):
            parts = [one for one in own if one.label != TABLE and region.holds(one.box.center)]
            table = _table(displayed_page(page), region, parts)
            if table is None:
                problems.add(f"{where}: table on page {page.number}", "has no row and two columns drawn around words")
            else:
                found.append(table)
    return tuple(found)


def _regions(own: Sequence[Detection]) -> list[Box]:
    """What is drawn as a table; where nobody did, what is drawn around all rows and columns."""
    tables = [one.box for one in own if one.label == TABLE]
    return tables or [Box.around(one.box for one in own)]


def _table(page: Page, region: Box, parts: Sequence[Detection]) -> Table | None:
    made = detected_grid(parts, [word for word in page.words if region.holds(word.box.center)])
    if made is None:
        return None
    grid = made.grid
    cells = tuple(
        Cell(d.text, d.row, d.column, page.number, grid.draft_box(d), d.row_span, d.column_span,
             d.row < grid.header_rows)
        for d in grid.drafts
    )  # fmt: skip
    return Table((Part(page.number, region),), cells)


def shapes_of(table: Table, pages: dict[int, Page]) -> Iterator[Shape]:
    """The rectangles of a table, page by page. Rows and columns in which every cell spans others are not drawn."""
    for part in table.parts:
        page, box = pages[part.page], part.box
        yield TABLE, page, box
        cells = [cell for cell in table.cells if cell.page == part.page and cell.box is not None]
        rows, columns = _lanes(cells, "row"), _lanes(cells, "column")
        yield from ((ROW, page, Box(box.x0, own.top, box.x1, own.bottom)) for own in rows)
        yield from ((COLUMN, page, Box(own.x0, box.top, own.x1, box.bottom)) for own in columns)
        yield from ((SPAN, page, c.box) for c in cells if c.box and c.row_span + c.column_span > 2)
        heads = [c.box for c in cells if c.box and c.header]
        if heads:
            yield HEADER, page, Box(box.x0, min(b.top for b in heads), box.x1, max(b.bottom for b in heads))


def _lanes(cells: Sequence[Cell], lane: str) -> list[Box]:
    """What the cells of each row (or column) that span no other take up."""
    boxes: dict[int, list[Box]] = {}
    for cell in cells:
        span = cell.row_span if lane == "row" else cell.column_span
        if span == 1 and cell.box is not None:
            boxes.setdefault(cell.row if lane == "row" else cell.column, []).append(cell.box)
    return [Box.around(own) for _, own in sorted(boxes.items())]
