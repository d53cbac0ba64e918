"""The commands by name. Everything here imports fast: what a command needs, it imports when it runs."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.cli import learn, library, look, rows, run
from pipeline.cli.doctor import doctor

app = typer.Typer(
    name="docrow",
    help="Documents dropped into a bucket become database rows.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"docrow {version('docrow')}")
        raise typer.Exit


@app.callback()
def docrow(
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """Documents dropped into a bucket become database rows: keys, values and tables with page, box and confidence.

    Where things lie is set by DOCROW_BUCKET, DOCROW_DATABASE, DOCROW_ARTIFACTS ... (see .env.example).
    """


for command in (
    run.run,
    look.extract,
    look.words,
    look.show,
    look.mrz,
    rows.query,
    rows.export,
    rows.tables,
    learn.families,
    learn.train,
    learn.evaluate,
    doctor,
):
    app.command()(command)
app.add_typer(library.models, name="models")
