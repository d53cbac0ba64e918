"""From the types of `extractors.types` to rows: pure functions, one for each table.

Values are as both drivers take them: JSON as text, dates as ISO text. Text is made storable: PostgreSQL takes
no NUL, neither database takes half a surrogate pair.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from extractors.types import Box, Cell, Check, Document, Entity, Extraction, Field, Page, Source, Table

HASH_ID = 32
KEY_LENGTH = 500
"""Keys of fields are cut to this many characters, because PostgreSQL cannot index values over 2,704 bytes."""
Values = dict[str, Any]
NOWHERE: Values = {"x0": None, "top": None, "x1": None, "bottom": None}
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_NUMBER = re.compile(r"([+-]?\d+(?:\.\d+)?)(?:\s*%|\s([A-Z]{3}))?")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMERIC = {"number", "integer", "percent", "money"}
_DECIMALS = 3


def hash_id(*parts: str, length: int = HASH_ID) -> str:
    """A stable name for what the parts name together."""
    return hashlib.sha256("\x00".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:length]


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of one table as the drivers take them."""

    table: str
    columns: tuple[str, ...]
    values: list[tuple[Any, ...]]


def block(table: str, values: Sequence[Values]) -> Block:
    """Rows (at least one, all with the same columns) made ready for the driver."""
    return Block(table, tuple(values[0]), [tuple(row.values()) for row in values])


def extraction_id(document_id: str, family: str, model: str) -> str:
    return hash_id(document_id, family, model, length=16)


def digest(rows: Any) -> str:
    """Equal for equal rows: what "running twice changes nothing" is decided by."""
    return hashlib.sha256(_JSON.encode(rows).encode()).hexdigest()[:HASH_ID]


def clean(text: str) -> str:
    """The text without what no database stores: NUL is dropped, half a surrogate pair becomes U+FFFD."""
    if text.isascii():
        return text.replace("\x00", "") if "\x00" in text else text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\x00", "")


def typed(type: str, normal: str | None) -> tuple[float | None, str | None, str | None]:
    """(number, ISO date, currency) that a normalised value says: "12.50 EUR" is (12.5, None, "EUR"); a percentage keeps
    its printed number. All None for what is neither number nor whole date."""
    if normal is None:
        return None, None, None
    if type == "date":
        return None, normal if _is_date(normal) else None, None
    match = _NUMBER.fullmatch(normal) if type in _NUMERIC else None
    return (float(match[1]), None, match[2]) if match else (None, None, None)


def _is_date(normal: str) -> bool:
    try:
        return bool(_DATE.fullmatch(normal)) and dt.date.fromisoformat(normal) is not None
    except ValueError:
        return False


def document_row(document: Document) -> Values:
    return {
        "id": document.id,
        "key": clean(document.key),
        "media_type": clean(document.media_type),
        "size": document.size,
        "pages": len(document.pages),
        "source": clean(document.source),
    }


def page_row(document_id: str, page: Page) -> Values:
    move = page.transform
    return {
        "document_id": document_id,
        "number": page.number,
        "width": round(page.width, _DECIMALS),
        "height": round(page.height, _DECIMALS),
        "words": len(page.words),
        "doubtful": len(page.doubtful),
        "text_source": page.text_source,
        "image": clean(page.image),
        "families": None if page.families is None else _json(list(page.families)),
        "transform": None if move.is_identity else _json([move.a, move.b, move.c, move.d, move.e, move.f]),
    }


def field_rows(extraction: Extraction) -> list[Values]:
    owner = _owner(extraction)
    return [_field_row(owner, ordinal, field) for ordinal, field in enumerate(extraction.fields)]


def _field_row(owner: Values, ordinal: int, field: Field) -> Values:
    normal = None if field.normal is None else clean(field.normal)
    number, date, currency = typed(field.type, normal)
    return {
        **owner,
        "ordinal": ordinal,
        "key": clean(field.key)[:KEY_LENGTH],
        "label": clean(field.label),
        "value": clean(field.value),
        "normal": normal,
        "type": field.type,
        "value_number": number,
        "value_date": date,
        "currency": currency,
        "confidence": round(field.confidence, 6),
        "page": field.page,
        **_box(field.box),
        "key_box": _json(_corners(field.key_box)) if field.key_box else None,
        "sources": _json([_source(source) for source in field.sources]) if field.sources else None,
    }


def entity_rows(extraction: Extraction) -> list[Values]:
    owner = _owner(extraction)
    return [_entity_row(owner, ordinal, entity) for ordinal, entity in enumerate(extraction.entities)]


def _entity_row(owner: Values, ordinal: int, entity: Entity) -> Values:
    return {
        **owner,
        "ordinal": ordinal,
        "kind": entity.kind,
        "text": clean(entity.text),
        "confidence": round(entity.confidence, 6),
        "page": entity.page,
        **_box(entity.box if entity.boxes else None),
        "boxes": _json([_corners(box) for box in entity.boxes]),
    }


def table_id(owner: str, ordinal: int) -> str:
    return f"{owner}-{ordinal}"


def table_row(extraction: Extraction, ordinal: int, table: Table, names: Sequence[str]) -> Values:
    """`names` are the table's column names."""
    owner = _owner(extraction)
    first = table.parts[0] if table.parts else None
    return {
        "id": table_id(owner["extraction_id"], ordinal),
        **owner,
        "ordinal": ordinal,
        "caption": clean(table.caption),
        "row_count": table.rows,
        "column_count": table.columns,
        "header_rows": header_rows(table.cells),
        "header": _json(names),
        "confidence": round(table.confidence, 6),
        "page": first.page if first else None,
        **_box(first.box if first else None),
        "parts": _json([{"page": part.page, "box": _corners(part.box)} for part in table.parts]),
    }


def cell_rows(extraction: Extraction, ordinal: int, table: Table, names: Sequence[str]) -> list[Values]:
    """The cells in reading order; `names` are the table's column names."""
    owner = {
        "document_id": extraction.document_id,
        "table_id": table_id(_owner(extraction)["extraction_id"], ordinal),
        "family": extraction.family,
        "model": extraction.model,
    }
    cells = sorted(table.cells, key=lambda cell: (cell.row, cell.column))
    return [_cell_row(owner, cell, names) for cell in cells]


def _cell_row(owner: Values, cell: Cell, names: Sequence[str]) -> Values:
    normal = None if cell.normal is None else clean(cell.normal)
    number, date, currency = typed(cell.type, normal)
    return {
        **owner,
        "row_index": cell.row,
        "column_index": cell.column,
        "row_span": cell.row_span,
        "column_span": cell.column_span,
        "header": cell.header,
        "column_name": names[cell.column],
        "value": clean(cell.text),
        "normal": normal,
        "type": cell.type,
        "value_number": number,
        "value_date": date,
        "currency": currency,
        "confidence": round(cell.confidence, 6),
        "page": cell.page,
        **_box(cell.box),
    }


def header_rows(cells: Iterable[Cell]) -> int:
    """How many rows at the top hold nothing but header cells (empty cells do not count against it)."""
    body = [cell.row for cell in cells if cell.text.strip() and not cell.header]
    heads = [cell.row + cell.row_span for cell in cells if cell.header]
    limit = min(body, default=max(heads, default=0))
    return max((end for end in heads if end <= limit), default=0)


def column_names(table: Table) -> list[str]:
    """One name for each column: the texts of the header cells above it from the top, joined by " / ". Columns without
    a header are "column 3" (counting from 1); the second of two equal names ends in " (2)"."""
    depth = header_rows(table.cells)
    heads = sorted((c for c in table.cells if c.row < depth), key=lambda cell: (cell.row, cell.column))
    paths: list[list[str]] = [[] for _ in range(table.columns)]
    for cell in heads:
        text = " ".join(clean(cell.text).split())
        for column in range(cell.column, cell.column + cell.column_span):
            if text and text not in paths[column][-1:]:
                paths[column].append(text)
    return _unique([" / ".join(path) or f"column {number}" for number, path in enumerate(paths, 1)])


def _unique(names: Sequence[str]) -> list[str]:
    taken: dict[str, None] = {}
    for name in names:
        choices = itertools.chain([name], (f"{name} ({number})" for number in itertools.count(2)))
        taken[next(choice for choice in choices if choice not in taken)] = None
    return list(taken)


def check_rows(extraction: Extraction) -> list[Values]:
    """The checks of the answer, then those of its tables in order."""
    owner = _owner(extraction)
    found: list[tuple[str | None, Check]] = [(None, check) for check in extraction.checks]
    for number, table in enumerate(extraction.tables):
        found += [(table_id(owner["extraction_id"], number), check) for check in table.checks]
    base = {"extraction_id": owner["extraction_id"], "document_id": extraction.document_id}
    return [{**base, "ordinal": n, "table_id": of, **_check(check)} for n, (of, check) in enumerate(found)]


def _check(check: Check) -> Values:
    return {"name": clean(check.name), "passed": check.passed, "detail": clean(check.detail)}


def _owner(extraction: Extraction) -> Values:
    return {
        "document_id": extraction.document_id,
        "extraction_id": extraction_id(extraction.document_id, extraction.family, extraction.model),
        "family": extraction.family,
        "model": extraction.model,
    }


def _box(box: Box | None) -> Values:
    if box is None:
        return NOWHERE
    return {
        "x0": round(box.x0, _DECIMALS),
        "top": round(box.top, _DECIMALS),
        "x1": round(box.x1, _DECIMALS),
        "bottom": round(box.bottom, _DECIMALS),
    }


def _json(value: Any) -> str:
    return _JSON.encode(value)


def _corners(box: Box | None) -> list[float] | None:
    return None if box is None else [round(number, _DECIMALS) for number in box]


def _source(source: Source) -> Values:
    entry = {"kind": source.kind, "text": clean(source.text), "page": source.page, "box": _corners(source.box)}
    return entry | {"check": source.check, "name": clean(source.name)}
