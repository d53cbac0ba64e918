"""Words that belong to entities, turned into the nodes and answers that the segment encoder learns from.

Three grains: an entity is one node ("entities"), a run of words on a line is ("runs"), or every word is ("words"). One
network learns all three, so that it can be asked with whatever is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from models.features import Floats, Nodes, describe

Grain = Literal["entities", "runs", "words"]
UNKNOWN = -100


@dataclass(frozen=True)
class Written:
    """The words of a page: `boxes` (W, 4) in page widths, `entity` and `line` (inside the entity) of each word; `kinds`
    of the entities and `links` between them; `looks` (W, any number): how the words look, where a picture is there."""

    texts: Sequence[str]
    boxes: Floats
    entity: Sequence[int]
    line: Sequence[int]
    kinds: Sequence[int]
    links: Sequence[tuple[int, int]]
    page: int = UNKNOWN
    looks: Floats | None = None


@dataclass(frozen=True)
class Lesson:
    """What the encoder sees of a page, and the answers: `labels` (N,), the entity of each node in `owner` (N,), links
    between entities, the class of the page."""

    nodes: Nodes
    labels: NDArray[np.int64]
    owner: NDArray[np.int64]
    links: tuple[tuple[int, int], ...]
    page: int = UNKNOWN


def lesson(written: Written, grain: Grain, random: Random | None = None, oversplit: float = 0.0) -> Lesson:
    """The page at the given grain, nodes from top to bottom. With `random`, runs are split further with the share
    `oversplit` of their gaps."""
    groups = _groups(written, grain, random, oversplit)
    return lesson_of_groups(written, groups)


def lesson_of_groups(written: Written, groups: Sequence[Sequence[int]]) -> Lesson:
    """The page with the given groups of words as nodes; a node belongs to the entity of its first word."""
    if not groups:
        raise ValueError("a page without words teaches nothing")
    firsts = np.array([group[0] for group in groups])
    flat = np.concatenate([np.asarray(group) for group in groups])
    starts = np.cumsum([0] + [len(group) for group in groups[:-1]])
    words = written.boxes[flat]
    boxes = np.concatenate(
        [np.minimum.reduceat(words[:, :2], starts), np.maximum.reduceat(words[:, 2:], starts)], axis=1
    )
    heights = np.maximum.reduceat(words[:, 3] - words[:, 1], starts)
    order = np.lexsort((boxes[:, 0], np.round((boxes[:, 1] + heights / 2) * 120)))
    texts = [" ".join(written.texts[i] for i in groups[g]) for g in order]
    nodes = describe(texts, boxes[order], heights[order], _looks(written, [groups[g] for g in order]))
    owner = np.asarray(written.entity)[firsts][order]
    return Lesson(nodes, np.asarray(written.kinds)[owner], owner, tuple(written.links), written.page)


def _looks(written: Written, groups: Sequence[Sequence[int]]) -> Floats | None:
    if written.looks is None:
        return None
    return np.stack([written.looks[list(group)].mean(axis=0) for group in groups])


def _groups(written: Written, grain: Grain, random: Random | None, oversplit: float) -> list[list[int]]:
    if grain == "words":
        return [[i] for i in range(len(written.texts))]
    found: dict[tuple[int, int], list[int]] = {}
    for i, (entity, line) in enumerate(zip(written.entity, written.line, strict=True)):
        found.setdefault((entity, line if grain == "runs" else 0), []).append(i)
    groups = list(found.values())
    if grain == "entities" or random is None or not oversplit:
        return groups
    return [part for group in groups for part in _split(group, random, oversplit)]


def _split(group: list[int], random: Random, share: float) -> list[list[int]]:
    parts = [[group[0]]]
    for i in group[1:]:
        if random.random() < share:
            parts.append([i])
        else:
            parts[-1].append(i)
    return parts
