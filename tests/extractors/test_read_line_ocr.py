"""tesseract in two halves: lines by its library, text by its network in onnxruntime."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from extractors.errors import MissingLanguage
from extractors.read import line_ocr
from extractors.read.line_ocr import SPARSE, Piece, confidence, find_pieces, standard, words_of
from extractors.read.ocr import default_ocr, tesserocr_ocr
from extractors.types import Box
from models.text_reader_runtime import Reading
from models.traineddata import UnknownNetwork
from tests.extractors.reading import font

pytest.importorskip("tesserocr")
LINES = ("The quick brown fox jumps over the lazy dog", "Invoice number 2024-118 of 14 March", "Total 1,250.00 EUR")


def page(size: int = 28) -> np.ndarray:
    image = Image.new("L", (1100, 420), 255)
    draw = ImageDraw.Draw(image)
    for number, text in enumerate(LINES):
        draw.text((60, 60 + 100 * number), text, font=font(size), fill=0)
    return np.asarray(image)


def test_it_is_the_engine_of_pages():
    assert default_ocr() is line_ocr.line_ocr


@pytest.mark.parametrize("size", [22, 28, 40])
def test_the_library_reads_the_same(size):
    ours, theirs = (engine(page(size), ("eng",), SPARSE) for engine in (line_ocr.line_ocr, tesserocr_ocr))
    assert [word.text for word in ours] == " ".join(LINES).split() == [word.text for word in theirs]
    assert all(a.box.iou(b.box) > 0.8 for a, b in zip(ours, theirs, strict=True))
    assert all(word.confidence > 0.4 and word.source == "ocr" for word in ours)


def test_pieces_hold_their_lines():
    pieces = find_pieces(page(), ("eng",))
    assert len(pieces) == len(LINES)
    for piece in pieces:
        assert piece.line.top < piece.box.top < piece.box.bottom < piece.line.bottom
        assert piece.line.x0 < piece.box.x0 < piece.box.x1 < piece.line.x1


def test_other_work_is_left_to_the_library(monkeypatch):
    asked = []
    monkeypatch.setattr(line_ocr, "tesserocr_ocr", lambda image, languages, psm: asked.append((languages, psm)) or [])
    line_ocr.line_ocr(page(), ("eng",), 6)
    monkeypatch.setattr(line_ocr, "LineNetwork", _unknown)
    line_ocr._known.cache_clear()
    line_ocr.line_ocr(page(), ("eng",), SPARSE)
    line_ocr._known.cache_clear()
    assert asked == [(("eng",), 6), (("eng",), SPARSE)]


def _unknown(path):
    raise UnknownNetwork("of another kind")


def test_a_language_that_is_missing_is_named():
    with pytest.raises(MissingLanguage, match="xyz"):
        line_ocr.line_ocr(page(), ("xyz",), SPARSE)


@pytest.mark.parametrize("shape", [(1, 1), (3, 200), (200, 3), (60, 60)])
def test_empty_and_tiny_pictures_have_no_words(shape):
    assert line_ocr.line_ocr(np.full(shape, 255, np.uint8), ("eng",), SPARSE) == []


def test_lines_are_scaled_to_their_levels():
    image = np.full((72, 90), 200, np.uint8)
    image[20:50, 10:80:20] = 40
    image[20:50, 11:80:20] = 40
    line = standard(image, Box(0, 0, 90, 72), 36)
    assert line.shape == (36, 45)
    assert line.max() == pytest.approx(1, abs=0.1)
    assert line.min() == pytest.approx(-1, abs=0.1)


def test_words_are_cut_in_the_widest_paper_between_them():
    mask = np.zeros((40, 120), np.bool_)
    mask[10:30, 10:40] = mask[12:28, 44:60] = mask[10:30, 80:110] = True
    reading = Reading(tuple("ab c"), np.full(4, 0.9, np.float32), np.array([0.2, 0.45, 0.6, 0.8]))
    piece = Piece(Box(10, 10, 110, 30), Box(6, 6, 114, 34))
    first, second = words_of(reading, piece, mask, frozenset())
    assert (first.text, second.text) == ("ab", "c")
    assert tuple(first.box) == (10, 10, 60, 30)
    assert tuple(second.box) == (80, 10, 110, 30)
    assert words_of(Reading((), np.empty(0, np.float32), np.empty(0)), piece, mask, frozenset()) == []


def test_numbers_and_known_words_are_surer():
    known = {"total"}
    unknown, number, word = (confidence(text, 0.9, known) for text in ("tolal", "12.50", "total,"))
    assert unknown < number < word
    assert confidence("total", 0.5, known) < confidence("total", 0.99, known)
