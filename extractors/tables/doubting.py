"""What to do where the network takes for no table what the rules do: a strong table is kept, and said to be doubted;
rows of something else at either end of one are taken off."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.tables.completeness import adds_up
from extractors.tables.evidence import Evidence, is_value
from extractors.tables.grid import Draft, Grid
from extractors.tables.network import Opinion
from extractors.tables.runs import Line
from extractors.types import Check, Table

DOUBTED = 0.4
"""A table that rules and network disagree on is no surer than this."""
COUNTED, EVERYWHERE = 0.8, 0.75
"""Share of the cells of a column that are numbers, and of the rows that have one, where it counts something."""
FEWEST_COUNTED, FEWEST_UNNAMED, FEWEST_ROWS = 2, 3, 4
"""Columns of numbers under headings, columns of numbers without headings, and rows that show a table."""
FULL, DRAWN, FEWEST_TOLD = 0.95, 0.8, 5
"""Shares of the places that hold text, and of the borders that are drawn, and rows, of a table of texts."""
SURE_RULES = "rules that are sure of it"
MEMBER, CORE = 0.1, 0.75
"""Rows at an end whose runs are all less likely part of a table than this are none, where the rest is that likely."""


def reason_to_keep(grid: Grid, evidence: Evidence, table: Table) -> str:
    """Why the grid, which the network takes for no table, is one for all that; empty where nothing shows it. `table` is
    made of it, with its headings counted."""
    named = [column for column in range(1, len(grid.columns)) if _counts(grid, column) and _is_named(grid, column)]
    if len(named) >= FEWEST_COUNTED:
        return f"headings over {len(named)} columns of numbers"
    if adds_up(table):
        return "sums that add up"
    counted = sum(_counts(grid, column) for column in range(1, len(grid.columns)))
    if counted >= FEWEST_UNNAMED and len(grid.rows) >= FEWEST_ROWS and evidence.numeric >= EVERYWHERE:
        return f"{counted} columns of numbers"
    full = evidence.filled >= FULL and evidence.drawn >= DRAWN
    plain = all(draft.row_span == draft.column_span == 1 for draft in grid.drafts)  # boxes of forms are of all sizes
    if full and plain and grid.header_rows == 1 and len(grid.rows) >= FEWEST_TOLD:
        return "headings, and every cell drawn and filled"
    return ""


def doubt_of(membership: float, reason: str) -> Check:
    """What is said of a table that was kept against the network."""
    return Check("kind", False, f"taken for no table by the network ({membership:.2f}), kept for {reason}")


def _counts(grid: Grid, column: int) -> bool:
    """The column has numbers in most rows below the headings, and little else."""
    own = [d for d in _below(grid, column) if d.words]
    numbers = [d for d in own if d.column_span == 1 and is_value(d.text) and any(ch.isdigit() for ch in d.text)]
    rows = len(grid.rows) - grid.header_rows
    return len(numbers) >= max(FEWEST_COUNTED, COUNTED * len(own)) and len(own) >= EVERYWHERE * rows


def _below(grid: Grid, column: int) -> Sequence[Draft]:
    return [d for d in grid.drafts if d.column <= column < d.column + d.column_span and d.row >= grid.header_rows]


def _is_named(grid: Grid, column: int) -> bool:
    heads = [d for d in grid.drafts if d.row < grid.header_rows and d.column <= column < d.column + d.column_span]
    return any(ch.isalpha() for d in heads for ch in d.text)


def _over_all(grid: Grid) -> list[int]:
    """The first row, where it is one heading over all columns after the first and other headings follow."""
    first = [d for d in grid.drafts if d.row == 0]
    alone = len(first) == 1 and first[0].column == 1 and first[0].column_span == len(grid.columns) - 1 > 1
    return [0] if alone and grid.header_rows > 1 else []


def trimmed(lines: Sequence[Line], grid: Grid, opinion: Opinion) -> list[Line]:
    """The lines of a grid without those of the rows at its ends that the network is sure are no part of the table that
    it sees in the rest; all of them where there is no such table."""
    rows: list[list[float]] = [[] for _ in grid.rows]
    for draft in grid.drafts:
        rows[draft.row] += [float(opinion.inside[node]) for node in opinion.nodes(draft.words)]
    kept = [number for number, chances in enumerate(rows) if max(chances, default=0.0) >= MEMBER]
    kept = sorted({*kept, *_over_all(grid)})
    if len(kept) < 2 or (kept[0] == 0 and kept[-1] == len(rows) - 1):
        return list(lines)
    core = [chance for chances in rows[kept[0] : kept[-1] + 1] for chance in chances]
    if sum(core) < CORE * len(core):
        return list(lines)
    top, bottom = grid.rows[kept[0]][0], grid.rows[kept[-1]][1]
    return [line for line in lines if top <= line.middle <= bottom]
