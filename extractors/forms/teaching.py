"""Annotated documents as lessons for the segment encoder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from random import Random

import numpy as np

from extractors.errors import BadAnnotations
from extractors.forms.segments import SegmentOptions, lines, segment
from extractors.types import Box, Entity, Example, Page, Word
from models.lessons import Lesson, Written, lesson, lesson_of_groups

KINDS = ("header", "question", "answer", "other")
MOST = 320
FINE = SegmentOptions(gap=1.3)
"""How the encoder's segments are found: finer than those of the rules, because it can join what belongs together but
cannot part what does not."""


def written_pages(example: Example) -> Iterator[tuple[Page, Written]]:
    """The pages of an annotated document that have words, each with its words in the order of their entities."""
    for page in example.document.pages:
        entities, links = _on_page(example, page)
        written = _written(page, entities, links)
        if written is not None:
            yield page, written


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
    for field in example.answer.fields:
        if field.page != page.number or field.box is None:
            continue
        if field.key_box is not None:
            links.append((len(entities), len(entities) + 1))
            entities.append(Entity("question", field.label, page.number, (field.key_box,)))
        entities.append(Entity("answer", field.value, page.number, (field.box,)))
    return entities, links


def _written(page: Page, entities: Sequence[Entity], links: Sequence[tuple[int, int]]) -> Written | None:
    words = [word for word in page.words if word.text.strip()]
    if not words:
        return None
    owner = [_owner(word, entities) for word in words]
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
    boxes = np.array([tuple(words[i].box) for i in order], np.float32) / page.width
    return Written([words[i].text for i in order], boxes, entity, line, kinds, links)


def _owner(word: Word, entities: Sequence[Entity]) -> int:
    """The entity with the smallest line box around the word's centre; -1 for none."""
    around = [(box.area, i) for i, entity in enumerate(entities) for box in entity.boxes if box.holds(word.box.center)]
    return min(around, default=(0.0, -1))[1]


def segment_lesson(written: Written, options: SegmentOptions = FINE) -> Lesson | None:
    """The page as it is met without annotation: segments found by geometry; a segment belongs to the entity that most
    of its words belong to."""
    words = [Word(text, Box(*map(float, box))) for text, box in zip(written.texts, written.boxes * 1000, strict=True)]
    groups = [list(s.words) for s in segment(words, (), options)]
    if not groups:
        return None
    for group in groups:
        owners = [written.entity[i] for i in group]
        usual = max(set(owners), key=owners.count)
        group.sort(key=lambda i: (written.entity[i] != usual, i))
    return lesson_of_groups(written, groups)


def passes(pages: Sequence[Written], random: Random) -> Iterable[Lesson]:
    """One pass over the pages, each at a random grain, its boxes scaled, shifted, stretched and jittered."""
    for written in random.sample(list(pages), len(pages)):
        moved = replace(written, boxes=disturbed(written.boxes, random))
        draw = random.random()
        if draw < 0.45:
            made: Lesson | None = lesson(moved, "entities")
        elif draw < 0.9:
            made = segment_lesson(moved, replace(FINE, gap=random.uniform(0.9, 1.6)))
        else:
            made = lesson(moved, "runs", random, random.choice((0.0, 0.1)))
        if made is not None and len(made.nodes) <= MOST:
            yield made


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
