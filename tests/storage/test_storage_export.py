"""Exports say what the database says, in every format; formulas are disarmed, masked families hidden."""

from __future__ import annotations

import csv
import datetime as dt
import json
import sqlite3

import pytest
from openpyxl import load_workbook

from extractors.errors import BadQuery
from extractors.types import Extraction
from storage import export as module
from storage.export import columns_of, export, exportable, snapshot
from storage.records import write_document
from storage.writers import Sheet, write_csv, write_xlsx
from tests.storage.made import ask, document, dump, field, invoice, price_list


@pytest.fixture
def filled(engine):
    one = document()
    card = Extraction(one.id, "id_cards", "m", (field("surname", "ERIKSSON", normal="Eriksson"),))
    write_document(engine, one, [invoice(one), price_list(one), card], None)
    return engine


def read_csv(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_all_formats_say_the_same(filled, tmp_path):
    import pyarrow.parquet as pq

    columns = list(columns_of("latest_fields"))
    (parquet,) = export(filled, tmp_path, "parquet", "latest_fields")
    (as_json,) = export(filled, tmp_path, "json", "latest_fields")
    (as_csv,) = export(filled, tmp_path / "deep" / "fields.csv", "csv", "latest_fields")
    (workbook,) = export(filled, tmp_path, "xlsx", "latest_fields")
    table = pq.read_table(parquet)
    assert table.column_names == columns
    rows = {row["key"] + row["value"]: row for row in table.to_pylist()}
    total = rows["total€ 12.50 EUR"]
    assert (total["value_number"], total["page"], total["currency"]) == (12.5, 1, "EUR")
    assert rows["due22 Aug 2026"]["value_date"] == dt.date(2026, 8, 22)
    assert total["created"].utcoffset() == dt.timedelta(0)
    texts = {row["key"] + row["value"]: row for row in json.loads(as_json.read_text())}
    assert texts.keys() == rows.keys()
    assert texts["due22 Aug 2026"]["value_date"] == "2026-08-22"
    assert texts["total€ 12.50 EUR"]["sources"] == json.loads(total["sources"])
    assert {row["key"] + row["value"] for row in read_csv(as_csv)} == rows.keys()
    sheet = load_workbook(workbook, read_only=True)["latest_fields"]
    found = list(sheet.iter_rows(values_only=True))
    assert list(found[0]) == columns
    place = columns.index("value")
    assert {row[columns.index("key")] + row[place] for row in found[1:]} == rows.keys()


@pytest.mark.parametrize("format", ["csv", "json", "parquet"])
def test_all_goes_into_a_folder(filled, tmp_path, format):
    files = export(filled, tmp_path / "out", format)
    assert [file.name for file in files] == [f"{name}.{format}" for name in exportable()]
    assert all(file.stat().st_size for file in files)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(file.name for file in files)


def test_all_as_one_workbook(filled, tmp_path):
    (file,) = export(filled, tmp_path / "all.xlsx", "xlsx")
    assert load_workbook(file, read_only=True).sheetnames == list(exportable())


def test_duckdb_reads_the_parquet(filled, tmp_path):
    duckdb = pytest.importorskip("duckdb")
    (file,) = export(filled, tmp_path, "parquet", "table_rows")
    query = f"SELECT json_extract_string(data, '$.Item') FROM '{file}' ORDER BY row_number"
    assert duckdb.sql(query).fetchall() == [("Bolt",), ("Bolt",)]


def test_formulas_are_disarmed(filled, tmp_path):
    values = ["=1+1", "+cmd", "-x", "@sum", "\tx", "-12.50", "+3", "-1,200.00", "plain", "+49 170 1"]

    def sheet():
        return iter([Sheet("s", {"v": "text"}, iter([[(value,) for value in values]]))])

    write_csv(tmp_path / "s.csv", sheet())
    expected = ["'=1+1", "'+cmd", "'-x", "'@sum", "'\tx", "-12.50", "+3", "-1,200.00", "plain", "'+49 170 1"]
    assert [row["v"] for row in read_csv(tmp_path / "s.csv")] == expected
    write_xlsx(tmp_path / "s.xlsx", sheet())
    cells = [row[0] for row in load_workbook(tmp_path / "s.xlsx")["s"].iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == values
    assert {cell.data_type for cell in cells} == {"s"}
    (file,) = export(filled, tmp_path, "csv", "cells")
    assert "'=SUM(A1)" in {row["value"] for row in read_csv(file)}


def test_what_excel_cannot_hold(tmp_path, monkeypatch):
    monkeypatch.setattr("storage.writers._XLSX_ROWS", 3)
    rows = [("a\x07b",), ("x" * 40_000,), (None,), ("last",)]
    write_xlsx(tmp_path / "s.xlsx", iter([Sheet("s", {"v": "text"}, iter([rows[:3], rows[3:]]))]))
    book = load_workbook(tmp_path / "s.xlsx")
    assert book.sheetnames == ["s", "s (2)"]
    assert book["s"]["A2"].value == "ab"
    assert len(book["s"]["A3"].value) == 32_767
    assert [row[0].value for row in book["s (2)"].iter_rows()] == ["v", None, "last"]


def test_masked_families_show_nothing(filled, tmp_path):
    hidden = export(filled, tmp_path / "masked", "json", mask=lambda value: "#" * len(value))
    hidden += export(filled, tmp_path / "masked", "csv", mask=lambda value: "#" * len(value))
    for file in hidden:
        assert "eriksson" not in file.read_text().lower(), file.name
    (row,) = [r for r in json.loads(hidden[0].read_text()) if r["family"] == "id_cards"]
    assert (row["key"], row["value"], row["normal"], row["value_number"]) == ("surname", "########", "########", None)
    shown = export(filled, tmp_path / "open", "json")
    assert "eriksson" in shown[0].read_text().lower()
    assert "ACME" in hidden[0].read_text()


def test_names_and_formats_that_are_none(filled, tmp_path):
    for format, what in (("pdf", "all"), ("csv", "nothing"), ("csv", "fields; DROP TABLE fields")):
        with pytest.raises(BadQuery):
            export(filled, tmp_path, format, what)
    with pytest.raises(BadQuery, match="name a folder"):
        export(filled, tmp_path / "one.csv", "csv", "all")
    assert list(tmp_path.glob("*.csv")) == []


def test_a_broken_export_leaves_the_old_file(filled, tmp_path, monkeypatch):
    target = tmp_path / "f.csv"
    export(filled, target, "csv", "fields")
    before = target.read_bytes()

    def die(*_):
        raise KeyboardInterrupt

    monkeypatch.setitem(module.WRITERS, "csv", die)
    with pytest.raises(KeyboardInterrupt):
        export(filled, target, "csv", "fields")
    assert target.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if path.suffix != ".db" and "-" not in path.name] == ["f.csv"]


def test_chunks_join_without_loss(filled, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_CHUNK", 2)
    (file,) = export(filled, tmp_path, "json", "cells")
    assert len(json.loads(file.read_text())) == 9


def test_a_snapshot_is_a_whole_copy_that_nobody_writes(filled, tmp_path):
    from storage.database import connect
    from storage.search import search

    path = snapshot(filled, tmp_path / "look.db")
    assert path.stat().st_mode & 0o222 == 0
    assert snapshot(filled, path) == path
    copy = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    assert copy.execute("SELECT count(*) FROM latest_fields").fetchone() == (5,)
    copy.close()
    writable = tmp_path / "again.db"
    writable.write_bytes(path.read_bytes())
    engine = connect(str(writable))
    assert dump(engine) == dump(filled)
    assert [hit.key for hit in search(engine, "muller")] == ["payer"]
    engine.dispose()
    assert ask(filled, "SELECT count(*) AS n FROM documents") == [{"n": 1}]


def test_datasette_serves_the_snapshot(filled, tmp_path):
    pytest.importorskip("datasette")
    import asyncio

    from datasette.app import Datasette

    path = snapshot(filled, tmp_path / "look.db")

    async def ask_datasette():
        answer = await Datasette([], immutables=[str(path)]).client.get("/look/latest_fields.json?_shape=array")
        return answer.status_code, answer.json()

    status, rows = asyncio.run(ask_datasette())
    assert status == 200
    assert {row["key"] for row in rows} == {"total", "due", "payer", "surname"}
