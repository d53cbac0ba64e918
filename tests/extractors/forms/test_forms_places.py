"""Where the values of a printed form stand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extractors.forms.matching import SchemaReader
from extractors.forms.places import ANYWHERE, Form, anchors, nearness
from extractors.forms.schema import Schema
from extractors.forms.values import Kind, Value
from extractors.normalize import Hints
from extractors.types import Box, Field, ValueType

PRINTED = ("Name as on your papers", "Business name", "Street and number", "City and country", "Account numbers",
           "Part one", "Instructions for everyone", "Part two", "Certification", "Signature of the person",
           "Purpose of this form", "General remarks")  # fmt: skip
TALL = 792.0


def _value(text: str, kind: Kind, x: float, y: float, question: str = "", type_: ValueType = "text") -> Value:
    """A candidate at a place in shares of the page."""
    box = Box(x * 612, y * TALL - 5, x * 612 + 40, y * TALL + 5)
    return Value(text, kind, 1, box, type_, (x, y), question=question, trust=0.9 if question else 0.0)


def _document(scale: float = 1.0, shift: float = 0.0, states: Sequence[str] = ("unselected",) * 3) -> list[Value]:
    """Printed lines, and three check boxes on one line of whose options nothing could be read."""
    values = [_value(text, "line", (0.1 + 0.05 * (n % 3)) * scale + shift, 0.05 * scale * (n + 1))
              for n, text in enumerate(PRINTED)]  # fmt: skip
    return values + [_value(state, "mark", (0.3 + 0.2 * n) * scale + shift, 0.7 * scale, "Ose", "checkbox")
                     for n, state in enumerate(states)]  # fmt: skip


def test_pages_of_one_form_are_laid_upon_each_other() -> None:
    form = Form.learned([_document(), _document(), _document(1.02, 0.01)])
    assert set(form.lines) == set(anchors(_document()))
    laid = form.laid(_document(0.95, 0.03))
    assert laid is not None
    assert np.allclose(laid[-3:, 1:], [[0.3, 0.7], [0.5, 0.7], [0.7, 0.7]], atol=1e-6)


def test_other_documents_are_not() -> None:
    form = Form.learned([_document()] * 3)
    other = [_value(f"Another line {'abcdefghijkl'[n]}", "line", 0.1, 0.05 * n) for n in range(12)]
    assert form.laid(other) is None
    mixed = [_value(text, "line", 0.07 * (5 * n % 12), 0.9 - 0.05 * n) for n, text in enumerate(PRINTED)]
    assert form.laid(mixed) is None
    assert not Form.learned([other, _document()]).lines
    assert Form.of(form.plain()).lines == form.lines


def test_nearness_counts_for_the_place_and_against_all_others() -> None:
    laid = np.array([[1, 0.3, 0.7], [1, 0.5, 0.7], [2, 0.3, 0.7], [np.nan] * 3])
    near = nearness(laid, 4, np.array([[1, 0.3, 0.7]]))
    assert np.allclose(near[[0, 2, 3]], [1 - ANYWHERE, -ANYWHERE, -ANYWHERE])
    assert near[1] < -0.7
    assert not nearness(None, 4, np.array([[1, 0.3, 0.7]])).any()


def test_boxes_without_readable_options_are_told_apart_by_their_places() -> None:
    names = ("trust", "estate", "partnership")
    schema = Schema.of({"fields": {name: {"type": "checkbox"} for name in names}})
    states = [("selected", "unselected", "unselected"), ("unselected", "selected", "unselected"),
              ("unselected", "unselected", "selected"), ("selected", "unselected", "selected")]  # fmt: skip
    documents = [_document(states=own) for own in states]
    answers = [
        [Field(name, value.text, 1, value.box, 1.0, "checkbox") for name, value in zip(names, own[-3:], strict=True)]
        for own in documents
    ]
    reader = SchemaReader(schema)
    reader.learn(documents, answers)
    reader = SchemaReader.of(reader.plain())
    found = reader.answer(_document(0.9, 0.02, ("unselected", "selected", "selected")), Hints(), {1: "ocr"})
    assert {own.key: own.value for own in found} == dict(
        zip(names, ("unselected", "selected", "selected"), strict=True)
    )
