"""Reading lines with onnxruntime: pictures in, probabilities of characters out. No torch."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from models.runtime import new_session

HEIGHT = 32
STRIDE = 4
SQUEEZE = 0.75
"""A line is made 32 pixels high and three quarters as wide as that asks; one frame of the answer covers four pixels."""


def prepare(picture: np.ndarray) -> np.ndarray:
    """(H, W) uint8 -> (32, W') float32 with mean 0 and deviation 1, W' a multiple of the stride."""
    wide = picture.shape[1] * HEIGHT / picture.shape[0] * SQUEEZE
    size = (max(round(wide / STRIDE), 4) * STRIDE, HEIGHT)
    way = cv2.INTER_AREA if picture.shape[0] > HEIGHT else cv2.INTER_CUBIC
    scaled = cv2.resize(picture, size, interpolation=way).astype(np.float32)
    return np.asarray((scaled - scaled.mean()) / max(float(scaled.std()), 4.0))


class LineReader:
    """A network kept warm. Raises FileNotFoundError at the first reading where the weights are missing."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def session(self) -> Any:
        return new_session(str(self.path))

    def read(self, pictures: Sequence[np.ndarray]) -> list[np.ndarray]:
        """For each picture of a line (H, W) uint8 its probabilities (frames, classes); class 0 is the blank."""
        return [self._one(prepare(picture)) for picture in pictures]

    def _one(self, ready: np.ndarray) -> np.ndarray:
        logits = self.session.run(None, {"pictures": ready[None, None]})[0][0].astype(np.float64)
        logits -= logits.max(axis=1, keepdims=True)
        odds = np.exp(logits)
        return odds / odds.sum(axis=1, keepdims=True)  # type: ignore[no-any-return]
