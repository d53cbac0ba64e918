"""Why a picture gave no zone, or one that is not accepted: a word for programs and a sentence for people.

Neither holds anything that stands on the card.
"""

from __future__ import annotations

import numpy as np

from extractors.id_cards.reader import ALONE, Reads, ZoneReading, grown, read_zones
from extractors.id_cards.zone import gray, strips

EMPTY = 3.0
"""Standard deviation of the grey levels under which nothing stands on a picture."""
CUT = 10
"""Characters from which a line that is too short for a zone may be a part of one."""
LOOKED_AT = 12
"""Lines of text, the longest, that are asked whether they are parts of a zone."""
REASONS = {
    "empty": "nothing stands on the picture",
    "mirrored": "the picture is a mirror image: mirrored back it shows a zone",
    "cut off": "a line looks like part of a zone, but not all of its characters are on the picture",
    "no zone": "no lines of a machine-readable zone, or in letters other than those of one, or not legible",
    "no check digits": "one line without check digits of its own: read, not proved",
    "ambiguous": "a character must be wrong, and several repairs are as probable",
    "not legible": "every check digit is right, but names or codes are not clear enough to be sure",
    "check digits wrong": "check digits are wrong, as printed or as read",
    "accepted": "",
}
"""Verdict -> what to tell a person."""


def verdict(zone: ZoneReading) -> str:
    """The verdict on a zone that was read."""
    if zone.accepted:
        return "accepted"
    if not zone.resolution.layout.all_checks:
        return "no check digits"
    if zone.resolution.ambiguous:
        return "ambiguous"
    return "not legible" if zone.valid else "check digits wrong"


def why_none(picture: np.ndarray, reader: Reads) -> str:
    """The verdict on a picture (H, W[, 3 or 4]) uint8 on which no zone was found."""
    plain = gray(picture)
    if float(plain.std()) < EMPTY:
        return "empty"
    mirrored = read_zones(np.ascontiguousarray(plain[:, ::-1]), reader, (0, 90))
    if any(zone.valid for zone in mirrored):
        return "mirrored"
    return "cut off" if _part_of_a_zone(plain, reader) else "no zone"


def _part_of_a_zone(plain: np.ndarray, reader: Reads) -> bool:
    for turn in (0, 90):
        for strip in strips(plain, turn)[:LOOKED_AT]:
            for way in (strip, strip.turned()):
                _, _, raw = grown(plain, way, reader)
                if len(raw.at) >= CUT and raw.confidence >= ALONE and raw.text.count("<") >= 2:
                    return True
    return False
