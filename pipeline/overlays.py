"""Pictures of pages with what was found drawn over them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.errors import DocumentError
from extractors.registry import FAMILIES
from extractors.types import Document, Extraction, Page
from pipeline.batch import Batch
from pipeline.settings import Settings

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

    from pipeline.site import Site
    from storage.artifacts import Artifacts


class NoSuchPage(DocumentError):
    """There is no such document or page to draw."""

    code = "unknown"


def draw_file(path: Path, number: int, families: Sequence[str], settings: Settings, out: Path) -> None:
    """Read a file and draw one page of it. Raises DocumentError where it cannot be read or has no such page."""
    from pipeline.single import read_file

    with read_file(path, settings) as reading:
        if reading.document is None:
            failure = reading.failures[0]
            raise DocumentError(failure.message, failure.remedy, failure.code)
        told = reading.answers(tuple(families or FAMILIES))
        _picture(reading.document, number, told.extractions if told else ()).save(out)


def draw_stored(document_id: str, number: int, families: Sequence[str], settings: Settings, out: Path) -> None:
    """Draw a page of a document that was read before. Raises NoSuchPage."""
    from storage.artifacts import Artifacts

    artifacts = Artifacts(settings.artifacts.absolute())
    try:
        document = artifacts.load_document(document_id)
    except (FileNotFoundError, ValueError) as error:
        remedy = "docrow query 'SELECT id, key FROM documents' lists what was read"
        raise NoSuchPage(f"no file and no document is called {document_id}", remedy) from error
    _picture(document, number, answers(artifacts, document_id, families or tuple(FAMILIES))).save(out)


def answers(artifacts: Artifacts, document_id: str, families: Sequence[str]) -> tuple[Extraction, ...]:
    """What the families said about a document when it was read last."""
    known = [family for family in families if artifacts.has_extraction(document_id, family)]
    return tuple(artifacts.load_extraction(document_id, family) for family in known)


def draw_samples(site: Site, batch: Batch, count: int = 3) -> list[Path]:
    """Draw the first page of a few documents of the batch; cards are left out, whatever is set."""
    drawn: list[Path] = []
    for member in batch.members:
        if len(drawn) == count:
            break
        document = site.artifacts.load_document(member.id)
        page = document.pages[0]
        if page.image and "id_cards" not in (page.families or ()):
            path = site.artifacts.overlay_path(member.id, page.number)
            _picture(document, page.number, answers(site.artifacts, member.id, tuple(FAMILIES))).save(path)
            drawn.append(path)
    return drawn


def _picture(document: Document, number: int, extractions: Sequence[Extraction]) -> Picture:
    from PIL import Image

    from extractors.overlay import draw_page

    page = _page(document, number)
    try:
        with Image.open(page.image) as image:
            return draw_page(page, extractions, image.convert("RGB"))
    except FileNotFoundError as error:
        remedy = "docrow run --again ocr makes it anew"
        raise NoSuchPage(f"{document.key}: the picture of page {number} is gone", remedy) from error


def _page(document: Document, number: int) -> Page:
    for page in document.pages:
        if page.number == number:
            return page
    raise NoSuchPage(f"{document.key} has {len(document.pages)} pages, not {number}", "--page counts from 1")
