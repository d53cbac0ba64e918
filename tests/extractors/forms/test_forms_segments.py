from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from extractors.forms.segments import SegmentOptions, _pairs, lines, reading_order, segment
from extractors.types import Box, Word
from tests.extractors.forms.paper import line, mark, upright


def texts(*parts, **more) -> list[str]:
    return [s.text for s in segment([word for part in parts for word in part], **more)]


def test_near_words_make_a_segment_and_wide_gaps_part_them():
    assert texts(line("first name", 50, 50), line("last name", 200, 50)) == ["first name", "last name"]


def test_a_colon_ends_a_segment_even_inside_a_word():
    assert texts(line("Name: Ada Lovelace", 50, 50)) == ["Name:", "Ada Lovelace"]
    assert texts(line("Total:12.00", 50, 50)) == ["Total:", "12.00"]
    assert texts(line("at 10:30 see http://x.org", 50, 50)) == ["at 10:30 see http://x.org"]
    assert texts(line("Name: Ada", 50, 50), options=SegmentOptions(colons=False)) == ["Name: Ada"]


def test_drawn_blanks_are_no_text_and_say_that_a_value_is_wanted():
    found = segment(line("Name ________ Date ........", 50, 50))
    assert [(s.text, s.blank) for s in found] == [("Name", True), ("Date", True)]
    assert texts(line("Signature____ Ada", 50, 50)) == ["Signature", "Ada"]


def test_an_upright_ruling_is_a_wall():
    words = line("one two", 50, 50)
    between = (words[0].box.x1 + words[1].box.x0) / 2
    assert texts(words, rulings=[upright(between, 40, 70)]) == ["one", "two"]
    assert texts(words, rulings=[upright(between, 80, 99)]) == ["one two"]


def test_a_check_box_parts_words_and_its_mark_is_no_text():
    words = [*line("yes", 50, 50), *line("X", 71, 50), *line("no", 82, 50)]
    assert texts(words, marks=[mark(70, 50, True).box]) == ["yes", "no"]


def test_text_that_does_not_run_level_is_left_out():
    assert texts([Word("margin", Box(10, 10, 20, 90), direction=90)]) == []


def test_many_words_are_compared_strip_by_strip_with_the_same_result():
    rows = [line("some words on a line", 50, 20 + 12 * i) for i in range(900)]
    assert texts(*rows) == ["some words on a line"] * 900


words = st.lists(
    st.builds(
        lambda text, x, y, w, h: Word(text, Box(x, y, x + w, y + h)),
        st.text(st.characters(codec="utf-8"), max_size=8),
        st.floats(0, 500), st.floats(0, 700), st.floats(0, 80), st.floats(0, 30),
    ),
    max_size=25,
)  # fmt: skip


@given(words)
def test_every_word_is_in_one_segment_and_inside_its_box(given_words):
    found = segment(given_words)
    seen = [i for s in found for i in s.words]
    assert len(found) <= sum(len(w.text) + 1 for w in given_words)
    for s in found:
        assert all(given_words[i].box.grow(0.01).overlap(s.box) for i in s.words)
    visible = {i for i, w in enumerate(given_words) if w.text.strip() and w.text.strip("_.…‗·․‥-–— ")}
    assert visible <= set(seen)


@given(st.lists(st.builds(lambda x, y: Box(x, y, x + 20, y + 10), st.floats(0, 500), st.floats(0, 700)), max_size=20))
def test_lines_and_order_hold_each_box_once(boxes):
    assert sorted(i for row in lines(boxes) for i in row) == list(range(len(boxes)))
    assert sorted(reading_order(boxes)) == list(range(len(boxes)))


def test_neighbours_are_those_of_all_pairs_looked_at_one_by_one():
    random = np.random.default_rng(6)
    x, y = random.uniform(0, 300, 120), np.round(random.uniform(0, 200, 120) / 7) * 7
    heights = random.choice([0, 8, 10, 30], 120, p=[0.05, 0.4, 0.5, 0.05])
    boxes = np.stack([x, y, x + random.uniform(0, 40, 120), y + heights], axis=1)
    boxes = boxes[np.argsort(boxes[:, 1], kind="stable")]

    def gap(i, j):
        """From word i to word j at its right on one level, else infinite."""
        common = min(boxes[i, 3], boxes[j, 3]) - max(boxes[i, 1], boxes[j, 1])
        height = max(min(boxes[i, 3] - boxes[i, 1], boxes[j, 3] - boxes[j, 1]), 0.1)
        found = boxes[j, 0] - boxes[i, 2]
        ahead = boxes[j, 0] > boxes[i, 0] and found > -0.5 * (boxes[i, 2] - boxes[i, 0])
        return found if i != j and common >= 0.5 * height and ahead else np.inf

    gaps = np.array([[gap(i, j) for j in range(120)] for i in range(120)])
    right, left = gaps.argmin(axis=1), gaps.argmin(axis=0)
    wanted = [(i, j, gaps[i, j] / 2) for i, j in enumerate(right) if np.isfinite(gaps[i, j]) and left[j] == i]
    assert list(_pairs(boxes, np.full(120, 2.0), 0.5)) == wanted and len(wanted) > 30
