"""Documents read anew from the pictures of their pages: to measure what is read, and to learn from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from extractors.errors import DocumentError, MissingLanguage, MissingProgram
from extractors.frames import reading
from extractors.types import Box, Document, Entity, Example

if TYPE_CHECKING:
    from extractors.read.options import ReadOptions


def read_anew(documents: Sequence[Document]) -> list[Document]:
    """The documents read from the pictures of their pages, so that nothing of given words or of stored AcroForm values
    helps; one that cannot be read has no pages."""
    from extractors.read.options import ReadOptions
    from extractors.read.pool import PagePool, read_pages
    from extractors.read.steps import page_all

    options = ReadOptions(ocr="always")
    opened = {i: own for i, document in enumerate(documents) if (own := _opened(document, options)) is not None}
    with TemporaryDirectory(prefix="docrow-") as folder, PagePool() as pool:
        read = read_pages(page_all, opened.values(), options, lambda document: Path(folder, document.id), pool)
        results = dict(zip(opened, read, strict=True))
    return [_bare(document, results.get(i)) for i, document in enumerate(documents)]


def _opened(document: Document, options: ReadOptions) -> Document | None:
    """The stored file of a document, or the picture of its only page; None where it is refused."""
    from extractors.read.open import open_document

    path = Path(document.source or (document.pages[0].image if document.pages else ""))
    try:
        return replace(open_document(path.read_bytes(), document.key, options), source=str(path))
    except DocumentError:
        return None


def _bare(document: Document, read: Document | DocumentError | None) -> Document:
    if not isinstance(read, Document):
        return replace(document, pages=())
    image = _picture(document)
    pages = tuple(replace(p, image=image, families=None, widgets=()) for p in read.pages)
    return replace(read, id=document.id, pages=pages)


def _picture(document: Document) -> str:
    """The picture of a document of one page that came with it; those drawn to be read are gone."""
    image = document.pages[0].image if len(document.pages) == 1 else ""
    return image if image and Path(image).is_file() else ""


def as_read(examples: Sequence[Example]) -> list[Example]:
    """The annotated pages as docrow reads them, where their words came with the annotations and a picture is there;
    none where OCR is not installed. Whoever learns from given words alone meets misread ones for the first time in
    use."""
    given = [example for example in examples if example.answer.entities and _is_given(example.document)]
    try:
        read = read_anew([example.document for example in given])
    except (MissingProgram, MissingLanguage):
        return []
    return [_brought(example, own) for example, own in zip(given, read, strict=True) if own.pages]


def _is_given(document: Document) -> bool:
    """One scanned page whose words have no size: docrow's own have one."""
    page = document.pages[0] if len(document.pages) == 1 else None
    if page is None or page.text_source != "ocr" or not Path(page.image).is_file():
        return False
    return page.transform.is_identity and bool(page.words) and not any(word.size for word in page.words)


def _brought(example: Example, read: Document) -> Example:
    """The example's entities on the page as it was read, which may have another size and be turned upright."""
    factor = read.pages[0].width / example.document.pages[0].width
    entities = tuple(_larger(entity, factor) for entity in example.answer.entities)
    return Example(read, reading(replace(example.answer, fields=(), entities=entities), read))


def _larger(entity: Entity, factor: float) -> Entity:
    return replace(entity, boxes=tuple(Box(*(factor * edge for edge in box)) for box in entity.boxes), quad=None)
