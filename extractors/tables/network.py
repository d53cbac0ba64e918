"""What the network of tables thinks of a page: which words are part of a table, and which share rows, columns, cells.

Needs numpy and onnxruntime only; torch is imported where it learns (`fitting`).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from extractors.errors import BadModel
from extractors.tables.grid import Grid
from extractors.tables.nodes import InRows, drawn_nodes, page_runs, put_in_rows
from extractors.tables.runs import Run
from extractors.types import Page, Word
from models.calibration import softmax
from models.library import BadWeights, find, networks, read_card, verify
from models.table_lessons import LABELS, RELATIONS
from models.table_runtime import GridScores, TableRuntime

Floats = NDArray[np.floating[Any]]
INSIDE = np.array([label not in ("outside", "caption", "note") for label in LABELS])
SUREST = 6.0
"""No pair speaks louder than this many log odds."""
MOST_RUNS = 1200
"""Pairs of runs of a page with more would take too much memory."""
MOST_PAGES = 200
ROW, COLUMN, CELL, TABLE = range(len(RELATIONS))
LIVE = "tables"


class TableNetwork:
    """The network of a model directory (the shipped one where none is named). Raises BadModel where its weights are
    missing or altered."""

    def __init__(self, directory: Path | None = None) -> None:
        self.directory = directory or shipped_directory()
        try:
            card = verify(self.directory)
            paths = networks(self.directory, card)
        except BadWeights as error:
            raise BadModel(str(error), "copy the model's directory anew or train again") from error
        self.name = str(card.get("name") or f"tables-{card.get('variant')}-{card.get('version')}")
        self.runtime = TableRuntime(paths[0])

    def opinion(self, page: Page, in_rows: InRows | None = None) -> Opinion | None:
        """What it thinks of a page, whose rows may be known already; None of one with more than MOST_RUNS runs."""
        runs, strokes = page_runs(in_rows or put_in_rows(page))
        if len(runs) > MOST_RUNS:
            return None
        return Opinion(runs, self.runtime.run(drawn_nodes(runs, strokes, page.width)))

    def remembering(self) -> Remembering:
        """The same network, that thinks about a page once."""
        return Remembering(self)

    def save(self, directory: Path, more: str = "", leave_out: Sequence[str] = ()) -> None:
        """Copy the weights and seal them anew; `more` goes under what the card says to people."""
        from models.card import write

        card = read_card(self.directory)
        directory.mkdir(parents=True, exist_ok=True)
        for name in card["files"]:
            if directory.resolve() != self.directory.resolve() and name not in leave_out:
                shutil.copyfile(self.directory / name, directory / name)
        write(directory, {**card, "name": self.name}, leave_out)
        with (directory / "card.md").open("a", encoding="utf-8") as page:
            page.write(more)

    @classmethod
    def beside(cls, directory: Path) -> Self | None:
        """The network whose card lies in a model directory; None where there is none."""
        return cls(directory) if (directory / "card.json").is_file() else None


class Remembering(TableNetwork):
    """A network that knows what it thought of the last MOST_PAGES pages, for those who ask again and again."""

    def __init__(self, network: TableNetwork) -> None:
        self.directory, self.name, self.runtime = network.directory, network.name, network.runtime
        self._asked, self._known = network.opinion, dict[int, tuple[Page, Opinion | None]]()

    def opinion(self, page: Page, in_rows: InRows | None = None) -> Opinion | None:
        if id(page) not in self._known:
            if len(self._known) >= MOST_PAGES:
                self._known.pop(next(iter(self._known)))
            # the page is kept, so that its identity stays its own
            self._known[id(page)] = page, self._asked(page, in_rows)
        return self._known[id(page)][1]


def shipped_directory() -> Path:
    """Where the live shipped network lies. Raises BadModel where there is none."""
    try:
        return find(LIVE).directory
    except KeyError as error:
        raise BadModel(str(error.args[0]), "install docrow with its weights, or name a model directory") from error


@dataclass(frozen=True)
class Opinion:
    """The runs of a page as the network saw them, and its scores."""

    runs: Sequence[Run]
    scores: GridScores

    @cached_property
    def inside(self) -> Floats:
        """The chance (N,) that each run is part of a table."""
        return np.asarray(softmax(self.scores.labels)[:, INSIDE].sum(1)) if len(self.runs) else np.zeros(0)

    @cached_property
    def kinds(self) -> Floats:
        """The chances (N, L) of labels."""
        return np.asarray(softmax(self.scores.labels))

    @cached_property
    def relations(self) -> Floats:
        """(4, N, N) log odds, none beyond SUREST."""
        return np.clip(self.scores.relations, -SUREST, SUREST)

    @cached_property
    def _node_of(self) -> dict[int, int]:
        return {id(word): number for number, run in enumerate(self.runs) for word in run.words}

    def nodes(self, words: Iterable[Word]) -> list[int]:
        """The runs that these words are in, in order."""
        return sorted({self._node_of[id(word)] for word in words if id(word) in self._node_of})

    def membership(self, words: Iterable[Word]) -> float:
        """The mean chance of the words' runs to be part of a table; one half where the network saw none of them."""
        nodes = self.nodes(words)
        return float(self.inside[nodes].mean()) if nodes else 0.5

    def support(self, grid: Grid) -> float:
        """Mean log likelihood of what the grid says of pairs of runs, by run: 0 where the network is sure of all of it,
        less the more it would have rows, columns and cells otherwise. Runs that several cells share say nothing."""
        places: dict[int, set[int]] = {}
        for number, draft in enumerate(grid.drafts):
            for node in self.nodes(draft.words):
                places.setdefault(node, set()).add(number)
        nodes = [node for node, own in places.items() if len(own) == 1]
        if len(nodes) < 2:
            return 0.0
        drafts = [grid.drafts[next(iter(places[node]))] for node in nodes]
        spans = np.array([(d.row, d.row + d.row_span - 1, d.column, d.column + d.column_span - 1) for d in drafts])
        rows = (spans[:, None, 0] <= spans[:, 1]) & (spans[:, 0] <= spans[:, None, 1])
        columns = (spans[:, None, 2] <= spans[:, 3]) & (spans[:, 2] <= spans[:, None, 3])
        cells = np.array([id(d) for d in drafts])
        said = np.stack([rows, columns, cells[:, None] == cells])
        odds = self.relations[: CELL + 1][:, nodes][:, :, nodes]
        losses = np.logaddexp(0.0, np.where(said, -odds, odds))
        np.einsum("kii->ki", losses)[:] = 0.0
        return -float(losses.sum()) / (2 * len(nodes))
