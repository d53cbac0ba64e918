"""What a PDF page draws with lines, boxes and curves, read with PDFium; the input of `rulings`."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractors.read.drawing import display_transform, object_bounds, page_objects
from extractors.types import Box, Point, Transform

MOST_OBJECTS = 6000
MOST_PIECES = 2000
STRAIGHT = 0.02
"""How far (points) the sides of a box may lean."""

Colour = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Path:
    """One drawn outline on the page as displayed, in points. Colours are RGB 0-1, None where it is not painted so."""

    kind: str
    x0: float
    top: float
    x1: float
    bottom: float
    stroke: Colour | None
    fill: Colour | None
    dashed: bool = False


@dataclass(slots=True)
class Paths:
    """The paths of a page that is `width` by `height` points, and the boxes of its pictures."""

    width: float
    height: float
    lines: list[Path] = field(default_factory=list)
    rects: list[Path] = field(default_factory=list)
    curves: list[Path] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)


def read_paths(page: pdfium.PdfPage) -> Paths:
    """Every straight line, box and other outline. Of a page with more than MOST_OBJECTS, a map say, the first count."""
    found = Paths(page.get_width(), page.get_height())
    kinds = {"line": found.lines, "rect": found.rects, "curve": found.curves}
    for count, (item, kind, placed) in enumerate(page_objects(page, display_transform(page))):
        if count > MOST_OBJECTS:
            break
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            bounds = object_bounds(item)
            found.pictures += [placed.box(bounds)] if bounds else []
        else:
            for path in _outlines(item, placed):
                kinds[path.kind].append(path)
    return found


def _outlines(item: object, placed: Transform) -> Iterator[Path]:
    fill_mode, stroked = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item, fill_mode, stroked)
    if not (fill_mode.value or stroked.value):
        return
    stroke = _colour(raw.FPDFPageObj_GetStrokeColor, item) if stroked.value else None
    fill = _colour(raw.FPDFPageObj_GetFillColor, item) if fill_mode.value else None
    if stroke is None and fill is None:
        return
    dashed = raw.FPDFPageObj_GetDashCount(item) > 0
    for points, curved in _subpaths(item, placed):
        if len(points) > 1:
            xs, ys = zip(*points, strict=True)
            yield Path(_kind(points, curved), min(xs), min(ys), max(xs), max(ys), stroke, fill, dashed)


def _colour(ask: object, item: object) -> Colour | None:
    """None for what is fully transparent."""
    r, g, b, a = (ctypes.c_uint() for _ in range(4))
    ask(item, r, g, b, a)  # type: ignore[operator]
    return None if a.value == 0 else (r.value / 255, g.value / 255, b.value / 255)


def _subpaths(item: object, placed: Transform) -> Iterator[tuple[list[Point], bool]]:
    to_page = _inside(item, placed)
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[Point] = []
    curved = False
    for i in range(min(raw.FPDFPath_CountSegments(item), MOST_PIECES)):
        segment = raw.FPDFPath_GetPathSegment(item, i)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            yield points, curved
            points, curved = [], False
        points.append(to_page.point((x.value, y.value)))
        curved = curved or kind == raw.FPDF_SEGMENT_BEZIERTO
    yield points, curved


def _inside(item: object, placed: Transform) -> Transform:
    """Path points are in the path's own space: its matrix first, then the place of the form it is in."""
    m = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, m):
        return placed
    own = Transform(m.a, m.c, m.e, m.b, m.d, m.f)
    return own.then(placed)


def _kind(points: list[Point], curved: bool) -> str:
    if curved:
        return "curve"
    corners = points[:-1] if len(points) > 2 and points[0] == points[-1] else points
    if len(corners) == 2:
        return "line"
    sides = zip(corners, corners[1:] + corners[:1], strict=True)
    upright = all(abs(a[0] - b[0]) < STRAIGHT or abs(a[1] - b[1]) < STRAIGHT for a, b in sides)
    return "rect" if len(corners) == 4 and upright else "curve"
