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
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors.forms.naming import alike, asks
from extractors.forms.schema import SchemaField
from extractors.forms.values import Value
from extractors.forms.vocabulary import fold
from extractors.types import Box

Floats = NDArray[np.float64]
FEATURES = (
    "question", "left", "above", "name", "type", "wrong type", "pattern", "pair", "block", "part", "row", "acroform",
    "largest", "size", "length", "place", "shape", "form", "inside", "start", "end", "after", "around",
    "asks", "running",
)  # fmt: skip
PRIOR = np.array(
    [9.0, 7.5, 6.0, 6.0, 0.7, -4.0, 2.0, 0.7, -1.0, -0.5, -1.0, 3.0,
     0.3, 0.2, 0.0, 1.0, 1.0, 0.8, 1.0, 0.5, 0.5, 0.7, 1.2,
     -3.0, -3.0]
)  # fmt: skip
NOTHING = 5.5
"""The score of "no value" without examples: more than a right type alone reaches, less than a label that fits."""
_STIFFNESS = 0.3
_MISSING = 0.3
"""How much a document counts as one without the value, against once with it."""


@dataclass(slots=True)
class Statistics:
    """What examples say about one field: how often words stand in, at the start and end of, behind and around its
    values, their shapes, and their places."""

    count: int = 0
    inside: Counter[str] = field(default_factory=Counter)
    start: Counter[str] = field(default_factory=Counter)
    end: Counter[str] = field(default_factory=Counter)
    after: Counter[str] = field(default_factory=Counter)
    around: Counter[str] = field(default_factory=Counter)
    shapes: Counter[str] = field(default_factory=Counter)
    forms: Counter[str] = field(default_factory=Counter)
    places: list[tuple[int, float, float]] = field(default_factory=list)

    def add(self, values: Sequence[Value]) -> None:
        """The candidates of one document that are the value."""
        if not values:
            return
        self.count += 1
        self.places += dict.fromkeys((value.page, *value.place) for value in values)
        words = [key for token in values[0].text.split() for key in keys(token)]
        self.inside.update(words)
        self.start.update(keys(values[0].text.split()[0]))
        self.end.update(keys(values[0].text.split()[-1]))
        self.after.update({key for value in values for key in following(value)})
        self.around.update({word for value in values for word in surrounding(value)})
        self.shapes[shape(values[0].text)] += 1
        self.forms[coarse(values[0].text)] += 1

    def plain(self) -> dict[str, Any]:
        return {name: dict(own) if isinstance(own := getattr(self, name), Counter) else own for name in self.__slots__}

    @classmethod
    def of(cls, plain: dict[str, Any]) -> Statistics:
        own: dict[str, Any] = {key: Counter(v) if isinstance(v, dict) else v for key, v in plain.items()}
        return cls(**{**own, "places": [tuple(place) for place in plain["places"]]})


@dataclass(slots=True)
class Background:
    """How often words stand in and around any line, over the documents learned from."""

    lines: int = 0
    inside: Counter[str] = field(default_factory=Counter)
    after: Counter[str] = field(default_factory=Counter)
    around: Counter[str] = field(default_factory=Counter)

    def add(self, values: Sequence[Value]) -> None:
        for value in values:
            if value.kind in ("line", "mark", "acroform"):
                self.lines += 1
                self.inside.update(key for token in value.text.split() for key in keys(token))
                self.after.update(following(value))
                self.around.update(set(surrounding(value)))

    def plain(self) -> dict[str, Any]:
        return {
            "lines": self.lines,
            "inside": dict(self.inside),
            "after": dict(self.after),
            "around": dict(self.around),
        }

    @classmethod
    def of(cls, plain: dict[str, Any]) -> Background:
        return cls(plain["lines"], Counter(plain["inside"]), Counter(plain["after"]), Counter(plain["around"]))


_folded = lru_cache(maxsize=20_000)(fold)


@lru_cache(maxsize=20_000)
def keys(token: str) -> tuple[str, str]:
    """A word and its class: letters, digits, and the punctuation it ends with."""
    return _folded(token), f"#{coarse(token)[:6]}{token[-1] if token[-1] in ',.:;)' else ''}"


def following(value: Value) -> list[str]:
    """The first two words behind a value, and whether there are any."""
    tokens = value.after.split()[:2]
    return [key for token in tokens for key in keys(token)] or ["#none"]


def surrounding(value: Value) -> list[str]:
    """The words left of, above and asking for a value, told apart; and its AcroForm name."""
    return [*_marked(value.left, value.above, value.question), *([f"={value.name}"] if value.name else [])]


@lru_cache(maxsize=20_000)
def _marked(left: str, above: str, question: str) -> tuple[str, ...]:
    before, over, asking = fold(left).split()[-6:], fold(above).split()[:8], fold(question).split()[:12]
    return (*(f"<{word}" for word in before), *(f"^{word}" for word in over), *(f"?{word}" for word in asking))


@lru_cache(maxsize=20_000)
def shape(text: str) -> str:
    """Letters and digits by class, words of any length: ``INV-0042`` is ``A-9999``."""
    text = re.sub(r"[A-ZÀ-Þ]+", "A", text)
    text = re.sub(r"[a-zß-ÿ]+", "a", text)
    return re.sub(r"\d", "9", text)[:40]


@lru_cache(maxsize=20_000)
def coarse(text: str) -> str:
    """The shape with runs of digits as one."""
    return re.sub(r"9+", "9", shape(text))


_DIGIT = re.compile(r"\d")
_TYPED = ("date", "money", "number", "integer", "percent")


def _is_typed_part(value: Value) -> bool:
    return value.kind == "part" and value.type in ("date", "money", "percent")


@dataclass(slots=True)
class FieldRanker:
    """Scores candidates for one schema field; `names` is what labels may call it."""

    wanted: SchemaField
    names: tuple[str, ...]
    weights: Floats = field(default_factory=PRIOR.copy)
    nothing: float = NOTHING
    statistics: Statistics = field(default_factory=Statistics)

    def candidates(self, values: Sequence[Value]) -> list[Value]:
        """The candidates of a kind that the field can have: marks for check boxes, text for everything else."""
        if self.wanted.type in ("checkbox", "boolean"):
            return [value for value in values if value.type == "checkbox" or value.kind == "choice"]
        if self.wanted.type in _TYPED:
            return [value for value in values if self._could_be(value)]
        return [value for value in values if value.text and value.type != "checkbox" and not _is_typed_part(value)]

    def _could_be(self, value: Value) -> bool:
        """Values of the right type; whole lines and pairs with digits may be misread ones."""
        if value.type == "checkbox" or not _DIGIT.search(value.text):
            return False
        return self._agrees(value) or (value.kind in ("line", "pair", "acroform") and len(value.text) <= 40)

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
        evidence = Evidence(known, background)
        rows = [self._row(value, largest, evidence, cache) for value in values]
        return np.array(rows, dtype=float).reshape(len(values), len(FEATURES))

    def _row(self, value: Value, largest: float, evidence: Evidence, cache: dict[str, float]) -> list[float]:
        def near(text: str) -> float:
            if text not in cache:
                cache[text] = alike(self.names, text)
            return cache[text]

        kind = value.kind
        typed = [float(self._agrees(value)), float(self._contradicts(value)), float(self._fits_pattern(value))]
        kinds = [float(kind == other) for other in ("pair", "block", "part", "row", "acroform")]
        labels = [near(value.question) * value.trust, near(value.left), 0.8 * near(value.above), near(value.name)]
        amount = _amount(value)
        length = math.log(1 + value.text.count(" "))
        own = [float(amount is not None and amount == largest), math.log(max(value.size, 0.2)), length]
        return [*labels, *typed, *kinds, *own, *evidence.row(value), asks(value.text), float(value.running)]

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
        return {"weights": self.weights.tolist(), "nothing": self.nothing, "statistics": self.statistics.plain()}

    @classmethod
    def of(cls, wanted: SchemaField, names: tuple[str, ...], plain: dict[str, Any]) -> FieldRanker:
        return cls(wanted, names, np.array(plain["weights"]), plain["nothing"], Statistics.of(plain["statistics"]))


class Evidence:
    """Statistics against the background, ready to weigh candidates: log odds of each word are computed once."""

    def __init__(self, known: Statistics, background: Background) -> None:
        self.known = known
        self.inside = _Odds(known.inside, background.inside, 0.25)
        self.start = _Odds(known.start, background.inside, 0.5)
        self.end = _Odds(known.end, background.inside, 0.5)
        self.after = _Odds(known.after, background.after, 0.4)
        self.around = _Odds(known.around, background.around, 0.4)

    def row(self, value: Value) -> list[float]:
        """Place, shape, and words against what examples say; all 0 without examples."""
        count = self.known.count
        if not count:
            return [0.0] * 8
        tokens = value.text.split() or ["-"]
        inside = [key for token in tokens for key in keys(token)]
        return [
            _closeness(value, self.known),
            self.known.shapes[shape(value.text)] / count,
            self.known.forms[coarse(value.text)] / count,
            self.inside.of(inside),
            self.start.of(inside[:2]),
            self.end.of(inside[-2:]),
            self.after.of(following(value)),
            self.around.of(surrounding(value)),
        ]


class _Odds:
    """Naive Bayes: log odds of words against how common they are anywhere, each between -2 and 3, summed and scaled;
    words never seen say nothing."""

    def __init__(self, own: Counter[str], other: Counter[str], scale: float) -> None:
        self.own, self.other, self.scale = own, other, scale
        self.totals = own.total() + 1.0, other.total() + 1.0
        self.cache: dict[str, float] = {}

    def of(self, words: Sequence[str]) -> float:
        return max(min(self.scale * sum(self._word(word) for word in words), 6.0), -6.0)

    def _word(self, word: str) -> float:
        if word not in self.cache:
            a, b = self.own[word], self.other[word]
            odds = math.log((a + 0.2) / self.totals[0]) - math.log((b + 0.2) / self.totals[1])
            self.cache[word] = max(min(odds, 3.0), -2.0) if a or b else 0.0
        return self.cache[word]


def _closeness(value: Value, known: Statistics) -> float:
    """Log density of the nearest example's place, with heavy tails: 0 at the same place, -3 far away."""
    best = 0.0
    for page, x, y in known.places:
        if page == value.page:
            far = ((value.place[0] - x) / 0.05) ** 2 + ((value.place[1] - y) / 0.03) ** 2
            best = max(best, 1 / (1 + far))
    return max(math.log(best + 0.02), -4.0)


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
    ranker: FieldRanker,
    documents: Sequence[Sequence[Value]],
    right: Sequence[Sequence[int]],
    background: Background,
    folds: int = 5,
) -> None:
    """Fit a ranker from documents: their candidates, and which of these are the value (none: the document has no such
    value). The features that come from statistics are computed for each document from the others, so that the weights
    learn how far such statistics carry over. Every document also counts a little as one from which the value is
    missing, so that what is left does not pass for it.
    """
    from scipy.optimize import minimize

    kept = [_without(values, hits) for values, hits in zip(documents, right, strict=True)]
    fold_of = [i % min(folds, len(documents)) for i in range(len(documents))]
    matrices = []
    for i, values in enumerate(documents):
        others = Statistics()
        for j, (own, hits) in enumerate(zip(documents, right, strict=True)):
            if fold_of[j] != fold_of[i] or len(documents) == 1:
                others.add([own[k] for k in hits])
        matrices.append(ranker.features(values, background, others))
    start = np.append(PRIOR, NOTHING)
    fitted = minimize(_loss, start, args=(matrices, right, start, kept), jac=True, method="L-BFGS-B").x
    ranker.weights, ranker.nothing = fitted[:-1], float(fitted[-1])
    ranker.statistics = Statistics()
    for values, hits in zip(documents, right, strict=True):
        ranker.statistics.add([values[k] for k in hits])


def _loss(
    weights: Floats,
    matrices: Sequence[Floats],
    right: Sequence[Sequence[int]],
    start: Floats,
    kept: Sequence[Sequence[int]],
) -> tuple[float, Floats]:
    """Negative log likelihood of the right candidates, tied to the prior; with its gradient."""
    loss = _STIFFNESS * float(((weights - start) ** 2).sum())
    gradient = 2 * _STIFFNESS * (weights - start)
    for matrix, hits, rest in zip(matrices, right, kept, strict=True):
        loss += _add_loss(weights, matrix, hits, gradient, 1.0)
        if hits:
            loss += _add_loss(weights, matrix[list(rest)], (), gradient, _MISSING)
    return loss, gradient


def _add_loss(weights: Floats, matrix: Floats, hits: Sequence[int], gradient: Floats, share: float) -> float:
    """The loss of one document; its gradient is added to `gradient` in place."""
    logits = np.append(matrix @ weights[:-1], weights[-1])
    powers = np.exp(logits - logits.max())
    chances = powers / powers.sum()
    target = np.zeros_like(chances)
    chosen = list(hits) or [len(chances) - 1]
    target[chosen] = chances[chosen]
    mass = max(float(target.sum()), 1e-12)
    difference = chances - target / mass
    gradient[:-1] += share * (difference[:-1] @ matrix)
    gradient[-1] += share * difference[-1]
    return -share * math.log(mass)


def _without(values: Sequence[Value], hits: Sequence[int]) -> list[int]:
    """The candidates that neither say the value nor stand on its place."""
    texts = {"".join(values[i].text.split()) for i in hits}
    places = [(values[i].page, box) for i in hits if (box := values[i].box) is not None]
    return [i for i, value in enumerate(values) if not _says(value, texts, places)]


def _says(value: Value, texts: Collection[str], places: Sequence[tuple[int, Box]]) -> bool:
    if value.kind != "mark" and "".join(value.text.split()) in texts:
        return True
    box = value.box
    return box is not None and any(
        page == value.page and max(box.covered_by(own), own.covered_by(box)) > 0.3 for page, own in places
    )
