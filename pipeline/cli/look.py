"""`docrow extract`, `words`, `show` and `mrz`: one document, looked at closely."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.options import Families, File, Json

if TYPE_CHECKING:
    from extractors.types import Extraction, Failure
    from pipeline.single import Reading
    from pipeline.work import Answer


def extract(file: File, family: Families = None, as_json: Json = False) -> None:
    """Read one file and print what the families find in it. Needs no database."""
    from extractors.registry import FAMILIES
    from pipeline.cli.console import print_json
    from pipeline.settings import Settings
    from pipeline.single import extraction_json, read_file

    with read_file(file, Settings()) as reading:
        told = reading.answers(tuple(family or FAMILIES))
        if as_json:
            print_json(extraction_json(reading, told))
        else:
            _print_answer(reading, told)
        if reading.failures or (told and told.failures):
            raise typer.Exit(3)


def _print_answer(reading: Reading, told: Answer | None) -> None:
    for extraction in told.extractions if told else ():
        _print_extraction(extraction)
    _print_failures(reading.failures + (told.failures if told else ()))


def _print_extraction(extraction: Extraction) -> None:
    from pipeline.cli.console import grid, results

    out = results()
    if extraction.fields:
        rows = [(f.label or f.key, f.value, f.normal, f.type, f.page, f"{f.confidence:.2f}") for f in extraction.fields]
        out.print(grid(("key", "value", "normalised", "type", "page", "confidence"), rows, extraction.family))
    for number, table in enumerate(extraction.tables, 1):
        cells = [[""] * table.columns for _ in range(table.rows)]
        for cell in table.cells:
            cells[cell.row][cell.column] = cell.text
        title = f"table {number}, page {', '.join(str(part.page) for part in table.parts)} {table.caption}"
        out.print(grid([""] * table.columns, cells, title))


def _print_failures(failures: tuple[Failure, ...]) -> None:
    from pipeline.cli.console import errors

    for failure in failures:
        line = f"{failure.key}: {failure.code} at {failure.stage}: {failure.message}"
        errors().print(line, f"  what to do: {failure.remedy}" if failure.remedy else "", sep="\n", markup=False)


def words(
    file: File,
    as_json: Json = False,
    whole: Annotated[bool, typer.Option(help="Words of scans as the families read them.")] = False,
) -> None:
    """Print the words of each page with boxes, confidences and where they come from (text layer or OCR).

    With --json also the doubtful ones, which the families pass over. Words of scans end where people who annotate scans
    end them: behind a hyphen or slash, and before a bracket.
    """
    from pipeline.cli.console import print_json
    from pipeline.settings import Settings
    from pipeline.single import extraction_json, read_file, words_json

    with read_file(file, Settings(), split_words=not whole) as reading:
        if reading.document is None:
            _print_failures(reading.failures)
            if as_json:
                print_json(extraction_json(reading, None))
            raise typer.Exit(3)
        if as_json:
            print_json(words_json(reading.document))
            return
        for page in reading.document.pages:
            doubtful = f", {len(page.doubtful)} doubtful words left out" if page.doubtful else ""
            typer.echo(f"--- page {page.number}, {page.text_source}{doubtful}")
            typer.echo(" ".join(word.text for word in page.words))


def show(
    document: Annotated[str, typer.Argument(help="The id of a document that was read, or a file.")],
    page: Annotated[int, typer.Option(help="Which page.", min=1)] = 1,
    out: Annotated[
        Path | None, typer.Option(help="The picture to write (.png or .jpg); document-page.png when left out.")
    ] = None,
    family: Families = None,
) -> None:
    """Draw what was found over the picture of a page."""
    from pipeline.cli.console import errors
    from pipeline.overlays import draw_file, draw_stored
    from pipeline.settings import Settings

    path, families = Path(document), tuple(family or ())
    if path.is_file():
        out = out or Path(f"{path.stem}-{page}.png")
        draw_file(path, page, families, Settings(), out)
    else:
        out = out or Path(f"{document}-{page}.png")
        draw_stored(document, page, families, Settings(), out)
    errors().print(str(out), markup=False, highlight=False, soft_wrap=True)


def mrz(file: File, as_json: Json = False) -> None:
    """Print the machine-readable zone of a passport, visa or card, with the verdict of every check digit."""
    from pipeline.cards import zone_of
    from pipeline.cli.console import grid, print_json, results
    from pipeline.settings import Settings

    zone = zone_of(file, Settings())
    if as_json:
        print_json(zone)
        return
    for line in zone["lines"] or ["no machine-readable zone found"]:
        typer.echo(line)
    if zone["reason"]:
        typer.echo(f"{zone['verdict']}: {zone['reason']}")
    if zone["lines"]:
        verdicts = [(name, "right" if passed else "WRONG") for name, passed in zone["checks"].items()]
        values = [(name, item["normal"] or item["value"]) for name, item in zone["fields"].items()]
        results().print(grid(("check digit", "is"), verdicts))
        results().print(grid(("field", "value"), values))
    if zone["accepted"]:
        typer.echo(zone["verdict"])
