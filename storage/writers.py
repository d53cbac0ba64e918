"""The file formats of an export. Each writer takes a path and the sheets for it: one, or for xlsx any number.

A cell of text that a spreadsheet would take for a formula (it begins with ``= + - @``, a tab or a return) is disarmed:
in CSV by an apostrophe in front (OWASP, "CSV Injection"), plain numbers excepted; in XLSX it is typed as text.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storage.views import Kind

Rows = Sequence[tuple[Any, ...]]
_RISKY = ("=", "+", "-", "@", "\t", "\r")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*")
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_XLSX_ROWS, _XLSX_TEXT, _XLSX_NAME = 1_048_576, 32_767, 31


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table or view: its columns in order with their kinds, and its rows in chunks."""

    name: str
    columns: dict[str, Kind]
    chunks: Iterator[Rows]


def write_csv(path: Path, sheets: Iterable[Sheet]) -> None:
    """UTF-8 with a byte order mark (Excel needs it), one header row; JSON columns as JSON text."""
    (sheet,) = sheets
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(sheet.columns)
        for chunk in sheet.chunks:
            writer.writerows([_csv_cell(value) for value in row] for row in chunk)


def write_json(path: Path, sheets: Iterable[Sheet]) -> None:
    """One array of objects, one line an object."""
    (sheet,) = sheets
    names, comma = tuple(sheet.columns), ""
    with path.open("w", encoding="utf-8") as file:
        file.write("[")
        for chunk in sheet.chunks:
            for row in chunk:
                entry = {name: _json_value(value) for name, value in zip(names, row, strict=True)}
                file.write(f"{comma}\n{json.dumps(entry, ensure_ascii=False)}")
                comma = ","
        file.write("\n]\n")


def write_parquet(path: Path, sheets: Iterable[Sheet]) -> None:
    """One row group a chunk, typed by the columns' kinds; times in UTC, JSON as text."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    (sheet,) = sheets
    types: dict[Kind, pa.DataType] = {"text": pa.string(), "json": pa.string(), "integer": pa.int64()}
    types |= {"number": pa.float64(), "date": pa.date32(), "time": pa.timestamp("us", tz="UTC"), "boolean": pa.bool_()}
    schema = pa.schema([(name, types[kind]) for name, kind in sheet.columns.items()])
    with pq.ParquetWriter(path, schema) as writer:
        for chunk in sheet.chunks:
            columns = zip(*([_parquet_value(value) for value in row] for row in chunk), strict=True)
            arrays = [pa.array(values, type=field.type) for values, field in zip(columns, schema, strict=True)]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))


def write_xlsx(path: Path, sheets: Iterable[Sheet]) -> None:
    """One worksheet a table; what is longer than Excel's 1,048,576 rows goes on in "name (2)"."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for sheet in sheets:
        for number, rows in enumerate(_parts(sheet), 1):
            title = sheet.name if number == 1 else f"{sheet.name} ({number})"
            page = book.create_sheet(title[:_XLSX_NAME])
            page.freeze_panes = "A2"
            page.append([_xlsx_cell(page, name) for name in sheet.columns])
            for row in rows:
                page.append([_xlsx_cell(page, value) for value in row])
    book.save(path)
    book.close()


WRITERS: dict[str, Callable[[Path, Iterable[Sheet]], None]] = {
    "csv": write_csv,
    "parquet": write_parquet,
    "xlsx": write_xlsx,
    "json": write_json,
}


def _parts(sheet: Sheet) -> Iterator[Iterator[tuple[Any, ...]]]:
    """The rows in runs that fit a worksheet under its header; at least one run."""
    rows = (row for chunk in sheet.chunks for row in chunk)
    first: list[tuple[Any, ...]] = []
    while True:
        yield _run(first, rows, _XLSX_ROWS - 1)
        more = next(rows, None)
        if more is None:
            return
        first = [more]


def _run(first: Rows, rows: Iterator[tuple[Any, ...]], limit: int) -> Iterator[tuple[Any, ...]]:
    yield from first
    for _ in range(limit - len(first)):
        row = next(rows, None)
        if row is None:
            return
        yield row


def _csv_cell(value: Any) -> Any:
    if isinstance(value, str):
        risky = value.startswith(_RISKY) and not _PLAIN_NUMBER.fullmatch(value)
        return f"'{value}" if risky else value
    if isinstance(value, bool):
        return "true" if value else "false"
    return _json_text(value) if isinstance(value, list | dict) else _moment(value)


def _json_value(value: Any) -> Any:
    return _moment(value)


def _parquet_value(value: Any) -> Any:
    return _json_text(value) if isinstance(value, list | dict) else value


def _xlsx_cell(page: Any, value: Any) -> Any:
    from openpyxl.cell import WriteOnlyCell

    if isinstance(value, list | dict):
        value = _json_text(value)
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None)  # Excel knows no zones: UTC, as everywhere
    if not isinstance(value, str):
        return value
    text = _NOT_IN_XML.sub("", value)
    cell = WriteOnlyCell(page, text if len(text) <= _XLSX_TEXT else f"{text[: _XLSX_TEXT - 1]}…")
    cell.data_type = "s"
    return cell


def _moment(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


def _json_text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
