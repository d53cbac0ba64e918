"""The print of a card that lies turned or tilted on its page: read once more on the card made flat.

Pages are read upright as a whole, and lines that run at another angle are lost there. Where the zone tells the corners
of such a card, its picture made flat is read by the same reader, and what is found is mapped back.
"""

from __future__ import annotations

from dataclasses import replace
from math import atan2, degrees

import cv2
import numpy as np

from extractors.id_cards.evidence import Evidence
from extractors.id_cards.pictures import CardPicture, flattened
from extractors.read.images import load_image
from extractors.read.ocr import default_ocr
from extractors.read.options import ReadOptions
from extractors.read.scan import read_scan
from extractors.types import Box, Entity, Page, Quad, Transform

TURNED = 4.0
"""Degrees between an edge of a card and the page from which on its lines are not read well there."""
LONGER = 1400
"""Pixels of the longer side of a flat card that is read."""
SMALL = 330.0
"""Pixels of the longer side of a card under which its print shows nothing to read."""


def is_turned(quad: Quad) -> bool:
    """Whether any edge of the card leaves the page's axes; one that lies on its side or head is turned too."""
    tl, tr, br, bl = quad.points
    level = [degrees(atan2(b[1] - a[1], b[0] - a[0])) for a, b in ((tl, tr), (bl, br))]
    upright = [degrees(atan2(b[0] - a[0], b[1] - a[1])) for a, b in ((tl, bl), (tr, br))]
    return max(abs(angle) for angle in (*level, *upright)) > TURNED


def flat_page(page: Page, quad: Quad, format_: str) -> tuple[Page, CardPicture] | None:
    """The card as a page of its own, with the words that are read on it, and its picture with the way back; None where
    the card is too small to be read. The page image is read."""
    card = flattened(page, load_image(page), Entity("card", format_, page.number, (quad.box,), quad=quad))
    height, width = card.picture.shape[:2]
    if max(height, width) < SMALL:
        return None
    gray = cv2.cvtColor(card.picture, cv2.COLOR_BGR2GRAY) if card.picture.ndim == 3 else card.picture
    times = LONGER / max(height, width)
    large = cv2.resize(gray, None, fx=times, fy=times, interpolation=cv2.INTER_CUBIC if times > 1 else cv2.INTER_AREA)
    scan = read_scan(np.ascontiguousarray(large), float(width), float(height), ReadOptions(), default_ocr())
    made = Page(page.number, float(width), float(height), words=scan.words, transform=scan.transform, text_source="ocr")
    return made, card


def on_page(item: Evidence, transform: Transform, card: CardPicture) -> Evidence:
    """Evidence from a flat card with its boxes where they are on the page."""

    def moved(box: Box | None) -> Box | None:
        return None if box is None else card.on_page(transform.box(box)).box

    return replace(item, box=moved(item.box), key_box=moved(item.key_box))
