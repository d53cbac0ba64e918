"""Cards as pictures: each made upright and flat, with portrait and signature on it, and the way back to the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from extractors.id_cards.outline import OTHER, SIZES
from extractors.read.images import load_image, pixels_per_point
from extractors.types import Box, Document, Entity, Extraction, Page, Quad

LARGEST = 1600
"""Pixels of the longer side of a card's picture at most."""
LEAST = 200
PORTRAIT = (0.95, 1.75)
"""Height over width of a portrait (9303-4: 45 mm by 35 mm, with what issuers make of it)."""


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
        corners = [[[box.x0, box.top], [box.x1, box.top], [box.x1, box.bottom], [box.x0, box.bottom]]]
        (tl, tr, br, bl) = cv2.perspectiveTransform(np.array(corners, float), self.to_page)[0].tolist()
        return Quad((tuple(tl), tuple(tr), tuple(br), tuple(bl)))

    def of_page(self, box: Box) -> Box:
        """The box in the picture around a box of the page."""
        corners = [[[box.x0, box.top], [box.x1, box.top], [box.x1, box.bottom], [box.x0, box.bottom]]]
        placed = cv2.perspectiveTransform(np.array(corners, float), np.linalg.inv(self.to_page))[0]
        return Box(*placed.min(axis=0).tolist(), *placed.max(axis=0).tolist())


def card_pictures(document: Document, extraction: Extraction) -> Iterator[CardPicture]:
    """A picture for every card of an answer whose corners are known, in the order of the answer. Page images are
    read."""
    for page in document.pages:
        cards = [e for e in extraction.entities if e.kind == "card" and e.page == page.number and e.quad]
        if cards and page.image:
            image = load_image(page)
            for card in cards:
                yield _picture(page, image, card, extraction.entities)


def _picture(page: Page, image: np.ndarray, card: Entity, entities: Sequence[Entity]) -> CardPicture:
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
    bare = CardPicture(page.number, card.text, made, to_page, ())
    return CardPicture(page.number, card.text, made, to_page, tuple(_parts(bare, entities)))


def _parts(card: CardPicture, entities: Sequence[Entity]) -> Iterator[Part]:
    """Portraits and signatures that layout found on the card; a portrait that it did not find is sought on it."""
    height, width = card.picture.shape[:2]
    whole, found = Box(0, 0, width, height), set()
    for entity in entities:
        if entity.kind in ("portrait", "signature") and entity.page == card.page:
            inside = card.of_page(entity.box).overlap(whole)
            if inside is not None and inside.area > 0.5 * card.of_page(entity.box).area:
                found.add(entity.kind)
                yield Part(entity.kind, inside)
    if "portrait" not in found and (box := portrait(card.picture)) is not None:
        yield Part("portrait", box)


def portrait(picture: np.ndarray) -> Box | None:
    """The portrait on an upright card (H, W[, 3]) uint8: the largest upright patch of shades on its outer thirds; None
    where there is none."""
    grey = picture if picture.ndim == 2 else cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    scale = 256 / max(grey.shape)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    smooth = cv2.medianBlur(small, 11)  # thin strokes go, areas of shade stay
    _, mask = cv2.threshold(smooth, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((13, 13), np.uint8))
    mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((15, 15), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask)
    boxes = [Box(x, y, x + w, y + h) for x, y, w, h, area in stats[1:].tolist() if area > 0.4 * w * h]
    likely = [box for box in boxes if _portrait_like(box, small.shape[1], small.shape[0])]
    best = max(likely, key=lambda box: box.area, default=None)
    return Box(*(value / scale for value in best)) if best else None


def _portrait_like(box: Box, width: int, height: int) -> bool:
    outer = box.x1 < 0.55 * width or box.x0 > 0.6 * width
    large = 0.025 < box.area / (width * height) < 0.3
    return outer and large and PORTRAIT[0] <= box.height / max(box.width, 1.0) <= PORTRAIT[1]
