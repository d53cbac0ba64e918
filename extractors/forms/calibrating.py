"""What the chance of a schema field's answer is worth as a probability."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, Self

import numpy as np
from numpy.typing import NDArray

from extractors.types import Field, Word

Floats = NDArray[np.float64]
Asked = Literal["mark", "told", "text"]
"""A mark; a field whose name says what its values look like (`concepts`); any other."""
_CLIP, _READ = 0.01, 0.85


@dataclass(frozen=True, slots=True)
class Surety:
    """Slope and offset of the log odds (Platt, 1999). A mark is there or not and is not misread: something is added.
    Of a field whose name says what its values look like, candidates that differ by a word share the chance, so that a
    small one says less against an answer: `told_slope` and `told_offset`.

    The defaults are for fields without examples, between what generated forms ask for (offset 0, slope 0.85) and what
    W-9 and receipts do; the two of told fields lie between two sets of generated receipts."""

    slope: float = 0.75
    offset: float = 0.4
    marks: float = 1.5
    told_slope: float = 0.8
    told_offset: float = 1.2

    def __call__(self, chance: float, asked: Asked = "text") -> float:
        slope, offset = (self.told_slope, self.told_offset) if asked == "told" else (self.slope, self.offset)
        added = offset + (self.marks if asked == "mark" else 0.0)
        return float(1 / (1 + np.exp(-(slope * _odds(np.array(chance)) + added))))

    @property
    def plain(self) -> dict[str, float]:
        return asdict(self)

    @classmethod
    def of(cls, plain: dict[str, float] | Sequence[Any]) -> Self:
        """From `plain`. Older ones are lists, which tell nothing apart but marks, or not even these."""
        if isinstance(plain, dict):
            return cls(**plain)
        if not plain:
            return cls()
        slope, offset, marks = (*plain, 0.0)[:3]
        return cls(slope, offset, marks, slope, offset)


def as_read(own: Field, words: Sequence[Word]) -> Field:
    """An answer with what reading its words leaves of its confidence. The least sure word decides: of words of noisy
    scans that are less sure than `_READ` half are misread, of surer ones about as many as their confidence says."""
    box = own.box
    if box is None or own.type in ("checkbox", "boolean") or any(source.kind == "acroform" for source in own.sources):
        return own
    within = (word.confidence for word in words if word.box.covered_by(box) > 0.5)
    least = min(within, default=1.0)
    return own if least >= _READ else replace(own, confidence=own.confidence * (least / _READ) ** 2)


def fit(chances: Sequence[float], right: Sequence[bool]) -> Surety:
    """Fitted to answers on documents that were not learned from, and held near `_TAUGHT` as far as these are few."""
    from scipy.optimize import minimize

    odds, hits = _odds(np.array(chances, np.float64)), np.array(right, np.float64)

    def loss(weights: Floats) -> float:
        logits = weights[0] * odds + weights[1]
        away = _STIFF * (weights - _TAUGHT) ** 2
        return float((np.logaddexp(0, logits) - hits * logits).sum() + away.sum())

    found = minimize(loss, _TAUGHT, method="Nelder-Mead").x
    slope, offset = round(max(float(found[0]), 0.05), 4), round(float(found[1]), 4)
    return Surety(slope, offset, 0.0, slope, offset)


_TAUGHT = np.array([0.75, 0.5])
_STIFF = np.array([20.0, 5.0])


def _odds(chances: Floats) -> Floats:
    clipped = np.clip(chances, _CLIP, 1 - _CLIP)
    odds: Floats = np.log(clipped / (1 - clipped))
    return odds
