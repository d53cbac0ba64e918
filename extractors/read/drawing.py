"""What a PDF page draws besides text: raster images and small closed shapes, read with PDFium without rendering.

Rendering a page to look for pictures costs 50 ms, listing its objects about 4; so regions ask the drawing first, and
decode pixels only where it says that something is there.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from weakref import WeakKeyDictionary

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractors.read import native
from extractors.read.options import ReadOptions
from extractors.read.pdf import opened
from extractors.read.sniff import PDF
from extractors.types import Box, Document, Transform

MOST_OBJECTS = 6000  # a map or a plot; its small shapes are no check boxes
MOST_LISTED = 200_000
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
            page = pdf.page(number)
        except (pdfium.PdfiumError, IndexError):
            return Drawing(complete=False)
        return _read(page)


def _read(page: pdfium.PdfPage) -> Drawing:
    images: list[Box] = []
    shapes: list[Shape] = []
    busy: list[Box] = []
    for count, (item, kind, placed) in enumerate(page_objects(page)):
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
        elif box.height > SMALLEST and box.width > LARGEST and native.path_segments(item) >= BUSY:
            busy.append(box)
    return Drawing(tuple(images), tuple(shapes), tuple(busy))


_listed: WeakKeyDictionary[pdfium.PdfPage, list[tuple[int, int, Transform]]] = WeakKeyDictionary()


def page_objects(page: pdfium.PdfPage) -> list[tuple[int, int, Transform]]:
    """Images and paths, also those inside forms, as (address, kind, the map from their space to the page as displayed),
    at most MOST_LISTED. Every step on a page asks for them, so they are listed once as long as the page is open."""
    if page not in _listed:
        get = partial(native.page_object, native.address(page.raw))
        walk = _walk(get, raw.FPDFPage_CountObjects(page.raw), display_transform(page), 4)
        _listed[page] = list(islice(walk, MOST_LISTED))
    return _listed[page]


def _walk(get: Callable[[int], int], count: int, placed: Transform, depth: int) -> Iterator[tuple[int, int, Transform]]:
    for i in range(count):
        item = get(i)
        kind = native.object_type(item)
        if kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH):
            yield item, kind, placed
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth:
            inner = partial(native.form_object, item)
            yield from _walk(inner, native.form_objects(item), own_transform(item).then(placed), depth - 1)


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


_matrix, _bounds = native.Numbers(ctypes.c_float, 6), native.Numbers(ctypes.c_float, 4)
_mode, _colour = native.Numbers(ctypes.c_int, 2), native.Numbers(ctypes.c_uint, 4)
_pixels = native.Numbers(ctypes.c_uint, 2)
_AS_IT_IS = Transform()


def own_transform(item: int) -> Transform:
    """From the object's own space to that of what it is part of."""
    if not native.object_matrix(item, _matrix.at[0]):
        return _AS_IT_IS
    a, b, c, d, e, f = _matrix.read()
    return Transform(a, c, e, b, d, f)


def object_bounds(item: int) -> Box | None:
    if not native.object_bounds(item, *_bounds.at):
        return None
    left, bottom, right, top = _bounds.read()
    if right < left or top < bottom:
        return None
    return Box(left, bottom, right, top)


def longer_side(item: int) -> int:
    """The longer side in pixels of a raster image as it is stored; 0 where it cannot be told."""
    return max(_pixels.read()) if native.image_size(item, *_pixels.at) else 0


def draw_mode(item: int) -> tuple[bool, bool]:
    """Whether a path is filled, and whether its outline is drawn."""
    native.path_mode(item, *_mode.at)
    fill, stroke = _mode.read()
    return bool(fill), bool(stroke)


def colour_of(ask: Callable[..., int], item: int) -> tuple[int, int, int, int]:
    """Red, green, blue and opacity (0-255) of a path's filling or outline: `ask` is the native function."""
    ask(item, *_colour.at)
    red, green, blue, opacity = _colour.read()
    return red, green, blue, opacity


def _shape(item: int, box: Box) -> Shape:
    filled, stroked = draw_mode(item)
    few = max(0, min(24, native.path_segments(item)))
    kinds = [native.segment_type(native.path_segment(item, i)) for i in range(few)]
    curves = kinds.count(raw.FPDF_SEGMENT_BEZIERTO) // 3
    return Shape(box, kinds.count(raw.FPDF_SEGMENT_LINETO), curves, stroked, _darkness(item) if filled else 0.0)


def _darkness(item: int) -> float:
    r, g, b, a = colour_of(native.fill_colour, item)
    return (1 - (0.299 * r + 0.587 * g + 0.114 * b) / 255) * a / 255
