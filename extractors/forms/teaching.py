"""Annotated documents as lessons for the segment encoder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import Self

import numpy as np

from extractors.errors import BadAnnotations
from extractors.forms.bearings import evened
from extractors.forms.segments import SegmentOptions, lines, segment
from extractors.types import Box, Entity, Example, Page, Word
from models.features import Floats
from models.lessons import Lesson, Written, lesson, lesson_of_groups

KINDS = ("header", "question", "answer", "other")
MOST = 320
_OF_BOTH = 0.8, 0.4
"""The shares of pages taught in a pass where they come in two readings, as annotated and as read."""
FINE = SegmentOptions(gap=1.3)
"""How the encoder's segments are found: finer than those of the rules, because it can join what belongs together but
cannot part what does not."""


@dataclass(frozen=True)
class Scanned:
    """A page as docrow reads it, to be taught as the finder meets it. `words` are those of `written`, in its order."""

    written: Written
    words: Sequence[Word]
    page: Page
    known: dict[float, list[list[int]]] = field(default_factory=dict)

    def lesson(self, gap: float, boxes: Floats) -> Lesson | None:
        """The page with its segments at a gap, their boxes (W, 4) disturbed afterwards."""
        gap = round(gap, 1)
        if gap not in self.known:
            options = replace(FINE, gap=gap)
            found = segment(self.words, self.page.rulings, options, drawn_marks(self.page))
            self.known[gap] = [_usual_first(list(own.words), self.written.entity) for own in found]
        groups = self.known[gap]
        return lesson_of_groups(replace(self.written, boxes=boxes), groups) if groups else None


@dataclass(frozen=True)
class Material:
    """Pages as they are annotated, and some of them as docrow reads them."""

    pages: list[Written]
    scanned: list[Scanned]

    @classmethod
    def of(cls, examples: Sequence[Example], read: Sequence[Example] = ()) -> Self:
        pages = [written for example in examples for _, written in written_pages(example)]
        return cls(pages, [own for example in read for own in scanned_pages(example)])

    def __add__(self, other: Material) -> Material:
        return Material(self.pages + other.pages, self.scanned + other.scanned)


def written_pages(example: Example) -> Iterator[tuple[Page, Written]]:
    """The pages of an annotated document that have words, each with its words in the order of their entities."""
    for page in example.document.pages:
        if made := _written(page, page.words, *_on_page(example, page)):
            yield page, made[0]


def scanned_pages(example: Example) -> Iterator[Scanned]:
    """The same of a document whose words are docrow's own."""
    for page in example.document.pages:
        if made := _written(page, evened(page.words), *_on_page(example, page)):
            yield Scanned(*made, page)


def drawn_marks(page: Page) -> list[Box]:
    """The check boxes of a page: what stands inside them is no text."""
    return [region.box for region in page.regions if region.kind in ("checkbox", "radio")]


def _on_page(example: Example, page: Page) -> tuple[list[Entity], list[tuple[int, int]]]:
    """The page's entities and links; where an answer has only fields, their labels and values."""
    answer = example.answer
    if not answer.entities:
        return _from_fields(example, page)
    places = {i: n for n, i in enumerate(i for i, e in enumerate(answer.entities) if e.page == page.number)}
    links = [(places[q], places[a]) for q, a in answer.links if q in places and a in places]
    return [answer.entities[i] for i in places], links


def _from_fields(example: Example, page: Page) -> tuple[list[Entity], list[tuple[int, int]]]:
    entities: list[Entity] = []
    links = []
    for own in example.answer.fields:
        if own.page != page.number or own.box is None:
            continue
        if own.key_box is not None:
            links.append((len(entities), len(entities) + 1))
            entities.append(Entity("question", own.label, page.number, (own.key_box,)))
        entities.append(Entity("answer", own.value, page.number, (own.box,)))
    return entities, links


def _written(
    page: Page, given: Sequence[Word], entities: Sequence[Entity], links: Sequence[tuple[int, int]]
) -> tuple[Written, list[Word]] | None:
    """The words with their entities, and the words in that order; None for a page without any."""
    words = [word for word in given if word.text.strip()]
    if not words:
        return None
    owner = [smallest_around(word, entities) for word in words]
    order, entity, line, kinds = [], [], [], [KINDS.index(e.kind) for e in entities]
    for number in range(len(entities)):
        own = [i for i, o in enumerate(owner) if o == number]
        for row, members in enumerate(lines([words[i].box for i in own])):
            order += [own[m] for m in members]
            entity += [number] * len(members)
            line += [row] * len(members)
    for i in (i for i, o in enumerate(owner) if o < 0):
        order.append(i)
        entity.append(len(kinds))
        line.append(0)
        kinds.append(KINDS.index("other"))
    links = [(q, a) for q, a in links if entities[q].kind == "question" and entities[a].kind == "answer"]
    ordered = [words[i] for i in order]
    boxes = np.array([tuple(word.box) for word in ordered], np.float32) / page.width
    looks = _looks(page, ordered)
    return Written([word.text for word in ordered], boxes, entity, line, kinds, links, looks=looks), ordered


def _looks(page: Page, words: Sequence[Word]) -> Floats | None:
    from extractors.forms.looks import page_looks

    return page_looks(page, words)


def smallest_around(word: Word, entities: Sequence[Entity]) -> int:
    """The entity with the smallest line box around the word's centre; -1 for none."""
    around = [(box.area, i) for i, entity in enumerate(entities) for box in entity.boxes if box.holds(word.box.center)]
    return min(around, default=(0.0, -1))[1]


def texts_of(written: Written) -> dict[int, str]:
    """The texts of the entities that have words, by their number."""
    found: dict[int, list[str]] = {}
    for text, entity in zip(written.texts, written.entity, strict=True):
        found.setdefault(entity, []).append(text)
    return {entity: " ".join(texts) for entity, texts in found.items()}


def segment_lesson(written: Written, options: SegmentOptions = FINE) -> Lesson | None:
    """The page as it is met without annotation: segments found by geometry; a segment belongs to the entity that most
    of its words belong to."""
    words = [Word(text, Box(*map(float, box))) for text, box in zip(written.texts, written.boxes * 1000, strict=True)]
    groups = [list(s.words) for s in segment(words, (), options)]
    if not groups:
        return None
    return lesson_of_groups(written, [_usual_first(group, written.entity) for group in groups])


def _usual_first(group: list[int], entity: Sequence[int]) -> list[int]:
    """The words of a group, those of the entity that most of them belong to first."""
    owners = [entity[i] for i in group]
    usual = max(set(owners), key=owners.count)
    return sorted(group, key=lambda i: (entity[i] != usual, i))


def passes(pages: Sequence[Written], random: Random, scanned: Sequence[Scanned] = ()) -> Iterable[Lesson]:
    """One pass over the pages, each at a random grain, its boxes scaled, shifted, stretched and jittered; where some
    are there as they are read as well, over some of both."""
    both: list[Written | Scanned] = [*pages, *scanned]
    for own in random.sample(both, len(both)):
        if scanned and random.random() > _OF_BOTH[isinstance(own, Scanned)]:
            continue
        made = _made(own, random)
        if made is not None and len(made.nodes) <= MOST:
            yield made


def _made(page: Written | Scanned, random: Random) -> Lesson | None:
    written = page.written if isinstance(page, Scanned) else page
    moved = replace(written, boxes=disturbed(written.boxes, random))
    draw, gap = random.random(), random.uniform(0.9, 1.6)
    if isinstance(page, Scanned):
        return page.lesson(gap, moved.boxes)
    if draw < 0.55:
        return lesson(moved, "entities")
    if draw < 0.93:
        return segment_lesson(moved, replace(FINE, gap=gap))
    return lesson(moved, "runs", random, random.choice((0.0, 0.1)))


def disturbed(boxes: np.ndarray, random: Random) -> np.ndarray:
    """Boxes (W, 4) in page widths as another scan of another print of the form would have them."""
    scale, stretch = random.uniform(0.85, 1.12), random.uniform(0.92, 1.1)
    shift = np.array([random.gauss(0, 0.02), random.gauss(0, 0.02)] * 2, np.float32)
    heights = boxes[:, 3:] - boxes[:, 1:2]
    noise = np.random.default_rng(random.randrange(2**31)).normal(0, random.uniform(0, 0.06), boxes.shape)
    moved = boxes * np.array([scale, scale * stretch] * 2, np.float32) + shift + noise * heights
    moved[:, 2:] = np.maximum(moved[:, 2:], moved[:, :2] + 1e-3)
    return np.asarray(moved, np.float32)


def check(examples: Sequence[Example]) -> None:
    """Raises BadAnnotations where nothing can be learned from the examples, with what to provide."""
    if len(examples) < 3:
        raise BadAnnotations(f"{len(examples)} annotated documents", "provide at least 3")
    kinds = {e.kind for example in examples for e in example.answer.entities}
    kinds |= {"answer" for example in examples if example.answer.fields}
    kinds |= {"question" for example in examples for field in example.answer.fields if field.key_box}
    if len(kinds) < 2:
        raise BadAnnotations(
            f"only one kind of entity is annotated ({', '.join(sorted(kinds)) or 'none'})",
            "annotate questions and answers at least",
        )
