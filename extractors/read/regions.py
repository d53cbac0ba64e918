"""The regions of a page in reading order, without weights: text, tables, pictures, boxes, barcodes, signatures.

Words, rulings and widgets say most of it; what a PDF page draws besides is asked from PDFium (4 ms); pixels are
decoded only where a raster image or a drawn barcode makes that worth while.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, partial

from extractors.read.barcodes import find_barcodes
from extractors.read.blocks import blocks_of, text_regions, text_runs, usual_height
from extractors.read.checkboxes import page_boxes, stands_apart
from extractors.read.drawing import Drawing, read_drawing
from extractors.read.figures import cards, photographs, pictures, rest, signatures
from extractors.read.grids import table_regions
from extractors.read.images import find_page
from extractors.read.ink import Ink, page_ink
from extractors.read.inkboxes import scanned_boxes
from extractors.read.options import ReadOptions
from extractors.read.order import in_order
from extractors.routing import route
from extractors.types import Box, Document, Page, Region, Word

PICTURE_SIDE = 24.0  # points: smaller raster images are ornaments, smaller than any barcode that could be read
BOX_SIDES = 5.0, 24.0  # points: raster images that may be a check box
MOST_BOXES = 200  # a page with more such images is a map or a chart
CARD_SIDE = 100.0  # points: ID-1 is 243 by 153
MARGIN = 6.0  # points around an image that are looked at with it
WHOLE_PAGE = 0.6  # share of the page that makes a raster image a scan

Look = Callable[[], Ink]  # the page's picture, loaded when it is first asked for


def page_regions(document: Document, number: int, options: ReadOptions, folder: str) -> Page:
    """PageStep: fills `Page.regions`, in reading order, and then `Page.families`. `folder` is not written to."""
    page = find_page(document, number)
    drawing = _in_reading_frame(read_drawing(document, number, options), page)
    look = cache(partial(page_ink, page))
    page = replace(page, regions=find_regions(page, drawing, look))
    return replace(page, families=_families(page, look))


def _families(page: Page, look: Look) -> tuple[str, ...]:
    """As routed; a scanned page is also looked at for a machine readable zone that OCR did not read as one."""
    from extractors.registry import FAMILIES

    named = route(page)
    if "id_cards" in named or page.text_source != "ocr" or not page.image:
        return named
    from extractors.id_cards.sighting import shows_zone

    return tuple(name for name in FAMILIES if name in (*named, "id_cards")) if shows_zone(page, look().gray) else named


def find_regions(page: Page, drawing: Drawing, look: Look) -> tuple[Region, ...]:
    """All regions of a page with words and rulings; pixels of `Page.image` are asked for when they are needed."""
    runs = text_runs(page.words, page.rulings)
    blocks = blocks_of(runs, page.rulings)
    found = page_boxes(page, drawing.shapes)
    places = _places(page, drawing) if page.image else []
    if page.image and page.box not in places:
        found += [region for region in _box_pictures(page, drawing, look) if stands_apart(region, found)]
    found += _pixel_regions(page, places, look)
    tables = table_regions(runs, page.rulings, page.box)
    found += tables
    found += _outside(text_regions(blocks, usual_height(runs)), tables)
    return in_order(_pictures(found, drawing, page))


def _in_reading_frame(drawing: Drawing, page: Page) -> Drawing:
    if page.transform.is_identity:
        return drawing
    back = page.transform.inverse()
    return replace(
        drawing,
        images=tuple(back.box(box) for box in drawing.images),
        shapes=tuple(replace(shape, box=back.box(shape.box)) for shape in drawing.shapes),
        busy=tuple(back.box(box) for box in drawing.busy),
    )


def _outside(texts: Sequence[Region], tables: Sequence[Region]) -> list[Region]:
    """Text that lies inside a table belongs to the table."""
    return [text for text in texts if all(text.box.covered_by(table.box) < 0.6 for table in tables)]


def _box_pictures(page: Page, drawing: Drawing, look: Look) -> list[Region]:
    """Check boxes of a born-digital page that are raster images, one each, as word processors place them."""
    small = [image for image in drawing.images if _may_be_a_box(image)]
    if not 0 < len(small) <= MOST_BOXES:
        return []
    parts = [(image, part) for image in small if (part := look().part(image.grow(MARGIN))) is not None]
    return [
        region
        for image, part in parts
        for region in scanned_boxes(part.sized(), page.words)
        if region.kind == "checkbox" and region.box.iou(image) > 0.25  # the image may have a margin
    ]


def _may_be_a_box(image: Box) -> bool:
    return BOX_SIDES[0] <= min(image.width, image.height) and max(image.width, image.height) <= BOX_SIDES[1]


def _pixel_regions(page: Page, places: Sequence[Box], look: Look) -> list[Region]:
    if not places:
        return []
    ink = look()
    read = [word.box for word in page.words if word.confidence > 0.5]
    found: list[Region] = []
    for place in places:
        part = ink if place == page.box else ink.part(place)
        if part is not None:
            found += find_barcodes(part, read, thorough=place == page.box)
            found += cards(part.sized()) if min(place.width, place.height) >= CARD_SIDE else []
            found += photographs(part.sized()) if place == page.box else []
            found += _scan_regions(page, part.sized(), found) if _is_scan(place, page) else []
    return found


def _is_scan(place: Box, page: Page) -> bool:
    """The whole page, and a picture with words that only OCR could read."""
    return place == page.box or any(word.source == "ocr" and place.holds(word.box.center) for word in page.words)


def _scan_regions(page: Page, ink: Ink, codes: Sequence[Region]) -> list[Region]:
    """What only a scanned page needs pixels for; codes and boxes are wiped out before the rest is looked at."""
    boxes = scanned_boxes(ink, page.words)
    boxes = [
        box for box in boxes if all(box.box.covered_by(code.box) < 0.5 for code in codes if code.kind == "barcode")
    ]
    known = [Word("", region.box) for region in (*codes, *boxes) if region.kind in ("barcode", "checkbox", "radio")]
    left = rest(ink, [*page.words, *known], page.rulings)
    signed = signatures(ink, left, page.words)
    shown = [figure for figure in pictures(ink, left) if all(figure.box.iou(sign.box) < 0.5 for sign in signed)]
    return [*boxes, *signed, *shown]


def _places(page: Page, drawing: Drawing) -> list[Box]:
    """Where pixels are worth looking at: the whole page when it is a picture, else its raster images and drawn bars."""
    if page.text_source == "ocr" or not (drawing.complete or page.words):
        return [page.box]
    if any(image.covered_by(page.box) * image.area > WHOLE_PAGE * page.box.area for image in drawing.images):
        return [page.box]
    large = [image for image in drawing.images if min(image.width, image.height) >= PICTURE_SIDE]
    return [common for box in (*large, *drawing.busy) if (common := box.grow(MARGIN).overlap(page.box))]


def _pictures(found: list[Region], drawing: Drawing, page: Page) -> list[Region]:
    """Adds a figure for every raster image that is no scan of the page and no barcode."""
    codes = [region.box for region in found if region.kind == "barcode"]
    for image in drawing.images:
        box = image.overlap(page.box)
        if box is None or min(box.width, box.height) < PICTURE_SIDE or box.area > WHOLE_PAGE * page.box.area:
            continue
        if all(code.iou(box) < 0.5 for code in codes):
            found.append(Region("figure", box, 0.9))
    return found
