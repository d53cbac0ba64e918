"""Geometry and the JSON form, by property."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.codec import decode, encode
from extractors.frames import displayed, reading
from extractors.types import Box, Cell, Document, Extraction, Field, Page, Part, Source, Table, Transform, Word

coordinate = st.floats(-2000, 2000).map(lambda v: round(v, 3))
boxes = st.builds(
    lambda x, y, w, h: Box(x, y, round(x + w, 3), round(y + h, 3)),
    coordinate,
    coordinate,
    st.floats(0, 500).map(lambda v: round(v, 3)),
    st.floats(0, 500).map(lambda v: round(v, 3)),
)


@pytest.mark.parametrize("sides", [(1, 0, 0, 1), (0, 1, 1, 0), (0, 0, math.nan, 1), (0, 0, math.inf, 1)])
def test_a_box_refuses_to_be_wrong_and_shows_itself(sides):
    with pytest.raises(ValueError, match="Box"):
        Box(*sides)


@given(boxes, boxes)
def test_overlap_lies_in_both_and_iou_is_symmetric(a, b):
    common = a.overlap(b)
    if common:
        assert common.covered_by(a) == pytest.approx(1.0) and common.covered_by(b) == pytest.approx(1.0)
    assert a.iou(b) == pytest.approx(b.iou(a))
    assert 0 <= a.iou(b) <= 1 + 1e-9


@given(boxes, st.floats(-700, 700))
def test_growing_and_shrinking_never_turns_a_box_inside_out(box, by):
    assert box.grow(by).width >= 0 and box.grow(by).height >= 0


def turn(degrees: float, width: float) -> Transform:
    angle = math.radians(degrees)
    return Transform(math.cos(angle), -math.sin(angle), width, math.sin(angle), math.cos(angle), 3.0)


@given(st.floats(0, 360), st.tuples(coordinate, coordinate))
def test_a_transform_and_its_inverse_bring_a_point_home(degrees, point):
    there = turn(degrees, 612.0)
    assert there.inverse().point(there.point(point)) == pytest.approx(point, abs=1e-6)


def test_a_flattening_transform_has_no_inverse():
    with pytest.raises(ValueError, match="inverted"):
        Transform(1, 1, 0, 1, 1, 0).inverse()


@given(boxes, boxes)
def test_json_brings_every_type_back(box, other):
    field = Field(
        "Total", "12.50", 1, box, 0.9, "money", "12.50 EUR", sources=(Source("ocr", "12.50", 1, other, True),)
    )
    table = Table((Part(1, box),), (Cell("a", 0, 0, 1, None, header=True), Cell("b", 1, 0, 1, other)))
    answer = Extraction("d1", "forms", "rules", (field,), (table,), links=((0, 1),))
    assert decode(Extraction, encode(answer)) == answer


def test_json_says_what_it_does_not_know():
    with pytest.raises(ValueError, match="colour"):
        decode(Word, {"text": "a", "box": [0, 0, 1, 1], "colour": "red"})


def test_answers_go_to_the_page_as_displayed_and_back():
    quarter = Transform(0, -1, 800.0, 1, 0, 0)
    document = Document("d", "k", (Page(1, 600, 800, transform=quarter),))
    answer = Extraction("d", "forms", "m", (Field("k", "v", 1, Box(10, 20, 30, 25), 1.0),))
    shown = displayed(answer, document)
    assert shown.fields[0].box == Box(775, 10, 780, 30)
    assert reading(shown, document) == answer


def test_table_size_counts_spans():
    assert Table((), (Cell("a", 0, 0, 1, None, row_span=2, column_span=3),)).columns == 3
    assert Table((), ()).rows == 0
