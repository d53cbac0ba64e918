"""Pictures cut tight: nothing but one line of a zone, or the two or three lines of one, without margins.

A line finder and a line reader both want paper around the characters, so paper is put around them: the picture's own,
which a closing frees of strokes, prolonged on all sides. Positions are those of the picture as it was given.
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from extractors.id_cards.reader import Candidate, Reads, ZoneReading, candidates, read_zones, refined
from extractors.id_cards.single import resolve_line
from extractors.id_cards.zone import Strip, gray

CROPPED = 3.2
"""A picture so many times wider than high (or higher than wide) is a crop of a zone: no card is as long."""
ONE_LINE = 8.0
"""A longer one may show a single line: a line of 30 characters is 15 times as wide as a crop around it is high."""
SURELY_ONE = 16.0
"""A still longer one can hold no second line."""
LINE_PIXELS = 40
"""Height to which a single line is enlarged before it is looked at, so that its crops are cut finely."""
MARGINS = (0.3, 0.0, 0.7)
"""Heights of the first crops tried of a single line, over that of the picture, less one."""
CERTAIN = 0.97
"""Mean probability of the characters from which no other crop is tried."""


def is_cropped(picture: np.ndarray) -> bool:
    """Whether a picture (H, W, ...) is too long to be that of a card."""
    height, width = picture.shape[:2]
    return bool(max(height, width) >= CROPPED * min(height, width))


def read_cropped(picture: np.ndarray, reader: Reads) -> ZoneReading | None:
    """The lines on a picture (H, W[, 3 or 4]) uint8 that shows nothing else, one line or a whole zone, written along
    its longer side either way; None where there are none. One line is a zone of one line, of which only the check
    digits are looked at that need no other."""
    plain = gray(picture)
    if plain.shape[0] > plain.shape[1]:
        found = read_cropped(np.ascontiguousarray(np.rot90(plain)), reader)
        return _moved(found, plain.shape[1]) if found else None
    long = plain.shape[1] / plain.shape[0]
    zone = None if long >= SURELY_ONE else _whole(plain, reader)
    if long < ONE_LINE or (zone is not None and zone.legible):
        return zone
    return _single(plain, reader) or zone


def _whole(plain: np.ndarray, reader: Reads) -> ZoneReading | None:
    margin = max(round(0.25 * plain.shape[0]), 8)
    found = next(iter(read_zones(on_paper(plain, margin, margin), reader, (0,))), None)
    return _shifted(found, margin, 1.0) if found else None


def _single(plain: np.ndarray, reader: Reads) -> ZoneReading | None:
    scale = max(1.0, LINE_PIXELS / plain.shape[0])
    large = cv2.resize(plain, None, fx=scale, fy=scale, interpolation=cv2.INTER_LANCZOS4) if scale > 1 else plain
    best = _line(large, reader)
    resolution = resolve_line(best.odds) if best else None
    return _shifted(ZoneReading(resolution, (best,)), 0, scale) if best and resolution else None


def _line(plain: np.ndarray, reader: Reads) -> Candidate | None:
    """The best reading of the picture as one line, placed in its own pixels."""
    height, width = plain.shape
    margin = round(1.2 * height)
    sheet = on_paper(plain, margin, margin)
    middle = ((sheet.shape[1] - 1) / 2, (sheet.shape[0] - 1) / 2)
    found: list[Candidate] = []
    for more in MARGINS:
        whole = Strip(middle, (1.0, 0.0), width + 0.8 * height, (1 + more) * height)
        able = candidates(sheet, whole, reader)
        if able:
            found.append(refined(sheet, max(able, key=_fitting), reader))
        if any(line.confidence >= CERTAIN for line in found):
            break
    best = max(found, key=lambda line: line.confidence, default=None)
    return replace(best, strip=_at(best.strip, -margin, 1.0)) if best else None


def _fitting(line: Candidate) -> float:
    """The line is all there is, so one that leaves characters over is of another width."""
    return line.confidence - 0.03 * abs(line.spare)


def on_paper(plain: np.ndarray, across: int, along: int) -> np.ndarray:
    """The picture (H, W) with `across` rows and `along` columns of its own paper on each side."""
    size = max(round(0.5 * min(plain.shape)) | 1, 3)
    paper = cv2.morphologyEx(plain, cv2.MORPH_CLOSE, np.ones((size, size), np.uint8))
    paper = cv2.blur(paper, (size, size))
    sheet = cv2.copyMakeBorder(paper, across, across, along, along, cv2.BORDER_REPLICATE)
    sheet[across : across + plain.shape[0], along : along + plain.shape[1]] = plain
    return np.asarray(sheet)


def _at(strip: Strip, shift: float, scale: float) -> Strip:
    center = ((strip.center[0] + shift) / scale, (strip.center[1] + shift) / scale)
    return Strip(center, strip.along, strip.length / scale, strip.height / scale)


def shifted(zone: ZoneReading, left: int, top: int) -> ZoneReading:
    """The zone of a part of a picture, in the pixels of the whole one."""
    lines = []
    for line in zone.candidates:
        x, y = line.strip.center
        lines.append(replace(line, strip=replace(line.strip, center=(x + left, y + top))))
    return replace(zone, candidates=tuple(lines))


def _shifted(zone: ZoneReading, margin: int, scale: float) -> ZoneReading:
    """The zone in the pixels of the picture without its margin, before it was enlarged."""
    lines = [
        replace(line, strip=_at(line.strip, -margin, scale), places=line.places / scale) for line in zone.candidates
    ]
    return replace(zone, candidates=tuple(lines))


def _moved(zone: ZoneReading, width: int) -> ZoneReading:
    """The zone of a picture turned a quarter to the left, in the pixels of the picture before."""
    lines = []
    for line in zone.candidates:
        (x, y), (ax, ay) = line.strip.center, line.strip.along
        turned = Strip((width - 1 - y, x), (-ay, ax), line.strip.length, line.strip.height)
        lines.append(replace(line, strip=turned))
    return replace(zone, candidates=tuple(lines))
