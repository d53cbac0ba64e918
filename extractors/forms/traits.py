"""What can be seen of a candidate, as named traits: its words and their classes, what stands around it, where it
stands, and how it is cut out of its lines.

Traits come in parts, a part being all traits that follow from one text (the words left of a value, say): candidates
share most of their parts, so that each is looked at once. The first letter of a trait tells its group.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache

from extractors.forms.values import Value
from extractors.forms.vocabulary import fold

GROUPS = ("inside", "start", "end", "around", "after", "place", "shape")
_GROUP_OF = {"i": 0, "s": 1, "e": 2, "<": 3, "^": 3, "?": 3, "=": 3, ">": 4, "p": 5, "f": 6, "k": 6}
_folded = lru_cache(maxsize=50_000)(fold)
Trait = tuple[str, float]
Part = tuple[str, str]
_NEAR = (1, 2, 3, 5, 8)


def group_of(trait: str) -> int:
    """Index into GROUPS."""
    return _GROUP_OF[trait[0]]


class Lines:
    """The printed lines of a document, counted from the top."""

    def __init__(self, values: Sequence[Value]) -> None:
        own = sorted((v.page, v.box.center[1], v.box.height) for v in values if v.kind == "line" and v.box)
        heights = sorted(height for _, _, height in own)
        self.unit = heights[len(heights) // 2] if heights else 1.0
        self.middles = [(page, middle) for page, middle, _ in own]
        self.ordinals = list(self._count())
        self.count = self.ordinals[-1] + 1 if own else 0

    def _count(self) -> Iterator[int]:
        count, last = -1, (0, 0.0)
        for page, middle in self.middles:
            if page != last[0] or middle - last[1] > 0.5 * self.unit:
                count, last = count + 1, (page, middle)
            yield count

    def span(self, value: Value) -> tuple[int, int]:
        """The first and the last line of a value; of one without a place, the first line."""
        if value.box is None or not self.middles:
            return 0, 0
        inset = min(0.4 * self.unit, value.box.height / 2)
        return self._at(value.page, value.box.top + inset), self._at(value.page, value.box.bottom - inset)

    def _at(self, page: int, y: float) -> int:
        place = bisect_left(self.middles, (page, y))
        near = [n for n in (place - 1, place) if 0 <= n < len(self.middles)]
        best = min(near, key=lambda n: (self.middles[n][0] != page, abs(self.middles[n][1] - y)))
        return self.ordinals[best]


def parts(value: Value, lines: Lines) -> tuple[Part, ...]:
    """The parts of a candidate; `traits_of` says what is in them."""
    first, last = lines.span(value)
    x, y = value.place
    place = (
        f"{min(first, 12)} {min(lines.count - last, 12)} {last - first + 1} {int(12 * x)} {int(16 * y)} {value.page}"
    )
    size = round(4 * math.log2(max(value.size, 0.3)))
    return (("i", value.text), ("<", value.left), ("^", value.above), (">", value.after), ("?", value.question),
            ("=", value.name), ("p", place), ("k", f"{value.kind} {value.type} {size} {value.cut}"))  # fmt: skip


@lru_cache(maxsize=100_000)
def traits_of(part: Part) -> tuple[Trait, ...]:
    """The traits of a part with their strengths."""
    kind, text = part
    return tuple(_TRAITS[kind](text))


@lru_cache(maxsize=50_000)
def outline(token: str) -> str:
    """Runs of letters as one letter, digits one by one: ``INV-0042,`` is ``A-9999,``."""
    text = re.sub(r"[^\W\d_]+", lambda match: "A" if match.group()[0].isupper() else "a", token)
    return re.sub(r"\d", "9", text)[:12]


@lru_cache(maxsize=50_000)
def keys(token: str) -> tuple[str, str]:
    """A word, and its class."""
    return _folded(token) or token[:6], f"#{outline(token)}"


def _inside(text: str) -> Iterator[Trait]:
    tokens = text.split() or ["-"]
    for token in tokens:
        yield from (("i" + key, 1.0) for key in keys(token))
    for mark, ends in (("s", tokens[:2]), ("e", tokens[::-1][:2])):
        for place, token in enumerate(ends):
            yield from ((f"{mark}{place}{key}", 1.0 - 0.5 * place) for key in keys(token))
    yield "f" + outline("".join(tokens)), 1.0
    yield from _style(text, len(tokens))


def _style(text: str, words: int) -> Iterator[Trait]:
    yield f"kn{min(words, 12)}", 0.5
    yield f"kc{min(int(2 * math.log2(1 + len(text))), 14)}", 0.5
    yield f"kd{min(sum(c.isdigit() for c in text), 9)}", 0.5
    yield ("kA" if text == text.upper() else "ka"), 0.5


def _left(text: str) -> Iterator[Trait]:
    tokens = text.split()[-4:]
    if not tokens:
        yield "<none", 1.0
        return
    yield from (("<1" + key, 1.0) for key in keys(tokens[-1]))
    yield from (("<" + keys(token)[0], 0.7) for token in tokens)
    yield "<L" + _folded(text)[-24:], 1.0


def _above(text: str) -> Iterator[Trait]:
    tokens = text.split()
    if not tokens:
        yield "^none", 1.0
        return
    yield from (("^" + keys(token)[0], 0.5) for token in tokens[:5])
    yield from (("^1" + key, 0.7) for key in keys(tokens[-1]))


def _after(text: str) -> Iterator[Trait]:
    tokens = text.split()[:3]
    if not tokens:
        yield ">none", 1.0
        return
    yield from ((">1" + key, 1.0) for key in keys(tokens[0]))
    yield from ((">" + keys(token)[0], 0.5) for token in tokens[1:])


def _question(text: str) -> Iterator[Trait]:
    yield from (("?" + keys(token)[0], 0.7) for token in text.split()[:8])
    if text:
        yield "?L" + _folded(text)[:32], 1.0


def _name(text: str) -> Iterator[Trait]:
    if text:
        yield "=" + text, 1.0


def _place(text: str) -> Iterator[Trait]:
    first, left, height, x, y, page = map(int, text.split())
    yield from ((f"p<{n}", 0.5) for n in _NEAR if first < n)
    yield from ((f"p>{n}", 0.5) for n in _NEAR if left <= n)
    yield f"pr{first}", 0.5
    yield f"ph{min(height, 7)}", 1.0
    # Places count in two grids, the second shifted by half a step, so that none is cut off from its neighbour.
    yield from ((f"px{shift}:{(x + shift) // 2}", 0.5) for shift in (0, 1))
    yield from ((f"py{shift}:{(y + shift) // 2}", 0.5) for shift in (0, 1))
    yield f"pp{page}", 0.2


def _kind(text: str) -> Iterator[Trait]:
    kind, type_, size, cut = text.split(" ")
    yield from (("k" + kind, 1.0), ("kt" + type_, 1.0), ("kz" + size, 0.5))
    yield from (("k" + side, 1.0) for side in cut)


_TRAITS = {"i": _inside, "<": _left, "^": _above, ">": _after, "?": _question, "=": _name, "p": _place, "k": _kind}
