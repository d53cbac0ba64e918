"""What of a picture is shown to OCR: letters, whatever they stand on, and no bars of charts."""

import numpy as np
from PIL import Image, ImageDraw

from extractors.read.prepare import without_fillings
from tests.extractors.reading import font

LINES = ("TIGHT LINES OF CAPITALS 1234567890", "and of small letters, gjpqy below", "AGAIN CAPITALS, 98 765 432,10 EUR")
BAR = (slice(200, 380), slice(100, 220))


def chart(pitch: int = 24) -> np.ndarray:
    """Three lines of text with next to no light between them, and below it nothing yet."""
    image = Image.new("L", (600, 400), 255)
    for number, line in enumerate(LINES * 2):
        ImageDraw.Draw(image).text((20, 10 + number * pitch), line, 0, font(20))
    return np.array(image)


def hatched(pixels: np.ndarray) -> np.ndarray:
    rows, columns = np.indices(pixels.shape)
    drawn = pixels.copy()
    drawn[BAR] = np.where((rows + columns) % 6 < 3, 0, 255)[BAR]
    return drawn


def test_tight_lines_of_text_are_no_filling():
    assert (without_fillings(chart()) == chart()).all()


def test_hatched_and_filled_bars_go_and_the_text_stays():
    filled = chart()
    filled[BAR] = 40
    for pixels in (hatched(chart()), filled):
        assert (without_fillings(pixels) == chart()).all()


def test_light_letters_on_a_dark_bar_stay_as_dark_ones():
    image = Image.fromarray(chart())
    ImageDraw.Draw(image).rectangle((20, 240, 580, 280), fill=60)
    ImageDraw.Draw(image).text((40, 248), "Light heading of a table", 255, font(20))
    cleaned = without_fillings(np.array(image))
    written = cleaned[245:275] < 128
    assert 0.03 < written[:, 20:320].mean() < 0.3
    assert not written[:, 400:570].any()
