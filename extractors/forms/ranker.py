"""Which candidate is the value of a schema field: a conditional logit over candidates.

The chance of a candidate is the softmax of weighted features over all candidates of the document and "nothing" (the
conditional logit of McFadden, 1974). Without examples the weights are the prior below: the likeness of the labels
around to the field's names, the type, and for addresses, firms and totals what such things look like. Examples add
the odds of every trait seen at values, and a weight for each trait; they move all weights from the prior as far as
they speak for it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors.forms.amounts import COUNT as AMOUNTS
from extractors.forms.amounts import cents
from extractors.forms.calibrating import Asked
from extractors.forms.concepts import concepts, other_amount, totals
from extractors.forms.evidence import LOOKS, Background, Seen, Sheet, odds
from extractors.forms.naming import alike
from extractors.forms.places import nearness
from extractors.forms.schema import SchemaField
from extractors.forms.traits import GROUPS
from extractors.forms.values import Value, bare_of

Floats = NDArray[np.float64]
FEATURES = (
    "question", "left", "above", "name", "type", "wrong type", "pattern",
    *LOOKS,
    "called", "other amount", "most", "repeated", "difference", "sum", "share",
    *GROUPS, "there",
)  # fmt: skip
_SEEN = len(FEATURES) - len(GROUPS) - 1
PRIOR = np.array(
    [9.0, 7.5, 6.0, 6.0, 0.7, -4.0, 2.0,
     0.7, -1.0, -0.5, -1.0, 3.0, 0.3, 0.2, 0.0, -3.0, -3.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0,
     0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0,
     0.25, 0.5, 0.5, 0.4, 0.4, 0.3, 0.3, 8.0]
)  # fmt: skip
_EDGES = ("weakest", "first", "outside")
_IS_EDGE = np.array([name in _EDGES for name in FEATURES])
_OLD = [name for name in FEATURES if name not in _EDGES]
_CONCEPT_PRIOR = {
    "address": {"address": 1.2, "early": 1.0, "weakest": 0.6, "first": 0.6, "outside": -0.9},
    "date": {"type": 4.5, "early": 1.0},
    "firm": {"firm": 1.2, "early": 3.0},
    "total": {"called": 5.0, "other amount": -1.5, "most": 0.5, "repeated": 1.0, "difference": 1.0, "sum": 0.5,
              "share": 1.0},
}  # fmt: skip
NOTHING = 5.5
"""The score of "no value" without examples: more than a right type alone reaches, less than a label that fits."""
STIFFNESS = np.array([0.3] * _SEEN + [1.0] * len(GROUPS) + [0.3, 0.3])
TRAIT_STIFFNESS = 0.15
_STRONGEST = 8.0

_DIGIT = re.compile(r"\d")
_TYPED = ("date", "money", "number", "integer", "percent")
_LABELS, _HINT = 4, 0.25
"""Labels that are less like any of a field's names say nothing; they are the first so many features."""
_CALLED, _PARTIAL = 0.6, 0.3
"""From which likeness on a label is one of totals; how much of it counts where such a label has a larger amount: what
is before tax is called total as well."""
_FREE = ("cut", "stack")
"""Kinds of candidates that nothing on the page sets apart: only who knows what to look for takes them."""


@dataclass
class FieldRanker:
    """Scores candidates for one schema field; `names` is what labels may call it. `count`: the values learned from;
    `own`: how often each trait stood at them, `traits`: its weight, both (V,); `places` (P, 3) on the form: theirs."""

    wanted: SchemaField
    names: tuple[str, ...]
    weights: Floats = field(default_factory=lambda: np.zeros(0))
    nothing: float = NOTHING
    count: float = 0.0
    own: Floats = field(default_factory=lambda: np.zeros(0))
    traits: Floats = field(default_factory=lambda: np.zeros(0))
    places: Floats = field(default_factory=lambda: np.zeros((0, 3)))

    def __post_init__(self) -> None:
        if not len(self.weights):
            self.weights = self.prior

    @cached_property
    def concepts(self) -> frozenset[str]:
        return concepts(self.names)

    @property
    def prior(self) -> Floats:
        """The weights before any example."""
        own = PRIOR.copy()
        for concept in self.concepts:
            for name, weight in _CONCEPT_PRIOR[concept].items():
                own[FEATURES.index(name)] += weight
        return own

    @property
    def is_mark(self) -> bool:
        return self.wanted.type in ("checkbox", "boolean")

    @property
    def asked(self) -> Asked:
        """What kind of answer is asked for, as `calibrating` tells them apart: a total is called so by its label."""
        return "mark" if self.is_mark else "told" if self.concepts - {"total"} else "text"

    @property
    def start(self) -> Floats:
        """The prior with the score of nothing behind; where values begin and end, examples say by themselves."""
        return np.append(np.where(_IS_EDGE, 0.0, self.prior), NOTHING)

    def candidates(self, sheet: Sheet) -> list[int]:
        """The indexes of candidates of a kind that the field can have: marks for check boxes, text for everything
        else."""
        free = bool(self.count or self.concepts)
        name = f"candidates {self.wanted.type} {free} {bool(self.count)}"
        return sheet.known(name, free, lambda: [n for n, value in enumerate(sheet.values) if self._can_be(value)])

    def _can_be(self, value: Value) -> bool:
        if self.is_mark:
            return value.type == "checkbox" or value.kind == "choice"
        if value.kind in _FREE and not (self.count or self.concepts):
            return False
        if not self.count and self._is_other_form(value):
            return False
        if self.wanted.type in _TYPED:
            return self._could_be(value)
        return bool(value.text) and value.type != "checkbox" and not _is_typed_part(value)

    def _is_other_form(self, value: Value) -> bool:
        """Whether a value is bare where it is not asked so, or not where it is: a date is one without its time, an
        amount is one as it is printed, until examples show it otherwise."""
        if self.wanted.type != "date":
            return value.bare
        return value.type == "date" and value.kind != "acroform" and bare_of(value) is not None

    def _could_be(self, value: Value) -> bool:
        """Values of the right type; whole lines and pairs with digits may be misread ones."""
        if value.type == "checkbox" or not _DIGIT.search(value.text):
            return False
        return self._agrees(value) or (value.kind in ("line", "pair", "acroform") and len(value.text) <= 40)

    def chances(self, sheet: Sheet, chosen: Sequence[int], seen: Seen | None, background: Background) -> Floats:
        """The probability of each chosen candidate, the last one of nothing; they add up to 1. `seen`: the traits of
        all candidates, where the field was learned."""
        features = self.features(sheet, chosen)
        scores = features @ self.weights[:_SEEN]
        if not (self.count or self.concepts):
            scores[features[:, :_LABELS].max(axis=1, initial=0.0) < _HINT] = -np.inf
        if self.count and seen is not None and len(chosen):
            own = seen.of(chosen)
            known = evidence(own, self.own, self.count, background.common, background.lines, background)
            known = np.column_stack([known, self.near(sheet, chosen, self.places)])
            scores += known @ self.weights[_SEEN:] + own.times(self.traits)
        logits = np.append(scores, self.nothing)
        powers = np.exp(logits - logits.max())
        chances: Floats = powers / powers.sum()
        return chances

    @staticmethod
    def near(sheet: Sheet, chosen: Sequence[int], places: Floats) -> Floats:
        """(N,) how much the chosen candidates stand at some places on the form."""
        return nearness(None if sheet.laid is None else sheet.laid[list(chosen)], len(chosen), places)

    def features(self, sheet: Sheet, chosen: Sequence[int]) -> Floats:
        """(N, F) features of the candidates that need no examples, in the order of FEATURES."""
        key = (self.names, self.wanted.type, self.wanted.pattern, tuple(chosen))
        return sheet.known(f"features {self.wanted.name}", key, lambda: self._features(sheet, chosen))

    def _features(self, sheet: Sheet, chosen: Sequence[int]) -> Floats:
        values = [sheet.values[n] for n in chosen]
        likeness: dict[str, float] = {}
        rows = [self._row(value, likeness) for value in values]
        own = np.array(rows, dtype=float).reshape(len(rows), 7)
        found = np.hstack([own, sheet.looks[list(chosen)], self._amounts(sheet, values)])
        clipped: Floats = np.clip(found, -_STRONGEST, _STRONGEST)
        return clipped

    def _row(self, value: Value, likeness: dict[str, float]) -> tuple[float, ...]:
        """What labels and types say."""
        for text in (value.question, value.left, value.above, value.name):
            if text not in likeness:
                likeness[text] = alike(self.names, text)
        alone = float(not value.linked)
        near = (alone * likeness[value.left], alone * 0.8 * likeness[value.above])
        typed = (float(self._agrees(value)), float(self._contradicts(value)), float(self._fits_pattern(value)))
        return (likeness[value.question] * value.trust, *near, likeness[value.name], *typed)

    def _amounts(self, sheet: Sheet, values: Sequence[Value]) -> Floats:
        """What labels and other amounts say for a total; nothing for any other field."""
        if "total" not in self.concepts:
            return np.zeros((len(values), 2 + AMOUNTS))
        rows = [[*_called(value), *sheet.amounts.row(value)] for value in values]
        sums = [cents(value.text) or 0 for value in values]
        whole = max((own for own, row in zip(sums, rows, strict=True) if row[0] >= _CALLED and not row[1]), default=0)
        for own, row in zip(sums, rows, strict=True):
            if own < whole:
                row[0] *= _PARTIAL
        return np.array(rows).reshape(-1, 2 + AMOUNTS)

    def _agrees(self, value: Value) -> bool:
        numeric = ("money", "number", "integer")
        wanted = self.wanted.type
        return value.type == wanted or (wanted in numeric and value.type in numeric and wanted != "integer")

    def _contradicts(self, value: Value) -> bool:
        if self.wanted.type in _TYPED:
            return not self._agrees(value) and not (self.wanted.type == "number" and value.type == "code")
        return False

    def _fits_pattern(self, value: Value) -> bool:
        return bool(self.wanted.pattern) and re.fullmatch(self.wanted.pattern, value.text.strip()) is not None

    def plain(self) -> dict[str, Any]:
        weights = dict(zip(FEATURES, self.weights.tolist(), strict=True))
        return {"weights": weights, "nothing": self.nothing, "count": self.count,
                "own": self.own.tolist(), "traits": self.traits.tolist(), "places": self.places.tolist()}  # fmt: skip

    @classmethod
    def of(cls, wanted: SchemaField, names: tuple[str, ...], plain: dict[str, Any]) -> FieldRanker:
        own, traits, places = (np.array(plain.get(key, ()), dtype=float) for key in ("own", "traits", "places"))
        weights = _weights(plain["weights"])
        return cls(wanted, names, weights, plain["nothing"], plain["count"], own, traits, places.reshape(-1, 3))


def _weights(plain: dict[str, float] | Sequence[float]) -> Floats:
    """Weights by name; those of older models, which are a list without what they did not know, by place."""
    known = plain if isinstance(plain, dict) else dict(zip(_OLD, plain, strict=False))
    return np.array([known.get(name, prior) for name, prior in zip(FEATURES, PRIOR.tolist(), strict=True)])


def _is_typed_part(value: Value) -> bool:
    return value.kind in ("part", "cut") and value.type in ("date", "money", "percent")


def _called(value: Value) -> tuple[float, float]:
    """How much a label is one that totals have, and whether it names another amount."""
    asked = 0.9 * called_total(value.question)
    if value.linked:
        return asked, other_amount(value.question)
    return max(asked, called_total(value.left), 0.8 * called_total(value.above)), other_amount(
        f"{value.left} {value.question}"
    )


@lru_cache(maxsize=20_000)
def called_total(label: str) -> float:
    return alike(totals(), label)


def evidence(seen: Seen, own: Floats, count: float, common: Floats, lines: float, background: Background) -> Floats:
    """(N, G) odds of the traits of candidates, summed for each group."""
    found = seen.grouped(odds(own, count, common, lines), background.groups)
    return np.clip(found, -_STRONGEST, _STRONGEST)
