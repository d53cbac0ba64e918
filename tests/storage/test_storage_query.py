"""SQL given to query reads and cannot do anything else."""

from __future__ import annotations

import pytest

from extractors.errors import BadQuery, DatabaseDown
from storage.query import read_only
from storage.records import write_document
from storage.search import Term, parse, search
from tests.storage.made import ask, document, dump, invoice, price_list


@pytest.fixture
def filled(engine):
    one = document()
    write_document(engine, one, [invoice(one), price_list(one)], None)
    return engine


def url_of(engine):
    return engine.url.render_as_string(hide_password=False)


def test_reading(filled):
    result = read_only(url_of(filled), "SELECT key, value_number FROM latest_fields WHERE value_number > 10;")
    assert (result.columns, result.rows, result.truncated) == (("key", "value_number"), (("total", 12.5),), False)
    cte = "WITH k AS (SELECT DISTINCT key FROM fields) SELECT count(*) AS n FROM k UNION ALL SELECT 7 ORDER BY 1"
    assert read_only(url_of(filled), cte).rows == ((3,), (7,))
    assert read_only(url_of(filled), "SELECT 'a;b' AS x -- ; DROP TABLE fields").rows == (("a;b",),)
    assert len(read_only(url_of(filled), "SELECT * FROM document_json").rows) == 1


def test_row_and_time_limits(filled):
    result = read_only(url_of(filled), "SELECT * FROM cells", max_rows=3)
    assert (len(result.rows), result.truncated) == (3, True)
    endless = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c"
    with pytest.raises(BadQuery, match=r"stopped after 0\.3 s"):
        read_only(url_of(filled), endless, seconds=0.3)


WRITING = [
    "DELETE FROM fields",
    "UPDATE fields SET value = 'x'",
    "INSERT INTO checks SELECT * FROM checks",
    "REPLACE INTO alembic_version VALUES ('x')",
    "CREATE TABLE t (a INTEGER)",
    "CREATE TABLE t AS SELECT * FROM fields",
    "DROP TABLE fields",
    "ALTER TABLE fields RENAME TO f",
    "SELECT 1; DELETE FROM fields",
    "SELECT 1; SELECT 2",
    "WITH gone AS (DELETE FROM fields RETURNING *) SELECT * FROM gone",
    "BEGIN",
    "COMMIT; DELETE FROM fields",
    "VACUUM",
    "ANALYZE",
    "ATTACH DATABASE '/tmp/x.db' AS x",
    "PRAGMA journal_mode = DELETE",
    "PRAGMA writable_schema = 1",
    "PRAGMA query_only = 0",
    "SELECT load_extension('x')",
    "SELECT * INTO t FROM fields",
    "SELECT * FROM fields FOR UPDATE",
    "COPY fields TO '/tmp/x'",
    "COPY (SELECT 1) TO PROGRAM 'touch /tmp/x'",
    "SET TRANSACTION READ WRITE",
    "SELECT set_config('transaction_read_only', 'off', false)",
    "SELECT nextval('fields_id_seq')",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT pg_catalog.pg_read_file('/etc/passwd')",
    "SELECT \"pg_read_file\"('/etc/passwd')",
    "SELECT lo_import('/etc/passwd')",
    "SELECT pg_terminate_backend(1)",
    "SELECT query_to_xml('DELETE FROM fields', true, true, '')",
    "EXPLAIN ANALYZE DELETE FROM fields",
    "DO $$ BEGIN DELETE FROM fields; END $$",
    "CALL x()",
    "LISTEN x",
    "",
    ";",
    "-- nothing",
    "SELEC 1",
    "SELECT nothing_of_the_kind FROM fields",
    "SELECT (",
]


def test_nothing_else(filled):
    before = dump(filled)
    for sql in WRITING:
        with pytest.raises(BadQuery) as error:
            read_only(url_of(filled), sql)
        assert "\n" not in str(error.value), sql
    assert dump(filled) == before


def test_the_walls_behind_the_first_hold_alone(filled, monkeypatch):
    """Should a writing statement ever pass the parser, the database refuses it."""
    monkeypatch.setattr("storage.query.check", lambda sql, dialect: None)
    before = dump(filled)
    for sql in WRITING[:12]:
        with pytest.raises(BadQuery):
            read_only(url_of(filled), sql)
    assert dump(filled) == before


def test_describing_a_sqlite_database(sqlite):
    url = url_of(sqlite)
    assert ("document_id",) in read_only(url, "SELECT name FROM pragma_table_info('fields')").rows
    assert len(read_only(url, "PRAGMA table_info(fields)").rows) > 10
    (plan,) = read_only(url, "EXPLAIN QUERY PLAN SELECT * FROM fields WHERE key = 'x'").rows
    assert "ix_fields_key" in plan[3]
    with pytest.raises(BadQuery, match="too big"):
        read_only(url, "SELECT length(zeroblob(900000000))")


def test_full_text_in_plain_sql(sqlite):
    one = document()
    write_document(sqlite, one, [invoice(one)], None)
    sql = "SELECT f.key FROM search_fields s JOIN fields f ON f.id = s.rowid WHERE search_fields MATCH 'muller'"
    assert read_only(url_of(sqlite), sql).rows == (("payer",),)


def test_a_database_that_is_not_there(tmp_path):
    with pytest.raises(DatabaseDown, match="docrow run makes it"):
        read_only(str(tmp_path / "none.db"), "SELECT 1")
    assert not (tmp_path / "none.db").exists()
    (tmp_path / "text.db").write_text("words " * 500)
    with pytest.raises(DatabaseDown, match="not a database"):
        read_only(str(tmp_path / "text.db"), "SELECT 1")


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("muller", ["payer"]),
        ("MÜLLER zoe", ["payer"]),
        ('"müller öz"', ["payer"]),
        ('"öz müller"', []),
        ("mul*", ["payer"]),
        ("mul", []),
        ("2026-08-22", ["due"]),
        ("aug 2026", ["due"]),
        ("bolt", ["Item"]),
        ("1200", ["Price / 2025"]),
        ("acme bolt", []),
        ("sum(a1)", ["Price / 2026"]),
        ("", []),
        ("\" ' * - AND NOT ( : & | ! <->", []),
    ],
)
def test_search_is_the_same_in_both_databases(filled, query, keys):
    assert [hit.key for hit in search(filled, query)] == keys


def test_a_hit_says_where(filled):
    (hit,) = search(filled, "bolt")
    assert (hit.document_key, hit.family, hit.value, hit.page, hit.box) == (
        "in/one.pdf",
        "tables",
        "Bolt",
        1,
        (0.0, 20.0, 10.0, 40.0),
    )
    assert hit.table_id is not None
    assert search(filled, "acme")[0].box is None


def test_what_was_replaced_or_superseded_is_not_found(filled):
    one = document()
    write_document(filled, one, [invoice(one, total="55.00 EUR")], None)
    assert search(filled, "12.50") == []
    assert [hit.key for hit in search(filled, "55.00")] == ["total"]
    write_document(filled, one, [invoice(one, "m-2", "66.00 EUR")], None)
    assert search(filled, "55.00") == []
    if filled.dialect.name == "sqlite":
        with filled.begin() as connection:
            connection.exec_driver_sql("INSERT INTO search_fields(search_fields, rank) VALUES ('integrity-check', 1)")
            connection.exec_driver_sql("INSERT INTO search_cells(search_cells, rank) VALUES ('integrity-check', 1)")
    assert len(ask(filled, "SELECT * FROM fields")) == 8


def test_terms():
    assert parse('Ab "c d" éf* "x') == [Term(("ab",)), Term(("c", "d")), Term(("ef",), True), Term(("x",))]


@pytest.mark.parametrize("sql", ["SELECT nonsense FROM latest_fields", "SELECT 1 FROM nowhere"])
def test_a_wrong_name_is_answered_with_those_there_are(filled, sql):
    with pytest.raises(BadQuery, match="latest_fields, document_json"):
        read_only(url_of(filled), sql)
