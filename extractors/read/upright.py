"""Pages that lie on their side, stand on their head or are a little askew: finding the turn, and undoing it.

The reading frame has the size `reading_size`: that of the page as displayed, with width and height swapped where the
page lies on its side. A skew is undone about the centre, so corners may lie a little outside.
"""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.types import Page, Transform

Pixels = NDArray[np.uint8]

LARGEST_SKEW = 7.0
"""Degrees; beyond it, a page is taken for a picture of something else."""
SMALL = 4_000_000
"""Pixels of a page below which its letters are small, and turned as sharply as can be (Lanczos): on noisy scans of 100
dpi this reads a hundredth more words than linear interpolation; on larger ones it would cost time for nothing."""
_SMALLEST_SKEW = 0.25
"""Degrees; below it, turning costs more sharpness than it gains."""


def reading_size(page: Page) -> tuple[float, float]:
    """Width and height in points of the page's reading frame."""
    on_its_side = abs(page.transform.b) > abs(page.transform.a)
    return (page.height, page.width) if on_its_side else (page.width, page.height)


def turn(width: float, height: float, quarter: int, skew: float = 0.0) -> Transform:
    """The map from the reading frame to a page of that displayed size, whose content is turned clockwise by `quarter`
    (0, 90, 180, 270) and then `skew` degrees."""
    w, h = (height, width) if quarter % 180 else (width, height)
    angle = math.radians(skew)
    cos, sin = math.cos(angle), math.sin(angle)
    tilted = (cos, -sin, w / 2 - cos * w / 2 + sin * h / 2, sin, cos, h / 2 - sin * w / 2 - cos * h / 2)
    a, b, c, d, e, f = tilted if skew else (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)
    if quarter == 90:
        return Transform(-d, -e, width - f, a, b, c)
    if quarter == 180:
        return Transform(-a, -b, width - c, -d, -e, height - f)
    if quarter == 270:
        return Transform(d, e, f, -a, -b, height - c)
    return Transform(a, b, c, d, e, f)


def turn_image(pixels: Pixels, page: Page) -> Pixels:
    """A picture of the page as displayed, turned into the reading frame at the same scale."""
    return apply_turn(pixels, page.transform, max(pixels.shape[:2]) / max(page.width, page.height))


def apply_turn(pixels: Pixels, transform: Transform, scale: float) -> Pixels:
    """The same for a bare transform in points; `scale` is pixels a point."""
    if transform.is_identity:
        return pixels
    quarters = _exact_quarter(transform)
    if quarters:
        return np.ascontiguousarray(np.rot90(pixels, quarters // 90))
    t = transform
    x, y = (t.a + t.b - 1) / 2, (t.d + t.e - 1) / 2  # pixels are named by their corner, but lie around their centre
    matrix = np.array([[t.a, t.b, t.c * scale + x], [t.d, t.e, t.f * scale + y]])
    height, width = pixels.shape[:2]
    size = (height, width) if abs(t.b) > abs(t.a) else (width, height)
    way = cv2.INTER_LANCZOS4 if width * height < SMALL else cv2.INTER_LINEAR
    flags = way | cv2.WARP_INVERSE_MAP
    turned = cv2.warpAffine(pixels, matrix, size, flags=flags, borderMode=cv2.BORDER_CONSTANT, borderValue=(255,) * 4)
    return turned.astype(np.uint8, copy=False)


def _exact_quarter(t: Transform) -> int:
    """90, 180 or 270 where the map is a quarter turn without skew, else 0."""
    turns = {90: (0, -1, 1, 0), 180: (-1, 0, 0, -1), 270: (0, 1, -1, 0)}
    linear = (t.a, t.b, t.d, t.e)
    return next((q for q, turned in turns.items() if np.allclose(linear, turned, atol=1e-9)), 0)


def estimate(boxes: NDArray[np.float64]) -> tuple[bool, float]:
    """Whether text lines run down the page, and their skew in degrees (clockwise), from the boxes (N, 4) of components.

    Feet of letters on a common line make their projection along that line sharp (Postl 1986, with points for pixels);
    the sharper of the two directions is that of the lines.
    """
    if len(boxes) < 40:
        return False, 0.0
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, boxes[:, 3]
    size = float(np.median(boxes[:, 3] - boxes[:, 1]))
    across, skew = _sharpest(x, y, size)
    down, tilt = _sharpest((boxes[:, 1] + boxes[:, 3]) / 2, -boxes[:, 0], float(np.median(boxes[:, 2] - boxes[:, 0])))
    if down > 1.25 * across:
        return True, _worth(tilt)
    return False, _worth(skew)


def _worth(skew: float) -> float:
    return skew if _SMALLEST_SKEW <= abs(skew) <= LARGEST_SKEW - 0.5 else 0.0


def _sharpest(x: NDArray[np.float64], y: NDArray[np.float64], size: float) -> tuple[float, float]:
    """The best sharpness of the projection of the points, and its angle in degrees."""
    coarse = np.arange(-LARGEST_SKEW, LARGEST_SKEW + 0.01, 0.5)
    best = max(coarse, key=lambda angle: _sharpness(x, y, angle, size) - 1e-9 * abs(angle))
    fine = best + np.arange(-0.4, 0.41, 0.1)
    angle = max(fine, key=lambda a: _sharpness(x, y, a, size) - 1e-9 * abs(a))
    level = _sharpness(x, y, 0.0, size)
    found = _sharpness(x, y, angle, size)
    return found, float(angle) if found > 1.05 * level else 0.0


def _sharpness(x: NDArray[np.float64], y: NDArray[np.float64], angle: float, size: float) -> float:
    """The share of pairs of points that fall into the same bin, a third of a letter high, against chance."""
    slope = math.tan(math.radians(angle))
    bins = np.floor((y - slope * x) / max(size / 3, 1.0)).astype(np.int64)
    counts = np.bincount(bins - bins.min())
    return float((counts.astype(np.float64) ** 2).sum() * len(counts) / len(x) ** 2)
