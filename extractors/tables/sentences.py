"""Rows of tables whose cells are sentences, told from running text: lines drawn between all rows, or short texts that
keep columns on both sides of the long ones."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from extractors.tables.ruled import Stroke
from extractors.tables.runs import Line, Run

FEWEST_BANDS, MOST_LINES = 3, 8
"""Rows with lines drawn between them that show a table, and lines of text that a row has at most."""
SEVERAL = 0.7
"""Share of such rows that have several texts side by side."""
LONG, SHORT = 7, 4
"""Words that a sentence has at least, a label at most."""
AROUND, FEWEST_BESIDE = 6, 2
"""Lines above and below that are looked at, and how many of them have a short text on each side."""
NEAR, CLOSE = 0.4, 0.8
"""Edges this close (font sizes; points for a word within a line) are one; a sentence goes on within so much space."""


def rows_of_sentences(lines: Sequence[Line], strokes: Sequence[Stroke]) -> set[int]:
    """Ids of the words of lines that look like running text but are rows of a table; `strokes` are drawn flat lines."""
    found = {i for band in _stacks(lines, strokes) for i in band}
    short = [sum(len(run.words) <= SHORT for run in line.runs) if len(line.runs) > 2 else 0 for line in lines]
    for index, line in enumerate(lines):
        near = short[max(0, index - AROUND) : index + AROUND + 1]
        if sum(near) >= 2 * FEWEST_BESIDE and len(line.words) >= LONG and _has_neighbours(lines, index):
            found.add(index)
    for index in range(1, len(lines)):
        if index - 1 in found and (_goes_on(lines[index - 1], lines[index]) or _nearly_meets(lines, index, found)):
            found.add(index)
    return {id(word) for index in found for word in lines[index].words}


def _stacks(lines: Sequence[Line], strokes: Sequence[Stroke]) -> Iterator[list[int]]:
    """Indices of the lines between strokes of one left and right end, where most bands have texts side by side."""
    groups: dict[tuple[int, int], list[float]] = defaultdict(list)
    for stroke in strokes:
        groups[round(stroke.start / 4), round(stroke.end / 4)].append(stroke.at)
    for (start, end), heights in groups.items():
        bands = [
            [i for i, line in enumerate(lines) if low < line.middle < high and _within(line, 4 * start, 4 * end)]
            for low, high in itertools.pairwise(sorted(heights))
        ]
        several = sum(any(len(lines[i].runs) > 1 for i in band) for band in bands)
        even = len(bands) >= FEWEST_BANDS and all(0 < len(band) <= MOST_LINES for band in bands)
        if even and several >= SEVERAL * len(bands):
            yield [i for band in bands for i in band]


def _within(line: Line, left: float, right: float) -> bool:
    return left - 4 <= line.box.x0 and line.box.x1 <= right + 4


def _has_neighbours(lines: Sequence[Line], index: int) -> bool:
    """The line has a sentence, and lines around it have labels on its left and short texts on its right that begin on
    one edge each."""
    longest = max(lines[index].runs, key=lambda run: len(run.words))
    if len(longest.words) < LONG:
        return False
    near = lines[max(0, index - AROUND) : index + AROUND + 1]
    left = [run for line in near for run in line.runs if run.box.x1 < longest.box.x0 and len(run.words) <= SHORT]
    right = [run for line in near for run in line.runs if run.box.x0 > longest.box.x1 and len(run.words) <= SHORT]
    same = sum(any(_same_edge(run, longest) for run in line.runs) for line in near)
    return min(_most_aligned(left), _most_aligned(right)) >= FEWEST_BESIDE < same


def _most_aligned(runs: Sequence[Run]) -> int:
    """How many of the runs begin on one edge, by the edge that most do."""
    edges, sizes = np.array([run.box.x0 for run in runs]), np.array([run.size for run in runs])
    aligned = np.abs(edges[:, None] - edges) <= NEAR * sizes
    return int(aligned.sum(axis=1).max(initial=0))


def _same_edge(a: Run, b: Run) -> bool:
    return abs(a.box.x0 - b.box.x0) <= NEAR * b.size


def _nearly_meets(lines: Sequence[Line], index: int, found: set[int]) -> bool:
    """A word of the line stands where the sentences of rows above begin, though its label comes close to it."""
    words = lines[index].words[1:]
    above = [lines[i] for i in range(max(0, index - AROUND), index) if i in found and len(lines[i].runs) > 1]
    edges = [run.box.x0 for line in above for run in line.runs[1:] if len(run.words) >= LONG]
    return any(abs(word.box.x0 - edge) < NEAR for word in words for edge in edges)


def _goes_on(above: Line, line: Line) -> bool:
    """The line is one text close under a sentence, on its edge."""
    longest = max(above.runs, key=lambda run: len(run.words))
    close = line.box.top - above.box.bottom < CLOSE * line.size
    return len(line.runs) == 1 and close and _same_edge(line.runs[0], longest)
