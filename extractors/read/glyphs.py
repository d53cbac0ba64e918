"""The text layer of a PDF page as words, read with PDFium: ten times faster than an interpreter in Python.

Glyphs are grouped on their baselines. A glyph's box is as pdfminer draws it: from the font's descent up one font size,
along its advance; so words of one line share their top and bottom whatever letters they hold.
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractors.read.drawing import display_transform
from extractors.types import Box, Transform, Word

GAP = 0.22
"""Glyphs further apart than this share of the font size are of two words."""
OVERPRINT = 0.2
"""The same glyph again within this share of the font size is bold made by printing twice."""
MOST_GLYPHS = 200_000
LEAN = 0.02
"""Radians: text that leans less runs along the page."""
_BOLD = re.compile(rb"(?i)bold|black|heavy|[-,]bd|demi")
_SPACES = frozenset(" \t\r\n\u00a0\u2002\u2003\u2009\u200a\u200b\u3000\ufeff")


@dataclass(slots=True)
class _Glyph:
    text: str
    index: int
    start: float
    end: float
    base: float
    size: float
    turn: int


def read_glyphs(page: pdfium.PdfPage) -> tuple[Word, ...]:
    """Words in reading order of lines, in points on the page as displayed; a glyph that stands for no known letter is
    U+FFFD. Raises PdfiumError on a broken page."""
    textpage = page.get_textpage()
    try:
        to_page = display_transform(page)
        glyphs = list(_glyphs(textpage, to_page))
        made = (_word(textpage, word) for line in _lines(glyphs) for word in _split(line))
        return tuple(word for word in made if word is not None)
    finally:
        textpage.close()


def _glyphs(textpage: pdfium.PdfTextPage, to_page: Transform) -> Iterator[_Glyph]:
    rect, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    sizes = _Sizes(textpage, to_page)
    upright = to_page.b == to_page.d == 0 and to_page.a > 0
    for i in range(min(raw.FPDFText_CountChars(textpage), MOST_GLYPHS)):
        text = _character(raw.FPDFText_GetUnicode(textpage, i))
        if not text or (text in _SPACES and raw.FPDFText_IsGenerated(textpage, i)):
            continue
        if not raw.FPDFText_GetLooseCharBox(textpage, i, rect) or not raw.FPDFText_GetCharOrigin(textpage, i, x, y):
            continue
        angle = raw.FPDFText_GetCharAngle(textpage, i)
        if upright and abs(angle) < LEAN:  # nearly every glyph there is
            start, end = to_page.a * rect.left + to_page.c, to_page.a * rect.right + to_page.c
            base, height, turn = to_page.e * y.value + to_page.f, abs(to_page.e * (rect.top - rect.bottom)), 0
        else:
            turn = _turn(angle, to_page)
            corners = (to_page.point((rect.left, rect.bottom)), to_page.point((rect.right, rect.top)))
            (start, end), base = _along(turn, corners, to_page.point((x.value, y.value)))
            height = abs(_across(turn, corners))
        yield _Glyph(text, i, start, end, base, sizes.of(i, height), turn)


def _character(code: int) -> str:
    """Control characters say nothing; PDFium gives a hyphen at a line's end as U+0002."""
    if code == 2:
        return "-"
    if code == 0 or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return "\ufffd"
    text = chr(code)
    return "" if code < 32 and text not in _SPACES else text


def _turn(angle: float, to_page: Transform) -> int:
    """Degrees clockwise of the writing on the page as displayed, to the nearest quarter."""
    page = math.atan2(to_page.d, to_page.a)
    return round(math.degrees(max(angle, 0.0) + page) / 90) % 4 * 90


def _along(turn: int, corners: tuple, origin: tuple[float, float]) -> tuple[tuple[float, float], float]:
    """Where a glyph starts and ends along its line, and its baseline, in the frame of the writing."""
    (xa, ya), (xb, yb) = corners
    x0, x1, y0, y1 = min(xa, xb), max(xa, xb), min(ya, yb), max(ya, yb)
    if turn == 0:
        return (x0, x1), origin[1]
    if turn == 90:
        return (y0, y1), -origin[0]
    if turn == 180:
        return (-x1, -x0), -origin[1]
    return (-y1, -y0), origin[0]


def _across(turn: int, corners: tuple) -> float:
    (xa, ya), (xb, yb) = corners
    return float(yb - ya if turn % 180 == 0 else xb - xa)


class _Sizes:
    """The font size on the page, asked of PDFium only where the glyph's height says that it changed."""

    def __init__(self, textpage: pdfium.PdfTextPage, to_page: Transform) -> None:
        self.textpage = textpage
        self.scale = math.hypot(to_page.a, to_page.d)
        self.known: dict[float, float] = {}
        self.matrix = raw.FS_MATRIX()

    def of(self, i: int, height: float) -> float:
        height = round(height, 2)
        if height not in self.known:
            self.known[height] = self._ask(i) or height or 1.0
        return self.known[height]

    def _ask(self, i: int) -> float:
        nominal = raw.FPDFText_GetFontSize(self.textpage, i)
        if raw.FPDFText_GetMatrix(self.textpage, i, self.matrix):
            nominal *= math.hypot(self.matrix.c, self.matrix.d)
        return float(abs(nominal) * self.scale)


def _lines(glyphs: list[_Glyph]) -> Iterator[list[_Glyph]]:
    """Glyphs of one direction and baseline, left to right; lines top to bottom."""
    for turn in (0, 90, 180, 270):
        chosen = sorted((g for g in glyphs if g.turn == turn), key=lambda g: g.base)
        start = 0
        for i in range(1, len(chosen) + 1):
            if i == len(chosen) or chosen[i].base - chosen[i - 1].base > 0.15 * min(chosen[i].size, chosen[i - 1].size):
                yield sorted(chosen[start:i], key=lambda g: g.start)
                start = i


def _split(line: list[_Glyph]) -> Iterator[list[_Glyph]]:
    word: list[_Glyph] = []
    for glyph in line:
        if word and (_hidden(word[-1], glyph) if glyph.text in _SPACES else _again(word[-1], glyph)):
            continue
        apart = word and glyph.start - word[-1].end > GAP * min(glyph.size, word[-1].size)
        resized = word and not 0.55 < glyph.size / word[-1].size < 1.8
        if word and (glyph.text in _SPACES or apart or resized):
            yield word
            word = []
        if glyph.text not in _SPACES:
            word.append(glyph)
    if word:
        yield word


def _hidden(last: _Glyph, space: _Glyph) -> bool:
    """A space of some other text that lies under this word parts nothing."""
    return (space.start + space.end) / 2 < last.end


def _again(last: _Glyph, glyph: _Glyph) -> bool:
    """Printed twice; the letters of a ligature share a place too, but follow each other in the file."""
    near = abs(last.start - glyph.start) < OVERPRINT * glyph.size
    return near and last.text == glyph.text and abs(glyph.index - last.index) > 1


def _word(textpage: pdfium.PdfTextPage, glyphs: list[_Glyph]) -> Word | None:
    first = glyphs[0]
    size = max(g.size for g in glyphs)
    text = unicodedata.normalize("NFC", "".join(g.text for g in glyphs))
    below = 0.22 * size
    box = _boxed(first.turn, min(g.start for g in glyphs), max(g.end for g in glyphs), first.base + below, size)
    if box is None:
        return None
    return Word(text, box, size=round(size, 2), bold=_is_bold(textpage, first.index), direction=first.turn)


def _is_bold(textpage: pdfium.PdfTextPage, i: int) -> bool:
    """By the font's name; fonts that are not embedded have no weight."""
    name, flags = ctypes.create_string_buffer(96), ctypes.c_int()
    raw.FPDFText_GetFontInfo(textpage, i, name, len(name), flags)
    return bool(_BOLD.search(name.value.rpartition(b"+")[2]))


def _boxed(turn: int, start: float, end: float, below: float, size: float) -> Box | None:
    """The box on the page of what spans start-end along its line and one size up from `below`."""
    top, bottom = below - size, below
    if turn == 0:
        sides = (start, top, end, bottom)
    elif turn == 90:
        sides = (-bottom, start, -top, end)
    elif turn == 180:
        sides = (-end, -bottom, -start, -top)
    else:
        sides = (top, -end, bottom, -start)
    return Box(*sides) if np.isfinite(sides).all() else None
