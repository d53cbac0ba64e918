"""`docrow models list|show|verify|use|back`: the model library."""

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
    from pipeline.library import known_models
    from pipeline.settings import Settings

    rows = known_models(Settings())
    if as_json:
        print_json([row.as_json() for row in rows])
        return
    facts = [(row.name, "live" if row.live else "", f"{row.bytes / 1e6:.2f}", row.directory) for row in rows]
    results().print(grid(("name", "", "MB", "directory"), facts))


@models.command("show")
def show_model(name: Name) -> None:
    """Print the card of a model."""
    from pipeline.library import model_card
    from pipeline.settings import Settings

    typer.echo(model_card(name, Settings()))


@models.command("verify")
def verify_models(name: Annotated[str | None, typer.Argument(help="Only this model.")] = None) -> None:
    """Compare every file of the models with its sha256; leaves with 5 where one differs."""
    from pipeline.library import verify
    from pipeline.settings import Settings

    for line in verify(name, Settings()):
        typer.echo(line)


@models.command("use")
def use_model(name: Name) -> None:
    """Let a model answer for its family from now on, after its files are verified."""
    from pipeline.library import use
    from pipeline.settings import Settings

    typer.echo(f"{use(name, Settings())} answers now")


@models.command("back")
def use_last_model(family: Annotated[str, typer.Argument(help="A family of `docrow families`.")]) -> None:
    """Let the model answer again that answered before the last `use`."""
    from pipeline.library import back
    from pipeline.settings import Settings

    typer.echo(f"{back(family, Settings())} answers now")
