"""tesseract in two halves: its library finds the lines, its network reads them by onnxruntime, several at once.

The library reads line by line and spends four fifths of its time beside the network's products; the same weights, taken
from the language data that is installed, read the same text in a third of the time. Without its dictionary, that is:
what only a dictionary makes a word, the second look reads better.
"""

from __future__ import annotations

import functools
import itertools
import math
import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.read.languages import Read, best_lines
from extractors.read.line_look import SAYS
from extractors.read.ocr import language_folder, native_errors_hidden, tesserocr_engine, tesserocr_ocr
from extractors.read.prepare import dark_mask
from extractors.types import Box, Word
from models.dawg import WordList
from models.tesseract_runtime import LineNetwork
from models.text_reader_runtime import Reading
from models.traineddata import UnknownNetwork

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]

SPARSE = 11
"""The page segmentation mode whose lines are read here; others are left to the library."""
COARSE = 0.75
"""How much smaller the page is on which lines are looked for."""
PAPER = 4
"""Pixels around a line (kImagePadding of ccmain/linerec.cpp)."""
ODDS, LENGTH, NUMBER, KNOWN, BIAS = 0.5, -0.17, 0.88, 2.35, -2.43
"""What makes a word likelier to be right, fitted on noisy scans (logistic): the logit of its characters'
mean odds, each character up to six, being a number, being in the list of words."""
_ENDS, _NUMBER = re.compile(r"^\W+|\W+$"), re.compile(r"[\d.,/-]+")
_LONGEST = 8_000
"""Pixels that a line is wide at most when it is as high as the network wants it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words on a line close enough to be read as one: `box` around their ink, `line` from below its descenders to above
    its ascenders, with paper around it; in pixels of the image."""

    box: Box
    line: Box


def line_ocr(image: Pixels, languages: tuple[str, ...], psm: int) -> list[Word]:
    """As any engine; by the library alone for other modes than sparse text, and for language data whose network is not
    of the usual kind. Several languages read every line, each with its own network."""
    networks = _networks(languages)
    if psm != SPARSE or not networks:
        return tesserocr_ocr(image, languages, psm)
    pieces = find_pieces(image, languages)
    mask = dark_mask(image) > 0
    reads = [_read(image, pieces, mask, network) for network in networks]
    return best_lines(reads) if len(reads) > 1 else [word for line in reads[0].lines for word in line]


def _read(image: Pixels, pieces: list[Piece], mask: NDArray[np.bool_], network: LineNetwork) -> Read:
    known = _Known(network.model.words)
    readings = network.read([standard(image, piece.line, network.height) for piece in pieces])
    lines = [words_of(reading, piece, mask, known) for piece, reading in zip(pieces, readings, strict=True)]
    return Read(lines, network.alphabet)


def _networks(languages: tuple[str, ...]) -> list[LineNetwork]:
    """The network of each language; none at all where one is missing or of a kind that is not known."""
    paths = [Path(language_folder(), f"{language}.traineddata") for language in languages]
    found = [_known(str(path), path.stat().st_mtime) if path.exists() else None for path in paths]
    networks = [network for network in found if network]
    return networks if len(networks) == len(languages) else []


@functools.cache
def _known(path: str, changed: float) -> LineNetwork | None:
    """The network of a file (as of its time of change), made once for the process."""
    try:
        return LineNetwork(Path(path))
    except UnknownNetwork:
        return None


def find_pieces(image: Pixels, languages: tuple[str, ...]) -> list[Piece]:
    """The lines of a page, as the library cuts them for its own network. It is shown a smaller page, in two colours:
    its lines are the same, and its time goes with the pixels."""
    small = cv2.resize(image, None, fx=COARSE, fy=COARSE, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
    engine = tesserocr_engine(languages)
    engine.SetPageSegMode(SPARSE)
    packed = np.packbits(dark_mask(small) == 0, axis=1)  # a bit for a pixel, 1 is paper
    engine.SetImageBytes(packed.tobytes(), small.shape[1], small.shape[0], 0, packed.shape[1])
    engine.SetSourceResolution(round(300 * COARSE))
    with native_errors_hidden():
        found = engine.AnalyseLayout(True)
        pieces = list(_pieces(engine.GetIterator(), image.shape)) if found else []
    engine.Clear()
    return pieces


def _pieces(pieces: Any, shape: tuple[int, ...]) -> Iterator[Piece]:
    from tesserocr import RIL

    going = True
    while going:
        box, baseline = pieces.BoundingBox(RIL.WORD), pieces.Baseline(RIL.WORD)
        if box and baseline and box[2] > box[0] and box[3] > box[1]:
            around, line = _line(box, baseline, pieces.RowAttributes())
            yield Piece(_times(around, shape), _times(line, shape))
        going = pieces.Next(RIL.WORD)


def _line(box: tuple[int, ...], baseline: Any, row: dict[str, float]) -> tuple[Box, Box]:
    """The box itself, and one from the row's descenders to its ascenders at least (LSTMRecognizeWord of
    ccmain/linerec.cpp), with paper around it."""
    (x0, y0), (x1, y1) = baseline
    base = y0 + (y1 - y0) * ((box[0] + box[2]) / 2 - x0) / max(x1 - x0, 1)
    bottom = base - row["descenders"]
    around = Box(*map(float, box))
    high = Box(around.x0, min(around.top, bottom - row["row_height"]), around.x1, max(around.bottom, bottom))
    return around, high.grow(PAPER * COARSE)


def _times(box: Box, shape: tuple[int, ...]) -> Box:
    """On whole pixels of the image."""
    high, wide = shape
    x0, top, x1, bottom = (round(value / COARSE) for value in box)
    return Box(max(x0, 0), max(top, 0), min(x1, wide), min(bottom, high))


def standard(image: Pixels, line: Box, height: int) -> Floats:
    """The line (`height`, W), black -1 and white 1: the levels of most peaks and most valleys across its middle
    (ComputeBlackWhite of lstm/networkio.cpp)."""
    piece = image[int(line.top) : int(line.bottom), int(line.x0) : int(line.x1)]
    factor = height / piece.shape[0]
    wide = min(max(round(piece.shape[1] * factor), 3), _LONGEST)
    way = cv2.INTER_AREA if factor < 0.7 else cv2.INTER_LINEAR
    scaled = cv2.resize(piece, (wide, height), interpolation=way).astype(np.float32)
    black, white = _levels(scaled[height // 2])
    return np.asarray(np.clip((scaled - black) / max((white - black) / 2, 1.0) - 1, -1, 1), np.float32)


def _levels(row: Floats) -> tuple[float, float]:
    before, here, behind = row[:-2], row[1:-1], row[2:]
    valleys = here[(here < before) & (here <= behind)]
    peaks = here[(here > before) & (here >= behind)]
    black = float(np.sort(valleys)[len(valleys) // 4]) if len(valleys) else 0.0
    return black, float(np.sort(peaks)[-1 - len(peaks) // 4]) if len(peaks) else 255.0


def words_of(reading: Reading, piece: Piece, mask: NDArray[np.bool_], known: Container[str]) -> list[Word]:
    """The words of a line by its spaces, with the box around their ink, which `mask` (H, W) shows; `known`: the list of
    words."""
    spaces = [-1, *(i for i, text in enumerate(reading.characters) if text == " "), len(reading.characters)]
    runs = [(before + 1, behind) for before, behind in itertools.pairwise(spaces) if behind - before > 1]
    if not runs:
        return []
    x0, top, x1, bottom = (int(value) for value in piece.box)
    ink = mask[top:bottom, x0:x1]
    across = np.any(ink, axis=0)
    places = (piece.line.x0 + reading.places * piece.line.width - x0).tolist()
    odds = reading.odds.tolist()
    cuts = [0, *(_cut(across, places[a[1] - 1], places[b[0]]) for a, b in itertools.pairwise(runs)), x1 - x0]
    words = []
    for (first, last), start, stop in zip(runs, cuts, cuts[1:], strict=False):
        text = "".join(reading.characters[first:last])
        sure = confidence(text, sum(odds[first:last]) / (last - first), known)
        words.append(Word(text, _box(ink[:, start:stop], x0 + start, top), sure, "ocr"))
    return words


def _cut(across: NDArray[np.bool_], before: float, behind: float) -> int:
    """The middle of the widest paper between two characters, whose places are given."""
    start, stop = max(int(before), 0), min(int(behind) + 1, len(across))
    inked = [start - 1, *(np.flatnonzero(across[start:stop]) + start).tolist(), stop]
    gap, left = max((b - a, a) for a, b in itertools.pairwise(inked))
    return left + max(gap // 2, 1)


def _box(ink: NDArray[np.bool_], x0: int, top: int) -> Box:
    """Around what is inked of a part of the page that begins at (x0, top)."""
    columns, rows = np.flatnonzero(np.any(ink, axis=0)), np.flatnonzero(np.any(ink, axis=1))
    if not len(columns):
        return Box(x0, top, x0 + max(ink.shape[1], 1), top + ink.shape[0])
    left, right, above, below = (int(value) for value in (columns[0], columns[-1], rows[0], rows[-1]))
    return Box(x0 + left, top + above, x0 + right + 1, top + below + 1)


def confidence(text: str, odds: float, known: Container[str]) -> float:
    """Of a word, on the library's scale, which other rooms know: how likely it is right, by the mean odds of its
    characters, its length, and whether it is a number or in the list of words."""
    odds = min(max(odds, 1e-4), 1 - 1e-4)
    score = BIAS + ODDS * math.log(odds / (1 - odds)) + LENGTH * min(len(text), 6)
    bare = _ENDS.sub("", text)
    if _NUMBER.fullmatch(bare):
        score += NUMBER
    elif bare in known:
        score += KNOWN
    return round(float(np.interp(1 / (1 + math.exp(-score)), SAYS[1], SAYS[0])), 3)


@dataclass(frozen=True, slots=True)
class _Known:
    """A list of words, asked without regard to case."""

    words: WordList | None

    def __contains__(self, word: object) -> bool:
        if self.words is None or not isinstance(word, str):
            return False
        return any(form in self.words for form in (word, word.lower(), word.capitalize()))
