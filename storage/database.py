"""One engine for SQLite and PostgreSQL, and the schema brought up to date.

Every outage that the driver reports leaves here as `DatabaseDown` or `DiskFull`, whoever uses the engine; errors that
are bugs (a broken constraint, SQL that is wrong) stay what they are.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, ExceptionContext, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from extractors.errors import DatabaseDown, DiskFull, Outage

HEAD = "0002"
"""The newest revision in storage/migrations; a test holds the two together."""

BUSY_SECONDS = 30.0
MIGRATION_LOCK = 0x646F63726F77
_SQLITE_DOWN = ("locked", "busy", "unable to open", "readonly", "disk i/o", "not a database", "malformed")
_POSTGRES_DISK_FULL = "53100"
_POSTGRES_DOWN = ("08", "28", "3D", "53", "55P03", "57P", "58", "25006", "40")
"""SQLSTATE classes (PostgreSQL manual, appendix A): connection, authorisation, no such database, resources, lock not
available, operator intervention, system error, read-only server, serialisation failure or deadlock."""


def connect(url: str) -> Engine:
    """An engine for ``sqlite:///file``, a plain file name, or ``postgresql://user@host/name``.

    SQLite gets write-ahead logging, foreign keys, and 30 seconds of patience with other writers. Nothing is created
    but the folder. Raises DatabaseDown when the URL is of no database docrow knows or the database does not answer.
    """
    target = database_url(url)
    if target.get_backend_name() == "sqlite":
        engine = _sqlite_engine(target)
    else:
        engine = _postgresql_engine(target)
    event.listen(engine, "handle_error", _translate)
    with engine.connect():
        return engine


def database_url(url: str) -> URL:
    """The URL with the driver that docrow uses. Raises DatabaseDown when it is none."""
    try:
        target = make_url(url if "://" in url else f"sqlite:///{url}")
    except ArgumentError as error:
        raise _not_ours(url) from error
    if target.get_backend_name() == "sqlite":
        return target.set(drivername="sqlite")
    if target.drivername.partition("+")[0] in ("postgresql", "postgres"):
        return target.set(drivername="postgresql+psycopg")
    raise _not_ours(target.render_as_string())


def migrate(engine: Engine) -> None:
    """Bring the schema to this version of docrow (Alembic) and the views with it; nothing to do costs two SELECTs.

    Two processes may call this at once. Raises DatabaseDown when a newer docrow wrote the database.
    """
    from storage.views import are_current

    with engine.connect() as connection:
        if _revision(connection) == HEAD and are_current(connection):
            return
    with writing(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
        _refuse_strangers(connection)
        _upgrade(connection)


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One write transaction: committed at the end, rolled back on any error. On SQLite the write lock is taken at once,
    so that a reading statement before the first writing one cannot make the transaction fail half-way."""
    with engine.connect() as connection:
        connection = connection.execution_options(docrow_write=True)
        with connection.begin():
            yield connection


def _refuse_strangers(connection: Connection) -> None:
    """A database that another program made is left alone."""
    from storage.tables import Row

    if _revision(connection) is not None:
        return
    taken = sorted(set(inspect(connection).get_table_names()) & set(Row.metadata.tables))
    if taken:
        place = connection.engine.url.render_as_string()
        raise DatabaseDown(f"{place} has tables that docrow did not make: {', '.join(taken)}", "name another database")


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util.exc import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise DatabaseDown(
            f"the database has schema {_revision(connection)}, this docrow knows up to {HEAD}", "upgrade docrow"
        ) from error


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _sqlite_engine(target: URL) -> Engine:
    if target.database and target.database != ":memory:":
        _make_folder(Path(target.database).parent)
    engine = create_engine(target, connect_args={"timeout": BUSY_SECONDS}, json_serializer=_json)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _postgresql_engine(target: URL) -> Engine:
    try:
        return create_engine(target, pool_pre_ping=True, json_serializer=_json, connect_args={"connect_timeout": 10})
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise DatabaseDown("psycopg is not installed", "pip install 'docrow[postgres]'") from error


def _json(value: Any) -> str:
    import json

    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseDown(f"{folder} cannot be made: {error.strerror}", "choose another place for it") from error


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # the driver's own transactions would split ours; BEGIN comes from _begin_sqlite
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "cache_size=-65536"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    write = connection.get_execution_options().get("docrow_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _translate(context: ExceptionContext) -> None:
    cause = context.original_exception
    outage = outage_of(cause, _place(context))
    if outage is not None:
        raise outage from cause


def _place(context: ExceptionContext) -> str:
    url = context.engine.url if context.engine is not None else None
    return url.render_as_string(hide_password=True) if url is not None else "the database"


def outage_of(error: BaseException, place: str) -> Outage | None:
    """The outage that a driver's error stands for; None when it is none. `place` names the database in the message."""
    reason = str(error).strip().partition("\n")[0]
    if isinstance(error, sqlite3.Error):
        return _sqlite_outage(reason.lower(), reason, place)
    state = getattr(error, "sqlstate", None)
    if state == _POSTGRES_DISK_FULL:
        return _disk_full(place)
    if (state or "").startswith(_POSTGRES_DOWN) or (state is None and type(error).__name__ == "OperationalError"):
        return DatabaseDown(f"{place} does not answer: {reason}", "start it or set DOCROW_DATABASE")
    return None


def _sqlite_outage(message: str, reason: str, place: str) -> Outage | None:
    if "disk is full" in message:
        return _disk_full(place)
    if any(word in message for word in _SQLITE_DOWN):
        return DatabaseDown(f"{place} cannot be used: {reason}", "close what holds it, or set DOCROW_DATABASE")
    return None


def _disk_full(place: str) -> DiskFull:
    return DiskFull(f"no space left for {place}", "make room and start again; nothing is lost")


def _not_ours(url: str) -> DatabaseDown:
    return DatabaseDown(f"{url!r} names no database docrow knows", "use sqlite:///file or postgresql://user@host/name")
