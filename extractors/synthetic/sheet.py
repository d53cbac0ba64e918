"""A page being written: words with boxes, grouped into entities, in points from the top left."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

HEADER, QUESTION, ANSWER, OTHER = range(4)
KINDS = ("header", "question", "answer", "other")
# Advance widths of a proportional sans-serif face in 1/1000 em, by kind of character.
_NARROW, _WIDE = frozenset("iljtfrI.,:;'!|()[] -/"), frozenset("mwMW@%&QOGC_")
_WIDTHS: dict[str, float] = {}


def text_width(text: str, size: float, mono: bool) -> float:
    """The width in points of a run of text; 0.6 em a character for typewriter faces."""
    if mono:
        return 0.6 * size * len(text)
    width = _WIDTHS.get(text)
    if width is None:
        width = sum(0.29 if c in _NARROW else 0.82 if c in _WIDE else 0.68 if c.isupper() else 0.53 for c in text)
        if len(_WIDTHS) < 200_000:
            _WIDTHS[text] = width
    return width * size


@dataclass(slots=True)
class Mark:
    """One word on the sheet. `line` counts lines inside its entity."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    entity: int
    line: int


@dataclass(frozen=True, slots=True)
class Placed:
    """What `write` put down: the entity's number and its extent."""

    entity: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True)
class Style:
    """How a page looks: face, sizes in points, and the habits of whoever designed it."""

    size: float = 10.0
    mono: bool = False
    value_mono: bool = False
    value_size: float = 10.0
    leading: float = 1.25
    label_case: str = "as is"
    value_case: str = "as is"
    colon: float = 0.7
    fill: float = 0.85
    numbered: bool = False
    spacing: float = 1.6
    gap: float = 6.0
    leader: str = ""


@dataclass
class Sheet:
    """`marks` in writing order; entity i has kind `kinds[i]`; `links` join a question to its answer."""

    random: Random
    style: Style
    width: float = 612.0
    height: float = 792.0
    domain: int = 0
    marks: list[Mark] = field(default_factory=list)
    kinds: list[int] = field(default_factory=list)
    links: list[tuple[int, int]] = field(default_factory=list)
    checks: list[tuple[float, float, float, float, bool]] = field(default_factory=list)

    def write(
        self, text: str, at: tuple[float, float], kind: int, limit: float = 0.0, value: bool = False, scale: float = 1.0
    ) -> Placed:
        """Write a new entity from its top left corner, wrapped at `limit` points (0: the page's right margin)."""
        style = self.style
        mono, size = (style.value_mono, style.value_size) if value else (style.mono, style.size)
        size *= scale
        x, y = at
        right = x + (limit or max(self.width - 20 - x, 30))
        entity, space = len(self.kinds), text_width(" ", size, mono)
        self.kinds.append(kind)
        line, cursor, top, widest = 0, x, y, x
        first = True
        for part in text.split("\n"):
            if not first:
                line, cursor, top = line + 1, x, top + size * style.leading
            for word in part.split():
                width = text_width(word, size, mono)
                if cursor > x and cursor + width > right:
                    line, cursor, top = line + 1, x, top + size * style.leading
                self.marks.append(Mark(word, cursor, top, cursor + width, top + size * 0.92, entity, line))
                widest = max(widest, cursor + width)
                cursor += width + space
            first = False
        return Placed(entity, x, y, widest, top + size)

    def width_of(self, text: str, value: bool = False, scale: float = 1.0) -> float:
        """How wide the text would be on one line."""
        style = self.style
        if value:
            return text_width(text, style.value_size * scale, style.value_mono)
        return text_width(text, style.size * scale, style.mono)

    @property
    def line(self) -> float:
        """The height of a line of the larger of the two faces."""
        return max(self.style.size, self.style.value_size) * self.style.leading
