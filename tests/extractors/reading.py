"""Small documents that the tests of the reading room make for themselves."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import reportlab
from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfgen.canvas import Canvas

from extractors.read.open import Stored, open_stored
from extractors.read.options import ReadOptions
from extractors.types import Document

LINES = (
    "The quick brown fox jumps over the lazy dog",
    "Invoice number 4711 of 22 August 2026",
    "Total amount due 1,250.00 dollars",
    "Please pay within thirty days of receipt",
    "Thank you for your business this year",
    "Questions are answered by our office",
)


def pdf_bytes(pages: list[list[str]], password: str = "", rotate: int = 0) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(612, 792), encrypt=password or None)
    for lines in pages:
        canvas.setFont("Helvetica", 12)
        for i, line in enumerate(lines):
            canvas.drawString(72, 700 - 24 * i, line)
        canvas.showPage()
    canvas.save()
    return _rotated(out.getvalue(), rotate) if rotate else out.getvalue()


def _rotated(data: bytes, degrees: int) -> bytes:
    """With /Rotate on every page."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            page.Rotate = degrees
        pdf.save(out)
    return out.getvalue()


def font(size: int) -> ImageFont.FreeTypeFont:
    """Bitstream Vera, which reportlab brings along, accents included."""
    return ImageFont.truetype(str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"), size)


def picture(lines: tuple[str, ...] = LINES, size: int = 30, width: int = 1100) -> Image.Image:
    image = Image.new("L", (width, 2 * size * (len(lines) + 2)), 255)
    draw = ImageDraw.Draw(image)
    for i, line in enumerate(lines):
        draw.text((80, 2 * size * (i + 1)), line, fill=0, font=font(size))
    return image


def image_bytes(image: Image.Image, kind: str = "PNG", **how) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def scanned_pdf(image: Image.Image, hidden: list[str] | None = None) -> bytes:
    """A page with nothing but a picture, and perhaps an invisible text layer over it."""
    from reportlab.lib.utils import ImageReader

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(image.width * 0.4, image.height * 0.4))
    canvas.drawImage(ImageReader(image), 0, 0, image.width * 0.4, image.height * 0.4)
    text = canvas.beginText()
    text.setTextRenderMode(3)
    text.setFont("Helvetica", 13)
    for i, line in enumerate(hidden or []):
        text.setTextOrigin(80 * 0.4, (image.height - 60 * (i + 1) - 30) * 0.4)
        text.textOut(line)
    canvas.drawText(text)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def stored(folder: Path, data: bytes, options: ReadOptions | None = None) -> Document:
    path = folder / "document"
    path.write_bytes(data)
    return open_stored(Stored(str(path), "in/document", options or ReadOptions()))
