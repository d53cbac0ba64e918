"""Tables against the truth: adjacency relations (Göbel et al. 2013), GriTS (Smock et al. 2022), exact tables and cells.

Conventions: text is compared after NFKC without case, spaces and punctuation (a text of nothing but punctuation is kept
as it is); nothing expected and nothing found is perfect.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from extractors.types import Cell, Extraction, Table

Relation = tuple[str, str, str]
Criterion = Literal["topology", "content", "location"]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Counts of what was expected, found, and both."""

    expected: float = 0
    found: float = 0
    common: float = 0

    @property
    def precision(self) -> float:
        return self.common / self.found if self.found else float(not self.expected)

    @property
    def recall(self) -> float:
        return self.common / self.expected if self.expected else float(not self.found)

    @property
    def f1(self) -> float:
        total = self.expected + self.found
        return 2 * self.common / total if total else 1.0

    def __add__(self, other: Agreement) -> Agreement:
        return Agreement(self.expected + other.expected, self.found + other.found, self.common + other.common)


@cache
def plain(text: str) -> str:
    """The text as it is compared."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return re.sub(r"[\s\W_]+", "", folded) or re.sub(r"\s+", "", folded)


def relations(cells: Iterable[Cell]) -> Counter[Relation]:
    """Each cell that is not blank with its nearest neighbour that is not blank, to the right and below, in every row
    and column that it spans: (text, text, "right" or "below")."""
    filled = [(cell, plain(cell.text)) for cell in cells if plain(cell.text)]
    across: dict[int, dict[int, int]] = defaultdict(dict)
    down: dict[int, dict[int, int]] = defaultdict(dict)
    for index, (cell, _) in enumerate(filled):
        for row in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.column, cell.column + cell.column_span):
                across[row][column] = index
                down[column][row] = index
    pairs = {(a, b, "right") for lane in across.values() for a, b in _neighbours(lane)}
    pairs |= {(a, b, "below") for lane in down.values() for a, b in _neighbours(lane)}
    return Counter((filled[a][1], filled[b][1], way) for a, b, way in pairs)


def _neighbours(lane: dict[int, int]) -> Iterable[tuple[int, int]]:
    order = [lane[place] for place in sorted(lane)]
    return ((a, b) for a, b in itertools.pairwise(order) if a != b)


def page_relations(tables: Iterable[Table]) -> dict[int, Counter[Relation]]:
    """Relations pooled per page; a stitched table counts on each of its pages by the cells that stand there."""
    pages: dict[int, Counter[Relation]] = defaultdict(Counter)
    for table in tables:
        for page in {cell.page for cell in table.cells}:
            pages[page] += relations(cell for cell in table.cells if cell.page == page)
    return pages


def adjacency(truth: Iterable[Table], predicted: Iterable[Table]) -> Agreement:
    """Adjacency relations of one document, whole task: a table on the wrong page, or none, costs all its relations."""
    expected, found = page_relations(truth), page_relations(predicted)
    common = sum((expected[page] & found[page]).total() for page in set(expected) & set(found))
    return Agreement(_total(expected), _total(found), common)


def _total(pages: dict[int, Counter[Relation]]) -> int:
    return sum(counter.total() for counter in pages.values())


def match_tables(truth: Sequence[Table], predicted: Sequence[Table]) -> list[tuple[Table, Table | None]]:
    """Each true table with the predicted one that shares most relations with it; each predicted table is used once."""
    shared = [
        (adjacency([t], [p]).common, i, j) for i, t in enumerate(truth) for j, p in enumerate(predicted) if _meet(t, p)
    ]
    partner: dict[int, int] = {}
    for count, i, j in sorted(shared, key=lambda item: (-item[0], item[1], item[2])):
        if count > 0 and i not in partner and j not in partner.values():
            partner[i] = j
    return [(t, predicted[partner[i]] if i in partner else None) for i, t in enumerate(truth)]


def _meet(a: Table, b: Table) -> bool:
    return bool({cell.page for cell in a.cells} & {cell.page for cell in b.cells})


def grid_of(table: Table) -> dict[tuple[int, int], Cell]:
    """The cells that hold text, by row and column counted without rows and columns that hold none."""
    filled = [cell for cell in table.cells if plain(cell.text)]
    rows = {row: i for i, row in enumerate(sorted({cell.row for cell in filled}))}
    columns = {column: i for i, column in enumerate(sorted({cell.column for cell in filled}))}
    return {(rows[cell.row], columns[cell.column]): cell for cell in filled}


def exact_table(truth: Table, predicted: Table | None) -> bool:
    """The same texts at the same places, spans included; blank rows and columns do not count."""
    return predicted is not None and _spans(truth) == _spans(predicted)


def _spans(table: Table) -> dict[tuple[int, int], tuple[str, int, int]]:
    filled = [cell for cell in table.cells if plain(cell.text)]
    rows, columns = sorted({c.row for c in filled}), sorted({c.column for c in filled})
    return {
        place: (
            plain(cell.text),
            sum(cell.row <= row < cell.row + cell.row_span for row in rows),
            sum(cell.column <= column < cell.column + cell.column_span for column in columns),
        )
        for place, cell in grid_of(table).items()
    }


def exact_cells(truth: Sequence[Sequence[str]], table: Table) -> Agreement:
    """Cells that are not blank with the same text at the same row and column; a spanning cell counts at its first
    place. Blank rows and columns of either side do not count."""
    expected, found = _grid_texts(truth), {place: plain(cell.text) for place, cell in grid_of(table).items()}
    common = sum(found.get(place) == text for place, text in expected.items())
    return Agreement(len(expected), len(found), common)


def aligned_cells(truth: Sequence[Sequence[str]], table: Table) -> Agreement:
    """The same with rows aligned in order, so that a row more or less costs its own cells and no others."""
    expected, found = _grid_texts(truth), {place: plain(cell.text) for place, cell in grid_of(table).items()}
    sizes = [max((row for row, _ in grid), default=-1) + 1 for grid in (expected, found)]
    reward = np.zeros((sizes[0], sizes[1]))
    for (row, column), text in expected.items():
        for other in range(sizes[1]):
            reward[row, other] += found.get((other, column)) == text
    common = sum(int(reward[pair]) for pair in _align(reward))
    return Agreement(len(expected), len(found), common)


def right_cells(truth: Table | None, predicted: Table) -> list[bool]:
    """For each predicted cell, blank ones too, whether the true table has the same text at its place; rows and columns
    are aligned in order first, so that one lost row does not make all others wrong."""
    if truth is None:
        return [False] * len(predicted.cells)
    rows = dict(_align(_lane_reward(predicted, truth, "row")))
    columns = dict(_align(_lane_reward(predicted, truth, "column")))
    texts = {(cell.row, cell.column): plain(cell.text) for cell in truth.cells}
    places = [(rows.get(cell.row, -1), columns.get(cell.column, -1)) for cell in predicted.cells]
    return [
        min(place) >= 0 and texts.get(place, "") == plain(cell.text)
        for place, cell in zip(places, predicted.cells, strict=True)
    ]


def _lane_reward(one: Table, two: Table, lane: Literal["row", "column"]) -> NDArray[np.float64]:
    """How many texts each row (or column) of one table shares with each of the other."""
    bags = []
    for table in (one, two):
        own: list[Counter[str]] = [Counter() for _ in range(table.rows if lane == "row" else table.columns)]
        for cell in table.cells:
            own[cell.row if lane == "row" else cell.column][plain(cell.text) or "blank"] += 1
        bags.append(own)
    return np.array([[(a & b).total() + 1e-3 for b in bags[1]] for a in bags[0]])


def _grid_texts(truth: Sequence[Sequence[str]]) -> dict[tuple[int, int], str]:
    """The texts of a grid by row and column, counted without blank ones."""
    rows = [row for row in truth if any(plain(text) for text in row)]
    width = max((len(row) for row in rows), default=0)
    used = [c for c in range(width) if any(c < len(row) and plain(row[c]) for row in rows)]
    return {
        (r, i): plain(row[c])
        for r, row in enumerate(rows)
        for i, c in enumerate(used)
        if c < len(row) and plain(row[c])
    }


def grits(truth: Table, predicted: Table | None, criterion: Criterion = "content") -> Agreement:
    """Grid table similarity: the most similar substructures of the two grids, found by factored dynamic programming
    (Smock et al. 2022, section 4); rows and columns may be left out on both sides but not reordered."""
    if predicted is None or not predicted.cells:
        return Agreement(_places(truth), 0, 0)
    truth, predicted = _with_blanks(truth), _with_blanks(predicted)
    scores = _similarities(truth, predicted, criterion)
    rows = _align(_best_lanes(scores))
    columns = _align(_best_lanes(scores.transpose(2, 3, 0, 1)))
    common = sum(float(scores[i, j, k, m]) for i, j in rows for k, m in columns)
    return Agreement(_places(truth), _places(predicted), common)


def _places(table: Table) -> int:
    return table.rows * table.columns


def _with_blanks(table: Table) -> Table:
    """The table with a blank cell at every place that has none: annotators leave blank cells out, or do not."""
    numbers = _cell_numbers(table)
    page = table.cells[0].page
    blanks = tuple(Cell("", int(r), int(c), page, None) for r, c in np.argwhere(numbers < 0))
    return replace(table, cells=table.cells + blanks)


def _similarities(truth: Table, predicted: Table, criterion: Criterion) -> NDArray[np.float64]:
    """(rows of truth, rows predicted, columns of truth, columns predicted), each 0-1."""
    a, b = _cell_numbers(truth), _cell_numbers(predicted)
    similar = _MEASURES[criterion]
    memo: dict[Any, float] = {}
    out = np.zeros((a.shape[0], b.shape[0], a.shape[1], b.shape[1]))
    for (i, k), m in np.ndenumerate(a):
        for (j, other), n in np.ndenumerate(b):
            if m < 0 or n < 0:
                continue
            one, two = truth.cells[m], predicted.cells[n]
            key = (
                (m, n, i - one.row, j - two.row, k - one.column, other - two.column)
                if criterion == "topology"
                else (m, n)
            )
            if key not in memo:
                memo[key] = similar(one, two, (i, k), (j, other))
            out[i, j, k, other] = memo[key]
    return out


def _cell_numbers(table: Table) -> NDArray[np.int64]:
    out = np.full((table.rows, table.columns), -1, dtype=np.int64)
    for index, cell in enumerate(table.cells):
        out[cell.row : cell.row + cell.row_span, cell.column : cell.column + cell.column_span] = index
    return out


Place = tuple[int, int]


def _same_shape(a: Cell, b: Cell, at: Place, bt: Place) -> float:
    one = (a.row - at[0], a.column - at[1], a.row + a.row_span - at[0], a.column + a.column_span - at[1])
    two = (b.row - bt[0], b.column - bt[1], b.row + b.row_span - bt[0], b.column + b.column_span - bt[1])
    common = max(0, min(one[2], two[2]) - max(one[0], two[0])) * max(0, min(one[3], two[3]) - max(one[1], two[1]))
    return common / (a.row_span * a.column_span + b.row_span * b.column_span - common)


def _same_text(a: Cell, b: Cell, at: Place, bt: Place) -> float:
    from rapidfuzz.distance import LCSseq

    return float(LCSseq.normalized_similarity(" ".join(a.text.split()), " ".join(b.text.split())))


def _same_box(a: Cell, b: Cell, at: Place, bt: Place) -> float:
    return a.box.iou(b.box) if a.box and b.box else float(not (plain(a.text) or plain(b.text)))


_MEASURES: dict[Criterion, Callable[[Cell, Cell, Place, Place], float]] = {
    "topology": _same_shape,
    "content": _same_text,
    "location": _same_box,
}


def _best_lanes(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """For every pair of lanes the reward of aligning what stands in them: a longest-common-subsequence table over the
    last two axes, for all lane pairs at once."""
    first, second, m, n = scores.shape
    best = np.zeros((first, second, m + 1, n + 1))
    for k in range(1, m + 1):
        for j in range(1, n + 1):
            step = best[:, :, k - 1, j - 1] + scores[:, :, k - 1, j - 1]
            best[:, :, k, j] = np.maximum(step, np.maximum(best[:, :, k - 1, j], best[:, :, k, j - 1]))
    return best[:, :, m, n]


def _align(reward: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Pairs of lanes, order kept, with the greatest sum of rewards."""
    m, n = reward.shape
    best = np.zeros((m + 1, n + 1))
    for i in range(1, m + 1):
        for j in range(1, n + 1):
            best[i, j] = max(best[i - 1, j - 1] + reward[i - 1, j - 1], best[i - 1, j], best[i, j - 1])
    pairs = []
    i, j = m, n
    while i and j:
        if best[i, j] == best[i - 1, j]:
            i -= 1
        elif best[i, j] == best[i, j - 1]:
            j -= 1
        else:
            pairs.append((i - 1, j - 1))
            i, j = i - 1, j - 1
    return pairs[::-1]


def score_tables(truth: Sequence[Extraction], predicted: Sequence[Extraction]) -> dict[str, float]:
    """The figures of a set of documents: adjacency precision, recall and F1 averaged per document and pooled, GriTS
    averaged per true table, the share of exact tables."""
    per = [adjacency(t.tables, p.tables) for t, p in zip(truth, predicted, strict=True)]
    pairs = [m for t, p in zip(truth, predicted, strict=True) for m in match_tables(t.tables, p.tables)]
    precision, recall = _mean([a.precision for a in per]), _mean([a.recall for a in per])
    pooled = sum(per, Agreement())
    figures = {
        "adjacency_precision": precision,
        "adjacency_recall": recall,
        "adjacency_f1": 2 * precision * recall / (precision + recall) if precision + recall else 0.0,
        "adjacency_f1_pooled": pooled.f1,
        "exact_tables": _mean([float(exact_table(t, p)) for t, p in pairs]),
    }
    for criterion in _MEASURES:
        figures[f"grits_{criterion}"] = _mean([grits(t, p, criterion).f1 for t, p in pairs])
    return figures


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 1.0
