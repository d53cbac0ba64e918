"""Which candidate is the value of a schema field: a conditional logit over candidates.

The chance of a candidate is the softmax of weighted features over all candidates of the document and "nothing" (the
conditional logit of McFadden, 1974). Without examples the weights are the prior below: the likeness of the labels
around to the field's names, and the type. Examples add statistics (which words stand around the value and in it, what
shape it has, where it stands) and move the weights from the prior as far as they speak for it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from extractors.forms.schema import SchemaField
from extractors.forms.values import Value
from extractors.forms.vocabulary import fold

Floats = NDArray[np.float64]
FEATURES = (
    "question", "left", "above", "name", "type", "wrong type", "pattern", "pair", "block", "part", "row", "acroform",
    "largest", "size", "place", "shape", "form", "words", "around",
)  # fmt: skip
PRIOR = np.array([9.0, 7.5, 6.0, 6.0, 0.7, -4.0, 2.0, 0.7, -1.0, -0.5, -1.0, 3.0, 0.3, 0.2, 1.2, 1.0, 0.8, 1.0, 1.5])
NOTHING = 5.5
"""The score of "no value" without examples: more than a right type alone reaches, less than a label that fits."""
_STIFFNESS = 0.3


@dataclass(slots=True)
class Statistics:
    """What examples say about one field: counts of words in and around values and elsewhere, shapes, places."""

    count: int = 0
    words: Counter[str] = field(default_factory=Counter)
    around: Counter[str] = field(default_factory=Counter)
    shapes: Counter[str] = field(default_factory=Counter)
    forms: Counter[str] = field(default_factory=Counter)
    places: list[tuple[int, float, float]] = field(default_factory=list)

    def add(self, values: Sequence[Value]) -> None:
        """The candidates of one document that are the value."""
        if not values:
            return
        self.count += 1
        best = values[0]
        self.places.append((best.page, *best.place))
        self.words.update(set(fold(best.text).split()))
        self.around.update({word for value in values for word in surrounding(value)})
        self.shapes[shape(best.text)] += 1
        self.forms[coarse(best.text)] += 1

    def plain(self) -> dict[str, Any]:
        return {"count": self.count, "words": dict(self.words), "around": dict(self.around),
                "shapes": dict(self.shapes), "forms": dict(self.forms), "places": self.places}  # fmt: skip

    @classmethod
    def of(cls, plain: dict[str, Any]) -> Statistics:
        counters = {key: Counter(plain[key]) for key in ("words", "around", "shapes", "forms")}
        return cls(plain["count"], **counters, places=[tuple(place) for place in plain["places"]])


@dataclass(slots=True)
class Background:
    """How often words stand in and around any line, over the documents learned from."""

    lines: int = 0
    words: Counter[str] = field(default_factory=Counter)
    around: Counter[str] = field(default_factory=Counter)

    def add(self, values: Sequence[Value]) -> None:
        for value in values:
            if value.kind in ("line", "mark", "acroform"):
                self.lines += 1
                self.words.update(set(fold(value.text).split()))
                self.around.update(set(surrounding(value)))

    def plain(self) -> dict[str, Any]:
        return {"lines": self.lines, "words": dict(self.words), "around": dict(self.around)}

    @classmethod
    def of(cls, plain: dict[str, Any]) -> Background:
        return cls(plain["lines"], Counter(plain["words"]), Counter(plain["around"]))


def surrounding(value: Value) -> list[str]:
    """The words left of, above and asking for a value, told apart; and its AcroForm name."""
    left, above, question = fold(value.left).split()[-6:], fold(value.above).split(), fold(value.question).split()
    marked = [f"<{word}" for word in left] + [f"^{word}" for word in above[:8]] + [f"?{word}" for word in question[:12]]
    return [*marked, f"={value.name}"] if value.name else marked


def shape(text: str) -> str:
    """Letters and digits by class, words of any length: ``INV-0042`` is ``A-9999``."""
    text = re.sub(r"[A-ZÀ-Þ]+", "A", text)
    text = re.sub(r"[a-zß-ÿ]+", "a", text)
    return re.sub(r"\d", "9", text)[:40]


def coarse(text: str) -> str:
    """The shape with runs of digits as one."""
    return re.sub(r"9+", "9", shape(text))


def alike(names: Sequence[str], context: str) -> float:
    """How much a label is one of the names, 0-1: as a whole, by its last words, or by its first."""
    words = [word for word in fold(context).split() if not word.isdigit()] or fold(context).split()
    best = 0.0
    for name in names:
        wanted = fold(name)
        count = len(wanted.split())
        if not (wanted and words):
            continue
        whole = fuzz.ratio(wanted, " ".join(words))
        tail = 0.92 * fuzz.ratio(wanted, " ".join(words[-count:]))
        head = 0.88 * fuzz.ratio(wanted, " ".join(words[:count]))
        best = max(best, whole, tail, head)
    return max(best / 100 - 0.5, 0.0) * 2


@dataclass(slots=True)
class FieldRanker:
    """Scores candidates for one schema field."""

    wanted: SchemaField
    weights: Floats = field(default_factory=PRIOR.copy)
    nothing: float = NOTHING
    statistics: Statistics = field(default_factory=Statistics)

    def candidates(self, values: Sequence[Value]) -> list[Value]:
        """The candidates of a kind that the field can have: marks for check boxes, text for everything else."""
        marks = self.wanted.type in ("checkbox", "boolean")
        fitting = [
            value for value in values if (value.type == "checkbox") == marks or (marks and value.kind == "choice")
        ]
        return [value for value in fitting if marks or value.text]

    def chances(self, values: Sequence[Value], background: Background) -> Floats:
        """The probability of each candidate, the last one of nothing; they add up to 1."""
        scores = self.features(values, background, self.statistics) @ self.weights if values else np.zeros(0)
        logits = np.append(scores, self.nothing)
        powers = np.exp(logits - logits.max())
        chances: Floats = powers / powers.sum()
        return chances

    def features(self, values: Sequence[Value], background: Background, known: Statistics) -> Floats:
        """(N, F) features of the candidates, in the order of FEATURES."""
        largest = _largest(values)
        cache: dict[str, float] = {}
        rows = [self._row(value, largest, background, known, cache) for value in values]
        return np.array(rows, dtype=float).reshape(len(values), len(FEATURES))

    def _row(
        self, value: Value, largest: float, background: Background, known: Statistics, cache: dict[str, float]
    ) -> list[float]:
        def near(text: str) -> float:
            if text not in cache:
                cache[text] = alike(self.wanted.names, text)
            return cache[text]

        kind = value.kind
        typed = [float(self._agrees(value)), float(self._contradicts(value)), float(self._fits_pattern(value))]
        kinds = [float(kind == other) for other in ("pair", "block", "part", "row", "acroform")]
        labels = [near(value.question) * value.trust, near(value.left), 0.8 * near(value.above), near(value.name)]
        amount = _amount(value)
        own = [float(amount is not None and amount == largest), math.log(max(value.size, 0.2))]
        return [*labels, *typed, *kinds, *own, *_learned(value, background, known)]

    def _agrees(self, value: Value) -> bool:
        numeric = ("money", "number", "integer")
        wanted = self.wanted.type
        return value.type == wanted or (wanted in numeric and value.type in numeric and wanted != "integer")

    def _contradicts(self, value: Value) -> bool:
        if self.wanted.type in ("date", "money", "number", "integer", "percent"):
            return not self._agrees(value) and not (self.wanted.type == "number" and value.type == "code")
        return False

    def _fits_pattern(self, value: Value) -> bool:
        return bool(self.wanted.pattern) and re.fullmatch(self.wanted.pattern, value.text.strip()) is not None

    def plain(self) -> dict[str, Any]:
        return {"weights": self.weights.tolist(), "nothing": self.nothing, "statistics": self.statistics.plain()}

    @classmethod
    def of(cls, wanted: SchemaField, plain: dict[str, Any]) -> FieldRanker:
        return cls(wanted, np.array(plain["weights"]), plain["nothing"], Statistics.of(plain["statistics"]))


def _learned(value: Value, background: Background, known: Statistics) -> list[float]:
    """Place, shape, form, words and surroundings against what examples say; all 0 without examples."""
    if not known.count:
        return [0.0] * 5
    shapes = known.shapes[shape(value.text)] / known.count
    forms = known.forms[coarse(value.text)] / known.count
    words = _odds(fold(value.text).split(), known.words, background.words, known.count, background.lines)
    around = _odds(surrounding(value), known.around, background.around, known.count, background.lines)
    return [_closeness(value, known), shapes, forms, words, around]


def _closeness(value: Value, known: Statistics) -> float:
    """Log density of the nearest example's place, with heavy tails: 0 at the same place, -3 far away."""
    best = 0.0
    for page, x, y in known.places:
        if page == value.page:
            far = ((value.place[0] - x) / 0.05) ** 2 + ((value.place[1] - y) / 0.03) ** 2
            best = max(best, 1 / (1 + far))
    return max(math.log(best + 0.02), -4.0)


def _odds(words: Sequence[str], own: Counter[str], other: Counter[str], count: int, lines: int) -> float:
    """Naive Bayes: summed log odds of words, against how common they are anywhere; held between -4 and 4."""
    if not words:
        return 0.0
    total = sum(
        math.log((own[word] + 0.3) / (count + 1.0)) - math.log((other[word] + 0.3) / (lines + 1.0))
        for word in dict.fromkeys(words)
        if own[word] or other[word] > 2
    )
    return max(min(total / math.sqrt(len(words)), 4.0), -4.0)


def _amount(value: Value) -> float | None:
    if value.type not in ("money", "number", "integer"):
        return None
    digits = re.sub(r"[^\d.]", "", value.text.replace(",", "")).strip(".")
    return float(digits) if re.fullmatch(r"\d{1,12}(\.\d+)?", digits) else None


def _largest(values: Sequence[Value]) -> float:
    """The largest amount with a fraction: totals are, numbers of things are not."""
    amounts = [amount for value in values if re.search(r"[.,]\d{2}\b", value.text) and (amount := _amount(value))]
    return max(amounts, default=-1.0)


def learn(
    ranker: FieldRanker, documents: Sequence[Sequence[Value]], right: Sequence[Sequence[int]], folds: int = 5
) -> Background:
    """Fit a ranker from documents: their candidates, and which of these are the value (none: the document has no such
    value; the right value may be missing among the candidates only where the caller left the document out).

    The features that come from statistics are computed for each document from the others, so that the weights learn
    how far such statistics carry over.
    """
    from scipy.optimize import minimize

    background = Background()
    for values in documents:
        background.add(values)
    fold_of = [i % min(folds, len(documents)) for i in range(len(documents))]
    matrices = []
    for i, values in enumerate(documents):
        others = Statistics()
        for j, (own, hits) in enumerate(zip(documents, right, strict=True)):
            if fold_of[j] != fold_of[i] or len(documents) == 1:
                others.add([own[k] for k in hits])
        matrices.append(ranker.features(values, background, others))
    start = np.append(PRIOR, NOTHING)
    fitted = minimize(_loss, start, args=(matrices, right, start), jac=True, method="L-BFGS-B").x
    ranker.weights, ranker.nothing = fitted[:-1], float(fitted[-1])
    ranker.statistics = Statistics()
    for values, hits in zip(documents, right, strict=True):
        ranker.statistics.add([values[k] for k in hits])
    return background


def _loss(
    weights: Floats, matrices: Sequence[Floats], right: Sequence[Sequence[int]], start: Floats
) -> tuple[float, Floats]:
    """Negative log likelihood of the right candidates, tied to the prior; with its gradient."""
    loss = _STIFFNESS * float(((weights - start) ** 2).sum())
    gradient = 2 * _STIFFNESS * (weights - start)
    for matrix, hits in zip(matrices, right, strict=True):
        logits = np.append(matrix @ weights[:-1], weights[-1])
        powers = np.exp(logits - logits.max())
        chances = powers / powers.sum()
        target = np.zeros_like(chances)
        chosen = list(hits) or [len(chances) - 1]
        target[chosen] = chances[chosen]
        mass = max(float(target.sum()), 1e-12)
        loss -= math.log(mass)
        difference = chances - target / mass
        gradient[:-1] += difference[:-1] @ matrix
        gradient[-1] += difference[-1]
    return loss, gradient
