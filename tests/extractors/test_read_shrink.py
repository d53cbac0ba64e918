"""Smaller pictures, the middle level, and straight strokes on eight bands at once, against what OpenCV does slowly."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.read.shrink import median_level, shrunk, shrunk_by
from extractors.read.strokes import LEVEL, UPRIGHT, grown, opened, opened_square, packed, straight_strokes, unpacked


def noise(height: int, width: int) -> np.ndarray:
    return np.random.default_rng(7).integers(0, 256, (height, width)).astype(np.uint8)


@pytest.mark.parametrize(("width", "height"), [(700, 500), (301, 207), (64, 64), (799, 601)])
def test_shrunk_is_an_average(width: int, height: int) -> None:
    smooth = cv2.GaussianBlur(noise(602, 800), (0, 0), 4).astype(np.uint8)
    small = shrunk(smooth, width, height)
    wanted = cv2.resize(smooth, (width, height), interpolation=cv2.INTER_AREA)
    assert small.shape == (height, width)
    assert np.abs(small.astype(int) - wanted.astype(int)).mean() < 2.5


def test_shrunk_by_leaves_a_pixel() -> None:
    assert shrunk_by(noise(3, 900), 0.1).shape == (1, 90)


def test_median_level() -> None:
    picture = noise(333, 201)
    assert median_level(picture) == int(np.median(picture))


@pytest.mark.parametrize("shape", [(640, 480), (75, 333), (9, 40)])
def test_packed_comes_back(shape: tuple[int, int]) -> None:
    binary = (noise(*shape) > 127).astype(np.uint8)
    assert np.array_equal(unpacked(packed(binary), shape), binary)


@pytest.mark.parametrize("shape", [(640, 480), (96, 333), (203, 90)])
def test_straight_strokes_run_over_bands(shape: tuple[int, int]) -> None:
    """Level and upright strokes of 25 pixels stay wherever they stand, a blot and a ruling go."""
    strokes = np.zeros(shape, np.uint8)
    for top in range(20, shape[0] - 46, 29):
        strokes[top : top + 25, 10] = 1
        strokes[top, 30:55] = 1
    other = np.zeros(shape, np.uint8)
    other[5:8, 60:63] = 1
    other[shape[0] - 12] = 1
    (found,) = straight_strokes(strokes | other, [20])
    assert not np.any(found & (1 - strokes))
    assert np.count_nonzero(strokes - found) == np.count_nonzero(strokes) * 2 // 50  # each but for its first pixel


@pytest.mark.parametrize(("shape", "side"), [((64, 80), 3), ((64, 80), 4), ((61, 47), 3), ((61, 47), 7), ((9, 30), 5)])
def test_squares_are_opened_and_grown_as_opencv_does(shape: tuple[int, int], side: int) -> None:
    rng = np.random.default_rng(side)
    binary = cv2.dilate((rng.random(shape) < 0.05).astype(np.uint8), np.ones((4, 5), np.uint8))
    square = np.ones((side, side), np.uint8)
    assert np.array_equal(
        unpacked(opened_square(packed(binary), side), shape), cv2.morphologyEx(binary, cv2.MORPH_OPEN, square)
    )
    for axis, kernel in ((LEVEL, square[:1]), (UPRIGHT, square[:, :1])):
        assert np.array_equal(
            unpacked(opened(packed(binary), side, axis), shape), cv2.morphologyEx(binary, cv2.MORPH_OPEN, kernel)
        )
    if side % 2:
        assert np.array_equal(unpacked(grown(packed(binary), side), shape), cv2.dilate(binary, square))
