"""All that is read from one page, in one go."""

from __future__ import annotations

from extractors.read.images import page_image
from extractors.read.options import ReadOptions
from extractors.read.words import page_words
from extractors.types import Document, Page


def page_all(document: Document, number: int, options: ReadOptions, folder: str) -> Page:
    """PageStep: picture, then words and rulings, then regions and families; the file is parsed once."""
    from extractors.read.regions import page_regions

    page = page_image(document, number, options, folder)
    page = page_words(_with(document, page), number, options, folder)
    return page_regions(_with(document, page), number, options, folder)


def _with(document: Document, page: Page) -> Document:
    from dataclasses import replace

    return replace(document, pages=tuple(page if p.number == page.number else p for p in document.pages))
