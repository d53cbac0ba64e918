"""Boxes of words as type has them, from boxes of their ink.

OCR puts a box around the ink of a word: "mm" is lower than "56", and nothing is left of what type keeps free around
letters. Text layers and annotators give the line's full height and that space; so do the pages that the encoder has
learned from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from extractors.types import Box, Word

_LOW = frozenset("acemnorsuvwxzgpqy.,:;-_=+~*»«°·…")
_DEEP = frozenset("gjpqy(),;[]{}/|$Q")
_SMALL, _TAIL = 0.72, 0.28
"""Small letters, and what hangs below the line, against capitals."""
_SIDE, _ABOVE, _BELOW = 0.1, 0.15, 0.3
"""What type keeps free beside, above and below capitals, in their height."""
_LEAST = 0.6
"""Words whose capitals would be lower than this share of the page's are taken for ones as high as that."""


def evened(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words, those with boxes of ink in boxes of type; all others as they are."""
    heights = [_capital(word) for word in words if is_ink(word) and not _LOW.issuperset(word.text)]
    if not heights:
        return tuple(words)
    least = _LEAST * median(heights)
    return tuple(_in_type(word, least) if is_ink(word) else word for word in words)


def is_ink(word: Word) -> bool:
    """Whether a word's box is that of its ink: docrow's OCR gives the height of the ink as the size."""
    return word.source == "ocr" and not word.direction and word.size > 0 and abs(word.size - word.box.height) < 0.11


def _capital(word: Word) -> float:
    """How high a capital letter is beside this word."""
    low, deep = _LOW.issuperset(word.text), not _DEEP.isdisjoint(word.text)
    return word.box.height / ((_SMALL if low else 1.0) + (_TAIL if deep else 0.0))


def _in_type(word: Word, least: float) -> Word:
    box, capital = word.box, max(_capital(word), least)
    foot = box.bottom - (0.0 if _DEEP.isdisjoint(word.text) else _TAIL * capital)
    top, bottom = min(foot - (1 + _ABOVE) * capital, box.top), max(foot + _BELOW * capital, box.bottom)
    return replace(word, box=Box(box.x0 - _SIDE * capital, top, box.x1 + _SIDE * capital, bottom))
