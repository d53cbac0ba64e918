"""Annotations against their document, each other, and a schema."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from extractors.annotations.problems import Problems, outside
from extractors.types import Box, Document, Entity, Example, Extraction, Field

if TYPE_CHECKING:
    from extractors.forms.schema import Schema

SAME_PLACE = 0.8
"""From this overlap (intersection over union) on, two annotations claim the same place."""


def check(examples: Sequence[Example], problems: Problems, schema: Schema | None = None) -> None:
    """Note every annotation that points outside its page or to no page, claims another one's place, joins what is
    not there, or disagrees with the schema."""
    for example in examples:
        for what in _problems(example.document, example.answer, schema):
            problems.add(example.document.key, what)


def _problems(document: Document, answer: Extraction, schema: Schema | None) -> Iterator[str]:
    for thing, page, box in _places(answer):
        yield from _misplaced(document, thing, page, box)
    yield from _overlaps(answer)
    for q, a in answer.links:
        if not (0 <= q < len(answer.entities) and 0 <= a < len(answer.entities)):
            yield f"link {q}-{a} joins an entity that is not there"
    if schema is not None:
        yield from _disagreements(answer.fields, schema)


def _places(answer: Extraction) -> Iterator[tuple[str, int, Box | None]]:
    for field in answer.fields:
        yield f"field {field.key}", field.page, field.box
    for index, entity in enumerate(answer.entities):
        for box in entity.boxes:
            yield f"entity {index}", entity.page, box


def _misplaced(document: Document, thing: str, number: int, box: Box | None) -> Iterator[str]:
    page = next((page for page in document.pages if page.number == number), None)
    if page is None:
        yield f"{thing} is on page {number} of {len(document.pages)}"
    elif box is not None and outside(box, page):
        yield f"{thing} points outside page {number} ({page.width:g} x {page.height:g}): {list(box)}"


def _overlaps(answer: Extraction) -> Iterator[str]:
    for a, b in combinations([field for field in answer.fields if field.box is not None], 2):
        if a.page == b.page and a.key != b.key and _same_place(a.box, b.box) and not answer.links:
            yield f"fields {a.key} and {b.key} overlap"
    for (i, one), (j, two) in combinations(list(enumerate(answer.entities)), 2):
        if _clash(one, two):
            yield f"entities {i} ({one.kind}) and {j} ({two.kind}) overlap"


def _clash(one: Entity, two: Entity) -> bool:
    return one.page == two.page and one.kind != two.kind and _same_place(one.box, two.box)


def _same_place(a: Box | None, b: Box | None) -> bool:
    return a is not None and b is not None and a.iou(b) > SAME_PLACE


def _disagreements(fields: Sequence[Field], schema: Schema) -> Iterator[str]:
    known = {field.name: field for field in schema.fields}
    for field in fields:
        wanted = known.get(field.key)
        if wanted is None:
            yield f"field {field.key} is not in the schema"
        elif wanted.pattern and not re.fullmatch(wanted.pattern, field.value.strip()):
            yield f"field {field.key} does not fit the schema's pattern {wanted.pattern}"
        elif not wanted.accepts(field.value):
            yield f"field {field.key} is no {wanted.type}"
    counts = Counter(field.key for field in fields)
    for name, wanted in known.items():
        if counts[name] > 1 and not wanted.repeated:
            yield f"field {name} is given {counts[name]} times and is not repeated in the schema"
        if wanted.required and not counts[name]:
            yield f"field {name} is required and not annotated"
