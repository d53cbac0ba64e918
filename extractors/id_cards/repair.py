"""Reading under arithmetic: of all readings that a zone's check digits allow, which is it, and how sure is that?

Every place has a probability for each character. A dynamic programme over the residues modulo 10 of the running check
digit and of the composite one adds up *all* readings whose check digits are right, so a value's posterior counts every
rival: single and multiple confusions, and those that no check digit can see because the characters are congruent
modulo 10 (G and 6, K and the filler). Nothing is decided by which repair was tried first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from extractors.id_cards import prior
from extractors.id_cards.layouts import ALPHABET, VALUES, WEIGHTS, Layout, Place, Span, layout_of, rivals

PROVED = 0.999
PICKED = 0.97
"""Posterior from which a value is proved; and from which a repaired one is taken at all."""
WRONG_PRINT = 2e-4
"""How often a card really bears wrong check digits: the rival of every repair."""
FLOOR = 2e-4
"""Probability left for what the reader holds impossible."""

CLEARLY = 0.9
"""Probability from which a filler in a check digit's place is believed to be one."""

_RESIDUES = np.array([VALUES[character] % 10 for character in ALPHABET])
_BY_RESIDUE = np.eye(10)[_RESIDUES]
_DIGIT = np.array([character.isdigit() for character in ALPHABET])
_LETTER = np.array([character.isalpha() for character in ALPHABET])
_FILL = ALPHABET.index("<")
_FILLER = np.arange(37) == _FILL
_SEX = np.array([character in "MFX<" for character in ALPHABET])
_TYPE = np.array([character in "PVIAC" for character in ALPHABET])
_KINDS = {
    "t": np.where(_TYPE, 1.0, 0.01),
    "a": np.where(_DIGIT, 2e-3, 1.0),
    "n": np.where(_DIGIT, 0.03, 1.0),  # some issuers write their own numbers here
    "d": np.where(_LETTER, 1e-4, np.where(_DIGIT, 1.0, 0.02)),
    "m": np.where(_LETTER, 0.3, 1.0),
    "x": np.ones(37),
    "s": np.where(_SEX, 1.0, 1e-3),
    "c": np.where(_DIGIT, 1.0, 1e-4),
    "o": np.where(_LETTER, 1e-4, 1.0),
    "f": np.where(np.arange(37) == _FILL, 1.0, 1e-3),
}
"""How likely each character is at a place of each kind, before looking."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """What was read. `lines`: repaired where the repair is the only probable one, else as read; `posteriors` by name of
    check digit; `sure`: the probability that all characters outside every check digit are as given; `changed`: how
    many characters arithmetic altered; `ambiguous`: a repair was needed and several were probable."""

    lines: tuple[str, ...]
    layout: Layout
    posteriors: dict[str, float]
    sure: float
    changed: int
    ambiguous: bool
    certain: tuple[np.ndarray, ...] = ()
    """For each line the probability of each place's best character."""

    def legible(self, spans: Sequence[Span]) -> float:
        """The probability that all characters of some spans are as given, check digits aside."""
        return float(np.prod([self.certain[line][column] for span in spans for line, column in span.places]))

    @property
    def proved(self) -> frozenset[str]:
        return frozenset(name for name, posterior in self.posteriors.items() if posterior >= PROVED)


def resolve(odds: Sequence[np.ndarray]) -> Resolution | None:
    """The lines behind (width, 37) probabilities for each line; None where no format has such lines."""
    lines = [_text(line) for line in odds]
    layout = layout_of(lines)
    if layout is None:
        return None
    layout = layout_of([_text(line * kinds) for line, kinds in zip(odds, _priors(layout), strict=True)]) or layout
    layout, share = _likeliest(odds, layout)
    return resolved(odds, layout, share)


def resolved(odds: Sequence[np.ndarray], layout: Layout, share: float = 1.0) -> Resolution:
    """The lines behind (width, 37) probabilities for each line of a layout, of which `share` is the probability."""
    likely = [_weigh(line, kinds) for line, kinds in zip(odds, _priors(layout), strict=True)]
    found = _resolve(prior.informed(likely, layout), layout, share, [_text(line) for line in odds])
    if not _misses_a_digit(odds, layout):
        return found
    return replace(found, posteriors=dict.fromkeys(found.posteriors, 0.0), ambiguous=True)


def _misses_a_digit(odds: Sequence[np.ndarray], layout: Layout) -> bool:
    """Whether a filler clearly stands where the layout has a check digit that may not be one: some digit would always
    be lawful there, as in a line of 44 of which 36 characters are seen."""
    places = [(row, at) for row, kinds in enumerate(layout.kinds) for at, kind in enumerate(kinds) if kind == "c"]
    return any(odds[row][at, _FILL] > CLEARLY for row, at in places)


def weighed(odds: Sequence[np.ndarray], layout: Layout) -> tuple[list[np.ndarray], float]:
    """The probabilities of each place among the characters that a layout allows there, and how probable what was read
    is under it, up to a factor that depends on the number of places only."""
    priors = [kinds / kinds.sum(axis=1, keepdims=True) for kinds in _priors(layout)]
    mixed = [((1 - FLOOR) * line + FLOOR / 37) * kinds for line, kinds in zip(odds, priors, strict=True)]
    logs = sum(float(np.log(37 * line.sum(axis=1)).sum()) for line in mixed)
    return [line / line.sum(axis=1, keepdims=True) for line in mixed], float(np.exp(logs))


def _likeliest(odds: Sequence[np.ndarray], layout: Layout) -> tuple[Layout, float]:
    """Of the layouts that a continued document number may have the likeliest, and its share of the probability."""
    read = [_text(line) for line in odds]
    able = rivals(layout, read)
    if len(able) == 1:
        return layout, 1.0
    mass = []
    for one in able:
        mixed = [((1 - FLOOR) * line + FLOOR / 37) * kinds for line, kinds in zip(odds, _priors(one), strict=True)]
        mass.append(Chain.of(one, read).total(mixed))
    best = int(np.argmax(mass))
    return (able[best], mass[best] / sum(mass)) if sum(mass) > 0 else (layout, 0.0)


def _text(line: np.ndarray) -> str:
    return "".join(ALPHABET[i] for i in line.argmax(axis=1))


def _priors(layout: Layout) -> list[np.ndarray]:
    return [np.stack([_KINDS[kind] for kind in kinds]) for kinds in layout.kinds]


def _weigh(line: np.ndarray, kinds: np.ndarray) -> np.ndarray:
    mixed = ((1 - FLOOR) * line + FLOOR / 37) * kinds
    return np.asarray(mixed / mixed.sum(axis=1, keepdims=True))


def _resolve(likely: list[np.ndarray], layout: Layout, share: float, seen: Sequence[str]) -> Resolution:
    read = [_text(line) for line in likely]
    chain = Chain.of(layout, read)
    best = chain.best(likely)
    lines = _put(read, best)
    total, posteriors = _posteriors(chain, likely, lines, layout)
    if "document_number" in posteriors:
        posteriors["document_number"] *= share
    altered = {place for place in chain.places if read[place[0]][place[1]] != lines[place[0]][place[1]]}
    touched = [name for name in posteriors if altered & set(chain.own(name, layout))]
    kept = all(posteriors[name] >= PICKED for name in touched)
    certain = tuple(line.max(axis=1) for line in likely)
    sure = float(np.prod([certain[line][column] for line, column in chain.free(layout)]))
    if kept:
        return Resolution(tuple(lines), layout, posteriors, sure, len(altered), False, certain)
    nothing = dict.fromkeys(posteriors, 0.0)
    free = {(line, column): ALPHABET.index(read[line][column]) for line, column in chain.free(layout)}
    return Resolution(tuple(_put(seen, free)), layout, nothing, sure, 0, total > WRONG_PRINT, certain)


def _put(read: Sequence[str], best: dict[Place, int]) -> list[str]:
    grid = [list(line) for line in read]
    for (line, column), index in best.items():
        grid[line][column] = ALPHABET[index]
    return ["".join(line) for line in grid]


def _posteriors(
    chain: Chain, likely: list[np.ndarray], lines: Sequence[str], layout: Layout
) -> tuple[float, dict[str, float]]:
    """The probability of all lawful readings, and for each check digit the share of those that have exactly these
    characters under it."""
    clamped = [_clamped(likely, lines, chain.own(check.name, layout)) for check in layout.all_checks]
    total, *shares = chain.totals([likely, *clamped]).tolist()
    real = total / (total + WRONG_PRINT)
    names = [check.name for check in layout.all_checks]
    return total, {name: real * share / total if total else 0.0 for name, share in zip(names, shares, strict=True)}


def _clamped(likely: list[np.ndarray], lines: Sequence[str], places: Sequence[Place]) -> list[np.ndarray]:
    """The probabilities of only those readings that have the characters of `lines` at some places."""
    clamped = [line.copy() for line in likely]
    for line, column in places:
        keep = ALPHABET.index(lines[line][column])
        only = np.zeros(37)
        only[keep] = clamped[line][column, keep]
        clamped[line][column] = only
    return clamped


@dataclass(frozen=True, slots=True)
class Step:
    """A place in the order of the sums: its weight in the running check and in the composite (0: not in it), and
    whether it is the digit that closes the running check or the composite one."""

    place: Place
    weight: int
    overall: int
    closes: bool = False
    final: bool = False
    empty: bool = False


@dataclass(frozen=True, slots=True)
class Chain:
    """The places of a layout that check digits cover, in order."""

    steps: tuple[Step, ...]

    @classmethod
    def of(cls, layout: Layout, read: Sequence[str]) -> Chain:
        weights, closing, empty = {}, {}, set()
        for check in layout.checks:
            weights.update({place: WEIGHTS[i % 3] for i, place in enumerate(check.places)})
            closing[check.digit] = check
            if check.optional and not check.text(read).strip("<"):
                empty |= {*check.places, check.digit}
        overall: dict[Place, int] = {}
        if layout.composite:
            overall = {place: WEIGHTS[i % 3] for i, place in enumerate(layout.composite.places)}
        # one check after the other: a continued document number stands on both sides of other fields
        places = dict.fromkeys([place for check in layout.checks for place in (*check.places, check.digit)])
        places |= dict.fromkeys(overall)
        steps = [Step(p, weights.get(p, 0), overall.get(p, 0), p in closing, False, p in empty) for p in places]
        if layout.composite:
            steps.append(Step(layout.composite.digit, 0, 0, final=True))
        return cls(tuple(steps))

    @property
    def places(self) -> list[Place]:
        return [step.place for step in self.steps]

    def own(self, name: str, layout: Layout) -> list[Place]:
        """The places that a check vouches for: its field and digit; for the composite what no other check covers."""
        check = next(check for check in layout.all_checks if check.name == name)
        if check is not layout.composite:
            return [*check.places, check.digit]
        others = {place for other in layout.checks for place in (*other.places, other.digit)}
        return [step.place for step in self.steps if step.place not in others]

    def free(self, layout: Layout) -> list[Place]:
        """The places that no check digit covers."""
        covered = {step.place for step in self.steps}
        every = [(line, column) for line, kinds in enumerate(layout.kinds) for column in range(len(kinds))]
        return [place for place in every if place not in covered]

    def total(self, likely: list[np.ndarray]) -> float:
        """The probability of all readings whose check digits are right."""
        return float(self.totals([likely])[0])

    def totals(self, variants: Sequence[list[np.ndarray]]) -> np.ndarray:
        """(count,) the same for several probabilities of the same places, in one pass."""
        if not self.steps:
            return np.ones(len(variants))
        allowed = np.array([_allowed(step) for step in self.steps])
        rows = np.array([[variant[line][column] for variant in variants] for line, column in self.places])
        tables = (rows * allowed[:, None]) @ _BY_RESIDUE  # (places, count, 10)
        mass = np.zeros((len(variants), 10, 10))  # residue of the running check, residue of the composite
        mass[:, 0, 0] = 1.0
        for step, table in zip(self.steps, tables, strict=True):
            mass = _summed(mass, table, step)
        return np.asarray(mass.sum(axis=(1, 2)))

    def best(self, likely: list[np.ndarray]) -> dict[Place, int]:
        """The most probable reading whose check digits are right: place -> index of the character."""
        score = np.full((10, 10), -np.inf)
        score[0, 0] = 0.0
        back = []
        for step in self.steps:
            row = likely[step.place[0]][step.place[1]]
            with np.errstate(divide="ignore"):
                ways = _advance(np.exp(score - score.max()), _table(row, step), step)
                choice = ways.argmax(axis=0)
                score = np.log(ways.max(axis=0)) + score.max()
            back.append((step, row, choice))
        return _trace(back, score)


def _table(row: np.ndarray, step: Step) -> np.ndarray:
    """(10,) the greatest probability of each residue at a place; digits only where a check digit stands."""
    table = np.zeros(10)
    np.maximum.at(table, _RESIDUES, np.where(_allowed(step), row, 0.0))
    return table


def _allowed(step: Step) -> np.ndarray:
    if step.empty and step.closes:
        return np.asarray(_FILLER | _DIGIT)
    return _DIGIT if step.closes or step.final else np.ones(37, bool)


_RESIDUE, _ROW, _COLUMN = np.indices((10, 10, 10))


@cache
def _origins(weight: int, overall: int, closes: bool) -> tuple[np.ndarray, np.ndarray]:
    """(10, 10, 10) each: from which state a residue leads to a state (running, composite)."""
    row = _RESIDUE if closes else (_ROW - weight * _RESIDUE) % 10
    return row, (_COLUMN - overall * _RESIDUE) % 10


def _advance(mass: np.ndarray, table: np.ndarray, step: Step) -> np.ndarray:
    """(10, 10, 10): for each residue of the new character the mass that arrives at each state."""
    if step.final:
        ways = np.zeros((10, 10, 10))
        ways[np.arange(10), 0, np.arange(10)] = mass[0] * table
        return ways
    ways = mass[_origins(step.weight, step.overall, step.closes)] * table[:, None, None]
    if step.closes:
        ways[:, 1:] = 0.0
    return np.asarray(ways)


def _summed(mass: np.ndarray, table: np.ndarray, step: Step) -> np.ndarray:
    """(count, 10, 10) masses after one more place, over all its characters; `table` (count, 10)."""
    if step.final:
        after = np.zeros_like(mass)
        after[:, 0] = mass[:, 0] * table
        return after
    running, overall = _origins(step.weight, step.overall, step.closes)
    after = np.einsum("cr,crij->cij", table, mass[:, running, overall])
    if step.closes:
        after[:, 1:] = 0.0
    return np.asarray(after)


def _trace(back: list[tuple[Step, np.ndarray, np.ndarray]], score: np.ndarray) -> dict[Place, int]:
    row, column = (int(i) for i in np.unravel_index(int(score.argmax()), score.shape))
    found = {}
    for step, likely, choice in reversed(back):
        residue = int(choice[row, column])
        able = np.where(_allowed(step) & (residue == _RESIDUES), likely, -1.0)
        found[step.place] = int(able.argmax())
        if step.final:
            continue
        column = (column - step.overall * residue) % 10
        row = residue if step.closes else (row - step.weight * residue) % 10
    return found


SHAPES_ALIKE = {
    "0": "OQDU", "O": "0QD", "Q": "0OG", "D": "0O3", "U": "0V", "1": "IL7TJ", "I": "1LTJ", "L": "1I", "J": "1I3",
    "2": "Z7", "Z": "27", "3": "8DJ9", "4": "AY", "A": "4R", "5": "S68", "S": "58", "6": "G5B8", "G": "6CQ",
    "C": "G<E", "7": "1TZ2Y", "T": "71I", "8": "B36S", "B": "8R6", "9": "3G", "K": "<XR", "<": "KCEXLS", "E": "F<C",
    "F": "EP", "P": "RF", "R": "PKBH", "M": "NW", "W": "MV", "N": "MH", "H": "NR", "V": "UYW", "Y": "V47",
    "X": "K<",
}  # fmt: skip
"""For each character those that engines without probabilities take it for."""
_RIVALS = {
    character: tuple(other for other in ALPHABET if other in alike or character in SHAPES_ALIKE[other])
    for character, alike in SHAPES_ALIKE.items()
}
"""The same both ways: what a character that was read may really be."""
ALIKE, OTHER = 0.03, 0.004


def odds_of(text: str) -> np.ndarray:
    """(length, 37) probabilities for a reading that came without: mostly what it says, then its look-alikes."""
    odds = np.full((len(text), 37), OTHER / 37)
    for place, character in enumerate(text):
        for other in _RIVALS[character]:
            odds[place, ALPHABET.index(other)] += ALIKE / len(_RIVALS[character])
        odds[place, ALPHABET.index(character)] += 1 - ALIKE - OTHER
    return odds
