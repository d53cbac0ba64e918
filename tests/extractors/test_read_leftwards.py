"""Glyphs from left to right, as PDF files place them, to words as they are read."""

import pytest

from extractors.read.leftwards import in_reading_order


@pytest.mark.parametrize(
    ("placed", "read"),
    [
        ("total", "total"),
        ("12.50", "12.50"),
        ("םולש", "שלום"),
        ("(םולש)", "(שלום)"),
        ("2.5-ב", "ב-2.5"),
        ("Größe", "Größe"),
        ("بتك", "كتب"),
    ],
)
def test_words_of_right_to_left_scripts_are_turned(placed, read):
    assert in_reading_order(placed) == read
