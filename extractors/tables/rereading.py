"""Tables of scanned pages read a second time, region by region.

Reading a whole page passes over what stands alone: a lone digit, a dash, a footnote mark. Inside the region of a table
ink is no dirt: what no word covers is read there, or known by its shape.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from extractors.read.images import load_image, pixels_per_point
from extractors.read.line_look import knows, likelier, read_areas, text_reader
from extractors.read.ocr import Pixels, default_ocr
from extractors.read.prepare import Boxes, Prepared, components, dark_mask, dark_on_light, prepare
from extractors.read.rivals import rivals, same_place
from extractors.read.scan import NOISE, tidy
from extractors.read.second_look import read_sheet, uncertain_areas
from extractors.tables.runs import BLANK
from extractors.types import Box, Page, Word

ReadsAreas = Callable[[Prepared, list[Box]], list[Word]]
"""What stands in areas of a prepared picture, boxes in its pixels."""

MARGIN = 4.0
"""Points around a table that are read with it."""
AROUND = 16.0
"""Points around the tables that are looked at with them, so that what stands beside them is seen whole."""
LEAST = 0.4
"""Words read with less confidence are not kept."""
SURE_MARK = 0.6
"""Confidence that a mark without letters or digits needs."""
LIKELY = 0.6
"""Confidence of a table that is worth the time."""
BY_SHAPE = 0.9
"""Confidence of a mark known by its shape alone."""
_LUMA = np.array([0.299, 0.587, 0.114])


def reader_of(languages: tuple[str, ...]) -> ReadsAreas:
    """The network where it knows the languages, else the OCR engine."""
    if knows(languages):
        return lambda prepared, areas: read_areas(prepared, areas, text_reader().read)
    return lambda prepared, areas: read_sheet(prepared, areas, languages, default_ocr())


def reread(page: Page, regions: Sequence[Box], reads: ReadsAreas) -> Page:
    """The page with what `reads` sees inside the regions (points, reading frame) where no word is. Needs the page's
    picture; the page stays as it is without one, or where nothing is found. Raises MissingProgram or MissingLanguage.
    """
    if not page.image or not regions:
        return page
    picture = load_image(page)
    scale = pixels_per_point(page, picture)
    left, top, part = _part(picture, Box.around(region.grow(AROUND) for region in regions), scale)
    prepared = prepare(dark_on_light(part))
    scale, x, y = scale * prepared.scale, left * prepared.scale, top * prepared.scale
    inside = [_pixels(region.grow(MARGIN), x, y, scale) for region in regions]
    taken = [replace(word, box=_pixels(word.box, x, y, scale)) for word in page.words]
    areas = [area for area in uncertain_areas(prepared, taken, 0.0) if any(box.holds(area.center) for box in inside)]
    more = [_placed(word, x, y, scale) for word in reads(prepared, areas)] if areas else []
    words = merge(page.words, more)
    marks = find_marks(prepared, inside, [_pixels(word.box, x, y, scale) for word in words])
    words += [_placed(mark, x, y, scale) for mark in marks]
    return page if words == list(page.words) else replace(page, words=tuple(words))


def _part(picture: Pixels, box: Box, scale: float) -> tuple[int, int, Pixels]:
    """What the box (points) holds of a picture, in gray, and the column and row where it begins."""
    x, y = max(int(box.x0 * scale), 0), max(int(box.top * scale), 0)
    part = picture[y : max(int(box.bottom * scale), y + 1), x : max(int(box.x1 * scale), x + 1)]
    return x, y, np.ascontiguousarray(part if part.ndim == 2 else part @ _LUMA, np.uint8)


def _pixels(box: Box, x: float, y: float, scale: float) -> Box:
    return Box(box.x0 * scale - x, box.top * scale - y, box.x1 * scale - x, box.bottom * scale - y)


def _placed(word: Word, x: float, y: float, scale: float) -> Word:
    b = word.box
    box = Box((x + b.x0) / scale, (y + b.top) / scale, (x + b.x1) / scale, (y + b.bottom) / scale)
    return replace(word, box=box, size=round(box.height, 1))


def merge(first: Sequence[Word], second: Sequence[Word]) -> list[Word]:
    """Both readings in one: the likelier where they overlap; in tables much is believed of what stands alone."""
    kept: list[Word] = []
    for ours, theirs in rivals(first, second):
        kept += likelier(ours, theirs) if ours else _tidied(theirs)
    return kept


def _tidied(words: Sequence[Word]) -> Iterator[Word]:
    """Without doubtful words and remains of lines; marks that stand for a missing value stay."""
    for word in words:
        if set(word.text) <= NOISE:
            if BLANK.match(word.text) and word.confidence >= SURE_MARK:
                yield word
        else:
            yield from tidy([word], LEAST)


def find_marks(prepared: Prepared, regions: Sequence[Box], taken: Sequence[Box]) -> list[Word]:
    """Dashes and colons that stand alone inside the regions, where nothing was read: OCR takes them for dirt, in tables
    they are values. `taken` are the boxes of words; all boxes in pixels of the prepared picture."""
    letter, mask = prepared.letter, dark_mask(prepared.gray)
    parts, found = components(mask), []
    for text, box, own in (*_dashes(parts, letter), *_colons(parts, letter)):
        near = box.grow(0.8 * letter, 0.8 * letter)
        alone = not any(same_place(box, other) or near.overlap(other) is not None for other in taken)
        if alone and any(region.holds(box.center) for region in regions) and _empty_around(mask, near, own):
            found.append(Word(text, _line_high(box, letter), BY_SHAPE, "ocr"))
    return found


def _dashes(parts: Boxes, letter: float) -> Iterator[tuple[str, Box, float]]:
    """Short solid strokes: what they say, where, and how much ink they are."""
    wide, high = parts[:, 2], parts[:, 3]
    solid = parts[:, 4] > 0.7 * wide * high
    fits = solid & (wide >= 1.8 * high) & (wide >= 0.3 * letter) & (wide <= 2.2 * letter) & (high <= 0.35 * letter)
    for x, y, w, h, area in parts[fits & (high >= 2)].tolist():
        yield "-" if w < 0.8 * letter else "–" if w < 1.4 * letter else "—", Box(x, y, x + w, y + h), area


def _colons(parts: Boxes, letter: float) -> Iterator[tuple[str, Box, float]]:
    """Two dots, one above the other and within the height of a letter."""
    wide, high = parts[:, 2], parts[:, 3]
    round_ = (np.maximum(wide, high) <= 0.35 * letter) & (np.minimum(wide, high) >= 2) & (wide < 1.8 * high)
    dots = parts[round_ & (parts[:, 4] > 0.6 * wide * high)]
    x, y = dots[:, 0] + dots[:, 2] / 2, dots[:, 1] + dots[:, 3] / 2
    for i in range(len(dots)):
        below = np.flatnonzero((np.abs(x - x[i]) <= 0.15 * letter) & (y - y[i] > 0.3 * letter) & (y - y[i] < letter))
        for j in below[:1].tolist():
            ours = Box.around(Box(x0, top, x0 + w, top + h) for x0, top, w, h, _ in dots[[i, j]].tolist())
            yield ":", ours, float(dots[i, 4] + dots[j, 4])


def _empty_around(mask: Pixels, near: Box, own: float) -> bool:
    """No other ink close by."""
    part = mask[max(int(near.top), 0) : int(near.bottom) + 1, max(int(near.x0), 0) : int(near.x1) + 1]
    return int(np.count_nonzero(part)) <= 1.1 * own


def _line_high(box: Box, letter: float) -> Box:
    """A dash stands as high as the line that it is on, for what looks at lines."""
    middle = box.center[1]
    return Box(box.x0, middle - 0.6 * letter, box.x1, middle + 0.6 * letter)
