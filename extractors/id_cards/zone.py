"""Where the machine readable zone is: text lines at any angle, and rectified pictures of them.

Dark strokes on light ground are brought out by a black-hat and joined along the line by a closing; what remains long
and thin is a line of text. That works within some twenty degrees, so the picture is turned by 0, 90 and then by other
multiples of 30 degrees; which way is up is left to the reader.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

WORKING = 1000
"""The longer side, in pixels, of the picture in which lines are sought."""
TURNS = (0, 90, 30, 120, 60, 150)
MOST = 60
"""Lines of text looked at in each turn, the longest first."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A line of text: a rectangle on the picture with its reading direction. `center` in pixels, `along` the unit
    vector of reading, `length` and `height` in pixels."""

    center: tuple[float, float]
    along: tuple[float, float]
    length: float
    height: float

    @property
    def down(self) -> tuple[float, float]:
        return (-self.along[1], self.along[0])

    def turned(self) -> Strip:
        """The same line read the other way round."""
        return Strip(self.center, (-self.along[0], -self.along[1]), self.length, self.height)

    def moved(self, along: float, down: float) -> Strip:
        (ax, ay), (dx, dy) = self.along, self.down
        center = (self.center[0] + along * ax + down * dx, self.center[1] + along * ay + down * dy)
        return Strip(center, self.along, self.length, self.height)

    def corners(self) -> np.ndarray:
        """(4, 2) float32: top left, top right, bottom right, bottom left, as it is read."""
        center, along, down = np.array(self.center), np.array(self.along), np.array(self.down)
        a, d = along * self.length / 2, down * self.height / 2
        return np.array([center - a - d, center + a - d, center + a + d, center - a + d], np.float32)

    def offset(self, other: Strip) -> tuple[float, float]:
        """How far the other's centre is along and down from this one's."""
        x, y = other.center[0] - self.center[0], other.center[1] - self.center[1]
        return x * self.along[0] + y * self.along[1], x * self.down[0] + y * self.down[1]


def gray(picture: np.ndarray) -> np.ndarray:
    """(H, W) uint8 from a gray, RGB or RGBA picture; transparent parts are white."""
    if picture.ndim == 2:
        return picture
    if picture.shape[2] == 4:
        cover = picture[..., 3:].astype(np.float32) / 255
        picture = (picture[..., :3] * cover + 255 * (1 - cover)).astype(np.uint8)
    return cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)


def strips(picture: np.ndarray, turn: int) -> list[Strip]:
    """The lines of text within some twenty degrees of a turn, longest first, in pixels of the (H, W) uint8 picture."""
    scale = WORKING / max(picture.shape)
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=way)
    turned, matrix = _turn(small, turn)
    back = cv2.invertAffineTransform(matrix)
    found = []
    for reach in (13, 25):
        found += [_place(rectangle, back, scale) for rectangle in _lines(turned, reach)]
    return _distinct(sorted(found, key=lambda strip: -strip.length))[:MOST]


SCHARR = 16 * 255
"""The steepest slope that Scharr's operator gives."""
SMALL = 600
"""The longer side, in pixels, of the picture in which long lines are counted."""


def long_lines(picture: np.ndarray, turn: int) -> int:
    """How many lines of text run along more than half of a picture (H, W) uint8, seen small: a first, cheap look."""
    scale = min(1.0, SMALL / max(picture.shape))
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else picture
    turned = np.ascontiguousarray(np.rot90(small)) if turn == 90 else small
    found = [_place(rectangle, np.eye(3)[:2], 1.0) for rectangle in _lines(turned, 13)]
    return len(_distinct([strip for strip in found if strip.length > 0.5 * turned.shape[1] and strip.along[0] > 0.9]))


def long_strips(picture: np.ndarray) -> list[Strip]:
    """The lines of text that run along a picture (H, W) uint8, in its pixels: half the work of `strips`."""
    scale = WORKING / max(picture.shape)
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else picture
    found = [_place(rectangle, np.eye(3)[:2], min(scale, 1.0)) for rectangle in _lines(small, 13)]
    return _distinct(sorted((strip for strip in found if strip.along[0] > 0.9), key=lambda strip: -strip.length))


def _turn(picture: np.ndarray, turn: int) -> tuple[np.ndarray, np.ndarray]:
    if turn == 0:
        return picture, np.array([[1, 0, 0], [0, 1, 0]], float)
    height, width = picture.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), turn, 1.0)
    wide = abs(matrix[0, 0]) * width + abs(matrix[0, 1]) * height
    tall = abs(matrix[0, 0]) * height + abs(matrix[0, 1]) * width
    matrix[:, 2] += (wide - width) / 2, (tall - height) / 2
    border = int(np.median(picture))
    return cv2.warpAffine(picture, matrix, (round(wide), round(tall)), borderValue=border), matrix


def _lines(picture: np.ndarray, reach: int) -> Iterator[tuple]:
    """Rectangles (as `cv2.minAreaRect` gives them) of long thin things."""
    strokes = cv2.morphologyEx(picture, cv2.MORPH_BLACKHAT, cv2.getStructuringElement(cv2.MORPH_RECT, (reach, 11)))
    slope = _stretched(np.abs(cv2.Sobel(strokes, cv2.CV_16S, 1, 0, ksize=-1)))
    joined = cv2.morphologyEx(slope, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, (reach + 8, 3)))
    # against security print: a line is brighter than what lies above and below it
    raised = cv2.morphologyEx(joined, cv2.MORPH_TOPHAT, cv2.getStructuringElement(cv2.MORPH_RECT, (1, 41)))
    for bright in (joined, cv2.blur(raised, (2 * reach + 1, 3))):
        _, mask = cv2.threshold(bright, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
        yield from _thin(mask, reach)


def _stretched(slope: np.ndarray) -> np.ndarray:
    """(H, W) int16 of 0 to 4080 -> uint8, so that all but one in two hundred places stay below 255. Counted, not
    sorted: the percentile of whole numbers costs a tenth so."""
    steps = np.arange(SCHARR + 1, dtype=np.float32)
    counts = cv2.calcHist([slope.view(np.uint16)], [0], None, [SCHARR + 1], [0, SCHARR + 1])
    most = max(float(np.searchsorted(np.cumsum(counts), 0.995 * (slope.size - 1), side="right")), 1.0)
    levels = np.minimum(steps / most * 255, 255).astype(np.uint8)
    return np.asarray(levels[slope])


def _thin(mask: np.ndarray, reach: int) -> Iterator[tuple]:
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, (reach + 8, 1)))
    mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, (reach, 3)))
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    for contour in contours:
        _, _, wide, tall = cv2.boundingRect(contour)
        if math.hypot(wide, tall) < 0.14 * max(mask.shape):
            continue
        rectangle = cv2.minAreaRect(contour)
        long, short = max(rectangle[1]), max(min(rectangle[1]), 1.0)
        if long >= 0.14 * max(mask.shape) and long / short >= 7 and short >= 3:
            yield rectangle


def _place(rectangle: tuple, back: np.ndarray, scale: float) -> Strip:
    """A rectangle of the turned small picture on the picture itself, reading to the right in the turned one."""
    (x, y), (width, height), angle = rectangle
    if width < height:
        width, height, angle = height, width, angle + 90
    direction = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
    if direction[0] < 0:
        direction = -direction
    center = back @ np.array([x, y, 1.0]) / scale
    along = back[:, :2] @ direction
    along /= np.hypot(*along)
    # the mask ends where strokes end; a crop wants some paper around
    return Strip(tuple(center), tuple(along), (width + 2 * height) / scale, 1.7 * height / scale)


def _distinct(found: list[Strip]) -> list[Strip]:
    kept: list[Strip] = []
    for strip in found:
        if not any(_same(other, strip) for other in kept):
            kept.append(strip)
    return kept


def _same(one: Strip, other: Strip) -> bool:
    along, down = one.offset(other)
    alike = abs(one.along[0] * other.along[0] + one.along[1] * other.along[1]) > 0.995
    close = abs(down) < 0.3 * one.height and abs(along) < 0.1 * one.length
    return (
        alike and close and abs(one.length - other.length) < 0.15 * one.length and 0.7 < other.height / one.height < 1.4
    )


def cut(picture: np.ndarray, strip: Strip) -> np.ndarray:
    """(H, W) uint8: the strip as it is read, at the picture's own resolution."""
    width, height = max(round(strip.length), 16), max(round(strip.height), 6)
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(strip.corners(), target)
    return cv2.warpPerspective(
        picture, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )


def straightened(picture: np.ndarray, strip: Strip) -> Strip:
    """The strip turned and shifted so that its text lies along its middle: the centres of ink of eight pieces, weighted
    towards the middle because neighbouring lines reach in, and a line through them."""
    for _ in range(2):
        piece = cut(picture, strip).astype(np.float32)
        ink = np.abs(cv2.Sobel(piece, cv2.CV_32F, 1, 0, ksize=3))
        rows = (np.arange(piece.shape[0]) + 0.5) / piece.shape[0] - 0.5
        near = np.exp(-0.5 * (rows / 0.22) ** 2)[:, None]
        parts = np.array_split(ink * near, 8, axis=1)
        weight = np.array([part.sum() for part in parts])
        if weight.min() <= 0:
            return strip
        # the window pulls centres towards the middle; three quarters as much again undoes most of that
        heights = 1.75 * np.array([(part.sum(axis=1) * rows).sum() for part in parts]) / weight
        places = (np.arange(8) + 0.5) / 8 - 0.5
        slope, middle = np.polyfit(places, heights, 1, w=np.sqrt(weight))
        strip = _tilted(strip, float(np.clip(slope, -0.6, 0.6)), float(np.clip(middle, -0.25, 0.25)))
    return strip


def _tilted(strip: Strip, slope: float, middle: float) -> Strip:
    """`slope` and `middle` in heights of the strip: how much the text falls along it, and lies below its centre."""
    fall = slope * strip.height / strip.length
    ax, ay = strip.along[0] + fall * strip.down[0], strip.along[1] + fall * strip.down[1]
    norm = float(np.hypot(ax, ay))
    moved = strip.moved(0.0, middle * strip.height)
    return Strip(moved.center, (ax / norm, ay / norm), strip.length, strip.height)
