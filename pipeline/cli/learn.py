"""`docrow families`, `train` and `evaluate`: what answers, how well, and how to make it better."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from pipeline.cli.options import Family, Json

Format = Annotated[str, typer.Option("--format", help="How the annotations are written: docrow, funsd, icdar2013 ...")]
Data = Annotated[
    Path, typer.Option("--data", help="The folder with annotated documents.", exists=True, file_okay=False)
]


def families(as_json: Json = False) -> None:
    """List the families: what each is asked, and which weights answer."""
    from pipeline.cli.console import grid, print_json, results
    from pipeline.library import describe_families
    from pipeline.settings import Settings

    rows = describe_families(Settings())
    if as_json:
        print_json([row.as_json() for row in rows])
    else:
        facts = [(row.family, row.does, row.model, row.directory or "as shipped") for row in rows]
        results().print(grid(("family", "finds", "model", "from"), facts))


def train(
    family: Family,
    data: Data,
    format: Format = "docrow",
    schema: Annotated[Path | None, typer.Option(help="The fields to find, as TOML.", exists=True)] = None,
    base: Annotated[str | None, typer.Option(help="The model to start from: a name of `docrow models`.")] = None,
    out: Annotated[
        Path | None, typer.Option(help="Where to put the model; a new folder of DOCROW_MODELS/FAMILY when left out.")
    ] = None,
    minutes: Annotated[float | None, typer.Option(help="Stop after this long.", min=0.1)] = None,
    seed: Annotated[int | None, typer.Option(help="What is drawn by while learning.", min=1)] = None,
    as_json: Json = False,
) -> None:
    """Learn from annotated documents, and save a model directory with its figures and card."""
    from datetime import datetime

    from pipeline.cli.console import print_json
    from pipeline.learning import Lesson, learn
    from pipeline.settings import Settings

    settings = Settings()
    out = out or settings.models / family / f"{datetime.now():%Y%m%d-%H%M%S}"
    lesson = Lesson(family, data, format, schema, base, out, minutes, seed)
    report = learn(lesson, settings)
    if as_json:
        print_json(report)
    else:
        _print_figures(report)


def evaluate(
    family: Family,
    data: Data,
    format: Format = "docrow",
    model: Annotated[Path | None, typer.Option(help="A model directory; the live model when left out.")] = None,
    given: Annotated[
        Literal["entities", "words", "image", "pdf"] | None,
        typer.Option("--from", help="What is given: gold segments, gold words, the image alone, the PDF."),
    ] = None,
    schema: Annotated[Path | None, typer.Option(help="The fields to find, as TOML.", exists=True)] = None,
    as_json: Json = False,
) -> None:
    """Compare what a family answers with annotations, and print the figures.

    \b
    --json prints one object: family, model, documents, the figures of the family (0-1, 1 is best), pages, ms_per_page.
    \b
    id_cards --format mrz (pictures, and truth.json: {file: [line, ...] or null where nobody wrote the lines down}):
      lines_exact          share of the files with known lines whose lines are all exact
      accepted             share of all files that are accepted: check digits right, the rest legible
      check_digits_right   share of all files in which every check digit is right
      accepted_not_wrong   1 - share of the known files that were accepted and are not exact
      known, exact         how many files have known lines, and how many of them are exact
      wrong, missed        the files that were accepted but are not exact; the other files that are not exact
    \b
    id_cards --format aamva (payloads, and expected.json: [{"file": ..., "expected": {element: value}}]):
      fields               share of the expected values that were found
      payloads             share of the payloads without an error
      errors               [file, element] of each error
    \b
    Both give ms_per_document, processor time, in place of pages and ms_per_page.
    """
    from pipeline.cli.console import print_json
    from pipeline.learning import Exam, examine
    from pipeline.settings import Settings

    report = examine(Exam(family, data, format, model, given, schema), Settings())
    if as_json:
        print_json(report)
    else:
        _print_figures(report)


def _print_figures(report: dict[str, Any]) -> None:
    from pipeline.cli.console import grid, results

    plain = {name: value for name, value in report.items() if not isinstance(value, dict | list)}
    rows = [(name, f"{value:.4f}" if isinstance(value, float) else value) for name, value in plain.items()]
    results().print(grid(("figure", "value"), rows))
    if fields := report.get("fields"):
        columns = ("expected", "precision", "recall", "f1")
        results().print(grid(("field", *columns), [(key, *(own[c] for c in columns)) for key, own in fields.items()]))
