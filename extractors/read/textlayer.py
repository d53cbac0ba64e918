"""Whether the text layer of a page can be trusted: without a dictionary, so in any language.

Three tests. Glyphs without a Unicode value (ISO 32000-1, 9.10.2) show as ``(cid:12)``, U+FFFD, private-use or control
characters. Words of natural text, numbers and codes have plausible shapes; the output of a wrong font table has not.
Text behind a scan was read by somebody's OCR, however good that was: there a few lines are read again and compared.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from extractors.types import Box, Word

Verdict = Literal["good", "doubtful", "bad", "none"]

BANDS = 14
"""Bands that a page is cut into for a sample: one of them holds some hundred words of a full page."""
ENOUGH = 200
"""Letters of a sample: reading more costs time and says no more."""
_CID = re.compile(r"\(cid:\d+\)")
_PLAUSIBLE = re.compile(
    r"""^[\W_]{0,3}(?:
        [^\W\d_]{1,30}(?:['’.\-/&][^\W\d_]{1,30})*   # words, also hyphened, abbreviated
      | [$€£¥#§]?[\d][\d.,:/\-%°]*[^\W_]{0,4}        # numbers, dates, amounts, units
      | [^\W_]+(?:[-/.:_@#+][^\W_]+)*                # codes, addresses
    )[\W_]{0,3}$""",
    re.VERBOSE,
)
_VOWELS = frozenset("aeiouyàáâãäåæèéêëìíîïòóôõöøœùúûüýÿ")


def judge(words: Sequence[Word], behind_scan: bool) -> Verdict:
    """The verdict on a page's text layer; `behind_scan` when a picture covers most of the page."""
    if not words:
        return "none"
    texts = [word.text for word in words]
    lost, plausible = unmapped_share(texts), plausible_share(texts)
    if lost > 0.2 or plausible < 0.4:
        return "bad"
    if behind_scan or lost > 0.02 or plausible < 0.75:
        return "doubtful"
    return "good"


def unmapped_share(texts: Iterable[str]) -> float:
    """The share (0-1) of characters that stand for no known letter."""
    lost = known = 0
    for text in texts:
        lost += len(_CID.findall(text))
        rest = _CID.sub("", text)
        bad = sum(character == "\ufffd" or unicodedata.category(character) in ("Cc", "Co", "Cn") for character in rest)
        lost += bad
        known += len(rest) - bad
    return lost / max(lost + known, 1)


def plausible_share(texts: Sequence[str]) -> float:
    """The share (0-1) of characters in words that look like words, numbers or codes; 1 where nothing can be said."""
    letters = [(len(text), is_plausible(text)) for text in texts if any(c.isalnum() for c in text) or _is_noise(text)]
    total = sum(length for length, _ in letters)
    return sum(length for length, fits in letters if fits) / total if total else 1.0


def _is_noise(text: str) -> bool:
    """Signs without a letter; one sign over and over is a drawn line or a leader, and says nothing."""
    return len(text) > 2 and len(set(text)) > 1


@functools.lru_cache(maxsize=20_000)
def is_plausible(text: str) -> bool:
    """Whether a word has the shape of one. Latin words of five letters and more have a vowel and change their case
    at most once from small to large."""
    if not _PLAUSIBLE.match(text):
        return False
    letters = [c for c in text if c.isalpha()]
    if len(letters) < 5 or any(ord(c) > 0x24F for c in letters) or any(c.isdigit() for c in text):
        return True
    changes = sum(a.islower() and b.isupper() for a, b in pairwise(letters))
    return changes <= 1 and any(c.lower() in _VOWELS for c in letters)


def ink_covered(words: Sequence[Word], letters: NDArray[np.float64]) -> float:
    """The share (0-1) of the letters seen, boxes (N, 4) in points, whose centre lies in a word of the layer."""
    if not len(letters):
        return 0.0
    x, y = (letters[:, 0] + letters[:, 2]) / 2, (letters[:, 1] + letters[:, 3]) / 2
    covered = np.zeros(len(letters), bool)
    for word in words:
        b = word.box.grow(1.0)
        covered |= (x >= b.x0) & (x <= b.x1) & (y >= b.top) & (y <= b.bottom)
    return float(covered.mean())


def sample_band(words: Sequence[Word], height: float) -> Box | None:
    """A band of the page across some of its text: where most letters stand, one of `BANDS` of the page, from the left
    to where `ENOUGH` of them have been seen."""
    if not words:
        return None
    step = height / BANDS
    letters = [0] * BANDS
    for word in words:
        letters[min(max(int(word.box.center[1] / step), 0), BANDS - 1)] += len(word.text)
    best = letters.index(max(letters))
    top, bottom, seen, right = best * step, (best + 1) * step, 0, 1.0
    for word in sorted(words, key=lambda word: word.box.x1):
        if top <= word.box.center[1] < bottom and seen < ENOUGH:
            seen, right = seen + len(word.text), word.box.x1
    return Box(0.0, top, right + 2, bottom)


def agreement(layer: Sequence[Word], read: Sequence[Word]) -> float:
    """How alike (0-1) two readings of the same band are, letters and digits compared in reading order."""
    a, b = _flat(layer), _flat(read)
    if not a or not b:
        return 0.0
    return SequenceMatcher(None, a, b, autojunk=False).ratio()


def _flat(words: Sequence[Word]) -> str:
    rows = sorted(words, key=lambda word: (round(word.box.center[1] / 8), word.box.x0))
    return "".join(c.lower() for word in rows for c in word.text if c.isalnum())
