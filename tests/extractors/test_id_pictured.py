"""A card pictured on a page of text is looked for in pictures of its shape, and nowhere else."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractors.id_cards import IdCards
from extractors.id_cards.reader import shipped_reader
from extractors.id_cards.scan import _turns_of_part
from extractors.id_cards.synthetic_cards import card
from extractors.id_cards.zone import long_lines
from extractors.read.open import open_document
from extractors.read.options import ReadOptions
from extractors.read.steps import page_all
from extractors.routing import card_pictures, route
from extractors.routing import pictured as pictured_boxes
from extractors.types import Box, Document, Page, Region, Word

PLACE = (150, 300, 300, 211)  # left, lower edge, width, height in points
TODAY = date(2026, 6, 1)
PROSE = "The holder of the document shown below has asked for an extension of the permit. "
needs_reader = pytest.mark.skipif(shipped_reader() is None, reason="the line reader's weights are not installed")


def pictured(folder: Path, picture: np.ndarray, lines: int = 8) -> Document:
    """A page of ten words a line around a picture."""
    out = io.BytesIO()
    canvas = Canvas(str(folder / "letter.pdf"), pagesize=(595, 842))
    for line in range(lines):
        canvas.drawString(60, 780 - 16 * line, PROSE)
    Image.fromarray(picture).save(out, "PNG")
    canvas.drawImage(ImageReader(out), *PLACE)
    canvas.save()
    data = (folder / "letter.pdf").read_bytes()
    document = replace(open_document(data, "letter.pdf", ReadOptions()), source=str(folder / "letter.pdf"))
    return replace(document, pages=(page_all(document, 1, ReadOptions(), str(folder)),))


@needs_reader
@pytest.mark.parametrize("text", [8, 1])
def test_a_passport_in_a_letter(tmp_path, text):
    drawn, _, lines = card(np.random.default_rng(3), "TD3")
    document = pictured(tmp_path, np.clip(drawn, 0, 255).astype(np.uint8), text)
    assert "id_cards" in document.pages[0].families
    answer = IdCards(today=TODAY).predict([document])[0]
    fields = {field.key: field for field in answer.fields}
    assert fields["mrz"].value.splitlines() == lines
    shown = Box(PLACE[0], 842 - PLACE[1] - PLACE[3], PLACE[0] + PLACE[2], 842 - PLACE[1])
    assert all(field.box.covered_by(shown) > 0.95 for field in fields.values())
    (outline,) = [entity for entity in answer.entities if entity.kind == "card"]
    assert outline.box.iou(shown) > 0.8


@needs_reader
def test_a_chart_of_that_shape_is_no_card_and_costs_little(tmp_path):
    chart = np.full((700, 1000), 255, np.uint8)
    for bar in range(12):
        chart[100 + 40 * bar : 600, 60 + 75 * bar : 110 + 75 * bar] = 20 * bar
    document = pictured(tmp_path, chart)
    answer = IdCards(today=TODAY).predict([document])[0]
    assert not answer.fields and not answer.entities
    assert long_lines(chart, 0) < 2


def test_a_frame_in_a_drawing_on_a_page_of_few_words_is_searched_as_a_picture_and_costs_little():
    page = Page(1, 595, 842, words=(Word("Map", Box(50, 50, 80, 60)),), text_source="text")
    drawing, frame = Region("figure", Box(100, 100, 400, 400), 0.9), Region("card", Box(120, 120, 363, 273), 0.6)
    assert pictured_boxes(replace(page, regions=(drawing, frame))) == [drawing.box]
    assert not pictured_boxes(replace(page, regions=(drawing,)))  # another reason brought it here
    assert not pictured_boxes(replace(page, regions=(frame,)))  # drawn by the page itself
    assert not pictured_boxes(replace(page, regions=(drawing, frame), text_source="ocr"))  # a scan
    assert not pictured_boxes(replace(page, regions=(drawing, frame, Region("figure", page.box, 0.4))))  # a photograph
    rng = np.random.default_rng(1)
    photograph = np.clip(rng.normal(120, 40, (300, 400)), 0, 255).astype(np.uint8)
    assert len(_turns_of_part(photograph, illustrates=False)) == 6
    assert not _turns_of_part(np.full((300, 400), 255, np.uint8), illustrates=False)


def test_pictures_that_may_show_a_card():
    words = tuple(Word("word", Box(50, 50 + 12 * n, 80, 60 + 12 * n)) for n in range(45))
    page = Page(1, 595, 842, words=words, text_source="text")

    def routed(box: Box, confidence: float = 0.9) -> bool:
        shown = replace(page, regions=(Region("figure", box, confidence),))
        assert bool(card_pictures(shown)) == ("id_cards" in route(shown))
        return "id_cards" in route(shown)

    assert routed(Box(100, 100, 340, 250)) and routed(Box(100, 100, 250, 340))
    assert not routed(Box(100, 100, 340, 300)) and not routed(Box(100, 100, 400, 200))
    assert not routed(Box(100, 100, 200, 163))  # too small to be read
    assert not routed(Box(100, 100, 340, 250), 0.5)  # ink left over on a scan
