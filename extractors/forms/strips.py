"""Candidates over whole printed lines: runs of lines as addresses have them, and lines cut short at either end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.forms.geometry import Neighbours, Node
from extractors.forms.segments import lines

_LINES = 6
_TOKENS = 9
"""Lines of up to so many words are cut at every word."""
_APART = 4.0
"""Pieces of a line are one strip while the gap between them is below so many line heights."""

_WORDS = 12
"""Longer lines are running text."""

Strip = tuple[int, ...]
Span = tuple[float, float]


def strips(nodes: Sequence[Node], unit: float) -> list[Strip]:
    """Nodes that stand beside each other without a wide gap, top to bottom."""
    found: list[Strip] = []
    for line in lines([node.box for node in nodes]):
        run = [line[0]]
        for i in line[1:]:
            if nodes[i].box.x0 - nodes[run[-1]].box.x1 > _APART * unit:
                found.append(tuple(run))
                run = []
            run.append(i)
        found.append(tuple(run))
    return found


def stacks(nodes: Sequence[Node], near: Neighbours) -> Iterator[list[Strip]]:
    """Two to six strips below each other that share an edge, their middle or most of their width, with about a line
    between at most."""
    found = [strip for strip in strips(nodes, near.unit) if _is_short(nodes, strip)]
    across = [(nodes[strip[0]].box.x0, nodes[strip[-1]].box.x1) for strip in found]
    down = [(min(nodes[i].box.top for i in strip), max(nodes[i].box.bottom for i in strip)) for strip in found]
    after = [_next(n, across, down, near.unit) for n in range(len(found))]
    for n in range(len(found)):
        run, last = [found[n]], after[n]
        while len(run) < _LINES and last is not None:
            run, last = [*run, found[last]], after[last]
            yield run


def _is_short(nodes: Sequence[Node], strip: Strip) -> bool:
    return sum(nodes[i].text.count(" ") + 1 for i in strip) <= _WORDS


def _next(n: int, across: Sequence[Span], down: Sequence[Span], unit: float) -> int | None:
    """The nearest strip below that is in line with a strip."""
    for m in range(n + 1, len(across)):
        if down[m][0] - down[n][1] > 1.2 * unit:
            return None
        if sum(down[m]) > sum(down[n]) + unit and _aligned(across[n], across[m], unit):
            return m
    return None


def _aligned(a: Span, b: Span, unit: float) -> bool:
    offset = min(abs(a[0] - b[0]), abs(a[1] - b[1]), abs(sum(a) - sum(b)) / 2)
    common = min(a[1], b[1]) - max(a[0], b[0])
    return offset < 1.5 * unit or common > 0.6 * min(a[1] - a[0], b[1] - b[0])


def ends(count: int) -> Iterator[tuple[int, int]]:
    """Beginnings and endings of a line of so many words; the whole line is not among them."""
    if 2 <= count <= _TOKENS:
        for cut in range(1, count):
            yield 0, cut
            yield cut, count


_INSIDE = re.compile(
    r"\d{1,4}(?P<mark>[-/.])(?:\d{1,2}|[A-Za-z]{3,9})(?P=mark)(?:\d{2}|\d{4})(?=\d\d:\d\d|\D|$)"
    r"|\d+(?:[.,' ]\d{3})*[.,]\d{2}(?!\d)"
)
"""Dates and amounts."""
_BRACKET = re.compile(r"(?<=\w{2})[(\[<](?=\w)|(?<=\w[)\]>])(?=\w)")


def inner(text: str) -> Iterator[tuple[int, int]]:
    """Spans of characters that end inside words: dates and amounts glued to other characters (``RM5.90``, ``2.50SR``,
    ``01/02/1817:45``), and what stands before and behind a bracket without a space."""
    for match in _INSIDE.finditer(text):
        start, end = match.span()
        if (start and not text[start - 1].isspace()) or (end < len(text) and not text[end].isspace()):
            yield start, end
    for match in _BRACKET.finditer(text):
        yield 0, match.start()
        yield match.start(), len(text)
