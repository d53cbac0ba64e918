"""Pixels to words: upright first, one pass over the page, a second only over what the first left uncertain."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.read.combs import comb_look
from extractors.read.line_look import knows, line_look, text_reader
from extractors.read.ocr import Ocr
from extractors.read.options import ReadOptions
from extractors.read.prepare import Ink, Prepared, dark_on_light, find_ink, prepare
from extractors.read.second_look import second_look
from extractors.read.sideways import side_look
from extractors.read.upright import apply_turn, estimate, turn
from extractors.types import Box, Ruling, Transform, Word

Pixels = NDArray[np.uint8]

SPARSE = 11
"""tesseract's page segmentation mode "sparse text": forms are no columns of paragraphs."""
ENGINE_LETTER = 15.5
"""Pixels that a small letter is high where it need not be enlarged: on pages of 300 dpi with noise added, recall and
precision of words are 0.939 and 0.956 so, 0.938 and 0.947 at 18 to 22 pixels."""
CONVINCING = 0.5
"""Mean confidence, weighted by length, under which other turns of the page are tried."""
FEW_LETTERS = 40
"""With fewer components than this nothing can be said about the turn of a page."""
NOISE = frozenset("|_—–~=‘’“”«»°.,'`*^¢·•-:;\\/!")
"""Words of these alone are what is left of lines and specks."""
EDGES = "|‘“”«»`¢~_—"
"""Left of lines that touched a word."""
_LEADER = re.compile(r"^[-—]{2,}(?=\w)|(?<=\w)[-—]{2,}$")
"""Drawn lines that lead to a word or away from it."""
_BREAK = re.compile(
    r"""(?<=\w-)(?=\w) | (?<=\w/)(?=\w)(?!(?<=\b[^\W\d_]/)[^\W\d_]\b)  # Name/ Phone, not N/A
      | (?<=[^\W\d_][.,:])(?=[^\W\d_])
      | (?<=\w)(?=\((?![sS]\)))                                     # LD50 (95%, not Wave(s)
      | (?<=[$#])(?=\w) | (?<=[^\W\d_]:)(?=\d) | (?<=\d=)(?=[^\W\d_])
      | (?<=[^\s_])(?=_) | (?<=_)(?=[^\W_])""",
    re.VERBOSE,
)
DASH = 0.8
"""Confidence from which on a dash alone is a word: an empty cell, a range."""


@dataclass(frozen=True)
class Scan:
    """What was read, in points of the reading frame; `transform` leads from there to the page as displayed. `doubtful`:
    words that are likelier wrong than right."""

    words: tuple[Word, ...]
    doubtful: tuple[Word, ...]
    rulings: tuple[Ruling, ...]
    transform: Transform


@dataclass(frozen=True)
class _Look:
    """The page turned one way, prepared, and read once."""

    transform: Transform
    prepared: Prepared
    words: list[Word]

    @property
    def conviction(self) -> float:
        """How much of the ink was read as words, by confidence: 0 for a page on its head, near 1 for a good one."""
        letters = sum(len(word.text) for word in self.words)
        sure = sum(word.confidence * len(word.text) for word in self.words if _is_wordy(word.text))
        return sure / max(letters, 0.4 * len(self.prepared.boxes), 1)


def read_scan(gray: Pixels, width: float, height: float, options: ReadOptions, ocr: Ocr) -> Scan:
    """Reads the picture (H, W) of a page that is displayed `width` x `height` points large."""
    gray = dark_on_light(gray)
    scale = max(gray.shape) / max(width, height)
    look = _best_look(gray, width, height, scale, options, ocr)
    plausible, doubtful = judged(_looked_again(look, options, ocr), options.min_confidence)
    factor = look.prepared.scale * scale
    found, doubted = (_on_page(words, factor, options.split_words) for words in (plausible, doubtful))
    rulings = tuple(Ruling(_divided(ruling.box, scale)) for ruling in look.prepared.rulings)
    return Scan(found, doubted, rulings, look.transform)


def _on_page(words: list[Word], factor: float, split: bool) -> tuple[Word, ...]:
    """Tidied, and in points: `factor` pixels each."""
    tidied = tidy(words)
    pieces = [piece for word in tidied for piece in split_word(word)] if split else tidied
    return tuple(replace(w, box=_divided(w.box, factor), size=round(_size(w) / factor, 1)) for w in pieces)


def _size(word: Word) -> float:
    """How high a line of such a word is."""
    return word.box.width if word.direction % 180 else word.box.height


def _looked_again(look: _Look, options: ReadOptions, ocr: Ocr) -> list[Word]:
    """The words of a look, the doubtful ones read again: by the network where it knows the languages, else by `ocr`."""
    if options.second_look == "none":
        return look.words
    if options.second_look == "network" and knows(options.languages):
        reads = text_reader().read
        words = comb_look(look.prepared, line_look(look.prepared, look.words, reads), reads)
        return side_look(look.prepared, words, reads)
    return second_look(look.prepared, look.words, options.languages, ocr)


def _best_look(gray: Pixels, width: float, height: float, scale: float, options: ReadOptions, ocr: Ocr) -> _Look:
    """The first turn that convinces; where none does, the best of them, and in doubt the page as it is."""
    best: _Look | None = None
    ink = find_ink(gray)
    for quarter, skew in _turns(ink):
        transform = turn(width, height, quarter, skew)
        prepared = prepare(apply_turn(gray, transform, scale), ink if transform.is_identity else None)
        words = _read(prepared, options, ocr) if len(prepared.boxes) else []
        look = _Look(transform, prepared, words)
        if best is None or look.conviction > 1.3 * best.conviction:
            best = look
        if best.conviction >= CONVINCING or len(prepared.boxes) < FEW_LETTERS:
            break
    assert best is not None
    return best


def _read(prepared: Prepared, options: ReadOptions, ocr: Ocr) -> list[Word]:
    """What `ocr` sees on the whole page; boxes in pixels of the prepared page. Large letters are made smaller, which
    costs a seventh less and loses nothing; those that were enlarged before are left so."""
    factor = ENGINE_LETTER / prepared.letter
    if prepared.scale > 1 or factor > 0.95:
        return ocr(prepared.gray, options.languages, SPARSE)
    small = cv2.resize(prepared.gray, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    found = ocr(small.astype(np.uint8, copy=False), options.languages, SPARSE)
    return [replace(word, box=_divided(word.box, factor)) for word in found]


def _turns(ink: Ink) -> Iterator[tuple[int, float]]:
    """Quarter turns with their skew, the likely ones first."""
    on_side, skew = estimate(ink.boxes)
    if on_side:
        yield from ((270, skew), (90, skew), (0, 0.0))
    else:
        yield from ((0, skew), (180, skew))


def _is_wordy(text: str) -> bool:
    return sum(character.isalnum() for character in text) >= 2


def judged(words: list[Word], min_confidence: float) -> tuple[list[Word], list[Word]]:
    """Those to be believed, and those that are surer by chance than by sight: `min_confidence` is for a word like most,
    long ones need a little less, short ones more, and those of an odd height twice as much."""
    heights = [word.box.height for word in words if word.confidence > 0.7 and len(word.text) > 2]
    usual = float(np.median(heights)) if heights else 0.0
    believed: tuple[list[Word], list[Word]] = ([], [])
    for word in words:
        believed[word.confidence < min(min_confidence * _demand(word, usual), 0.9)].append(word)
    return believed


def _demand(word: Word, usual: float) -> float:
    length = min(len(word.text), 5) - 1
    if _is_dash(word):
        return 1.0
    if usual and word.box.height < 0.5 * usual:
        return 2.1
    if usual and word.box.height > 1.8 * usual:
        return (1.9, 1.9, 1.5, 1.5, 0.9)[length]
    return (1.5, 1.25, 1.1, 1.1, 0.9)[length]


def split_word(word: Word) -> list[Word]:
    """The pieces of a word behind hyphens and slashes, behind marks between letters, behind $ and #, and before a
    bracket, and where a blank's line joins two; boxes by the share of the characters."""
    texts = _BREAK.sub("\0", word.text).split("\0")
    step, place, pieces = word.box.width / max(len(word.text), 1), 0, []
    for text in texts:
        box = replace(word.box, x0=word.box.x0 + place * step, x1=word.box.x0 + (place + len(text)) * step)
        place += len(text)
        pieces.append(replace(word, text=text, box=box))
    return [piece for piece in pieces if len(pieces) == 1 or set(piece.text) != {"_"}]


def tidy(words: list[Word], min_confidence: float = 0.0) -> list[Word]:
    """Without doubtful words and without what ruling lines and specks left."""
    trimmed = (replace(word, text=_trimmed(word.text)) for word in words if word.confidence >= min_confidence)
    return [word for word in trimmed if not set(word.text) <= NOISE or _is_dash(word)]


def _is_dash(word: Word) -> bool:
    return word.text == "-" and word.confidence >= DASH


def _trimmed(text: str) -> str:
    text = _LEADER.sub("", text).replace("’", "'")  # which of the two apostrophes it is, a scan does not show
    start = text.lstrip(EDGES)
    return start.rstrip(EDGES) if start != text or text.count("“") != text.count("”") else start.rstrip("|_~")


def _divided(box: Box, factor: float) -> Box:
    return Box(box.x0 / factor, box.top / factor, box.x1 / factor, box.bottom / factor)
