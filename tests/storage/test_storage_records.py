"""Writing documents: one transaction each, twice is once, history and people's answers stay."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest
from sqlalchemy import event

from extractors.types import Box, Cell, Extraction, Failure, Part, Table, Word
from storage.keys import batch_keys, hold_content
from storage.records import is_written, write_answer, write_document, write_failure
from tests.fakes import MemoryBucket
from tests.storage.made import ask, claim, document, dump, field, invoice, price_list


@pytest.fixture
def bucket():
    return MemoryBucket({"in/one.pdf": b"one"})


def test_every_value_says_where_it_stands_and_who_read_it(engine, bucket):
    one = document()
    write_document(engine, one, [invoice(one)], claim(engine, bucket))
    total, due = ask(engine, "SELECT * FROM latest_fields WHERE key IN ('total', 'due') ORDER BY ordinal")
    assert (total["document_id"], total["document_key"], total["page"]) == (one.id, "in/one.pdf", 1)
    assert [total[name] for name in ("x0", "top", "x1", "bottom")] == [10, 20, 110, 32]
    assert (total["value"], total["normal"], total["type"]) == ("€ 12.50 EUR", "12.50 EUR", "money")
    assert (total["value_number"], total["currency"], total["confidence"]) == (12.5, "EUR", 0.9)
    assert (total["family"], total["model"]) == ("forms", "rules-1")
    assert total["created"] is not None
    assert str(due["value_date"]) == "2026-08-22"
    sources = json.loads(total["sources"]) if isinstance(total["sources"], str) else total["sources"]
    assert sources == [{"kind": "text", "text": "€ 12.50 EUR", "page": 1, "box": None, "check": None, "name": "t"}]


def test_writing_twice_changes_nothing(engine, bucket):
    one, batch = document(), claim(engine, bucket)
    problem = Failure("in/one.pdf", "id_cards", "crashed", "it died", "report it", one.id)
    answers = [invoice(one), price_list(one)]
    write_document(engine, one, answers, batch, failures=[problem])
    before = dump(engine)
    write_document(engine, one, answers, batch, failures=[problem])
    after = dump(engine)
    assert after == before
    assert {name for name, rows in before.items() if rows} == set(before)


def test_killed_inside_the_transaction_leaves_nothing(engine, bucket):
    one, batch = document(), claim(engine, bucket)
    before = dump(engine)

    def die(connection, cursor, statement, *_):
        if statement.startswith("INSERT INTO cells"):
            raise KeyboardInterrupt

    event.listen(engine, "before_cursor_execute", die)
    with pytest.raises(KeyboardInterrupt):
        write_document(engine, one, [invoice(one), price_list(one)], batch)
    event.remove(engine, "before_cursor_execute", die)
    assert dump(engine) == before
    assert not is_written(engine, one.id)


def test_a_run_replaces_its_own_rows_only(engine, bucket):
    one, batch = document(), claim(engine, bucket)
    write_document(engine, one, [invoice(one), price_list(one)], batch)
    cells = ask(engine, "SELECT * FROM cells")
    write_document(engine, one, [invoice(one, total="99.00 EUR")], batch)
    assert ask(engine, "SELECT value_number FROM fields WHERE key = 'total'") == [{"value_number": 99.0}]
    assert ask(engine, "SELECT * FROM cells") == cells


def test_the_new_model_is_shown_and_the_old_one_stays(engine, bucket):
    one, batch = document(), claim(engine, bucket)
    write_document(engine, one, [invoice(one, "m-1", "1.00 EUR")], batch)
    write_document(engine, one, [invoice(one, "m-2", "2.00 EUR")], batch)
    shown = "SELECT model, value_number FROM latest_fields WHERE key = 'total'"
    assert ask(engine, shown) == [{"model": "m-2", "value_number": 2.0}]
    assert len(ask(engine, "SELECT * FROM fields WHERE key = 'total'")) == 2
    write_document(engine, one, [invoice(one, "m-1", "1.00 EUR")], batch)
    assert ask(engine, shown) == [{"model": "m-1", "value_number": 1.0}]


def test_a_shadow_model_is_not_shown(engine, bucket):
    one, batch = document(), claim(engine, bucket)
    write_document(engine, one, [invoice(one, "m-1")], batch)
    write_document(engine, one, [invoice(one, "m-2")], batch, live=False)
    assert {row["model"] for row in ask(engine, "SELECT model FROM latest_fields")} == {"m-1"}


def test_a_persons_answer_wins_and_no_run_touches_it(engine, bucket):
    one, batch = document(), claim(engine, bucket)
    write_document(engine, one, [invoice(one)], batch)
    write_answer(engine, invoice(one, "person", "13.00 EUR"))
    shown = "SELECT model, value_number, batch FROM latest_fields WHERE key = 'total'"
    for model in ("rules-1", "m-2"):
        write_document(engine, one, [invoice(one, model, "77.00 EUR")], batch)
        assert ask(engine, shown) == [{"model": "person", "value_number": 13.0, "batch": None}]
    assert len(ask(engine, "SELECT * FROM extractions")) == 3


def test_created_is_when_this_content_was_first_written(engine, bucket):
    one, batch = document(), claim(engine, bucket)
    write_document(engine, one, [invoice(one)], batch)
    first = ask(engine, "SELECT created FROM extractions")
    write_document(engine, one, [invoice(one)], batch)
    assert ask(engine, "SELECT created FROM extractions") == first
    write_document(engine, one, [invoice(one, total="3.00 EUR")], batch)
    assert ask(engine, "SELECT created FROM extractions") != first


def test_the_same_content_twice_is_one_document_with_two_keys(engine):
    bucket = MemoryBucket({"a.pdf": b"same", "b.pdf": b"same"})
    batch, one = claim(engine, bucket), document(b"same", "a.pdf")
    assert not hold_content(engine, batch, "a.pdf", one.id)
    assert not hold_content(engine, batch, "b.pdf", one.id)
    write_document(engine, one, [invoice(one)], batch)
    assert [(key.key, key.state, key.document_id) for key in batch_keys(engine, batch)] == [
        ("a.pdf", "done", one.id),
        ("b.pdf", "done", one.id),
    ]
    assert len(ask(engine, "SELECT * FROM documents")) == 1
    bucket.put("late copy.pdf", b"same")
    again = claim(engine, bucket)
    assert hold_content(engine, again, "late copy.pdf", one.id)
    assert [key.state for key in batch_keys(engine, again)] == ["done"]


def test_a_changed_object_supersedes_the_old_document(engine, bucket):
    one, batch = document(), claim(engine, bucket)
    write_document(engine, one, [invoice(one)], batch)
    bucket.put("in/one.pdf", b"two")
    two, batch = document(b"two"), claim(engine, bucket)
    assert {row["document_id"] for row in ask(engine, "SELECT document_id FROM latest_fields")} == {one.id}
    write_document(engine, two, [invoice(two)], batch)
    for view in ("latest_fields", "document_json"):
        assert {row["document_id"] for row in ask(engine, f"SELECT document_id FROM {view}")} == {two.id}
    assert ask(engine, "SELECT superseded_by FROM documents ORDER BY created") == [
        {"superseded_by": two.id},
        {"superseded_by": None},
    ]
    assert len(ask(engine, "SELECT * FROM fields WHERE document_id = :id", id=one.id)) == 4


def test_a_document_with_another_key_is_not_superseded_and_one_that_is_back_is_shown_again(engine):
    bucket = MemoryBucket({"a.pdf": b"one", "b.pdf": b"one"})
    batch, one, two = claim(engine, bucket), document(b"one", "a.pdf"), document(b"two", "a.pdf")
    for key in ("a.pdf", "b.pdf"):
        hold_content(engine, batch, key, one.id)
    write_document(engine, one, [invoice(one)], batch)
    bucket.put("a.pdf", b"two")
    write_document(engine, two, [invoice(two)], claim(engine, bucket))
    live = "SELECT id FROM documents WHERE superseded_by IS NULL ORDER BY id"
    assert [row["id"] for row in ask(engine, live)] == sorted([one.id, two.id])
    bucket.put("a.pdf", b"one")
    assert hold_content(engine, claim(engine, bucket), "a.pdf", one.id)
    assert [row["id"] for row in ask(engine, live)] == [one.id]


def test_failures_are_rows_until_they_are_resolved(engine, bucket):
    one, batch = document(), claim(engine, bucket)
    damaged = Failure("in/one.pdf", "open", "damaged", "in/one.pdf: cut off", "send it again", one.id)
    write_failure(engine, damaged, batch)
    write_failure(engine, damaged, batch)
    problem = {"document_id": one.id, "problem": "failure", "stage": "open", "code": "damaged"}
    columns = "SELECT document_id, problem, stage, code FROM problem_documents"
    assert ask(engine, columns) == [problem]
    assert [key.state for key in batch_keys(engine, batch)] == ["failed"]
    write_document(engine, one, [price_list(one)], batch)
    assert ask(engine, columns) == []
    assert len(ask(engine, "SELECT * FROM failures")) == 1
    assert [key.state for key in batch_keys(engine, batch)] == ["done"]


def test_problems_also_name_failed_checks_and_empty_documents(engine, bucket):
    one = document()
    write_document(engine, one, [invoice(one)], claim(engine, bucket))
    empty = document(b"blank", "blank.pdf")
    write_document(engine, empty, [Extraction(empty.id, "forms", "rules-1")], None)
    found = ask(engine, "SELECT document_key, problem, code FROM problem_documents ORDER BY problem")
    assert found == [
        {"document_key": "in/one.pdf", "problem": "check", "code": "lines add up to total"},
        {"document_key": "blank.pdf", "problem": "empty", "code": "empty"},
    ]


def test_pages_follow_a_second_reading(engine, bucket):
    one, batch = document(), claim(engine, bucket)
    write_document(engine, one, [invoice(one)], batch)
    doubtful = (Word("vvrong", Box(0, 0, 30, 10), 0.2, "ocr"),)
    read = replace(one, pages=tuple(replace(page, text_source="ocr", doubtful=doubtful) for page in one.pages))
    write_document(engine, read, [], batch)
    rows = ask(engine, "SELECT text_source, doubtful FROM pages")
    assert [tuple(row.values()) for row in rows] == [("ocr", 1), ("ocr", 1)]
    assert len(ask(engine, "SELECT * FROM fields")) == 4


def test_text_that_no_database_stores_is_made_storable(engine, bucket):
    one = document(key="odd\x00 \ud800.pdf")
    answer = Extraction(one.id, "forms", "rules-1", (field("k\x00", "a\x00b \udfff ü"), field("k" * 3000, "v" * 9000)))
    write_document(engine, one, [answer], None)
    first, second = ask(engine, "SELECT key, value FROM latest_fields ORDER BY ordinal")
    assert first == {"key": "k", "value": "ab \ufffd ü"}
    assert (len(second["key"]), len(second["value"])) == (500, 9000)


def test_an_answer_about_another_document_is_refused(sqlite):
    one, two = document(), document(b"two")
    with pytest.raises(ValueError, match=two.id):
        write_document(sqlite, one, [invoice(two)], None)


def test_deleting_a_document_takes_all_its_rows_with_it(engine, bucket):
    one = document()
    write_document(engine, one, [invoice(one), price_list(one)], claim(engine, bucket))
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM documents")
    left = {name for name, rows in dump(engine).items() if rows}
    assert left == {"keys", "batches"}


def test_times_come_back_in_utc(sqlite):
    from storage.tables import DocumentRow, Row

    one = document()
    before = dt.datetime.now(dt.UTC)
    write_document(sqlite, one, [], None)
    with sqlite.connect() as connection:
        created = connection.execute(Row.metadata.tables[DocumentRow.__tablename__].select()).one().created
    assert before <= created <= dt.datetime.now(dt.UTC)


def test_a_row_object_for_every_table_row(engine):
    one = document()
    write_document(engine, one, [price_list(one)], None)
    rows = ask(engine, "SELECT row_number, page, data, normal FROM table_rows ORDER BY row_number")
    data = [json.loads(r["data"]) if isinstance(r["data"], str) else r["data"] for r in rows]
    normal = [json.loads(r["normal"]) if isinstance(r["normal"], str) else r["normal"] for r in rows]
    assert data == [
        {"Item": "Bolt", "Price / 2025": "1,200.00", "Price / 2026": "=SUM(A1)"},
        {"Item": "Bolt", "Price / 2025": "3", "Price / 2026": ""},
    ]
    assert normal[0]["Price / 2025"] == "1200.00"
    assert [row["row_number"] for row in rows] == [1, 2]


def test_one_object_for_every_document(engine):
    one = document()
    write_document(engine, one, [invoice(one), price_list(one)], None)
    (row,) = ask(engine, "SELECT document_key, fields, tables FROM document_json")
    fields, tables = (json.loads(v) if isinstance(v, str) else v for v in (row["fields"], row["tables"]))
    assert fields == {
        "forms": {"total": "12.50 EUR", "due": "2026-08-22", "payer": "Zoë Müller-Öz", "payer (2)": "ACME"}
    }
    assert [(table["caption"], len(table["rows"])) for table in tables] == [("Prices", 2)]


def test_a_document_without_values_has_empty_objects(engine):
    one = document()
    bare = Table((Part(1, Box(0, 0, 1, 1)),), (Cell("only a header", 0, 0, 1, None, header=True),))
    write_document(engine, one, [Extraction(one.id, "tables", "m", tables=(bare,))], None)
    (row,) = ask(engine, "SELECT fields, tables FROM document_json")
    fields, tables = (json.loads(v) if isinstance(v, str) else v for v in (row["fields"], row["tables"]))
    assert fields == {}
    assert [table["rows"] for table in tables] == [[]]
