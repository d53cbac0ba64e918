"""Page.regions as layoutparser's `Layout` of `TextBlock`s, and back: the one place that knows both.

Only layoutparser's data model is used. Its labelled drawing is broken on Pillow 10 and later (`extractors.overlay`
draws instead) and its models need weights that are downloaded.
"""

from __future__ import annotations

from dataclasses import replace
from typing import cast, get_args

import layoutparser
from layoutparser.elements import Layout, Quadrilateral, Rectangle, TextBlock

from extractors.types import Box, Page, Point, Quad, Region, RegionKind

MARKS = {True: "selected", False: "unselected"}
"""What stands as text in the block of a check box or radio button."""


def to_layout(page: Page, scale: float = 1.0) -> Layout:
    """The page's regions in reading order, one TextBlock each: its type is the kind, its score the confidence, its
    text the payload of a barcode, the state of a check box, or the words inside. Coordinates are points of the reading
    frame times `scale` (pixels of the page's picture: `images.pixels_per_point`)."""
    blocks = [_block(region, page, number, scale) for number, region in enumerate(page.regions)]
    return Layout(blocks, page_data={"page": page.number, "width": page.width * scale, "height": page.height * scale})


def from_layout(layout: Layout, page: Page, scale: float = 1.0) -> Page:
    """The page with the layout's blocks as regions, in the layout's order; types that docrow has no word for become
    "figure" where there is no text and "text" where there is. The symbology of a barcode is not kept by layoutparser.
    """
    return replace(page, regions=tuple(_region(block, scale) for block in layout))


def _block(region: Region, page: Page, number: int, scale: float) -> TextBlock:
    shape = _quadrilateral(region.quad, scale) if region.quad else Rectangle(*(v * scale for v in region.box))
    return TextBlock(shape, text=_text(region, page), id=number, type=region.kind, score=region.confidence)


def _quadrilateral(quad: Quad, scale: float) -> Quadrilateral:
    import numpy as np

    return Quadrilateral(np.array(quad.points, dtype=float) * scale)


def _text(region: Region, page: Page) -> str:
    if region.state is not None:
        return MARKS[region.state]
    if region.kind == "barcode":
        return region.text
    return " ".join(word.text for word in page.words if region.box.holds(word.box.center))


def _region(block: TextBlock, scale: float) -> Region:
    kind = _kind(block)
    x0, top, x1, bottom = (v / scale for v in block.coordinates)
    text = block.text or ""
    return Region(
        kind,
        Box(x0, top, x1, bottom),
        1.0 if block.score is None else float(block.score),
        text=text if kind == "barcode" else "",
        state=text == MARKS[True] if kind in ("checkbox", "radio") else None,
        quad=_quad(block, scale),
    )


def _kind(block: TextBlock) -> RegionKind:
    name = str(block.type or "").lower()
    if name in get_args(RegionKind):
        return cast(RegionKind, name)
    return "text" if block.text else "figure"


def _quad(block: TextBlock, scale: float) -> Quad | None:
    if not isinstance(block.block, layoutparser.Quadrilateral):
        return None
    tl, tr, br, bl = ((float(x) / scale, float(y) / scale) for x, y in block.block.points)
    corners: tuple[Point, Point, Point, Point] = (tl, tr, br, bl)
    return Quad(corners)
