"""Regions as layoutparser objects and back."""

from dataclasses import replace

import layoutparser
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.layout import from_layout, to_layout
from extractors.types import Box, Page, Quad, Region, Word

PAGE = Page(2, 600, 800, words=(Word("Total", Box(12, 12, 40, 20)), Word("far", Box(300, 300, 320, 310))))
TEXT = Region("text", Box(10, 10, 100, 30), 0.9)
TICKED = Region("checkbox", Box(10, 50, 20, 60), 0.8, state=True)
CODE = Region("barcode", Box(0, 0, 9, 9), 1.0, text="payload", quad=Quad(((1, 0), (9, 1), (8, 9), (0, 8))))


def test_blocks_have_type_score_and_text():
    layout = to_layout(replace(PAGE, regions=(TEXT, TICKED, CODE)))
    assert isinstance(layout, layoutparser.Layout)
    assert [block.type for block in layout] == ["text", "checkbox", "barcode"]
    assert [block.text for block in layout] == ["Total", "selected", "payload"]
    assert layout[0].coordinates == (10, 10, 100, 30) and layout[0].score == 0.9
    assert layout.page_data["page"] == 2


def test_layoutparser_can_filter_them():
    layout = to_layout(replace(PAGE, regions=(TEXT, TICKED)), scale=2.0)
    inside = layout.filter_by(layoutparser.Rectangle(0, 90, 50, 130), center=True)
    assert [block.type for block in inside] == ["checkbox"]


def test_blocks_of_other_models_become_regions():
    block = layoutparser.TextBlock(layoutparser.Rectangle(10, 10, 50, 50), type="Figure")
    page = from_layout(layoutparser.Layout([block, block.set(type="List", text="a b")]), PAGE, scale=2.0)
    assert [region.kind for region in page.regions] == ["figure", "text"]
    assert page.regions[0].box == Box(5, 5, 25, 25)


side = st.floats(0, 500, allow_nan=False, width=32)
boxes = st.builds(lambda x, y, w, h: Box(x, y, x + w, y + h), side, side, side, side)
kinds = st.sampled_from(["title", "text", "table", "figure", "card", "signature"])
plain = st.builds(Region, kinds, boxes, st.floats(0, 1))
marked = st.builds(lambda box, on: Region("checkbox", box, 0.5, state=on), boxes, st.booleans())


@settings(max_examples=40)
@given(st.lists(plain | marked, max_size=6))
def test_there_and_back(regions):
    page = replace(PAGE, regions=tuple(regions))
    assert from_layout(to_layout(page), page) == page


def test_there_and_back_with_corners():
    page = replace(PAGE, regions=(CODE,))
    (back,) = from_layout(to_layout(page, scale=2.0), page, scale=2.0).regions
    assert back.quad == CODE.quad and back.text == "payload"
