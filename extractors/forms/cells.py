"""The ruled cells of a form, and what their captions ask for.

Most printed forms rule their page into cells: a small caption under the upper border and the value below it, a label
cell with the value in the next cell, or a caption over a comb of single characters.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from extractors.forms.geometry import Node
from extractors.forms.segments import lines
from extractors.types import Box, Ruling

_ROWS, _NODES = 7, 14
_CAPTION = 3
"""A caption has at most so many lines."""
_COMB_TEXT, _COMB_GAP, _COMB_ABOVE = 5, 5.0, 4.0


Walls = tuple[float | None, float | None, float | None, float | None]
"""Left, top, right, bottom; None where nothing is ruled."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The walls around some nodes, None where nothing is ruled; `rows` are the nodes by line."""

    left: float | None
    top: float | None
    right: float | None
    bottom: float | None
    rows: tuple[tuple[int, ...], ...]

    @property
    def closed(self) -> bool:
        """Ruled above and below, and small enough to hold one caption and its value."""
        few = len(self.rows) <= _ROWS and sum(map(len, self.rows)) <= _NODES
        return self.top is not None and self.bottom is not None and few


@dataclass(frozen=True, slots=True)
class Asked:
    """The nodes `caption` may ask for the nodes `value`; `trust`: how often such a place holds one."""

    caption: tuple[int, ...]
    value: tuple[int, ...]
    trust: float


class Cells:
    """The cells of a page. `unit`: its line height. `walls` are sorted places of level and upright rulings."""

    def __init__(self, nodes: Sequence[Node], rulings: Sequence[Ruling], unit: float) -> None:
        self.nodes, self.unit = nodes, unit
        self.level = _Walls([r.box for r in rulings if r.horizontal], 1, unit)
        self.upright = _Walls([r.box for r in rulings if not r.horizontal], 0, unit)

    @cached_property
    def cells(self) -> list[Cell]:
        members: dict[Walls, list[int]] = {}
        for i, node in enumerate(self.nodes):
            members.setdefault(self._around(node.box), []).append(i)
        return [Cell(*walls, self._rows(own)) for walls, own in members.items()]

    def asked(self) -> Iterator[Asked]:
        """Captions with what they may ask for: below them in the same cell, or in the next cell."""
        for cell in self.cells:
            if cell.closed and len(cell.rows) > 1:
                yield from _below_caption(cell)
            if cell.closed and len(cell.rows) <= _CAPTION:
                yield from self._from_next(cell)

    def combs(self) -> Iterator[Asked]:
        """Runs of single characters in boxes beside each other, and the text to the left or above that asks."""
        short = [i for i, node in enumerate(self.nodes) if len(node.text) <= _COMB_TEXT]
        for row in lines([self.nodes[i].box for i in short]):
            for run in self._runs([short[i] for i in row]):
                if len(run) > 2 and (caption := self._comb_caption(run)) is not None:
                    yield Asked((caption,), tuple(run), 0.9)

    def _runs(self, row: Sequence[int]) -> list[list[int]]:
        runs: list[list[int]] = []
        for i in row:
            if runs and self.nodes[i].box.x0 - self.nodes[runs[-1][-1]].box.x1 < _COMB_GAP * self.unit:
                runs[-1].append(i)
            else:
                runs.append([i])
        return [run for run in runs if len({self._around(self.nodes[i].box)[0] for i in run}) > 2]

    def _comb_caption(self, run: Sequence[int]) -> int | None:
        box, found = Box.around(self.nodes[i].box for i in run), []
        for i, node in enumerate(self.nodes):
            above, beside = box.top - node.box.bottom, box.x0 - node.box.x1
            over = min(box.x1, node.box.x1) - max(box.x0, node.box.x0) > 0.5 * min(box.width, node.box.width)
            level = abs(node.box.center[1] - box.center[1]) < self.unit
            if over and -0.3 * self.unit < above < _COMB_ABOVE * self.unit:
                found.append((above, i))
            elif level and 0 <= beside < 2 * _COMB_GAP * self.unit:
                found.append((beside, i))
        return min(found)[1] if found else None

    def _from_next(self, cell: Cell) -> Iterator[Asked]:
        """A cell that is all value: the cell to its left may be its label, or the one above."""
        value = tuple(i for row in cell.rows for i in row)
        for other in self.cells:
            label = tuple(i for row in other.rows for i in row)
            if not other.closed or len(other.rows) > _CAPTION or len(label) > 4:
                continue
            if cell.left is not None and other.right == cell.left and _same_level(cell, other):
                yield Asked(label, value, 0.8)
            elif other.bottom == cell.top and _same_column(cell, other):
                yield Asked(label, value, 0.5)

    def _around(self, box: Box) -> Walls:
        x, y = box.center
        slack = 0.3 * box.height
        top, bottom = self.level.before(box.top + slack, x), self.level.after(box.bottom - slack, x)
        left, right = self.upright.before(box.x0 + slack, y), self.upright.after(box.x1 - slack, y)
        return left, top, right, bottom

    def _rows(self, own: Sequence[int]) -> tuple[tuple[int, ...], ...]:
        return tuple(tuple(own[i] for i in line) for line in lines([self.nodes[i].box for i in own]))


def _below_caption(cell: Cell) -> Iterator[Asked]:
    """Every cut of the lines into a caption and what is below; the value is all of it, or its first line."""
    for cut in range(1, min(_CAPTION, len(cell.rows) - 1) + 1):
        caption = tuple(i for row in cell.rows[:cut] for i in row)
        yield Asked(caption, tuple(i for row in cell.rows[cut:] for i in row), 0.95)
        if len(cell.rows) > cut + 1:
            yield Asked(caption, cell.rows[cut], 0.85)


def _same_level(a: Cell, b: Cell) -> bool:
    return a.top == b.top and a.bottom == b.bottom


def _same_column(a: Cell, b: Cell) -> bool:
    return a.left == b.left and a.right == b.right


class _Walls:
    """Rulings of one direction by their place across it; places nearer than half a line are one."""

    def __init__(self, boxes: Sequence[Box], across: int, unit: float) -> None:
        self.along = 1 - across
        places = [(tuple(box)[across] + tuple(box)[across + 2]) / 2 for box in boxes]
        order = sorted(range(len(boxes)), key=lambda i: places[i])
        self.boxes = [tuple(boxes[i]) for i in order]
        self.places: list[float] = []
        for i in order:
            near = self.places and places[i] - self.places[-1] < 0.5 * unit
            self.places.append(self.places[-1] if near else places[i])

    def before(self, place: float, along: float) -> float | None:
        """The last ruling at or before a place that covers a point along it."""
        for i in range(bisect_right(self.places, place) - 1, -1, -1):
            if self._covers(i, along):
                return self.places[i]
        return None

    def after(self, place: float, along: float) -> float | None:
        for i in range(bisect_left(self.places, place), len(self.places)):
            if self._covers(i, along):
                return self.places[i]
        return None

    def _covers(self, i: int, along: float) -> bool:
        return self.boxes[i][self.along] - 2.0 <= along <= self.boxes[i][self.along + 2] + 2.0
