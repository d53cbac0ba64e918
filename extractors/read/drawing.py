"""What a PDF page draws besides text: raster images and small closed shapes, read with PDFium without rendering.

Rendering a page to look for pictures costs 50 ms, listing its objects about 4; so regions ask the drawing first, and
decode pixels only where it says that something is there.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractors.read.options import ReadOptions
from extractors.read.pdf import opened
from extractors.read.sniff import PDF
from extractors.types import Box, Document, Transform

MOST_OBJECTS = 6000  # a map or a plot; its small shapes are no check boxes
BUSY = 120  # pieces of a path that may be a drawn barcode
SMALLEST, LARGEST = 4.5, 26.0  # points: sides of what may be a check box


@dataclass(frozen=True, slots=True)
class Shape:
    """A small drawn path. `lines` and `curves` count its pieces; `ink` is how dark its filling is (0 none or white,
    1 black)."""

    box: Box
    lines: int
    curves: int
    stroked: bool
    ink: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """Boxes of raster images, small shapes, and paths of very many straight pieces (`busy`: bars, modules of a drawn
    barcode), in the frame of the page as displayed."""

    images: tuple[Box, ...] = ()
    shapes: tuple[Shape, ...] = ()
    busy: tuple[Box, ...] = ()
    complete: bool = True


def read_drawing(document: Document, number: int, options: ReadOptions) -> Drawing:
    """The drawing of one page of a PDF. A page that PDFium cannot load, and a file that is no PDF, give an empty
    drawing that is not `complete`: words and pixels still stand. Raises Damaged and Encrypted like `opened`."""
    if document.media_type != PDF:
        return Drawing(complete=False)
    with opened(document, options) as pdf:
        try:
            page = pdf.native[number - 1]
        except (pdfium.PdfiumError, IndexError):
            return Drawing(complete=False)
        try:
            return _read(page)
        finally:
            page.close()


def _read(page: pdfium.PdfPage) -> Drawing:
    images: list[Box] = []
    shapes: list[Shape] = []
    busy: list[Box] = []
    for count, (item, kind, placed) in enumerate(page_objects(page, display_transform(page))):
        if count > MOST_OBJECTS:
            return Drawing(tuple(images), complete=False)
        bounds = object_bounds(item)
        box = placed.box(bounds) if bounds else None
        if box is None:
            continue
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            images.append(box)
        elif SMALLEST <= box.width <= LARGEST and SMALLEST <= box.height <= LARGEST:
            shapes.append(_shape(item, box))
        elif box.height > SMALLEST and box.width > LARGEST and raw.FPDFPath_CountSegments(item) >= BUSY:
            busy.append(box)
    return Drawing(tuple(images), tuple(shapes), tuple(busy))


def page_objects(page: pdfium.PdfPage, to_page: Transform) -> Iterator[tuple[object, int, Transform]]:
    """Images and paths, also those inside forms, with the map from their space to the page as displayed."""
    get = partial(raw.FPDFPage_GetObject, page.raw)
    yield from _walk(get, raw.FPDFPage_CountObjects(page.raw), to_page, 4)


def _walk(get: partial, count: int, placed: Transform, depth: int) -> Iterator[tuple[object, int, Transform]]:
    for i in range(count):
        item = get(i)
        kind = raw.FPDFPageObj_GetType(item)
        if kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH):
            yield item, kind, placed
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth:
            inner = partial(raw.FPDFFormObj_GetObject, item)
            yield from _walk(inner, raw.FPDFFormObj_CountObjects(item), _matrix(item).then(placed), depth - 1)


def display_transform(page: pdfium.PdfPage) -> Transform:
    """PDF user space -> the page as displayed, from three points that PDFium maps itself (CropBox and /Rotate done)."""
    scale = 64.0
    size = (round(page.get_width() * scale), round(page.get_height() * scale))
    x, y = ctypes.c_int(), ctypes.c_int()

    def place(px: float, py: float) -> tuple[float, float]:
        raw.FPDF_PageToDevice(page.raw, 0, 0, *size, 0, px, py, x, y)
        return x.value / scale, y.value / scale

    (ox, oy), (rx, ry), (ux, uy) = place(0, 0), place(1000, 0), place(0, 1000)
    return Transform((rx - ox) / 1000, (ux - ox) / 1000, ox, (ry - oy) / 1000, (uy - oy) / 1000, oy)


def _matrix(item: object) -> Transform:
    m = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, m):
        return Transform()
    return Transform(m.a, m.c, m.e, m.b, m.d, m.f)


def object_bounds(item: object) -> Box | None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(item, left, bottom, right, top):
        return None
    if right.value < left.value or top.value < bottom.value:
        return None
    return Box(left.value, bottom.value, right.value, top.value)


def _shape(item: object, box: Box) -> Shape:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item, fill, stroke)
    few = max(0, min(24, int(raw.FPDFPath_CountSegments(item))))
    kinds = [raw.FPDFPathSegment_GetType(raw.FPDFPath_GetPathSegment(item, i)) for i in range(few)]
    curves = sum(kind == raw.FPDF_SEGMENT_BEZIERTO for kind in kinds) // 3
    lines = sum(kind == raw.FPDF_SEGMENT_LINETO for kind in kinds)
    return Shape(box, lines, curves, bool(stroke.value), _darkness(item) if fill.value else 0.0)


def _darkness(item: object) -> float:
    r, g, b, a = (ctypes.c_uint() for _ in range(4))
    raw.FPDFPageObj_GetFillColor(item, r, g, b, a)
    light = (0.299 * r.value + 0.587 * g.value + 0.114 * b.value) / 255
    return (1 - light) * a.value / 255
