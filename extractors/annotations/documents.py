"""Documents that annotations name: read as docrow reads them, or carried along as docrow's JSON."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any, Protocol, Self

from extractors.annotations.problems import Problems
from extractors.codec import decode, encode
from extractors.errors import DocumentError
from extractors.read.options import ReadOptions
from extractors.read.pool import PagePool, read_pages
from extractors.read.steps import page_all
from extractors.types import Document, Example, Page


class Reader(Protocol):
    """What gives the documents that annotations name."""

    def read(self, path: Path, problems: Problems) -> Document | None:
        """The document of a file; None where there is none, with the problem noted."""


class Named:
    """Notes which documents annotations name, and reads none."""

    def __init__(self) -> None:
        self.paths: dict[Path, None] = {}

    def read(self, path: Path, problems: Problems) -> None:
        """The path is noted if there is such a file."""
        if path.exists():
            self.paths[path] = None


@dataclass(frozen=True, slots=True)
class DocumentReader:
    """Documents that annotations name, read by all workers of a pool at once."""

    known: Mapping[Path, Document | DocumentError]

    @classmethod
    def of(cls, paths: Iterable[Path], options: ReadOptions) -> Self:
        """The files, pictures of their pages in a temporary folder."""
        paths = list(paths)
        if not paths:
            return cls({})
        with PagePool() as pool:
            known = dict(zip(paths, pool.map(partial(_opened, options=options), paths), strict=True))
            opened = {path: document for path, document in known.items() if isinstance(document, Document)}
            read = read_pages(page_all, opened.values(), options, _pictures_of, pool)
            return cls(known | dict(zip(opened, read, strict=True)))

    def read(self, path: Path, problems: Problems) -> Document | None:
        """The document of a file with all its words; None with the problem noted."""
        if path not in self.known:
            problems.add(path.name, "is an unknown document: no such file beside the annotations")
            return None
        document = self.known[path]
        if isinstance(document, DocumentError):
            problems.add(path.name, str(document))
            return None
        return replace(document, pages=tuple(replace(page, families=None) for page in document.pages))


def _opened(path: Path, options: ReadOptions) -> Document:
    from extractors.read.open import open_document

    return replace(open_document(path.read_bytes(), path.name, options), source=str(path))


def _pictures_of(document: Document) -> Path:
    folder = Path(_pictures(), document.id)
    folder.mkdir(exist_ok=True)
    return folder


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
