"""Pictures, cards and signatures on scanned pages: what is left of the ink once words and rulings are taken away."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from extractors.read.ink import Ink
from extractors.read.shrink import shrunk, shrunk_by
from extractors.types import Box, Point, Quad, Region, Ruling, Word

ID_1, ID_3 = 85.6 / 53.98, 125 / 88  # ISO/IEC 7810: cards and licences; passport pages (ID-2 has the same shape)
SIGN_HERE = re.compile(r"^\W*(sign(ed|ature|ature\(s\)|atory)?|unterschrift(en)?|gez|firma(do)?|unterzeichnet)\b", re.I)
CELL = 8  # pixels of the working picture that make one place of the coarse map
LEAST_FIGURE = 0.012  # of the page
WHITE = 190  # paper, seen coarsely


def cards(ink: Ink) -> list[Region]:
    """Four-cornered things with the shape of a card or a passport page, larger than a twentieth of the picture."""
    factor = min(1.0, 640 / max(ink.gray.shape))
    small = shrunk_by(ink.gray, factor)
    edges = cv2.Canny(cv2.GaussianBlur(small, (5, 5), 0), 40, 120)
    edges = cv2.dilate(edges, np.ones((3, 3), np.uint8))
    contours, _ = cv2.findContours(edges, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    found: list[Region] = []
    for contour in sorted(contours, key=lambda c: -cv2.contourArea(c)):
        corners = _four_corners(contour, small.shape[0] * small.shape[1])
        if corners is not None:
            quad = Quad(tuple(ink.to_points.point((x / factor, y / factor)) for x, y in corners))  # type: ignore[arg-type]
            if all(quad.box.covered_by(other.box) < 0.5 for other in found):
                found.append(Region("card", quad.box, 0.6, quad=quad))
    return found


def _four_corners(contour: np.ndarray, area: float) -> list[Point] | None:
    if not 0.05 * area < cv2.contourArea(contour) < 0.97 * area:
        return None
    shape = cv2.approxPolyDP(cv2.convexHull(contour), 0.03 * cv2.arcLength(contour, True), True)
    if len(shape) != 4 or cv2.contourArea(contour) < 0.88 * cv2.contourArea(shape):
        return None
    points = shape.reshape(4, 2).astype(float)
    sides = np.hypot(*(np.roll(points, -1, axis=0) - points).T)
    one, other = (sides[0] + sides[2]) / 2, (sides[1] + sides[3]) / 2
    ratio = max(one, other) / max(1.0, min(one, other))
    if min(abs(ratio / ID_1 - 1), abs(ratio / ID_3 - 1)) > 0.09:
        return None
    return clockwise([(float(x), float(y)) for x, y in points])


def clockwise(corners: Sequence[Point]) -> list[Point]:
    """Four corners as top left, top right, bottom right, bottom left of the picture."""
    middle = np.mean(corners, axis=0)
    ring = sorted(corners, key=lambda p: np.arctan2(p[1] - middle[1], p[0] - middle[0]))
    first = min(range(4), key=lambda i: ring[i][0] + ring[i][1])
    return [*ring[first:], *ring[:first]]


def photographs(ink: Ink) -> list[Region]:
    """The whole picture, where it is a photograph rather than a page: little of it is as light as paper."""
    coarse = shrunk(ink.gray, 64, 64)
    light = float((coarse >= WHITE).mean())
    if light >= 0.5:
        return []
    height, width = ink.gray.shape
    return [Region("figure", ink.box(0, 0, width, height), round(0.3 + 0.4 * (0.5 - light), 3))]


def rest(ink: Ink, words: Sequence[Word], rulings: Sequence[Ruling]) -> np.ndarray:
    """(H / CELL, W / CELL) float32: the share of ink in each place that neither words nor rulings explain. `ink` is at
    its working size."""
    binary = ink.binary.copy()
    for word in words:
        if word.confidence > 0.5:
            _wipe(binary, ink, word.box.grow(0.1 * word.box.height))
    for ruling in rulings:
        _wipe(binary, ink, ruling.box.grow(1.5))
    width, height = (max(1, side // CELL) for side in binary.shape[::-1])
    whole = binary[: height * CELL, : width * CELL].astype(np.float32)  # an even division is averaged ten times faster
    return np.asarray(cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA))


def _wipe(binary: np.ndarray, ink: Ink, box: Box) -> None:
    x0, y0, x1, y1 = ink.pixels(box)
    binary[y0:y1, x0:x1] = 0


def _blobs(left: np.ndarray, least: float, reach: int) -> Iterator[tuple[int, int, int, int, float]]:
    """(x, y, w, h, share of ink) in pixels of stretches of places with more ink than `least`."""
    mask = cv2.morphologyEx((left > least).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask)
    for x, y, w, h, _ in stats[1:]:
        share = float(left[y : y + h, x : x + w].mean())
        yield int(x) * CELL, int(y) * CELL, int(w) * CELL, int(h) * CELL, share


def pictures(ink: Ink, left: np.ndarray) -> list[Region]:
    """Large dense places: photographs, stamps, logos."""
    height, width = ink.gray.shape
    found = []
    for x, y, w, h, share in _blobs(left, 0.08, 5):
        large = w * h > LEAST_FIGURE * width * height and min(w, h) > 0.05 * min(width, height)
        if large and share > 0.12 and max(w, h) < 8 * min(w, h):
            found.append(Region("figure", ink.box(x, y, w, h), round(min(0.9, 0.4 + share), 3)))
    return found


def signatures(ink: Ink, left: np.ndarray, words: Sequence[Word]) -> list[Region]:
    """Loose strokes of handwriting right of, above or below a word that asks for a signature."""
    asked = [word.box for word in words if SIGN_HERE.match(word.text)]
    if not asked:
        return []
    found = []
    for x, y, w, h, share in _blobs(left, 0.02, 3):
        box = ink.box(x, y, w, h)
        tall, wide = h / ink.letter, w / ink.letter
        if 0.9 <= tall <= 7 and 2.0 <= wide <= 30 and wide > tall and 0.02 <= share <= 0.45:
            near = min(_far(box, word) for word in asked)
            if near <= 1:
                found.append(Region("signature", box, round(0.75 - 0.3 * near, 3)))
    return sorted(found, key=lambda r: -r.confidence)[: 2 * len(asked)]


def _far(box: Box, asked: Box) -> float:
    """How far the strokes are from the word that asks for them; above 1 they have nothing to do with it."""
    reach = 4.5 * asked.height
    if box.x1 < asked.x0 - reach:
        return 2.0
    down = max(0.0, box.top - asked.bottom, asked.top - box.bottom)
    across = max(0.0, box.x0 - asked.x1) if down < asked.height else max(0.0, box.x0 - asked.x1 - reach)
    return max(down / reach, across / (14 * asked.height))
