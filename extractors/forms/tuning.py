"""What the rules learn from linked entities: their thresholds, and what their scores are worth as probabilities."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from extractors.forms.found import Found
from extractors.metrics.forms import Counts, entity_counts, pair_counts, total
from extractors.types import Entity, Example, Extraction, Page

if TYPE_CHECKING:
    from extractors.forms.pairs import RuleOptions

Find = Callable[["RuleOptions", Sequence[Page]], list[Found]]
_ACCEPT, _LONE = (0.1, 0.15, 0.2, 0.3), (0.35, 0.45, 0.6)
_MANY = 60
"""Thresholds are chosen on at most so many documents; calibration takes all."""


def tune(options: RuleOptions, examples: Sequence[Example], find: Find, minutes: float | None = None) -> RuleOptions:
    """The options with the best mean of pair and entity F1 on the examples, calibrated on them; after so many minutes
    no further choice is tried."""
    some, end = examples[:_MANY], time.monotonic() + 60 * (minutes or math.inf)
    best, most = options, -1.0
    for accept, lone in product(_ACCEPT, _LONE):
        choice = replace(options, accept=accept, lone=lone)
        if (quality := _quality(some, _answers(choice, some, find))) > most:
            best, most = choice, quality
        if time.monotonic() > end:
            break
    return calibrate(best, examples, find)


def _answers(options: RuleOptions, examples: Sequence[Example], find: Find) -> list[Extraction]:
    return [_joined(example, find(options, example.document.pages)) for example in examples]


def _joined(example: Example, pages: Sequence[Found]) -> Extraction:
    entities: list[Entity] = []
    links: list[tuple[int, int]] = []
    for found in pages:
        links += [(link.question + len(entities), link.answer + len(entities)) for link in found.links]
        entities += found.entities
    return Extraction(example.document.id, "forms", "", (), (), tuple(entities), tuple(links))


def _quality(examples: Sequence[Example], answers: Sequence[Extraction]) -> float:
    both = [(example.answer, answer) for example, answer in zip(examples, answers, strict=True)]
    pairs: Counts = total(pair_counts(a, b) for a, b in both)
    return pairs.f1 + total(entity_counts(a, b) for a, b in both).f1


def calibrate(options: RuleOptions, examples: Sequence[Example], find: Find) -> RuleOptions:
    """Fit slope and offset of the log odds of scores to what was right (Platt, 1999), held near the identity by one
    pseudo-observation for each ten pairs; raw scores stay as they are."""
    raw = replace(options, slope=1.0, offset=0.0)
    scores, right = [], []
    for example in examples:
        for found in find(raw, example.document.pages):
            for link in found.links:
                pair = replace(_joined(example, [found]), links=((link.question, link.answer),))
                scores.append(link.confidence)
                right.append(pair_counts(example.answer, pair).right > 0)
    if len(scores) < 20:
        return options
    slope, offset = _platt(np.array(scores), np.array(right, dtype=float))
    return replace(options, slope=slope, offset=offset)


def _platt(scores: np.ndarray, right: np.ndarray) -> tuple[float, float]:
    from scipy.optimize import minimize

    odds = np.log(np.clip(scores, 0.01, 0.99) / (1 - np.clip(scores, 0.01, 0.99)))

    def loss(weights: np.ndarray) -> float:
        logits = weights[0] * odds + weights[1]
        likelihood = np.logaddexp(0, logits) - right * logits
        return float(likelihood.sum() + 0.1 * len(odds) * ((weights[0] - 1) ** 2 + weights[1] ** 2) / 10)

    slope, offset = minimize(loss, np.array([1.0, 0.0]), method="Nelder-Mead").x
    return round(max(float(slope), 0.05), 4), round(float(offset), 4)
