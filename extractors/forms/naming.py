"""How much a printed label says the name of a field, and how much a text looks like a label itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from extractors.forms.likeness import has_remark, likeness
from extractors.forms.vocabulary import fold, link_words

_folded = lru_cache(maxsize=20_000)(fold)


def alike(names: Sequence[str], context: str) -> float:
    """How much a label is one of the names, 0-1: as a whole, by its last words, its first, or by having all words of
    the name in any order, shortened or as initials (corp, SSN). What only explains a label may be left out of it."""
    best = max((_alike(name, context) for name in names), default=0.0)
    return max(best / 100 - 0.5, 0.0) * 2


@lru_cache(maxsize=200_000)
def _alike(name: str, context: str) -> float:
    """0-100: the same for one name. Kept, because fields are looked for among the same labels again and again."""
    labels = _readings(context)
    return max((_likeness(own, label) for own in _readings(name) for label in labels), default=0.0)


@lru_cache(maxsize=20_000)
def asks(text: str) -> float:
    """How much a text looks like a label rather than a value, 0-1."""
    if has_remark(text) or _ASIDE.fullmatch(text):
        return 1.0
    return max(likeness(text).label - 0.5, 0.0) * 2


_ASIDE = re.compile(r"\(.*[a-zß-ÿ]{3}.*\)\W*")
"""A text that stands in brackets as a whole."""
_EXPLANATION = re.compile(
    r"\s*[(\[][^)\]]*[)\]]?[.;:,]?\s*(?:$|(?-i:[A-ZÀ-Þ]).*$)|(?<=[^\W\d_])[.;]\s.*$|,\s+(?:if|falls|si)\b.*$",
    re.IGNORECASE,
)


@lru_cache(maxsize=20_000)
def _readings(text: str) -> tuple[tuple[str, ...], ...]:
    """The words of a label without a leading number: all of them, without the explanation that follows in brackets or
    in a further sentence, and that without small words."""
    words = [word for word in _folded(text).split() if not word.isdigit()] or _folded(text).split()
    core = [word for word in _folded(_EXPLANATION.sub("", text)).split() if not word.isdigit()]
    telling = [word for word in core if word not in link_words() or len(core) == 1]
    return tuple(dict.fromkeys(tuple(own) for own in (words, core, telling) if own))


def _likeness(name: Sequence[str], words: Sequence[str]) -> float:
    """0-100."""
    count, joined = len(name), " ".join(name)
    whole = fuzz.ratio(joined, " ".join(words))
    tail = 0.92 * fuzz.ratio(joined, " ".join(words[-count:]))
    head = 0.88 * fuzz.ratio(joined, " ".join(words[:count]))
    return max(whole, tail, head, 100 * _holds(name, words))


def _holds(wanted: Sequence[str], words: Sequence[str]) -> float:
    """The share of a name's words that a label has, a little less the more other words it has; a name that is the
    label's initials is the label."""
    initials = "".join(word[0] for word in words[:_INITIALS])
    if len(wanted) == 1 and 3 <= len(wanted[0]) <= 5 and wanted[0] == initials:
        return 0.97
    found = sum(_has(word, words, initials) for word in wanted)
    return found / len(wanted) * (0.72 + 0.2 * min(len(wanted) / len(words), 1.0))


_INITIALS = 8
"""Initials are looked for in so many words at most: running text has any."""


def _has(wanted: str, words: Sequence[str], initials: str) -> bool:
    if wanted in words or (3 <= len(wanted) <= 5 and wanted in initials):
        return True
    return len(wanted) >= 4 and any(
        word.startswith(wanted) or (len(word) >= 4 and wanted.startswith(word)) for word in words
    )
