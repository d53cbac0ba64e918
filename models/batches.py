"""Pages of different sizes put together into padded batches. Pure numpy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.features import LEAN, NODE_FEATURES, PAIR_FEATURES, Nodes, pair_features
from models.lessons import Lesson

IGNORED = -100


def pad_nodes(pages: Sequence[Nodes], lean: bool = False, features: int = 0) -> dict[str, NDArray[Any]]:
    """grams (B, N, M), pieces (B, N, K), features (B, N, F), pairs (B, P, N, N), mask (B, N) of pages padded to the
    largest; `lean`: fewer pair features; `features`: so many of each node (0: as many as any page has)."""
    count = max(len(page) for page in pages)
    size = len(pages)
    grams = np.zeros((size, count, max(page.grams.shape[1] for page in pages)), np.int32)
    pieces = np.zeros((size, count, max(page.pieces.shape[1] for page in pages)), np.int32)
    wide = features or max((page.features.shape[1] for page in pages), default=NODE_FEATURES)
    known, mask = np.zeros((size, count, wide), np.float32), np.zeros((size, count), bool)
    made = np.empty if size == 1 else np.zeros  # a page alone fills all planes
    pairs = made((size, len(LEAN) if lean else PAIR_FEATURES, count, count), np.float32)
    for i, page in enumerate(pages):
        n = len(page)
        grams[i, :n, : page.grams.shape[1]], mask[i, :n] = page.grams, True
        known[i, :n, : page.features.shape[1]] = page.features[:, :wide]
        pieces[i, :n, : page.pieces.shape[1]] = page.pieces
        pair_features(page.boxes, pairs[i, :, :n, :n], lean)
    return {"grams": grams, "pieces": pieces, "features": known, "pairs": pairs, "mask": mask}


def pad_answers(pages: Sequence[Lesson]) -> dict[str, NDArray[Any]]:
    """labels (B, N) with -100 as padding, links and same (B, N, N) bool, page (B,)."""
    count, size = max(len(page.nodes) for page in pages), len(pages)
    labels = np.full((size, count), IGNORED, np.int64)
    links, same = np.zeros((size, count, count), bool), np.zeros((size, count, count), bool)
    for i, page in enumerate(pages):
        n = len(page.nodes)
        labels[i, :n] = page.labels
        same[i, :n, :n] = page.owner[:, None] == page.owner
        for asks, answers in page.links:
            links[i, :n, :n] |= (page.owner == asks)[:, None] & (page.owner == answers)
    return {"labels": labels, "links": links, "same": same, "page": np.array([page.page for page in pages])}


def teach(pages: Sequence[Lesson]) -> dict[str, NDArray[Any]]:
    """Arrays and answers of a batch."""
    return pad_nodes([page.nodes for page in pages]) | pad_answers(pages)


def by_size(pages: Iterable[Lesson], nodes: int, pool: int = 128) -> Iterator[list[Lesson]]:
    """Batches of pages of like size, about `nodes` nodes each with the padding; `pool` pages are looked at together."""
    waiting: list[Lesson] = []
    for page in pages:
        waiting.append(page)
        if len(waiting) >= pool:
            yield from _cut(waiting, nodes)
            waiting = []
    yield from _cut(waiting, nodes)


def _cut(pages: list[Lesson], nodes: int) -> Iterator[list[Lesson]]:
    pages = sorted(pages, key=lambda page: len(page.nodes))
    batches: list[list[Lesson]] = []
    for page in pages:
        if batches and (len(batches[-1]) + 1) * len(page.nodes) <= nodes:
            batches[-1].append(page)
        else:
            batches.append([page])
    for i in np.random.default_rng(len(pages[0].nodes) if pages else 0).permutation(len(batches)):
        yield batches[i]
