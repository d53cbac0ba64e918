"""Fine-tuning the network of the printed zone on annotated cards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np

from extractors.errors import BadAnnotations
from extractors.forms.teaching import disturbed
from extractors.id_cards.network import CAPTION, PrintNetwork, Sight
from extractors.types import Box, Document, Example, Field, Page
from models.lessons import Lesson, Written, lesson_of_groups

if TYPE_CHECKING:
    from models.segment_encoder import SegmentEncoder
    from models.training import TrainOptions

LEAST = 3
"""Fewer annotated cards than this teach captions only."""
UNKNOWN = -100
VIEWS = 3
"""How many times each card is shown in a pass, each time moved and read a little otherwise."""
_MISREAD = 0.02
_HELD = 0.5
"""Share of a word inside an annotated box from which on it belongs to the value."""


@dataclass(frozen=True)
class Taught:
    """A page with what each of its runs is: `groups` the words of each run, `written` words with their truth."""

    written: Written
    groups: tuple[tuple[int, ...], ...]

    def seen(self, random: Random) -> Lesson:
        """The page as another picture of another such card would show it."""
        from extractors.synthetic.noise import misread

        texts = [misread(random, _other_digits(random, text), _MISREAD) for text in self.written.texts]
        moved = replace(self.written, texts=texts, boxes=disturbed(self.written.boxes, random))
        return lesson_of_groups(moved, self.groups)


def fine_tune(base: Path, examples: Sequence[Example], target: Path, minutes: float = 3.0, seed: int = 7) -> None:
    """Go on learning from the model of `base` on annotated cards and write a model directory to `target`. Keys that the
    network has not become labels of their own. Raises BadAnnotations where too few values have boxes with words."""
    from extractors.forms.fitting import load_network
    from extractors.id_cards.model_files import write_model
    from models.library import read_card
    from models.training import BadTraining, train

    known = PrintNetwork(base)
    labels = _labels(known.names, examples)
    taught = [page for example in examples for page in taught_pages(example, known, labels)]
    if len(taught) < LEAST:
        raise BadAnnotations(f"{len(taught)} annotated cards whose values have boxes", f"annotate at least {LEAST}")
    network = _extended(load_network(base), labels)
    options = plan(len(taught), minutes, seed)
    course = _Course(taught, labels, seed)
    try:
        train(network, course.lessons, options, target / "steps")
    except BadTraining as error:
        raise BadAnnotations(str(error)) from error
    card = read_card(base)
    kept: dict[str, Any] = {name: card[name] for name in ("calibration", "intake") if name in card}
    told = {"name": known.name, "summary": "Fine-tuned on a user's own annotated cards.",
            "artifact": {"annotated cards": len(taught), "steps": options.steps, "seed": seed}}  # fmt: skip
    random = Random(seed)
    write_model(network, target, [page.seen(random).nodes for page in taught[:10]], {**kept, **told})


def plan(cards: int, minutes: float, seed: int) -> TrainOptions:
    """Options for so many annotated cards."""
    from models.training import TrainOptions

    steps = int(np.clip(cards * 10, 80, 400))
    return TrainOptions(steps=steps, minutes=minutes, learning_rate=6e-4, hold=0.2, warmup=10, nodes=800, seed=seed,
                        text_dropout=0.2, save_every=50)  # fmt: skip


class _Course:
    """A user's cards among as many generated ones, so that what was known is not forgotten."""

    def __init__(self, taught: Sequence[Taught], labels: Sequence[str], seed: int) -> None:
        self.taught, self.labels, self.seed = taught, labels, seed
        self._generated: Iterator[Lesson] | None = None

    def lessons(self, number: int) -> Iterator[Lesson]:
        from extractors.id_cards.synthetic_print.generator import lessons

        if self._generated is None:
            self._generated = lessons(self.seed * 1000)
        random = Random(self.seed * 1000 + number)
        for page in random.sample(list(self.taught) * VIEWS, VIEWS * len(self.taught)):
            yield page.seen(random)
        yield from islice(self._generated, VIEWS * len(self.taught))


def taught_pages(example: Example, known: PrintNetwork, labels: Sequence[str]) -> Iterator[Taught]:
    """The pages of an annotated card that have values. What nobody annotated is as the network takes it, but no value
    of a key that stands elsewhere on the card; where it takes it for a value nobody annotated, nothing is taught."""
    known_fields = [field for field in example.answer.fields if is_printed(field)]
    keys = {field.key for field in known_fields}
    for page in example.document.pages:
        fields = [field for field in known_fields if field.page == page.number and field.box is not None]
        sight = known.look(page)
        if fields and sight is not None and (made := _taught(page, fields, sight, keys, labels)) is not None:
            yield made


def _taught(page: Page, fields: Sequence[Field], sight: Sight, keys: set[str], labels: Sequence[str]) -> Taught | None:
    parts = _parts(page, fields)
    kinds = [labels.index(kind) for kind, _ in parts]
    place = {id(word): i for i, word in enumerate(page.words)}
    owner: dict[int, int] = {}
    for number, (_, box) in enumerate(parts):
        owner |= {
            i: number for i, word in enumerate(page.words) if word.box.covered_by(box) >= _HELD and i not in owner
        }
    if not any(labels[kinds[number]] in keys for number in owner.values()):
        return None
    groups = [tuple(place[id(word)] for word in run.words) for run in sight.runs]
    entity = [-1] * len(page.words)
    for run, group in enumerate(groups):
        for i in group:
            entity[i] = owner.get(i, len(parts) + run)
    kinds += [_guess(sight, run, keys, labels) for run in range(len(groups))]
    boxes = np.array([tuple(word.box) for word in page.words], np.float32) / page.width
    links = [(number, number - 1) for number, (kind, _) in enumerate(parts) if kind.startswith(CAPTION)]
    written = Written([w.text for w in page.words], boxes, entity, [0] * len(entity), kinds, links)
    return Taught(written, tuple(_usual_first(group, entity) for group in groups))


def _parts(page: Page, fields: Sequence[Field]) -> list[tuple[str, Box]]:
    """Values, each followed by its caption where that is annotated."""
    found: list[tuple[str, Box]] = []
    for field in fields:
        assert field.box is not None
        found.append((field.key, field.box.grow(1.0)))
        if field.key_box is not None:
            found.append((f"{CAPTION}:{field.key}", field.key_box.grow(1.0)))
    return found


def _guess(sight: Sight, run: int, keys: set[str], labels: Sequence[str]) -> int:
    likely = sight.names[int(sight.labels[run].argmax())]
    if likely.startswith(CAPTION) or likely == "other":
        return labels.index(likely)
    return labels.index("other") if likely in keys else UNKNOWN


def _usual_first(group: tuple[int, ...], entity: Sequence[int]) -> tuple[int, ...]:
    owners = [entity[i] for i in group]
    usual = max(owners, key=owners.count)
    return tuple(sorted(group, key=lambda i: (entity[i] != usual, i)))


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


def _other_digits(random: Random, text: str) -> str:
    """Digits changed, so that no number is learned by heart."""
    return "".join(random.choice("0123456789") if c.isdigit() and len(text) > 3 else c for c in text)


def is_printed(field: Field) -> bool:
    """Whether a field can be one of the print of the only card: not the zone's lines, not of a second card."""
    return field.key != "mrz" and "." not in field.key


def boxed(examples: Sequence[Example]) -> list[Example]:
    """The examples with values whose boxes hold words. Raises BadAnnotations with the list where boxes are given and
    none of them does."""
    found, problems = [], []
    for example in examples:
        fields = [field for field in example.answer.fields if is_printed(field)]
        held = [_holds(example.document, field) for field in fields if field.box is not None]
        if any(held):
            found.append(example)
        elif held:
            problems.append(f"{example.document.key}: no box holds a word")
    if problems and not found:
        raise BadAnnotations("no annotated box holds a word", "check pages and units of the boxes", tuple(problems))
    return found


def _holds(document: Document, field: Field) -> bool:
    page = next((page for page in document.pages if page.number == field.page), None)
    box: Any = field.box
    return page is not None and any(word.box.covered_by(box) >= _HELD for word in page.words)
