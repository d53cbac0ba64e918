"""What makes OCR good: letters of the right size, no ruling lines through them."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.read.shrink import median_level, shrunk_by
from extractors.read.strokes import LEVEL, UPRIGHT, grown, opened, opened_square, packed, unpacked
from extractors.types import Box, Ruling

Pixels = NDArray[np.uint8]
Boxes = NDArray[np.float64]

LETTER = 18.0
"""Pixels that a small letter should be high for tesseract."""
LIGHT = (0.02, 0.5)
"""Share of a dark area that light letters on it cover."""
SHADE, CONTRAST = 0.7, 50
"""A dark area is darker than this share of the paper; letters on it differ from it by so many of 255 levels."""
HATCH = 0.25
"""The strokes of a hatch are nearer to each other than twice this many letters are high; lines of text are not."""
FILLED = ((2.0, 2.0), (3.5, 1.2))
"""Heights and widths, in letters, of the smallest areas that are taken for filled: no letter has such strokes, and no
lines of text lie so close upon each other that there is no light between them."""
LARGEST = 9_000_000
"""Pixels of a prepared page; more costs time and gains nothing."""


@dataclass(frozen=True)
class Ink:
    """A page in two colours: `mask` (H, W) is 255 where ink is; `boxes` (N, 4) of its components that could be letters,
    `letter` their median height in pixels."""

    mask: Pixels
    boxes: Boxes
    letter: float


@dataclass(frozen=True)
class Prepared:
    """`gray` (H, W) without ruling lines, enlarged by `scale` against the picture it came from; `rulings` in pixels of
    that picture; `boxes` (N, 4) of the letters and their height `letter`, in pixels of `gray`."""

    gray: Pixels
    scale: float
    rulings: tuple[Ruling, ...]
    boxes: Boxes
    letter: float


def find_ink(gray: Pixels) -> Ink:
    """Otsu's threshold on the picture, and the components that have a letter's shape."""
    mask = dark_mask(gray)
    left, top, width, height, area = components(mask).T
    side = max(gray.shape)
    fits = (height >= 5) & (height <= side / 12) & (width <= side / 6) & (area >= 8) & (width <= 8 * height)
    boxes = np.stack([left, top, left + width, top + height], axis=1)[fits]
    letter = float(np.median(height[fits])) if fits.any() else LETTER
    return Ink(mask, boxes, letter)


def components(mask: Pixels) -> Boxes:
    """(N, 5): left, top, width, height and area in pixels of the components of a mask, holes counted as theirs. By
    their contours, which takes half the time of labels; the area from those by Pick's theorem (1899)."""
    contours, levels = cv2.findContours(mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    if not contours:
        return np.empty((0, 5))
    outer = [contour for contour, above in zip(contours, levels[0, :, 3].tolist(), strict=True) if above < 0]
    return np.array([(*cv2.boundingRect(c), cv2.contourArea(c) + len(c) / 2 + 1) for c in outer], np.float64)


def dark_mask(gray: Pixels) -> Pixels:
    """255 where there is ink, by Otsu's threshold on the picture."""
    _, mask = cv2.threshold(gray, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    return mask.astype(np.uint8, copy=False)


def dark_on_light(gray: Pixels) -> Pixels:
    """Pages that are mostly dark are turned into their negative."""
    return (255 - gray) if median_level(gray) < 90 else gray


def prepare(gray: Pixels, ink: Ink | None = None) -> Prepared:
    """The picture as OCR should see it; `ink` is that of the picture, where it is known."""
    ink = ink or find_ink(gray)
    turned = bars_turned(gray, ink.letter)
    if turned is not gray:
        gray, ink = turned, find_ink(turned)
    scale = wanted_scale(gray, ink.letter)
    if scale != 1.0:
        gray = _scaled(gray, scale)
        ink = Ink(dark_mask(gray), ink.boxes * scale, ink.letter * scale)
    lines = ruling_bands(ink.mask, ink.letter)
    side = 2 * max(round(0.85 * scale), 1) + 1  # the soft edge of a line is a pixel of the picture before
    clean = np.maximum(gray, _full(grown(lines[0] | lines[1], side), gray.shape))
    rulings = tuple(r for bands in lines for r in _rulings(_full(bands, gray.shape), scale, ink.letter))
    return Prepared(clean, scale, rulings, ink.boxes, ink.letter)


def _scaled(gray: Pixels, scale: float) -> Pixels:
    if scale < 1:
        return shrunk_by(gray, scale)
    return cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC).astype(np.uint8, copy=False)


def bars_turned(gray: Pixels, letter: float) -> Pixels:
    """The picture with dark letters on white where it had light ones on solid areas, such as the heads of tables; the
    same picture without any. The engine need then not try every doubtful line in negative, a seventh of its time."""
    _, shade = cv2.threshold(gray, SHADE * median_level(gray), 1, cv2.THRESH_BINARY_INV)
    bands = opened_square(packed(shade.astype(np.uint8, copy=False)), max(round(0.4 * letter), 3))
    if not bands.any():
        return gray
    solid = unpacked(bands, gray.shape)
    contours, _ = cv2.findContours(solid, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    turned = gray
    for contour in contours:
        left, top, width, height = cv2.boundingRect(contour)
        if height < 1.3 * letter or width < 3 * letter or cv2.contourArea(contour) < 0.6 * width * height:
            continue
        inside = np.zeros((height, width), np.uint8)
        cv2.drawContours(inside, [contour], -1, 255, cv2.FILLED, offset=(-left, -top))
        area = (slice(top, top + height), slice(left, left + width))
        bar = _turned(gray[area], inside > 0)
        if bar is not None:
            turned = gray.copy() if turned is gray else turned
            turned[area] = bar
    return turned


def _turned(gray: Pixels, inside: NDArray[np.bool_]) -> Pixels | None:
    """The negative of what is inside, its ground made white; None where no light letters stand on it."""
    ground = float(np.median(gray[inside]))
    light, dark = ((sign * (gray[inside] - ground) > CONTRAST).mean() for sign in (1, -1))
    if not LIGHT[0] < light < LIGHT[1] or dark > 0.5 * light:
        return None
    negative = np.clip(255 - (gray - ground) * (255 / max(255 - ground, 1.0)), 0, 255)
    return np.where(inside, negative, gray).astype(np.uint8)


def without_fillings(gray: Pixels) -> Pixels:
    """The picture without what is filled or hatched and too large for a letter, such as the bars of a chart; light
    letters on solid areas are turned before. An OCR engine spends most of its time on a chart reading hatches."""
    gray = bars_turned(gray, find_ink(gray).letter)
    ink = find_ink(gray)
    gap = max(2 * round(HATCH * ink.letter) - 1, 3)
    closed = cv2.morphologyEx(ink.mask, cv2.MORPH_CLOSE, np.ones((gap, gap), np.uint8))
    kernels = (np.ones([max(round(side * ink.letter), 3) for side in shape], np.uint8) for shape in FILLED)
    filled = functools.reduce(np.maximum, (cv2.morphologyEx(closed, cv2.MORPH_OPEN, kernel) for kernel in kernels))
    if not filled.any():
        return gray
    edges = np.ones((2 * gap + 1, 2 * gap + 1), np.uint8)
    return np.where(cv2.dilate(filled, edges) > 0, 255, gray).astype(np.uint8)


def wanted_scale(gray: Pixels, letter: float) -> float:
    """How much larger the picture should be, so that letters have their size; 1 where it is nearly right."""
    scale = min(max(LETTER / letter, 0.4), 3.0)
    scale = min(scale, (LARGEST / gray.size) ** 0.5)
    return 1.0 if 0.8 <= scale <= 1.35 else scale


def ruling_bands(mask: Pixels, letter: float) -> tuple[Pixels, Pixels]:
    """The horizontal and the vertical lines of the ink, packed: straight, longer than three letters are high, and thin.
    What is thicker is no line: bars, pictures, the strokes of large letters."""
    length, thick = max(int(3.5 * letter), 25), max(int(0.7 * letter), 5)
    bands = packed(mask & 1)
    across, down = opened(bands, length, LEVEL), opened(bands, length, UPRIGHT)
    return across & ~opened(across, thick, UPRIGHT), down & ~opened(down, thick, LEVEL)


def _full(bands: Pixels, shape: tuple[int, ...]) -> Pixels:
    """255 where a packed picture has a bit."""
    return np.asarray(unpacked(bands, shape) * np.uint8(255), np.uint8)


def _rulings(lines: Pixels, scale: float, letter: float) -> list[Ruling]:
    """The lines of a mask as boxes in pixels of the picture before it was enlarged. Contours are ten times cheaper than
    labels here."""
    contours, _ = cv2.findContours(lines, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for left, top, width, height in map(cv2.boundingRect, contours):
        if max(width, height) >= 3.5 * letter and max(width, height) >= 4 * min(width, height):
            found.append(Ruling(Box(left / scale, top / scale, (left + width) / scale, (top + height) / scale)))
    return found
