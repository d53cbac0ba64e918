"""Cards as pictures: each made upright and flat, with portrait and signature on it, and the way back to the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from extractors.id_cards.outline import OTHER, SIZES
from extractors.id_cards.portraits import portrait
from extractors.read.images import load_image, pixels_per_point
from extractors.types import Box, Document, Entity, Extraction, Page, Quad

LARGEST = 1600
"""Pixels of the longer side of a card's picture at most."""
LEAST = 200


@dataclass(frozen=True, slots=True)
class Part:
    """A portrait or signature: its box in pixels of the card's picture."""

    kind: str
    box: Box


@dataclass(frozen=True, slots=True)
class CardPicture:
    """`picture` (H, W[, 3]) uint8, upright; `to_page` (3, 3): from its pixels to points of the page (reading frame)."""

    page: int
    format: str
    picture: np.ndarray
    to_page: np.ndarray
    parts: tuple[Part, ...]

    def on_page(self, box: Box) -> Quad:
        """A box of the picture as corners on the page, in points."""
        (tl, tr, br, bl) = cv2.perspectiveTransform(np.array([_corners(box)], float), self.to_page)[0].tolist()
        return Quad((tuple(tl), tuple(tr), tuple(br), tuple(bl)))

    def of_page(self, place: Box | Quad) -> Box:
        """The box in the picture around a box or four corners on the page."""
        points = place.points if isinstance(place, Quad) else _corners(place)
        placed = cv2.perspectiveTransform(np.array([points], float), np.linalg.inv(self.to_page))[0]
        return Box(*placed.min(axis=0).tolist(), *placed.max(axis=0).tolist())


def _corners(box: Box) -> list[tuple[float, float]]:
    return [(box.x0, box.top), (box.x1, box.top), (box.x1, box.bottom), (box.x0, box.bottom)]


def card_pictures(document: Document, extraction: Extraction) -> Iterator[CardPicture]:
    """A picture for every card of an answer whose corners are known, in the order of the answer. Page images are
    read."""
    for page in document.pages:
        cards = [e for e in extraction.entities if e.kind == "card" and e.page == page.number and e.quad]
        if cards and page.image:
            image = load_image(page)
            for card in cards:
                yield _picture(page, image, card, extraction.entities)


def portraits(document: Document, cards: Sequence[Entity]) -> Iterator[Entity]:
    """The portrait on each card whose corners are known, with its corners on the page. Page images are read."""
    for page in document.pages:
        known = [card for card in cards if card.page == page.number and card.quad]
        if not known or not page.image:
            continue
        image = load_image(page)
        for card in known:
            flat = flattened(page, image, card)
            found = portrait(flat.picture, flat.format)
            if found is not None:
                quad = flat.on_page(found[0])
                yield Entity("portrait", "", page.number, (quad.box,), found[1], quad)


def _picture(page: Page, image: np.ndarray, card: Entity, entities: Sequence[Entity]) -> CardPicture:
    flat = flattened(page, image, card)
    return replace(flat, parts=tuple(_parts(flat, entities)))


def flattened(page: Page, image: np.ndarray, card: Entity) -> CardPicture:
    """The card made upright and flat, without parts."""
    assert card.quad is not None
    scale = pixels_per_point(page, image)
    corners = np.array(card.quad.points, float)
    sides = np.hypot(*(np.roll(corners, -1, axis=0) - corners).T) * scale
    wide, high = SIZES.get(card.text, OTHER)
    if max(sides[1], sides[3]) > max(sides[0], sides[2]):
        wide, high = min(wide, high), max(wide, high)
    longer = float(np.clip(sides.max(), LEAST, LARGEST))
    size = (round(longer * wide / max(wide, high)), round(longer * high / max(wide, high)))
    flat = np.array([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]], np.float32)
    to_page = cv2.getPerspectiveTransform(flat, corners.astype(np.float32))
    to_pixels = cv2.getPerspectiveTransform(flat, (corners * scale).astype(np.float32))
    way = cv2.INTER_AREA | cv2.WARP_INVERSE_MAP if sides.max() > 2 * longer else cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    made = cv2.warpPerspective(image, to_pixels, size, flags=way, borderMode=cv2.BORDER_REPLICATE)
    return CardPicture(page.number, card.text, made, to_page, ())


def _parts(card: CardPicture, entities: Sequence[Entity]) -> Iterator[Part]:
    """The portraits and signatures of an answer that lie on the card."""
    height, width = card.picture.shape[:2]
    for entity in entities:
        if entity.kind in ("portrait", "signature") and entity.page == card.page:
            box = card.of_page(entity.quad or entity.box)
            inside = box.overlap(Box(0, 0, width, height))
            if inside is not None and inside.area > 0.5 * box.area:
                yield Part(entity.kind, inside)
