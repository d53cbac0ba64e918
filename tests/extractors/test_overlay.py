"""The drawing shows what was found, where it was found, and failed checks in red."""

import math
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from extractors.overlay import DOUBTFUL, FAILED, KEY, ON_CARDS, TABLE, VALUE, draw_page, failed_checks
from extractors.types import (
    Box,
    Cell,
    Check,
    Entity,
    Extraction,
    Field,
    Page,
    Part,
    Quad,
    Region,
    Source,
    Table,
    Transform,
    Word,
)

PAGE = Page(1, 600, 800, words=(Word("Name", Box(50, 50, 90, 62)),), text_source="text")
FIELD = Field("name", "Jane", 1, Box(120, 50, 160, 62), 0.9, key_box=Box(50, 50, 90, 62))
CELLS = (
    Cell("a", 0, 0, 1, Box(50, 200, 250, 220), column_span=2, header=True),
    Cell("1", 1, 0, 1, Box(50, 220, 150, 240)),
    Cell("2", 1, 1, 1, Box(150, 220, 250, 240)),
)
GRID = Table((Part(1, Box(50, 200, 250, 240)),), CELLS)


def blank(width: int = 900, height: int = 1200) -> Image.Image:
    return Image.new("RGB", (width, height), "white")


def near(picture: Image.Image, box: Box, page: Page, colour: tuple[int, int, int], slack: int = 40) -> bool:
    """Is there a pixel of about that colour in a box given in points of the page as displayed?"""
    scale = picture.width / page.width
    x0, y0, x1, y1 = (v * scale for v in box)
    crop = np.asarray(picture)[math.floor(y0) : math.ceil(y1), math.floor(x0) : math.ceil(x1)].astype(int)
    return bool((np.abs(crop - np.array(colour)).max(axis=2) < slack).any())


def test_key_value_and_the_line_between():
    picture = draw_page(PAGE, [Extraction("d", "forms", "rules", fields=(FIELD,))], blank())
    assert picture.mode == "RGB" and picture.width >= 900
    assert near(picture, FIELD.box.grow(3), PAGE, VALUE)
    assert near(picture, FIELD.key_box.grow(3), PAGE, KEY, slack=64)
    assert near(picture, Box(95, 52, 115, 60), PAGE, VALUE)


def test_doubtful_words_are_drawn_and_counted_in_a_colour_of_their_own():
    doubted = replace(PAGE, doubtful=(Word("~ane", Box(300, 300, 360, 320), 0.2, "ocr"),))
    plain, picture = draw_page(PAGE, [], blank()), draw_page(doubted, [], blank())
    assert near(picture, doubted.doubtful[0].box.grow(2), doubted, DOUBTFUL, 60)
    assert not near(plain, doubted.doubtful[0].box.grow(2), doubted, DOUBTFUL, 60)
    below = Box(0, 802, 600, 820)
    assert near(picture, below, doubted, DOUBTFUL, 10) and not near(plain, below, PAGE, DOUBTFUL, 10)


def test_a_failed_check_is_red_and_named_below():
    failed = replace(FIELD, sources=(Source("mrz", "X", check=False),))
    extraction = Extraction("d", "id_cards", "rules", fields=(failed,), checks=(Check("composite", False),))
    picture = draw_page(PAGE, [extraction], blank())
    assert near(picture, FIELD.box.grow(3), PAGE, FAILED)
    assert failed_checks([extraction], 1) == ["id_cards: composite", "id_cards: name fails its check"]
    assert picture.height > draw_page(PAGE, [replace(extraction, fields=(FIELD,), checks=())], blank()).height


def test_failed_checks_hold_no_values():
    failed = replace(FIELD, value="SECRET", sources=(Source("mrz", "SECRET", check=False),))
    assert not any("SECRET" in line for line in failed_checks([Extraction("d", "f", "m", fields=(failed,))], 1))


def test_tables_are_drawn_and_other_pages_are_not():
    picture = draw_page(PAGE, [Extraction("d", "tables", "rules", tables=(GRID,))], blank())
    assert near(picture, Box(40, 195, 260, 245), PAGE, TABLE)
    other = replace(GRID, parts=(Part(2, Box(50, 200, 250, 240)),), cells=tuple(replace(c, page=2) for c in CELLS))
    empty = draw_page(PAGE, [Extraction("d", "tables", "rules", tables=(other,))], blank())
    assert not near(empty, Box(40, 195, 260, 245), PAGE, TABLE)


@pytest.mark.parametrize(
    "kind", ["title", "text", "table", "figure", "card", "checkbox", "radio", "barcode", "signature"]
)
def test_every_kind_of_region_is_drawn(kind):
    region = Region(kind, Box(300, 300, 380, 360), 0.8, state=True if kind in ("checkbox", "radio") else None)
    with_region = np.asarray(draw_page(replace(PAGE, regions=(region,)), [], blank())).astype(int)
    without = np.asarray(draw_page(PAGE, [], blank())).astype(int)
    height = min(len(with_region), len(without)) - 60
    assert (with_region[:height] != without[:height]).any()


def test_a_card_at_an_angle_is_drawn_along_its_corners():
    quad = Quad(((100, 100), (300, 150), (270, 280), (70, 230)))
    region = Region("card", quad.box, 0.8, quad=quad)
    picture = draw_page(replace(PAGE, regions=(region,)), [], blank())
    assert near(picture, Box(195, 120, 205, 130), PAGE, (8, 145, 178))


def test_a_portrait_is_drawn_along_its_corners_on_a_turned_page():
    corners = Quad(((100, 100), (200, 120), (190, 240), (90, 220)))
    portrait = Entity("portrait", "", 1, (corners.box,), 0.8, corners)
    turned = replace(PAGE, words=(), transform=Transform(0, 1, 0, -1, 0, 800))
    answers = [Extraction("d", "id_cards", "rules", entities=(portrait, Entity("card", "TD3", 1, (corners.box,))))]
    for page in (PAGE, turned):
        picture = draw_page(page, answers, blank())
        for x, y in page.transform.corners(corners).points:
            assert near(picture, Box(x - 3, y - 3, x + 3, y + 3), page, ON_CARDS["portrait"])
    assert not near(draw_page(PAGE, [], blank()), corners.box, PAGE, ON_CARDS["portrait"])


def test_boxes_of_a_turned_page_come_back_to_the_page_as_displayed():
    """A page lying on its side: the reading frame is turned by 90 degrees against the page as displayed."""
    turned = Transform(0, 1, 0, -1, 0, 800)  # reading (x, y) -> displayed (y, 800 - x)
    page = replace(PAGE, transform=turned, words=())
    picture = draw_page(page, [Extraction("d", "forms", "rules", fields=(FIELD,))], blank())
    assert near(picture, turned.box(FIELD.box).grow(3), page, VALUE)
    assert not near(picture, FIELD.box.grow(3), page, VALUE)


@pytest.mark.parametrize("size", [(1, 1), (30, 4000), (4000, 30), (5000, 7000)])
def test_pictures_of_any_size(size):
    page = Page(1, *map(float, size))
    assert max(draw_page(page, [], blank(*size)).size) <= 2_600
