"""Words to runs, lines and blocks: the text of a page without any weights.

A *run* is a chain of words on one line without a gap wider than about one letter height; a *block* is a stack of runs
that stand close below each other at one size. The rule is that of the document spectrum (O'Gorman 1993): neighbours
are near, and what near means is measured in letter heights, never in points.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from extractors.lines import Lines
from extractors.types import Box, Region, RegionKind, Ruling, Word

WORD_GAP = 1.0  # a wider gap, in letter heights, ends a run
LINE_GAP = 0.85  # a wider gap, in letter heights, ends a block
LEAST_WALL = 1.0  # points between two words that a ruling needs
SHELF = 6.0  # points
TITLE_SIZE = 1.18  # a title is set at least this much larger than the page's usual text
HAS_LETTER = re.compile(r"[^\W_]")


@dataclass(slots=True)
class Run:
    """Words that follow each other on one line, left to right."""

    words: list[Word]
    x0: float
    top: float
    x1: float
    bottom: float

    @classmethod
    def start(cls, word: Word) -> Run:
        return cls([word], *word.box)

    def add(self, word: Word) -> None:
        self.words.append(word)
        self.x1 = max(self.x1, word.box.x1)
        self.top = min(self.top, word.box.top)
        self.bottom = max(self.bottom, word.box.bottom)

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def box(self) -> Box:
        return Box(self.x0, self.top, self.x1, self.bottom)

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


@dataclass(slots=True)
class Block:
    """Runs that belong together, top to bottom."""

    runs: list[Run]

    @property
    def box(self) -> Box:
        return Box.around(run.box for run in self.runs)

    @property
    def letter_height(self) -> float:
        return float(median(run.height for run in self.runs))

    @property
    def words(self) -> list[Word]:
        return [word for run in self.runs for word in run.words]


def text_runs(words: Iterable[Word], walls: Sequence[Ruling] = ()) -> list[Run]:
    """Upright words chained into runs; an upright ruling (`walls`) between two words keeps them apart."""
    shelves: dict[int, list[tuple[Box, Run]]] = defaultdict(list)  # by height on the page: last words and their runs
    runs: list[Run] = []
    uprights = Lines((ruling.box for ruling in walls if not ruling.horizontal), lambda box: box.x0)
    for word in sorted((w for w in words if w.direction == 0 and w.box.height > 0), key=lambda w: w.box.x0):
        run = _open_run(word.box, shelves)
        if run is None or (uprights and _walled(run.words[-1].box, word.box, uprights)):
            run = Run.start(word)
            runs.append(run)
        else:
            run.add(word)
        for shelf in range(int(word.box.top // SHELF), int(word.box.bottom // SHELF) + 1):
            shelves[shelf].append((word.box, run))
    return sorted(runs, key=lambda r: (r.top, r.x0))


def _open_run(box: Box, shelves: dict[int, list[tuple[Box, Run]]]) -> Run | None:
    """The run whose last word stands closest left of the box, on its line; words come from left to right, so that only
    the latest ones of a shelf can be near."""
    best, nearest = None, float("inf")
    height = box.height
    for last, run in reversed(shelves[int(box.center[1] // SHELF)]):
        gap = box.x0 - last.x1
        if gap > 4 * WORD_GAP * height:
            break
        if abs(gap) >= nearest or run.words[-1].box is not last:
            continue
        low, tall = sorted((height, last.height))
        common = min(box.bottom, last.bottom) - max(box.top, last.top)
        if -0.5 * low <= gap <= WORD_GAP * tall and common >= 0.5 * low and tall <= 2.5 * low:
            best, nearest = run, abs(gap)
    return best


def _walled(left: Box, right: Box, walls: Lines) -> bool:
    if right.x0 - left.x1 < LEAST_WALL:
        return False
    middle = (max(left.top, right.top) + min(left.bottom, right.bottom)) / 2
    between = walls.between(left.x1 - 1, right.x0 + 1)
    return any(wall.x1 <= right.x0 + 1 and wall.top <= middle <= wall.bottom for wall in between)


def blocks_of(runs: Sequence[Run], rulings: Sequence[Ruling] = ()) -> list[Block]:
    """Runs stacked into blocks: joined where one stands right below another at a like size and no ruling parts them."""
    parent = list(range(len(runs)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    floors = Lines((ruling.box for ruling in rulings if ruling.horizontal), lambda box: box.top)
    for i, upper in enumerate(runs):
        for j in _below(i, runs):
            if not _parted(upper, runs[j], floors):
                parent[root(j)] = root(i)
    groups: dict[int, list[Run]] = defaultdict(list)
    for i, run in enumerate(runs):
        groups[root(i)].append(run)
    return [Block(group) for group in groups.values()]


def _below(i: int, runs: Sequence[Run]) -> Iterable[int]:
    upper = runs[i]
    for j in range(i + 1, len(runs)):
        lower = runs[j]
        if lower.top > upper.bottom + LINE_GAP * upper.height:
            return
        low, tall = sorted((upper.height, lower.height))
        gap = lower.top - upper.bottom
        common = min(upper.x1, lower.x1) - max(upper.x0, lower.x0)
        near = -0.45 * low <= gap <= LINE_GAP * low and tall <= 1.5 * low
        if near and common >= 0.3 * min(upper.x1 - upper.x0, lower.x1 - lower.x0):
            yield j


def _parted(upper: Run, lower: Run, floors: Lines) -> bool:
    x0, x1 = max(upper.x0, lower.x0), min(upper.x1, lower.x1)
    top, bottom = upper.top + 0.6 * upper.height, lower.top + 0.4 * lower.height
    between = floors.between(top, bottom)
    return any(floor.x0 <= x0 + 1 and floor.x1 >= x1 - 1 and floor.bottom <= bottom for floor in between)


def usual_height(runs: Sequence[Run]) -> float:
    """The letter height most of the page's letters have, in points; 10 where there is no text."""
    weighted = sorted((run.height, len(run.text)) for run in runs)
    half, seen = sum(weight for _, weight in weighted) / 2, 0.0
    for height, weight in weighted:
        seen += weight
        if seen >= half:
            return height
    return 10.0


def text_regions(blocks: Sequence[Block], usual: float) -> list[Region]:
    """A title or a text region for every block that holds a letter or a digit."""
    found = []
    for block in blocks:
        text = " ".join(run.text for run in block.runs)
        if HAS_LETTER.search(text):
            kind, confidence = _kind(block, text, usual)
            found.append(Region(kind, block.box, confidence))
    return found


def _kind(block: Block, text: str, usual: float) -> tuple[RegionKind, float]:
    large = block.letter_height / usual if usual else 1.0
    short = len(block.runs) <= 3 and len(text) <= 160 and sum(c.isalpha() for c in text) >= 0.5 * len(text)
    if short and large >= TITLE_SIZE and len(text) >= 3:
        return "title", min(0.95, 0.6 + 0.5 * (large - TITLE_SIZE))
    if short and len(block.runs) == 1 and all(word.bold for word in block.words) and not text.rstrip().endswith(":"):
        return "title", 0.55
    return "text", 0.9
