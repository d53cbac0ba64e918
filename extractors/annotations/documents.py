"""Documents that annotations name: read as docrow reads them, or carried along as docrow's JSON."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from extractors.annotations.problems import Problems
from extractors.codec import decode, encode
from extractors.errors import DocumentError
from extractors.read.options import ReadOptions
from extractors.types import Document, Example, Page


def read_document(path: Path, options: ReadOptions, problems: Problems) -> Document | None:
    """Open and read a document with page images in a temporary folder; None with the problem noted."""
    from extractors.read.open import open_document
    from extractors.read.steps import page_all

    if not path.exists():
        problems.add(path.name, "is an unknown document: no such file beside the annotations")
        return None
    try:
        opened = replace(open_document(path.read_bytes(), path.name, options), source=str(path))
        folder = Path(_pictures()) / opened.id
        folder.mkdir(exist_ok=True)
        pages = tuple(page_all(opened, page.number, options, str(folder)) for page in opened.pages)
    except DocumentError as error:
        problems.add(path.name, str(error))
        return None
    return replace(opened, pages=tuple(replace(page, families=None) for page in pages))


@cache
def _pictures() -> str:
    return tempfile.mkdtemp(prefix="docrow-pages-")


def pack(example: Example, folder: Path) -> dict[str, Any]:
    """The document as JSON, its file and page images copied into the folder and named relative to it."""
    document = example.document
    stem = Path(document.key).stem or document.id
    pages = [_with_image(page, f"{stem}-{page.number}", folder) for page in document.pages]
    source = _copy(document.source, folder, Path(document.key).name) if document.source else ""
    content: dict[str, Any] = encode(replace(document, pages=tuple(pages), source=source))
    return content


def _with_image(page: Page, stem: str, folder: Path) -> Page:
    if not page.image:
        return page
    return replace(page, image=_copy(page.image, folder, f"images/{stem}{Path(page.image).suffix}"))


def _copy(source: str, folder: Path, name: str) -> str:
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    if Path(source).exists() and Path(source).resolve() != target.resolve():
        shutil.copyfile(source, target)
    return name


def unpack(content: Any, folder: Path, where: str, problems: Problems) -> Document | None:
    """The document that `pack` wrote, with absolute paths; None with the problem noted."""
    try:
        document = decode(Document, content)
    except (ValueError, AttributeError) as error:
        problems.add(where, f"holds no document: {error}")
        return None
    pages = tuple(replace(p, image=str(folder / p.image)) if p.image else p for p in document.pages)
    return replace(document, pages=pages, source=str(folder / document.source) if document.source else "")


def unique_stems(examples: Sequence[Example]) -> list[str]:
    """A file name for each example: its key's stem, numbered where two share one."""
    seen: dict[str, int] = {}
    stems = []
    for example in examples:
        stem = Path(example.document.key).stem or example.document.id
        seen[stem] = seen.get(stem, 0) + 1
        stems.append(stem if seen[stem] == 1 else f"{stem}-{seen[stem]}")
    return stems
