"""`docrow run`: from a bucket to rows, with progress."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from extractors.registry import FAMILIES
from pipeline.cli.options import Families, Json

if TYPE_CHECKING:
    from pipeline.runs import Summary

AGAIN = ("failed", "all", "ocr", "layout", *FAMILIES)


def _known_step(value: str | None) -> str | None:
    if value is not None and value not in AGAIN:
        raise typer.BadParameter(f"no step {value!r}; there are {', '.join(AGAIN)}")
    return value


def run(
    bucket: Annotated[
        str | None, typer.Argument(help="A folder, s3://... or gs://...; DOCROW_BUCKET when left out.")
    ] = None,
    family: Families = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary.")] = False,
    again: Annotated[
        str | None,
        typer.Option(
            help=f"Do this step again for what was read before: {', '.join(AGAIN)}.",
            callback=_known_step,
            metavar="STEP",
        ),
    ] = None,
    document: Annotated[str | None, typer.Option(help="With --again: only the document with this id.")] = None,
    page: Annotated[int | None, typer.Option(help="With --again ocr|layout: only this page.", min=1)] = None,
    include: Annotated[
        list[str] | None, typer.Option(help="Only keys that match this pattern (*, ?, [ab]); repeatable.")
    ] = None,
    exclude: Annotated[
        list[str] | None, typer.Option(help="No keys that match this pattern, such as '*.md'; repeatable.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Read everything new below a bucket and write its rows.

    Documents that cannot be read are set aside with the reason, and the exit code is 3. Running again changes nothing.
    """
    from pipeline.again import Again, run_again
    from pipeline.cli.console import print_json
    from pipeline.cli.progress import Bar, Silent
    from pipeline.runs import Wanted, run_bucket
    from pipeline.settings import Settings
    from pipeline.site import open_site

    if (document or page) and again is None:
        raise typer.BadParameter("--document and --page say what to do again; give --again too")
    wanted = Wanted(tuple(family or ()), tuple(include or ()), tuple(exclude or ()))
    with open_site(Settings(), bucket) as site, Silent() if quiet else Bar() as watch:
        if again is None:
            summary = run_bucket(site, wanted, watch)
        else:
            summary = run_again(site, Again(again, document, page), wanted, watch)
    if as_json:
        print_json(summary.as_json())
    elif not quiet:
        _print(summary)
    if summary.failures:
        raise typer.Exit(3)


def _print(summary: Summary) -> None:
    from pipeline.cli.console import errors, grid

    console = errors()
    if not (summary.documents or summary.failures):
        console.print("Nothing new.")
        return
    facts = (summary.documents, summary.pages, summary.fields, summary.tables, len(summary.failures))
    speed = f"{summary.seconds:.1f} s, {summary.pages / max(summary.seconds, 0.001):.1f} pages/s"
    console.print(grid(("documents", "pages", "fields", "tables", "set aside"), [facts]))
    console.print(speed, highlight=False)
    if summary.failures:
        rows = [(f.key, f.stage, f.code, f.message, f.remedy) for f in summary.failures]
        console.print(grid(("set aside", "at", "code", "why", "what to do"), rows))
