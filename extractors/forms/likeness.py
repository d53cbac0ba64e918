"""How much a piece of text looks like a label, a value or a heading, from its own words and style alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.forms.vocabulary import fold, label_words, link_words
from extractors.normalize import guess_type
from extractors.types import ValueType

_ENDS_LIKE_LABEL = re.compile(r"(?:[:?：]|#|\bno\.?|\bnr\.?|n[°º]|[:.]\s*\*|:\s*\([^)]*\))\s*$", re.IGNORECASE)
_NUMBERED = re.compile(r"^(?:\(?[0-9]{1,2}[a-z]?[.)]|\(?[a-z][.)])\s+\S", re.IGNORECASE)
_MARK = re.compile(r"^[\W_]*$")
_REMARK = re.compile(
    r"\((?:if|optional|see|as|for|not|falls|wenn|ggf|siehe|facultatif|si|voir|opcional|ver|véase)\b", re.IGNORECASE
)
"""Remarks that forms print behind a label."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """`label`: 0-1, how sure the text asks for something; `type`: what the text would be as a value; `colon`: it ends
    as labels end; `caps`: all letters are capitals; `words`: how many there are."""

    label: float
    type: ValueType
    colon: bool
    caps: bool
    words: int


def likeness(text: str, blank: bool = False, bold: bool = False) -> Likeness:
    """`blank`: a drawn blank follows; `bold`: bold on a page that is not."""
    type_, words = guess_type(text), text.split()
    colon = bool(_ENDS_LIKE_LABEL.search(text))
    caps = any(c.isalpha() for c in text) and text == text.upper()
    return Likeness(_label(text, type_, colon, blank, bold), type_, colon, caps, len(words))


def has_remark(text: str) -> bool:
    """Whether a text holds a remark in brackets, as labels on forms do: (if any), (optional), (siehe ...)."""
    return _REMARK.search(text) is not None


def _label(text: str, type_: ValueType, colon: bool, blank: bool, bold: bool) -> float:
    if _MARK.match(text):
        return 0.3 if text.strip() == ":" else 0.0
    if colon:
        return 0.95 if len(text.split()) <= 15 else 0.6
    if blank:
        return 0.85
    if type_ != "text":
        return 0.05 if any(c.isdigit() for c in text) else 0.1
    share = _label_share(text)
    score = 0.2 + 0.45 * share + (0.15 if bold else 0.0) + (0.1 if _NUMBERED.match(text) else 0.0)
    return score * _brevity(text)


def _brevity(text: str) -> float:
    count = len(text.split())
    if count <= 5:
        return 1.0
    return 0.8 if count <= 9 else 0.4


def _label_share(text: str) -> float:
    """The share of words that labels are made of; small words count half."""
    words = fold(text).split()
    weights = [(0.3 if word in link_words() else 1.0, word in label_words()) for word in words]
    whole = sum(weight for weight, _ in weights)
    return sum(weight for weight, known in weights if known) / whole if whole else 0.0
