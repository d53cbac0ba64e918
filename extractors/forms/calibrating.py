"""What the chance of a schema field's answer is worth as a probability."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_CLIP = 0.01


@dataclass(frozen=True, slots=True)
class Surety:
    """Slope and offset of the log odds (Platt, 1999), and what is added for a mark, which is there or not and is not
    misread. The defaults are for a field without examples: there a chance says little, and about two texts of three are
    right (receipts and tax forms)."""

    slope: float = 0.25
    offset: float = 0.6
    marks: float = 2.2

    def __call__(self, chance: float, is_mark: bool = False) -> float:
        added = self.offset + (self.marks if is_mark else 0.0)
        return float(1 / (1 + np.exp(-(self.slope * _odds(np.array(chance)) + added))))

    @property
    def plain(self) -> list[float]:
        return [self.slope, self.offset, self.marks]

    @classmethod
    def of(cls, plain: Sequence[float]) -> Self:
        """From `plain`; where marks were not told apart yet they get nothing more."""
        return cls(*plain, *([0.0] if len(plain) == 2 else []))


def fit(chances: Sequence[float], right: Sequence[bool]) -> Surety:
    """Fitted to answers on documents that were not learned from, and held near `_TAUGHT` as far as these are few."""
    from scipy.optimize import minimize

    odds, hits = _odds(np.array(chances, np.float64)), np.array(right, np.float64)

    def loss(weights: Floats) -> float:
        logits = weights[0] * odds + weights[1]
        away = _STIFF * (weights - np.array([_TAUGHT.slope, _TAUGHT.offset])) ** 2
        return float((np.logaddexp(0, logits) - hits * logits).sum() + away.sum())

    found = minimize(loss, np.array([_TAUGHT.slope, _TAUGHT.offset]), method="Nelder-Mead").x
    return Surety(round(max(float(found[0]), 0.05), 4), round(float(found[1]), 4), 0.0)


_TAUGHT = Surety(0.9, 0.0, 0.0)
_STIFF = np.array([8.0, 2.0])


def _odds(chances: Floats) -> Floats:
    clipped = np.clip(chances, _CLIP, 1 - _CLIP)
    odds: Floats = np.log(clipped / (1 - clipped))
    return odds
