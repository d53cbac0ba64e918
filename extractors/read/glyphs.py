"""The text layer of a PDF page as words, read with PDFium: ten times faster than an interpreter in Python.

Glyphs are grouped on their baselines. A glyph's box is as pdfminer draws it: from the font's descent up one font size,
along its advance; so words of one line share their top and bottom whatever letters they hold.
"""

from __future__ import annotations

import ctypes
import itertools
import math
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

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
Floats = NDArray[np.float64]
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
        words = (piece for word in _words(glyphs) for piece in walls.parted(glyphs, word))
        return tuple(_made(glyphs, list(words), _Bold(textpage)))
    finally:
        textpage.close()


def _glyphs(textpage: pdfium.PdfTextPage, to_page: Transform) -> _Glyphs:
    """What PDFium writes straight into arrays, without those glyphs that say nothing."""
    handle, every = native.address(textpage.raw), range(min(raw.FPDFText_CountChars(textpage), MOST_GLYPHS))
    boxes, origins = np.zeros((len(every), 4), np.float32), np.zeros((len(every), 2), np.float64)
    same = itertools.repeat(handle)
    codes = [*map(native.char_code, same, every)]
    boxed = map(native.char_box, same, every, _rows_of(boxes))
    placed = map(native.char_origin, same, every, _rows_of(origins), _rows_of(origins, 1))
    told = [has_box and has_origin for has_box, has_origin in zip(boxed, placed, strict=True)]
    angles = [*map(native.char_angle, same, every)]
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


def _rows_of(table: NDArray[Any], column: int = 0) -> range:
    """Where each row lies in memory, from one of its columns on."""
    start, step = table.ctypes.data + column * table.itemsize, table.shape[1] * table.itemsize
    return range(start, start + step * len(table), step)


def _placed(boxes: Floats, origins: Floats, angles: Floats, to_page: Transform) -> tuple[Floats, Floats]:
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


def _sizes(textpage: pdfium.PdfTextPage, index: list[int], height: Floats, scale: float) -> list[float]:
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


def _words(glyphs: _Glyphs) -> Iterator[list[int]]:
    """Places of the glyphs of each word; lines of one direction and baseline from top to bottom, left to right."""
    start, base, size = np.array(glyphs.start), np.array(glyphs.base), np.array(glyphs.size)
    for turn in (0, 90, 180, 270):
        chosen = np.flatnonzero(glyphs.turn == turn)
        if not len(chosen):
            continue
        chosen = chosen[np.argsort(base[chosen], kind="stable")]
        least = np.minimum(size[chosen][1:], size[chosen][:-1])
        line = np.concatenate(([0], np.cumsum(np.diff(base[chosen]) > 0.15 * least)))
        yield from _cut(glyphs, _Row(chosen[np.lexsort((start[chosen], line))], line), start, size)


@dataclass(frozen=True, slots=True)
class _Row:
    """The glyphs of one direction in order, and the number of the line of each."""

    order: NDArray[np.int64]
    line: NDArray[np.int64]


def _cut(glyphs: _Glyphs, row: _Row, start: Floats, size: Floats) -> Iterator[list[int]]:
    """All lines at once, by what follows what; those that have glyphs on glyphs one after the other."""
    blank = np.array([glyphs.text[i] in _SPACES for i in row.order.tolist()])
    letters, line, end = row.order[~blank], row.line[~blank], np.array(glyphs.end)
    before, after = letters[:-1], letters[1:]
    spaces = np.cumsum(blank)[~blank]
    alike = (size[after] > 0.55 * size[before]) & (size[after] < 1.8 * size[before])
    parted = (np.diff(line) > 0) | (np.diff(spaces) > 0) | ~alike
    parted |= start[after] - end[before] > GAP * np.minimum(size[after], size[before])
    heaped = set(row.line[_on_others(glyphs, row, blank, start, end, size)].tolist())
    cuts = [0, *(np.flatnonzero(parted) + 1).tolist(), len(letters)]
    places, lines = letters.tolist(), line.tolist()
    done: set[int] = set()
    for a, b in pairwise(cuts if len(letters) else []):
        if lines[a] not in heaped:
            yield places[a:b]
        elif lines[a] not in done:
            done.add(lines[a])
            yield from _split(glyphs, row.order[row.line == lines[a]].tolist())


def _on_others(
    glyphs: _Glyphs, row: _Row, blank: NDArray[np.bool_], start: Floats, end: Floats, size: Floats
) -> NDArray[np.bool_]:
    """(N,) whether a glyph may be what `_hidden` or `_again` leave out, by the letter before it on its line."""
    place = np.maximum.accumulate(np.where(blank, -1, np.arange(len(blank))))
    place = np.concatenate(([-1], place[:-1]))
    here, last = row.order, row.order[place]
    hidden = blank & ((start[here] + end[here]) / 2 < end[last])
    again = ~blank & (np.abs(start[last] - start[here]) < OVERPRINT * size[here])
    return np.asarray((hidden | again) & (place >= 0) & (row.line[place] == row.line), np.bool_)


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


def _made(glyphs: _Glyphs, words: list[list[int]], is_bold: _Bold) -> Iterator[Word]:
    """The words of glyphs that follow each other on a line."""
    if not words:
        return
    flat = np.array([i for word in words for i in word])
    first = np.cumsum([0, *map(len, words[:-1])])
    starts = np.minimum.reduceat(np.array(glyphs.start)[flat], first).tolist()
    ends = np.maximum.reduceat(np.array(glyphs.end)[flat], first).tolist()
    sizes = np.maximum.reduceat(np.array(glyphs.size)[flat], first).tolist()
    turns = glyphs.turn[flat[first]].tolist()
    for word, start, end, size, turn in zip(words, starts, ends, sizes, turns, strict=True):
        box = _boxed(turn, start, end, glyphs.base[word[0]] + 0.22 * size, size)
        if box is not None:
            text = _text([glyphs.text[i] for i in word])
            yield Word(text, box, size=round(size, 2), bold=is_bold(glyphs.index[word[0]]), direction=turn)


def _text(characters: list[str]) -> str:
    text = "".join(characters)
    return text if text.isascii() else in_reading_order(unicodedata.normalize("NFC", text))


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
