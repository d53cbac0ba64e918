"""Lines read by the networks of several languages: whose reading of a line is taken.

A page is mostly in one language, and the network of that language reads names and numbers on it best too; so another's
reading of a line must be clearly surer. Letters that a network does not know it cannot see: there one that does is
believed.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.read.line_look import mean_odds, odds_of
from extractors.read.rivals import rivals
from extractors.types import Word

CLEARLY = 4.0
"""Sure letters by which another reading of a line must be ahead of that in the page's language. On drawn pages in one
language 0 loses 0.01 to 0.02 of the words; 8 loses as much where a page is in two."""
LITTLE, LIKELY = 0.1, 0.5
"""By how much less sure a word with letters that the other network does not know may be, and how sure it must be."""


@dataclass(frozen=True, slots=True)
class Read:
    """What one network read: the words of every line of the page; `alphabet`: the characters it knows."""

    lines: list[list[Word]]
    alphabet: frozenset[str]


def best_lines(reads: Sequence[Read]) -> list[Word]:
    """The words of every line, in the language that is likeliest for it. All have the same lines."""
    home = max(reads, key=_certainty)
    return [word for number in range(len(home.lines)) for word in _best_line(reads, home, number)]


def _certainty(read: Read) -> float:
    """Of a letter of the page, on average."""
    letters = sum(len(word.text) for line in read.lines for word in line)
    return sum(odds_of(word) * len(word.text) for line in read.lines for word in line) / max(letters, 1)


def _best_line(reads: Sequence[Read], home: Read, number: int) -> list[Word]:
    best = max(reads, key=lambda read: _sure_letters(read.lines[number]) + CLEARLY * (read is home))
    line = best.lines[number]
    for read in reads:
        if read is not best:
            line = _with_unknown(line, read.lines[number], best.alphabet)
    return line


def _sure_letters(line: Sequence[Word]) -> float:
    """Letters of words that are surer than not, less those of words that are not."""
    return sum((odds_of(word) - 0.5) * len(word.text) for word in line)


def _with_unknown(line: list[Word], other: list[Word], alphabet: frozenset[str]) -> list[Word]:
    """The words, but those of the other reading that differ only in letters missing from `alphabet`."""
    return [
        word for ours, theirs in rivals(line, other) for word in (theirs if _see_more(theirs, ours, alphabet) else ours)
    ]


def _see_more(theirs: list[Word], ours: list[Word], alphabet: frozenset[str]) -> bool:
    seen, read = (" ".join(word.text for word in words) for words in (theirs, ours))
    if not ours or seen == read or len(seen) != len(read):
        return False
    alike = all(a == b or (a not in alphabet and _plain(a) == b) for a, b in zip(seen, read, strict=True))
    return alike and mean_odds(theirs) >= max(mean_odds(ours) - LITTLE, LIKELY)


@functools.cache
def _plain(character: str) -> str:
    """Without its accents."""
    return "".join(part for part in unicodedata.normalize("NFD", character) if not unicodedata.combining(part))
