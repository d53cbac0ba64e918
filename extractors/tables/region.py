"""The structure of a table whose region is already known."""

from __future__ import annotations

from dataclasses import replace

from extractors.tables.grid import Grid, fill
from extractors.tables.leftwards import mirrored_back, mirrored_page, runs_leftwards
from extractors.tables.network import TableNetwork
from extractors.tables.page import PageOptions, PageReading, finish
from extractors.tables.unruled import Block, block_grid
from extractors.types import Box, Page, Table

MOST_OUTSIDE = 0.1
"""A grid that leaves more of the region's words out than this is not the region's table."""


def region_table(
    page: Page, region: Box, options: PageOptions | None = None, network: TableNetwork | None = None
) -> Table | None:
    """The one table in the region (points, reading frame); None where there are not two columns in it."""
    options = options or PageOptions()
    sure = replace(options, finding=replace(options.finding, min_score=0.0))
    words = tuple(word for word in page.words if region.holds(word.box.center))
    near = region.grow(6.0)
    cut = ((ruling, ruling.box.overlap(near)) for ruling in page.rulings)
    rulings = tuple(
        replace(ruling, box=box) for ruling, box in cut if box is not None and max(box.width, box.height) > 3
    )
    cropped = replace(page, words=words, rulings=rulings)
    leftwards = runs_leftwards(word.text for word in words)
    reading = PageReading(mirrored_page(cropped) if leftwards else cropped, sure, network)
    grid = _whole(reading)
    if grid is None:
        return None
    return mirrored_back(finish(reading, grid), page.width) if leftwards else finish(reading, grid)


def _whole(reading: PageReading) -> Grid | None:
    """The grid that holds nearly all words, or else one made of all lines by whitespace."""
    if not reading.words:
        return None
    best = max(reading.grids, key=lambda grid: len(grid.words), default=None)
    if best is not None and len(best.words) >= (1 - MOST_OUTSIDE) * len(reading.words):
        return best
    grid = block_grid(Block(tuple(reading.lines), tuple(reading.horizontals)))
    return fill(grid) if grid is not None else best
