"""Barcodes by zxing-cpp: one cheap pass over the picture, and harder looks only where something looks like bars."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import zxingcpp

from extractors.read.appended import joined
from extractors.read.ink import Ink
from extractors.types import Box, Point, Quad, Region, Transform

_F = zxingcpp.BarcodeFormat
TWO_DIMENSIONAL = (_F.PDF417, _F.MicroPDF417, _F.QRCode, _F.DataMatrix, _F.Aztec)
LINEAR = (_F.Code128, _F.Code39, _F.Code93, _F.Codabar, _F.ITF, _F.EAN13, _F.EAN8, _F.UPCA, _F.UPCE)
FORMATS = zxingcpp.BarcodeFormats([*TWO_DIMENSIONAL, *LINEAR])
BARS = zxingcpp.BarcodeFormats([_F.PDF417, _F.MicroPDF417, *LINEAR])  # what looks like bars running one way
FIRST_LOOK = 2_100  # pixels of the longer side; finer pictures are looked at in full only where bars seem to be
LINEAR_LENGTH = 4  # characters: shorter payloads of linear codes are mostly chance patterns in text and rulings
COHERENT = 0.62  # from which strokes run one way; PDF417 has about 0.8
CELL = 3  # pixels of the picture that the texture is taken from
MARGIN = 5  # around such a place, in cells
QUIET = 0.03  # of the picture's longer side: paper that is left around a place which may be a code
LOOKS = 2  # places worth a harder look on one page


def find_barcodes(ink: Ink, read: Sequence[Box] = (), thorough: bool = True) -> list[Region]:
    """Barcodes in a picture, in its frame; `read` are boxes of words, which are no barcodes.

    Nothing is decoded where no place is as busy as a code must be. When `thorough`, bar-like places that gave nothing
    are looked at again in full resolution, enlarged, turned and with light and dark exchanged.
    """
    first = ink.sized() if max(ink.gray.shape) > FIRST_LOOK else ink
    texture = Texture.of(first.gray)
    busy = [box for box in texture.busy() if _read_share(first.to_points.box(box), read) < 0.3]
    if not busy:
        return []
    parts = [part for box in _around(busy, first) if (part := first.part(first.to_points.box(box)))]
    looks = [(code, part) for part in parts for code in _read(part.gray, try_invert=False) if _plausible(code)]
    found = joined([code for code, _ in looks], [_region(code, _corners(code), part.to_points) for code, part in looks])
    for place in texture.barlike() if thorough else ():
        box = first.to_points.box(Box(*(float(v) for v in place.box)))
        part = ink.part(box)
        if part and all(box.covered_by(region.box) < 0.2 for region in found) and _read_share(box, read) < 0.15:
            found += _look_harder(part, place.turn)
    return _merged(found)


def _around(busy: Sequence[Box], ink: Ink) -> list[Box]:
    """The busy places in pixels with paper around them, those that then meet as one; the whole picture, where they are
    half of it."""
    whole = Box(0.0, 0.0, float(ink.gray.shape[1]), float(ink.gray.shape[0]))
    room = QUIET * max(whole.width, whole.height)
    parts: list[Box] = []
    for box in busy:
        part = box.grow(room).overlap(whole) or box
        while met := [other for other in parts if part.overlap(other)]:
            parts = [other for other in parts if other not in met]
            part = Box.around((part, *met))
        parts.append(part)
    return parts if sum(part.area for part in parts) < 0.5 * whole.area else [whole]


def _read_share(box: Box, read: Sequence[Box]) -> float:
    common = (box.overlap(word) for word in read)
    return sum(part.area for part in common if part) / max(box.area, 1e-9)


def _read(
    gray: np.ndarray, formats: zxingcpp.BarcodeFormats = FORMATS, try_invert: bool = True
) -> list[zxingcpp.Barcode]:
    """Payloads as they are: control characters stay, and bytes that are no text become the characters of Latin-1."""
    return zxingcpp.read_barcodes(gray, formats=formats, try_invert=try_invert, text_mode=zxingcpp.TextMode.Plain)


def _plausible(code: zxingcpp.Barcode) -> bool:
    if not code.valid or not code.bytes:
        return False
    return code.format in TWO_DIMENSIONAL or len(code.text) >= LINEAR_LENGTH


def _region(code: zxingcpp.Barcode, corners: Sequence[Point], to_points: Transform) -> Region:
    tl, tr, br, bl = (to_points.point(corner) for corner in corners)
    quad = Quad((tl, tr, br, bl))
    return Region("barcode", quad.box, 0.99, text=code.text, format=_name(code), quad=quad)


def _name(code: zxingcpp.Barcode) -> str:
    """The symbology as docrow writes it: PDF417, QRCode, Code128 ..."""
    return code.format.name


def _corners(code: zxingcpp.Barcode) -> list[Point]:
    p = code.position
    return [(float(c.x), float(c.y)) for c in (p.top_left, p.top_right, p.bottom_right, p.bottom_left)]


@dataclass(frozen=True, slots=True)
class Place:
    """A part (x0, y0, x1, y1) of a picture in pixels, dense in strokes of one direction. `turn`: by how many degrees
    counter-clockwise the picture must be turned so that these strokes stand upright, -90 to 90."""

    box: tuple[int, int, int, int]
    turn: float


@dataclass(frozen=True)
class Texture:
    """How strongly and how much in one direction a picture changes from place to place: the structure tensor (Bigun and
    Granlund 1987) at about 900 pixels, kept for cells of 3 by 3 of these. `energy`, `difference` (xx - yy) and `mixed`
    (xy) are (H, W) float32; `step` is how many pixels of the picture make one cell."""

    energy: np.ndarray
    difference: np.ndarray
    mixed: np.ndarray
    step: int

    @classmethod
    def of(cls, gray: np.ndarray) -> Texture:
        step = max(1, round(max(gray.shape) / 900))
        size = (max(1, gray.shape[1] // (CELL * step)), max(1, gray.shape[0] // (CELL * step)))
        part = gray[: size[1] * CELL * step, : size[0] * CELL * step]
        fine = (part.shape[1] // step, part.shape[0] // step)
        small = cv2.resize(part, fine, interpolation=cv2.INTER_AREA) if step > 1 else part
        dx, dy = (cv2.Sobel(small, cv2.CV_32F, *order, scale=0.25) for order in ((1, 0), (0, 1)))
        products = (cv2.multiply(*pair) for pair in ((dx, dx), (dy, dy), (dx, dy)))
        xx, yy, xy = (cv2.blur(cv2.resize(p, size, interpolation=cv2.INTER_AREA), (5, 5)) for p in products)
        return cls(np.asarray(xx + yy), np.asarray(xx - yy), np.asarray(xy), CELL * step)

    def busy(self) -> list[Box]:
        """Places in pixels that are large and busy enough to be a code of any kind; text is busy too."""
        stats = _components((self.energy > 400).astype(np.uint8), 3)
        return [
            Box(x * self.step, y * self.step, (x + w) * self.step, (y + h) * self.step)
            for x, y, w, h, area in stats
            if min(w, h) >= 6 and area >= 0.3 * w * h
        ]

    def barlike(self) -> list[Place]:
        """The largest few places that look like bars at any angle: the coherence is near 1 where all strokes run one
        way, near 0.2 in text."""
        one_way = np.sqrt(self.difference**2 + 4 * self.mixed**2) > COHERENT * self.energy
        places = []
        stats = _components(((self.energy > 600) & one_way).astype(np.uint8), 9)
        for x, y, w, h, area in sorted(stats, key=lambda s: -s[4]):
            if min(w, h) >= 9 and max(w, h) >= 16 and area >= 0.35 * w * h:
                part = np.s_[y : y + h, x : x + w]
                across, along = 2 * float(self.mixed[part].sum()), float(self.difference[part].sum())
                if math.hypot(across, along) < 0.7 * COHERENT * float(self.energy[part].sum()):
                    continue  # each spot has its own direction: handwriting, a drawing
                angle = 0.5 * math.degrees(math.atan2(across, along))
                corners = (max(0, x - MARGIN), max(0, y - MARGIN), x + w + MARGIN, y + h + MARGIN)
                x0, y0, x1, y1 = (v * self.step for v in corners)
                places.append(Place((x0, y0, x1, y1), angle))
        return places[:LOOKS]


def _components(mask: np.ndarray, reach: int) -> list[list[int]]:
    """x, y, width, height, area of what hangs together within `reach` cells."""
    closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(closed)
    rows: list[list[int]] = stats[1:].tolist()
    return rows


def _look_harder(part: Ink, turn: float) -> list[Region]:
    for picture, back in _variants(part.gray, turn):
        codes = [c for c in _read(picture, BARS) if _plausible(c)]
        if codes:
            return [_region(c, [back.point(p) for p in _corners(c)], part.to_points) for c in codes]
    return []


def _variants(crop: np.ndarray, turn: float) -> Iterator[tuple[np.ndarray, Transform]]:
    """The crop enlarged, smoothed and turned, each with the map from its pixels back to the crop's."""
    height, width = crop.shape
    scale = min(3.0, 1200 / max(height, width))
    large = cv2.resize(crop, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    back = Transform(1 / scale, 0, 0, 0, 1 / scale, 0)
    yield large, back
    yield cv2.bitwise_not(large), back
    yield cv2.GaussianBlur(large, (5, 5), 0), back
    if 2 < abs(turn) < 88:
        turned, inverse = _turned(large, turn)
        yield turned, _then(inverse, 1 / scale)


def _turned(picture: np.ndarray, degrees: float) -> tuple[np.ndarray, Transform]:
    height, width = picture.shape
    side = math.ceil(math.hypot(height, width))
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    matrix[:, 2] += ((side - width) / 2, (side - height) / 2)
    (a, b, c), (d, e, f) = cv2.invertAffineTransform(matrix).tolist()
    border = (float(np.median(picture)),)
    turned = cv2.warpAffine(picture, matrix, (side, side), flags=cv2.INTER_LINEAR, borderValue=border)
    return turned, Transform(a, b, c, d, e, f)


def _then(first: Transform, scale: float) -> Transform:
    return Transform(
        first.a * scale, first.b * scale, first.c * scale, first.d * scale, first.e * scale, first.f * scale
    )


def _merged(found: Sequence[Region]) -> list[Region]:
    """The same code read twice at one place counts once."""
    kept: list[Region] = []
    for region in found:
        if all(region.text != other.text or region.box.iou(other.box) < 0.3 for other in kept):
            kept.append(region)
    return kept
