"""Words as a bag: how many of the right ones were read, wherever they stand on the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BagScore:
    """Pooled over pages (micro). No word expected is full recall, no word found full precision."""

    right: int
    expected: int
    found: int

    @property
    def recall(self) -> float:
        return self.right / self.expected if self.expected else 1.0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0


def bag_score(pages: Iterable[tuple[Sequence[str], Sequence[str]]]) -> BagScore:
    """The score over pages of (words expected, words found): exact match, each word as often as it stands there."""
    right = expected = found = 0
    for truth, read in pages:
        right += sum((Counter(truth) & Counter(read)).values())
        expected, found = expected + len(truth), found + len(read)
    return BagScore(right, expected, found)
