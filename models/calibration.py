"""Probabilities that mean what they say, fitted on held-out pages and kept with the weights. Pure numpy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def softmax(logits: NDArray, temperature: float = 1.0) -> Floats:
    """Probabilities over the last axis."""
    scaled = np.asarray(logits, np.float64) / temperature
    powers = np.exp(scaled - scaled.max(-1, keepdims=True))
    return np.asarray(powers / powers.sum(-1, keepdims=True))


def sigmoid(logits: NDArray, temperature: float = 1.0, shift: float = 0.0) -> Floats:
    """The probability of each logit on its own."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(np.asarray(logits, np.float64) / temperature + shift, -60, 60))))


def fit_temperature(logits: NDArray, truth: NDArray[np.int64]) -> float:
    """The temperature between 0.25 and 8 with the least log loss (Guo et al. 2017, arXiv:1706.04599). logits (N, C),
    truth (N,); 1.0 where there is nothing to fit on."""
    if not len(truth):
        return 1.0
    choices = np.geomspace(0.25, 8.0, 61)
    rows = np.arange(len(truth))
    losses = [-np.log(np.maximum(softmax(logits, t)[rows, truth], 1e-12)).mean() for t in choices]
    return float(choices[int(np.argmin(losses))])


def expected_error(confidences: Sequence[float] | NDArray, right: Sequence[bool] | NDArray, bins: int = 10) -> float:
    """Expected calibration error: mean distance of confidence and share right over bins of equal width, weighted by
    how many fall in each. Nothing at all is 0."""
    confidences, hits = np.asarray(confidences, np.float64), np.asarray(right, np.float64)
    if not len(confidences):
        return 0.0
    place = np.minimum((confidences * bins).astype(int), bins - 1)
    sums = np.bincount(place, confidences, bins), np.bincount(place, hits, bins)
    return float(np.abs(sums[0] - sums[1]).sum() / len(confidences))


@dataclass(frozen=True)
class Isotonic:
    """A rising step function from raw to calibrated probability: value `values[i]` from `edges[i]` on."""

    edges: tuple[float, ...] = ()
    values: tuple[float, ...] = ()

    def __call__(self, raw: Sequence[float] | NDArray) -> Floats:
        """Calibrated probabilities, linear between the steps' edges; unchanged where nothing was fitted."""
        raw = np.asarray(raw, np.float64)
        return raw if not self.edges else np.interp(raw, self.edges, self.values)


def fit_isotonic(raw: Sequence[float], right: Sequence[bool], least: int = 40) -> Isotonic:
    """Pool adjacent violators (Zadrozny and Elkan 2002), each pool at least `least` cases where there are as many,
    smoothed towards one half by one case on each side. Empty where there are fewer than `least` cases."""
    if len(raw) < least:
        return Isotonic()
    order = np.argsort(raw)
    x, y = np.asarray(raw, np.float64)[order], np.asarray(right, np.float64)[order]
    pools: list[list[float]] = []  # sum of right, count, sum of raw
    for begin in range(0, len(x), least):
        part = slice(begin, begin + least)
        pools.append([float(y[part].sum()), float(len(y[part])), float(x[part].sum())])
        while len(pools) > 1 and pools[-2][0] / pools[-2][1] >= pools[-1][0] / pools[-1][1]:
            last = pools.pop()
            pools[-1] = [a + b for a, b in zip(pools[-1], last, strict=True)]
    edges = tuple(round(total / count, 6) for _, count, total in pools)
    values = tuple(round((hits + 1) / (count + 2), 6) for hits, count, _ in pools)
    return Isotonic(edges, values)
