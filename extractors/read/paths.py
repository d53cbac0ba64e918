"""What a PDF page draws with lines, boxes and curves, read with PDFium; the input of `rulings`."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractors.read import native
from extractors.read.drawing import (
    colour_of,
    draw_mode,
    object_bounds,
    own_transform,
    page_objects,
)
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
    for count, (item, kind, placed) in enumerate(page_objects(page)):
        if count > MOST_OBJECTS:
            break
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            bounds = object_bounds(item)
            found.pictures += [placed.box(bounds)] if bounds else []
        else:
            for path in _outlines(item, placed):
                kinds[path.kind].append(path)
    return found


_point = native.Numbers(ctypes.c_float, 2)


def _outlines(item: int, placed: Transform) -> Iterator[Path]:
    filled, stroked = draw_mode(item)
    stroke = _colour(native.stroke_colour, item) if stroked else None
    fill = _colour(native.fill_colour, item) if filled else None
    if stroke is None and fill is None:
        return
    dashed = native.dash_count(item) > 0
    for points, curved in _subpaths(item, own_transform(item).then(placed)):
        if len(points) > 1:
            xs, ys = zip(*points, strict=True)
            yield Path(_kind(points, curved), min(xs), min(ys), max(xs), max(ys), stroke, fill, dashed)


def _colour(ask: Callable[..., int], item: int) -> Colour | None:
    """None for what is fully transparent."""
    red, green, blue, opacity = colour_of(ask, item)
    return (red / 255, green / 255, blue / 255) if opacity else None


def _subpaths(item: int, to_page: Transform) -> Iterator[tuple[list[Point], bool]]:
    """Path points are in the path's own space."""
    points: list[Point] = []
    curved = False
    x, y = _point.at
    for i in range(min(native.path_segments(item), MOST_PIECES)):
        segment = native.path_segment(item, i)
        kind = native.segment_type(segment)
        native.segment_point(segment, x, y)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            yield points, curved
            points, curved = [], False
        points.append(to_page.point(tuple(_point.read())))
        curved = curved or kind == raw.FPDF_SEGMENT_BEZIERTO
    yield points, curved


def _kind(points: list[Point], curved: bool) -> str:
    if curved:
        return "curve"
    corners = points[:-1] if len(points) > 2 and points[0] == points[-1] else points
    if len(corners) == 2:
        return "line"
    sides = zip(corners, corners[1:] + corners[:1], strict=True)
    upright = all(abs(a[0] - b[0]) < STRAIGHT or abs(a[1] - b[1]) < STRAIGHT for a, b in sides)
    return "rect" if len(corners) == 4 and upright else "curve"
