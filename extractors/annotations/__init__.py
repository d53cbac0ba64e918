"""Annotated documents in and out: docrow's own JSON, FUNSD, Azure ``labels.json``, Label Studio.

``read(folder, format)`` gives Examples, ``write(examples, folder, format)`` the files again. Everything a reader
cannot use is listed line by line in one BadAnnotations, before any training starts.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from extractors.errors import BadAnnotations
from extractors.read.options import ReadOptions
from extractors.types import Example

FORMATS = {
    "docrow": "extractors.annotations.docrow",
    "funsd": "extractors.annotations.funsd",
    "azure": "extractors.annotations.azure",
    "labelstudio": "extractors.annotations.labelstudio",
    "sroie": "extractors.annotations.sroie",
    "icdar2013": "extractors.annotations.icdar2013",
}
NAMING = ("docrow", "azure", "labelstudio")
"""Formats that may name a document without saying its words; it is read here."""


def read(folder: Path, format: str, options: ReadOptions | None = None) -> list[Example]:
    """The annotated documents of a folder, sorted by name; `options` say how those are read that come without words.
    Raises BadAnnotations with every problem found, KeyError for an unknown format."""
    read_all = importlib.import_module(FORMATS[format]).read
    if format not in NAMING:
        return list(read_all(folder))
    from extractors.annotations.documents import DocumentReader, Named

    named = Named()
    with suppress(BadAnnotations):  # raised below, by whoever knows the documents too
        read_all(folder, named)
    return list(read_all(folder, DocumentReader.of(named.paths, options or ReadOptions())))


def write(examples: Sequence[Example], folder: Path, format: str) -> None:
    """Write annotated documents so that `read` gives them again. Raises KeyError for an unknown format."""
    importlib.import_module(FORMATS[format]).write(examples, folder)
