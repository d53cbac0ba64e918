"""What is drawn on a PDF page: words of its text layer, ruling lines, and the places of its pictures."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pypdfium2

from extractors.read.glyphs import read_glyphs
from extractors.read.paths import read_paths
from extractors.read.pdf import Pdf
from extractors.read.rulings import page_rulings
from extractors.types import Box, Page, Ruling, Word

MOST_RULINGS = 4_000


@dataclass(frozen=True)
class Drawn:
    """All boxes are on the page as displayed; what lies outside it is left out."""

    words: tuple[Word, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    pictures: tuple[Box, ...] = ()


def read_drawn(pdf: Pdf, page: Page) -> Drawn | None:
    """None where PDFium cannot load the page."""
    try:
        native = pdf.page(page.number)
        paths = read_paths(native)
        rulings = page_rulings(paths)[:MOST_RULINGS]
        seen = tuple(clipped for word in read_glyphs(native, rulings) if (clipped := _clipped(word, page.box)))
        shown = (picture.overlap(page.box) for picture in paths.pictures)
        pictures = tuple(box for box in shown if box is not None and box.area > 0)
        return Drawn(seen, rulings, pictures)
    except pypdfium2.PdfiumError:
        return None


def _clipped(word: Word, page: Box) -> Word | None:
    inside = word.box
    if page.x0 <= inside.x0 and inside.x1 <= page.x1 and page.top <= inside.top and inside.bottom <= page.bottom:
        return word if inside.area > 0 else None
    box = inside.overlap(page)
    return replace(word, box=box) if box is not None and box.area > 0 else None
