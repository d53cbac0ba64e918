"""Fitting a field's ranker to annotated documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extractors.forms.evidence import Background, Seen, Sheet
from extractors.forms.ranker import STIFFNESS, TRAIT_STIFFNESS, FieldRanker, evidence

Floats = NDArray[np.float64]
Rows = list[int]
_ROUNDS = 150
_THERE = 0.3
"""The share of the smaller of two boxes that they have in common, from which on they are at one place."""
_MISSING = 0.3
"""How much a document counts as one without the value, against once with it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One annotated document: its candidates, the traits of these, and which of them are the value (none: the
    document has no such value)."""

    sheet: Sheet
    chosen: Sequence[int]
    right: Sequence[int]
    seen: Seen
    share: tuple[Floats, float]

    def without(self) -> Rows:
        """The candidates that neither say the value nor stand on its place, as indexes into `chosen`."""
        values = [self.sheet.values[n] for n in self.chosen]
        says = {self.sheet.squashed[self.chosen[i]] for i in self.right}
        there = self._there()
        return [
            i
            for i, (value, n) in enumerate(zip(values, self.chosen, strict=True))
            if not (there[i] or (value.kind != "mark" and self.sheet.squashed[n] in says))
        ]

    def _there(self) -> NDArray[np.bool_]:
        """Which candidates stand on the place of a right one, or it on theirs. (N,)"""
        boxes, pages = self.sheet.boxes[list(self.chosen)], [self.sheet.values[n].page for n in self.chosen]
        areas = (boxes[:, 2:] - boxes[:, :2]).prod(axis=1)
        found = np.zeros(len(boxes), dtype=bool)
        for i in self.right:
            common = np.minimum(boxes[:, 2:], boxes[i, 2:]) - np.maximum(boxes[:, :2], boxes[i, :2])
            shared = common.clip(0).prod(axis=1) / np.maximum(np.minimum(areas, areas[i]), 1e-9)
            found |= (shared > _THERE) & (np.array(pages) == pages[i])
        return found

    @property
    def place(self) -> Floats:
        """(P, 3) where the value stands on the form: one place, in the middle of those of all right candidates; none
        where it is not known."""
        if self.sheet.laid is None or not self.right:
            return np.zeros((0, 3))
        found = self.sheet.laid[[self.chosen[i] for i in self.right]]
        found = found[~np.isnan(found).any(axis=1)]
        return np.median(found, axis=0, keepdims=True) if len(found) else np.zeros((0, 3))

    @property
    def own(self) -> Floats:
        """How often each trait stands at the right candidates, (V,)."""
        if not self.right:
            return np.zeros(len(self.share[0]))
        return self.seen.of(self.right).present(len(self.share[0])) / len(self.right)


def learn(ranker: FieldRanker, documents: Sequence[Shown], background: Background, folds: int = 5) -> None:
    """Fit a ranker in place. The odds of traits are computed for each document from the others, so that the weights
    learn how far such odds carry over. Every document also counts a little as one from which the value is missing, so
    that what is left does not pass for it; but for check boxes, which a form always has."""
    own = [document.own for document in documents]
    fold_of = [n % min(folds, len(documents)) for n in range(len(documents))]
    known = {fold: _others(documents, own, fold_of, fold) for fold in set(fold_of)}
    places = {fold: _places([d for d, other in zip(documents, fold_of, strict=True) if other != fold])
              for fold in set(fold_of)}  # fmt: skip
    features = []
    for document, fold in zip(documents, fold_of, strict=True):
        odds = evidence(document.seen, *known[fold], background)
        near = ranker.near(document.sheet, document.chosen, places[fold])
        features.append(np.column_stack([ranker.features(document.sheet, document.chosen), odds, near]))
    fitted = _Fit(_cases(documents, features, ranker.is_mark), ranker.start, len(background.columns)).weights()
    size = features[0].shape[1]
    ranker.weights, ranker.nothing, ranker.traits = fitted[:size], float(fitted[size]), fitted[size + 1 :]
    ranker.nothing += _rarity(documents, ranker.is_mark)
    ranker.places = _places(documents)
    ranker.own, ranker.count = np.sum(own, axis=0), float(sum(bool(document.right) for document in documents))


def _places(documents: Sequence[Shown]) -> Floats:
    return np.vstack([np.zeros((0, 3)), *(document.place for document in documents)])


def _rarity(documents: Sequence[Shown], marks: bool) -> float:
    """What the log odds of a missing value are off by, because every document with a value counted as `_MISSING` ones
    without: one more is missing than was seen."""
    found = sum(bool(document.right) for document in documents)
    missing = len(documents) - found
    if marks or not found:
        return 0.0
    return min(float(np.log((missing + 1) / (missing + _MISSING * found))), 0.0)


def _others(
    documents: Sequence[Shown], own: Sequence[Floats], fold_of: Sequence[int], fold: int
) -> tuple[Floats, float, Floats, float]:
    """Counts at values and at lines over the documents of the other folds (of the only one where there is one)."""
    rest = [n for n, other in enumerate(fold_of) if other != fold] or list(range(len(documents)))
    count = float(sum(bool(documents[n].right) for n in rest))
    common = np.sum([documents[n].share[0] for n in rest], axis=0)
    return np.sum([own[n] for n in rest], axis=0), count, common, sum(documents[n].share[1] for n in rest)


@dataclass(frozen=True, slots=True)
class _Case:
    """A choice to learn from: its candidates' features and traits, the right ones, and how much it counts."""

    features: Floats
    seen: Seen
    right: Sequence[int]
    share: float = 1.0


def _cases(documents: Sequence[Shown], features: Sequence[Floats], marks: bool) -> list[_Case]:
    cases = []
    for document, own in zip(documents, features, strict=True):
        cases.append(_Case(own, document.seen, document.right))
        if document.right and not marks and (rest := document.without()):
            cases.append(_Case(own[rest], document.seen.of(rest), (), _MISSING))
    return cases


class _Fit:
    """Penalised maximum likelihood of the right candidates; the penalty ties weights to the prior."""

    def __init__(self, cases: Sequence[_Case], prior: Floats, size: int) -> None:
        self.features, self.prior, self.size = np.vstack([case.features for case in cases]), prior, size
        counts = [len(case.features) for case in cases]
        self.starts = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(int)
        self.case = np.repeat(np.arange(len(counts)), counts)
        self.right = np.zeros(len(self.features), dtype=bool)
        for start, case in zip(self.starts, cases, strict=True):
            self.right[start + np.array(case.right, dtype=int)] = True
        self.empty, self.share = np.array([not case.right for case in cases]), np.array([case.share for case in cases])
        row = np.concatenate([case.seen.row + start for case, start in zip(cases, self.starts, strict=True)])
        columns, strengths = (np.concatenate([getattr(case.seen, key) for case in cases]) for key in ("column", "x"))
        self.seen = Seen(len(self.features), row, columns, strengths).table(size)

    def weights(self) -> Floats:
        """Weights of features, of nothing, and of traits."""
        from scipy.optimize import minimize

        start = np.concatenate([self.prior, np.zeros(self.size)])
        found = minimize(self._loss, start, jac=True, method="L-BFGS-B", options={"maxiter": _ROUNDS})
        fitted: Floats = found.x
        return fitted

    def _loss(self, weights: Floats) -> tuple[float, Floats]:
        """Negative log likelihood with the penalty, and its gradient."""
        known = len(self.prior)
        dense, traits = weights[:known], weights[known:]
        scores = self.features @ dense[:-1] + self.seen @ traits
        share, rest = self._chances(scores, float(dense[-1]))
        hit = np.where(self.right, share, 0.0)
        mass = np.maximum(np.add.reduceat(hit, self.starts) + np.where(self.empty, rest, 0.0), 1e-12)
        slope = (share - hit / mass[self.case]) * self.share[self.case]
        away = dense - self.prior
        loss = -(self.share * np.log(mass)).sum() + (STIFFNESS * away**2).sum() + TRAIT_STIFFNESS * (traits**2).sum()
        gradient = 2 * STIFFNESS * away
        gradient[:-1] += self.features.T @ slope
        gradient[-1] += (self.share * (rest - np.where(self.empty, rest / mass, 0.0))).sum()
        pull = slope @ self.seen
        return float(loss), np.concatenate([gradient, pull + 2 * TRAIT_STIFFNESS * traits])

    def _chances(self, scores: Floats, nothing: float) -> tuple[Floats, Floats]:
        """The chance of each candidate, and of nothing for each document."""
        top = np.maximum(np.maximum.reduceat(scores, self.starts), nothing)
        powers, rest = np.exp(scores - top[self.case]), np.exp(nothing - top)
        whole = np.add.reduceat(powers, self.starts) + rest
        return powers / whole[self.case], rest / whole
