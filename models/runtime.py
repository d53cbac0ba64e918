"""Inference by onnxruntime alone: sessions made once for a process, kept warm, fed in batches across documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.batches import pad_nodes
from models.calibration import softmax
from models.features import LEAN, Floats, Nodes

INPUTS = ("grams", "pieces", "features", "pairs", "mask")
OUTPUTS = ("labels", "links", "same", "page")
BATCH_PAIRS = 60_000
MOST, WINDOW = 320, 160
NEVER = -20.0
SLOWER = ("SkipLayerNormFusion", "NchwcTransformer")
"""Graph changes of onnxruntime that cost the encoder time: its sum with normalisation takes five times as long as the
two alone, and few planes over all pairs are not worth another order of numbers."""
Places = NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True)
class Scores:
    """Logits of one page of N nodes: labels (N, L), links (N, N) with i asking j, same (N, N), page (C,)."""

    labels: Floats
    links: Floats
    same: Floats
    page: Floats


@lru_cache(maxsize=8)
def session(path: str, changed: float, threads: int, without: tuple[str, ...] = ()) -> Any:
    """An onnxruntime session, made once for a file (as of its time of change) and a number of threads; `without` some
    of onnxruntime's changes of the graph."""
    return new_session(path, threads, without)


def new_session(model: str | bytes, threads: int = 1, without: Sequence[str] = ()) -> Any:
    """An onnxruntime session of a file or of the bytes of one."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(
        model, options, providers=["CPUExecutionProvider"], disabled_optimizers=list(without)
    )


@lru_cache(maxsize=8)
def sides(running: Any) -> dict[str, tuple[int | str, ...]]:
    """What a session takes: its inputs by name, with their shapes (a name for a side of any length)."""
    return {given.name: tuple(given.shape) for given in running.get_inputs()}


class EncoderRuntime:
    """The segment encoder from an ONNX file, or several encoders that answer together. `threads`: 0 leaves it to
    onnxruntime."""

    def __init__(self, path: Path | Sequence[Path], threads: int = 1) -> None:
        self.paths, self.threads = (path,) if isinstance(path, Path) else tuple(path), threads

    def run(self, pages: Sequence[Nodes]) -> list[Scores]:
        """Scores of each page, order kept; pages of one size share a batch, empty ones cost nothing. A page of more
        than `MOST` nodes is read in windows from top to bottom that overlap, so that time and memory grow
        with its nodes and not with their square; nodes that share no window are far apart and not related."""
        places = [windows(page) for page in pages]
        parts = [part_of(page, place) for page, own in zip(pages, places, strict=True) for place in own]
        found: list[Scores | None] = [None] * len(parts)
        for batch in _batches(parts):
            for i, scores in zip(batch, self._run([parts[i] for i in batch]), strict=True):
                found[i] = scores
        flat = iter(found)
        return [joined(len(page), own, [next(flat) for _ in own]) for page, own in zip(pages, places, strict=True)]

    def _run(self, pages: list[Nodes]) -> list[Scores]:
        found = mean_answer([self._answer(path, pages) for path in self.paths])
        return [Scores(*(answer[i] for answer in found)) for i in range(len(pages))]

    def _answer(self, path: Path, pages: list[Nodes]) -> list[Floats]:
        running = session(str(path), path.stat().st_mtime, self.threads, SLOWER)
        shapes = sides(running)
        arrays = pad_nodes(pages, shapes["pairs"][1] == len(LEAN), int(shapes["features"][2]))
        answer: list[Floats] = running.run(list(OUTPUTS), {name: arrays[name] for name in shapes})
        return answer


def mean_answer(answers: Sequence[list[Floats]]) -> list[Floats]:
    """What several networks say together: the mean of their probabilities of labels, as logits, and of their scores."""
    if len(answers) == 1:
        return answers[0]
    labels, *rest = zip(*answers, strict=True)
    return [np.log(np.mean([softmax(each) for each in labels], axis=0)), *(np.mean(each, axis=0) for each in rest)]


def windows(page: Nodes, most: int = MOST) -> list[Places]:
    """Which nodes are read together: all of them up to `most`; else windows of `WINDOW` nodes (never more than `most`)
    from top to bottom, a quarter shared with the next."""
    count = len(page)
    if count <= most:
        return [np.arange(count)] if count else []
    order = np.argsort(page.boxes[:, 1] + page.boxes[:, 3], kind="stable")
    size = min(most, WINDOW)
    starts = [*range(0, count - size, size * 3 // 4), count - size]
    return [order[start : start + size] for start in starts]


def part_of(page: Nodes, places: Places) -> Nodes:
    """The page with some of its nodes."""
    if len(places) == len(page):
        return page
    return Nodes(page.grams[places], page.pieces[places], page.features[places], page.boxes[places])


def joined(count: int, places: Sequence[Places], scores: Sequence[Scores | None]) -> Scores:
    """One page's scores from those of its windows: each node's labels from the window in whose middle it lies, each
    pair from the window that is surest of it."""
    known = [one for one in scores if one is not None]
    if len(known) == 1 and len(known[0].labels) == count:
        return known[0]
    kinds = known[0].labels.shape[1] if known else 4
    order = np.array(list(dict.fromkeys(np.concatenate(places).tolist())) if known else [], np.int64)
    spot = np.argsort(order)  # where each node stands from top to bottom, in which windows are runs
    labels, central = np.zeros((count, kinds), np.float32), np.full(count, -1.0)
    links, same = (np.full((count, count), NEVER, np.float32) for _ in range(2))
    for place, one in zip(places, known, strict=True):
        own = slice(spot[place[0]], spot[place[0]] + len(place))
        middle = np.minimum(np.arange(len(place)), np.arange(len(place))[::-1])
        better = np.flatnonzero(middle > central[own])
        central[own][better], labels[own][better] = middle[better], one.labels[better]
        for whole, part in ((links, one.links), (same, one.same)):
            np.maximum(whole[own, own], part, out=whole[own, own])
    links, same = (whole[spot][:, spot] for whole in (links, same))
    return Scores(labels[spot], links, same, known[0].page if known else np.zeros(1, np.float32))


def _batches(pages: Sequence[Nodes]) -> list[list[int]]:
    """Indexes of pages that run together: those with as many nodes, so that nothing is padded."""
    batches: list[list[int]] = []
    for i in sorted((i for i, page in enumerate(pages) if len(page)), key=lambda i: len(pages[i])):
        size = len(pages[i])
        fits = batches and len(pages[batches[-1][0]]) == size
        if fits and (len(batches[-1]) + 1) * size**2 <= BATCH_PAIRS:
            batches[-1].append(i)
        else:
            batches.append([i])
    return batches
