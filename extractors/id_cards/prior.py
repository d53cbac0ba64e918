"""What may stand in a zone before anybody looks: names as 9303-3, 4.6 writes them, and codes of countries that exist.

Names are a small automaton: letters, single fillers between parts, one double filler between primary and secondary
identifier, fillers to the end. Probabilities of the reader that go through it (forward and backward sums over *all*
writings) lose the confusions that no name can have, such as a K among the fillers behind it, and keep those that one
can. Issuers that write otherwise pay `STRAY` at each place, so what is clearly read stays as it is.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from extractors.id_cards import countries
from extractors.id_cards.layouts import ALPHABET, Layout

STRAY = 1e-3
"""Weight of a step that the writing of names does not allow."""
UNKNOWN_CODE = 1e-3
"""Weight of a code of three letters that is no country's against that of one that is."""
_FILL = ALPHABET.index("<")
_STEPS = {  # state -> (state after a letter, its weight, state after a filler, its weight)
    0: (1, 1.0, 6, STRAY),  # before the first letter
    1: (1, 1.0, 2, 1.0),  # in the primary identifier
    2: (1, 1.0, 3, 1.0),  # one filler behind it
    3: (4, 1.0, 6, 1.0),  # two
    4: (4, 1.0, 5, 1.0),  # in the secondary identifier
    5: (4, 1.0, 6, 1.0),  # one filler behind it
    6: (4, STRAY, 6, 1.0),  # fillers to the end
}


@cache
def _moves() -> tuple[np.ndarray, np.ndarray]:
    """(7, 7) each: the weight of going from a state to another by a letter, and by a filler."""
    letter, filler = np.zeros((7, 7)), np.zeros((7, 7))
    for state, (by_letter, one, by_filler, other) in _STEPS.items():
        letter[state, by_letter], filler[state, by_filler] = one, other
    return letter, filler


def names(likely: np.ndarray) -> np.ndarray:
    """(count, 37) probabilities of the places of a names field, each given all the others."""
    letter, filler = _moves()
    ink = 1 - likely[:, _FILL]
    before = [np.eye(7)[0]]
    for row, some in zip(likely, ink, strict=True):
        step = before[-1] @ (some * letter + row[_FILL] * filler)
        before.append(step / step.sum())
    after = np.ones(7)
    found = np.empty_like(likely)
    for at in range(len(likely) - 1, -1, -1):
        by_letter, by_filler = before[at] @ letter @ after, before[at] @ filler @ after
        found[at] = likely[at] * by_letter
        found[at, _FILL] = likely[at, _FILL] * by_filler
        found[at] /= found[at].sum()
        after = (ink[at] * letter + likely[at, _FILL] * filler) @ after
        after /= after.sum()
    return found


@cache
def _codes() -> np.ndarray:
    """(count, 3) the characters of every known code, as they stand in a zone."""
    codes = sorted(code.ljust(3, "<") for code in countries.CODES if len(code) <= 3)
    return np.array([[ALPHABET.index(character) for character in code] for code in codes])


def country(likely: np.ndarray) -> np.ndarray:
    """(3, 37) probabilities of the places of a country code, each given the others and the codes that there are."""
    codes = _codes()
    known = likely[0, codes[:, 0]] * likely[1, codes[:, 1]] * likely[2, codes[:, 2]]
    found = UNKNOWN_CODE * likely
    for place in range(3):
        np.add.at(found[place], codes[:, place], (1 - UNKNOWN_CODE) * known)
    return np.asarray(found / found.sum(axis=1, keepdims=True))


def informed(likely: list[np.ndarray], layout: Layout) -> list[np.ndarray]:
    """The probabilities of all places of a zone, with what is known of names and codes; places under a check digit
    stay as they are, so that arithmetic sees what was read."""
    told = [line.copy() for line in likely]
    covered = {place for check in layout.all_checks for place in (*check.places, check.digit)}
    for key, change in (("names", names), ("issuing_country", country), ("nationality", country)):
        for span in layout.fields.get(key, ()):
            if covered.isdisjoint(span.places):
                part = slice(span.start, span.end)
                told[span.line][part] = change(told[span.line][part])
    return told
