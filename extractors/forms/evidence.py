"""What annotated documents say about a field: how often traits stand at its values, against how often at any line."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from extractors.forms.amounts import Amounts, amount
from extractors.forms.concepts import address_line, like_address, like_firm
from extractors.forms.naming import asks
from extractors.forms.traits import GROUPS, Lines, Part, group_of, parts, traits_of
from extractors.forms.values import Value

if TYPE_CHECKING:
    from scipy.sparse import csr_array

T = TypeVar("T")
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_LEAST_SEEN = 2
"""Traits of fewer documents teach nothing about others."""


LOOKS = ("pair", "block", "part", "row", "acroform", "largest", "size", "length", "asks", "running", "address", "firm",
         "early", "weakest", "first", "outside")  # fmt: skip
_LIKE = {"cut": "part", "stack": "block"}


class Sheet:
    """The candidates of a document with all that does not depend on the field, computed once;
    `laid`: their places on the form that the document is (`places.Form`); `kept`: what rankers found for a field, since
    fitting asks for it again and again."""

    def __init__(self, values: Sequence[Value], laid: Floats | None = None) -> None:
        self.values, self.laid = values, laid
        self.kept: dict[str, tuple[Hashable, Any]] = {}

    def known(self, name: str, key: Hashable, made: Callable[[], T]) -> T:
        """What was made for a name under the same key, made now where it was not; the last key alone is kept."""
        if name not in self.kept or self.kept[name][0] != key:
            self.kept[name] = (key, made())
        found: T = self.kept[name][1]
        return found

    @cached_property
    def boxes(self) -> Floats:
        """(N, 4), nan where a candidate has no place."""
        rows = [tuple(value.box) if value.box else (math.nan,) * 4 for value in self.values]
        return np.array(rows, dtype=float).reshape(-1, 4)

    @cached_property
    def squashed(self) -> list[str]:
        """The texts without spaces."""
        return ["".join(value.text.split()) for value in self.values]

    @cached_property
    def lines(self) -> Lines:
        return Lines(self.values)

    @cached_property
    def amounts(self) -> Amounts:
        return Amounts(self.values)

    @cached_property
    def parts(self) -> list[tuple[Part, ...]]:
        return [parts(value, self.lines) for value in self.values]

    @cached_property
    def looks(self) -> Floats:
        """(N, L) what each candidate looks like, in the order of LOOKS."""
        rows = [self._look(value) for value in self.values]
        return np.array(rows, dtype=float).reshape(len(rows), len(LOOKS))

    def _look(self, value: Value) -> tuple[float, ...]:
        kind, text = _LIKE.get(value.kind, value.kind), value.text
        kinds = (float(kind == other) for other in LOOKS[:5])
        largest = float(amount(value) == self.amounts.largest)
        style = (largest, math.log(max(value.size, 0.2)), math.log(1 + text.count(" ")), asks(text))
        early = 1 / (1 + self.lines.span(value)[0])
        return (*kinds, *style, float(value.running), like_address(text), like_firm(text), early,
                *_edges(value))  # fmt: skip

    def traits(self) -> set[str]:
        return {trait for part in {part for own in self.parts for part in own} for trait, _ in traits_of(part)}


def _edges(value: Value) -> tuple[float, float, float]:
    """How much the weakest and the first line of a value look like ones of an address, and how much what stands before
    and behind it does; what ends with a comma goes on."""
    lines = [address_line(line) for line in value.lines or (value.text,)]
    before = value.left if "<" in value.cut else value.above
    goes_on = float(value.text.endswith(","))
    outside = max(address_line(before), 0.0) + max(address_line(value.after), 0.0)
    return min(*lines, 1.0), lines[0], outside + goes_on


@dataclass(frozen=True, slots=True)
class Seen:
    """The traits of some candidates in columns of a vocabulary: `row`, `column` and strength `x` of each, (M,)."""

    count: int
    row: Ints
    column: Ints
    x: Floats

    def of(self, rows: Sequence[int]) -> Seen:
        """Some of the candidates, numbered anew."""
        number = np.full(self.count, -1)
        number[list(rows)] = np.arange(len(rows))
        kept = number[self.row] >= 0
        return Seen(len(rows), number[self.row[kept]], self.column[kept], self.x[kept])

    def table(self, size: int) -> csr_array:
        """The strengths as a sparse array (N, V), for many products."""
        from scipy.sparse import csr_array

        return csr_array((self.x, (self.row, self.column)), shape=(self.count, size))

    def times(self, weights: Floats) -> Floats:
        """The sum of the weights of each candidate's traits, (N,)."""
        found: Floats = np.bincount(self.row, self.x * weights[self.column], self.count).astype(float)
        return found

    def grouped(self, weights: Floats, groups: Ints) -> Floats:
        """The same for each group of traits, (N, G)."""
        place = self.row * len(GROUPS) + groups[self.column]
        sums: Floats = np.bincount(place, self.x * weights[self.column], self.count * len(GROUPS)).astype(float)
        return sums.reshape(self.count, -1)

    def present(self, size: int) -> Floats:
        """How many of the candidates have each trait, (V,)."""
        both = np.unique(self.row * size + self.column)
        return np.bincount(both % size, minlength=size).astype(float)


@dataclass(slots=True)
class Background:
    """The traits learned from, and on how many of `lines` lines each stands (`common`, (V,))."""

    columns: dict[str, int] = field(default_factory=dict)
    common: Floats = field(default_factory=lambda: np.zeros(0))
    lines: float = 0.0
    groups: Ints = field(default_factory=lambda: np.zeros(0, dtype=int))

    @classmethod
    def learned(cls, sheets: Sequence[Sheet]) -> Background:
        counts = Counter(trait for sheet in sheets for trait in sheet.traits())
        least = min(_LEAST_SEEN, len(sheets))
        own = cls._with(sorted(trait for trait, count in counts.items() if count >= least))
        for sheet in sheets:
            own.common, own.lines = own.common + own.share(sheet)[0], own.lines + own.share(sheet)[1]
        return own

    @classmethod
    def _with(cls, traits: Sequence[str]) -> Background:
        groups = np.array([group_of(trait) for trait in traits], dtype=int)
        return cls({trait: n for n, trait in enumerate(traits)}, np.zeros(len(traits)), 0.0, groups)

    def share(self, sheet: Sheet) -> tuple[Floats, float]:
        """What one document adds: on how many lines each trait stands, and how many lines there are."""
        rows = [n for n, value in enumerate(sheet.values) if value.kind in ("line", "mark", "acroform")]
        return self.seen(sheet).of(rows).present(len(self.columns)), float(len(rows))

    def seen(self, sheet: Sheet) -> Seen:
        """All candidates of a document in columns."""
        known: dict[Part, tuple[list[int], list[float]]] = {}
        rows, columns, strengths = [], [], []
        for n, own in enumerate(sheet.parts):
            for part in own:
                if part not in known:
                    known[part] = self._look(part)
                found, strength = known[part]
                rows += [n] * len(found)
                columns += found
                strengths += strength
        return Seen(len(sheet.values), np.array(rows, dtype=int), np.array(columns, dtype=int), np.array(strengths))

    def _look(self, part: Part) -> tuple[list[int], list[float]]:
        own = [(column, x) for trait, x in traits_of(part) if (column := self.columns.get(trait)) is not None]
        return [column for column, _ in own], [x for _, x in own]

    def plain(self) -> dict[str, Any]:
        return {"traits": list(self.columns), "common": self.common.tolist(), "lines": self.lines}

    @classmethod
    def of(cls, plain: dict[str, Any]) -> Background:
        own = cls._with(plain["traits"])
        own.common, own.lines = np.array(plain["common"], dtype=float), float(plain["lines"])
        return own


def odds(own: Floats, count: float, common: Floats, lines: float) -> Floats:
    """Naive Bayes: the log odds of each trait at `count` values against any line, between -2 and 3; 0 for traits that
    were never seen. (V,)"""
    ratio = np.log((own + 0.2) / (count + 1.0)) - np.log((common + 0.2) / (lines + 1.0))
    return np.where((own > 0) | (common > 0), np.clip(ratio, -2.0, 3.0), 0.0)
