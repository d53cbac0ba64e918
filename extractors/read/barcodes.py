"""Barcodes by zxing-cpp: one cheap pass over the picture, and harder looks only where something looks like bars."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import cv2
import numpy as np
import zxingcpp

from extractors.read.ink import Ink
from extractors.types import Box, Point, Quad, Region, Transform

_F = zxingcpp.BarcodeFormat
TWO_DIMENSIONAL = (_F.PDF417, _F.MicroPDF417, _F.QRCode, _F.DataMatrix, _F.Aztec)
LINEAR = (_F.Code128, _F.Code39, _F.Code93, _F.Codabar, _F.ITF, _F.EAN13, _F.EAN8, _F.UPCA, _F.UPCE)
FORMATS = zxingcpp.BarcodeFormats([*TWO_DIMENSIONAL, *LINEAR])
FIRST_LOOK = 2_100  # pixels of the longer side; finer pictures are looked at in full only where bars seem to be
LINEAR_LENGTH = 4  # characters: shorter payloads of linear codes are mostly chance patterns in text and rulings
COHERENT = 2.0  # strokes of bars in one direction over those across; letters have about 1.3
LOOKS = 2  # places worth a harder look on one page


def find_barcodes(ink: Ink, read: Sequence[Box] = ()) -> list[Region]:
    """Barcodes in a picture, in its frame.

    Bar-like places that gave nothing are looked at again in full resolution, enlarged, turned and with light and dark
    exchanged, unless words were `read` there.
    """
    first = ink.sized() if max(ink.gray.shape) > FIRST_LOOK else ink
    codes = _read(first.gray, try_invert=False)
    found = [_region(code, _corners(code), first.to_points) for code in codes if _plausible(code)]
    for place in barlike_places(first.gray):
        box = first.to_points.box(Box(*(float(v) for v in place)))
        part = ink.part(box)
        if part and all(box.covered_by(region.box) < 0.2 for region in found) and _read_share(box, read) < 0.15:
            found += _look_harder(part)
    return _merged(found)


def _read_share(box: Box, read: Sequence[Box]) -> float:
    common = (box.overlap(word) for word in read)
    return sum(part.area for part in common if part) / max(box.area, 1e-9)


def _read(gray: np.ndarray, try_invert: bool = True) -> list[zxingcpp.Barcode]:
    """Payloads as they are: control characters stay, and bytes that are no text become the characters of Latin-1."""
    return zxingcpp.read_barcodes(gray, formats=FORMATS, try_invert=try_invert, text_mode=zxingcpp.TextMode.Plain)


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


def barlike_places(gray: np.ndarray) -> list[tuple[int, int, int, int]]:
    """Places (x0, y0, x1, y1) in pixels that are dense in strokes of one direction, as bars are; the largest few.

    The measure is the gradient's energy along one axis less that along the other, smoothed (the usual barcode locator,
    Gallo and Manduchi 2011); letters have both and cancel.
    """
    step = max(1, round(max(gray.shape) / 900))
    small = cv2.resize(gray, None, fx=1 / step, fy=1 / step, interpolation=cv2.INTER_AREA)
    across = _energy(small, 1, 0)
    down = _energy(small, 0, 1)
    places = [*_dense(across, down), *_dense(down, across)]
    places.sort(key=lambda b: -(b[2] - b[0]) * (b[3] - b[1]))
    return [(x0 * step, y0 * step, x1 * step, y1 * step) for x0, y0, x1, y1 in places[:LOOKS]]


def _energy(gray: np.ndarray, dx: int, dy: int) -> np.ndarray:
    return np.asarray(cv2.blur(cv2.convertScaleAbs(cv2.Sobel(gray, cv2.CV_16S, dx, dy)), (15, 15)), np.float32)


def _dense(energy: np.ndarray, other: np.ndarray) -> list[tuple[int, int, int, int]]:
    dense = ((energy > 55) & (energy > COHERENT * other)).astype(np.uint8)
    mask = cv2.morphologyEx(dense, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask)
    places = []
    for x, y, w, h, area in stats[1:count]:
        if min(w, h) >= 26 and max(w, h) >= 48 and area >= 0.5 * w * h:
            margin = 14
            places.append((max(0, x - margin), max(0, y - margin), x + w + margin, y + h + margin))
    return places


def _look_harder(part: Ink) -> list[Region]:
    for picture, back in _variants(part.gray):
        codes = [c for c in _read(picture) if _plausible(c)]
        if codes:
            return [_region(c, [back.point(p) for p in _corners(c)], part.to_points) for c in codes]
    return []


def _variants(crop: np.ndarray) -> Iterator[tuple[np.ndarray, Transform]]:
    """The crop enlarged, smoothed and turned, each with the map from its pixels back to the crop's."""
    height, width = crop.shape
    scale = min(3.0, 1200 / max(height, width))
    large = cv2.resize(crop, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    back = Transform(1 / scale, 0, 0, 0, 1 / scale, 0)
    yield large, back
    yield cv2.GaussianBlur(large, (5, 5), 0), back
    for degrees in (22.5, -22.5):
        turned, inverse = _turned(large, degrees)
        yield turned, _then(inverse, 1 / scale)


def _turned(picture: np.ndarray, degrees: float) -> tuple[np.ndarray, Transform]:
    height, width = picture.shape
    side = math.ceil(math.hypot(height, width))
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    matrix[:, 2] += ((side - width) / 2, (side - height) / 2)
    (a, b, c), (d, e, f) = cv2.invertAffineTransform(matrix).tolist()
    turned = cv2.warpAffine(picture, matrix, (side, side), flags=cv2.INTER_LINEAR, borderValue=(255.0,))
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
