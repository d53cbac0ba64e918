"""Inference by onnxruntime alone: sessions made once for a process, kept warm, fed in batches across documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from models.batches import pad_nodes
from models.features import Floats, Nodes

INPUTS = ("grams", "features", "pairs", "mask")
OUTPUTS = ("labels", "links", "same", "page")
BATCH_PAIRS = 60_000


@dataclass(frozen=True, slots=True)
class Scores:
    """Logits of one page of N nodes: labels (N, L), links (N, N) with i asking j, same (N, N), page (C,)."""

    labels: Floats
    links: Floats
    same: Floats
    page: Floats


@lru_cache(maxsize=8)
def session(path: str, changed: float, threads: int) -> Any:
    """An onnxruntime session, made once for a file (as of its time of change) and a number of threads."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


class EncoderRuntime:
    """The segment encoder from an ONNX file. `threads`: 0 leaves it to onnxruntime."""

    def __init__(self, path: Path, threads: int = 1) -> None:
        self.path, self.threads = path, threads

    def run(self, pages: Sequence[Nodes]) -> list[Scores]:
        """Scores of each page, order kept; pages of like size share a batch, empty ones cost nothing."""
        out: list[Scores | None] = [None] * len(pages)
        for batch in _batches(pages):
            for i, scores in zip(batch, self._run([pages[i] for i in batch]), strict=True):
                out[i] = scores
        empty = Scores(*(np.zeros(shape, np.float32) for shape in ((0, 4), (0, 0), (0, 0), (1,))))
        return [scores or empty for scores in out]

    def _run(self, pages: list[Nodes]) -> list[Scores]:
        running = session(str(self.path), self.path.stat().st_mtime, self.threads)
        arrays = pad_nodes(pages)
        if arrays["grams"].shape[2] < 2:
            arrays["grams"] = np.pad(arrays["grams"], ((0, 0), (0, 0), (0, 1)))
        found = running.run(list(OUTPUTS), arrays)
        return [_cut(found, i, len(page)) for i, page in enumerate(pages)]


def _cut(found: list[Any], i: int, count: int) -> Scores:
    labels, links, same, page = found
    return Scores(labels[i, :count], links[i, :count, :count], same[i, :count, :count], page[i])


def _batches(pages: Sequence[Nodes]) -> list[list[int]]:
    """Indexes of pages that run together: sorted by size, so that little is padding."""
    batches: list[list[int]] = []
    for i in sorted((i for i, page in enumerate(pages) if len(page)), key=lambda i: len(pages[i])):
        if batches and (len(batches[-1]) + 1) * len(pages[i]) ** 2 <= BATCH_PAIRS:
            batches[-1].append(i)
        else:
            batches.append([i])
    return batches
