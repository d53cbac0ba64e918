"""What real lines suffer beyond blur and noise: marks over letters, cuts into them, bent paper, pen strokes and stamps,
shadows, sharpening, thresholds, screens, pictures enlarged from small ones. Each takes a line and gives it worn.

Sheets and masks are ink 0-1, pictures grey 0-255, both (H, W) float32.
"""

from __future__ import annotations

import cv2
import numpy as np

Array = np.ndarray


def marked(random: np.random.Generator, sheet: Array, text: str, left: int, pitch: int, top: float) -> Array:
    """Some letters with a tilde, accent, two dots, a ring or a hook over them, as issuers print them that do not write
    as 9303-3 asks; `top` is where capitals begin. What is to be read is the letter."""
    sheet, share = sheet.copy(), random.uniform(0.05, 0.4)
    for place, character in enumerate(text):
        if character in "AEIOUNCSZY" and random.random() < share:
            x, y = left + (place + 0.5) * pitch, top - random.uniform(0.12, 0.3) * pitch
            points = _MARKS[int(random.integers(len(_MARKS)))] * (0.25 * pitch) + (x, y)
            thick = int(random.integers(2, 4))
            for start, end in points.reshape(-1, 2, 2).round().astype(int):
                cv2.line(sheet, tuple(map(int, start)), tuple(map(int, end)), 1.0, thick, cv2.LINE_AA)
    return sheet


_MARKS = tuple(
    np.array(strokes, np.float32)
    for strokes in (
        [[-1, 0.3], [-0.4, -0.2], [-0.4, -0.2], [0.4, 0.2], [0.4, 0.2], [1, -0.3]],  # tilde
        [[-0.4, 0.4], [0.6, -0.5]],  # acute
        [[0.4, 0.4], [-0.6, -0.5]],  # grave
        [[-0.7, 0], [-0.5, 0], [0.5, 0], [0.7, 0]],  # two dots
        [[-0.7, -0.4], [0, 0.3], [0, 0.3], [0.7, -0.4]],  # hook
        [[-0.7, 0.3], [0, -0.4], [0, -0.4], [0.7, 0.3]],  # roof
        [[-0.8, 0], [0.8, 0]],  # bar
    )
)
"""Strokes, each from one point to another, in quarters of a pitch."""


def trimmed(random: np.random.Generator, sheet: Array, top: float, bottom: float) -> Array:
    """The sheet cut into its capitals from above, below or both; paper was put where they ended."""
    sheet, high = sheet.copy(), bottom - top
    upper, lower = (random.uniform(-0.05, 0.14) if random.random() < 0.7 else -1.0 for _ in range(2))
    if upper > -1:
        sheet[: round(top + upper * high)] = 0
    if lower > -1:
        sheet[round(bottom - lower * high) :] = 0
    return sheet


def bent(random: np.random.Generator, picture: Array) -> Array:
    """The line on paper that is not flat: up and down by a twentieth of its height."""
    grid = np.indices(picture.shape, dtype=np.float32)
    rows, columns = np.asarray(grid[0]), np.asarray(grid[1])
    waves = random.uniform(0.3, 2.0) * columns / picture.shape[1] + random.random()
    away = random.uniform(0.02, 0.07) * picture.shape[0] * np.sin(2 * np.pi * waves)
    places = np.asarray(rows + away, np.float32)
    return np.asarray(cv2.remap(picture, columns, places, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))


def crossed(random: np.random.Generator, picture: Array) -> Array:
    """Strokes of a pen, a stamp or a hologram over the line, lighter or darker than the paper."""
    picture, (height, width) = picture.copy(), picture.shape
    for _ in range(int(random.integers(1, 4))):
        center = (int(random.uniform(0, width)), int(random.uniform(-2, 3) * height))
        axes = (int(random.uniform(0.5, 6) * height), int(random.uniform(0.5, 3) * height))
        over = np.zeros_like(picture)
        thick = max(round(random.uniform(0.02, 0.14) * height), 1)
        cv2.ellipse(over, center, axes, random.uniform(0, 180), 0, 360, 1.0, thick, cv2.LINE_AA)
        shade, cover = random.uniform(30, 255), random.uniform(0.15, 0.6)
        picture = picture * (1 - cover * over) + shade * cover * over
    return picture


def shaded(random: np.random.Generator, picture: Array) -> Array:
    """A shadow that falls on a part of the line."""
    edge, soft = random.uniform(0, picture.shape[1]), random.uniform(0.1, 3) * picture.shape[0]
    columns, rows = np.arange(picture.shape[1]), np.arange(picture.shape[0])[:, None]
    dark = 1 / (1 + np.exp(np.clip(-(columns + random.uniform(-2, 2) * rows - edge) / soft, -30, 30)))
    return np.asarray(picture * (1 - random.uniform(0.2, 0.6) * (dark if random.random() < 0.5 else 1 - dark)))


def sharpened(random: np.random.Generator, picture: Array) -> Array:
    """As cameras and scanners sharpen: bright seams along dark strokes."""
    wide = random.uniform(0.04, 0.1) * picture.shape[0]
    return np.asarray(picture + random.uniform(0.5, 2.0) * (picture - cv2.GaussianBlur(picture, (0, 0), wide)))


def screened(random: np.random.Generator, picture: Array) -> Array:
    """Taken from a screen or a raster print: a fine pattern that changes along the line."""
    rows, columns = np.indices(picture.shape, dtype=np.float32)
    angle, period = random.uniform(0, np.pi), random.uniform(2.0, 5.0) * max(picture.shape[0] / 32, 0.6)
    along = columns * np.cos(angle) + rows * np.sin(angle)
    pattern = np.sin(2 * np.pi * along / period + random.uniform(0, 4) * np.sin(columns / (3 * picture.shape[0])))
    return np.asarray(picture * (1 + random.uniform(0.03, 0.15) * pattern))


def thresholded(random: np.random.Generator, picture: Array) -> Array:
    """Black and white, as fax and some scans are."""
    plain = np.clip(picture, 0, 255).astype(np.uint8)
    level, _ = cv2.threshold(plain, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return np.where(picture > level + random.normal(0, 12), 255.0, 0.0).astype(np.float32)


def enlarged(random: np.random.Generator, picture: Array) -> Array:
    """Stored small (with JPEG's blocks of that size), then made larger again."""
    height, width = picture.shape
    small = max(height / random.uniform(1.3, 3.0), 9) / height
    size = (max(round(width * small), 40), max(round(height * small), 9))
    plain = cv2.resize(np.clip(picture, 0, 255).astype(np.uint8), size, interpolation=cv2.INTER_AREA)
    _, stored = cv2.imencode(".jpg", plain, [cv2.IMWRITE_JPEG_QUALITY, int(random.integers(40, 96))])
    way = int(random.choice([cv2.INTER_CUBIC, cv2.INTER_LINEAR, cv2.INTER_NEAREST], p=[0.45, 0.45, 0.1]))
    again = np.asarray(cv2.imdecode(stored, cv2.IMREAD_GRAYSCALE))
    return np.asarray(cv2.resize(again, (width, height), interpolation=way), np.float32)
