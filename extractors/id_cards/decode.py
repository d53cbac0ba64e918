"""From what the line reader says of every frame to a probability for every place of a line at fixed pitch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from extractors.id_cards.layouts import ALPHABET

WIDTHS = (30, 36, 44)
SLACK = 3
"""Characters that a raw reading may have more or fewer than the line it is taken for."""


@dataclass(frozen=True, slots=True)
class RawLine:
    """Characters found in a line: `at` the frame of each (float), `odds` (count, 37) its probabilities, `ink` how sure
    it is that there is a character at all."""

    at: np.ndarray
    odds: np.ndarray
    ink: np.ndarray

    @property
    def text(self) -> str:
        return "".join(ALPHABET[i] for i in self.odds.argmax(axis=1))

    @property
    def confidence(self) -> float:
        """Mean probability of the best characters; 0 for an empty line."""
        return float(self.odds.max(axis=1).mean()) if len(self.at) else 0.0


def raw_line(frames: np.ndarray) -> RawLine:
    """Characters of a line from (T, 38) frame probabilities: greedy decoding (best class of each frame, repeats joined,
    blanks dropped), with the probabilities of each character averaged over its frames."""
    best = frames.argmax(axis=1)
    starts = np.flatnonzero(np.diff(best, prepend=-1) != 0)
    ends = np.append(starts[1:], len(best))
    inked = best[starts] != 0
    if not inked.any():
        return RawLine(np.zeros(0), np.zeros((0, 37)), np.zeros(0))
    mass = np.add.reduceat(frames[:, 1:], starts, axis=0)[inked]
    ink = 1 - frames[:, 0]
    weight = np.add.reduceat(ink, starts)[inked]
    at = np.add.reduceat(ink * np.arange(len(best)), starts)[inked] / weight
    strongest = np.array([ink[s:e].max() for s, e in zip(starts[inked], ends[inked], strict=True)])
    return RawLine(at, mass / mass.sum(axis=1, keepdims=True), strongest)


def _odds(frames: np.ndarray, run: np.ndarray) -> np.ndarray:
    mass = frames[run, 1:].sum(axis=0)
    return np.asarray(mass / mass.sum())


def fit(frames: np.ndarray, raw: RawLine, width: int) -> tuple[np.ndarray, np.ndarray] | None:
    """(width, 37) probabilities and the frame (width,) of every place of a line of `width` characters; None where the
    reading is too far from such a line.

    Machine readable lines have a fixed pitch (9303-3, 4.3), so what is too near to its neighbour is one character read
    twice, and a gap of two pitches is one that was missed.
    """
    if len(raw.at) < width - SLACK or len(raw.at) > width + 2 * SLACK:
        return None
    joined = _join(raw)
    places = _lattice(joined.at, len(frames), width)
    if places is None:
        return None
    start = max(range(len(places) - width + 1), key=lambda s: _support(places[s : s + width], joined))
    chosen = places[start : start + width]
    pitch = float(np.median(np.diff(chosen)))
    return np.stack([_at(place, joined, frames, pitch) for place in chosen]), chosen


def _join(raw: RawLine) -> RawLine:
    """Neighbours closer than 0.55 of the pitch are one character."""
    pitch = float(np.median(np.diff(raw.at)))
    groups: list[list[int]] = [[0]]
    for index in range(1, len(raw.at)):
        if raw.at[index] - raw.at[groups[-1][0]] < 0.55 * pitch:
            groups[-1].append(index)
        else:
            groups.append([index])
    if len(groups) == len(raw.at):
        return raw
    starts = np.array([group[0] for group in groups])
    ink = np.add.reduceat(raw.ink, starts)
    odds = np.add.reduceat(raw.odds * raw.ink[:, None], starts, axis=0) / ink[:, None]
    at = np.add.reduceat(raw.at * raw.ink, starts) / ink
    return RawLine(at, odds, np.array([raw.ink[g].max() for g in groups]))


def _lattice(at: np.ndarray, frames: int, width: int) -> np.ndarray | None:
    """Places of all characters that the line may have: those found, with gaps filled and both ends prolonged."""
    pitch = float(np.median(np.diff(at)))
    steps = np.maximum(np.round(np.diff(at) / pitch), 1)
    number = np.concatenate([[0], np.cumsum(steps)])
    if number[-1] + 1 > width + 2 * SLACK:
        return None
    shape = np.polyfit(number, at, 2)
    before = range(-SLACK, 0)
    whole = np.arange(int(number[-1]) + 1)
    known = np.interp(whole, number, at)
    smooth = np.polyval(shape, whole)
    placed = np.where(np.isin(whole, number), known, smooth)
    line = np.concatenate(
        [np.polyval(shape, list(before)), placed, np.polyval(shape, number[-1] + np.arange(1, SLACK + 1))]
    )
    inside = line[(line >= -0.4) & (line <= frames - 0.6)]
    return inside if len(inside) >= width else None


def _support(places: np.ndarray, raw: RawLine) -> float:
    """How much ink lies on the places minus what lies off them."""
    near = np.abs(raw.at[:, None] - places[None, :]).min(axis=1) < 0.5 * (places[1] - places[0])
    return float(np.where(near, raw.ink, -raw.ink).sum())


def _at(place: float, raw: RawLine, frames: np.ndarray, pitch: float) -> np.ndarray:
    nearest = int(np.abs(raw.at - place).argmin())
    if abs(raw.at[nearest] - place) < 0.45 * pitch:
        return np.asarray(raw.odds[nearest])
    run = np.arange(max(int(place - 0.3 * pitch), 0), min(int(place + 0.3 * pitch) + 1, len(frames)))
    missed = _odds(frames, run) if len(run) else np.full(37, 1 / 37)
    return 0.5 * missed + 0.5 / 37
