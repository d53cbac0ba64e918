"""ICDAR 2013 table competition (Göbel et al. 2013): ``x.pdf`` with ``x-str.xml``, cells with boxes in points from the
bottom left; rows and columns count from 0, ends included."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from extractors.annotations.problems import Problems
from extractors.errors import DocumentError
from extractors.types import Box, Cell, Document, Example, Extraction, Page, Part, Table

ENDING = "-str.xml"


def read(folder: Path) -> list[Example]:
    """Every PDF with its tables, words and rulings read as docrow reads them. Raises BadAnnotations listing all
    problems."""
    problems = Problems()
    paths = sorted(folder.rglob(f"*{ENDING}"))
    pairs = [(path, path.with_name(path.name.removesuffix(ENDING) + ".pdf")) for path in paths]
    found = [(truth, pdf) for truth, pdf in pairs if pdf.exists()]  # an alternative truth has no PDF of its own
    if not found:
        problems.add(str(folder), f"has no *{ENDING} with its PDF")
    examples = [example for truth, pdf in found if (example := _read_one(truth, pdf, problems)) is not None]
    problems.raise_if_any()
    return examples


def _read_one(truth: Path, pdf: Path, problems: Problems) -> Example | None:
    try:
        document = read_words(pdf)
        tables = tuple(_tables(ElementTree.parse(truth).getroot(), document))
    except (DocumentError, ElementTree.ParseError, ValueError, KeyError, TypeError) as error:
        problems.add(truth.name, str(error))
        return None
    return Example(document, Extraction(document.id, "tables", "person", tables=tables))


def read_words(path: Path) -> Document:
    """A PDF with words and rulings, without pictures of its pages. Raises DocumentError."""
    from extractors.read.open import open_document
    from extractors.read.options import ReadOptions
    from extractors.read.words import page_words

    options = ReadOptions()
    opened = replace(open_document(path.read_bytes(), path.name, options), source=str(path))
    pages = tuple(page_words(opened, page.number, options, "") for page in opened.pages)
    return replace(opened, pages=pages)


def _tables(root: ElementTree.Element, document: Document) -> Iterator[Table]:
    """A region is a table of its own: what goes on over pages is annotated page by page."""
    pages = {page.number: page for page in document.pages}
    for table in root.iter("table"):
        for region in table.iter("region"):
            page = pages[int(region.attrib["page"])]
            cells = tuple(_cell(item, page) for item in region.iter("cell"))
            boxes = [cell.box for cell in cells if cell.box is not None]
            if boxes:
                yield Table((Part(page.number, Box.around(boxes)),), cells)


def _cell(item: ElementTree.Element, page: Page) -> Cell:
    row, column = int(item.attrib["start-row"]), int(item.attrib["start-col"])
    last_row = max(row, int(item.attrib.get("end-row", row)))
    last_column = max(column, int(item.attrib.get("end-col", column)))
    place = item.find("bounding-box")
    box = _box(place, page.height) if place is not None else None
    text = (item.findtext("content") or "").strip()
    return Cell(text, row, column, page.number, box, last_row - row + 1, last_column - column + 1)


def _box(place: ElementTree.Element, height: float) -> Box:
    x0, x1 = sorted((float(place.attrib["x1"]), float(place.attrib["x2"])))
    low, high = sorted((float(place.attrib["y1"]), float(place.attrib["y2"])))
    return Box(x0, height - high, x1, height - low)


def write(examples: list[Example], folder: Path) -> None:
    """Write the tables of each document as ``x-str.xml``; the PDFs stay where they are."""
    folder.mkdir(parents=True, exist_ok=True)
    for example in examples:
        heights = {page.number: page.height for page in example.document.pages}
        root = ElementTree.Element("document", filename=example.document.key)
        for number, table in enumerate(example.answer.tables, start=1):
            for part in table.parts:
                region = ElementTree.SubElement(
                    ElementTree.SubElement(root, "table", id=str(number)), "region", id="1", page=str(part.page)
                )
                for cell in (c for c in table.cells if c.page == part.page):
                    region.append(_element(cell, heights[part.page]))
        path = folder / f"{Path(example.document.key).stem}{ENDING}"
        ElementTree.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def _element(cell: Cell, height: float) -> ElementTree.Element:
    last = {"end-row": str(cell.row + cell.row_span - 1), "end-col": str(cell.column + cell.column_span - 1)}
    item = ElementTree.Element("cell", {"start-row": str(cell.row), "start-col": str(cell.column), **last})
    if cell.box is not None:
        x0, top, x1, bottom = cell.box
        corners = {"x1": x0, "x2": x1, "y1": height - bottom, "y2": height - top}
        ElementTree.SubElement(item, "bounding-box", {name: f"{value:.2f}" for name, value in corners.items()})
    ElementTree.SubElement(item, "content").text = cell.text
    return item
