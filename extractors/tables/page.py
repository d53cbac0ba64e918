"""All tables of one page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extractors.tables.finding import FindingOptions, find_blocks
from extractors.tables.grid import Draft, Grid, drop_empty, fill
from extractors.tables.prose import set_prose_aside
from extractors.tables.refine import refined_grid
from extractors.tables.ruled import Stroke, find_lattices, merge_rulings
from extractors.tables.runs import make_lines
from extractors.tables.unruled import block_grid
from extractors.types import Box, Cell, Page, Part, Table, Word


@dataclass(frozen=True)
class PageOptions:
    """How one page is read."""

    finding: FindingOptions = field(default_factory=FindingOptions)


def page_tables(page: Page, options: PageOptions) -> list[Table]:
    """The tables of a page, top to bottom, left to right."""
    return [finish_table(grid, page.number) for grid in page_grids(page, options)]


def page_grids(page: Page, options: PageOptions) -> list[Grid]:
    """The grids of a page: lattices first, then whitespace tables among the words that are left."""
    horizontals, verticals = merge_rulings(page.rulings)
    words = [word for word in page.words if word.direction == 0 and word.text.strip()]
    grids: list[Grid] = []
    for lattice in find_lattices(horizontals, verticals):
        if any(lattice.box.covered_by(grid.box) > 0.5 for grid in grids):
            continue
        grid = drop_empty(refined_grid(lattice, words, options.finding.run_gap))
        if looks_like_table(grid):
            grids.append(grid)
    rest = [word for word in words if not any(grid.box.holds(word.box.center) for grid in grids)]
    grids += unruled_grids(page, rest, horizontals, verticals, options)
    return sorted(grids, key=lambda grid: (grid.box.top, grid.box.x0))


def looks_like_table(grid: Grid) -> bool:
    filled = [draft for draft in grid.drafts if draft.words]
    return len(grid.rows) >= 2 and len(grid.columns) >= 2 and len(filled) >= 4


def unruled_grids(
    page: Page, words: Sequence[Word], horizontals: Sequence[Stroke], verticals: Sequence[Stroke], options: PageOptions
) -> list[Grid]:
    if not words:
        return []
    cuts = [(s.at, s.start, s.end) for s in verticals]
    left, prose = set_prose_aside(words, cuts)
    lines = make_lines(left, options.finding.run_gap, cuts)
    area = Box.around(word.box for word in words)
    grids = []
    for block in find_blocks(lines, area.width, options.finding):
        grid = block_grid(replace(block, strokes=tuple(horizontals)))
        if grid is not None:
            grids.append(grid)
    return grids


def finish_table(grid: Grid, number: int) -> Table:
    """The table of a grid on page `number`."""
    fill(grid)
    cells = tuple(finish_cell(grid, draft, number) for draft in grid.drafts)
    return Table((Part(number, grid.box),), cells)


def finish_cell(grid: Grid, draft: Draft, number: int) -> Cell:
    return Cell(draft.text, draft.row, draft.column, number, grid.draft_box(draft), draft.row_span, draft.column_span)
