"""Networks that learn from the same pages at the same time, each in a process of its own."""

from __future__ import annotations

import copy
import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from extractors.forms.teaching import Material, passes, segment_lesson
from models.lessons import Lesson, Written, lesson

if TYPE_CHECKING:
    from models.segment_encoder import SegmentEncoder
    from models.training import TrainOptions

JOINED = 0.7
"""The share of the way after which the pages held out are learned from as well."""
REHEARSED = 160
"""Synthetic pages among those of a user, so many in all."""


@dataclass(frozen=True)
class Study:
    """What a network is to learn from, which pages it learns from late, and where its checkpoints lie."""

    network: SegmentEncoder
    learned: Material
    held: Material
    options: TrainOptions
    folder: Path


@dataclass(frozen=True)
class Studied:
    """A network that has learned; `before` is what it was before it saw the pages held out (where there were none,
    before it learned)."""

    network: SegmentEncoder
    before: SegmentEncoder
    log: list[dict[str, float]]


def study_together(studies: Sequence[Study]) -> list[Studied]:
    """Every network taught, the first of them in this process. Raises BadTraining."""
    first, *others = studies
    if not others:
        return [study(first)]
    with ProcessPoolExecutor(len(others), multiprocessing.get_context("spawn")) as pool:
        coming = [pool.submit(study, other) for other in others]
        return [study(first), *(one.result() for one in coming)]


def study(own: Study) -> Studied:
    """Teach one network. Raises BadTraining."""
    from models.training import Midway, train

    course, before = Course(own.learned, own.held, own.options.seed), copy.deepcopy(own.network)

    def join() -> None:
        before.load_state_dict(own.network.state_dict())
        course.join()

    midway = Midway(JOINED, join) if own.held.pages else None
    log = train(own.network, course.lessons, own.options, own.folder, judged(own.held.pages), midway=midway)
    return Studied(own.network, before, log)


class Course:
    """What is learned from, pass after pass: by another process than the one that learns, which is told by `joined`
    when the held-out pages may be known."""

    def __init__(self, learned: Material, held: Material, seed: int) -> None:
        self.learned, self.held, self.seed = learned, held, seed
        self.joined = multiprocessing.Event()

    def join(self) -> None:
        """Learn from the held-out pages from the next pass on."""
        self.joined.set()

    def lessons(self, number: int) -> Iterator[Lesson]:
        """One pass over a user's pages, and half as many synthetic ones, so that what was known is not forgotten and
        few pages are not learned by heart."""
        random = Random(self.seed * 1000 + number)
        material = self.learned + self.held if self.joined.is_set() else self.learned
        yield from passes(material.pages, random, material.scanned)
        yield from random.sample(self.synthetic, min(len(material.pages) // 2, len(self.synthetic)))

    @cached_property
    def synthetic(self) -> list[Lesson]:
        from extractors.synthetic.generator import lessons

        return list(islice(lessons(self.seed * 1000), min(2 * len(self.learned.pages), REHEARSED)))


def judged(pages: Sequence[Written]) -> list[Lesson]:
    """Lessons to judge by: each page with its entities given, and as it is met."""
    found = [lesson(page, "entities") for page in pages]
    return found + [made for page in pages if (made := segment_lesson(page)) is not None]
