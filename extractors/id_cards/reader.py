"""Machine readable zones on a picture: lines found, put together, read, and resolved by arithmetic."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Protocol

import numpy as np

from extractors.id_cards import countries
from extractors.id_cards.decode import SLACK, WIDTHS, RawLine, fit, raw_line
from extractors.id_cards.layouts import SHAPES
from extractors.id_cards.repair import PICKED, Resolution, resolve
from extractors.id_cards.zone import TURNS, Strip, cut, gray, straightened, strips

SURE = 0.97
"""From this probability on the characters outside every check digit count as legible."""
CONFIDENT = 0.7
"""Mean probability of the characters under which a line of text is not taken for one of a zone."""
ALONE = 0.85
"""Mean probability from which a line without neighbours has them sought."""
LEGIBLE = 0.95
"""Mean probability of the characters of a zone that is shown although most of its check digits are wrong."""
FAINT = 0.6
"""Mean probability under which a strip is given up before it is fitted to its characters."""
UPRIGHT = 0.96
"""From this mean probability on a line is not tried upside down."""
HEIGHTS = (1.5, 1.75, 2.05)
"""Heights of the crops, in pitches, whose readings are averaged."""


class Reads(Protocol):
    """What a line reader has to do."""

    def read(self, pictures: Sequence[np.ndarray]) -> list[np.ndarray]: ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line of text that may belong to a zone. `places` are the characters' centres along the strip, in pixels from
    its left end."""

    strip: Strip
    width: int
    odds: np.ndarray
    places: np.ndarray
    confidence: float
    spare: int = 0
    """By how many the characters that were found are more (or fewer) than the line has."""

    @property
    def pitch(self) -> float:
        return float((self.places[-1] - self.places[0]) / (self.width - 1))

    def point(self, place: float) -> tuple[float, float]:
        """A place along the strip as a point of the picture."""
        moved = self.strip.moved(place - self.strip.length / 2, 0.0)
        return moved.center

    @property
    def middle(self) -> Strip:
        """The strip from half a pitch before the first to half a pitch behind the last character, 1.75 pitches high."""
        at = (self.places[0] + self.places[-1]) / 2 - self.strip.length / 2
        return replace(self.strip.moved(at, 0.0), length=self.pitch * self.width, height=1.75 * self.pitch)


@dataclass(frozen=True, slots=True)
class Prose:
    """Where words stand that no zone has, in lower case and clearly read: `centers` (count, 2) in pixels."""

    centers: np.ndarray

    def fills(self, strip: Strip) -> bool:
        """Whether two such words stand in a strip."""
        away = self.centers - np.array(strip.center)
        along, down = np.abs(away @ np.array(strip.along)), np.abs(away @ np.array(strip.down))
        return int(((along < strip.length / 2) & (down < 0.4 * strip.height)).sum()) >= 2


@dataclass(frozen=True, slots=True)
class ZoneReading:
    """A zone as read. `accepted`: every check digit is right, no other reading with right ones is
    probable, and what no check digit covers is legible; `seconded`:
    another reader, knowing nothing of this one, read the same lines."""

    resolution: Resolution
    candidates: tuple[Candidate, ...]
    seconded: bool = False

    @property
    def lines(self) -> tuple[str, ...]:
        return self.resolution.lines

    @property
    def valid(self) -> bool:
        return all(check.holds(self.lines) for check in self.resolution.layout.all_checks)

    @property
    def legible(self) -> bool:
        """Every line is clearly read, whatever the check digits say."""
        return min(candidate.confidence for candidate in self.candidates) >= LEGIBLE

    @property
    def accepted(self) -> bool:
        legible = self.resolution.sure >= SURE or self.seconded
        certain = min(self.resolution.posteriors.values(), default=0.0) >= PICKED
        return self.valid and certain and legible

    @property
    def score(self) -> float:
        """Greater is better: valid zones first, then the more legible ones."""
        legible = float(np.mean([candidate.confidence for candidate in self.candidates]))
        rights = [check.holds(self.lines) for check in self.resolution.layout.all_checks] or [False]
        return float(self.accepted) + float(np.mean(rights)) + legible


@cache
def shipped_reader() -> Reads | None:
    """The line reader that comes with docrow; None where its weights are not there."""
    from models.library import SHIPPED
    from models.line_reader_runtime import LineReader

    path = SHIPPED / "line_reader" / "line_reader.onnx"
    return LineReader(path) if path.exists() else None


def read_zones(
    picture: np.ndarray, reader: Reads, turns: Sequence[int] = TURNS, prose: Prose | None = None
) -> list[ZoneReading]:
    """The zones on a picture (H, W[, 3 or 4]) uint8, best first; empty where there is none. Turns are tried until one
    gives a zone whose check digits are right, or one clearly legible. Lines of `prose` are passed over."""
    plain = gray(picture)
    found: list[ZoneReading] = []
    for turn in turns:
        found += _zones(plain, turn, reader, prose or Prose(np.zeros((0, 2))))
        if any(zone.valid or zone.legible for zone in found):
            break
    return _apart(sorted(found, key=lambda zone: -zone.score))


def second(picture: np.ndarray, zone: ZoneReading, text_of: Callable[[np.ndarray], str]) -> ZoneReading:
    """The zone with the opinion of another reader (a picture of a line -> its text) on the lines."""
    plain = gray(picture)
    texts = tuple(text_of(cut(plain, line.middle)) for line in zone.candidates)
    return replace(zone, seconded=texts == zone.lines)


def _apart(found: list[ZoneReading]) -> list[ZoneReading]:
    """Of zones that share a line only the best."""
    kept: list[ZoneReading] = []
    for zone in found:
        if not any(_touch(zone, other) for other in kept):
            kept.append(zone)
    return kept


def _touch(one: ZoneReading, other: ZoneReading) -> bool:
    for a in one.candidates:
        for b in other.candidates:
            along, down = a.middle.offset(b.middle)
            if abs(down) < a.pitch and abs(along) < 0.5 * a.middle.length:
                return True
    return False


def _zones(picture: np.ndarray, turn: int, reader: Reads, prose: Prose) -> list[ZoneReading]:
    """Zones of lines that were found; only without any a missing line is sought beside those that were."""
    open_ = [strip for strip in strips(picture, turn) if not prose.fills(strip)]
    lines = [line for strip in open_ for line in candidates(picture, strip, reader)]
    found = list(_resolved(picture, _groups(lines), reader))
    return found or list(_resolved(picture, _completed(picture, lines, reader), reader))


def zones_among(picture: np.ndarray, found: Sequence[Strip], reader: Reads) -> list[ZoneReading]:
    """The zones that some lines of text on a picture (H, W) uint8 make, in no order."""
    lines = [line for strip in found for line in candidates(picture, strip, reader)]
    return list(_resolved(picture, _groups(lines), reader))


def _resolved(picture: np.ndarray, groups: Iterator[list[Candidate]], reader: Reads) -> Iterator[ZoneReading]:
    for group in groups:
        lines = [refined(picture, line, reader) for line in group]
        resolution = resolve([line.odds for line in lines])
        if resolution is not None and _plausible(resolution, lines):
            yield ZoneReading(resolution, tuple(lines))


def _plausible(resolution: Resolution, lines: Sequence[Candidate]) -> bool:
    """A zone begins with one of the document codes; half of its check digits are right, or it is well legible and
    names a country that there is (specimens and forgeries bear wrong digits)."""
    right = [check.holds(resolution.lines) for check in resolution.layout.all_checks]
    if resolution.lines[0][0] not in "PVIAC":
        return False
    legible = min(line.confidence for line in lines) >= LEGIBLE and any(right)
    return 2 * sum(right) >= len(right) or (legible and countries.known(resolution.lines[0][2:5]))


def candidates(picture: np.ndarray, strip: Strip, reader: Reads) -> list[Candidate]:
    found = []
    for way in (strip, strip.turned()):
        whole, frames, raw = grown(picture, way, reader)
        if raw.confidence >= CONFIDENT:
            found += [line for width in WIDTHS if (line := _candidate(whole, frames, raw, width)) is not None]
        if raw.confidence >= UPRIGHT:
            break
    return [line for line in found if line.confidence >= CONFIDENT]


def grown(picture: np.ndarray, strip: Strip, reader: Reads) -> tuple[Strip, np.ndarray, RawLine]:
    """The strip made longer as long as characters stand at its ends."""
    strip = straightened(picture, strip)
    frames, raw = _seen(picture, strip, reader)
    for _ in range(4):
        if len(raw.at) < 10 or raw.confidence < FAINT or len(raw.at) >= max(WIDTHS) + SLACK:
            break
        fitted = _fitted(picture, strip, raw, len(frames))
        if fitted is None:
            break
        other, seen = fitted, _seen(picture, fitted, reader)
        if seen[1].confidence + 0.01 * len(seen[1].at) < raw.confidence + 0.01 * len(raw.at):
            break
        strip, (frames, raw) = other, seen
    return strip, frames, raw


def _seen(picture: np.ndarray, strip: Strip, reader: Reads) -> tuple[np.ndarray, RawLine]:
    frames = reader.read([cut(picture, strip)])[0]
    return frames, raw_line(frames)


def _fitted(picture: np.ndarray, strip: Strip, raw: RawLine, frames: int) -> Strip | None:
    """The strip as high as its characters ask, and longer where they stand at its ends; None where it is already so."""
    pitch = float(np.median(np.diff(raw.at)))
    left, right = int(raw.at[0] < 0.9 * pitch), int(frames - raw.at[-1] < 0.9 * pitch)
    pixels = pitch / frames * strip.length
    if not (left or right) and 0.9 < strip.height / (HEIGHTS[1] * pixels) < 1.12:
        return None
    step = 8 * pixels
    grown = replace(strip.moved((right - left) * step / 2, 0.0), length=strip.length + (left + right) * step)
    return _sized(picture, grown, pixels)


def _sized(picture: np.ndarray, strip: Strip, pitch: float) -> Strip:
    """The strip as high as characters of that pitch ask, straightened again."""
    return straightened(picture, replace(strip, height=HEIGHTS[1] * pitch))


def _candidate(strip: Strip, frames: np.ndarray, raw: RawLine, width: int) -> Candidate | None:
    fitted = fit(frames, raw, width)
    if fitted is None:
        return None
    odds, places = fitted
    pixels = (places + 0.5) * strip.length / len(frames)
    return Candidate(strip, width, odds, pixels, float(odds.max(axis=1).mean()), len(raw.at) - width)


def _groups(lines: list[Candidate]) -> Iterator[list[Candidate]]:
    """Lines that stand under each other as a zone's do."""
    for count, width in SHAPES:
        same = [line for line in lines if line.width == width]
        yield from (chain for line in same if (chain := _chain(line, same, count)))


def _chain(first: Candidate, lines: list[Candidate], count: int) -> list[Candidate] | None:
    chain = [first]
    while len(chain) < count:
        below = [line for line in lines if _under(chain[-1], line)]
        if not below:
            return None
        chain.append(min(below, key=lambda line: chain[-1].middle.offset(line.middle)[1] - 3 * line.confidence))
    return chain


def _under(above: Candidate, below: Candidate) -> bool:
    """Whether a line is the next one of the zone: parallel, as long, 1.2 to 4 pitches down, flush."""
    along, down = above.middle.offset(below.middle)
    parallel = above.strip.along[0] * below.strip.along[0] + above.strip.along[1] * below.strip.along[1] > 0.985
    return (
        parallel
        and 1.2 < down / above.pitch < 4.0
        and abs(along) < 2.5 * above.pitch
        and 0.85 < below.pitch / above.pitch < 1.18
    )


def _completed(picture: np.ndarray, lines: list[Candidate], reader: Reads) -> Iterator[list[Candidate]]:
    """For the most legible lines: the neighbours that are there when one looks for them."""
    legible = sorted((line for line in lines if line.confidence > ALONE), key=lambda line: -line.confidence)[:4]
    for line in legible:
        for count in (count for count, width in SHAPES if width == line.width):
            found = {row: _sought(picture, line, row, reader) for row in range(1 - count, count)}
            for above in range(count):
                group = [found[row - above] for row in range(count)]
                if all(place is not None for place in group):
                    yield [place for place in group if place is not None]


def _sought(picture: np.ndarray, line: Candidate, rows: int, reader: Reads) -> Candidate | None:
    if rows == 0:
        return line
    wide = replace(line.middle, length=line.middle.length + 4 * line.pitch)
    tried = [wide.moved(0.0, rows * step * line.pitch) for step in (1.8, 2.1, 2.4, 2.7, 3.0)]
    frames = reader.read([cut(picture, strip) for strip in tried])
    found = [_candidate(strip, frame, raw_line(frame), line.width) for strip, frame in zip(tried, frames, strict=True)]
    return max((x for x in found if x is not None), key=lambda x: x.confidence, default=None)


def refined(picture: np.ndarray, line: Candidate, reader: Reads) -> Candidate:
    """Read again from crops of several heights around exactly this line, and average."""
    exact = replace(line.middle, length=line.middle.length + 1.5 * line.pitch)
    tried = [replace(exact, height=height * line.pitch) for height in HEIGHTS]
    frames = reader.read([cut(picture, strip) for strip in tried])
    found = [_candidate(strip, frame, raw_line(frame), line.width) for strip, frame in zip(tried, frames, strict=True)]
    good = [x for x in found if x is not None and x.confidence >= CONFIDENT]
    if not good:
        return line
    best = max(good, key=lambda x: x.confidence)
    odds = np.mean([x.odds for x in good], axis=0)
    return replace(best, odds=odds, confidence=float(odds.max(axis=1).mean()))
