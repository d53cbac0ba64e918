"""Probabilities that mean what they say."""

import numpy as np

from models.calibration import expected_error, fit_isotonic, fit_temperature, softmax


def test_temperature_mends_overconfidence():
    random = np.random.default_rng(0)
    truth = random.integers(0, 3, 4000)
    logits = random.normal(0, 1, (4000, 3))
    logits[np.arange(4000), truth] += 1.0
    loud = logits * 5
    temperature = fit_temperature(loud, truth)

    def error(scores):
        return expected_error(scores.max(1), scores.argmax(1) == truth)

    assert 3 < temperature < 7
    assert error(softmax(loud, temperature)) < 0.05 < error(softmax(loud))


def test_isotonic_rises_and_mends():
    random = np.random.default_rng(1)
    raw = random.uniform(0, 1, 4000)
    right = random.uniform(0, 1, 4000) < raw**3
    mended = fit_isotonic(list(raw[:2000]), list(right[:2000]))
    assert list(mended.values) == sorted(mended.values)
    assert expected_error(mended(raw[2000:]), right[2000:]) < 0.06 < expected_error(raw[2000:], right[2000:])


def test_too_few_cases_change_nothing():
    assert list(fit_isotonic([0.2, 0.9], [False, True])([0.3])) == [0.3]
    assert fit_temperature(np.zeros((0, 3)), np.zeros(0, np.int64)) == 1.0


def test_perfect_confidence_has_no_error():
    assert expected_error([1.0, 0.0], [True, False]) == 0.0
    assert expected_error([], []) == 0.0
