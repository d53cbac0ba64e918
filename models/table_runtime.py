"""The network of tables by onnxruntime alone: what every node of a page is, and what pairs of nodes share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from models.features import LEAN, Floats
from models.runtime import NEVER, SLOWER, Places, part_of, session, sides, windows
from models.table_lessons import LABELS, RELATIONS, pad_drawn
from models.walls import WALLS, DrawnNodes

OUTPUTS = ("labels", "relations")


@dataclass(frozen=True, slots=True)
class GridScores:
    """Logits of one page of N nodes: labels (N, L) and relations (4, N, N), symmetric, by the names of
    `models.table_lessons`."""

    labels: Floats
    relations: Floats


class TableRuntime:
    """The network from an ONNX file. `threads`: 0 leaves it to onnxruntime."""

    def __init__(self, path: Path, threads: int = 1) -> None:
        self.path, self.threads = path, threads

    def run(self, page: DrawnNodes) -> GridScores:
        """Scores of a page; one of very many nodes is read in windows, as `models.runtime` does."""
        if not len(page):
            return GridScores(np.zeros((0, len(LABELS)), np.float32), np.zeros((len(RELATIONS), 0, 0), np.float32))
        places = windows(page.nodes)
        parts = [self._run(DrawnNodes(part_of(page.nodes, place), page.strokes)) for place in places]
        return parts[0] if len(parts) == 1 else joined(len(page), places, parts)

    def _run(self, page: DrawnNodes) -> GridScores:
        running = session(str(self.path), self.path.stat().st_mtime, self.threads, SLOWER)
        given = sides(running)
        arrays = pad_drawn([page], lean=given["pairs"][1] == len(LEAN) + WALLS)
        labels, relations = running.run(list(OUTPUTS), {name: arrays[name] for name in given})
        return GridScores(labels[0], relations[0])


def joined(count: int, places: Sequence[Places], parts: Sequence[GridScores]) -> GridScores:
    """One page's scores from those of its windows: of nodes from the window in whose middle they lie, of pairs from the
    one where the less central of both is most so; nodes that share no window share nothing."""
    labels, central = np.zeros((count, parts[0].labels.shape[1]), np.float32), np.full(count, -1.0)
    relations = np.full((len(RELATIONS), count, count), NEVER, np.float32)
    depth = np.full((count, count), -1.0)
    for place, part in zip(places, parts, strict=True):
        middle = np.minimum(np.arange(len(place)), np.arange(len(place))[::-1]).astype(float)
        better = middle > central[place]
        central[place[better]], labels[place[better]] = middle[better], part.labels[better]
        both, square = np.minimum.outer(middle, middle), np.ix_(place, place)
        deeper = both > depth[square]
        depth[square] = np.where(deeper, both, depth[square])
        for plane, own in zip(relations, part.relations, strict=True):
            plane[square] = np.where(deeper, own, plane[square])
    return GridScores(labels, relations)
