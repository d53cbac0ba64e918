"""The straight strokes of a page: openings with level and upright lines, on eight bands of the page at once.

A level run does not care what lies above or below it, so eight bands of a binary picture fit into the bits of one small
one; an opening with a line is then a few ANDs and ORs of it with itself, each reaching twice as far as the one before.
For upright runs each band is lengthened by what its neighbours hold: the same bits, shifted by one. That costs half a
millisecond for a page, a tenth of the same opening of the whole picture.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

BITS = 8
LEVEL, UPRIGHT = 1, 0  # the axis along which strokes run


def straight_strokes(binary: np.ndarray, lengths: Sequence[int]) -> Iterator[np.ndarray]:
    """For each length the level and upright strokes of at least so many pixels, without the long ones: a frame close
    to a ruling stays by itself. (H, W) uint8 of 0 and 1, as `binary` is."""
    bands = packed(binary)
    for length in lengths:
        long = max(60, 6 * length)
        short = bands & ~(opened(bands, long, LEVEL) | opened(bands, long, UPRIGHT))
        yield unpacked(_strokes(short, length, LEVEL) | _strokes(short, length, UPRIGHT), binary.shape)


def packed(binary: np.ndarray) -> np.ndarray:
    """(H, W) of 0 and 1 -> uint8 (H / 8, W), rounded up: bit k holds band k of the rows; the last row is repeated below
    the picture, so that what runs out of it goes on."""
    size = -(-binary.shape[0] // BITS)
    bands = np.zeros((size, binary.shape[1]), np.uint8)
    for k in range(BITS):
        band = binary[k * size : (k + 1) * size]
        bands[: band.shape[0]] |= band << k
        bands[band.shape[0] :] |= binary[-1] << k
    return bands


def unpacked(bands: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """The (H, W) picture of 0 and 1 that was packed."""
    size = bands.shape[0]
    binary = np.empty(shape, np.uint8)
    for k in range(BITS):
        part = binary[k * size : (k + 1) * size]
        np.bitwise_and(bands[: part.shape[0]] >> k, 1, out=part)
    return binary


def opened(bands: np.ndarray, length: int, axis: int) -> np.ndarray:
    """Opening with a line of so many pixels; beyond the picture there is whatever helps a stroke, as in OpenCV."""
    before = length // 2
    eroded = _reduced(bands, length, before, axis, np.bitwise_and)
    return _reduced(eroded, length, before, axis, np.bitwise_or)


def opened_square(bands: np.ndarray, side: int) -> np.ndarray:
    """Opening with a square of so many pixels."""
    for combine in (np.bitwise_and, np.bitwise_or):
        for axis in (LEVEL, UPRIGHT):
            bands = _reduced(bands, side, side // 2, axis, combine)
    return bands


def grown(bands: np.ndarray, side: int) -> np.ndarray:
    """Every pixel as a square of so many, an odd number."""
    across = _reduced(bands, side, side // 2, LEVEL, np.bitwise_or)
    return _reduced(across, side, side // 2, UPRIGHT, np.bitwise_or)


def _strokes(bands: np.ndarray, length: int, axis: int) -> np.ndarray:
    """Strokes of one direction; gaps and stairs of one pixel are bridged."""
    closed = _reduced(_reduced(bands, 3, 1, axis, np.bitwise_or), 3, 1, axis, np.bitwise_and)
    return np.asarray(closed & opened(closed | _shifted(closed, axis), length, axis))


def _shifted(bands: np.ndarray, axis: int) -> np.ndarray:
    """Each row (column) where the next one was; the last row of a band comes before the first of the next band."""
    moved = np.roll(bands, 1, 1 - axis)
    if axis == LEVEL:
        moved[0] <<= 1
    else:
        moved[:, 0] = 0
    return moved


def _reduced(bands: np.ndarray, length: int, before: int, axis: int, combine: np.ufunc) -> np.ndarray:
    """Every place combined with its neighbours along the axis: `length` places from `before` ahead of it on."""
    wide = _widened(bands, before, length - 1 - before, axis, 255 if combine is np.bitwise_and else 0)
    done = 1
    while done < length:
        step = min(done, length - done)
        wide = combine(wide[:, :-step], wide[:, step:]) if axis == LEVEL else combine(wide[:-step], wide[step:])
        done += step
    return wide


def _widened(bands: np.ndarray, before: int, behind: int, axis: int, outside: int) -> np.ndarray:
    """With so many places before and behind: `outside` the picture those bits, else what the next band holds."""
    height, width = bands.shape
    if axis == LEVEL:
        wide = np.full((height, before + width + behind), outside, np.uint8)
        wide[:, before : before + width] = bands
        return wide
    above, below = -(-before // height), -(-behind // height)
    stack = [_moved(bands, k, outside) for k in range(above, -below - 1, -1)]
    start = above * height - before
    return np.concatenate(stack)[start : start + before + height + behind]


def _moved(bands: np.ndarray, k: int, outside: int) -> np.ndarray:
    """What lies so many bands above (below where `k` is negative) of each."""
    if k > 0:
        return (bands << k) | np.uint8(outside & (1 << min(k, BITS)) - 1)
    return (bands >> -k) | np.uint8(outside & 255 & ~(255 >> min(-k, BITS)))
