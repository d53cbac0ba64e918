"""Documents and answers as rows that only have to be written: made where the answers are, so that a process that writes
need not be sent every word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.types import Document, Extraction
from storage import rows
from storage.rows import Block, Values


@dataclass(frozen=True, slots=True)
class AnswerRows:
    """One answer. `id` names (document, family, model); `digest` is equal for equal rows; `found` counts values."""

    id: str
    family: str
    model: str
    links: list[list[int]] | None
    digest: str
    found: int
    blocks: tuple[Block, ...]

    def count(self, table: str) -> int:
        return sum(len(block.values) for block in self.blocks if block.table == table)


@dataclass(frozen=True, slots=True)
class Ready:
    """A document (`values` without its key), its pages, and the answers about it."""

    document_id: str
    values: Values
    pages: Block | None
    digest: str
    answers: tuple[AnswerRows, ...]

    def count(self, table: str) -> int:
        """How many rows there are for a table of answers: fields, tables, cells, entities or checks."""
        return sum(answer.count(table) for answer in self.answers)


def make_ready(document: Document, extractions: Sequence[Extraction]) -> Ready:
    """Boxes are those of the page as displayed. Raises ValueError for an answer about another document."""
    strangers = {e.document_id for e in extractions} - {document.id}
    if strangers:
        raise ValueError(f"answers about {sorted(strangers)} written with document {document.id}")
    values, pages = rows.document_row(document), [rows.page_row(document.id, page) for page in document.pages]
    del values["key"]
    answers = tuple(answer_rows(extraction) for extraction in extractions)
    written = rows.block("pages", pages) if pages else None
    return Ready(document.id, values, written, rows.digest([values, pages]), answers)


def answer_rows(extraction: Extraction) -> AnswerRows:
    """The rows of one answer."""
    blocks = _children(extraction)
    links = [list(link) for link in extraction.links] or None
    digest = rows.digest([links, [block.values for block in blocks]])
    mine = rows.extraction_id(extraction.document_id, extraction.family, extraction.model)
    found = len(extraction.fields) + len(extraction.tables) + len(extraction.entities)
    return AnswerRows(mine, extraction.family, extraction.model, links, digest, found, blocks)


def _children(extraction: Extraction) -> tuple[Block, ...]:
    tables, cells = [], []
    for number, table in enumerate(extraction.tables):
        names = rows.column_names(table)
        tables.append(rows.table_row(extraction, number, table, names))
        cells += rows.cell_rows(extraction, number, table, names)
    found = (
        ("fields", rows.field_rows(extraction)),
        ("entities", rows.entity_rows(extraction)),
        ("tables", tables),
        ("cells", cells),
        ("checks", rows.check_rows(extraction)),
    )
    return tuple(rows.block(name, values) for name, values in found if values)
