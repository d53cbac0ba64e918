"""One reading statement, run so that it cannot write.

Three walls, each enough alone: the statement is parsed and must be one SELECT (sqlglot); the connection cannot write
(SQLite opened ``mode=ro``, PostgreSQL in a READ ONLY transaction, through a cursor that takes only SELECT); and what a
SELECT could still do beside reading tables is refused (SQLite's authorizer, PostgreSQL functions by name).
"""

from __future__ import annotations

import logging
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlglot
from sqlalchemy.engine import URL
from sqlglot import exp
from sqlglot.errors import SqlglotError

from extractors.errors import BadQuery, DatabaseDown
from storage.database import BUSY_SECONDS, database_url, outage_of

logging.getLogger("sqlglot").setLevel(logging.ERROR)  # it warns of what `check` refuses anyway
ROWS, SECONDS = 10_000, 30.0
_LARGEST_VALUE = 64 * 1024 * 1024
_STEPS = 10_000
_REMEDY = "query takes one SELECT; it never writes"
_NAMES = "ask latest_fields, document_json, table_rows or problem_documents; SELECT * shows the columns"
_READING = (exp.Select, exp.SetOperation, exp.Values, exp.Subquery)
_WRITING = (
    exp.Insert,
    exp.Update,
    exp.Delete,
    exp.Merge,
    exp.Into,
    exp.Lock,
    exp.DDL,
    exp.Drop,
    exp.Alter,
    exp.Command,
)
_EXPLAIN = re.compile(r"\s*EXPLAIN(\s+QUERY\s+PLAN)?\s", re.IGNORECASE)
_SQLITE_READS = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE}
_SQLITE_PRAGMAS = {"table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo"}
_SQLITE_PRAGMAS |= {"foreign_key_list", "data_version", "function_list", "pragma_list", "compile_options"}
_SQLITE_REFUSED = {"load_extension", "fts3_tokenizer", "writefile", "readfile", "edit"}
_POSTGRES_REFUSED = re.compile(
    r"(pg_(read|ls|stat_file|write|file|terminate|cancel|reload|rotate|sleep|advisory|try_advisory|create|drop|switch"
    r"|start|stop|promote|backup|logical|replication|notify|import|export|log|current_logfile|hba|ident)\w*"
    r"|lo_\w+|loread|lowrite|dblink\w*|set_config|setval|nextval|\w+_to_xml\w*|xml_import|copy_\w+)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Result:
    """What a query gave; `truncated` when there was more than the row limit."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    truncated: bool = False


def read_only(url: str, sql: str, *, max_rows: int = ROWS, seconds: float = SECONDS) -> Result:
    """Run one reading statement. Raises BadQuery for anything else, for SQL that is wrong and for what takes longer
    than `seconds`; DatabaseDown when the database does not answer or is not there yet."""
    target = database_url(url)
    if target.get_backend_name() == "sqlite":
        check(sql, "sqlite")
        return _read_sqlite(target, sql, max_rows, seconds)
    check(sql, "postgres")
    return _read_postgresql(target, sql, max_rows, seconds)


def check(sql: str, dialect: str) -> None:
    """Raises BadQuery unless the text is exactly one reading statement. `dialect`: sqlite or postgres."""
    body = _EXPLAIN.sub("", sql, count=1) if dialect == "sqlite" else sql
    try:
        statements = [found for found in sqlglot.parse(body, dialect=dialect) if found is not None]
    except SqlglotError as error:
        raise BadQuery(f"this is not SQL that can be read: {_first_line(error)}", _REMEDY) from error
    if len(statements) != 1:
        raise BadQuery(f"{len(statements)} statements were given", _REMEDY)
    statement = statements[0]
    if isinstance(statement, exp.Pragma) and dialect == "sqlite":
        return  # the authorizer knows which only read
    if not isinstance(statement, _READING):
        raise BadQuery(f"{statement.key.upper()} is not a reading statement", _REMEDY)
    _check_parts(statement, dialect)


def _check_parts(statement: exp.Expression, dialect: str) -> None:
    writing = statement.find(*_WRITING)
    if writing is not None:
        raise BadQuery(f"{writing.key.upper()} inside a SELECT is not reading", _REMEDY)
    for call in statement.find_all(exp.Func) if dialect == "postgres" else ():
        name = call.name if isinstance(call, exp.Anonymous) else call.sql_name()
        if _POSTGRES_REFUSED.fullmatch(name):
            raise BadQuery(f"{name}() does more than read tables", _REMEDY)


def _read_sqlite(target: URL, sql: str, max_rows: int, seconds: float) -> Result:
    with closing(_open_sqlite(target)) as connection, _sqlite_errors(target, seconds):
        _make_virtual_tables(connection)
        connection.set_authorizer(_authorize)
        end = time.monotonic() + seconds
        connection.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
        cursor = connection.execute(sql)
        rows = cursor.fetchmany(max_rows + 1)
        return _result([column[0] for column in cursor.description or ()], rows, max_rows)


def _open_sqlite(target: URL) -> sqlite3.Connection:
    path = Path(target.database or "").absolute()
    if not path.is_file():
        raise DatabaseDown(f"there is no database at {path}", "docrow run makes it")
    try:
        connection = sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, timeout=BUSY_SECONDS)
    except sqlite3.Error as error:
        raise DatabaseDown(f"{path} cannot be opened: {error}", "check its permissions") from error
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LARGEST_VALUE)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.execute("PRAGMA query_only = ON").close()
    return connection


def _make_virtual_tables(connection: sqlite3.Connection) -> None:
    """Full-text and pragma tables are made on first use, which the authorizer would take for writing."""
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%'")]
    names += [f"pragma_{name}" for name in sorted(_SQLITE_PRAGMAS - {"data_version"})]
    for name in (*names, "json_each", "json_tree"):
        connection.execute(f'SELECT 1 FROM "{name}" LIMIT 0').close()


def _authorize(action: int, first: str | None, second: str | None, _database: str | None, _inner: str | None) -> int:
    allowed = (
        action in _SQLITE_READS
        or (action == sqlite3.SQLITE_FUNCTION and (second or "").lower() not in _SQLITE_REFUSED)
        or (action == sqlite3.SQLITE_PRAGMA and (first or "").lower() in _SQLITE_PRAGMAS)
    )
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY


@contextmanager
def _sqlite_errors(target: URL, seconds: float) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, sqlite3.Warning) as error:
        message = str(error)
        if message == "interrupted":
            raise _too_slow(seconds) from error
        outage = outage_of(error, str(target.database))
        if outage is not None and "readonly" not in message:
            raise outage from error
        raise BadQuery(message, _remedy(message)) from error


def _read_postgresql(target: URL, sql: str, max_rows: int, seconds: float) -> Result:
    try:
        import psycopg
    except ImportError as error:
        raise DatabaseDown("psycopg is not installed", "pip install 'docrow[postgres]'") from error

    plain = target.set(drivername="postgresql")
    try:
        with psycopg.connect(plain.render_as_string(hide_password=False), connect_timeout=10) as connection:
            connection.read_only = True
            connection.execute(f"SET LOCAL statement_timeout = {int(seconds * 1000)}".encode())
            with connection.cursor(name="docrow_query") as cursor:
                cursor.execute(sql.rstrip().rstrip(";").encode())
                rows = cursor.fetchmany(max_rows + 1)
                return _result([column.name for column in cursor.description or ()], rows, max_rows)
    except psycopg.errors.QueryCanceled as error:
        raise _too_slow(seconds) from error
    except psycopg.Error as error:
        outage = None if error.sqlstate == "25006" else outage_of(error, plain.render_as_string())
        if outage is not None:
            raise outage from error
        raise BadQuery(_first_line(error), _remedy(_first_line(error))) from error


def _remedy(message: str) -> str:
    """A name that is wrong needs those there are."""
    return _NAMES if "no such" in message or "does not exist" in message else _REMEDY


def _result(columns: list[str], rows: list[tuple[Any, ...]], max_rows: int) -> Result:
    return Result(tuple(columns), tuple(rows[:max_rows]), len(rows) > max_rows)


def _too_slow(seconds: float) -> BadQuery:
    return BadQuery(f"stopped after {seconds:g} s", "narrow it: ask for one document or key, or add LIMIT")


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]
