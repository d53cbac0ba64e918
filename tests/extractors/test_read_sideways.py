"""Text that runs up or down a margin: found, turned, read, and put back where it stands."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.read.line_look import text_reader
from extractors.read.ocr import default_ocr
from extractors.read.options import ReadOptions
from extractors.read.prepare import prepare
from extractors.read.scan import read_scan
from extractors.read.sideways import columns, side_look
from extractors.types import Word


def page_with(number: str, down: bool) -> np.ndarray:
    """Ten lines of text, and a number along the right margin."""
    page = np.full((1400, 1100), 255, np.uint8)
    for row in range(10):
        cv2.putText(page, "Ordinary text of a page", (80, 120 + 90 * row), cv2.FONT_HERSHEY_SIMPLEX, 1.1, 0, 2)
    strip = np.full((60, 330), 255, np.uint8)
    cv2.putText(strip, number, (15, 44), cv2.FONT_HERSHEY_SIMPLEX, 1.3, 0, 3)
    turned = np.rot90(strip, 3 if down else 1)
    page[900 : 900 + turned.shape[0], 980 : 980 + turned.shape[1]] = turned
    return page


@pytest.mark.parametrize("down", [True, False])
def test_a_number_along_the_margin_is_read(down: bool) -> None:
    found = read_scan(page_with("2074956978", down), 1100, 1400, ReadOptions(), default_ocr()).words
    (number,) = [word for word in found if word.direction]
    assert number.text == "2074956978"
    assert number.direction == (90 if down else 270)
    assert number.box.x0 > 960 and number.box.height > 3 * number.box.width
    assert [word.text for word in found if not word.direction] == ["Ordinary", "text", "of", "a", "page"] * 10


def test_letters_below_each_other_with_text_beside_them_are_no_line() -> None:
    page = np.full((900, 900), 255, np.uint8)
    for row, text in enumerate(("A Tisch", "R Orcutt", "M Peterson", "L Gordon", "G Telford", "H Spell")):
        cv2.putText(page, text, (100, 100 + 55 * row), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 0, 2)
    assert columns(prepare(page), []) == []


def test_nothing_is_asked_of_an_empty_page() -> None:
    prepared = prepare(np.full((400, 300), 255, np.uint8))
    words: list[Word] = []
    assert side_look(prepared, words, text_reader().read) == words
