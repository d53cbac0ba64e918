"""What a table is, learned from annotated pages: the weights of `evidence` fitted anew, starting from those at hand.

Every grid that the rules propose, kept or refused, is a case; it is a table where at least half of its cells are right.
New weights are taken only where they predict documents that they were not fitted on better than the old ones do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from extractors.metrics.tables import match_tables, right_cells
from extractors.tables.evidence import WEIGHTS, Evidence, part_of_table, terms
from extractors.tables.network import TableNetwork
from extractors.tables.page import PageOptions, PageReading, finish
from extractors.types import Example

Floats = NDArray[np.float64]
SHARED = 0.5
"""A proposed table is a true one where so many of its cells are right."""
FEWEST, FOLDS = 10, 5
"""Cases of each kind, and parts that the documents are divided into, that learning needs."""
RIDGE = 1.0
"""How strongly weights are held to where they start: as one case of an even chance would."""
GAIN = 0.05
"""By this share the loss on documents not fitted on has to fall."""


@dataclass(frozen=True)
class Proposals:
    """x (N, K): the terms of evidence of every proposed table, bias first; y (N,): 1 for tables; folds (N,)."""

    x: Floats
    y: Floats
    folds: NDArray[np.int64]


def learned_weights(
    examples: Sequence[Example], options: PageOptions, network: TableNetwork | None = None
) -> dict[str, float] | None:
    """Weights by the names of `evidence.WEIGHTS`; None where there is too little to learn from, or nothing to gain."""
    start = np.array([dict(options.finding.weights).get(name, WEIGHTS[name]) for name in WEIGHTS])
    cases = _proposals(examples, options, network)
    count = int(cases.y.sum())
    if min(count, len(cases.y) - count) < FEWEST or len(set(cases.folds.tolist())) < FOLDS:
        return None
    before = after = 0.0
    for fold in range(FOLDS):
        own = cases.folds == fold
        fitted = _fit(cases.x[~own], cases.y[~own], start)
        before += _loss(cases.x[own], cases.y[own], start)
        after += _loss(cases.x[own], cases.y[own], fitted)
    if after > (1 - GAIN) * before:
        return None
    fitted = _fit(cases.x, cases.y, start)
    return {name: round(float(value), 4) for name, value in zip(WEIGHTS, fitted, strict=True)}


def _proposals(examples: Sequence[Example], options: PageOptions, network: TableNetwork | None) -> Proposals:
    rows: list[list[float]] = []
    tables: list[bool] = []
    folds: list[int] = []
    for number, example in enumerate(examples):
        for page in example.document.pages:
            reading = PageReading(page, options, network)
            found = {id(grid): finish(reading, grid) for grid, _ in reading.judged}
            pairs = match_tables(example.answer.tables, list(found.values()))
            partners = {id(p): t for t, p in pairs if p is not None}
            for grid, seen in reading.judged:
                evidence = seen if reading.opinion is None else _with_part(seen, reading.opinion.membership(grid.words))
                right = right_cells(partners.get(id(found[id(grid)])), found[id(grid)])
                rows.append([terms(evidence)[name] for name in WEIGHTS])
                tables.append(sum(right) >= SHARED * len(right))
                folds.append(number % FOLDS)
    return Proposals(np.array(rows).reshape(-1, len(WEIGHTS)), np.array(tables, np.float64), np.array(folds, np.int64))


def _with_part(evidence: Evidence, chance: float) -> Evidence:
    return replace(evidence, part=part_of_table(chance))


def _chances(x: Floats, weights: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(x @ weights, -30, 30))))


def _loss(x: Floats, y: Floats, weights: Floats) -> float:
    chances = np.clip(_chances(x, weights), 1e-6, 1 - 1e-6)
    return float(-(y * np.log(chances) + (1 - y) * np.log(1 - chances)).sum())


def _fit(x: Floats, y: Floats, start: Floats) -> Floats:
    """Newton's method with a penalty on the distance from the start."""
    weights = start.copy()
    for _ in range(40):
        chances = _chances(x, weights)
        gradient = x.T @ (y - chances) - RIDGE * (weights - start)
        curve = (x * (chances * (1 - chances))[:, None]).T @ x + RIDGE * np.eye(len(start))
        step = np.linalg.solve(curve, gradient)
        weights = weights + step
        if np.abs(step).max() < 1e-7:
            break
    return weights
