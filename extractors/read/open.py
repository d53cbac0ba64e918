"""Bytes to Document: what it is, how many pages of what size, what its form fields hold; or why it is refused."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from pathlib import Path

from extractors.errors import Damaged, OverLimit
from extractors.read.options import ReadOptions
from extractors.read.sniff import PDF, media_type
from extractors.types import Document, Page, Widget

SMALLEST, LARGEST = 1.0, 14_400.0
"""Page sides in points that make sense; ISO 32000-1, annex C.2 allows 3 to 14,400."""


@dataclass(frozen=True)
class Stored:
    """A file to open: where its bytes lie, and the key it is known by."""

    path: str
    key: str
    options: ReadOptions = field(default_factory=ReadOptions)


def open_stored(stored: Stored) -> Document:
    """`open_document` on a file, with `source` set; picklable, so that a pool can guard against hostile files."""
    document = open_document(Path(stored.path).read_bytes(), stored.key, stored.options)
    return replace(document, source=stored.path)


def open_document(data: bytes, key: str, options: ReadOptions) -> Document:
    """The Document of a file, without words. Raises Unsupported, Encrypted, Damaged or OverLimit."""
    if len(data) > options.max_bytes:
        raise _over(key, "bytes", len(data), options.max_bytes)
    kind = media_type(data, key)
    pages = _pdf_pages(data, key, options) if kind == PDF else _image_pages(data, key, options)
    identity = hashlib.sha256(data).hexdigest()[:16]
    return Document(id=identity, key=key, pages=pages, media_type=kind, size=len(data))


def _pdf_pages(data: bytes, key: str, options: ReadOptions) -> tuple[Page, ...]:
    from extractors.read.pdf import Pdf

    pdf = Pdf(data, key, options.passwords)
    try:
        count = len(pdf.native)
        _check_count(key, count, options)
        widgets = _widgets(data, pdf.password)
        return tuple(_pdf_page(i + 1, pdf.native.get_page_size(i), widgets.get(i + 1, ())) for i in range(count))
    finally:
        pdf.close()


def _pdf_page(number: int, size: tuple[float, float], widgets: tuple[Widget, ...]) -> Page:
    width, height = (min(max(side, SMALLEST), LARGEST) for side in size)
    return Page(number, width, height, widgets=widgets)


def _widgets(data: bytes, password: str) -> dict[int, tuple[Widget, ...]]:
    if b"/AcroForm" not in data and b"/ObjStm" not in data:
        return {}
    from extractors.read.widgets import read_widgets

    return read_widgets(data, password)


def _image_pages(data: bytes, key: str, options: ReadOptions) -> tuple[Page, ...]:
    from extractors.read.pictures import frame_sizes

    sizes = frame_sizes(data, key, options)
    _check_count(key, len(sizes), options)
    return tuple(Page(i, width, height) for i, (width, height) in enumerate(sizes, start=1))


def _check_count(key: str, count: int, options: ReadOptions) -> None:
    if count == 0:
        raise Damaged(f"{key} has no pages", "store it again")
    if count > options.max_pages:
        raise _over(key, "pages", count, options.max_pages)


def _over(key: str, what: str, found: int, limit: int) -> OverLimit:
    return OverLimit(
        f"{key} has {found:,} {what}, the limit is {limit:,}", f"raise max_{what} or split it", code=f"limit.{what}"
    )
