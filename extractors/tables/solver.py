"""One consistent grid from the network's scores of pairs: rows and columns by exact segmentation under order, then
spans.

Visual lines are cut into rows, and runs in their order across into columns, so that the sum of log odds over all pairs
left together is greatest (dynamic programming; the one-dimensional case of correlation clustering, Bansal et al. 2004).
Every word is in exactly one cell and no two cells overlap, whatever the scores are.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from extractors.tables.columns import Column, separators
from extractors.tables.grid import Draft, Grid
from extractors.tables.network import COLUMN, ROW, Floats, Opinion
from extractors.tables.runs import rows_of_words
from models.table_lessons import LABELS

HEADER, SECTION = LABELS.index("header"), LABELS.index("section")
Span = tuple[int, int]


def cuts_of(odds: Floats) -> list[Span]:
    """Cut things in order into groups: (first, last) of each, so that the sum of `odds` (N, N, symmetric) over the
    pairs inside groups is greatest."""
    count = len(odds)
    upper = np.triu(odds, 1)
    sums = np.zeros((count + 1, count + 1))
    sums[1:, 1:] = upper.cumsum(0).cumsum(1)
    best, start = np.zeros(count + 1), np.zeros(count, np.int64)
    for end in range(count):
        firsts = np.arange(end + 1)
        inside = sums[end + 1, end + 1] - sums[firsts, end + 1]
        inside -= sums[end + 1, firsts] - sums[firsts, firsts]
        total = best[firsts] + inside
        start[end] = int(total.argmax())
        best[end + 1] = total[start[end]]
    groups: list[Span] = []
    end = count - 1
    while end >= 0:
        groups.append((int(start[end]), end))
        end = int(start[end]) - 1
    return groups[::-1]


def line_odds(opinion: Opinion, lines: Sequence[Sequence[int]]) -> Floats:
    """(L, L) sums of the log odds of one row over the pairs of runs of two lines, by the root of how many these are: so
    that a line of many runs is not many times as sure."""
    odds = opinion.relations[ROW]
    out = np.zeros((len(lines), len(lines)))
    for (i, one), (j, other) in itertools.combinations(enumerate(lines), 2):
        pairs = odds[np.ix_(one, other)]
        out[i, j] = out[j, i] = pairs.sum() / pairs.size**0.5
    return out


def lines_of(opinion: Opinion, nodes: Sequence[int]) -> list[list[int]]:
    """The runs at one height, top to bottom."""
    home = {id(opinion.runs[node].words[0]): node for node in nodes}
    return [[home[id(word)] for word in row] for row in rows_of_words(opinion.runs[node].words[0] for node in nodes)]


def solve(opinion: Opinion, nodes: Sequence[int]) -> Grid | None:
    """The grid of these runs; None where the network sees fewer than two columns."""
    lines = lines_of(opinion, nodes)
    if len(lines) < 2:
        return None
    cuts = cuts_of(line_odds(opinion, lines))
    rows = [list(itertools.chain(*lines[first : last + 1])) for first, last in cuts]
    columns = _columns(opinion, nodes)
    if len(columns) < 2:
        return None
    spans = {node: _span(opinion, node, columns) for node in nodes}
    drafts = [draft for number, row in enumerate(rows) for draft in _drafts(opinion, number, row, spans)]
    _reach_down(opinion, drafts, rows)
    boxes = [[opinion.runs[node].box for node in row] for row in rows]
    bands = _bands([(min(b.top for b in own), max(b.bottom for b in own)) for own in boxes])
    return Grid(bands, _column_bands(opinion, nodes, columns), drafts)


def _columns(opinion: Opinion, nodes: Sequence[int]) -> list[list[int]]:
    """The runs that stand in one column each, by column from the left."""
    own = [node for node in nodes if opinion.kinds[node].argmax() not in (HEADER, SECTION)]
    own = own if len(own) > 1 else list(nodes)
    groups = _grouped(opinion, own)
    odds = opinion.relations[COLUMN]
    kept = [
        g
        for i, g in enumerate(groups)
        if sum(odds[np.ix_(g, o)].mean() > 0 for j, o in enumerate(groups) if j != i) < 2
    ]
    groups = kept if len(kept) > 1 else groups
    known = set(itertools.chain.from_iterable(groups))
    lone = [n for n in nodes if n not in known and all(odds[n, g].mean() < 0 for g in groups)]
    for extra in _grouped(opinion, [n for n in lone if _free(opinion, n, groups)]) if lone else []:
        groups.append(extra)
    return sorted(groups, key=lambda group: float(np.median([opinion.runs[n].box.center[0] for n in group])))


def _grouped(opinion: Opinion, nodes: Sequence[int]) -> list[list[int]]:
    order = sorted(nodes, key=lambda node: opinion.runs[node].box.center[0])
    if not order:
        return []
    odds = opinion.relations[COLUMN][np.ix_(order, order)]
    return [order[first : last + 1] for first, last in cuts_of(odds)]


def _free(opinion: Opinion, node: int, groups: Sequence[Sequence[int]]) -> bool:
    """The run stands clear of all columns."""
    box = opinion.runs[node].box
    return all(
        box.x1 <= min(opinion.runs[n].box.x0 for n in g) or box.x0 >= max(opinion.runs[n].box.x1 for n in g)
        for g in groups
    )


def _span(opinion: Opinion, node: int, columns: Sequence[Sequence[int]]) -> Span:
    """First and last column of a run: its own, or those around the likeliest that it shares too."""
    odds = opinion.relations[COLUMN]
    means = [float(np.mean([odds[node, other] for other in column if other != node] or [0.0])) for column in columns]
    own = next((i for i, column in enumerate(columns) if node in column), None)
    if own is not None:
        return own, own
    first = last = int(np.argmax(means))
    while first > 0 and means[first - 1] > 0:
        first -= 1
    while last < len(columns) - 1 and means[last + 1] > 0:
        last += 1
    return first, last


def _drafts(opinion: Opinion, number: int, row: Sequence[int], spans: dict[int, Span]) -> list[Draft]:
    """The cells of a row: narrow ones first, wider ones as far as they find room, else together with what stands
    there."""
    cells: list[tuple[int, int, list[int]]] = []
    for node in sorted(row, key=lambda n: (spans[n][1] - spans[n][0], n)):
        first, last = spans[node]
        met = [cell for cell in cells if cell[0] <= last and first <= cell[1]]
        same = next((cell for cell in met if (cell[0], cell[1]) == (first, last) or first == last), None)
        if not met:
            cells.append((first, last, [node]))
        elif same is not None:
            same[2].append(node)
        else:
            taken = {c for cell in met for c in range(cell[0], cell[1] + 1)}
            free = [c for c in range(first, last + 1) if c not in taken]
            run = _longest_run(free)
            if run:
                cells.append((run[0], run[-1], [node]))
            else:
                met[0][2].append(node)
    return [
        Draft(number, first, 1, last - first + 1, [word for node in own for word in opinion.runs[node].words])
        for first, last, own in sorted(cells)
    ]


def _longest_run(places: Sequence[int]) -> list[int]:
    """The longest part of these numbers without a hole."""
    runs: list[list[int]] = []
    for place in places:
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return max(runs, key=len, default=[])


def _reach_down(opinion: Opinion, drafts: list[Draft], rows: Sequence[Sequence[int]]) -> None:
    """Let cells reach over the rows below that they share, where these are free."""
    taken = {place for draft in drafts for place in draft.places()}
    odds = opinion.relations[ROW]
    for draft in drafts:
        nodes = opinion.nodes(draft.words)
        row = draft.row + 1
        while row < len(rows) and odds[np.ix_(nodes, list(rows[row]))].mean() > 0:
            wanted = {(row, c) for c in range(draft.column, draft.column + draft.column_span)}
            if wanted & taken:
                break
            taken |= wanted
            draft.row_span += 1
            row += 1


def _column_bands(
    opinion: Opinion, nodes: Sequence[int], columns: Sequence[Sequence[int]]
) -> list[tuple[float, float]]:
    boxes = [opinion.runs[node].box for node in nodes]
    edges = [
        Column(min(opinion.runs[n].box.x0 for n in own), max(opinion.runs[n].box.x1 for n in own)) for own in columns
    ]
    bands = separators(edges, min(b.x0 for b in boxes), max(b.x1 for b in boxes))
    return _bands(bands, touching=True)


def _bands(bands: Sequence[tuple[float, float]], touching: bool = False) -> list[tuple[float, float]]:
    """Bands in order that touch and never turn around."""
    inner = [a[1] for a in bands[:-1]] if touching else [(a[1] + b[0]) / 2 for a, b in itertools.pairwise(bands)]
    edges = list(itertools.accumulate([bands[0][0], *inner, bands[-1][1]], max))
    return list(itertools.pairwise(edges))
