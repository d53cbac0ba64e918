"""Whether a picture is a chart or a map: drawn in flat colours, with letters here and there but no lines of text."""

from __future__ import annotations

import cv2
import numpy as np

from extractors.read.prepare import Boxes, Ink, Pixels

FLAT = 0.5
"""Share of a drawing that its three commonest shades cover; photographs have noise."""
IN_LINES = 0.64
"""Share of the letters that stand close before another one: 0.71 and more in scanned forms and letters, 0.58 and less
in charts, whose ticks, marks and labels on their side stand alone."""


def is_chart(gray: Pixels, ink: Ink) -> bool:
    """Of a picture (H, W) and the letters in it."""
    return is_flat(gray) and _in_lines(ink.boxes, ink.letter) < IN_LINES


def is_flat(gray: Pixels) -> bool:
    """Whether a picture (H, W) is drawn in few shades, or paper; no photograph."""
    shades = cv2.calcHist([gray], [0], None, [256], [0, 256]).ravel()
    return float(np.sort(shades)[-3:].sum()) > FLAT * gray.size


def _in_lines(boxes: Boxes, letter: float) -> float:
    """The share of the letters that have a right neighbour of their line within nine tenths of a letter's height."""
    heights = boxes[:, 3] - boxes[:, 1]
    letters = boxes[(heights > 0.5 * letter) & (heights < 2.2 * letter)]
    letters = letters[np.argsort(letters[:, 0], kind="stable")]
    middles = (letters[:, 1] + letters[:, 3]) / 2
    near = 0
    for (_, _, right, _), middle in zip(letters, middles, strict=True):
        few = slice(*np.searchsorted(letters[:, 0], (right - 0.3 * letter, right + 0.9 * letter)))
        near += bool((np.abs(middles[few] - middle) < 0.5 * letter).any())
    return near / max(len(letters), 1)
