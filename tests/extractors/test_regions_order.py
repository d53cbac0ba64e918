"""Reading order: columns before what stands right of them, headings before what stands below."""

from hypothesis import given
from hypothesis import strategies as st

from extractors.read.order import in_order, reading_order
from extractors.types import Box, Region

number = st.floats(0, 500, allow_nan=False, width=32)
boxes = st.builds(lambda x, y, w, h: Box(x, y, x + w, y + h), number, number, number, number)


def test_two_columns_under_a_heading():
    heading, left1, left2 = Box(50, 20, 550, 40), Box(50, 60, 280, 200), Box(50, 220, 280, 300)
    right, foot = Box(320, 60, 550, 300), Box(50, 700, 550, 720)
    parts = [foot, right, left2, heading, left1]
    assert [parts[i] for i in reading_order(parts)] == [heading, left1, left2, right, foot]


def test_a_heading_between_keeps_columns_apart():
    a, b, heading = Box(50, 50, 280, 100), Box(320, 50, 550, 100), Box(50, 120, 550, 140)
    c, d = Box(50, 160, 280, 300), Box(320, 160, 550, 300)
    parts = [d, c, heading, b, a]
    assert [parts[i] for i in reading_order(parts)] == [a, b, heading, c, d]


@given(st.lists(boxes, max_size=25))
def test_every_part_once(parts):
    assert sorted(reading_order(parts)) == list(range(len(parts)))


@given(st.lists(number, unique=True, max_size=15))
def test_a_stack_is_read_downwards(tops):
    regions = [Region("text", Box(10, 20 * top, 100, 20 * top + 0.0005)) for top in tops]
    read = [region.box.top for region in in_order(regions)]
    assert read == sorted(read)


@given(st.lists(boxes, min_size=1, max_size=12), st.randoms())
def test_order_does_not_hang_on_the_order_given(parts, random):
    mixed = list(parts)
    random.shuffle(mixed)
    keys = [tuple(box) for box in parts]
    if len(set(keys)) == len(keys):
        assert {tuple(mixed[i]) for i in reading_order(mixed)} == set(keys)
