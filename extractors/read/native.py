"""The functions of PDFium that are called for every glyph and every path, taking and giving plain addresses: half the
time of calls with ctypes structures."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as raw

_POINTER, _INT, _UINT, _FLOAT, _LONG = ctypes.c_void_p, ctypes.c_int, ctypes.c_uint, ctypes.c_float, ctypes.c_ulong


def address(pointer: Any) -> int:
    """Where a native object lies, from the pointer that pypdfium2 holds."""
    return ctypes.cast(pointer, _POINTER).value or 0


def _plain(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    return ctypes.CFUNCTYPE(result, *arguments)(address(function))


char_code = _plain(raw.FPDFText_GetUnicode, _UINT, _POINTER, _INT)
char_box = _plain(raw.FPDFText_GetLooseCharBox, _INT, _POINTER, _INT, _POINTER)
char_origin = _plain(raw.FPDFText_GetCharOrigin, _INT, _POINTER, _INT, _POINTER, _POINTER)
char_angle = _plain(raw.FPDFText_GetCharAngle, _FLOAT, _POINTER, _INT)
char_is_generated = _plain(raw.FPDFText_IsGenerated, _INT, _POINTER, _INT)
char_font = _plain(raw.FPDFText_GetFontInfo, _LONG, _POINTER, _INT, _POINTER, _LONG, _POINTER)

page_object = _plain(raw.FPDFPage_GetObject, _POINTER, _POINTER, _INT)
form_object = _plain(raw.FPDFFormObj_GetObject, _POINTER, _POINTER, _LONG)
form_objects = _plain(raw.FPDFFormObj_CountObjects, _INT, _POINTER)
object_type = _plain(raw.FPDFPageObj_GetType, _INT, _POINTER)
object_matrix = _plain(raw.FPDFPageObj_GetMatrix, _INT, _POINTER, _POINTER)
object_bounds = _plain(raw.FPDFPageObj_GetBounds, _INT, _POINTER, *[_POINTER] * 4)
stroke_colour = _plain(raw.FPDFPageObj_GetStrokeColor, _INT, _POINTER, *[_POINTER] * 4)
fill_colour = _plain(raw.FPDFPageObj_GetFillColor, _INT, _POINTER, *[_POINTER] * 4)
image_size = _plain(raw.FPDFImageObj_GetImagePixelSize, _INT, _POINTER, _POINTER, _POINTER)
dash_count = _plain(raw.FPDFPageObj_GetDashCount, _INT, _POINTER)

path_mode = _plain(raw.FPDFPath_GetDrawMode, _INT, _POINTER, _POINTER, _POINTER)
path_segments = _plain(raw.FPDFPath_CountSegments, _INT, _POINTER)
path_segment = _plain(raw.FPDFPath_GetPathSegment, _POINTER, _POINTER, _INT)
segment_type = _plain(raw.FPDFPathSegment_GetType, _INT, _POINTER)
segment_point = _plain(raw.FPDFPathSegment_GetPoint, _INT, _POINTER, _POINTER, _POINTER)


class Numbers:
    """A few numbers that native functions fill; `at` has their addresses."""

    def __init__(self, kind: Any, count: int) -> None:
        self._held = (kind * count)()
        start = ctypes.addressof(self._held)
        self.at = tuple(start + i * ctypes.sizeof(kind) for i in range(count))

    def read(self) -> list[Any]:
        values: list[Any] = self._held[:]
        return values
