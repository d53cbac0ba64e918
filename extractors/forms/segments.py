"""Words to segments: runs of words on one line that belong together, by geometry alone.

Two words are joined when each is the other's nearest neighbour sideways, the gap is small against the width of their
characters, and no ruling line stands between. A colon ends a segment; blanks drawn with underscores or dots end one
and belong to none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

import numpy as np
from numpy.typing import NDArray

from extractors.lines import Lines, middle_x
from extractors.types import Box, Ruling, Word

Floats = NDArray[np.float64]
Places = NDArray[np.intp]
BLANK = re.compile(r"[_‗]{2,}|[.…·․‥]{4,}|[-–—]{5,}")
_INNER_COLON = re.compile(r"([^\W\d_][^:]*:)([^:/\\].*)")


@dataclass(frozen=True, slots=True)
class SegmentOptions:
    """`gap`: the widest gap inside a segment, in widths of a mean character of the two words; `overlap`: how much of
    the lower word's height two words of a line share; `colons`: whether a colon ends a segment."""

    gap: float = 1.5
    overlap: float = 0.5
    colons: bool = True


@dataclass(frozen=True, slots=True)
class Segment:
    """Words that stand together on one line, left to right. `words` are indexes into the words that were given;
    `blank`: a drawn blank follows on the line (the place for a value)."""

    text: str
    box: Box
    words: tuple[int, ...]
    size: float
    bold: bool = False
    blank: bool = False


def split_words(words: Sequence[Word]) -> list[tuple[int, Word]]:
    """The words with their index, ``Total:12.00`` taken apart after the colon and blanks apart from text; the parts'
    boxes are shares of the word's box by number of characters."""
    return [(index, part) for index, word in enumerate(words) for part in _parts(word)]


def _parts(word: Word) -> Iterator[Word]:
    cuts = {0, len(word.text)}
    for blank in BLANK.finditer(word.text):
        cuts |= {blank.start(), blank.end()}
    if match := _INNER_COLON.fullmatch(word.text):
        cuts.add(match.end(1))
    if len(cuts) <= 2:
        yield word
        return
    step = word.box.width / len(word.text)
    ordered = sorted(cuts)
    for start, end in pairwise(ordered):
        x0, x1 = word.box.x0 + start * step, word.box.x0 + end * step
        yield replace(word, text=word.text[start:end], box=Box(x0, word.box.top, x1, word.box.bottom))


def segment(
    words: Sequence[Word],
    rulings: Sequence[Ruling] = (),
    options: SegmentOptions | None = None,
    marks: Sequence[Box] = (),
) -> tuple[Segment, ...]:
    """The segments of a page in reading order (by line, then left to right); words that do not run level are left
    out. `marks` are check boxes and the like:
    what stands inside one is no text, and they part words as ruling lines do."""
    options = options or SegmentOptions()
    numbered = [(i, word) for i, word in split_words(words) if not (word.direction or _is_mark(word, marks))]
    if not numbered:
        return ()
    parts = [word for _, word in numbered]
    walls = [ruling.box for ruling in rulings if not ruling.horizontal] + [_middle(mark) for mark in marks]
    after = _next_words(parts, walls, options)
    chains = _chains(after, parts, options)
    segments = [_segment(chain, numbered, after) for chain in chains if not BLANK.fullmatch(parts[chain[0]].text)]
    return tuple(segments[i] for i in reading_order([s.box for s in segments]))


_DRAWN = re.compile(r"[\W_]*[xXvV]?[\W_]*")
"""How OCR reads a check box."""


def _is_mark(word: Word, marks: Sequence[Box]) -> bool:
    if not word.text.strip():
        return True
    if len(word.text) > 3:
        return False
    drawn = _DRAWN.fullmatch(word.text) is not None
    short = len(word.text) <= 2
    return any((short and mark.holds(word.box.center)) or (drawn and mark.covered_by(word.box) > 0.6) for mark in marks)


def _middle(mark: Box) -> Box:
    x = mark.center[0]
    return Box(x, mark.top, x, mark.bottom)


def _next_words(words: Sequence[Word], walls: Sequence[Box], options: SegmentOptions) -> list[tuple[int, float]]:
    """For each word the next one on its line (-1: none) and the gap to it in character widths."""
    after = [(-1, np.inf)] * len(words)
    boxes = np.array([tuple(word.box) for word in words])  # (N, 4)
    widths = np.array([max(word.box.width, 0.1) / max(len(word.text), 1) for word in words])
    order = np.argsort(boxes[:, 1], kind="stable")
    for left, right, gap in _pairs(boxes[order], widths[order], options.overlap):
        after[order[left]] = (int(order[right]), gap)
    if not walls:
        return after
    upright = Lines(walls, middle_x)
    return [(-1, np.inf) if _walled(i, j, words, upright) else (j, gap) for i, (j, gap) in enumerate(after)]


def _pairs(boxes: Floats, widths: Floats, overlap: float) -> Iterator[tuple[int, int, float]]:
    """Words that are each other's nearest neighbour to the right and to the left: (left, right, gap). `boxes` (N, 4)
    come by their top."""
    x0, _, x1, _ = boxes.T
    one, other = _level(boxes, overlap)
    gap = x0[other] - x1[one]  # where the other stands at the right
    ahead = (x0[other] > x0[one]) & (gap > -0.5 * (x1 - x0)[one])
    one, other, gap = one[ahead], other[ahead], gap[ahead]
    right, left = _nearest(one, other, gap, len(boxes)), _nearest(other, one, gap, len(boxes))
    mutual = np.flatnonzero((right >= 0) & (left[right] == np.arange(len(boxes))))
    after = right[mutual]
    gaps = (x0[after] - x1[mutual]) / np.maximum((widths[mutual] + widths[after]) / 2, 0.1)
    return zip(mutual.tolist(), after.tolist(), gaps.tolist(), strict=True)


def _level(boxes: Floats, overlap: float) -> tuple[Places, Places]:
    """All ordered pairs of words that stand on one level; of those that follow a word, only the ones that begin above
    its end are looked at."""
    top, bottom = boxes[:, 1], boxes[:, 3]
    places = np.arange(len(boxes))
    counts = np.maximum(np.searchsorted(top, bottom) - places - 1, 0)
    upper = np.repeat(places, counts)
    lower = np.arange(len(upper)) + np.repeat(places + 1 - np.cumsum(counts) + counts, counts)
    common = np.minimum(bottom[upper], bottom[lower]) - top[lower]
    level = common >= overlap * np.maximum(np.minimum((bottom - top)[upper], (bottom - top)[lower]), 0.1)
    upper, lower = upper[level], lower[level]
    return np.concatenate([upper, lower]), np.concatenate([lower, upper])


def _nearest(own: Places, others: Places, gap: Floats, count: int) -> Places:
    """For each of `count` words the other one with the least gap, the first of several; -1 where there is none."""
    order = np.lexsort((others, gap, own))
    first = order[np.flatnonzero(np.diff(own[order], prepend=-1))]
    nearest = np.full(count, -1)
    nearest[own[first]] = others[first]
    return nearest


def _walled(i: int, j: int, words: Sequence[Word], walls: Lines) -> bool:
    """Whether an upright ruling stands in the gap between two neighbours."""
    if j < 0:
        return False
    a, b = words[i].box, words[j].box
    near = walls.between(min(a.x1, middle_x(b)) - 1, max(b.x0, middle_x(a)) + 1)
    if not near:
        return False
    top, bottom = max(a.top, b.top), min(a.bottom, b.bottom)
    return any(wall.top < bottom and wall.bottom > top for wall in near)


def _chains(after: list[tuple[int, float]], words: Sequence[Word], options: SegmentOptions) -> list[list[int]]:
    joined = {
        i: j for i, (j, gap) in enumerate(after) if j >= 0 and gap <= options.gap and _joins(i, j, words, options)
    }
    starts = set(range(len(words))) - set(joined.values())
    chains = []
    for start in sorted(starts):
        chain = [start]
        while chain[-1] in joined:
            chain.append(joined[chain[-1]])
        chains.append(chain)
    return chains


def _joins(i: int, j: int, words: Sequence[Word], options: SegmentOptions) -> bool:
    if BLANK.fullmatch(words[i].text) or BLANK.fullmatch(words[j].text):
        return False
    return not (options.colons and words[i].text.endswith(":") and words[j].text != ":")


def _segment(chain: list[int], numbered: list[tuple[int, Word]], after: list[tuple[int, float]]) -> Segment:
    words = [numbered[i][1] for i in chain]
    following, gap = after[chain[-1]]
    blank = following >= 0 and gap < 12 and BLANK.fullmatch(numbered[following][1].text) is not None
    sizes = [word.size or word.box.height for word in words]
    return Segment(
        " ".join(word.text for word in words),
        Box.around(word.box for word in words),
        tuple(dict.fromkeys(numbered[i][0] for i in chain)),
        median(sizes),
        all(word.bold for word in words),
        blank,
    )


def lines(boxes: Sequence[Box]) -> list[list[int]]:
    """Indexes grouped by line, top to bottom, each left to right; a box belongs to the line whose first box's middle
    is within half a height of its own."""
    found: list[list[int]] = []
    for i in sorted(range(len(boxes)), key=lambda i: (boxes[i].center[1], boxes[i].x0)):
        first = boxes[found[-1][0]] if found else None
        if first and abs(boxes[i].center[1] - first.center[1]) < 0.5 * min(boxes[i].height, first.height):
            found[-1].append(i)
        else:
            found.append([i])
    return [sorted(line, key=lambda i: boxes[i].x0) for line in found]


def reading_order(boxes: Sequence[Box]) -> list[int]:
    """Indexes by line, then left to right."""
    return [i for line in lines(boxes) for i in line]
