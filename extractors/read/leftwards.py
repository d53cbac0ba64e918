"""Words of scripts written from right to left: PDF files draw glyphs by place, readers want them in reading order.

A word is short enough for the plain rule of the Unicode bidirectional algorithm (UAX 9, L2 and L4): all glyphs from the
right, numbers and words of other scripts among them from the left, brackets mirrored.
"""

from __future__ import annotations

import re
import unicodedata

_MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")
_LEFTWARDS = frozenset(("R", "AL"))
_OTHER = re.compile(
    r"[0-9A-Za-z\u00c0-\u024f\u0660-\u0669\u06f0-\u06f9](?:[0-9A-Za-z\u00c0-\u024f\u0660-\u0669\u06f0-\u06f9.,:/%-]*"
    r"[0-9A-Za-z\u00c0-\u024f\u0660-\u0669\u06f0-\u06f9])?"
)


def in_reading_order(text: str) -> str:
    """The text of a word whose glyphs are given from left to right."""
    if text.isascii() or not any(unicodedata.bidirectional(ch) in _LEFTWARDS for ch in text):
        return text
    return _OTHER.sub(lambda found: found[0][::-1], text[::-1].translate(_MIRRORED))
