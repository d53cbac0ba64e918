"""Pages without a card: tables, filings, tax forms, invoices, scanned forms and receipts. What is found there is false.

Every page is shown to the family, also those that routing would keep from it. PDFs are read as in a batch (scans by
OCR); scanned forms and receipts come with the words of their annotations.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from extractors.annotations import read
from extractors.errors import DocumentError
from extractors.id_cards import IdCards
from extractors.read.open import open_document
from extractors.read.options import ReadOptions
from extractors.read.steps import page_all
from extractors.types import Document, Page
from tests.benchmarks.figures import Figure

PDFS = ("icdar2013", "table_pdfs", "filings", "azure_forms", "acroform", "invoices")
TODAY = date(2026, 6, 1)


def run(data: Path, limit: int | None) -> list[Figure]:
    """`limit`: pages of each kind."""
    kinds = {name: _pdfs(data / name) for name in PDFS}
    kinds |= {"funsd": _annotated(data / "funsd" / "training_data", "funsd")}
    kinds |= {"sroie": _annotated(data / "sroie2019", "sroie")}
    family, pages, false, spent, seen = IdCards(today=TODAY), 0, 0, 0.0, []
    for name, documents in kinds.items():
        before = pages
        for document in islice(documents, limit):
            begin = time.process_time()
            answer = family.predict([document])[0]
            spent, pages = spent + time.process_time() - begin, pages + 1
            false += bool(answer.fields) or any(entity.kind == "card" for entity in answer.entities)
        seen.append(f"{name} {pages - before}")
    note = f"{pages} pages: {', '.join(seen)}; {spent / max(pages, 1):.2f} s each"
    return [
        Figure("pages without a card", pages, "pages", "at least 500"),
        Figure("false cards", false, "pages", "under 1 in 500", note),
    ]


def _pdfs(folder: Path) -> Iterator[Document]:
    """Each page of the folder's PDFs as a document of its own; what cannot be read is left out."""
    options = ReadOptions()
    for path in sorted(folder.rglob("*.pdf")):
        try:
            whole = replace(open_document(path.read_bytes(), path.name, options), source=str(path))
        except DocumentError:
            continue
        for page in whole.pages:
            with TemporaryDirectory() as pictures:
                try:
                    yield replace(whole, pages=(_asked(page_all(whole, page.number, options, pictures)),))
                except DocumentError:
                    continue


def _annotated(folder: Path, format_: str) -> Iterator[Document]:
    for example in read(folder, format_):
        yield replace(example.document, pages=tuple(_asked(page) for page in example.document.pages))


def _asked(page: Page) -> Page:
    """The page as one that was never routed, so that no family passes it over."""
    return replace(page, families=None)
