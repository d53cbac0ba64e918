"""Photographs of cards that nobody issued: a card with zone, captions, values and a picture, seen at an angle on a
cluttered table. Drawn from a `numpy.random.Generator`; the persons are invented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from extractors.id_cards.layouts import ALPHABET
from extractors.id_cards.synthetic import CELL, Array, atlas, background, fonts, zone

DOTS = 10
"""Pixels per millimetre at which cards are drawn."""
SIZES = {
    "TD1": (85.6, 54.0),
    "TD2": (105, 74),
    "TD3": (125, 88),
    "MRV-A": (120, 80),
    "MRV-B": (105, 74),
    "FRA": (105, 74),
}
"""Width and height in millimetres (9303 parts 4-7)."""
_CAPTIONS = (
    "Surname / Nom",
    "Given names / Prenoms",
    "Nationality",
    "Date of birth",
    "Sex",
    "Place of birth",
    "Authority",
)


@dataclass(frozen=True, slots=True)
class Hardness:
    """How a photograph is taken: `turn` degrees in the picture and `tilt` out of it at most, `blur` in pixels of the
    photograph, `noise` in grey levels, `glare` the chance of a highlight, `share` of the frame that the card fills."""

    turn: float = 180.0
    tilt: float = 30.0
    blur: float = 0.8
    noise: float = 6.0
    glare: float = 0.3
    share: tuple[float, float] = (0.6, 0.95)


@dataclass(frozen=True, slots=True)
class Photo:
    """`picture` (H, W, 3) uint8; `corners` (4, 2) of the card on it, top left first."""

    picture: Array
    format: str
    lines: tuple[str, ...]
    corners: Array


def card(random: np.random.Generator, format_: str = "") -> tuple[Array, str, list[str]]:
    """A card (H, W) float32 grey, its format and lines."""
    format_, lines = zone(random, format_)
    wide, high = SIZES[format_]
    paper = background(random, (round(high * DOTS), round(wide * DOTS)))
    # security print is meant not to disturb reading: a third of the contrast that lines are trained on
    plain = np.clip(paper.mean() + 0.35 * (paper - paper.mean()), 120, 255).astype(np.uint8)
    _print(random, plain)
    paper = plain.astype(np.float32)
    _zone(random, paper, lines)
    return paper, format_, lines


def _zone(random: np.random.Generator, paper: Array, lines: Sequence[str]) -> None:
    """The lines 6.35 mm apart above the lower edge, at a pitch of 2.54 mm, or a little less where they do not fit."""
    height, width = paper.shape
    pitch = min(2.54 * DOTS, (width - 8 * DOTS) / len(lines[0]))
    sharp = [font for font in fonts() if font.startswith("OCRB")] or list(fonts())
    glyphs = atlas(str(random.choice(sharp)))
    size = (round(pitch * len(lines[0])), round(CELL[1] * pitch / CELL[0]))
    left, dark = round((width - size[0]) / 2), random.uniform(10, 70)
    step = random.uniform(2.2, 2.6) * pitch
    top = height - step * len(lines) - random.uniform(1.0, 3.0) * DOTS
    for row, text in enumerate(lines):
        ink = np.concatenate([glyphs[ALPHABET.index(character)] for character in text], axis=1)
        ink = cv2.resize(ink, size, interpolation=cv2.INTER_AREA)
        y = round(top + row * step + (step - size[1]) / 2)
        part = paper[y : y + size[1], left : left + size[0]]
        part[:] = part * (1 - ink[: part.shape[0]]) + dark * ink[: part.shape[0]]


def _print(random: np.random.Generator, paper: Array) -> None:
    """A picture of nobody, captions and values."""
    height, width = paper.shape
    box = (round(0.04 * width), round(0.2 * height), round(0.28 * width), round(0.68 * height))
    cv2.rectangle(paper, box[:2], box[2:], float(random.uniform(100, 220)), -1)
    middle = ((box[0] + box[2]) // 2, (box[1] + box[3]) // 2)
    cv2.ellipse(
        paper, middle, (round(0.07 * width), round(0.13 * height)), 0, 0, 360, float(random.uniform(40, 160)), -1
    )
    for row in range(int(random.integers(3, 7))):
        x, y = round(0.33 * width), round(0.16 * height + 0.085 * height * row)
        caption = _CAPTIONS[row]
        cv2.putText(paper, caption, (x, y), cv2.FONT_HERSHEY_SIMPLEX, width / 2600, 90.0, 1, cv2.LINE_AA)
        value = "".join(chr(65 + i) for i in random.integers(0, 26, int(random.integers(3, 14))))
        place = (x, y + round(0.035 * height))
        cv2.putText(paper, value, place, cv2.FONT_HERSHEY_DUPLEX, width / 1900, 30.0, 2, cv2.LINE_AA)


def photo(random: np.random.Generator, longer: int, hardness: Hardness | None = None, format_: str = "") -> Photo:
    """A photograph with `longer` pixels on its longer side."""
    hard = hardness or Hardness()
    drawn, format_, lines = card(random, format_)
    size = (longer, round(longer * random.uniform(0.65, 0.8)))
    matrix = _view(random, drawn.shape, size, hard)
    table = _clutter(random, size)
    shrink = float(np.sqrt(abs(np.linalg.det(matrix[:2, :2]))))
    soft = cv2.GaussianBlur(drawn, (0, 0), 0.4 / shrink) if shrink < 0.9 else drawn
    cover = cv2.warpPerspective(np.ones_like(drawn), matrix, size)
    seen = cv2.warpPerspective(soft, matrix, size, flags=cv2.INTER_LINEAR)
    picture = _camera(random, table * (1 - cover) + seen * cover, hard)
    height, width = drawn.shape
    corners = np.array([[[0, 0]], [[width, 0]], [[width, height]], [[0, height]]], np.float32)
    placed = cv2.perspectiveTransform(corners, matrix)[:, 0]
    return Photo(np.repeat(picture[..., None], 3, axis=2), format_, tuple(lines), placed)


def _view(random: np.random.Generator, shape: Sequence[int], size: tuple[int, int], hard: Hardness) -> Array:
    """(3, 3) map from card to photograph: a pinhole camera over a turned and tilted card that just fits its share."""
    height, width = shape
    turn = np.radians(random.uniform(-hard.turn, hard.turn))
    tilts = np.radians(random.uniform(-hard.tilt, hard.tilt, 2) / np.sqrt(2))
    sx, cx, sy, cy = np.sin(tilts[0]), np.cos(tilts[0]), np.sin(tilts[1]), np.cos(tilts[1])
    about_z = np.array([[np.cos(turn), -np.sin(turn), 0], [np.sin(turn), np.cos(turn), 0], [0, 0, 1]])
    rotation = (
        np.array([[1, 0, 0], [0, cx, -sx], [0, sx, cx]]) @ np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]]) @ about_z
    )
    distance = 1.6 * width
    flat = np.array([[1, 0, -width / 2], [0, 1, -height / 2], [0, 0, 1]])
    plane = np.column_stack([rotation[:, 0], rotation[:, 1], [0, 0, distance]]) @ flat
    corners = plane @ np.array([[0, width, width, 0], [0, 0, height, height], [1, 1, 1, 1]])
    xs, ys = corners[0] / corners[2], corners[1] / corners[2]
    share = random.uniform(*hard.share)
    zoom = share * min(size[0] / np.ptp(xs), size[1] / np.ptp(ys))
    center = (size[0] / 2 - zoom * (xs.min() + xs.max()) / 2, size[1] / 2 - zoom * (ys.min() + ys.max()) / 2)
    matrix = np.array([[zoom, 0, center[0]], [0, zoom, center[1]], [0, 0, 1]]) @ plane
    return np.asarray(matrix / matrix[2, 2])


def _clutter(random: np.random.Generator, size: tuple[int, int]) -> Array:
    """A table top with things on it."""
    small = (max(size[0] // 4, 60), max(size[1] // 4, 45))
    shades = background(random, (small[1], small[0])) * random.uniform(0.3, 1.0)
    table = np.clip(shades, 0, 255).astype(np.uint8)
    for _ in range(int(random.integers(0, 9))):
        points = (random.random((int(random.integers(3, 6)), 2)) * small).astype(np.int32)
        shade = float(random.uniform(0, 255))
        if random.random() < 0.5:
            cv2.fillPoly(table, [points], shade)
        else:
            cv2.polylines(table, [points], True, shade, int(random.integers(1, 4)))
    for _ in range(int(random.integers(0, 4))):
        place = (int(random.integers(0, small[0])), int(random.integers(0, small[1])))
        words = "".join(chr(97 + i) for i in random.integers(0, 26, 24))
        cv2.putText(table, words, place, cv2.FONT_HERSHEY_PLAIN, float(random.uniform(0.6, 1.4)), 40.0, 1, cv2.LINE_AA)
    return np.asarray(cv2.resize(table, size, interpolation=cv2.INTER_LINEAR), np.float32)


def _camera(random: np.random.Generator, picture: Array, hard: Hardness) -> Array:
    """Uneven light, blur, highlight, noise, JPEG."""
    rows, columns = np.indices(picture.shape, dtype=np.float32)
    slope = random.normal(0, 0.25, 2)
    light = 1 + slope[0] * (columns / picture.shape[1] - 0.5) + slope[1] * (rows / picture.shape[0] - 0.5)
    picture = picture * light
    blur = random.uniform(0, hard.blur)
    if blur > 0.2:
        picture = cv2.GaussianBlur(picture, (0, 0), blur)
    if random.random() < hard.glare:
        x, y = random.uniform(0, picture.shape[1]), random.uniform(0, picture.shape[0])
        wide = random.uniform(0.03, 0.12) * picture.shape[1]
        picture = picture + random.uniform(40, 140) * np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / (2 * wide**2))
    picture = picture + random.normal(0, 1, picture.shape) * random.uniform(0, hard.noise)
    _, stored = cv2.imencode(".jpg", np.clip(picture, 0, 255).astype(np.uint8), [1, int(random.integers(50, 95))])
    return np.asarray(cv2.imdecode(stored, cv2.IMREAD_GRAYSCALE))
