"""How words look on the picture of their page: type or hand, bold or light, boxed or underlined.

A word is measured on the ink within its box, without ruling lines: how much there is, how thick and dark its strokes
are, the sizes of its connected parts, the directions of its edges (Dalal and Triggs 2005), and the lines drawn around
it. Lengths are in heights of the page's usual word, and everything is scaled so that words differ by about one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.read.images import load_image, pixels_per_point
from extractors.types import Page, Word
from models.features import Floats

MEASURES = 38
LOOKS = MEASURES + 1
"""Each measure against the usual word of the page; and whether anything could be seen. Measures as they are would
tell one page from another, and say no more."""
_TALL = 16.0
"""Pages are looked at so small that their usual word has at most so many pixels in height."""
_FAINT, _ABOVE = 40, 18
"""How much darker than the paper ink is, and than what is around it, of 255."""
_LEAST_INK = 4
_REACH = 4.0
Gray = NDArray[Any]
"""Bytes, as OpenCV takes and gives them."""
Numbers = NDArray[Any]


def page_looks(page: Page, words: Sequence[Word]) -> Floats | None:
    """(N, LOOKS) of words of the page; None where there is no picture of it."""
    if not words or not page.image or not Path(page.image).is_file():
        return None
    pixels: Gray = load_image(page)
    gray: Gray = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    places = np.array([tuple(word.box) for word in words], np.float64) * pixels_per_point(page, gray)
    tall = max(float(np.median(places[:, 3] - places[:, 1])), 1.0)
    if tall > _TALL:
        gray = cv2.resize(gray, None, fx=_TALL / tall, fy=_TALL / tall, interpolation=cv2.INTER_AREA)
        places *= _TALL / tall
    signs = np.array([max(len(word.text), 1) for word in words], np.float64)
    return relative(measured(gray, places, signs))


def relative(measures: Floats) -> Floats:
    """(N, MEASURES) to (N, LOOKS)."""
    usual = np.median(measures, axis=0)
    known = np.ones((len(measures), 1), np.float32)
    return np.concatenate([np.clip(measures - usual, -_REACH, _REACH), known], axis=1).astype(np.float32)


def measured(gray: Gray, places: Numbers, signs: Numbers) -> Floats:
    """(N, MEASURES) of the words at `places` (N, 4), in pixels of `gray` (H, W)."""
    ink = _Ink.of(gray, float(np.median(places[:, 3] - places[:, 1])))
    pad = 0.08 * (places[:, 3] - places[:, 1])
    frames = _frames(places + np.stack([-pad, -pad, pad, pad], axis=1), gray.shape)
    owner = _owners(frames, gray.shape)
    columns = [
        *_strokes(ink, owner, frames, signs),
        *_parts(ink, owner, signs),
        *_edges(ink, owner, len(places)),
        *_slices(ink, frames),
        *_drawn(ink, places),
    ]
    return np.asarray(np.stack(columns, axis=1) / _UNITS, np.float32)


@dataclass(frozen=True)
class _Ink:
    """A page's ink: `depth` (H, W) how much darker than the paper, `text` and the flat and upright lines (H, W) as
    masks; `tall`: the height of its usual word, in pixels."""

    depth: Gray
    text: Gray
    flat: Gray
    upright: Gray
    tall: float

    @classmethod
    def of(cls, gray: Gray, tall: float) -> _Ink:
        small = cv2.medianBlur(cv2.resize(gray, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA), 15)
        paper = cv2.resize(cv2.dilate(small, np.ones((5, 5), np.uint8)), gray.shape[::-1])
        depth: Gray = cv2.subtract(paper, gray)
        around = 2 * int(tall * 1.2) + 3
        binary = cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV
        ink: Gray = cv2.adaptiveThreshold(cv2.bitwise_not(depth), 1, *binary, around, _ABOVE)
        ink &= (depth > _FAINT).astype(np.uint8)
        flat: Gray = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, max(int(3.5 * tall), 20)), np.uint8))
        upright: Gray = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((max(int(2.5 * tall), 18), 1), np.uint8))
        text: Gray = cv2.subtract(ink, cv2.dilate(cv2.bitwise_or(flat, upright), np.ones((3, 1), np.uint8)))
        return cls(depth, text, flat, upright, tall)


def _frames(places: Numbers, shape: Sequence[int]) -> NDArray[np.int64]:
    """(N, 4) whole pixels inside the picture, at least one each way."""
    frames = np.round(places).astype(np.int64)
    frames[:, :2] = np.clip(frames[:, :2], 0, [shape[1] - 1, shape[0] - 1])
    frames[:, 2:] = np.clip(frames[:, 2:], frames[:, :2] + 1, [shape[1], shape[0]])
    return frames


def _owners(frames: NDArray[np.int64], shape: Sequence[int]) -> NDArray[np.int32]:
    """(H, W) which word a pixel belongs to, -1 for none."""
    owner = np.full(shape[:2], -1, np.int32)
    for number, (x0, y0, x1, y1) in enumerate(frames):
        owner[y0:y1, x0:x1] = number
    return owner


def _strokes(ink: _Ink, owner: NDArray[np.int32], frames: NDArray[np.int64], signs: Numbers) -> list[Numbers]:
    """How full of ink a word is, how thick and dark its strokes are, how much ink a sign has."""
    text = ink.text > 0
    edge = text & (cv2.erode(ink.text, np.ones((3, 3), np.uint8)) == 0)
    area, outline = (_sums(owner[mask], None, len(signs)) for mask in (text, edge))
    dark = _sums(owner[text], ink.depth[text], len(signs))
    size = (frames[:, 2] - frames[:, 0]) * (frames[:, 3] - frames[:, 1])
    some = np.maximum(area, 1.0)
    return [area / size, 2 * area / np.maximum(outline, 1.0), dark / some / 64, area / (signs * ink.tall**2)]


def _parts(ink: _Ink, owner: NDArray[np.int32], signs: Numbers) -> list[Numbers]:
    """Mean and spread of height, width and fullness of connected parts, the spread of their feet, how many a sign."""
    _, _, facts, middles = cv2.connectedComponentsWithStats(ink.text, connectivity=8)
    real = facts[:, cv2.CC_STAT_AREA] >= _LEAST_INK
    real[0] = False  # the paper
    facts, middles = facts[real].astype(np.float64), middles[real].astype(np.int64)
    own = owner[middles[:, 1], middles[:, 0]]
    count = _sums(own, None, len(signs))
    width, height, area = facts[:, 2], facts[:, 3], facts[:, 4]
    columns: list[Numbers] = []
    for values in (height / ink.tall, width / ink.tall, area / (width * height)):
        columns += _mean_and_spread(own, values, count)
    columns.append(_mean_and_spread(own, (facts[:, 1] + height) / ink.tall, count)[1])
    return [*columns, count / signs]


def _mean_and_spread(own: NDArray[np.int32], values: Numbers, count: Numbers) -> list[Numbers]:
    some = np.maximum(count, 1.0)
    mean = _sums(own, values, len(count)) / some
    return [mean, np.sqrt(np.maximum(_sums(own, values**2, len(count)) / some - mean**2, 0.0))]


DIRECTIONS = 8


def _edges(ink: _Ink, owner: NDArray[np.int32], count: int) -> list[Numbers]:
    """The share of each direction in a word's edges, and how strong they are for its ink."""
    seen = (owner >= 0) & (ink.depth > _FAINT // 2) & ((ink.flat | ink.upright) == 0)
    across, down = (cv2.Sobel(ink.depth, cv2.CV_32F, *axes)[seen] for axes in ((1, 0), (0, 1)))
    strength, own = np.hypot(across, down), owner[seen].astype(np.int64)
    turn = (np.arctan2(down, across) % np.pi) / np.pi * DIRECTIONS
    low = np.floor(turn).astype(np.int64)
    share = turn - low
    votes = np.zeros((count, DIRECTIONS))
    for direction, weight in ((low % DIRECTIONS, 1 - share), ((low + 1) % DIRECTIONS, share)):
        votes += _sums(own * DIRECTIONS + direction, strength * weight, count * DIRECTIONS).reshape(count, -1)
    total = np.maximum(votes.sum(axis=1), 1.0)
    area = np.maximum(_sums(owner[ink.text > 0], None, count), 1.0)
    return [*(votes / total[:, None]).T, total / area / 200]


def _slices(ink: _Ink, frames: NDArray[np.int64]) -> list[Numbers]:
    """The shares of a word's ink in five slices from its top to its foot."""
    table = cv2.integral(ink.text)
    cuts = [np.round(frames[:, 1] + (frames[:, 3] - frames[:, 1]) * k / 5) for k in range(6)]
    sums = [_within(table, frames[:, 0], cuts[k], frames[:, 2], cuts[k + 1]) for k in range(5)]
    total = np.maximum(np.sum(sums, axis=0), 1.0)
    return [part / total for part in sums]


def _drawn(ink: _Ink, places: Numbers) -> list[Numbers]:
    """Flat lines at a word's foot and top, near and farther, and going on at its sides; upright ones at its sides,
    near and farther; ink that touches it from below and above."""
    x0, y0, x1, y1 = places.T
    tall, wide, high = ink.tall, np.maximum(x1 - x0, 2.0), np.maximum(y1 - y0, 2.0)
    flat, upright, text = (cv2.integral(mask) for mask in (ink.flat, ink.upright, ink.text))
    low, foot = y1 - 0.25 * high, y1 + 0.5 * tall
    bands = ((low, foot), (foot, y1 + 1.6 * tall), (y0 - 0.5 * tall, y0 + 0.2 * high), (y0 - 1.6 * tall, y0 - tall / 2))
    columns = [_within(flat, x0, top, x1, bottom) / wide / 2 for top, bottom in bands]
    columns.append(_within(flat, x1, low, x1 + 5 * tall, foot) / (10 * tall))
    columns.append(_within(flat, x0 - 5 * tall, low, x0, foot) / (10 * tall))
    for reach in (1.5 * tall, 6 * tall):
        columns.append(_within(upright, x0 - reach, y0, x0, y1) / high / 2)
        columns.append(_within(upright, x1, y0, x1 + reach, y1) / high / 2)
    close = 0.4 * tall
    columns.append(_within(text, x0, y1 + 1, x1, y1 + 1 + close) / (wide * close))
    columns.append(_within(text, x0, y0 - 1 - close, x1, y0 - 1) / (wide * close))
    return [np.minimum(column, 1.0) for column in columns]


def _within(table: NDArray[Any], x0: Numbers, y0: Numbers, x1: Numbers, y1: Numbers) -> Numbers:
    """Sums within boxes by a table of sums (H + 1, W + 1)."""
    left, right = (np.clip(np.round(x), 0, table.shape[1] - 1).astype(np.int64) for x in (x0, x1))
    top, bottom = (np.clip(np.round(y), 0, table.shape[0] - 1).astype(np.int64) for y in (y0, y1))
    sums = table[bottom, right] - table[top, right] - table[bottom, left] + table[top, left]
    return np.asarray(sums, np.float64)


def _sums(own: NDArray[Any], values: NDArray[Any] | None, count: int) -> Numbers:
    """(count,) the sums of the values of each owner; those of nobody are left out."""
    kept = own >= 0
    weights = None if values is None else np.asarray(values, np.float64)[kept]
    return np.bincount(own[kept], weights, count).astype(np.float64)


_UNITS = np.array([
    0.07, 0.2, 0.3, 0.1,
    0.2, 0.1, 0.7, 0.3, 0.1, 0.06, 0.15, 0.35,
    *[0.07, 0.035, 0.025, 0.025, 0.08, 0.025, 0.025, 0.03], 1.2,
    0.05, 0.1, 0.1, 0.1, 0.1,
    *[0.4] * 4, 0.2, 0.1, *[0.3] * 4, 0.1, 0.1,
])  # fmt: skip
"""How much words differ in each measure, about."""
