"""An endless supply of form pages: as lessons for the encoder, or as Documents with their answers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import islice
from random import Random
from typing import cast

import numpy as np

from extractors.forms.segments import SegmentOptions
from extractors.forms.teaching import segment_lesson
from extractors.synthetic.noise import disturb, draw_noise, misread
from extractors.synthetic.pages import draw_sheet
from extractors.synthetic.sheet import KINDS, Sheet
from extractors.types import Box, Document, Entity, Example, Extraction, Field, Page, Region, Word
from models.lessons import Grain, Lesson, Written, lesson

GRAINS = {"entities": 0.43, "segments": 0.37, "runs": 0.12, "words": 0.08}
"""What a node is, with its share of pages; "segments" are runs as found by geometry, with their mistakes."""


def sheets(seed: int) -> Iterator[Sheet]:
    """Pages with at least two words, for ever; the same for the same seed."""
    random = Random(seed)
    while True:
        sheet = draw_sheet(random)
        if len(sheet.marks) > 1 and len(set(sheet.kinds)) > 1:
            yield sheet


def lessons(seed: int, most: int = 160) -> Iterator[Lesson]:
    """Pages as the encoder sees them, read with noise, at a random grain; at most `most` nodes each."""
    random = Random(seed + 1)
    for sheet in sheets(seed):
        written = read_noisily(sheet, random)
        grain = random.choices(list(GRAINS), list(GRAINS.values()))[0]
        page = _at(written, grain, random)
        if page is not None and len(page.nodes) <= most:
            yield page


def repeated(endless: Iterator[Lesson], seed: int, pool: int = 600, times: int = 3) -> Iterator[Lesson]:
    """The lessons, so many at once taught so many times in other orders: making a page takes as long as learning from
    it."""
    random = Random(seed)
    while True:
        some = list(islice(endless, pool))
        for _ in range(times):
            yield from random.sample(some, len(some))


def _at(written: Written, grain: str, random: Random) -> Lesson | None:
    if grain == "segments":
        return segment_lesson(written, SegmentOptions(gap=random.uniform(0.7, 1.3)))
    return lesson(written, cast(Grain, grain), random, oversplit=random.choice((0.0, 0.05, 0.2)))


def read_noisily(sheet: Sheet, random: Random) -> Written:
    """The sheet as a scanner and a reader of characters would give it."""
    noise = draw_noise(random)
    texts = [misread(random, mark.text, noise.characters) for mark in sheet.marks]
    boxes = np.array([(m.x0, m.top, m.x1, m.bottom) for m in sheet.marks], np.float32) / sheet.width
    boxes = disturb(noise, texts, boxes, random.randrange(2**31))
    entity, line = [m.entity for m in sheet.marks], [m.line for m in sheet.marks]
    return Written(texts, boxes, entity, line, sheet.kinds, sheet.links, sheet.domain)


def examples(count: int, seed: int = 0) -> Iterator[Example]:
    """Clean pages as one-page Documents with all that is right about them."""
    for number, sheet in zip(range(count), sheets(seed), strict=False):
        yield example_of(sheet, f"synthetic/{seed}/{number}")


def example_of(sheet: Sheet, key: str) -> Example:
    """A sheet as a Document and its answer."""
    identity = hashlib.sha256(key.encode()).hexdigest()[:16]
    words = tuple(Word(m.text, Box(m.x0, m.top, m.x1, m.bottom)) for m in sheet.marks)
    regions = tuple(Region("checkbox", Box(*check[:4]), state=check[4]) for check in sheet.checks)
    height = max(sheet.height, max(m.bottom for m in sheet.marks))
    width = max(sheet.width, max(m.x1 for m in sheet.marks))
    page = Page(1, width, height, words=words, regions=regions, text_source="text")
    entities = tuple(_entity(sheet, i) for i in range(len(sheet.kinds)))
    fields = tuple(
        Field(
            entities[q].text, entities[a].text, 1, entities[a].box, 1.0, label=entities[q].text, key_box=entities[q].box
        )
        for q, a in sheet.links
    )
    answer = Extraction(identity, "forms", "synthetic", fields, entities=entities, links=tuple(sheet.links))
    return Example(Document(identity, key, (page,), "application/pdf"), answer)


def _entity(sheet: Sheet, number: int) -> Entity:
    marks = [m for m in sheet.marks if m.entity == number]
    lines = sorted({m.line for m in marks})
    boxes = tuple(Box.around(Box(m.x0, m.top, m.x1, m.bottom) for m in marks if m.line == line) for line in lines)
    return Entity(KINDS[sheet.kinds[number]], " ".join(m.text for m in marks), 1, boxes)
