"""A card's face while it is drawn: runs of words with what they are, and which caption announces which value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from extractors.id_cards.synthetic_print.captions import KEYS

OTHER, CAPTION = "other", "caption"
LABELS = (OTHER, CAPTION, *KEYS, *(f"{CAPTION}:{key}" for key in KEYS))
"""What a run may be: nothing of interest, a caption of something else, a value, or the caption of a value."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One printed word: `entity` is the run that it belongs to, `line` the line inside it."""

    text: str
    box: tuple[float, float, float, float]
    entity: int
    line: int


@dataclass(slots=True)
class Sheet:
    """Units are hundredths of the card's width. `kinds`: the label of each entity; `links`: caption to value."""

    random: Random
    height: float
    letter: float = 0.56
    """Width of a letter, in letter heights."""
    marks: list[Mark] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    links: list[tuple[int, int]] = field(default_factory=list)

    def put(self, text: str, x: float, y: float, size: float, kind: str = OTHER, step: float = 1.25) -> int:
        """Print a text, its lines below each other, from the left upper corner (x, y); returns its entity."""
        entity = len(self.kinds)
        self.kinds.append(kind)
        for line, row in enumerate(text.split("\n")):
            self._line(row.split(), x, y + line * size * step, size, entity, line)
        return entity

    def put_right(self, text: str, x: float, y: float, size: float, kind: str = OTHER) -> int:
        """The same, ending at x."""
        return self.put(text, x - self.width(text, size), y, size, kind)

    def width(self, text: str, size: float) -> float:
        """How wide the longest line of a text is."""
        return max(sum(self._letters(word, size) + self._gap(size) for word in row.split()) for row in text.split("\n"))

    def below(self, text: str, y: float, size: float, step: float = 1.25) -> float:
        """Where the next line after a text may begin."""
        return y + size * step * (text.count("\n") + 1)

    def link(self, caption: int | None, value: int | None) -> None:
        if caption is not None and value is not None:
            self.links.append((caption, value))

    def _line(self, words: Sequence[str], x: float, y: float, size: float, entity: int, line: int) -> None:
        for word in words:
            wide = self._letters(word, size)
            self.marks.append(Mark(word, (x, y, x + wide, y + size), entity, line))
            x += wide + self._gap(size)

    def _letters(self, word: str, size: float) -> float:
        wide = sum(1.15 if c.isupper() or c.isdigit() else 0.55 if c in "il.,:;'|/" else 1.0 for c in word)
        return wide * self.letter * size

    def _gap(self, size: float) -> float:
        return 0.4 * size
