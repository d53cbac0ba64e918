from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.metrics.forms import (
    Counts,
    calibration_error,
    entity_counts,
    field_counts,
    label_counts,
    link_counts,
    pair_counts,
)
from extractors.types import Box, Entity, Extraction, Field


def entity(kind: str, text: str, x: float = 0.0) -> Entity:
    return Entity(kind, text, 1, (Box(x, 0, x + 10, 10),))


def answer(*entities: Entity, links=(), fields=()) -> Extraction:
    return Extraction("d", "forms", "person", tuple(fields), (), entities, tuple(links))


TRUTH = answer(
    entity("question", "Full name:"), entity("answer", "Ada Lovelace", 20), entity("header", "FORM", 40), links=[(0, 1)]
)


def test_nothing_there():
    assert Counts().f1 == Counts().precision == Counts().recall == 1.0
    assert Counts(expected=2).f1 == Counts(found=2).f1 == 0.0
    assert calibration_error([], []) == 0.0


def test_perfect_is_one():
    for counts in (entity_counts, pair_counts, link_counts, field_counts):
        assert counts(TRUTH, TRUTH).f1 == 1.0


def test_entities_need_all_words_the_label_and_the_place():
    cut = answer(entity("question", "Full"), entity("answer", "Lovelace Ada", 20), entity("header", "FORM", 90))
    assert entity_counts(TRUTH, cut) == Counts(3, 3, 1)
    assert entity_counts(TRUTH, cut, places=False) == Counts(3, 3, 2)
    assert entity_counts(answer(entity("other", "x")), answer()).f1 == 1.0


def test_labels_go_by_position_and_leave_other_out():
    given = (entity("question", "a"), entity("other", "b"), entity("answer", "c"))
    guess = (entity("question", "a"), entity("answer", "b"), entity("header", "c"))
    assert label_counts(given, guess) == Counts(2, 3, 1)
    with pytest.raises(ValueError):
        label_counts(given, guess[:2])


def test_a_link_counts_only_with_the_right_labels_and_direction():
    wrong = replace(TRUTH, entities=(entity("header", "Full name:"), *TRUTH.entities[1:]))
    assert link_counts(TRUTH, wrong) == Counts(1, 0, 0)
    assert link_counts(TRUTH, replace(TRUTH, links=((1, 0),))) == Counts(1, 0, 0)


def test_pairs_forgive_case_spaces_and_one_edit_in_ten():
    near = answer(entity("question", "FULLNAME:"), entity("answer", "ada lovelacc"), links=[(0, 1)])
    far = answer(entity("question", "FULLNAMC:"), entity("answer", "ada lovelace"), links=[(0, 1)])
    assert pair_counts(TRUTH, near).right == 1
    assert pair_counts(TRUTH, far).right == 0  # nine characters allow no edit
    twice = answer(*near.entities, *near.entities, links=[(0, 1), (2, 3)])
    assert pair_counts(TRUTH, twice) == Counts(1, 2, 1)


def test_fields_by_key_and_value_marks_by_state():
    def one(key, value, type="text", normal=None):
        return answer(fields=[Field(key, value, 1, None, 1.0, type, normal)])

    assert field_counts(one("a", "1 2"), one("a", "12")).right == 1
    assert field_counts(one("a", "1 2"), one("b", "1 2")).right == 0
    assert field_counts(one("a", "selected", "checkbox", "true"), one("a", "Yes", "checkbox", "true")).right == 1
    assert field_counts(one("a", "selected", "checkbox", "true"), one("a", "Off", "checkbox", "false")).right == 0


def test_calibration_error_is_the_mean_gap():
    assert calibration_error([0.75] * 4, [True, True, True, False]) == 0.0
    assert calibration_error([0.95, 0.95], [False, False]) == pytest.approx(0.95)
