"""Characters in boxes of their own."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from extractors.read.combs import comb_look, combs
from extractors.read.line_look import text_reader
from extractors.read.prepare import Prepared, prepare
from extractors.types import Box, Word


def _page(groups: tuple[str, ...], glued: bool = False) -> Prepared:
    """Groups of boxes 40 x 66 pixels, a dash between; some lines of text above give the size of letters."""
    image = Image.new("L", (1200, 500), 255)
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(size=28)
    for row in range(4):
        draw.text((60, 20 + 45 * row), "Enter the number of the person who signs", fill=0, font=font)
    x = 100
    for group in groups:
        for character in group:
            draw.rectangle((x, 300, x + 40, 366), outline=0, width=3)
            draw.text((x + 20, 333), character * (2 if glued else 1), fill=0, font=font, anchor="mm")
            x += 40
        draw.line((x + 12, 333, x + 28, 333), fill=0, width=3)
        x += 40
    return prepare(np.asarray(image))


def test_every_box_is_read_in_its_place() -> None:
    page = _page(("123", "45", "6789"))
    words = sorted(comb_look(page, [], text_reader().read), key=lambda word: word.box.x0)
    assert [word.text for word in words] == list("123456789")
    cells = sorted((cell for comb in combs(page) for cell in comb), key=lambda cell: cell.x0)
    assert all(cell.holds(word.box.center) for cell, word in zip(cells, words, strict=True))


def test_what_was_read_in_the_boxes_gives_way_and_all_else_stays() -> None:
    page = _page(("4711", "08"))
    first = combs(page)[0]
    wrong = Word("7", Box.around(first), 0.98, "ocr")
    two = Word("47", Box(first[0].center[0] - 5, 325, first[1].center[0] + 5, 341), 0.9, "ocr")
    outside = Word("signs", Box(500, 20, 600, 50), 0.98, "ocr")
    words = comb_look(page, [wrong, two, outside], text_reader().read)
    assert outside in words and wrong not in words and two not in words
    assert sorted(word.text for word in words if word is not outside) == sorted("471108")


def test_boxes_without_ink_and_with_whole_words_are_left_alone() -> None:
    word = Word("12", Box(110, 310, 130, 350), 0.9, "ocr")
    assert comb_look(_page(("    ", "  ")), [word], text_reader().read) == [word]
    assert comb_look(_page(("WMWM",), glued=True), [word], text_reader().read) == [word]
