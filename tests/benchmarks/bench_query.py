"""A hundred thousand documents asked and written: SQLite on this machine's disk, generated rows.

The questions are those an analyst asks by name: one document, a key with a value, a range of amounts, a day, a word.
"""

from __future__ import annotations

import datetime as dt
import random
import statistics
import tempfile
import time
from pathlib import Path

from sqlalchemy import Engine

from extractors.types import Box, Cell, Document, Extraction, Field, Page, Part, Table
from storage import rows
from storage.database import connect, migrate, writing
from storage.query import read_only
from storage.records import write_document
from storage.search import index_all, search
from tests.benchmarks.figures import Figure

DOCUMENTS, FIELDS, REPEATS = 100_000, 10, 9
_QUESTIONS = {
    "one document, its fields": "SELECT * FROM latest_fields WHERE document_id = '{id}'",
    "one document as JSON": "SELECT * FROM document_json WHERE document_id = '{id}'",
    "one document by its key in the bucket": "SELECT * FROM document_json WHERE document_key = 'in/{n}.pdf'",
    "a key with a value": "SELECT * FROM latest_fields WHERE key = 'invoice number' AND value = 'INV-{n}'",
    "amounts over a bound": "SELECT * FROM latest_fields WHERE key = 'total' AND value_number > 99990",
    "one day": "SELECT document_id, value FROM latest_fields WHERE key = 'date' AND value_date = '2026-03-04'",
    "problems": "SELECT * FROM problem_documents LIMIT 100",
}


def run(data: Path, limit: int | None) -> list[Figure]:
    """Figures of asking and writing; `limit` scales the database down for a quick look. No evaluation data is used."""
    count = min(DOCUMENTS, limit * 1000) if limit else DOCUMENTS
    with tempfile.TemporaryDirectory() as folder:
        url = f"{folder}/bench.db"
        engine = connect(url)
        migrate(engine)
        _fill(engine, count)
        figures = [_ask(url, name, sql, count) for name, sql in _QUESTIONS.items()]
        figures.append(_search(engine, count))
        figures.append(_write(engine))
        engine.dispose()
    return figures


def _ask(url: str, name: str, sql: str, count: int) -> Figure:
    seconds = []
    for number in range(REPEATS):
        n = (number * 7919) % count
        begin = time.perf_counter()
        result = read_only(url, sql.format(id=_id(n), n=n))
        seconds.append(time.perf_counter() - begin)
        assert result.rows or name in ("problems", "one day", "amounts over a bound"), name
    return Figure(name, statistics.median(seconds) * 1000, "ms", "at most 50", f"{count:,} documents, connection made")


def _search(engine: Engine, count: int) -> Figure:
    seconds = []
    for number in range(REPEATS):
        begin = time.perf_counter()
        assert search(engine, f"inv {(number * 7919) % count}")
        seconds.append(time.perf_counter() - begin)
    return Figure("a word in all values", statistics.median(seconds) * 1000, "ms", "at most 50", f"{count:,} documents")


def _write(engine: Engine) -> Figure:
    made = [_page_of_much(number) for number in range(40)]
    begin = time.process_time()
    for document, answer in made:
        write_document(engine, document, [answer], None)
    spent = (time.process_time() - begin) / len(made)
    return Figure(
        "writing a page of 40 fields and 3 tables of 100 cells", spent * 1000, "ms CPU", "at most 8", "SQLite"
    )


def _page_of_much(number: int) -> tuple[Document, Extraction]:
    document = Document(f"ffff{number:012x}", f"much/{number}.pdf", (Page(1, 595, 842),), "application/pdf", size=1)
    box = Box(10, 20, 110, 32)
    fields = tuple(Field(f"key {n}", f"value {n} {number}", 1, box, 0.9) for n in range(40))
    cells = tuple(Cell(f"{r * number}.{c}", r, c, 1, box, header=not r) for r in range(10) for c in range(10))
    tables = tuple(Table((Part(1, box),), cells) for _ in range(3))
    return document, Extraction(document.id, "forms", "bench", fields, tables)


def _id(number: int) -> str:
    return f"{number:016x}"


def _fill(engine: Engine, count: int) -> None:
    """The rows that `write_document` would write, in large blocks: filling is not what is measured."""
    chance, now = random.Random(7), dt.datetime(2026, 8, 22, tzinfo=dt.UTC).replace(tzinfo=None).isoformat(" ")
    with writing(engine) as connection:
        for start in range(0, count, 5_000):
            numbers = range(start, min(start + 5_000, count))
            documents = [(_id(n), f"in/{n}.pdf", "application/pdf", 1, 1, "", now, "d") for n in numbers]
            connection.exec_driver_sql(
                "INSERT INTO documents (id, key, media_type, size, pages, source, created, digest, empty)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)",
                documents,
            )
            answers = [Extraction(_id(n), "forms", "bench", _fields(n, chance)) for n in numbers]
            heads = [(rows.extraction_id(a.document_id, "forms", "bench"), a.document_id, now) for a in answers]
            connection.exec_driver_sql(
                "INSERT INTO extractions (id, document_id, family, model, live, found, created, digest)"
                " VALUES (?, ?, 'forms', 'bench', 1, 10, ?, 'd')",
                heads,
            )
            block = rows.block("fields", [row for answer in answers for row in rows.field_rows(answer)])
            marks = ", ".join("?" * len(block.columns))
            connection.exec_driver_sql(
                f"INSERT INTO fields ({', '.join(block.columns)}) VALUES ({marks})", block.values
            )
        index_all(connection)


def _fields(number: int, chance: random.Random) -> tuple[Field, ...]:
    day = (dt.date(2020, 1, 1) + dt.timedelta(chance.randrange(2500))).isoformat()
    amount = f"{chance.randrange(10_000_000) / 100:.2f} EUR"
    box = Box(10, 20, 110, 32)
    known = (
        Field("invoice number", f"INV-{number}", 1, box, 0.9),
        Field("total", amount, 1, box, 0.9, "money", amount),
        Field("date", day, 1, box, 0.9, "date", day),
    )
    rest = (Field(f"key {n}", f"value {chance.randrange(10_000)}", 1, box, 0.8) for n in range(FIELDS - len(known)))
    return (*known, *rest)
