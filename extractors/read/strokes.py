"""The straight strokes of a page: openings with level and upright lines, on eight bands of the page at once.

A level run does not care what lies above or below it, so eight bands of a binary picture fit into the bits of one small
one; an opening with a line is then a few ANDs and ORs of it with itself, each reaching twice as far as the one before.
That costs half a millisecond for a page, a tenth of the same opening of the whole picture.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np

BITS = 8
LEVEL, UPRIGHT = 1, 0  # the axis along which strokes run


def straight_strokes(binary: np.ndarray, lengths: Sequence[int]) -> Iterator[np.ndarray]:
    """For each length the level and upright strokes of at least so many pixels, without the long ones: a frame close
    to a ruling stays by itself. (H, W) uint8 of 0 and 1, as `binary` is."""
    whole = {axis: packed(binary, axis) for axis in (LEVEL, UPRIGHT)}
    for length in lengths:
        long = max(60, 6 * length)
        rulings = _either({axis: _opened(bands, long, axis) for axis, bands in whole.items()}, binary.shape)
        yield _either(
            {axis: _strokes(bands & ~packed(rulings, axis), length, axis) for axis, bands in whole.items()},
            binary.shape,
        )


def packed(binary: np.ndarray, axis: int) -> np.ndarray:
    """(H, W) of 0 and 1 -> uint8 (H / 8, W) for level strokes, (H, W / 8) for upright ones, rounded up: bit k holds
    band k of the rows or columns."""
    height, width = binary.shape
    size = -(-binary.shape[1 - axis] // BITS)
    bands = np.zeros((size, width) if axis == LEVEL else (height, size), np.uint8)
    for k in range(BITS):
        band = binary[_cut(k, size, axis)]
        bands[: band.shape[0], : band.shape[1]] |= band << k
    return bands


def unpacked(bands: np.ndarray, axis: int, shape: tuple[int, ...]) -> np.ndarray:
    """The (H, W) picture of 0 and 1 that was packed."""
    size = bands.shape[1 - axis]
    binary = np.empty(shape, np.uint8)
    for k in range(BITS):
        part = binary[_cut(k, size, axis)]
        np.bitwise_and(bands[: part.shape[0], : part.shape[1]] >> k, 1, out=part)
    return binary


def _cut(band: int, size: int, axis: int) -> tuple[slice, slice]:
    part = slice(band * size, (band + 1) * size)
    return (part, slice(None)) if axis == LEVEL else (slice(None), part)


def _either(strokes: dict[int, np.ndarray], shape: tuple[int, ...]) -> np.ndarray:
    level, upright = (unpacked(strokes[axis], axis, shape) for axis in (LEVEL, UPRIGHT))
    return np.asarray(cv2.bitwise_or(level, upright, dst=level))


def _opened(bands: np.ndarray, length: int, axis: int) -> np.ndarray:
    """Opening with a line of so many pixels; beyond the picture there is whatever helps a stroke, as in OpenCV."""
    before = length // 2
    eroded = _reduced(bands, length, before, axis, np.bitwise_and)
    return _reduced(eroded, length, before, axis, np.bitwise_or)


def _strokes(bands: np.ndarray, length: int, axis: int) -> np.ndarray:
    """Strokes of one direction; gaps and stairs of one pixel are bridged."""
    closed = _reduced(_reduced(bands, 3, 1, axis, np.bitwise_or), 3, 1, axis, np.bitwise_and)
    return np.asarray(closed & _opened(closed | _shifted(closed, axis), length, axis))


def _shifted(bands: np.ndarray, axis: int) -> np.ndarray:
    """Each row (column) where the next one was; the last one of a band comes before the first of the next band."""
    across = 1 - axis
    moved = np.roll(bands, 1, across)
    first = moved[_cut(0, 1, axis)]
    first <<= 1
    return moved


def _reduced(bands: np.ndarray, length: int, before: int, axis: int, combine: np.ufunc) -> np.ndarray:
    """Every place combined with its neighbours along the axis: `length` places from `before` ahead of it on."""
    outside = 255 if combine is np.bitwise_and else 0
    height, width = bands.shape
    if axis == LEVEL:
        wide = np.full((height, width + length - 1), outside, np.uint8)
        wide[:, before : before + width] = bands
    else:
        wide = np.full((height + length - 1, width), outside, np.uint8)
        wide[before : before + height] = bands
    done = 1
    while done < length:
        step = min(done, length - done)
        wide = combine(wide[:, :-step], wide[:, step:]) if axis == LEVEL else combine(wide[:-step], wide[step:])
        done += step
    return wide
