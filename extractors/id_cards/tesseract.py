"""Tesseract as a line reader: the second opinion, and the only one where our own weights are missing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from shutil import which

import cv2
import numpy as np

from extractors.errors import MissingProgram
from extractors.id_cards.layouts import ALPHABET
from extractors.id_cards.repair import odds_of

FRAMES = 4
"""Frames of the pretended answer for each character."""
_CONFIG = f"--psm 7 --oem 1 -c tessedit_char_whitelist={ALPHABET} -c load_system_dawg=0 -c load_freq_dawg=0"


@cache
def installed() -> bool:
    """Whether there is a tesseract to ask."""
    return which("tesseract") is not None


class TesseractReader:
    """Reads lines with `pytesseract`; raises MissingProgram where tesseract is not installed."""

    def read(self, pictures: Sequence[np.ndarray]) -> list[np.ndarray]:
        """For each picture of a line pretended frames (4 x count, 38): evenly spaced characters with look-alikes."""
        return [_frames(read_text(picture)) for picture in pictures]


def read_text(picture: np.ndarray) -> str:
    """The line as tesseract reads it, 48 pixels high and with a margin."""
    import pytesseract

    scale = 48 / picture.shape[0]
    large = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    framed = cv2.copyMakeBorder(large, 12, 12, 12, 12, cv2.BORDER_REPLICATE)
    try:
        text = pytesseract.image_to_string(framed, lang="eng", config=_CONFIG)
    except pytesseract.TesseractNotFoundError as error:
        remedy = "install it: apt-get install tesseract-ocr (Debian, Ubuntu), brew install tesseract (macOS)"
        raise MissingProgram("tesseract is not installed", remedy) from error
    return "".join(character for character in text.upper() if character in ALPHABET)


def _frames(text: str) -> np.ndarray:
    frames = np.zeros((max(FRAMES * len(text), FRAMES), 38))
    frames[:, 0] = 1.0
    if text:
        rows = FRAMES * np.arange(len(text)) + FRAMES // 2
        frames[rows, 0] = 0.0
        frames[rows, 1:] = odds_of(text)
    return frames
