"""Single lines of real zones, each cut out by itself: tight and loose, small and enlarged, stored as JPEG again.

What stands on a line is published for some cards; for the others it is the reading of the whole card where every check
digit is right or every character is clear. A document is exact where each of its lines is, read alone.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from extractors.id_cards.cropped import is_cropped, read_cropped
from extractors.id_cards.reader import Candidate, ZoneReading, read_zones
from extractors.id_cards.scan import line_reader
from extractors.id_cards.zone import gray
from tests.benchmarks.figures import Figure

WAYS = (
    ((0.0, 0.15), (0.8, 1.0)),
    ((0.0, 0.15), (1.0, 2.0)),
    ((0.1, 0.6), (0.8, 1.0)),
    ((0.1, 0.6), (1.0, 2.0)),
    ((0.1, 0.6), (3.0, 6.0)),
)
"""Paper around the capitals, in pitches, and by how much the crop is enlarged: each from, to."""
SEEDS = 3
CLEAR = 0.8
"""The least probability of a character on a line that counts as known although a check digit is wrong."""


@dataclass(frozen=True, slots=True)
class Crop:
    """`document` names the card and the way it was cut."""

    document: tuple[str, int, int]
    picture: np.ndarray
    text: str


def run(data: Path, limit: int | None) -> list[Figure]:
    """`limit`: cards."""
    crops = [crop for seed in range(SEEDS) for crop in _crops(data / "mrz_cards", seed, limit)]
    begin = time.process_time()
    found = [_read(crop) for crop in crops]
    seconds = (time.process_time() - begin) / max(len(crops), 1)
    exact = [zone is not None and zone.lines == (crop.text,) for zone, crop in zip(found, crops, strict=True)]
    documents: dict[tuple[str, int, int], bool] = {}
    for crop, right in zip(crops, exact, strict=True):
        documents[crop.document] = documents.get(crop.document, True) and right
    pairs = [(zone, crop) for zone, crop in zip(found, crops, strict=True) if zone is not None]
    accepted = [zone.lines == (crop.text,) for zone, crop in pairs if zone.accepted]
    proved = [right for zone, crop in pairs for right in _proved(zone, crop.text)]
    whole = sum(documents.values())
    cards = {name for name, _, _ in documents}
    missed = {name for (name, _, _), right in documents.items() if not right}
    note = f"{whole} of {len(documents)}: {len(cards)} cards, {len(WAYS)} ways, {SEEDS} times; missed on {len(missed)}"
    each = f"{sum(exact)} of {len(exact)}; {seconds:.3f} s each"
    return [
        Figure("single lines: documents exact", whole / len(documents), "", "at least 0.97", note),
        Figure("single lines: lines exact", sum(exact) / len(exact), "", "", each),
        Figure("single lines: fields proved and wrong", proved.count(False), f"of {len(proved)}", "0"),
        Figure("single lines: accepted and wrong", accepted.count(False), f"of {len(accepted)}", "0"),
    ]


def _read(crop: Crop) -> ZoneReading | None:
    if is_cropped(crop.picture):
        return read_cropped(crop.picture, line_reader())
    return next(iter(read_zones(crop.picture, line_reader())), None)


def _proved(zone: ZoneReading, text: str) -> Iterator[bool]:
    """For every field that is called proved whether it is right."""
    for check in zone.resolution.layout.checks:
        if check.name in zone.resolution.proved:
            yield len(zone.lines[0]) == len(text) and check.text(zone.lines) == check.text([text])


def _crops(folder: Path, seed: int, limit: int | None) -> Iterator[Crop]:
    truth = json.loads((folder / "truth.json").read_text())
    for name in sorted(truth)[:limit]:
        with Image.open(folder / name) as image:
            plain = gray(np.asarray(image.convert("RGB")))
        zone = next(iter(read_zones(plain, line_reader())), None)
        for row, line in enumerate(zone.candidates if zone else ()):
            assert zone is not None
            clear = zone.valid or float(line.odds.max(axis=1).min()) >= CLEAR
            text = truth[name][row] if truth[name] else zone.lines[row] if clear else ""
            for way in range(len(WAYS) if text else 0):
                random = np.random.default_rng([seed, way, row, sum(map(ord, name))])
                yield Crop((name, way, seed), _cut(random, plain, line, *WAYS[way]), text)


def _cut(
    random: np.random.Generator,
    picture: np.ndarray,
    line: Candidate,
    around: tuple[float, float],
    enlarged: tuple[float, float],
) -> np.ndarray:
    """The line as somebody would cut it out: not quite level, capitals not quite in the middle."""
    along, down, center = (np.array(v) for v in (line.middle.along, line.middle.down, line.middle.center))
    above, below = (0.51 + 0.5 * random.uniform(*around) for _ in range(2))
    left, right = (line.middle.length / 2 + line.pitch * random.uniform(-0.13, 1.2 * around[1]) for _ in range(2))
    skew = random.normal(0, 0.05)
    corners = np.array(
        [
            center - along * left - down * (above + skew) * line.pitch,
            center + along * right - down * (above - skew) * line.pitch,
            center + along * right + down * (below + skew) * line.pitch,
            center - along * left + down * (below - skew) * line.pitch,
        ],
        np.float32,
    )
    size = (round(left + right), max(round((above + below) * line.pitch), 4))
    flat = np.array([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, flat)
    cut = cv2.warpPerspective(picture, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    scale = random.uniform(*enlarged)
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    cut = cv2.resize(cut, None, fx=scale, fy=scale, interpolation=way)
    quality = int(random.integers(60, 96))
    stored = cv2.imencode(".jpg", cut, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return np.asarray(cv2.imdecode(stored, cv2.IMREAD_GRAYSCALE))
