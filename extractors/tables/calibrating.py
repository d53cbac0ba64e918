"""Makes ``confidence.json``: ``python -m extractors.tables.calibrating`` reads generated pages and fits what
`confidence` uses to what turned out right. A fifth of the pages is held out; its calibration errors are written beside
the weights."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from extractors.metrics.tables import match_tables, right_cells
from extractors.synthetic.tables import make_example
from extractors.tables.confidence import FACTS, FILE, TABLE_FACTS, GridFacts, lane_facts, probability
from extractors.tables.page import PageOptions, PageReading, finish
from extractors.types import Example, Table
from models.calibration import expected_error

SEED, PAGES, HELD_OUT = 1, 1500, 5
SHARED = 0.5
"""A found table is a true one where so many of its cells are right."""
Facts = dict[str, float]


@dataclass
class Cases:
    """Facts of cells and tables, and what was right. `tables[i]` has the places of its cells in `cells`."""

    cells: list[Facts] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)
    tables: list[tuple[Facts, bool]] = field(default_factory=list)
    lanes: list[list[int]] = field(default_factory=list)


def gather(examples: Iterable[Example]) -> Cases:
    """Every page read as `page_tables` does, those that were refused as tables by a hair left out."""
    cases = Cases()
    for example in examples:
        for page in example.document.pages:
            reading = PageReading(page, PageOptions())
            found = [finish(reading, grid) for grid in reading.grids]
            partners = {id(p): t for t, p in match_tables(example.answer.tables, found) if p is not None}
            for grid, table in zip(reading.grids, found, strict=True):
                facts = GridFacts(grid)
                right = right_cells(partners.get(id(table)), table)
                cases.tables.append((facts.of_table(), sum(right) >= SHARED * len(right)))
                _add(cases, [facts.of(draft) for draft in grid.drafts], right, table)
    return cases


def _add(cases: Cases, facts: Sequence[Facts], right: Sequence[bool], table: Table) -> None:
    base = len(cases.cells)
    cases.cells += facts
    cases.right += right
    for lane, count in (("row", table.rows), ("column", table.columns)):
        own: list[list[int]] = [[] for _ in range(count)]
        for number, cell in enumerate(table.cells):
            own[cell.row if lane == "row" else cell.column].append(base + number)
        cases.lanes += [places for places in own if places]


def fit(facts: Sequence[Facts], right: Sequence[bool], names: Sequence[str], ridge: float = 2.0) -> dict[str, float]:
    """A logistic model by Newton's method, its weights but the bias kept small by `ridge`."""
    x = np.array([[1.0, *(fact[name] for name in names)] for fact in facts])
    y = np.array(right, np.float64)
    penalty = ridge * np.diag([0.0, *[1.0] * len(names)])
    weights = np.zeros(x.shape[1])
    for _ in range(40):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        gradient = x.T @ (y - p) - penalty @ weights
        curve = (x * (p * (1 - p))[:, None]).T @ x + penalty + 1e-9 * np.eye(len(weights))
        step = np.linalg.solve(curve, gradient)
        weights += step
        if np.abs(step).max() < 1e-7:
            break
    return {name: round(float(value), 5) for name, value in zip(("bias", *names), weights, strict=True)}


def _lane_cases(cases: Cases, weights: Facts) -> tuple[list[Facts], list[bool]]:
    sure = [probability(weights, facts) for facts in cases.cells]
    facts = [lane_facts([sure[i] for i in lane]) for lane in cases.lanes]
    return facts, [all(cases.right[i] for i in lane) for lane in cases.lanes]


def fit_all(cases: Cases) -> dict[str, Facts]:
    """The weights of cells, tables and lanes."""
    cell = fit(cases.cells, cases.right, FACTS)
    table = fit([facts for facts, _ in cases.tables], [true for _, true in cases.tables], TABLE_FACTS)
    facts, right = _lane_cases(cases, cell)
    return {"cell": cell, "table": table, "lane": fit(facts, right, ("least", "together"))}


def errors(cases: Cases, weights: dict[str, Facts]) -> dict[str, float]:
    """The expected calibration error of cells, tables and lanes."""
    facts, right = _lane_cases(cases, weights["cell"])
    parts = {
        "cell": (cases.cells, cases.right),
        "table": ([f for f, _ in cases.tables], [true for _, true in cases.tables]),
        "lane": (facts, right),
    }
    return {name: round(_error(weights[name], *part), 4) for name, part in parts.items()}


def _error(weights: Facts, facts: Sequence[Facts], right: Sequence[bool]) -> float:
    sure: NDArray[np.float64] = np.array([probability(weights, fact) for fact in facts])
    return expected_error(sure, np.array(right))


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--out", type=Path, default=FILE)
    given = parser.parse_args(arguments)
    numbers = range(given.seed * 1_000_000, given.seed * 1_000_000 + given.pages)
    weights = fit_all(gather(make_example(number) for number in numbers if number % HELD_OUT))
    held_out = gather(make_example(number) for number in numbers if number % HELD_OUT == 0)
    kept = {
        "made_by": f"python -m extractors.tables.calibrating --pages {given.pages} --seed {given.seed}",
        "pages": given.pages,
        "held_out_calibration_error": errors(held_out, weights),
        **weights,
    }
    given.out.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
    sys.stdout.write(json.dumps(kept["held_out_calibration_error"]) + "\n")


if __name__ == "__main__":
    main()
