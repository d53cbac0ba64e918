"""The families by name. Strings, so that listing them imports nothing."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import cast

from extractors.base import Extractor

FAMILIES: dict[str, str] = {
    "forms": "extractors.forms:Forms",
    "tables": "extractors.tables:Tables",
    "id_cards": "extractors.id_cards:IdCards",
}


def family_class(family: str) -> type[Extractor]:
    """The class of a family. Raises KeyError with the known names."""
    if family not in FAMILIES:
        raise KeyError(f"no family {family!r}; there are {', '.join(FAMILIES)}")
    module, _, name = FAMILIES[family].partition(":")
    return cast("type[Extractor]", getattr(importlib.import_module(module), name))


def make_extractor(family: str, directory: Path | None = None) -> Extractor:
    """A family as shipped, or as saved in a directory."""
    kind = family_class(family)
    return kind.load(directory) if directory else kind()
