"""The portrait on a card, without knowing what faces look like: hair, skin and clothes differ from the card's paper in
one patch of the size that portraits have, where print and security patterns, which are thin, leave no shade at all.

Sizes are those of 9303 parts 4 to 7 in millimetres, with what issuers make of them; the card's format gives the scale.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from extractors.id_cards.outline import OTHER, SIZES
from extractors.types import Box

DOTS = 2
"""Pixels per millimetre at which a card is looked at."""
ZONE = {"TD1": 24.0, "TD3": 23.2, "MRV-A": 23.2}
"""Millimetres that a zone takes up at the lower edge; 20 for the others, none on a card without one."""
WIDE, HIGH, SHAPE = (14.0, 45.0), (16.0, 56.0), (0.9, 1.9)
"""Width and height of a portrait in millimetres, and height over width."""
USUAL, SPREAD = 31.0, 0.35
"""The usual size (the root of the area, in millimetres), and by how much its logarithm varies."""
HEADING = 6.0
"""Millimetres at the upper edge that belong to the document's title."""
LEVELS = tuple(float(level) for level in np.geomspace(10, 100, 14))
"""Differences from the paper at which patches are outlined."""
FULL = 0.5
"""The share of its box that a patch fills at least."""
STROKES = 17.0
"""Mean depth of thin dark strokes from which on a patch is print or a barcode."""
SEEN = 12.0
"""By how much a portrait differs from its surroundings, at least."""


@dataclass(frozen=True, slots=True)
class _Look:
    """A card seen at DOTS: `differs` (H, W) float32 from its paper, print wiped out; `strokes` (H, W) the depth of thin
    dark strokes; `format` of the card."""

    differs: np.ndarray
    strokes: np.ndarray
    format: str

    @property
    def above(self) -> int:
        """The rows above the zone."""
        free = SIZES.get(self.format, OTHER)[1] - (ZONE.get(self.format, 20.0) if self.format in SIZES else 0.0)
        return round(free * DOTS)


def portrait(picture: np.ndarray, format_: str = "") -> tuple[Box, float] | None:
    """The portrait on an upright card (H, W[, 3]) uint8 of a format, in its pixels, and how sure that is; None where
    there is none."""
    look = _look(picture, format_)
    found = [(_worth(look, box), box) for box in (*_patches(look), *_sums(look))]
    worth, box = max(found, key=lambda item: item[0], default=(0.0, Box(0, 0, 0, 0)))
    if worth < SEEN:
        return None
    across, down = picture.shape[1] / look.differs.shape[1], picture.shape[0] / look.differs.shape[0]
    placed = Box(box.x0 * across, box.top * down, box.x1 * across, box.bottom * down)
    return placed, round(min(0.95, 0.4 + 0.01 * worth), 3)


def _look(picture: np.ndarray, format_: str) -> _Look:
    wide, high = SIZES.get(format_, OTHER)
    if picture.shape[0] > picture.shape[1]:
        wide, high = high, wide
    size = (round(wide * DOTS), round(high * DOTS))
    colours = picture if picture.ndim == 3 else cv2.cvtColor(picture, cv2.COLOR_GRAY2RGB)
    way = cv2.INTER_AREA if colours.shape[1] > size[0] else cv2.INTER_LINEAR
    small = cv2.resize(colours, size, interpolation=way)
    smooth = cv2.medianBlur(cv2.cvtColor(small, cv2.COLOR_RGB2LAB), 7).astype(np.float32)
    away = smooth - np.median(smooth.reshape(-1, 3), axis=0)
    away[..., 0] *= 0.8
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    strokes = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, np.ones((5, 5), np.uint8))
    return _Look(np.asarray(np.sqrt((away**2).sum(axis=-1)), np.float32), strokes, format_)


def _worth(look: _Look, box: Box) -> float:
    """By how much a box differs from what is around it, weighed by how usual its size and place are; 0 for what is no
    portrait."""
    height, width = look.differs.shape
    middle = (box.x0 + box.x1) / 2 / width
    shaped = SHAPE[0] <= box.height / max(box.width, 1.0) <= SHAPE[1]
    if not shaped or 0.42 < middle < 0.66 or _mean(look.strokes, box) > STROKES:
        return 0.0
    inside = _mean(look.differs, box)
    around = box.grow(3.0 * DOTS).overlap(Box(0, 0, width, height))
    assert around is not None
    rest = (_mean(look.differs, around) * around.area - inside * box.area) / max(around.area - box.area, 1.0)
    unusual = np.log(np.sqrt(box.area) / DOTS / USUAL) / SPREAD
    weight = float(np.exp(-0.5 * unusual**2)) * (0.7 if box.top < HEADING * DOTS else 1.0)
    return (inside - rest) * weight * (0.8 if middle > 0.5 else 1.0)


def _mean(values: np.ndarray, box: Box) -> float:
    x0, top, x1, bottom = (round(value) for value in box)
    return float(values[top:bottom, x0:x1].mean())


def _patches(look: _Look) -> Iterator[Box]:
    """Patches that differ from the paper by more than each of the levels."""
    levels = np.clip(look.differs[: look.above], 0, 255).astype(np.uint8)
    thin = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (11, 11))
    for level in LEVELS:
        mask = (levels > level).astype(np.uint8)
        mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((7, 3), np.uint8))
        mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, thin)
        for contour in cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0]:
            x, y, wide, high = cv2.boundingRect(contour)
            sized = WIDE[0] <= wide / DOTS <= WIDE[1] and HIGH[0] <= high / DOTS <= HIGH[1]
            if sized and cv2.contourArea(contour) >= FULL * wide * high:
                yield Box(x, y, x + wide, y + high)


def _sums(look: _Look) -> Iterator[Box]:
    """For each level the box that gains most where a card differs by more and loses most where by less: a portrait that
    touches something else, or falls into pieces, has no outline of its own."""
    width = look.differs.shape[1]
    for level in LEVELS[2::3]:
        gain = np.clip(look.differs, 0, 2.2 * level) - level
        gain[look.above :] = -level
        best = max(_boxes(np.pad(gain, ((1, 0), (1, 0))).cumsum(0).cumsum(1), look.above, width // 2), default=None)
        if best is not None and best[0] > 0:
            yield Box(*best[1:])


def _boxes(sums: np.ndarray, above: int, widest: int) -> Iterator[tuple[float, int, int, int, int]]:
    """The best box of each size: what it gains, and its edges."""
    for wide in range(round(WIDE[0] * DOTS), min(round(WIDE[1] * DOTS), widest), 4):
        for shape in (1.05, 1.2, 1.35, 1.5):
            high = round(wide * shape)
            if high > above:
                continue
            tops, lefts = np.arange(0, above - high + 1, 2), np.arange(0, sums.shape[1] - wide, 2)
            gains = (
                sums[tops + high][:, lefts + wide] - sums[tops][:, lefts + wide]
                - sums[tops + high][:, lefts] + sums[tops][:, lefts]
            )  # fmt: skip
            row, column = (int(i) for i in np.unravel_index(int(gains.argmax()), gains.shape))
            x, y = int(lefts[column]), int(tops[row])
            yield float(gains[row, column]), x, y, x + wide, y + high
