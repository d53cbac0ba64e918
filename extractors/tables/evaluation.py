"""One way to measure every tables extractor: from the documents as they were read, or from pictures of their pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal, get_args

from extractors.base import Score
from extractors.errors import BadAnnotations
from extractors.types import Document, Example, Extraction, Page

if TYPE_CHECKING:
    from extractors.tables.family import Tables

Given = Literal["pdf", "words", "image"]
IMAGE_DPI = 200
"""Resolution at which the pages of a PDF are drawn before they are read by OCR."""


def evaluate(extractor: Tables, examples: Sequence[Example], given: Given = "pdf") -> Score:
    """Figures by name over all examples.

    pdf, words: the words and rulings that the documents have. image: nothing but pictures of the pages (PDFs drawn at
    200 dpi), read by OCR. Raises BadAnnotations for another start, DocumentError as reading does.
    """
    if given not in get_args(Given):
        raise BadAnnotations(f"tables are not read from {given}", f"use --from {' or '.join(get_args(Given))}")
    from extractors.metrics.tables import score_tables

    documents = [example.document for example in examples]
    found = extractor.predict(documents) if given != "image" else [_from_pictures(extractor, d) for d in documents]
    return Score(score_tables([example.answer for example in examples], found), len(examples))


def _from_pictures(extractor: Tables, document: Document) -> Extraction:
    with TemporaryDirectory(prefix="docrow-") as folder:
        return extractor.predict([read_pictures(document, Path(folder))])[0]


def read_pictures(document: Document, folder: Path, dpi: int = IMAGE_DPI) -> Document:
    """The document with the words and rulings that can be seen in pictures of its pages; the text layer of a PDF is
    gone. The pictures of a PDF's pages are drawn into the folder. Raises DocumentError."""
    from extractors.read.sniff import PDF

    if document.media_type != PDF:
        path = Path(document.source or document.pages[0].image)
        return replace(document, pages=tuple(_read(path, page.number, folder) for page in document.pages))
    pages = tuple(_read_drawn(document, page.number, dpi, folder) for page in document.pages)
    return replace(document, pages=pages, media_type="image/png")


def _read_drawn(document: Document, number: int, dpi: int, folder: Path) -> Page:
    """The page drawn as a gray PNG that knows its resolution, and read."""
    from extractors.read.images import render_page
    from extractors.read.options import ReadOptions
    from extractors.read.pdf import opened

    path = folder / f"drawn-{number}.png"
    with opened(document, ReadOptions()) as pdf:
        render_page(pdf, number, dpi / 72, gray=True).save(path, dpi=(dpi, dpi), compress_level=1)
    return replace(_read(path, 1, folder / str(number)), number=number)


def _read(path: Path, number: int, folder: Path) -> Page:
    """A page of an image file with its picture, read as every scan is."""
    from extractors.read.images import page_image
    from extractors.read.open import Stored, open_stored
    from extractors.read.options import ReadOptions
    from extractors.read.words import page_words

    options = ReadOptions(ocr="always")
    document = open_stored(Stored(str(path), path.name, options))
    page = page_image(document, number, options, str(folder))
    return page_words(replace(document, pages=(page,)), number, options, "")
