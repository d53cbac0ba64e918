"""Arguments that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extractors.registry import FAMILIES


def known_family(value: str | None) -> str | None:
    if value is not None and value not in FAMILIES:
        raise typer.BadParameter(f"no family {value!r}; there are {', '.join(FAMILIES)}")
    return value


def known_families(values: list[str] | None) -> list[str] | None:
    for value in values or ():
        known_family(value)
    return values


Family = Annotated[str, typer.Argument(help=f"One of {', '.join(FAMILIES)}.", callback=known_family)]
Families = Annotated[
    list[str] | None,
    typer.Option("--family", help="Only this family; may be given more than once.", callback=known_families),
]
File = Annotated[Path, typer.Argument(help="A document of any kind that docrow reads.", exists=True, dir_okay=False)]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
