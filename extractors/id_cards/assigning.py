"""From what each run of print is likely to be to one value for each field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from math import log, prod

from extractors.id_cards import dates
from extractors.id_cards.evidence import value_type
from extractors.id_cards.network import Sight
from extractors.id_cards.printed import Run, normalise
from extractors.types import Box

LEAST = 0.3
"""Probability from which a run may be the value of a field."""
_IN_TURN = ("birth_date", "issue_date", "expiry_date")
"""Dates of one document, which follow each other."""
_NEVER = -1e9
"""Worth of a choice that cannot be."""
_LINES = frozenset({"address", "surname", "given_names", "birth_place", "issuing_authority", "nationality"})
"""Fields whose value may go on in the next line."""


@dataclass(frozen=True, slots=True)
class Found:
    """A value: the words that say it, how likely they do, and the run that announces it."""

    key: str
    run: Run
    normal: str
    sure: float
    caption: Run | None


def assign(sight: Sight, today: date, month_first: bool = False) -> list[Found]:
    """At most one value for each field."""
    keys = [name for name in sight.names if name != "other" and not name.startswith("caption")]
    dated = [key for key in keys if value_type(key) == "date"]
    found = list(_dates(sight, dated, today, month_first))
    for key in keys:
        if key not in dated and (one := _text(sight, key, today)) is not None:
            found.append(one)
    return found


def _text(sight: Sight, key: str, today: date) -> Found | None:
    """The likeliest group of runs that can be a value of the key."""
    likely, best = sight.of(key), sight.labels.argmax(1)
    seeds = [i for i in range(len(sight.runs)) if likely[i] >= LEAST]
    for i in sorted(seeds, key=lambda i: -likely[i]):
        members = [j for j in seeds if j == i or sight.names[best[j]] == key]
        run = _joined(sight.runs, i, members, key)
        for candidate in (run, sight.runs[i]):
            normal = normalise(key, candidate.text.strip(" :.,"), today)
            if normal:
                return Found(key, candidate, normal, float(likely[i]), _caption(sight, i))
    return None


def _joined(runs: Sequence[Run], start: int, members: Sequence[int], key: str) -> Run:
    """The run and those of its kind that go on from it: on its line, and where values have several below or above."""
    taken, waiting = {start}, [start]
    while waiting:
        here = runs[waiting.pop()].box
        for j in members:
            if j not in taken and _goes_on(here, runs[j].box, key in _LINES):
                taken.add(j)
                waiting.append(j)
    order = sorted(taken, key=lambda j: (_row(runs, taken, j), runs[j].box.x0))
    return Run(tuple(word for j in order for word in runs[j].words))


def _row(runs: Sequence[Run], taken: set[int], j: int) -> float:
    """The middle of the highest run that stands on a line with run j."""
    middle = runs[j].box.center[1]
    level = [runs[k].box for k in taken if abs(runs[k].box.center[1] - middle) < 0.6 * runs[j].box.height]
    return min(box.center[1] for box in level)


def _goes_on(here: Box, there: Box, lines: bool) -> bool:
    height = max(here.height, there.height)
    beside = abs(here.center[1] - there.center[1]) < 0.6 * height
    gap = max(there.x0 - here.x1, here.x0 - there.x1)
    if beside:
        return gap < 2.5 * height
    away = max(there.top - here.bottom, here.top - there.bottom)
    return lines and away < 0.9 * height and abs(here.x0 - there.x0) < 2.5 * height


def _dates(sight: Sight, keys: Sequence[str], today: date, month_first: bool) -> Iterator[Found]:
    """The likeliest choice of runs that are days and follow each other as such dates do; each as sure as all choices
    together that agree with it."""
    days = {i: day for i, run in enumerate(sight.runs) if (day := dates.printed(run.text, today, month_first))}
    choices = list(product(*([None, *_likeliest(sight, key, days)] for key in keys)))
    worths = [_worth(sight, keys, chosen, days) for chosen in choices]
    best = choices[worths.index(max(worths))]
    odds = [_odds(sight, keys, chosen) if worth > _NEVER else 0.0
            for chosen, worth in zip(choices, worths, strict=True)]  # fmt: skip
    for place, (key, i) in enumerate(zip(keys, best, strict=True)):
        if i is not None:
            same = sum(share for chosen, share in zip(choices, odds, strict=True) if chosen[place] == i)
            yield Found(key, sight.runs[i], days[i], same / sum(odds), _caption(sight, i))


def _odds(sight: Sight, keys: Sequence[str], chosen: Sequence[int | None]) -> float:
    """How likely a choice is, as a product of odds; where nothing is chosen those of the least that would be."""
    likely = (float(sight.of(key)[i]) if i is not None else LEAST for key, i in zip(keys, chosen, strict=True))
    return prod(p / (1.0 - p) for p in (min(max(p, 1e-6), 1.0 - 1e-4) for p in likely))


def _likeliest(sight: Sight, key: str, days: dict[int, str], most: int = 3) -> list[int]:
    likely = sight.of(key)
    return sorted((i for i in days if likely[i] >= 0.05), key=lambda i: -likely[i])[:most]


def _worth(sight: Sight, keys: Sequence[str], chosen: Sequence[int | None], days: dict[int, str]) -> float:
    """Logarithm of how likely a choice is; a day in two places or dates out of turn are not to be chosen."""
    taken = [i for i in chosen if i is not None]
    turn = [days[i] for key in _IN_TURN if key in keys and (i := chosen[keys.index(key)]) is not None]
    if len(set(taken)) < len(taken) or turn != sorted(turn) or len(set(turn)) < len(turn):
        return _NEVER
    likely = (log(max(float(sight.of(key)[i]), 1e-6)) if i is not None else log(LEAST)
              for key, i in zip(keys, chosen, strict=True))  # fmt: skip
    return sum(likely)


def _caption(sight: Sight, i: int) -> Run | None:
    asking = sight.caption_of(i)
    return sight.runs[asking] if asking is not None else None
