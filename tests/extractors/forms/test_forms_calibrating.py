"""Chances to probabilities."""

from dataclasses import replace

import numpy as np
import pytest

from extractors.forms.calibrating import Surety, as_read, fit
from extractors.types import Box, Field, Source, Word
from models.calibration import expected_error


def test_without_examples_a_chance_says_little_but_something():
    surety = Surety()
    assert 0.3 < surety(0.2) < surety(0.95) < 0.95


def test_fitting_brings_overconfident_chances_near_the_share_that_is_right():
    generator = np.random.default_rng(3)
    true = generator.uniform(0.3, 0.95, 1000)
    right = generator.random(1000) < true
    odds = np.log(true / (1 - true))
    shown = 1 / (1 + np.exp(-(2 * odds + 0.5)))  # surer than is right
    surety = fit(list(shown), list(right))
    before, after = expected_error(shown, right), expected_error([surety(c) for c in shown], right)
    assert after < 0.06 < before


def test_few_answers_hardly_move_it_and_it_always_rises():
    assert abs(fit([0.9, 0.8], [True, True])(0.5) - 0.5) < 0.2
    surety = fit([0.9] * 20 + [0.3] * 20, [False] * 20 + [True] * 20)
    assert surety(0.9) > surety(0.3)


def test_marks_and_fields_that_say_what_they_are_are_surer_until_there_are_examples():
    surety, taught = Surety(), fit([0.8, 0.9], [True, False])
    assert surety(0.8, "mark") > 0.9 > surety(0.8)
    assert surety(0.2, "told") > 0.5 > surety(0.2)
    assert taught(0.8, "mark") == taught(0.8, "told") == taught(0.8)


def test_what_was_fitted_is_kept_and_older_files_are_read():
    surety = fit([0.8, 0.9], [True, False])
    assert Surety.of(surety.plain) == surety
    assert Surety.of([]) == Surety()
    assert Surety.of([0.5, 0.1])(0.8, "mark") == Surety.of([0.5, 0.1, 0.0])(0.8, "told") == Surety(0.5, 0.1)(0.8)


def test_an_answer_is_less_sure_where_its_words_are():
    words = (
        Word("Ada", Box(0, 0, 30, 10), 0.98),
        Word("Byron", Box(32, 0, 60, 10), 0.6),
        Word("far", Box(0, 50, 9, 60), 0.1),
    )
    own = Field("name", "Ada Byron", 1, Box(0, 0, 60, 10), 0.9)
    assert as_read(own, words).confidence == pytest.approx(0.9 * (0.6 / 0.85) ** 2)
    assert as_read(own, words[:1]) == own
    assert as_read(replace(own, type="checkbox"), words).confidence == 0.9
    assert as_read(replace(own, sources=(Source("acroform", "Ada Byron", 1),)), words).confidence == 0.9
