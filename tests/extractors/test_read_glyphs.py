"""Words and outlines of a PDF page by PDFium."""

from __future__ import annotations

import io

import pdfplumber
import pypdfium2
import pytest
from reportlab.lib.colors import red, white
from reportlab.pdfgen.canvas import Canvas

from extractors.read.glyphs import read_glyphs
from extractors.read.paths import read_paths
from extractors.read.rulings import page_rulings


def made(draw, size=(400, 300), **settings) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size)
    for name, value in settings.items():
        getattr(canvas, name)(value)
    draw(canvas)
    canvas.save()
    return out.getvalue()


def words_of(data: bytes):
    return read_glyphs(pypdfium2.PdfDocument(data)[0])


def test_words_stand_where_pdfplumber_finds_them():
    def draw(canvas):
        canvas.setFont("Helvetica", 11)
        canvas.drawString(50, 200, "Invoice number: INV-204")
        canvas.setFont("Times-Bold", 18)
        canvas.drawString(50, 240, "Office of Affairs")

    data = made(draw)
    ours = {word.text: word for word in words_of(data)}
    theirs = {word["text"]: word for word in pdfplumber.open(io.BytesIO(data)).pages[0].extract_words()}
    assert ours.keys() == theirs.keys()
    for text, word in ours.items():
        sides = [theirs[text][side] for side in ("x0", "top", "x1", "bottom")]
        assert tuple(word.box) == pytest.approx(sides, abs=1.2)
    assert ours["Office"].bold and ours["Office"].size == pytest.approx(18) and not ours["INV-204"].bold


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_page_keeps_its_words_and_says_how_they_run(turn):
    def draw(canvas):
        canvas.setFont("Helvetica", 12)
        canvas.drawString(60, 100, "Upright words")

    words = words_of(made(draw, setPageRotation=turn))
    assert [word.text for word in words] == ["Upright", "words"]
    assert {word.direction for word in words} == {turn}


def test_a_ruling_between_two_glyphs_parts_a_word_but_not_the_digits_of_a_comb():
    def draw(canvas):
        canvas.setFont("Helvetica", 10)
        canvas.drawString(50, 200, "Elizab2165")
        border = 50 + canvas.stringWidth("Elizab", "Helvetica", 10)
        canvas.line(border - 1, 190, border - 1, 220)
        canvas.drawString(50, 150, "7305")
        for i in range(5):
            canvas.line(50 + 5.56 * i, 145, 50 + 5.56 * i, 165)

    page = pypdfium2.PdfDocument(made(draw))[0]
    words = read_glyphs(page, page_rulings(read_paths(page)))
    assert [word.text for word in words] == ["Elizab", "2165", "7305"]


def test_spaces_of_other_text_under_a_word_do_not_part_it():
    def draw(canvas):
        canvas.drawString(60, 100, " ")
        canvas.drawString(60, 100, "Factuurnummer")

    assert [word.text for word in words_of(made(draw))] == ["Factuurnummer"]


def test_bold_made_by_printing_twice_is_read_once():
    def draw(canvas):
        canvas.drawString(60, 100, "Total")
        canvas.drawString(60.3, 100, "Total")

    assert [word.text for word in words_of(made(draw))] == ["Total"]


def test_outlines_are_lines_boxes_and_curves_and_white_rules_nothing():
    def draw(canvas):
        canvas.line(20, 50, 200, 50)
        canvas.rect(20, 100, 80, 40)
        canvas.circle(300, 200, 20)
        canvas.setStrokeColor(white)
        canvas.line(20, 80, 200, 80)
        canvas.setFillColor(red)
        canvas.rect(20, 200, 150, 1, stroke=0, fill=1)

    paths = read_paths(pypdfium2.PdfDocument(made(draw))[0])
    assert (len(paths.lines), len(paths.rects), len(paths.curves)) == (2, 2, 1)
    rulings = page_rulings(paths)
    assert sorted(round(r.box.top) for r in rulings if r.horizontal) == [99, 160, 200, 250]


def test_outlines_inside_a_form_are_moved_with_it():
    def draw(canvas):
        canvas.beginForm("stamp")
        canvas.line(0, 0, 50, 0)
        canvas.endForm()
        canvas.translate(100, 100)
        canvas.doForm("stamp")

    line = read_paths(pypdfium2.PdfDocument(made(draw))[0]).lines[0]
    assert (line.x0, line.top, line.x1) == pytest.approx((100, 200, 150), abs=0.1)
