"""All tables of one page."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

from extractors.tables.above import join_slits, take_headings
from extractors.tables.confidence import GridFacts, probability, shipped
from extractors.tables.doubting import DOUBTED, MEMBER, SURE_RULES, doubt_of, reason_to_keep, trimmed
from extractors.tables.evidence import WEIGHTS, Evidence, gather, is_lone_row, likelihood, part_of_table
from extractors.tables.finding import FindingOptions, find_blocks
from extractors.tables.grid import Draft, Grid, drop_empty, fill
from extractors.tables.headers import count_headings, find_caption
from extractors.tables.leftwards import mirrored_back, mirrored_page, runs_leftwards
from extractors.tables.network import Opinion, TableNetwork
from extractors.tables.nodes import InRows, put_in_rows
from extractors.tables.prose import set_prose_aside
from extractors.tables.refine import refined_grid
from extractors.tables.rivals import best_grid, going_on
from extractors.tables.ruled import Stroke, find_lattices, place_words
from extractors.tables.runs import Line, cut_row, make_lines, rows_of_words
from extractors.tables.sentences import rows_of_sentences
from extractors.tables.turned import back, turned_pages
from extractors.tables.typing import type_table
from extractors.tables.unruled import Block, block_grid
from extractors.tables.zones import split_frames, split_zones
from extractors.types import Box, Cell, Page, Part, Table, Word

MOST_PLACES = 3000
SLIT = 9.0
"""Points across which an empty column is the space between two lines."""
LONE_ROW = 0.5
"""A single drawn row of values may be a table's whole body, or its end; it is no surer than this to be one."""


@dataclass(frozen=True)
class PageOptions:
    """How one page is read."""

    finding: FindingOptions = field(default_factory=FindingOptions)


@dataclass
class PageReading:
    """The steps of reading a page, kept so that they can be drawn: strokes, lines of text, grids with likelihoods. The
    network is asked where there is a grid to judge; without one the rules judge alone."""

    page: Page
    options: PageOptions
    network: TableNetwork | None = None
    in_rows: InRows = field(init=False)
    horizontals: list[Stroke] = field(default_factory=list)
    verticals: list[Stroke] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    rejected: list[Grid] = field(default_factory=list)
    frames: list[Box] = field(default_factory=list)
    judged: list[tuple[Grid, Evidence]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.in_rows = put_in_rows(self.page)
        self.horizontals, self.verticals, self.words = (
            self.in_rows.horizontals,
            self.in_rows.verticals,
            self.in_rows.words,
        )
        self.lines = [cut_row(row, self.options.finding.run_gap) for row in self.in_rows.rows]
        self._read_lattices()
        self._read_blocks()
        self.grids.sort(key=lambda grid: (grid.box.top, grid.box.x0))

    @cached_property
    def opinion(self) -> Opinion | None:
        """What the network thinks of the page; None without one, and of pages of too many words for it."""
        return self.network.opinion(self.page, self.in_rows) if self.network is not None else None

    def _read_lattices(self) -> None:
        lattices = find_lattices(self.horizontals, self.verticals)
        self.frames = [lattice.box for lattice in lattices]
        for lattice in lattices:
            held = [word for word in self.words if lattice.box.holds(word.box.center)]
            places = len(lattice.horizontals) * len(lattice.verticals)
            if len(held) < 3 or places > MOST_PLACES + 30 * len(held):
                continue  # squared paper, maps, plots
            if not any(lattice.box.covered_by(grid.box) > 0.5 for grid in self.grids):
                grid = refined_grid(lattice, held, self.options.finding.run_gap)
                lying = [word for word in self.page.words if word.direction and lattice.box.holds(word.box.center)]
                if len(lying) <= len(held):  # headings turned to save room
                    place_words(grid, lying)
                outside = [line for line in self.lines if not grid.box.holds(line.box.center)]
                take_headings(grid, outside, [box for box in self.frames if box != lattice.box])
                self._judge(join_slits(drop_empty(grid), SLIT))

    def _read_blocks(self) -> None:
        rest = [word for word in self.words if not any(grid.box.holds(word.box.center) for grid in self.grids)]
        if not rest:
            return
        cuts = self.in_rows.cuts
        sentences = rows_of_sentences(self.lines, self.horizontals)
        looked = [word for word in rest if id(word) not in sentences]
        rows = self.in_rows.rows if len(looked) == len(self.words) else rows_of_words(looked)
        left, prose = set_prose_aside(rows, cuts)
        left += [word for word in rest if id(word) in sentences]
        gap = self.options.finding.run_gap
        parts = [make_lines(group, gap, cuts) for group in split_frames(left, self.horizontals, gap)]
        width = max(word.box.x1 for word in self.words) - min(word.box.x0 for word in self.words)
        zones = [zone for lines in parts for zone in split_zones(lines, prose)]
        finding, flat = self.options.finding, self.horizontals
        for block in (b for zone in zones for b in find_blocks(zone, width, finding, flat, sentences)):
            grid = self._grid(replace(block, strokes=tuple(self.horizontals)))
            if grid is not None:
                self._judge(grid)

    def _grid(self, block: Block) -> Grid | None:
        """The grid of the rules, or where the network is much surer of it another one; without rows at its ends that
        are something else to the network."""
        if self.opinion is None:
            return block_grid(block)
        finding, opinion = self.options.finding, self.opinion
        tails = going_on(block.lines[-1], self.lines, opinion) if finding.tails else []
        whole = replace(block, lines=(*block.lines, *tails))
        grid = best_grid(whole, opinion, finding.rival_gain)
        lines = trimmed(whole.lines, grid, opinion) if grid is not None else whole.lines
        if len(lines) < len(whole.lines):
            grid = best_grid(replace(whole, lines=tuple(lines)), opinion, finding.rival_gain)
        return grid

    def _judge(self, grid: Grid) -> None:
        """Keep the grid if it is likely a table."""
        if len(grid.columns) < 2 or sum(bool(d.words) for d in grid.drafts) < 3:
            return
        fill(grid)
        if len(grid.rows) < 2 and not (grid.ruled and is_lone_row(grid)):
            return
        inside = {id(word) for word in grid.words}
        around = [line for line in self.lines if not any(id(word) in inside for word in line.words)]
        strokes, frames = [*self.horizontals, *self.verticals], () if grid.ruled else self.frames
        evidence = gather(grid, strokes, around, frames)
        self.judged.append((grid, evidence))
        # The network says what is no table. Among those that are, the rules alone say how sure: so it measures better.
        grid.likelihood = self._chance(grid, evidence)
        kept = grid.likelihood >= self.options.finding.min_score and self._backed(grid, evidence)
        (self.grids if kept else self.rejected).append(grid)

    def _chance(self, grid: Grid, evidence: Evidence) -> float:
        chance = likelihood(evidence, dict(self.options.finding.weights) or WEIGHTS)
        return chance if len(grid.rows) > 1 else min(chance, LONE_ROW)

    def _backed(self, grid: Grid, evidence: Evidence) -> bool:
        """Whether it still is a table after what the network thinks; what is kept against it is said to be doubted."""
        least = self.options.finding.min_score
        if grid.likelihood < least or self.opinion is None:
            return True
        membership = self.opinion.membership(grid.words)
        backed = self._chance(grid, replace(evidence, part=part_of_table(membership))) >= least
        if backed and membership >= MEMBER:
            return True
        reason = reason_to_keep(grid, evidence, finish(self, grid)) or (SURE_RULES if backed else "")
        grid.doubt = doubt_of(membership, reason) if reason else None
        return bool(reason)


def page_tables(page: Page, options: PageOptions, network: TableNetwork | None = None) -> list[Table]:
    """The tables of a page, top to bottom, in reading order; after them those that stand on their side."""
    found = _upright_tables(page, options, network)
    for turn, turned in turned_pages(page):
        found += [back(table, turned, turn) for table in _upright_tables(turned, options, network)]
    return found


def _upright_tables(page: Page, options: PageOptions, network: TableNetwork | None) -> list[Table]:
    leftwards = runs_leftwards(word.text for word in page.words)
    reading = PageReading(mirrored_page(page) if leftwards else page, options, network)
    found = [finish(reading, grid) for grid in reading.grids]
    return [mirrored_back(table, page.width) for table in found] if leftwards else found


def finish(reading: PageReading, grid: Grid) -> Table:
    """The typed table of a grid, with its headings, as sure as such grids are."""
    grid.header_rows = count_headings(grid)
    facts = GridFacts(grid)
    cells = tuple(_cell(grid, draft, reading.page.number, facts) for draft in grid.drafts)
    sure = probability(shipped().table, facts.of_table())
    if grid.doubt is None:
        return titled(reading, grid, cells, sure)
    table = titled(reading, grid, cells, min(sure, DOUBTED))
    return replace(table, checks=(grid.doubt, *table.checks))


def titled(reading: PageReading, grid: Grid, cells: tuple[Cell, ...], sure: float) -> Table:
    """The typed table of these cells, with its caption and the units that the lines close to it state."""
    inside = {id(word) for word in grid.words}
    around = [line for line in reading.lines if not any(id(word) in inside for word in line.words)]
    table = Table((Part(reading.page.number, _region(grid)),), cells, sure, find_caption(grid, around))
    near = [line.text for line in around if _close(line, grid)]
    return type_table(table, near)


def _region(grid: Grid) -> Box:
    """The grid with all of its words: the tops of letters may reach over the first line."""
    return Box.around([grid.box, *(word.box for word in grid.words)])


def _close(line: Line, grid: Grid) -> bool:
    return grid.box.top - 3 * line.size < line.box.bottom <= grid.box.top + 2 and line.box.x1 > grid.box.x0


def _cell(grid: Grid, draft: Draft, number: int, facts: GridFacts) -> Cell:
    header = draft.row < grid.header_rows
    box = grid.draft_box(draft)
    sure = probability(shipped().cell, facts.of(draft))
    return Cell(draft.text, draft.row, draft.column, number, box, draft.row_span, draft.column_span, header, sure)
