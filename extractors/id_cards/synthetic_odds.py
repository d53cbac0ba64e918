"""What a line reader might say of a zone, without a picture: probabilities that mean what they say, or somewhat less.

Each place is clear or doubtful. A doubtful one is shared between two look-alikes, and the smaller share is the true
one just as often as it says (`boldness` times as often for a reader that is too sure of itself), so that thousands of
zones test the arithmetic in minutes.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extractors.id_cards.layouts import ALPHABET, VALUES
from extractors.id_cards.repair import SHAPES_ALIKE

CLEAR = 1e-4
"""Probability that a clear place leaves for all the other characters together."""
_CONGRUENT = {
    character: [other for other in ALPHABET if other != character and VALUES[other] % 10 == VALUES[character] % 10]
    for character in ALPHABET
}


def odds(
    random: np.random.Generator, lines: Sequence[str], doubtful: float = 0.06, boldness: float = 1.0
) -> list[np.ndarray]:
    """(width, 37) probabilities for each line; `doubtful` is the share of places that are shared by two characters."""
    return [np.stack([_place(random, character, doubtful, boldness) for character in line]) for line in lines]


def _place(random: np.random.Generator, truth: str, doubtful: float, boldness: float) -> np.ndarray:
    row = np.full(len(ALPHABET), CLEAR / len(ALPHABET))
    if random.random() >= doubtful:
        row[ALPHABET.index(truth)] += 1 - CLEAR
        return row
    share = float(np.exp(random.uniform(np.log(1e-3), np.log(0.5))))
    # every fifth rival is one that no check digit can tell from the truth
    alike = _CONGRUENT[truth] if random.random() < 0.2 else list(SHAPES_ALIKE[truth])
    rival = str(random.choice(alike))
    first, second = (rival, truth) if random.random() < min(boldness * share, 0.9) else (truth, rival)
    row[ALPHABET.index(first)] += (1 - CLEAR) * (1 - share)
    row[ALPHABET.index(second)] += (1 - CLEAR) * share
    return row
