"""Full-text search over the values of fields and cells, the same in SQLite (FTS5) and PostgreSQL (tsvector, GIN).

Words are compared without case, accents and punctuation. All words must stand in one value; ``"two words"`` must stand
side by side; ``invo*`` finds every word that begins so.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, text
from sqlalchemy import Row as SqlRow

_TERM = re.compile(r'"([^"]*)"?|(\S+)')
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Hit:
    """A value that was found. `key` is the field's key or the cell's column name; the box (points, page as displayed)
    is None where the value has none; `table_id` is set for cells."""

    document_id: str
    document_key: str
    family: str
    model: str
    key: str
    value: str
    page: int
    box: tuple[float, float, float, float] | None
    table_id: str | None


@dataclass(frozen=True, slots=True)
class Term:
    """Words that must stand side by side; `prefix`: the last may go on."""

    words: tuple[str, ...]
    prefix: bool = False


def search(engine: Engine, query: str, limit: int = 50) -> list[Hit]:
    """The live values that hold the words, best first; an empty query finds nothing."""
    terms = parse(query)
    if not terms:
        return []
    sqlite = engine.dialect.name == "sqlite"
    match = _fts5(terms) if sqlite else _tsquery(terms)
    with engine.connect() as connection:
        found = connection.execute(text(_sql(sqlite)), {"match": match, "limit": limit}).all()
    return [_hit(row) for row in found]


def parse(query: str) -> list[Term]:
    """The terms of a query as people type it."""
    found = []
    for quoted, plain in _TERM.findall(query):
        words = tuple(_WORD.findall(fold(quoted or plain)))
        if words:
            found.append(Term(words, plain.endswith("*")))
    return found


def fold(value: str) -> str:
    """Without case and accents, as the databases fold."""
    decomposed = unicodedata.normalize("NFKD", value.lower())
    return "".join(letter for letter in decomposed if not "\u0300" <= letter <= "\u036f")


def index_values(connection: Connection, extraction_id: str) -> None:
    """Put the values of a new answer in SQLite's index; PostgreSQL's keeps itself."""
    if connection.dialect.name != "sqlite":
        return
    for name, mine in (
        ("fields", "extraction_id = ?"),
        ("cells", "table_id IN (SELECT id FROM tables WHERE extraction_id = ?)"),
    ):
        add = f"INSERT INTO search_{name}(rowid, value, normal) SELECT id, value, normal FROM {name} WHERE {mine}"
        connection.exec_driver_sql(add, (extraction_id,))


def index_all(connection: Connection) -> None:
    """Make SQLite's index anew from the tables."""
    for name in ("fields", "cells"):
        connection.exec_driver_sql(f"INSERT INTO search_{name}(search_{name}) VALUES ('rebuild')")


def _hit(row: SqlRow[Any]) -> Hit:
    box = None if row.x0 is None else (row.x0, row.top, row.x1, row.bottom)
    place = (row.document_id, row.document_key, row.family, row.model)
    return Hit(*place, key=row.key, value=row.value, page=row.page, box=box, table_id=row.table_id)


def _fts5(terms: list[Term]) -> str:
    return " ".join(f'"{" ".join(term.words)}"{"*" if term.prefix else ""}' for term in terms)


def _tsquery(terms: list[Term]) -> str:
    return " & ".join(f"({' <-> '.join(term.words)}{':*' if term.prefix else ''})" for term in terms)


_COLUMNS = """v.document_id, d.key AS document_key, v.family, v.model, v.{key} AS key, v.value, v.page, v.x0, v.top,
       v.x1, v.bottom"""
_WORDS = "to_tsvector('simple', docrow_fold(v.value || ' ' || coalesce(v.normal, '')))"


def _sql(sqlite: bool) -> str:
    fields = _part(sqlite, "fields", "key", "NULL", "e.id = v.extraction_id")
    cells = _part(sqlite, "cells", "column_name", "v.table_id", "e.id = t.extraction_id")
    return f"{fields} UNION ALL {cells} ORDER BY rank, document_key, page, top LIMIT :limit"


def _part(sqlite: bool, name: str, key: str, table: str, link: str) -> str:
    join = "JOIN tables t ON t.id = v.table_id " if name == "cells" else ""
    if sqlite:
        rank, source = f"search_{name}.rank", f"search_{name} JOIN {name} v ON v.id = search_{name}.rowid"
        where = f"search_{name} MATCH :match"
    else:
        question = "to_tsquery('simple', :match)"
        rank, source, where = f"-ts_rank({_WORDS}, {question})", f"{name} v", f"{_WORDS} @@ {question}"
    return (
        f"SELECT {_COLUMNS.format(key=key)}, {table} AS table_id, {rank} AS rank FROM {source} {join}"
        f"JOIN extractions e ON {link} AND e.live JOIN documents d ON d.id = v.document_id "
        f"WHERE {where} AND d.superseded_by IS NULL"
    )
