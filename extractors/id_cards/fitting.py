"""Fine-tuning the network of the printed zone on annotated cards, and whether that made it any better."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np

from extractors.base import check_training
from extractors.errors import BadAnnotations
from extractors.id_cards.judging import Judge
from extractors.id_cards.network import CAPTION, PrintNetwork
from extractors.id_cards.taught import Taught, is_printed, taught_pages
from extractors.types import Example
from models.lessons import Lesson

if TYPE_CHECKING:
    from models.segment_encoder import SegmentEncoder
    from models.training import TrainOptions

LEAST = 3
"""Fewer annotated cards than this teach captions only."""
MANY = 5
"""Cards from which on some only judge; of fewer one judges for most of the way and is then learned from too."""
JUDGING = 0.2
"""Share of the cards that judge."""
JOINED = 0.6
"""The share of the way after which the judging card of few is learned from."""
VIEWS = 3
"""How many times each card is shown in a pass, each time moved and read a little otherwise."""
REHEARSED = 12
"""Generated cards on which is judged what was forgotten."""
FORGOTTEN = 0.05
"""By how much the share of labels mistaken on these may rise."""
log = logging.getLogger(__name__)


def fine_tune(base: Path, examples: Sequence[Example], target: Path, minutes: float = 3.0, seed: int = 7) -> bool:
    """Go on learning from the model of `base` on annotated cards and write a model directory to `target`. Keys that the
    network has not become labels of their own. False, and nothing is written, where the cards that judge were not read
    better than before, or too much was forgotten. Raises BadAnnotations where too few values have boxes with words,
    MissingLibrary."""
    check_training()
    from extractors.forms.fitting import load_network
    from models.training import BadTraining

    known = PrintNetwork(base)
    labels = _labels(known.names, examples)
    shown = [(example, pages) for example in examples if (pages := list(taught_pages(example, known, labels)))]
    if len(shown) < LEAST:
        raise BadAnnotations(f"{len(shown)} annotated cards whose values have boxes", f"annotate at least {LEAST}")
    network = _extended(load_network(base), labels)
    course = _Course(shown, labels, seed)
    learn = _learned_from_many if len(shown) >= MANY else _learned_from_few
    try:
        better = learn(network, course, plan(len(shown), minutes, seed), target)
    except BadTraining as error:
        raise BadAnnotations(str(error)) from error
    if better:
        _write(network, target, known, course)
    else:
        log.warning("id_cards: cards not learned from are read no better than before; only captions were learned")
    return better


def _learned_from_many(network: SegmentEncoder, course: _Course, options: TrainOptions, target: Path) -> bool:
    """Learn, and keep the weights that read the judging cards best. Whether these err less than those before."""
    from models.training import Subject, collate, train

    judge = course.judge
    before = judge.mistakes(network)
    every = Subject(collate, lambda trained, _: judge.mistakes(trained))
    train(network, course.lessons, options, target / "steps", judge.lessons, subject=every)
    after = judge.mistakes(network)
    return after["mistakes"] < before["mistakes"] and after["forgotten"] <= before["forgotten"] + FORGOTTEN


def _learned_from_few(network: SegmentEncoder, course: _Course, options: TrainOptions, target: Path) -> bool:
    """Learn from all but one card, then from that too. Whether it was read better by then, and is at the end."""
    from models.training import Midway, train

    judge = course.judge
    before, midway = judge.mistakes(network), {"values": 1.0}

    def reached() -> None:
        midway.update(judge.mistakes(network))
        network.train()
        course.join()

    train(network, course.lessons, options, target / "steps", midway=Midway(JOINED, reached))
    after = judge.mistakes(network)
    read = max(midway["values"], after["values"]) < before["values"]
    return read and after["forgotten"] <= before["forgotten"] + FORGOTTEN


def _write(network: SegmentEncoder, target: Path, known: PrintNetwork, course: _Course) -> None:
    from extractors.id_cards.model_files import write_model

    kept: dict[str, Any] = {name: known.card[name] for name in ("calibration", "intake") if name in known.card}
    told = {"name": known.name, "summary": "Fine-tuned on a user's own annotated cards.",
            "artifact": {"annotated cards": course.cards, "seed": course.seed}}  # fmt: skip
    random = Random(course.seed)
    write_model(network, target, [page.seen(random).nodes for page in course.taught[:10]], {**kept, **told})


def plan(cards: int, minutes: float, seed: int) -> TrainOptions:
    """Options for so many annotated cards."""
    from models.training import TrainOptions

    steps = int(np.clip(cards * 10, 80, 400))
    return TrainOptions(steps=steps, minutes=minutes, learning_rate=6e-4, hold=0.2, warmup=10, nodes=800, seed=seed,
                        text_dropout=0.2, evaluate_every=max(steps // 10, 10), save_every=steps)  # fmt: skip


class _Course:
    """A user's cards among as many generated ones, so that what was known is not forgotten; `judge` has the others."""

    def __init__(self, shown: Sequence[tuple[Example, list[Taught]]], labels: Sequence[str], seed: int) -> None:
        from models.training import held_out_by_hash

        kept = held_out_by_hash([example.document.id for example, _ in shown], JUDGING)
        self.cards, self.seed = len(shown), seed
        self.taught = [page for (_, pages), out in zip(shown, kept, strict=True) if not out for page in pages]
        self._judging = [page for (_, pages), out in zip(shown, kept, strict=True) if out for page in pages]
        judged = [example for (example, _), out in zip(shown, kept, strict=True) if out]
        self._generated = _generated(seed * 1000)
        rehearsed = list(islice(self._generated, REHEARSED))
        views = [page.seen(Random(seed + view)) for view in range(VIEWS) for page in self._judging]
        self.judge = Judge(judged, labels, views, rehearsed)

    def join(self) -> None:
        """Learn from the judging cards from the next pass on."""
        self.taught += self._judging

    def lessons(self, number: int) -> Iterator[Lesson]:
        random = Random(self.seed * 1000 + number)
        for page in random.sample(self.taught * VIEWS, VIEWS * len(self.taught)):
            yield page.seen(random)
        yield from islice(self._generated, VIEWS * len(self.taught))


def _generated(seed: int) -> Iterator[Lesson]:
    from extractors.id_cards.synthetic_print.generator import lessons

    return lessons(seed)


def _labels(names: Sequence[str], examples: Sequence[Example]) -> list[str]:
    """The network's labels, and those of keys that it has not."""
    keys = dict.fromkeys(field.key for example in examples for field in example.answer.fields if is_printed(field))
    new = [key for key in keys if key not in names]
    return [*names, *new, *(f"{CAPTION}:{key}" for key in new)]


def _extended(network: SegmentEncoder, labels: Sequence[str]) -> SegmentEncoder:
    from models.retargeting import retargeted

    if list(labels) == list(network.config.labels):
        return network
    return retargeted(network, labels, network.config.page_classes)
