"""The schema: built from nothing, equal to the models, refused when it is newer; and outages told in one sentence."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from extractors.errors import DatabaseDown, DiskFull
from storage import database as module
from storage.database import HEAD, connect, database_url, migrate, writing
from storage.export import columns_of
from storage.records import write_document
from storage.tables import Row
from storage.views import VIEWS, are_current
from tests.servers import free_port
from tests.storage.made import ask, document, invoice


def test_head_is_the_newest_migration():
    config = Config()
    config.set_main_option("script_location", str(module.Path(module.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_migrations_make_what_the_models_say(database):
    engine = connect(database)
    migrate(engine)
    options = {"compare_type": True, "include_name": lambda name, kind, _: not str(name).startswith("search_")}
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts=options), Row.metadata) == []
        found = inspect(connection)
        for name, table in Row.metadata.tables.items():
            for wanted in table.foreign_keys:
                there = {(key["constrained_columns"][0], key["referred_table"]) for key in found.get_foreign_keys(name)}
                assert (wanted.parent.name, wanted.column.table.name) in there
        assert set(found.get_view_names()) == set(VIEWS)
    engine.dispose()


def test_migrating_twice_does_nothing_and_changed_views_are_made_anew(engine):
    migrate(engine)
    with engine.begin() as connection:
        connection.execute(text("DROP VIEW problem_documents"))
        connection.execute(text("CREATE VIEW problem_documents AS SELECT 1 AS old"))
        assert not are_current(connection)
    migrate(engine)
    with engine.connect() as connection:
        assert are_current(connection)
    assert ask(engine, "SELECT code FROM problem_documents") == []


def test_the_views_have_the_columns_they_are_said_to_have(engine):
    with engine.connect() as connection:
        for name, view in VIEWS.items():
            assert list(connection.execute(text(f"SELECT * FROM {name}")).keys()) == list(view.columns)
            assert columns_of(name) == view.columns


def test_two_processes_may_migrate_at_once(database):
    def go(_: int) -> None:
        engine = connect(database)
        migrate(engine)
        engine.dispose()

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(go, range(3))) == [None] * 3


def test_a_database_of_the_first_schema_is_brought_up_to_date_with_its_rows(tmp_path):
    engine = connect(str(tmp_path / "old.db"))
    config = Config()
    config.set_main_option("script_location", str(module.Path(module.__file__).parent / "migrations"))
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        owner = "id, key, media_type, size, pages, source, empty, created, digest"
        connection.execute(
            text(f"INSERT INTO documents ({owner}) VALUES ('d', 'a', '', 1, 1, '', 0, '2026-01-01', '')")
        )
        fields = "document_id, number, width, height, words, text_source, image"
        connection.execute(text(f"INSERT INTO pages ({fields}) VALUES ('d', 1, 100, 100, 7, 'ocr', '')"))
    migrate(engine)
    assert ask(engine, "SELECT words, doubtful FROM pages") == [{"words": 7, "doubtful": 0}]


def test_a_newer_schema_is_refused(engine):
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseDown, match=f"schema 9999, this docrow knows up to {HEAD}"):
        migrate(engine)


def test_a_database_of_something_else_is_refused(tmp_path):
    path = tmp_path / "theirs.db"
    with sqlite3.connect(path) as theirs:
        theirs.execute("CREATE TABLE documents (name TEXT)")
    engine = connect(str(path))
    with pytest.raises(DatabaseDown, match="documents"):
        migrate(engine)
    assert ask(engine, "SELECT count(*) AS n FROM documents") == [{"n": 0}]


@pytest.mark.parametrize("url", ["mysql://host/x", "http://host", "postgresql+nonsense://", "sqlite+x"])
def test_urls_that_name_no_database(url):
    if url == "sqlite+x":
        assert database_url(url).database == "sqlite+x"  # a plain file name
        return
    if url.startswith("postgresql"):
        assert database_url(url).drivername == "postgresql+psycopg"
        return
    with pytest.raises(DatabaseDown, match="names no database"):
        connect(url)


def test_a_password_is_never_shown():
    pytest.importorskip("psycopg")
    with pytest.raises(DatabaseDown) as error:
        connect(f"postgresql://me:secret@127.0.0.1:{free_port()}/x")
    assert "secret" not in str(error.value)
    assert "does not answer" in str(error.value)


def test_files_that_are_no_database(tmp_path):
    (tmp_path / "text.db").write_text("not a database at all, just words that go on for a while " * 20)
    (tmp_path / "folder.db").mkdir()
    for name in ("text.db", "folder.db", "text.db/below.db"):
        with pytest.raises(DatabaseDown):
            migrate(connect(str(tmp_path / name)))


def test_a_locked_database_is_an_outage(sqlite, monkeypatch):
    monkeypatch.setattr(module, "BUSY_SECONDS", 0.1)
    impatient = connect(str(sqlite.url))
    with sqlite.connect() as holder:
        holder.exec_driver_sql("ROLLBACK")
        holder.exec_driver_sql("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseDown, match="locked"), writing(impatient) as connection:
            connection.execute(text("DELETE FROM keys"))


def test_a_full_disk_is_told_and_loses_nothing(sqlite):
    one = document()
    write_document(sqlite, one, [invoice(one)], None)
    with sqlite.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    two = document(b"two", "x" * 200_000)
    with pytest.raises(DiskFull, match="no space left"):
        write_document(sqlite, two, [invoice(two)], None)
    assert ask(sqlite, "SELECT id FROM documents") == [{"id": one.id}]


def test_a_broken_constraint_stays_a_bug(sqlite):
    from sqlalchemy.exc import IntegrityError

    with pytest.raises(IntegrityError), writing(sqlite) as connection:
        connection.execute(text("INSERT INTO checks VALUES ('x', 0, 'nobody', NULL, 'n', 1, '')"))


def test_killing_the_server_is_an_outage(new_postgresql):
    engine = connect(new_postgresql())
    with engine.connect() as victim:
        pid = victim.execute(text("SELECT pg_backend_pid()")).scalar_one()
        with engine.connect() as other:
            other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
        with pytest.raises(DatabaseDown):
            victim.execute(text("SELECT 1"))
        victim.invalidate()
    engine.dispose()
