"""Words joined into visual lines, and lines cut into runs: pieces of text that no column separator should divide."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from statistics import median

from extractors.types import Box, Word

FIGURE = re.compile(r"^[(+\-–−]?[$€£]?\d[\d.,]*%?[)*]?$")
GROUP = re.compile(r"^\d{3}(?:[.,]\d+)?[)*]?$")
LONGEST_LINE = 40
"""Words that a line of prose has at most."""
NUMBER_GAP = 0.42
"""Whitespace between two numbers that stand in different columns, at least, in font sizes."""
BLANK = re.compile(
    r"^(?:[-–—−‐.:…*x×✓✔•]|n/?a\.?|n\.\s?a\.?|n\.?[dsk]\.?|\.\.+|\(?:\)?|-\s?-+|nil|none|–+|—+)$", re.IGNORECASE
)


LEFTWARDS = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
"""Letters of scripts written from right to left: Hebrew, Arabic, Syriac, Thaana, N'Ko."""


@dataclass(frozen=True, slots=True)
class MirroredWord(Word):
    """A word of a page that is read as in a mirror (`leftwards`): its box is mirrored, its text is not."""


@dataclass(frozen=True)
class Run:
    """Words of one visual line, left to right, with no wide gap between them."""

    words: tuple[Word, ...]

    @cached_property
    def box(self) -> Box:
        return Box.around(word.box for word in self.words)

    @cached_property
    def text(self) -> str:
        return joined(self.words)

    @cached_property
    def numeric(self) -> bool:
        """Mostly digits (a number with its signs, units, footnote mark), or a mark that stands for a missing one."""
        text = self.text.strip()
        digits = sum(ch.isdigit() for ch in text)
        letters = sum(ch.isalpha() for ch in text)
        return bool(BLANK.match(text)) or (digits > 0 and digits >= letters and len(self.words) <= 4)

    @cached_property
    def size(self) -> float:
        return max(word_size(word) for word in self.words)

    @cached_property
    def bold(self) -> bool:
        return all(word.bold for word in self.words)


@dataclass(frozen=True)
class Line:
    """Runs that stand at one height, left to right."""

    runs: tuple[Run, ...]

    @cached_property
    def box(self) -> Box:
        return Box.around(run.box for run in self.runs)

    @cached_property
    def words(self) -> tuple[Word, ...]:
        return tuple(word for run in self.runs for word in run.words)

    @cached_property
    def text(self) -> str:
        return "  ".join(run.text for run in self.runs)

    @cached_property
    def size(self) -> float:
        return float(median(word_size(word) for word in self.words))

    @cached_property
    def middle(self) -> float:
        """Where the line stands: small marks above or below it do not count."""
        return float(median(word.box.center[1] for word in self.words))


def word_size(word: Word) -> float:
    """The font size in points; where it is unknown, what the height of the box lets one expect."""
    return word.size if word.size > 0 else max(1.0, word.box.height)


def rows_of_words(words: Iterable[Word]) -> list[list[Word]]:
    """Words that stand at one height, top to bottom, each row left to right."""
    words = list(words)
    if len(words) < 2:
        return [words] if words else []
    rows: list[list[Word]] = []
    heights: list[list[float]] = []  # the middles of the words of each row
    centers: list[tuple[float, float]] = []
    placed = sorted([((w.box.top + w.box.bottom) / 2, w.box.x0, i) for i, w in enumerate(words)])
    for middle, _, i in placed:
        word = words[i]
        height = word.box.bottom - word.box.top
        found = _row_for(middle, height, centers[-5:])
        if found is None:
            rows.append([word])
            heights.append([middle])
            centers.append((middle, height))
            continue
        rows[found].append(word)
        heights[found].append(middle)
        if height > 1.25 * centers[found][1]:  # a taller word says better where a row stands than a raised mark
            centers[found] = (middle, height)
    order = sorted(range(len(rows)), key=lambda i: median(heights[i]))
    return [sorted(rows[i], key=lambda w: (w.box.x0, w.box.x1)) for i in order]


def _row_for(middle: float, height: float, centers: Sequence[tuple[float, float]]) -> int | None:
    """The nearest of the last rows that holds the word, counted from the end; None where none does."""
    best, least = None, 1e9
    index = 0
    for center, tall in reversed(centers):
        index -= 1
        distance = middle - center if middle > center else center - middle
        if distance < least and distance < 0.42 * (tall if tall > height else height):
            best, least = index, distance
    return best


def cut_row(row: Sequence[Word], gap: float, cuts: Sequence[tuple[float, float, float]] = ()) -> Line:
    """A line from one row of words: cut where the gap is wider than `gap` font sizes (half of it between two
    numbers, more where a line of prose is stretched to the margin), and at vertical rulings.

    `cuts` are (x, top, bottom) of the rulings.
    """
    if len(row) == 1:
        return Line((Run((row[0],)),))
    least = max(gap, _stretched(row))
    runs: list[list[Word]] = [[row[0]]]
    reach = row[0].box.x1
    near = _cuts_near(row, cuts)
    for before, word in itertools.pairwise(row):
        box = word.box
        space, size = box.x0 - reach, min(word_size(before), word_size(word))
        wide = space > least * size
        if not wide and space > NUMBER_GAP * size:
            wide = _both_numbers(before.text, word.text)
        if wide or (near and _is_cut(reach, word, near)):
            runs.append([word])
            reach = box.x1
        else:
            runs[-1].append(word)
            if box.x1 > reach:
                reach = box.x1
    return Line(tuple([Run(tuple(run)) for run in runs]))


def _cuts_near(row: Sequence[Word], cuts: Sequence[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """The cuts at the height of the row."""
    if not cuts:
        return []
    top, bottom = min([word.box.top for word in row]), max([word.box.bottom for word in row])
    return [cut for cut in cuts if cut[1] <= bottom and cut[2] >= top]


def _stretched(row: Sequence[Word]) -> float:
    """In justified prose the widest space that is still one, in font sizes; 0 in other lines."""
    if not 7 <= len(row) <= LONGEST_LINE or sum([word.text[:1].isalpha() for word in row]) < 0.8 * len(row):
        return 0.0
    spaces = sorted((b.box.x0 - a.box.x1) / word_size(b) for a, b in itertools.pairwise(row))
    usual = spaces[len(spaces) // 2]
    return 2.2 * usual if 0.4 < usual < 1.4 else 0.0


def _both_numbers(before: str, after: str) -> bool:
    """Two whole numbers; not the groups of one number that spaces divide (1 649 692)."""
    if not (FIGURE.match(before) and FIGURE.match(after)):
        return False
    return not (GROUP.match(after) and before.lstrip("(-–−+").isdigit() and len(before.lstrip("(-–−+")) <= 3)


def _is_cut(reach: float, word: Word, cuts: Sequence[tuple[float, float, float]]) -> bool:
    middle = word.box.center[1]
    return any(reach - 1 <= x <= word.box.x0 + 1 and top <= middle <= bottom for x, top, bottom in cuts)


def make_lines(words: Iterable[Word], gap: float, cuts: Sequence[tuple[float, float, float]] = ()) -> list[Line]:
    """The visual lines of the words, top to bottom."""
    return [cut_row(row, gap, cuts) for row in rows_of_words(words)]


def text_of(words: Iterable[Word]) -> str:
    """The words in reading order: lines top to bottom, in each line left to right, a line break between lines."""
    words = list(words)
    if len(words) == 1:
        return words[0].text
    turn = words[0].direction if words else 0
    if turn and all(word.direction == turn for word in words):
        words = [replace(word, box=_along(word.box, turn)) for word in words]
    return "\n".join(joined(row) for row in rows_of_words(words))


def _along(box: Box, turn: int) -> Box:
    """The box in a frame in which text turned clockwise by so many degrees is upright."""
    if turn == 90:
        return Box(box.top, -box.x1, box.bottom, -box.x0)
    return Box(-box.x1, -box.bottom, -box.x0, -box.top) if turn == 180 else Box(-box.bottom, box.x0, -box.top, box.x1)


def joined(row: Sequence[Word]) -> str:
    """Words that stand from left to right as they are read: from the right where most words with letters are of a
    script that is written so, numbers and words of other scripts among them from the left."""
    row = row[::-1] if row and isinstance(row[0], MirroredWord) else row
    text = " ".join([word.text for word in row])
    if text.isascii():
        return text
    leftwards = [bool(LEFTWARDS.search(word.text)) for word in row]
    if not any(leftwards) or 2 * sum(leftwards) <= sum(any(ch.isalpha() for ch in word.text) for word in row):
        return " ".join(word.text for word in row)
    out: list[str] = []
    for turned, group in itertools.groupby(reversed(list(zip(leftwards, row, strict=True))), key=lambda item: item[0]):
        texts = [word.text for _, word in group]
        out += texts if turned else texts[::-1]
    return " ".join(out)
