"""The picture of a page: rendered or taken over, stored once, and loaded by whoever needs pixels."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from numpy.typing import NDArray
from PIL import Image

from extractors.errors import Damaged, DiskFull
from extractors.read.drawing import longer_side, object_bounds, page_objects
from extractors.read.options import ReadOptions
from extractors.read.pdf import Pdf, opened, source_bytes
from extractors.read.pictures import is_stored_as_displayed, read_frame
from extractors.read.sniff import PDF
from extractors.types import Document, Page

MOST_PIXELS = 40_000_000
SAME_SCALE = 1e-3
"""Scales that differ by no more draw the same pixels, one row or column more or less."""
COLOUR_ROWS = 32
"""One row of so many shows most colours, before all are compared."""
LONGEST_SIDE = 60_000
"""Pixels: JPEG counts them with 16 bits, and its encoder stops a little earlier."""
Pixels = NDArray[np.uint8]
"""(H, W) gray or (H, W, 3) RGB."""


def page_image(document: Document, number: int, options: ReadOptions, folder: str) -> Page:
    """PageStep: writes ``<folder>/<number>.jpg`` or ``.png``, the page as displayed, and sets `Page.image` to it."""
    page = find_page(document, number)
    suffix, data = _encoded(document, page, options)
    path = Path(folder).absolute() / f"{number}.{suffix}"
    _write(path, data)
    return replace(page, image=str(path))


def find_page(document: Document, number: int) -> Page:
    """The page of that number; documents may carry only some of their pages."""
    return next(page for page in document.pages if page.number == number)


def load_image(page: Page, upright: bool = True) -> Pixels:
    """The pixels of `Page.image`, (H, W) gray or (H, W, 3) RGB, turned into the reading frame unless told otherwise."""
    with Image.open(page.image) as image:
        pixels = np.asarray(image.convert("L") if image.mode in ("1", "L") else image.convert("RGB"))
    if not upright or page.transform.is_identity:
        return pixels
    from extractors.read.upright import turn_image

    return turn_image(pixels, page)


def pixels_per_point(page: Page, image: Pixels) -> float:
    """The scale of a picture of the page, whichever way it is turned."""
    return float(max(image.shape[:2]) / max(page.width, page.height))


def render_page(pdf: Pdf, number: int, scale: float, gray: bool = False) -> Image.Image:
    """The page of a PDF as displayed, with its form fields and annotations, at `scale` pixels a point: in gray when
    asked, and where nothing on it has a colour. Drawn once where it is first wanted in colour and then in gray."""
    page = _native_page(pdf, number)
    scale = min(scale, _largest_scale(page))
    if not gray:
        pdf.drawn = (number, scale, _rendered(page, number, scale, gray))
    elif pdf.drawn is None or pdf.drawn[0] != number or abs(pdf.drawn[1] / scale - 1) > SAME_SCALE:
        return _rendered(page, number, scale, gray)
    image = pdf.drawn[2]
    return image.convert("L") if gray else image


def _rendered(page: pypdfium2.PdfPage, number: int, scale: float, gray: bool) -> Image.Image:
    try:
        bitmap = page.render(
            scale=scale, grayscale=gray, may_draw_forms=True, rev_byteorder=not gray, prefer_bgrx=not gray
        )
        return Image.fromarray(_plainest(bitmap.to_numpy()))
    except (pypdfium2.PdfiumError, ValueError) as error:
        raise Damaged(f"page {number} cannot be drawn", "repair the file (qpdf in.pdf out.pdf)") from error


def _plainest(pixels: Pixels) -> Pixels:
    """(H, W) of a picture (H, W) or (H, W, 1), and of one (H, W, 4) without colour; else (H, W, 3) RGB."""
    if pixels.ndim == 2 or pixels.shape[2] == 1:
        return np.ascontiguousarray(pixels.reshape(pixels.shape[:2]))
    few = pixels[::COLOUR_ROWS]
    if (few[..., 0] != few[..., 1]).any() or (few[..., 1] != few[..., 2]).any():
        return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGBA2RGB), np.uint8)
    red, green, blue = cv2.split(pixels)[:3]
    if cv2.countNonZero(cv2.absdiff(red, green)) == cv2.countNonZero(cv2.absdiff(green, blue)) == 0:
        return np.asarray(green, np.uint8)
    return np.asarray(cv2.merge((red, green, blue)), np.uint8)


def _largest_scale(page: pypdfium2.PdfPage) -> float:
    """Pages may say that they are kilometres wide; their picture stays within MOST_PIXELS."""
    width, height = page.get_size()
    within = max(MOST_PIXELS / max(width * height, 1.0), 1e-12) ** 0.5
    return float(min(within, LONGEST_SIDE / max(width, height, 1.0)))


def scan_pixels(pdf: Pdf, number: int) -> int:
    """The width in pixels of the picture that covers most of the page; 0 where there is none: no scan."""
    page = _native_page(pdf, number)
    width, height = page.get_size()
    images = (item for item, kind, _ in page_objects(page) if kind == pdfium.FPDF_PAGEOBJ_IMAGE)
    return max((_picture(item, width * height) for item in images), default=0)


def _native_page(pdf: Pdf, number: int) -> pypdfium2.PdfPage:
    try:
        return pdf.page(number)
    except pypdfium2.PdfiumError as error:
        raise Damaged(f"page {number} cannot be loaded", "repair the file (qpdf in.pdf out.pdf)") from error


def _picture(item: int, page_area: float) -> int:
    box = object_bounds(item)
    return longer_side(item) if box is not None and box.area > 0.6 * page_area else 0


def _encoded(document: Document, page: Page, options: ReadOptions) -> tuple[str, bytes]:
    if document.media_type == PDF:
        with opened(document, options) as pdf:
            return _compressed(render_page(pdf, page.number, image_scale(pdf, page, options)), options)
    data = source_bytes(document)
    if is_stored_as_displayed(data, document.media_type, options.image_pixels):
        return document.media_type.removeprefix("image/").replace("jpeg", "jpg"), data
    return _compressed(_fitting(read_frame(data, page.number, document.key, options), options.image_pixels), options)


def image_scale(pdf: Pdf, page: Page, options: ReadOptions) -> float:
    """Pixels a point of the stored picture: `image_dpi`, or a scan's own up to `scan_dpi`, within `image_pixels`."""
    own = 72 * scan_pixels(pdf, page.number) / max(page.width, page.height)
    dpi = max(options.image_dpi, min(own, options.scan_dpi))
    return float(min(dpi / 72, (options.image_pixels / (page.width * page.height)) ** 0.5))


def _fitting(image: Image.Image, pixels: int) -> Image.Image:
    shrink = max((image.width * image.height / pixels) ** 0.5, max(image.size) / LONGEST_SIDE)
    if shrink <= 1:
        return image
    gray = image.convert("L") if image.mode == "1" else image
    return gray.resize((max(1, int(image.width / shrink)), max(1, int(image.height / shrink))), Image.Resampling.BOX)


def _compressed(image: Image.Image, options: ReadOptions) -> tuple[str, bytes]:
    """Two colours as PNG, the rest as JPEG: 4 ms a page instead of 49."""
    out = io.BytesIO()
    if image.mode == "1":
        image.save(out, "PNG", compress_level=1)
        return "png", out.getvalue()
    if image.mode in ("L", "RGB"):
        return "jpg", _jpeg(np.asarray(image), options.image_quality)
    image.save(out, "JPEG", quality=options.image_quality)
    return "jpg", out.getvalue()


def _jpeg(pixels: Pixels, quality: int) -> bytes:
    """The bytes that Pillow writes, in four fifths of its time."""
    ordered = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
    return bytes(cv2.imencode(".jpg", ordered, [cv2.IMWRITE_JPEG_QUALITY, quality])[1])


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all: a reader never sees half a picture. Raises DiskFull."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f"{path.suffix}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        if error.errno in (28, 122):  # ENOSPC, EDQUOT
            raise DiskFull(f"no space left in {path.parent}", "free some space and run again") from error
        raise
