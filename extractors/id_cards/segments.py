"""The print of a card cut into the runs that the network labels: finer than lines, since captions and values often
stand on one line without a gap. What is cut too finely is joined again by its labels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from extractors.id_cards.aliases import ALIASES
from extractors.id_cards.printed import Run, plain, runs
from extractors.types import Word

_DATES = re.compile(
    r"(?<!\w)(?:\d{1,2}[-./ ]{0,3}[^\W\d]{3,11}\.?(?:\s?/\s?[^\W\d]{3,11}\.?)?[-./, ]{0,3}(?:\d{4}|\d{2})"
    r"|\d{1,2}[-./ ]{1,3}\d{1,2}[-./ ]{1,3}(?:\d{4}|\d{2})|\d{4}[-./ ]{1,3}\d{1,2}[-./ ]{1,3}\d{1,2}"
    r"|[^\W\d]{3,9}\.? \d{1,2}, \d{4})(?!\w)"
)
_MARK = re.compile(r"\(?(?:\d{1,2}[a-d]?[.):]|4[a-d]|[1-9])")
_VAGUE = frozenset({"date", "data", "datum", "number", "numero", "numer", "nr", "no", "id", "card no", "valid"})
_SEXES = frozenset("MFX")
"""A letter that a gap makes a value of its own: M  HAIR BRN."""
_LONG = 4
"""Capitals from which on a stretch of them ends where other letters begin; ID No. goes on."""


def segments(words: Sequence[Word]) -> list[Run]:
    """Runs of words of one kind each: captions, values, numbers, dates."""
    return [part for run in runs(words) for part in _cut(run)]


def _cut(run: Run) -> Iterator[Run]:
    words, dated = run.words, _dated(run)
    start = 0
    for i in range(1, len(words)):
        if dated[i] and dated[i] == dated[i - 1]:
            continue
        if dated[i] or dated[i - 1] or _parts(words, start, i):
            yield Run(words[start:i])
            start = i
    yield Run(words[start:])


def _dated(run: Run) -> list[int]:
    """For each word the number of the date that it belongs to, 0 for none."""
    found = [0] * len(run.words)
    if len(found) < 2:
        return found
    starts, place = [], 0
    for word in run.words:
        starts.append(place)
        place += len(word.text) + 1
    for number, match in enumerate(_DATES.finditer(run.text), start=1):
        for i, at in enumerate(starts):
            if at >= match.start() and at + len(run.words[i].text) <= match.end() + 1:
                found[i] = number
    return found


def _parts(words: Sequence[Word], start: int, i: int) -> bool:
    """Whether word i begins something else than what began at `start`."""
    before, after = words[i - 1].text, words[i].text
    if before.endswith((":", ",")) or before == ":" or (i == start + 1 and _MARK.fullmatch(before)):
        return True
    if i == start + 1 and before in _SEXES and words[i].box.x0 - words[start].box.x1 > words[start].box.height:
        return True
    kinds = _kind(before), _kind(after)
    if "" in kinds or kinds[0] == kinds[1]:
        return kinds[0] == kinds[1] == "upper" and _announced(words, start, i)
    if kinds == ("upper", "mixed"):
        return sum(c.isupper() for word in words[start:i] for c in word.text) >= _LONG
    return True


def _kind(text: str) -> str:
    if any(c.isdigit() for c in text):
        return "digits"
    letters = [c for c in text if c.isalpha()]
    if not letters:
        return ""
    return "upper" if all(not c.islower() for c in letters) else "mixed"


def _announced(words: Sequence[Word], start: int, i: int) -> bool:
    """Whether what stands before word i is a caption in capitals, and no longer one goes on."""
    if i - start > 5:
        return False
    texts = [plain(" ".join(word.text for word in words[start:end])) for end in range(i, min(i + 5, len(words)) + 1)]
    return texts[0] in _captions() and texts[0] not in _VAGUE and not any(text in _captions() for text in texts[1:])


@lru_cache(maxsize=1)
def _captions() -> frozenset[str]:
    return frozenset(plain(name) for text in ALIASES.values() for name in text.split(";"))
