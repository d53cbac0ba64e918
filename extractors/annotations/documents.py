"""Documents that annotations name: read as docrow reads them, or carried along as docrow's JSON."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any

from extractors.annotations.problems import Problems
from extractors.codec import decode, encode
from extractors.errors import DocumentError
from extractors.read.options import ReadOptions
from extractors.read.pool import PagePool, read_pages
from extractors.read.steps import page_all
from extractors.types import Document, Example, Page


@dataclass(frozen=True, slots=True)
class DocumentReader:
    """Reads documents in the workers of a pool, pictures of their pages in a temporary folder."""

    options: ReadOptions
    pool: PagePool

    def read(self, path: Path, problems: Problems) -> Document | None:
        """The document of a file with all its words; None with the problem noted."""
        if not path.exists():
            problems.add(path.name, "is an unknown document: no such file beside the annotations")
            return None
        (document,) = self.pool.map(partial(_opened, options=self.options), [path])
        if not isinstance(document, DocumentError):
            (document,) = read_pages(page_all, [document], self.options, _pictures_of, self.pool)
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
