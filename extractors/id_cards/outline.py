"""Where the card lies whose zone was read: four corners, as the card is read.

Edges that layout found are believed where the zone fits into them. Without any the zone itself tells: its characters
stand at known places of the card (9303 parts 4-7), hundreds of points that fix the perspective.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import cv2
import numpy as np

from extractors.id_cards.reader import ZoneReading
from extractors.types import Page, Quad

SIZES = {
    "TD1": (85.6, 54.0),
    "TD2": (105.0, 74.0),
    "TD3": (125.0, 88.0),
    "MRV-A": (120.0, 80.0),
    "MRV-B": (105.0, 74.0),
    "FRA": (105.0, 74.0),
}
"""Width and height in millimetres (9303 parts 4-7)."""
OTHER = SIZES["TD1"]
"""The size of a card without a zone (ISO/IEC 7810, ID-1)."""
LAST_LINE = {"TD1": 7.1, "TD2": 7.9, "FRA": 7.9}
"""Millimetres from the lower edge to the middle of the last line; 9.4 where nothing else is said."""
PITCH = 2.54
ROOM = 1.6
"""By how many times an extrapolated side may be longer than the one across."""


def card_quad(zone: ZoneReading, page: Page, scale: float) -> Quad | None:
    """The card's corners in points of the page, top left of the card first; None where the zone tells too little.
    `scale`: pixels a point."""
    points = _points(zone) / scale
    edges = _edges(points, (region.quad for region in page.regions if region.kind == "card" and region.quad))
    return edges or _extrapolated(zone, points)


def _points(zone: ZoneReading) -> np.ndarray:
    """(rows, width, 2) float64: the characters' centres, in pixels."""
    return np.array([[line.point(place) for place in line.places] for line in zone.candidates], float)


def _edges(points: np.ndarray, quads: Iterable[Quad]) -> Quad | None:
    """The smallest card that holds the whole zone along its longer side, turned as the zone is read."""
    corners = [points[0, 0], points[0, -1], points[-1, -1], points[-1, 0]]
    fitting = [quad for quad in quads if all(_holds(quad, corner) for corner in corners)]
    best = min(fitting, key=lambda quad: quad.box.area, default=None)
    if best is None:
        return None
    ring = np.array(best.points)
    along = points[0, -1] - points[0, 0]
    turned = [np.roll(ring, -start, axis=0) for start in range(4)]
    chosen = max(turned, key=lambda one: float((one[1] - one[0] + one[2] - one[3]) @ along))
    long = np.hypot(*(chosen[1] - chosen[0])) / max(float(np.hypot(*along)), 1.0)
    return _quad(chosen) if 1.0 < long < ROOM else None


def _holds(quad: Quad, point: np.ndarray) -> bool:
    ring = np.array(quad.points, np.float32)
    return cv2.pointPolygonTest(ring, (float(point[0]), float(point[1])), False) >= 0


def _extrapolated(zone: ZoneReading, points: np.ndarray) -> Quad | None:
    format_ = zone.resolution.layout.format
    if len(points) < 2 or format_ not in SIZES:
        return None
    width, height = SIZES[format_]
    rows, count = points.shape[:2]
    xs = width / 2 + PITCH * (np.arange(count) - (count - 1) / 2)
    # lines stand 6.35 mm apart by the standard; issuers differ, and what is seen includes the tilt
    ys = height - LAST_LINE.get(format_, 9.4) - 6.35 * np.arange(rows)[::-1]
    model = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)
    matrix, _ = cv2.findHomography(model, points.reshape(-1, 2), 0)
    if matrix is None:
        return None
    corners = np.array([[[0, 0], [width, 0], [width, height], [0, height]]], float)
    placed = cv2.perspectiveTransform(corners, matrix)[0]
    return _quad(placed) if _likely(placed, points) else None


def _likely(corners: np.ndarray, points: np.ndarray) -> bool:
    """A convex card around the zone whose opposite sides are not too unlike."""
    sides = [float(np.hypot(*(b - a))) for a, b in pairwise([*corners, corners[0]])]
    alike = max(sides[0], sides[2]) < ROOM * min(sides[0], sides[2])
    alike = alike and max(sides[1], sides[3]) < ROOM * min(sides[1], sides[3])
    shape = corners.astype(np.float32)
    return bool(alike and np.isfinite(corners).all() and cv2.isContourConvex(shape.reshape(-1, 1, 2)))


def _quad(corners: np.ndarray) -> Quad:
    tl, tr, br, bl = ((float(x), float(y)) for x, y in corners)
    return Quad((tl, tr, br, bl))
