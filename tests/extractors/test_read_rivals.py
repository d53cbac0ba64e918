"""Which words of two readings stand at the same place."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractors.read.rivals import conviction, rivals, same_place
from extractors.types import Box, Word


def word(text: str, x0: float, x1: float, confidence: float = 0.9) -> Word:
    return Word(text, Box(x0, 0, x1, 10), confidence)


def texts(groups: list[tuple[list[Word], list[Word]]]) -> list[tuple[str, str]]:
    return [(" ".join(w.text for w in ours), " ".join(w.text for w in theirs)) for ours, theirs in groups]


def test_one_word_brings_those_it_covers_together():
    first = [word("b", 30, 50), word("a", 0, 20), word("alone", 100, 120)]
    assert texts(rivals(first, [word("ab", 0, 50), word("new", 200, 220)])) == [
        ("a b", "ab"),
        ("alone", ""),
        ("", "new"),
    ]


def test_words_of_one_reading_do_not_meet_without_the_other():
    assert texts(rivals([word("a", 0, 20), word("a", 1, 20)], [])) == [("a", ""), ("a", "")]
    assert rivals([], []) == []


def test_most_of_the_smaller_must_lie_in_the_larger():
    assert same_place(Box(0, 0, 10, 10), Box(4, 0, 100, 10))
    assert not same_place(Box(0, 0, 10, 10), Box(6, 0, 100, 10))


def test_conviction_counts_letters():
    assert conviction([word("abc", 0, 1, 1.0), word("d", 0, 1, 0.0)]) == 0.75


boxes = st.builds(lambda x, w: (x, x + w), st.integers(0, 60), st.integers(1, 30))


@given(st.lists(boxes, max_size=8), st.lists(boxes, max_size=8))
def test_every_word_is_in_one_group_and_strangers_are_apart(left, right):
    first, second = ([word(side + str(i), *box) for i, box in enumerate(b)] for side, b in (("a", left), ("b", right)))
    groups = rivals(first, second)
    held = [w.text for group in groups for side in group for w in side]
    assert sorted(held) == sorted(w.text for w in (*first, *second))
    place = {w.text: i for i, group in enumerate(groups) for side in group for w in side}
    for theirs in second:
        for other in (*first, *second):
            if same_place(theirs.box, other.box):
                assert place[theirs.text] == place[other.text]
