"""Chances to probabilities."""

import numpy as np

from extractors.forms.calibrating import Surety, fit
from models.calibration import expected_error


def test_without_examples_a_chance_says_little_but_something():
    surety = Surety()
    assert 0.4 < surety(0.2) < surety(0.95) < 0.8


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


def test_a_mark_is_surer_than_a_text_until_there_are_examples():
    surety, taught = Surety(), fit([0.8, 0.9], [True, False])
    assert surety(0.8, is_mark=True) > 0.9 > surety(0.8)
    assert taught(0.8, is_mark=True) == taught(0.8)
    assert Surety.of(surety.plain) == surety
    assert Surety.of([0.5, 0.1])(0.8, is_mark=True) == Surety(0.5, 0.1)(0.8)
