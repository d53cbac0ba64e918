"""Arithmetic repairs what it can prove and never guesses."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.id_cards.layouts import ALPHABET, LAYOUTS, layout_of
from extractors.id_cards.mrz import compose
from extractors.id_cards.repair import SHAPES_ALIKE, odds_of, resolve
from extractors.id_cards.synthetic import zone
from extractors.id_cards.synthetic_odds import odds

PASSPORT = ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"]


def read(lines, **changes):
    """The resolution of lines as they stand, with the probabilities of some places given by (line, column)."""
    odds = [odds_of(line) for line in lines]
    for (line, column), likely in changes.get("places", {}).items():
        odds[line][column] = 1e-6
        for character, probability in likely.items():
            odds[line][column, ALPHABET.index(character)] = probability
        odds[line][column] /= odds[line][column].sum()
    return resolve(odds)


@pytest.mark.parametrize("format_", LAYOUTS)
def test_right_lines_stay_as_they_are(format_):
    _, lines = zone(np.random.default_rng(3), format_)
    found = read(lines)
    assert list(found.lines) == lines
    assert found.changed == 0 and not found.ambiguous


def test_a_letter_in_a_date_is_repaired():
    lower = PASSPORT[1].replace("7408122", "74O8122")
    found = read([PASSPORT[0], lower])
    assert list(found.lines) == PASSPORT
    assert found.posteriors["birth_date"] > 0.97


def test_two_likely_digits_are_settled_by_the_check_digit():
    found = read(PASSPORT, places={(1, 13): {"1": 0.6, "7": 0.4}})
    assert list(found.lines) == PASSPORT and found.changed == 1


def test_a_repair_that_is_not_unique_is_ambiguous_and_not_picked():
    # a 6 read as 8 in the number: the digit is wrong, and several single repairs are as likely
    lines = [PASSPORT[0], "L398902C36UTO7408122F1204159ZE184226B<<<<<10"]
    found = read(lines)
    assert list(found.lines) == lines
    assert found.ambiguous and not found.proved


def test_rivals_that_are_congruent_are_never_proved():
    lines = [PASSPORT[0], PASSPORT[1]]
    # C is 12; M is 22 and W 32: congruent modulo 10, so no check digit tells them apart
    found = read(lines, places={(1, 7): {"C": 0.8, "M": 0.2}})
    assert found.lines[1] == PASSPORT[1]
    assert "document_number" not in found.proved
    assert found.posteriors["document_number"] == pytest.approx(0.78, abs=0.04)
    assert min(found.posteriors[name] for name in ("birth_date", "expiry_date")) > 0.98


def test_a_field_that_reads_empty_may_hold_a_congruent_letter():
    # K counts 20, the filler 0: nothing but the picture tells an empty field from a single K
    lines = compose("TD3", {"document_type": "P", "issuing_country": "UTO", "names": "A<<B", "document_number": "X1"})
    found = read(lines, places={(1, 28): {"<": 0.7, "K": 0.3}})
    assert "personal_number" not in found.proved
    assert 0.8 < found.posteriors["personal_number"] < 0.9  # letters are three times as rare as digits there


def test_a_wrong_print_is_not_repaired_into_a_right_one():
    lines = [PASSPORT[0], PASSPORT[1][:19] + "5" + PASSPORT[1][20:]]
    certain = np.full((2, 44, 37), 1e-7)
    for row, line in enumerate(lines):
        certain[row, np.arange(44), [ALPHABET.index(character) for character in line]] = 1.0
    found = resolve(list(certain / certain.sum(axis=2, keepdims=True)))
    assert list(found.lines) == lines
    assert not found.proved and found.changed == 0


def test_a_passport_of_which_36_characters_are_seen_is_no_td2():
    # fillers count nothing, so only the last digit is missing, and some digit would always be lawful there
    lines = compose("TD3", {"document_type": "P", "issuing_country": "UTO", "names": "A<<B", "document_number": "X1",
                            "birth_date": "800101", "sex": "F", "expiry_date": "300101"})  # fmt: skip
    certain = np.full((2, 36, 37), 1e-7)
    for row, line in enumerate(lines):
        certain[row, np.arange(36), [ALPHABET.index(character) for character in line[:36]]] = 1.0
    found = resolve(list(certain / certain.sum(axis=2, keepdims=True)))
    assert found is not None and found.ambiguous and not found.proved


def confused(lines, most, random):
    """Every place (or a sample of them) with each of the look-alikes of its character."""
    places = [(row, column) for row, line in enumerate(lines) for column in range(len(line))]
    for row, column in (places[i] for i in random.permutation(len(places))[:most]):
        for other in SHAPES_ALIKE[lines[row][column]]:
            altered = list(lines)
            altered[row] = altered[row][:column] + other + altered[row][column + 1 :]
            yield altered


def check_confusions(formats, seed, most):
    """No confusion is repaired wrongly; none that stays unnoticed is called proved."""
    random = np.random.default_rng(seed)
    repaired = total = 0
    for format_ in formats:
        _, lines = zone(random, format_)
        for altered in confused(lines, most, random):
            found, total = read(altered), total + 1
            changed = list(found.lines) != altered
            assert not changed or list(found.lines) == lines or unchecked_only(found, lines), (lines, altered, found)
            repaired += changed
            for check in found.layout.checks:
                if check.name in found.proved:
                    assert check.text(found.lines) == check.text(lines), (lines, altered, found)
    return repaired, total


def unchecked_only(found, lines):
    """Every checked field is as it was: what differs stands where no check digit looks."""
    return all(check.text(found.lines) == check.text(lines) for check in found.layout.all_checks)


def test_single_confusions_are_repaired_right_or_left():
    repaired, total = check_confusions(LAYOUTS, seed=5, most=6)
    assert total > 100 and repaired > 0.1 * total


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_every_single_confusion_of_many_zones():
    repaired, total = check_confusions(list(LAYOUTS) * 5, seed=6, most=200)
    assert total > 5000 and repaired > 0.1 * total


def wrongly_proved(count, seed, boldness=1.0):
    """Zones, fields proved, and how many of these are not what stands there."""
    random, proved, wrong = np.random.default_rng(seed), 0, 0
    for _ in range(count):
        _, lines = zone(random)
        found = resolve(odds(random, lines, boldness=boldness))
        for check in found.layout.checks if found else ():
            if check.name in found.proved:
                proved += 1
                wrong += check.text(found.lines) != check.text(lines)
    return proved, wrong


def test_what_is_proved_is_right():
    proved, wrong = wrongly_proved(150, 3)
    assert proved > 300 and wrong == 0


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_what_is_proved_is_right_in_ten_thousand_zones():
    proved, wrong = wrongly_proved(10_000, 21)
    assert proved > 20_000 and wrong <= 1


def test_a_french_card_stays_one_whatever_character_is_wrong():
    lines = ["IDFRAKUETD<<<<<<<<<<<<<<<<<<<<<<<<<<", "7145797677956HANSEN<<<<<<<<9806054M8"]
    for altered in confused(lines, 200, np.random.default_rng(0)):
        assert layout_of(altered).format == "FRA", altered
    for sex in "NW":  # read as a TD2 the digits of the number stood where a country does, and were changed into one
        found = read([lines[0], lines[1][:34] + sex + lines[1][35:]])
        assert found.lines[1].startswith(lines[1][:34])


def test_a_td2_is_not_taken_for_a_french_card():
    values = {"document_type": "ID", "issuing_country": "FRA", "names": "MARTIN<<ANNE", "nationality": "FRA"}
    values |= {"document_number": "123456789", "birth_date": "800101", "sex": "F", "expiry_date": "300101"}
    lines = compose("TD2", values)
    for altered in confused(lines, 200, np.random.default_rng(0)):
        assert layout_of(altered).format == "TD2", altered
