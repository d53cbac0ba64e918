"""`docrow query`, `export` and `tables`: what the database holds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from pipeline.cli.options import Json

if TYPE_CHECKING:
    from storage.query import Result


def query(
    sql: Annotated[str, typer.Argument(help="One reading statement, such as SELECT * FROM latest_fields LIMIT 10.")],
    format: Annotated[Literal["table", "json", "csv"], typer.Option(help="How to print the rows.")] = "table",
) -> None:
    """Ask the database. Nothing can be changed this way."""
    from pipeline.cli.console import errors, grid, print_json, results
    from pipeline.settings import Settings
    from storage.query import read_only

    result = read_only(Settings().database_url, sql)
    if result.truncated:
        errors().print(f"only the first {len(result.rows)} rows are shown; docrow export writes all", highlight=False)
    if format == "json":
        print_json([dict(zip(result.columns, row, strict=True)) for row in result.rows])
    elif format == "csv":
        _print_csv(result)
    else:
        results().print(grid(result.columns, result.rows))


def _print_csv(result: Result) -> None:
    import csv
    import sys

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(result.columns)
    writer.writerows(result.rows)


def export(
    out: Annotated[Path, typer.Argument(help="A folder (csv, parquet, json: a file for each table) or an .xlsx file.")],
    format: Annotated[Literal["csv", "parquet", "xlsx", "json"], typer.Option(help="The kind of file.")] = "csv",
    table: Annotated[str, typer.Option(help="Only this view, table, or logical table of `docrow tables`.")] = "all",
    mask: Annotated[bool, typer.Option("--mask", help="Hide values of id_cards and other personal codes.")] = False,
) -> None:
    """Write the rows to files for other programs."""
    from pipeline.cli.console import errors
    from pipeline.settings import Settings
    from pipeline.site import open_database
    from storage.export import ALL, exportable
    from storage.export import export as write

    settings, hide = Settings(), _hidden if mask else None
    engine = open_database(settings)
    if table == ALL or table in exportable():
        written = write(engine, out, format, table, hide)
    else:
        from pipeline.logical import find_logical
        from storage.export import export_tables

        found = find_logical(settings.database_url, table)
        written = [export_tables(engine, out, format, found.name, found.columns, found.members, hide)]
    for path in written:
        errors().print(f"{path}", highlight=False, markup=False, soft_wrap=True)


def _hidden(value: str) -> str:
    import re

    return re.sub(r"\w", "•", value)


def tables(as_json: Json = False) -> None:
    """List the logical tables: tables of the same header, found across documents."""
    from pipeline.cli.console import grid, print_json, results
    from pipeline.logical import logical_tables
    from pipeline.settings import Settings

    found = logical_tables(Settings().database_url)
    if as_json:
        print_json([table.as_json() for table in found])
        return
    rows = [(t.name, t.documents, t.tables, t.rows, " | ".join(t.columns)) for t in found]
    results().print(grid(("name", "documents", "tables", "rows", "columns"), rows))
