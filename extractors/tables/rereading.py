"""Tables of scanned pages read a second time, region by region.

OCR of a whole page looks for sparse text and passes over what stands alone: a lone digit, a dash, a footnote mark.
Inside the region of a table, which is one block of text, the same engine reads them, for a third of a second a table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import cv2
import numpy as np

from extractors.read.images import load_image, pixels_per_point
from extractors.read.ocr import Ocr, Pixels
from extractors.read.prepare import Prepared, dark_on_light, find_ink, prepare
from extractors.read.scan import NOISE, tidy
from extractors.read.second_look import conviction, same_place
from extractors.tables.runs import BLANK
from extractors.types import Box, Page, Word

BLOCK = 6
"""tesseract's page segmentation mode "one uniform block of text"."""
MARGIN = 4.0
"""Points around a table that are read with it."""
LEAST = 0.4
"""Words read with less confidence are not kept."""
SURE_MARK = 0.6
"""Confidence that a mark without letters or digits needs."""
LIKELY = 0.6
"""Confidence of a table that is worth the time."""
DASH = 0.9
"""Confidence of a dash known by its shape alone."""


def reread(page: Page, regions: Sequence[Box], ocr: Ocr, languages: tuple[str, ...]) -> Page:
    """The page with the words inside the regions (points, reading frame) as a second reading saw them, or the first
    where that was surer. Needs the page's picture; without one the page stays as it is. Raises MissingProgram or
    MissingLanguage."""
    if not page.image or not regions:
        return page
    picture = load_image(page)
    gray = dark_on_light(picture if picture.ndim == 2 else np.asarray(picture @ _LUMA, np.uint8))
    prepared = prepare(np.ascontiguousarray(gray))
    scale = pixels_per_point(page, picture) * prepared.scale
    words = list(page.words)
    for region in regions:
        words = merge(words, _read(prepared, region.grow(MARGIN), scale, ocr, languages))
    dashes = find_dashes(prepared, regions, [word.box for word in words], scale)
    words += [word for word in dashes if not any(same_place(word.box, other.box) for other in words)]
    return replace(page, words=tuple(words))


_LUMA = np.array([0.299, 0.587, 0.114])


def _read(prepared: Prepared, region: Box, scale: float, ocr: Ocr, languages: tuple[str, ...]) -> list[Word]:
    """The words of a region, boxes in points."""
    height, width = prepared.gray.shape
    x0, top = max(int(region.x0 * scale), 0), max(int(region.top * scale), 0)
    x1, bottom = min(int(region.x1 * scale) + 1, width), min(int(region.bottom * scale) + 1, height)
    if x1 - x0 < 20 or bottom - top < 10:
        return []
    found = ocr(np.ascontiguousarray(prepared.gray[top:bottom, x0:x1]), languages, BLOCK)
    return [_placed(word, x0, top, scale) for word in _tidied(found)]


def _tidied(words: Sequence[Word]) -> Iterator[Word]:
    """Without doubtful words and remains of lines; marks that stand for a missing value stay."""
    for word in words:
        if set(word.text) <= NOISE:
            if BLANK.match(word.text) and word.confidence >= SURE_MARK:
                yield word
        else:
            yield from tidy([word], LEAST)


def _placed(word: Word, x: float, y: float, scale: float) -> Word:
    b = word.box
    box = Box((x + b.x0) / scale, (y + b.top) / scale, (x + b.x1) / scale, (y + b.bottom) / scale)
    return replace(word, box=box, size=round(box.height, 1))


def find_dashes(prepared: Prepared, regions: Sequence[Box], taken: Sequence[Box], scale: float) -> list[Word]:
    """Short strokes that stand alone inside the regions, where nothing was read: OCR takes them for dirt, in tables
    they are values. `taken` are the boxes of words; all boxes in points."""
    letter = prepared.letter
    mask = find_ink(prepared.gray).mask
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    wide, high = stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT]
    solid = stats[1:, cv2.CC_STAT_AREA] > 0.7 * wide * high
    fits = solid & (wide >= 1.8 * high) & (wide >= 0.3 * letter) & (wide <= 2.2 * letter) & (high <= 0.35 * letter)
    found = []
    for x, y, w, h in stats[1:][fits & (high >= 2)][:, :4].tolist():
        near = Box(x, y, x + w, y + h).grow(0.8 * letter, 0.8 * letter)
        box = Box(x / scale, y / scale, (x + w) / scale, (y + h) / scale)
        alone = not any(same_place(box, other) or _meets(near, other, scale) for other in taken)
        if alone and _empty_around(mask, near, w * h) and any(region.holds(box.center) for region in regions):
            text = "-" if w < 0.8 * letter else "–" if w < 1.4 * letter else "—"
            found.append(Word(text, _line_high(box, letter / scale), DASH, "ocr", round(letter / scale, 1)))
    return found


def _meets(near: Box, other: Box, scale: float) -> bool:
    return other.overlap(Box(near.x0 / scale, near.top / scale, near.x1 / scale, near.bottom / scale)) is not None


def _empty_around(mask: Pixels, near: Box, own: int) -> bool:
    """No other ink close by."""
    part = mask[max(int(near.top), 0) : int(near.bottom) + 1, max(int(near.x0), 0) : int(near.x1) + 1]
    return int(np.count_nonzero(part)) <= 1.1 * own


def _line_high(box: Box, letter: float) -> Box:
    """A dash stands as high as the line that it is on, for what looks at lines."""
    middle = box.center[1]
    return Box(box.x0, middle - 0.6 * letter, box.x1, middle + 0.6 * letter)


def merge(first: Sequence[Word], second: Sequence[Word]) -> list[Word]:
    """Both readings in one: where they overlap, the surer one by mean confidence over the letters."""
    kept = list(first)
    for word in second:
        rivals = [other for other in kept if same_place(word.box, other.box)]
        if not rivals or word.confidence >= conviction(rivals):
            out = {id(other) for other in rivals}
            kept = [other for other in kept if id(other) not in out] + [word]
    return kept
