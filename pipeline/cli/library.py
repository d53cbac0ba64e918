"""`docrow models list|show|verify`: the model library."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.cli.options import Json

models = typer.Typer(name="models", help="The model library: what is installed, its figures, its integrity.")
Name = Annotated[str, typer.Argument(help="A name of `docrow models list`, or a model directory.")]


@models.command("list")
def list_models(as_json: Json = False) -> None:
    """List the models: family, variant, size, and whether one is live."""
    from pipeline.cli.console import grid, print_json, results
    from pipeline.learning import known_models
    from pipeline.settings import Settings

    rows = known_models(Settings())
    if as_json:
        print_json(rows)
        return
    columns = list(rows[0]) if rows else ["name", "family"]
    results().print(grid(columns, [list(row.values()) for row in rows]))


@models.command("show")
def show_model(name: Name) -> None:
    """Print the card of a model."""
    from pipeline.learning import model_card
    from pipeline.settings import Settings

    typer.echo(model_card(name, Settings()))


@models.command("verify")
def verify_models(name: Annotated[str | None, typer.Argument(help="Only this model.")] = None) -> None:
    """Compare every file of the models with its sha256; leaves with 5 where one differs."""
    from pipeline.learning import verify
    from pipeline.settings import Settings

    for line in verify(name, Settings()):
        typer.echo(line)
