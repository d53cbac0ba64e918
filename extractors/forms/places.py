"""Where the values of a printed form stand: pages of one form are laid upon each other by the lines they share.

The lines that most annotated documents print are the form's own. A document that prints enough of them is brought onto
the first one by the affine map that fits them best; there, a field's values stand at one place.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors.forms.values import Value
from extractors.forms.vocabulary import fold

Floats = NDArray[np.float64]
FEWEST = 8
"""Lines that two pages must share to be laid upon each other."""
_LETTERS = 6
"""Shorter lines are found on any form."""
_OFF = 0.015
"""How far, in shares of the page, a shared line may stand from where the map puts it."""
_WIDE = 0.02
"""How far from its place a value may stand, in shares of the page, to be half at it."""
ANYWHERE = 0.8
"""How much right values are at their places as a rule: what stands there counts for a value, what stands elsewhere
against it, and a document of which no places are known is left as it is."""


@dataclass(slots=True)
class Form:
    """The lines of a form with their places (page, left edge, middle) in shares of the page; empty where
    documents share none."""

    lines: dict[str, tuple[float, float, float]] = field(default_factory=dict)

    @classmethod
    def learned(cls, documents: Sequence[Sequence[Value]]) -> Form:
        """The lines of the first document that at least half of the others print as well."""
        own = [anchors(values) for values in documents]
        counts = Counter(text for one in own for text in one)
        least = max(2, (len(own) + 1) // 2 + 1)
        best = max(own, key=lambda one: sum(counts[text] >= least for text in one), default={})
        shared = {text: place for text, place in best.items() if counts[text] >= least}
        return cls(shared if len(shared) >= FEWEST else {})

    def laid(self, values: Sequence[Value]) -> Floats | None:
        """(N, 3) the place of each candidate on the form, nan where it has none; None for a document that is not this
        form."""
        own = anchors(values) if self.lines else {}
        shared = [text for text in own if text in self.lines]
        if len(shared) < FEWEST:
            return None
        found = np.full((len(values), 3), np.nan)
        places = np.array([place_of(value) for value in values])
        for page in {int(own[text][0]) for text in shared}:
            here = [text for text in shared if own[text][0] == page == self.lines[text][0]]
            fitted = _affine(np.array([own[t][1:] for t in here]), np.array([self.lines[t][1:] for t in here]))
            if fitted is not None:
                rows = places[:, 0] == page
                found[rows, 0], found[rows, 1:] = page, _mapped(places[rows, 1:], fitted)
        return None if np.isnan(found).all() else found

    def plain(self) -> dict[str, Any]:
        return {text: list(place) for text, place in self.lines.items()}

    @classmethod
    def of(cls, plain: dict[str, Any]) -> Form:
        return cls({text: (place[0], place[1], place[2]) for text, place in plain.items()})


def anchors(values: Sequence[Value]) -> dict[str, tuple[float, float, float]]:
    """The printed lines that occur once, with their places."""
    lines = [(fold(value.text), value) for value in values if value.kind == "line" and value.box is not None]
    counts = Counter(text for text, _ in lines)
    return {
        text: place_of(value)
        for text, value in lines
        if counts[text] == 1 and sum(c.isalpha() for c in text) >= _LETTERS
    }


def place_of(value: Value) -> tuple[float, float, float]:
    return (value.page, *value.place) if value.box is not None else (math.nan, math.nan, math.nan)


def nearness(laid: Floats | None, count: int, places: Floats) -> Floats:
    """(N,) how much each candidate stands at one of the places (P, 3), from -`ANYWHERE` up; 0 where nothing is
    known."""
    if laid is None or not len(places):
        return np.zeros(count)
    away = laid[:, None, 1:] - places[None, :, 1:]  # (N, P, 2)
    off = (away**2).sum(axis=2) / _WIDE**2 + np.where(laid[:, None, 0] == places[None, :, 0], 0.0, np.inf)
    near: Floats = np.nan_to_num(1.0 / (1.0 + off), nan=0.0).max(axis=1) - ANYWHERE
    return near


def _affine(own: Floats, form: Floats) -> Floats | None:
    """(3, 2) the map that brings most points (N, 2) onto the form; None where fewer than enough agree."""
    if len(own) < FEWEST:
        return None
    fitted = np.vstack([np.eye(2), np.median(form - own, axis=0)])
    for limit in (4 * _OFF, 2 * _OFF, _OFF):
        kept = np.hypot(*(_mapped(own, fitted) - form).T) < limit
        if kept.sum() < FEWEST:
            return None
        fitted = _least_squares(own[kept], form[kept])
    return fitted


def _least_squares(own: Floats, form: Floats) -> Floats:
    found = np.linalg.lstsq(np.hstack([own, np.ones((len(own), 1))]), form, rcond=None)[0]
    return np.asarray(found, np.float64)


def _mapped(points: Floats, fitted: Floats) -> Floats:
    moved: Floats = points @ fitted[:2] + fitted[2]
    return moved
