"""Generated lines: the same for a seed, worn in every way and still of the shape that training takes."""

import numpy as np
import pytest

from extractors.id_cards import synthetic_wear as wear
from extractors.id_cards.layouts import ALPHABET
from extractors.id_cards.synthetic import CELL, capitals, fonts, ink, line, lines

WAYS = [wear.bent, wear.crossed, wear.shaded, wear.sharpened, wear.screened, wear.thresholded, wear.enlarged]


def picture():
    return (230 - 190 * ink("P<UTOERIKSSON<<ANNA<MARIA<<<<<", fonts()[0])).astype(np.float32)


@pytest.mark.parametrize("way", WAYS)
def test_a_worn_picture_is_another_of_the_same_size(way):
    before = picture()
    after = way(np.random.default_rng(1), before)
    assert after.shape == before.shape and np.isfinite(after).all()
    assert (before == picture()).all() and (after != before).any()


def test_marks_stand_over_letters_and_cuts_take_ink_away():
    sheet = np.zeros((3 * CELL[1], 8 * CELL[0]), np.float32)
    sheet[CELL[1] : 2 * CELL[1]] = ink("ANNAOUSE", fonts()[0])
    top, bottom = (CELL[1] + at for at in capitals(fonts()[0]))
    marked = wear.marked(np.random.default_rng(3), sheet, "ANNAOUSE", 0, CELL[0], top)
    assert (marked >= sheet).all() and marked[: int(top)].sum() > 0
    cut = [wear.trimmed(np.random.default_rng(seed), sheet, top, bottom).sum() for seed in range(6)]
    assert min(cut) < sheet.sum() and max(cut) <= sheet.sum()


def test_lines_are_those_of_their_seed():
    one, other = ([next(source) for _ in range(12)] for source in (lines(5), lines(5)))
    for a, b in zip(one, other, strict=True):
        assert a.text == b.text and (a.picture == b.picture).all()
        assert a.picture.dtype == np.uint8 and set(a.text) <= set(ALPHABET)
        assert len(a.centers) == len(a.text) and (np.diff(a.centers) > 0).all()


@pytest.mark.parametrize("font", fonts())
def test_every_font_fits_its_cells(font):
    top, bottom = capitals(font)
    assert 0 < top < bottom < CELL[1]
    assert line(np.random.default_rng(2), "W" * 30).picture.size
