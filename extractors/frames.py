"""From the reading frame to the page as displayed: the one place where boxes leave or enter docrow's own frame."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

from extractors.types import Box, Document, Entity, Extraction, Field, Page, Region, Table, Transform

OptionalBox = TypeVar("OptionalBox", Box, Box | None)


def displayed(extraction: Extraction, document: Document) -> Extraction:
    """The same answer with every box on the page as displayed."""
    return _map(extraction, {page.number: page.transform for page in document.pages})


def reading(extraction: Extraction, document: Document) -> Extraction:
    """The same answer with boxes from the page as displayed brought into the reading frame."""
    return _map(extraction, {page.number: page.transform.inverse() for page in document.pages})


def displayed_page(page: Page) -> Page:
    """The page with words, regions and rulings in the frame of the page as displayed; the transform is spent."""
    if page.transform.is_identity:
        return page
    box = page.transform.box
    return replace(
        page,
        words=tuple(replace(word, box=box(word.box)) for word in page.words),
        doubtful=tuple(replace(word, box=box(word.box)) for word in page.doubtful),
        regions=tuple(_map_region(region, page.transform) for region in page.regions),
        rulings=tuple(replace(ruling, box=box(ruling.box)) for ruling in page.rulings),
        transform=Transform(),
    )


def _map_region(region: Region, transform: Transform) -> Region:
    return replace(region, box=transform.box(region.box), quad=region.quad or transform.quad(region.box))


def _map(extraction: Extraction, transforms: dict[int, Transform]) -> Extraction:
    if all(transform.is_identity for transform in transforms.values()):
        return extraction

    def move(page: int, box: OptionalBox) -> OptionalBox:
        return transforms[page].box(box) if box is not None and page in transforms else box

    return replace(
        extraction,
        fields=tuple(_map_field(field, move) for field in extraction.fields),
        tables=tuple(_map_table(table, move) for table in extraction.tables),
        entities=tuple(_map_entity(entity, transforms, move) for entity in extraction.entities),
    )


def _map_entity(entity: Entity, transforms: Mapping[int, Transform], move: Callable[[int, Box], Box]) -> Entity:
    boxes = tuple(move(entity.page, box) for box in entity.boxes)
    turned = transforms[entity.page].corners(entity.quad) if entity.quad and entity.page in transforms else entity.quad
    return replace(entity, boxes=boxes, quad=turned)


def _map_field(field: Field, move: Callable[[int, Box | None], Box | None]) -> Field:
    sources = tuple(replace(source, box=move(source.page, source.box)) for source in field.sources)
    return replace(field, box=move(field.page, field.box), key_box=move(field.page, field.key_box), sources=sources)


def _map_table(table: Table, move: Callable[[int, Box], Box]) -> Table:
    parts = tuple(replace(part, box=move(part.page, part.box)) for part in table.parts)
    cells = tuple(replace(cell, box=move(cell.page, cell.box)) for cell in table.cells)  # type: ignore[arg-type]
    return replace(table, parts=parts, cells=cells)
