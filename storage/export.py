"""Tables and views as files (CSV, Parquet, XLSX, JSON), and a copy of the whole database to look at.

Rows stream in chunks, so memory does not grow with the database. One export sees one state of the database, whatever
is written meanwhile. Files appear whole or not at all.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, column, select, table
from sqlalchemy import types as sql
from sqlalchemy.types import TypeEngine

from extractors.errors import BadQuery
from storage.artifacts import stops_when_full
from storage.database import connect, migrate, outage_of
from storage.mask import Mask, mask_rows
from storage.search import index_all
from storage.tables import Moment, Row
from storage.views import VIEWS, Kind
from storage.writers import WRITERS, Sheet

ALL = "all"
_CHUNK = 2_000
_AT_ONCE = 200
"""Tables asked for in one query: databases bound the number of its parameters."""
_PLACE: dict[str, Kind] = {
    "document_id": "text",
    "document_key": "text",
    "table_number": "integer",
    "page": "integer",
    "row_number": "integer",
}
_TYPES: dict[Kind, TypeEngine[Any]] = {
    "text": sql.Text(),
    "integer": sql.BigInteger(),
    "number": sql.Float(),
    "date": sql.Date(),
    "time": Moment(),
    "boolean": sql.Boolean(),
    "json": sql.JSON(),
}
_KINDS: tuple[tuple[type[TypeEngine[Any]], Kind], ...] = (
    (sql.Boolean, "boolean"),
    (sql.Integer, "integer"),
    (sql.Float, "number"),
    (sql.Date, "date"),
    (sql.JSON, "json"),
    (sql.String, "text"),
)


def export(engine: Engine, target: str | Path, format: str, what: str = ALL, mask: Mask | None = None) -> list[Path]:
    """Write one table or view, or all of them, and return the files written.

    A name goes into `target` where that ends in the suffix of the format, else into ``target/<name>.<format>``; ``all``
    goes into a folder, one file each, or into one workbook (xlsx). `mask` is applied to every value of families with
    personal data (`storage.mask`). Raises BadQuery for an unknown name or format, DiskFull, DatabaseDown.
    """
    if format not in WRITERS:
        raise BadQuery(f"no format {format!r}", f"use one of {', '.join(WRITERS)}")
    names, place = _names(what), Path(target)
    single = place.suffix == f".{format}"
    if single and len(names) > 1 and format != "xlsx":
        raise BadQuery(f"{what} is {len(names)} tables and {place.name} one file", "name a folder")
    files = {place: names} if single else {place / f"{name}.{format}": (name,) for name in names}
    with engine.connect() as connection:
        for path, parts in files.items():
            with replacing(path) as temporary:
                WRITERS[format](temporary, (_sheet(connection, name, mask) for name in parts))
    return list(files)


def export_tables(
    engine: Engine, target: str | Path, format: str, name: str, header: Sequence[str],
    tables: Mapping[str, Sequence[str]], mask: Mask | None = None,
) -> Path:  # fmt: skip
    """Write the rows of tables that share a header as one sheet: where each row stands, a text column for every name of
    the header, and `normal`, the normal values by name. `tables` has, by id, the header as that table writes it. A name
    that says where a row stands is led by an underscore. Raises BadQuery for an unknown format, DiskFull, DatabaseDown.
    """
    if format not in WRITERS:
        raise BadQuery(f"no format {format!r}", f"use one of {', '.join(WRITERS)}")
    place = Path(target)
    path = place if place.suffix == f".{format}" else place / f"{name}.{format}"
    names = [f"_{key}" if key in (*_PLACE, "normal") else key for key in header]
    columns: dict[str, Kind] = {**_PLACE, **dict.fromkeys(names, "text"), "normal": "json"}
    with engine.connect() as connection:
        chunks = _logical_chunks(connection, tables, mask)
        with replacing(path) as temporary:
            WRITERS[format](temporary, iter([Sheet(name, columns, chunks)]))
    return path


def _logical_chunks(
    connection: Connection, tables: Mapping[str, Sequence[str]], mask: Mask | None
) -> Iterator[Sequence[tuple[Any, ...]]]:
    kinds = VIEWS["table_rows"].columns
    view = table("table_rows", *(column(key, _TYPES[kind]) for key, kind in kinds.items()))
    ids = list(tables)
    for begin in range(0, len(ids), _AT_ONCE):
        wanted = select(view).where(view.c.table_id.in_(ids[begin : begin + _AT_ONCE]))
        found = connection.execute(wanted.order_by(view.c.document_key, view.c.table_number, view.c.row_number))
        rows: list[tuple[Any, ...]] = [tuple(row) for row in found]
        if mask is not None:
            rows = [row for chunk in mask_rows(tuple(kinds), iter([rows]), mask) for row in chunk]
        entries = [dict(zip(kinds, row, strict=True)) for row in rows]
        yield [_logical_row(entry, tables[entry["table_id"]]) for entry in entries]


def _logical_row(entry: dict[str, Any], header: Sequence[str]) -> tuple[Any, ...]:
    data = entry["data"] or {}
    return (*(entry[key] for key in _PLACE), *(data.get(key) for key in header), entry["normal"])


def exportable() -> tuple[str, ...]:
    """The names that can be exported: views first, then tables."""
    return (*VIEWS, *sorted(Row.metadata.tables))


def columns_of(name: str) -> dict[str, Kind]:
    """The columns of a table or view with their kinds, in order."""
    if name in VIEWS:
        return VIEWS[name].columns
    return {c.name: _kind(c.type) for c in Row.metadata.tables[name].columns}


def snapshot(engine: Engine, path: str | Path) -> Path:
    """A read-only SQLite copy of the database, of SQLite or PostgreSQL, for Datasette and others to look at: the live
    file is left alone. Raises DiskFull, DatabaseDown."""
    target = Path(path)
    with replacing(target) as temporary:
        if engine.dialect.name == "sqlite":
            _copy_sqlite(engine, temporary)
        else:
            _copy_rows(engine, temporary)
        _seal(temporary)
    return target


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary place beside the path, moved there when all is written and removed when not."""
    with stops_when_full(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".export-") as folder:
            temporary = Path(folder) / path.name
            yield temporary
            with temporary.open("rb") as file:
                os.fsync(file.fileno())
            temporary.replace(path)


def _names(what: str) -> tuple[str, ...]:
    if what == ALL:
        return exportable()
    if what not in exportable():
        raise BadQuery(f"no table or view {what!r}", f"there are {', '.join(exportable())}, and {ALL}")
    return (what,)


def _kind(type: TypeEngine[Any]) -> Kind:
    if isinstance(type, Moment):
        return "time"
    return next(kind for base, kind in _KINDS if isinstance(type, base))


def _sheet(connection: Connection, name: str, mask: Mask | None) -> Sheet:
    columns = columns_of(name)
    chunks = _chunks(connection, name, columns)
    return Sheet(name, columns, mask_rows(tuple(columns), chunks, mask) if mask else chunks)


def _chunks(connection: Connection, name: str, columns: dict[str, Kind]) -> Iterator[Sequence[tuple[Any, ...]]]:
    query = select(table(name, *(column(key, _TYPES[kind]) for key, kind in columns.items())))
    found = connection.execution_options(yield_per=_CHUNK).execute(query)
    for chunk in found.partitions(_CHUNK):
        yield [tuple(row) for row in chunk]


def _copy_sqlite(engine: Engine, path: Path) -> None:
    with engine.connect() as connection, closing(sqlite3.connect(path)) as copy:
        source = connection.connection.driver_connection
        assert isinstance(source, sqlite3.Connection)
        connection.rollback()
        try:
            source.backup(copy)
        except sqlite3.Error as error:
            outage = outage_of(error, str(path))
            if outage is None:
                raise
            raise outage from error


def _copy_rows(engine: Engine, path: Path) -> None:
    copy = connect(f"sqlite:///{path}")
    migrate(copy)
    with engine.connect() as source, copy.begin() as target:
        target.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for part in Row.metadata.sorted_tables:
            rows = source.execution_options(yield_per=_CHUNK).execute(select(part))
            for chunk in rows.mappings().partitions(_CHUNK):
                target.execute(part.insert(), [dict(row) for row in chunk])
        index_all(target)
    copy.dispose()


def _seal(path: Path) -> None:
    with closing(sqlite3.connect(path)) as copy:
        copy.execute("PRAGMA journal_mode = DELETE").close()  # no -wal file beside a file nobody may write
    path.chmod(0o444)
