"""Grids drawn with ruling lines: lines merged, joined where they touch, and cut into cells."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from extractors.tables.grid import Draft, Grid
from extractors.types import Box, Ruling, Word

JOIN = 3.0
"""Lines that end this near to each other (points) touch."""
MOST_BETWEEN, FEWEST_SIDES = 2.0, 4
"""Heights of a drawn row that another may follow after, and sides of cells that both have."""


@dataclass(frozen=True)
class Stroke:
    """A straight line: at height `at` from `start` to `end` when horizontal, at left distance `at` when vertical."""

    at: float
    start: float
    end: float
    horizontal: bool

    @property
    def length(self) -> float:
        return self.end - self.start

    @cached_property
    def box(self) -> Box:
        if self.horizontal:
            return Box(self.start, self.at, self.end, self.at)
        return Box(self.at, self.start, self.at, self.end)


@dataclass(frozen=True)
class Lattice:
    """Strokes that touch each other."""

    horizontals: tuple[Stroke, ...]
    verticals: tuple[Stroke, ...]
    inferred: bool = False

    @cached_property
    def box(self) -> Box:
        return Box.around(stroke.box for stroke in (*self.horizontals, *self.verticals))


def merge_rulings(rulings: Iterable[Ruling], tolerance: float = 2.0) -> tuple[list[Stroke], list[Stroke]]:
    """Horizontal and vertical strokes; pieces of one line and double lines become one stroke."""
    flat, upright = [], []
    for ruling in rulings:
        box = ruling.box
        if ruling.horizontal:
            flat.append((box.center[1], box.x0, box.x1))
        else:
            upright.append((box.center[0], box.top, box.bottom))
    return _merge(flat, True, tolerance), _merge(upright, False, tolerance)


def _merge(pieces: list[tuple[float, float, float]], horizontal: bool, tolerance: float) -> list[Stroke]:
    strokes: list[Stroke] = []
    for group in _clusters(sorted(pieces), tolerance):
        at = _weighted(group)
        for start, end in _intervals(((s, e) for _, s, e in group), JOIN):
            strokes.append(Stroke(at, start, end, horizontal))
    return strokes


def _clusters(pieces: list[tuple[float, float, float]], tolerance: float) -> list[list[tuple[float, float, float]]]:
    groups: list[list[tuple[float, float, float]]] = []
    for piece in pieces:
        if groups and piece[0] - groups[-1][0][0] <= tolerance:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return groups


def _weighted(group: Sequence[tuple[float, float, float]]) -> float:
    total = sum(end - start + 0.01 for _, start, end in group)
    return sum(at * (end - start + 0.01) for at, start, end in group) / total


def _intervals(spans: Iterable[tuple[float, float]], gap: float) -> list[tuple[float, float]]:
    out: list[tuple[float, float]] = []
    for start, end in sorted(spans):
        if out and start - out[-1][1] <= gap:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out


def find_lattices(horizontals: Sequence[Stroke], verticals: Sequence[Stroke]) -> list[Lattice]:
    """Groups of strokes that touch, each with lines in both directions; the largest first."""
    parent = list(range(len(horizontals) + len(verticals)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    order = sorted(range(len(verticals)), key=lambda j: verticals[j].at)
    places = [verticals[j].at for j in order]
    for i, flat in enumerate(horizontals):
        for k in range(bisect_left(places, flat.start - JOIN), bisect_right(places, flat.end + JOIN)):
            if _touch(flat, verticals[order[k]]):
                parent[root(i)] = root(len(horizontals) + order[k])
    groups: dict[int, tuple[list[Stroke], list[Stroke]]] = {}
    for i, stroke in enumerate((*horizontals, *verticals)):
        groups.setdefault(root(i), ([], []))[0 if i < len(horizontals) else 1].append(stroke)
    found = [Lattice(tuple(h), tuple(v)) for h, v in groups.values() if h and v]
    return sorted(_bridged(found), key=lambda lattice: -lattice.box.area)


def _bridged(lattices: Sequence[Lattice]) -> list[Lattice]:
    """Single drawn rows of the same columns close under each other as one: tables whose every other row is drawn."""
    out: list[Lattice] = []
    for lattice in sorted(lattices, key=lambda one: one.box.top):
        at = next((i for i in reversed(range(len(out))) if _is_next(out[i], lattice)), None)
        if at is None:
            out.append(lattice)
        else:
            out[at] = _joined(out[at], lattice)
    return out


def _is_next(above: Lattice, below: Lattice) -> bool:
    drawn = len(_positions((s.at for s in below.horizontals), below.box.top, below.box.bottom)) - 1
    if drawn > 1 or not 0 <= below.box.top - above.box.bottom <= MOST_BETWEEN * below.box.height:
        return False
    sides = [_positions((s.at for s in one.verticals), one.box.x0, one.box.x1) for one in (above, below)]
    if len(sides[0]) < FEWEST_SIDES or len(sides[0]) != len(sides[1]):
        return False
    return all(abs(a - b) <= JOIN for a, b in zip(*sides, strict=True))


def _joined(above: Lattice, below: Lattice) -> Lattice:
    between = (
        Stroke(x, above.box.bottom, below.box.top, False)
        for x in _positions((s.at for s in below.verticals), below.box.x0, below.box.x1)
    )
    return Lattice(above.horizontals + below.horizontals, (*above.verticals, *between, *below.verticals))


def _touch(flat: Stroke, upright: Stroke) -> bool:
    return flat.start - JOIN <= upright.at <= flat.end + JOIN and upright.start - JOIN <= flat.at <= upright.end + JOIN


def lattice_grid(lattice: Lattice, words: Iterable[Word]) -> Grid:
    """The cells that the lines cut out, with the words whose centres they hold. Sides without a line are closed."""
    box = lattice.box
    xs = _positions([s.at for s in lattice.verticals], box.x0, box.x1)
    ys = _positions([s.at for s in lattice.horizontals], box.top, box.bottom)
    drafts = _merge_cells(xs, ys, lattice)
    grid = Grid(list(itertools.pairwise(ys)), list(itertools.pairwise(xs)), drafts, ruled=True)
    place_words(grid, words)
    return grid


def _positions(at: Iterable[float], low: float, high: float) -> list[float]:
    out: list[float] = []
    for value in sorted([*at, low, high]):
        if not out or value - out[-1] > JOIN:
            out.append(value)
    if len(out) > 1 and high - out[-1] > 0.1:
        out[-1] = high
    return out


def _merge_cells(xs: list[float], ys: list[float], lattice: Lattice) -> list[Draft]:
    rows, columns = len(ys) - 1, len(xs) - 1
    upright = [_drawn(lattice.verticals, x, ys) for x in xs[1:]]
    right = [[drawn[r] for drawn in upright] for r in range(rows)]
    below = [_drawn(lattice.horizontals, y, xs) for y in ys[1:]]
    taken = [[False] * columns for _ in range(rows)]
    drafts = []
    for r in range(rows):
        for c in range(columns):
            if not taken[r][c]:
                drafts.append(_grow(r, c, right, below, taken))
    return drafts


def _grow(r: int, c: int, right: list[list[bool]], below: list[list[bool]], taken: list[list[bool]]) -> Draft:
    """The largest rectangle from (r, c) that no line crosses."""
    rows, columns = len(right), len(right[0])
    width = 1
    while c + width < columns and not right[r][c + width - 1] and not taken[r][c + width]:
        width += 1
    height = 1
    while r + height < rows and _open_below(r + height - 1, c, width, right, below, taken):
        height += 1
    for i in range(r, r + height):
        for j in range(c, c + width):
            taken[i][j] = True
    return Draft(r, c, height, width)


def _open_below(
    r: int, c: int, width: int, right: list[list[bool]], below: list[list[bool]], taken: list[list[bool]]
) -> bool:
    if any(below[r][j] or taken[r + 1][j] for j in range(c, c + width)):
        return False
    return not any(right[r + 1][j] for j in range(c, c + width - 1))


def _drawn(strokes: Sequence[Stroke], at: float, ends: Sequence[float]) -> list[bool]:
    """For each stretch between two of the ends whether a line is drawn along it."""
    there = [stroke for stroke in strokes if abs(stroke.at - at) <= JOIN]
    covered = [
        sum(max(0.0, min(s.end, end) - max(s.start, start)) for s in there) for start, end in itertools.pairwise(ends)
    ]
    return [own >= 0.6 * (end - start) for own, (start, end) in zip(covered, itertools.pairwise(ends), strict=True)]


def place_words(grid: Grid, words: Iterable[Word]) -> None:
    """Give each word whose centre lies in the grid to the draft there."""
    at, box = grid.at(), grid.box
    for word in words:
        x, y = word.box.center
        if box.holds((x, y)):
            row, column = band_at(grid.rows, y), band_at(grid.columns, x)
            at[row, column].words.append(word)


def band_at(bands: Sequence[tuple[float, float]], value: float) -> int:
    """The band that holds the value, or the nearest one."""
    for index, (start, end) in enumerate(bands):
        if start <= value <= end:
            return index
    return min(range(len(bands)), key=lambda i: min(abs(bands[i][0] - value), abs(bands[i][1] - value)))
