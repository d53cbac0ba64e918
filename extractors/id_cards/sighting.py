"""Whether a scanned page shows a machine readable zone that OCR did not read as one: the look that routing takes.

OCR often leaves out a zone printed over security print, or reads it as other letters. Only lines of equal length under
each other are asked, and not those in which OCR read words, so that most pages cost a few hundredths of a second.
"""

from __future__ import annotations

import numpy as np

from extractors.id_cards.reader import Prose, shipped_reader, zones_among
from extractors.id_cards.zone import Strip, gray, long_strips
from extractors.read.images import load_image, pixels_per_point
from extractors.types import Page, Word

CLEAR = 0.7
"""Confidence from which a word in lower case shows that its line is none of a zone."""
MOST = 12
"""Lines that are asked at most, the longest first."""
LONG = 13.0
"""So many times longer than high: a strip around thirty characters is about 17 times."""
APART = (1.0, 4.5)
"""How far below each other the lines of a zone stand, in heights of letters."""


def prose_of(page: Page, scale: float) -> Prose:
    """Where words in lower case stand on a page, clearly read; `scale`: pixels a point."""
    words = [word for word in page.words if is_prose(word)]
    return Prose(np.array([word.box.center for word in words], float).reshape(-1, 2) * scale)


def is_prose(word: Word) -> bool:
    """Whether a word is none of a zone."""
    return word.confidence > CLEAR and sum(c.islower() for c in word.text) >= 3


def shows_zone(page: Page, picture: np.ndarray | None = None) -> bool:
    """Whether a zone can be read upright on the picture of a page; False without a picture, or without the weights of
    the line reader. `picture`: (H, W) uint8, that picture in gray where it has been loaded already."""
    reader = shipped_reader()
    if reader is None or not page.image:
        return False
    picture = gray(load_image(page)) if picture is None else picture
    prose = prose_of(page, pixels_per_point(page, picture))
    able = [strip for strip in long_strips(picture) if strip.length > LONG * strip.height]
    open_ = [strip for strip in able if not prose.fills(strip)][:MOST]
    stacked = [strip for strip in open_ if any(_stacked(strip, other) for other in open_)]
    return bool(stacked and zones_among(picture, stacked, reader))


def _stacked(one: Strip, other: Strip) -> bool:
    """Whether two strips may be neighbours in a zone: as long, flush, one below the other."""
    along, down = one.offset(other)
    pitch = min(one.height, other.height) / 1.7
    alike = abs(one.length - other.length) < 0.15 * max(one.length, other.length)
    return alike and abs(along) < 0.1 * one.length and APART[0] < abs(down) / pitch < APART[1]
