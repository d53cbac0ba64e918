"""Documents and answers made for the tests of the storage room."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from sqlalchemy import Engine, text

from extractors.types import Box, Cell, Check, Document, Entity, Extraction, Field, Page, Part, Source, Table, Transform
from storage.keys import open_batch, settle
from tests.fakes import MemoryBucket

NOW = dt.datetime(2026, 8, 22, 10, 30, tzinfo=dt.UTC)


def document(content: bytes = b"one", key: str = "in/one.pdf", pages: int = 2) -> Document:
    turned = Transform(0.0, -1.0, 842.0, 1.0, 0.0, 0.0)
    made = tuple(Page(n, 595.0, 842.0, transform=turned if n == 2 else Transform()) for n in range(1, pages + 1))
    return Document(hashlib.sha256(content).hexdigest()[:16], key, made, "application/pdf", size=len(content))


def field(key: str, value: str, **more: Any) -> Field:
    given: dict[str, Any] = {"page": 1, "box": Box(10, 20, 110, 32), "confidence": 0.9} | more
    return Field(key, value, **given)


def invoice(of: Document, model: str = "rules-1", total: str = "12.50 EUR") -> Extraction:
    fields = (
        field("total", f"€ {total}", type="money", normal=total, sources=(Source("text", f"€ {total}", name="t"),)),
        field("due", "22 Aug 2026", type="date", normal="2026-08-22", page=2),
        field("payer", "Zoë Müller-Öz", label="Payer:", key_box=Box(0, 0, 5, 5)),
        field("payer", "ACME", box=None),
    )
    entities = (Entity("header", "Invoice", 1, (Box(0, 0, 50, 10), Box(0, 10, 30, 20)), 0.8),)
    checks = (Check("lines add up to total", False, "2 of 3"), Check("date in range", None))
    return Extraction(of.id, "forms", model, fields, (), entities, ((0, 1),), checks)


def price_list(of: Document, model: str = "rules-1") -> Extraction:
    """Two header rows with a span, a body cell that reaches over two rows, a typed column."""
    heads = (
        Cell("Item", 0, 0, 1, Box(0, 0, 10, 20), row_span=2, header=True),
        Cell("Price", 0, 1, 1, Box(10, 0, 50, 10), column_span=2, header=True),
        Cell("2025", 1, 1, 1, Box(10, 10, 30, 20), header=True),
        Cell("2026", 1, 2, 1, Box(30, 10, 50, 20), header=True),
    )
    body = (
        Cell("Bolt", 2, 0, 1, Box(0, 20, 10, 40), row_span=2),
        Cell("1,200.00", 2, 1, 1, Box(10, 20, 30, 30), type="number", normal="1200.00"),
        Cell("=SUM(A1)", 2, 2, 1, None),
        Cell("3", 3, 1, 2, None, type="integer", normal="3"),
        Cell("", 3, 2, 2, None),
    )
    parts = (Part(1, Box(0, 0, 50, 40)), Part(2, Box(0, 0, 50, 20)))
    table = Table(parts, heads + body, 0.7, "Prices", (Check("sum", True),))
    return Extraction(of.id, "tables", model, tables=(table,))


def claim(engine: Engine, bucket: MemoryBucket, limit: int = 100) -> str:
    """A batch of what is new in the bucket."""
    batch = open_batch(engine, bucket.url, settle(engine, bucket.url, bucket.list(), NOW), limit)
    assert batch is not None
    return batch


def ask(engine: Engine, sql: str, **values: Any) -> list[dict[str, Any]]:
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(text(sql), values).mappings()]


def dump(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, in an order that does not hang on when it was written."""
    from storage.tables import Row

    with engine.connect() as connection:
        return {
            name: sorted((tuple(row) for row in connection.execute(table.select())), key=repr)
            for name, table in Row.metadata.tables.items()
        }
