"""The text layer of a PDF page as words, read with PDFium: ten times faster than an interpreter in Python.

Glyphs are grouped on their baselines. A glyph's box is as pdfminer draws it: from the font's descent up one font size,
along its advance; so words of one line share their top and bottom whatever letters they hold.
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

from extractors.read import native
from extractors.read.drawing import display_transform
from extractors.read.leftwards import in_reading_order
from extractors.types import Box, Ruling, Transform, Word

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
class _Glyphs:
    """The glyphs of a page, a column for each fact. `index` is the place in the file; `start`, `end` and `base` are in
    the frame of the writing, which is turned by `turn` degrees."""

    text: list[str]
    index: list[int]
    start: list[float]
    end: list[float]
    base: list[float]
    size: list[float]
    turn: NDArray[np.int64]


def read_glyphs(page: pdfium.PdfPage, rulings: Sequence[Ruling] = ()) -> tuple[Word, ...]:
    """Words in reading order of lines, in points on the page as displayed; a glyph that stands for no known letter is
    U+FFFD. Upright rulings between two glyphs part words: cells may be filled to the brim. Raises PdfiumError on a
    broken page."""
    textpage = page.get_textpage()
    walls = _Walls(rulings)
    try:
        glyphs = _glyphs(textpage, display_transform(page))
        is_bold = _Bold(textpage)
        words = (word for line in _lines(glyphs) for word in _split(glyphs, line))
        made = (_word(glyphs, piece, is_bold) for word in words for piece in walls.parted(glyphs, word))
        return tuple(word for word in made if word is not None)
    finally:
        textpage.close()


def _glyphs(textpage: pdfium.PdfTextPage, to_page: Transform) -> _Glyphs:
    """What PDFium writes straight into arrays, without those glyphs that say nothing."""
    handle, every = native.address(textpage.raw), range(min(raw.FPDFText_CountChars(textpage), MOST_GLYPHS))
    boxes, origins = np.zeros((len(every), 4), np.float32), np.zeros((len(every), 2), np.float64)
    box, x = boxes.ctypes.data, origins.ctypes.data
    codes = [native.char_code(handle, i) for i in every]
    told = [
        native.char_box(handle, i, box + 16 * i) and native.char_origin(handle, i, x + 16 * i, x + 16 * i + 8)
        for i in every
    ]
    angles = [native.char_angle(handle, i) for i in every]
    letters = {code: _character(code) for code in set(codes)}
    index = [
        i
        for i in every
        if told[i] and (text := letters[codes[i]]) and not (text in _SPACES and native.char_is_generated(handle, i))
    ]
    places, height = _placed(boxes[index].astype(float), origins[index], np.array(angles)[index], to_page)
    start, end, base = places[:, :3].T.tolist()
    sizes = _sizes(textpage, index, height, math.hypot(to_page.a, to_page.d))
    return _Glyphs([letters[codes[i]] for i in index], index, start, end, base, sizes, places[:, 3].astype(int))


def _placed(
    boxes: NDArray[np.float64], origins: NDArray[np.float64], angles: NDArray[np.float64], to_page: Transform
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(N, 4) start, end, baseline and turn of each glyph, (N,) height, from boxes (left, top, right,
    bottom) and origins in PDF user space."""
    left, top, right, bottom = boxes.T
    base = to_page.e * origins[:, 1] + to_page.f
    placed = np.stack((to_page.a * left + to_page.c, to_page.a * right + to_page.c, base, np.zeros(len(base))), axis=1)
    height = np.abs(to_page.e * (top - bottom))
    upright = to_page.b == to_page.d == 0 and to_page.a > 0
    for i in np.flatnonzero(np.abs(angles) >= LEAN) if upright else range(len(base)):
        turn = _turn(float(angles[i]), to_page)
        corners = (to_page.point((left[i], bottom[i])), to_page.point((right[i], top[i])))
        (start, end), line = _along(turn, corners, to_page.point((origins[i, 0], origins[i, 1])))
        placed[i] = start, end, line, turn
        height[i] = abs(_across(turn, corners))
    return placed, height


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


def _sizes(textpage: pdfium.PdfTextPage, index: list[int], height: NDArray[np.float64], scale: float) -> list[float]:
    """The font sizes on the page, asked of PDFium only where the glyph's height says that it changed."""
    heights, first, which = np.unique(np.round(height, 2), return_index=True, return_inverse=True)
    asked = [_asked_size(textpage, index[i]) * scale for i in first]
    known = np.array([size or height or 1.0 for size, height in zip(asked, heights.tolist(), strict=True)])
    sizes: list[float] = known[which].tolist()
    return sizes


def _asked_size(textpage: pdfium.PdfTextPage, i: int) -> float:
    matrix = raw.FS_MATRIX()
    nominal = float(raw.FPDFText_GetFontSize(textpage, i))
    if raw.FPDFText_GetMatrix(textpage, i, matrix):
        nominal *= math.hypot(matrix.c, matrix.d)
    return abs(nominal)


def _lines(glyphs: _Glyphs) -> Iterator[list[int]]:
    """Places of glyphs of one direction and baseline, left to right; lines top to bottom."""
    start, base, size = np.array(glyphs.start), np.array(glyphs.base), np.array(glyphs.size)
    for turn in (0, 90, 180, 270):
        chosen = np.flatnonzero(glyphs.turn == turn)
        chosen = chosen[np.argsort(base[chosen], kind="stable")]
        least = np.minimum(size[chosen][1:], size[chosen][:-1])
        below = np.diff(base[chosen]) > 0.15 * least
        line = np.concatenate(([0], np.cumsum(below))) if len(chosen) else chosen
        order = chosen[np.lexsort((start[chosen], line))].tolist()
        ends = [*(np.flatnonzero(below) + 1).tolist(), len(order)]
        yield from (order[a:b] for a, b in zip([0, *ends], ends, strict=False))


def _split(glyphs: _Glyphs, line: list[int]) -> Iterator[list[int]]:
    texts, starts, ends, sizes = glyphs.text, glyphs.start, glyphs.end, glyphs.size
    word: list[int] = []
    for i in line:
        is_space = texts[i] in _SPACES
        if word:
            last = word[-1]
            if _hidden(glyphs, last, i) if is_space else _again(glyphs, last, i):
                continue
            size, before = sizes[i], sizes[last]
            if is_space or starts[i] - ends[last] > GAP * min(size, before) or not 0.55 < size / before < 1.8:
                yield word
                word = []
        if not is_space:
            word.append(i)
    if word:
        yield word


def _hidden(glyphs: _Glyphs, last: int, space: int) -> bool:
    """A space of some other text that lies under this word parts nothing."""
    return (glyphs.start[space] + glyphs.end[space]) / 2 < glyphs.end[last]


def _again(glyphs: _Glyphs, last: int, i: int) -> bool:
    """Printed twice; the letters of a ligature share a place too, but follow each other in the file."""
    if glyphs.text[last] != glyphs.text[i] or abs(glyphs.index[i] - glyphs.index[last]) <= 1:
        return False
    return abs(glyphs.start[last] - glyphs.start[i]) < OVERPRINT * glyphs.size[i]


def _one_number(before: str, after: str) -> bool:
    return all(character.isdigit() or character in ".,%" for character in before + after)


class _Walls:
    """The upright rulings of a page, left to right."""

    def __init__(self, rulings: Sequence[Ruling]) -> None:
        self.boxes = sorted((r.box for r in rulings if not r.horizontal), key=lambda box: box.center[0])
        self.at = [box.center[0] for box in self.boxes]

    def parted(self, glyphs: _Glyphs, word: list[int]) -> list[list[int]]:
        """The word in pieces: text of the cell before reaches over its wall, text of the next begins behind it. Whole
        where single glyphs would be left over, as in the combs of forms; a number is none the less one."""
        first, end = word[0], glyphs.end[word[-1]]
        low, high = bisect_left(self.at, glyphs.start[first]), bisect_right(self.at, end)
        if low == high or glyphs.turn[first]:
            return [word]
        base, size = glyphs.base[first], glyphs.size[first]
        tall = [i for i in range(low, high) if self.boxes[i].top <= base - 0.55 * size and self.boxes[i].bottom >= base]
        starts, text = [glyphs.start[i] + 0.1 * size for i in word], [glyphs.text[i] for i in word]
        found = {bisect_left(starts, self.at[i]) for i in tall}
        inside = (i for i in found if 0 < i < len(word) and not _one_number(text[i - 1], text[i]))
        cuts = [0, *sorted(inside), len(word)]
        return [word[a:b] for a, b in pairwise(cuts)] if min(b - a for a, b in pairwise(cuts)) > 1 else [word]


def _word(glyphs: _Glyphs, word: list[int], is_bold: _Bold) -> Word | None:
    first = word[0]
    size = max([glyphs.size[i] for i in word])
    text = "".join([glyphs.text[i] for i in word])
    if not text.isascii():
        text = in_reading_order(unicodedata.normalize("NFC", text))
    turn = int(glyphs.turn[first])
    start, end = min([glyphs.start[i] for i in word]), max([glyphs.end[i] for i in word])
    box = _boxed(turn, start, end, glyphs.base[first] + 0.22 * size, size)
    if box is None:
        return None
    return Word(text, box, size=round(size, 2), bold=is_bold(glyphs.index[first]), direction=turn)


class _Bold:
    """By the font's name; fonts that are not embedded have no weight."""

    def __init__(self, textpage: pdfium.PdfTextPage) -> None:
        self.handle = native.address(textpage.raw)
        self.name, self.flags = ctypes.create_string_buffer(96), ctypes.c_int()
        self.known: dict[bytes, bool] = {}

    def __call__(self, i: int) -> bool:
        self.name.value = b""
        native.char_font(self.handle, i, ctypes.addressof(self.name), len(self.name), ctypes.addressof(self.flags))
        name = self.name.value
        if name not in self.known:
            self.known[name] = bool(_BOLD.search(name.rpartition(b"+")[2]))
        return self.known[name]


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
    return Box(*sides) if all(map(math.isfinite, sides)) else None
