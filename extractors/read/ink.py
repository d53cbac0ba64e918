"""The pixels of a page as regions look at them: gray, then ink, at a size where letters are about 20 pixels high."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from statistics import median

import cv2
import numpy as np

from extractors.read.images import load_image, pixels_per_point
from extractors.read.shrink import shrunk, shrunk_by
from extractors.types import Box, Page, Transform

WORKING = 1_800  # pixels of the longer side of a page: letters are about 20 pixels high


@dataclass
class Ink:
    """A picture of a page in its reading frame, or a part of one. `gray`: (H, W) uint8; `scale`: pixels a point;
    (`left`, `top`): where the picture begins, in points; `letter`: the usual height of words, in pixels."""

    gray: np.ndarray
    scale: float
    left: float
    top: float
    letter: float
    _sized: Ink | None = None

    @cached_property
    def binary(self) -> np.ndarray:
        """(H, W) uint8, 1 where there is ink: darker than its surroundings, so that shadows and paper colour go."""
        height, width = self.gray.shape
        quarter = shrunk(self.gray, max(1, width // 4), max(1, height // 4))
        if min(height, width) < 8:
            return np.zeros_like(self.gray)
        side = max(5, int(0.6 * self.letter) | 1)
        around = cv2.resize(cv2.blur(quarter, (side, side)), (width, height), interpolation=cv2.INTER_LINEAR)
        return cv2.threshold(cv2.subtract(around, self.gray), 18, 1, cv2.THRESH_BINARY)[1]

    @property
    def to_points(self) -> Transform:
        return Transform(1 / self.scale, 0, self.left, 0, 1 / self.scale, self.top)

    def box(self, x: float, y: float, width: float, height: float) -> Box:
        """A rectangle of pixels in points."""
        x0, top = self.left + x / self.scale, self.top + y / self.scale
        return Box(x0, top, x0 + width / self.scale, top + height / self.scale)

    def pixels(self, box: Box) -> tuple[int, int, int, int]:
        """(x0, y0, x1, y1) of a box in points, cut to the picture."""
        height, width = self.gray.shape
        x0, x1 = ((v - self.left) * self.scale for v in (box.x0, box.x1))
        y0, y1 = ((v - self.top) * self.scale for v in (box.top, box.bottom))
        return max(0, round(x0)), max(0, round(y0)), min(width, round(x1)), min(height, round(y1))

    def part(self, box: Box) -> Ink | None:
        """The picture inside a box; None where nothing is left of it."""
        x0, y0, x1, y1 = self.pixels(box)
        if min(x1 - x0, y1 - y0) < 8:
            return None
        gray = np.ascontiguousarray(self.gray[y0:y1, x0:x1])
        return Ink(gray, self.scale, self.left + x0 / self.scale, self.top + y0 / self.scale, self.letter)

    def sized(self) -> Ink:
        """The same at the working size, made once."""
        if self._sized is None:
            self._sized = self._resized()
        return self._sized

    def _resized(self) -> Ink:
        factor = min(2.0, WORKING / max(self.gray.shape))
        if 0.85 < factor < 1.2:
            return self
        if factor < 1:
            gray = shrunk_by(self.gray, factor)
        else:
            gray = cv2.resize(self.gray, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)  # type: ignore[assignment]
        return Ink(gray, self.scale * factor, self.left, self.top, self.letter * factor)


def page_ink(page: Page) -> Ink:
    """The page's stored picture in gray, at its own size."""
    gray = _read_gray(page)
    scale = pixels_per_point(page, gray)
    heights = [word.box.height for word in page.words if word.direction == 0]
    letter = median(heights) * scale if heights else max(gray.shape) / 110
    return Ink(gray, scale, 0.0, 0.0, letter)


def _read_gray(page: Page) -> np.ndarray:
    if page.transform.is_identity:
        flags = cv2.IMREAD_GRAYSCALE | cv2.IMREAD_IGNORE_ORIENTATION
        gray = cv2.imread(page.image, flags)
        if gray is not None:
            return gray
    pixels = load_image(page)
    return pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
