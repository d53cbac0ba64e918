"""The text layer of a PDF page by pdfplumber: the second opinion where PDFium knows no letters for the glyphs.

pdfplumber counts from the MediaBox; docrow from the page as displayed, that is from the CropBox.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from pdfplumber.page import Page as PlumbedPage

from extractors.read.pdf import PLUMBER_ERRORS, Pdf
from extractors.types import Box, Page, Word

MOST_CHARACTERS = 60_000
_BOLD = re.compile(r"(?i)bold|black|heavy|semibold|[-,]bd|demi")


def plumbed_words(pdf: Pdf, page: Page) -> tuple[Word, ...]:
    """None at all where pdfminer cannot make sense of the page."""
    try:
        plumbed = pdf.plumber.pages[page.number - 1]
        try:
            frame = _Frame(plumbed, page)
            return tuple(word for item in _raw_words(plumbed) if (word := _word(item, frame)))
        finally:
            plumbed.close()
    except PLUMBER_ERRORS:
        return ()


class _Frame:
    """From pdfplumber's coordinates to the page as displayed."""

    def __init__(self, plumbed: PlumbedPage, page: Page) -> None:
        self.x, self.y = (float(v) for v in plumbed.cropbox[:2])
        width, height = plumbed.cropbox[2] - self.x, plumbed.cropbox[3] - self.y
        self.page = page.box
        self.scale_x = page.width / width if width > 0 else 1.0
        self.scale_y = page.height / height if height > 0 else 1.0

    def box(self, item: dict[str, Any]) -> Box | None:
        """The part of the thing that can be seen; None where it lies outside the page."""
        x0, x1 = sorted(((item["x0"] - self.x) * self.scale_x, (item["x1"] - self.x) * self.scale_x))
        top, bottom = sorted(((item["top"] - self.y) * self.scale_y, (item["bottom"] - self.y) * self.scale_y))
        if not all(abs(v) < 1e6 for v in (x0, x1, top, bottom)):
            return None
        return Box(x0, top, x1, bottom).overlap(self.page)


def _raw_words(plumbed: PlumbedPage) -> Iterable[dict[str, Any]]:
    if len(plumbed.chars) > MOST_CHARACTERS:
        plumbed = plumbed.filter(_Counter(MOST_CHARACTERS).more)
    return plumbed.dedupe_chars().extract_words(
        x_tolerance_ratio=0.15, y_tolerance=2, keep_blank_chars=False, return_chars=True, use_text_flow=False
    )


class _Counter:
    """Lets the first so many characters pass."""

    def __init__(self, most: int) -> None:
        self.left = most

    def more(self, item: dict[str, Any]) -> bool:
        if item.get("object_type") == "char":
            self.left -= 1
        return self.left >= 0


def _word(item: dict[str, Any], frame: _Frame) -> Word | None:
    box = frame.box(item)
    text = item["text"].strip()
    if box is None or not text or box.area == 0:
        return None
    first = item["chars"][0]
    size = abs(float(first.get("size") or 0.0))
    bold = bool(_BOLD.search(str(first.get("fontname", "")).rpartition("+")[2]))
    return Word(text, box, 1.0, "text", round(size, 2), bold, _direction(item, first))


def _direction(item: dict[str, Any], first: dict[str, Any]) -> int:
    """Degrees clockwise, from the text matrix: (a, b) points along the line, y upwards."""
    matrix = first.get("matrix")
    if not matrix:
        return 0 if item.get("upright", True) else 90
    a, b = matrix[0], matrix[1]
    if abs(a) >= abs(b):
        return 0 if a >= 0 else 180
    return 270 if b > 0 else 90
