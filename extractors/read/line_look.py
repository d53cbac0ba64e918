"""What tesseract left uncertain, read again by a network that sees a line as one picture.

The two err in different places: tesseract loses words on soft and broken print, the network on spacing. Word by word
the likelier reading stays; what both read alike is surer than either.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.read.prepare import LETTER, Prepared
from extractors.read.rivals import rivals
from extractors.read.second_look import chained, clipped, uncertain_areas
from extractors.types import Box, Word
from models.library import SHIPPED
from models.text_reader_runtime import HEIGHT, Reading, TextReader

Pixels = NDArray[np.uint8]
Reads = Callable[[Sequence[Pixels]], list[Reading]]

SURE = 0.8
"""A word that tesseract read with less is looked at again: of those above nine in ten are right."""
SIDES, ENDS = 0.4, 0.6
"""Paper around an area, above and below and before and behind, in letters."""
SQUEEZE = 0.9
"""How wide a line is made against one whose letters are 18 pixels high; narrower ones lose letters."""
NEW = 0.5
"""Odds from which on a word is believed that tesseract did not see at all."""
TALLEST = 3.0
"""Letters of the page that a line is high at most; what is taller is large print, a stamp, or two lines in one."""
UNUSUAL = 0.65
"""How often the network is right about large print and handwriting, against lines of usual letters it is as sure of."""
LARGEST, LINE, FILLED = 8.0, 1.5, 0.5
"""Letters of the page that large print is high at most, its own letters that it is high, and the share of a tall area
that lines of usual letters are wide where it is made of such."""
MOST_WIDTH = 60_000
"""Pixels that all lines together may be wide, about six seconds: beyond, a page is no page of text."""
SAYS = ((0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.93, 0.95, 1.0), (0.1, 0.18, 0.2, 0.4, 0.45, 0.6, 0.79, 0.86, 0.93, 0.98))
MEANS = (
    (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.975, 0.99, 1.0),
    (0.0, 0.1, 0.17, 0.35, 0.45, 0.55, 0.65, 0.82, 0.9, 0.98),
)
"""What tesseract and the network say of a word, and the share of such words that are right on noisy scans."""
_LATIN = """afr cat ces cym dan deu eng epo est eus fin fra fry gle glg hrv hun ind isl ita lat lav lit ltz mlt msa nld
nor oci pol por ron slk slv spa sqi srp_latn swa swe tur"""
LATIN = frozenset(_LATIN.split())
"""tesseract's names of the languages whose letters the network knows."""


@lru_cache(maxsize=1)
def text_reader() -> TextReader:
    """The reader whose weights are part of docrow."""
    return TextReader(SHIPPED / "text_reader" / "text_reader.onnx")


def knows(languages: Sequence[str]) -> bool:
    """Whether the network can read every one of these languages."""
    return LATIN.issuperset(languages)


def line_look(prepared: Prepared, words: list[Word], reads: Reads) -> list[Word]:
    """The words, with the likelier of two readings where the first was unsure. Boxes in pixels of the prepared page."""
    return merge(words, read_areas(prepared, uncertain_areas(prepared, words, SURE), reads))


def read_areas(prepared: Prepared, areas: Sequence[Box], reads: Reads) -> list[Word]:
    """What the network reads in areas of the prepared page; nothing where they are too many for a page of text."""
    flat = [part for area in areas for part in _flat(prepared, area)]
    sizes = [_letter(prepared, area) for area in flat]
    areas = [
        clipped(area.grow(ENDS * size, SIDES * size), prepared.gray) for area, size in zip(flat, sizes, strict=True)
    ]
    lines = [_line(prepared, area, size) for area, size in zip(areas, sizes, strict=True)]
    if not lines or sum(line.shape[1] for line in lines) > MOST_WIDTH:
        return []
    return [
        word
        for area, size, got in zip(areas, sizes, reads(lines), strict=True)
        for word in words_of(got, area, prepared.boxes, 1.0 if size == prepared.letter else UNUSUAL)
    ]


def _flat(prepared: Prepared, area: Box) -> list[Box]:
    """The area itself, where it is no higher than a line. Of a higher one the lines of the page's usual letters that
    fill it, where such do: a stroke, a bracket or a wrong box has joined them; else the area as large print, up to
    `LARGEST` letters."""
    if area.height <= TALLEST * prepared.letter:
        return [area]
    inside = _inside(prepared.boxes, area)
    high = (inside[:, 3] - inside[:, 1]) / prepared.letter
    usual = [Box(*row) for row in inside[(high > 0.5) & (high < 1.8)].tolist()]
    lines = [line for line in chained(usual, prepared.letter) if line.height <= TALLEST * prepared.letter]
    if sum(line.width for line in lines) >= FILLED * area.width:
        return lines
    return [area] if area.height <= LARGEST * prepared.letter else []


def _letter(prepared: Prepared, area: Box) -> float:
    """Pixels that the letters of an area are high: those of the page, unless it is too high for them."""
    return prepared.letter if area.height <= TALLEST * prepared.letter else area.height / LINE


def _line(prepared: Prepared, area: Box, letter: float) -> Pixels:
    """The area, 48 pixels high; its width by the size of its letters, since only that costs time."""
    piece = prepared.gray[int(area.top) : int(area.bottom), int(area.x0) : int(area.x1)]
    wide = max(round(piece.shape[1] * SQUEEZE * LETTER / letter), 8)
    way = cv2.INTER_AREA if piece.shape[0] > HEIGHT else cv2.INTER_CUBIC
    return cv2.resize(piece, (wide, HEIGHT), interpolation=way).astype(np.uint8, copy=False)


def words_of(reading: Reading, area: Box, letters: NDArray[np.float64], trust: float = 1.0) -> list[Word]:
    """The words of a line by its spaces; their boxes by the components (N, 4) whose centres lie between the spaces."""
    spaces = [-1, *(i for i, text in enumerate(reading.characters) if text == " "), len(reading.characters)]
    inside = _inside(letters, area)
    words = []
    for before, behind in itertools.pairwise(spaces):
        if behind - before > 1:
            words.append(_word(reading, area, range(before + 1, behind), inside, trust))
    return words


def _word(reading: Reading, area: Box, own: range, letters: NDArray[np.float64], trust: float) -> Word:
    """The characters of `own`, which stand between two spaces or the ends of the line; `trust`: by how much less than
    usual the network is right."""
    places = [0.0, *reading.places.tolist(), 1.0]
    start, stop = (area.x0 + area.width * share for share in (places[own.start], places[own.stop + 1]))
    middle = (letters[:, 0] + letters[:, 2]) / 2
    held = letters[(middle >= start) & (middle <= stop)]
    box = Box(start, area.top, max(stop, start + 1), area.bottom)
    if len(held):
        box = Box(*held[:, :2].min(axis=0).tolist(), *held[:, 2:].max(axis=0).tolist())
    odds = float(np.interp(float(reading.odds[own.start : own.stop].mean()), *MEANS)) * trust
    return Word("".join(reading.characters[i] for i in own), box, round(odds, 3), "ocr")


def _inside(letters: NDArray[np.float64], area: Box) -> NDArray[np.float64]:
    if not len(letters):
        return letters.reshape(0, 4)
    x, y = (letters[:, 0] + letters[:, 2]) / 2, (letters[:, 1] + letters[:, 3]) / 2
    return letters[(x >= area.x0) & (x <= area.x1) & (y >= area.top) & (y <= area.bottom)]


def merge(first: list[Word], second: list[Word]) -> list[Word]:
    """Place by place: where readings overlap, the likelier by `SAYS` and `MEANS` stays, weighted by letters."""
    kept: list[Word] = []
    for ours, theirs in rivals(first, second):
        kept += likelier(ours, theirs) if ours else [word for word in theirs if word.confidence >= NEW]
    return kept


def likelier(ours: list[Word], theirs: list[Word]) -> list[Word]:
    """Of two readings of one place the better: `ours` by tesseract, `theirs` by the network."""
    if not theirs:
        return ours
    if [word.text for word in ours] == [word.text for word in theirs]:
        return [_surer(a, b) for a, b in zip(ours, theirs, strict=True)]
    return ours if mean_odds(ours) >= _weighed(theirs, [word.confidence for word in theirs]) else theirs


def _surer(word: Word, again: Word) -> Word:
    """Two who read the same are wrong only if both are."""
    doubt = (1 - odds_of(word)) * (1 - again.confidence)
    return replace(word, confidence=max(word.confidence, round(1 - doubt, 3)))


def odds_of(word: Word) -> float:
    """How likely a word that tesseract read is right, by what it says."""
    return float(np.interp(word.confidence, *SAYS))


def mean_odds(words: Sequence[Word]) -> float:
    """The same of several words, by letters."""
    return _weighed(words, [odds_of(word) for word in words])


def _weighed(words: Sequence[Word], odds: Sequence[float]) -> float:
    return float(np.average(odds, weights=[len(word.text) for word in words]))
