"""Other grids of the same words beside that of the rules, by what the network thinks of pairs, and which of them to
take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.tables.columns import Column
from extractors.tables.finding import NEVER
from extractors.tables.grid import Grid
from extractors.tables.network import CELL, Opinion
from extractors.tables.rows import group_rows
from extractors.tables.ruled import Stroke
from extractors.tables.runs import Line
from extractors.tables.solver import cuts_of, line_odds, solve
from extractors.tables.unruled import Block, Grouping, block_grid

STEP, SURE, LEAST_ODDS = 1.6, 0.6, 1.0
"""A line goes on with the one above within so many font sizes, where the network thinks with such a chance that it
is part of a table, and with such odds that both are one row."""
GAPS = (0.35, 0.8)
"""Widths of whitespace between columns, in font sizes, that rivals are made with (the rules take one half)."""


def best_grid(block: Block, opinion: Opinion, gain: float) -> Grid | None:
    """The grid of the block that the network supports most; that of the rules unless another is better by `gain`."""
    own = block_grid(block)
    if own is None or gain >= NEVER or -(support := opinion.support(own)) <= gain:  # nothing is likelier than certain
        return own
    best, least = own, support + gain
    for rival in rivals(block, opinion):
        support = opinion.support(rival)
        if support > least:
            best, least = rival, support
    return best


def going_on(last: Line, lines: Sequence[Line], opinion: Opinion) -> list[Line]:
    """The lines close under the last one of a block, of one run each, that the network takes for parts of its row: the
    rules cut them off, for titles and notes stand there too."""
    found: list[Line] = []
    for line in lines:
        above = found[-1] if found else last
        if not 0 < line.middle - above.middle < STEP * above.size or len(line.runs) > 1:
            continue
        if line.box.x0 > last.box.x1 or line.box.x1 < last.box.x0:
            continue
        own, row = opinion.nodes(line.words), opinion.nodes(last.words)
        if not own or not row or opinion.inside[own].mean() < SURE:
            break
        if opinion.relations[CELL][own][:, row].max() < LEAST_ODDS:
            break
        found.append(line)
    return found


def rivals(block: Block, opinion: Opinion) -> Iterator[Grid]:
    """The rules' columns with the network's rows, columns by other gaps with rows of either, and all by the network."""
    network = network_rows(opinion)
    tried: list[tuple[float, Grouping]] = [(0.5, network)]
    tried += [(gap, grouping) for gap in GAPS for grouping in (group_rows, network)]
    for gap, grouping in tried:
        if (grid := block_grid(block, gap, grouping)) is not None:
            yield grid
    words = [word for line in block.lines for word in line.words]
    if (grid := solve(opinion, opinion.nodes(words))) is not None:
        yield grid


def network_rows(opinion: Opinion) -> Grouping:
    """Lines grouped into rows by the network's scores."""

    def group(lines: Sequence[Line], columns: Sequence[Column], strokes: Sequence[Stroke]) -> list[list[Line]]:
        nodes = [opinion.nodes(line.words) for line in lines]
        return [list(lines[first : last + 1]) for first, last in cuts_of(line_odds(opinion, nodes))]

    return group
