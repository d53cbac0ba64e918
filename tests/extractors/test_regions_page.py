"""Text, table hints, barcodes, cards, and the whole step on small documents made here."""

import io
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractors.read.barcodes import Texture, find_barcodes
from extractors.read.blocks import blocks_of, text_regions, text_runs, usual_height
from extractors.read.figures import cards, clockwise
from extractors.read.grids import aligned, grids
from extractors.read.ink import Ink
from extractors.read.open import Stored, open_stored
from extractors.read.options import ReadOptions
from extractors.read.regions import page_regions
from extractors.read.steps import page_all
from extractors.types import Box, Page, Ruling, Word


def line(text: str, top: float, x0: float = 50, size: float = 10, gap: float = 3, bold: bool = False) -> list[Word]:
    words = []
    for piece in text.split():
        width = 0.5 * size * len(piece)
        words.append(Word(piece, Box(x0, top, x0 + width, top + size), size=size, bold=bold))
        x0 += width + gap
    return words


def test_runs_end_at_wide_gaps_and_walls():
    words = [*line("one two", 50), *line("three", 50, x0=200)]
    assert [run.text for run in text_runs(words)] == ["one two", "three"]
    wall = Ruling(Box(66, 40, 66, 70))
    assert [run.text for run in text_runs(words, [wall])] == ["one", "two", "three"]


def test_lines_close_together_make_a_block_and_rulings_part_it():
    words = [*line("the first line", 50), *line("the second line", 63), *line("far away", 200)]
    assert len(blocks_of(text_runs(words))) == 2
    floor = Ruling(Box(40, 61.5, 300, 61.5))
    assert len(blocks_of(text_runs(words), [floor])) == 3


def test_large_short_text_is_a_title():
    words = [*line("Annual report", 50, size=18), *(w for i in range(6) for w in line("body text here", 100 + 12 * i))]
    runs = text_runs(words)
    regions = text_regions(blocks_of(runs), usual_height(runs))
    assert [region.kind for region in regions] == ["title", "text"]


number = st.floats(0, 700, allow_nan=False, width=32)
words = st.builds(
    lambda x, y, w, h: Word("ab", Box(x, y, x + w, y + h)), number, number, st.floats(1, 60), st.floats(4, 20)
)


@given(st.lists(words, max_size=30))
def test_no_word_is_lost(some):
    runs = text_runs(some)
    assert sum(len(run.words) for run in runs) == len(some)
    assert sum(len(block.runs) for block in blocks_of(runs)) == len(runs)


def test_crossing_rulings_make_a_grid_and_a_frame_does_not():
    frame = [Ruling(b) for b in (Box(0, 0, 100, 0), Box(0, 60, 100, 60), Box(0, 0, 0, 60), Box(100, 0, 100, 60))]
    assert grids(frame) == []
    inner = [Ruling(Box(0, 30, 100, 30)), Ruling(Box(50, 0, 50, 60))]
    assert grids([*frame, *inner]) == [Box(0, 0, 100, 60)]


def test_aligned_columns_are_a_hint_and_prose_in_columns_is_not():
    rows = [w for i in range(4) for w in (*line("Item", 50 + 14 * i), *line(f"{i}.00", 50 + 14 * i, x0=200))]
    assert len(aligned(text_runs(rows))) == 1
    text = "a long line of running text that goes on"
    prose = [w for i in range(9) for w in (*line(text, 50 + 12 * i), *line(text, 50 + 12 * i, x0=320))]
    assert aligned(text_runs(prose)) == []


# --- barcodes and cards ---------------------------------------------------------------------------------------------


def code(payload: str, kind: zxingcpp.BarcodeFormat, scale: int = 3) -> np.ndarray:
    barcode = zxingcpp.create_barcode(payload, kind)
    return np.array(zxingcpp.write_barcode_to_image(barcode, scale=scale, add_quiet_zones=True))


def on_paper(picture: np.ndarray, x: int = 300, y: int = 400) -> np.ndarray:
    gray = np.full((1650, 1275), 245, np.uint8)
    gray[y : y + picture.shape[0], x : x + picture.shape[1]] = picture
    return gray


def as_ink(gray: np.ndarray, scale: float = 2.0) -> Ink:
    return Ink(gray, scale, 0.0, 0.0, 20.0)


PAYLOAD = "@\n\x1e\rANSI 636000100002DL00410278ZV03190008DLDAQT64235789\nDCSSAMPLE\r"


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_payload_byte_for_byte_in_any_direction(turns):
    picture = np.rot90(code(PAYLOAD, zxingcpp.BarcodeFormat.PDF417), turns)
    (found,) = find_barcodes(as_ink(on_paper(np.ascontiguousarray(picture))))
    assert (found.text, found.format) == (PAYLOAD, "PDF417")
    assert found.quad is not None and found.box.overlap(Box(150, 200, 350, 350))


def test_light_on_dark():
    picture = 255 - code("12345678901", zxingcpp.BarcodeFormat.PDF417, 4)
    gray = np.full((700, 800), 10, np.uint8)
    gray[300 : 300 + picture.shape[0], 200 : 200 + picture.shape[1]] = picture
    (found,) = find_barcodes(as_ink(gray))
    assert found.text == "12345678901"


@pytest.mark.parametrize("degrees", [7, -14, 22])
def test_at_an_angle(degrees):
    picture = code(PAYLOAD, zxingcpp.BarcodeFormat.PDF417)
    gray = on_paper(picture, 100, 300)[:900, :900]
    turn = cv2.getRotationMatrix2D((400, 350), degrees, 1.0)
    (found,) = find_barcodes(as_ink(cv2.warpAffine(gray, turn, (900, 900), borderValue=(245.0,))))
    assert found.text == PAYLOAD


def test_text_is_no_barcode_and_not_barlike():
    gray = np.full((1650, 1275), 245, np.uint8)
    for i in range(40):
        cv2.putText(gray, "many letters of plain text", (80, 80 + 38 * i), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 30, 2)
    assert find_barcodes(as_ink(gray)) == []
    assert Texture.of(gray).barlike() == []


@pytest.mark.parametrize("degrees", [0, 8, -15])
def test_a_card_on_a_table(degrees):
    gray = np.full((900, 1200), 90, np.uint8)
    corners = cv2.boxPoints(((600.0, 450.0), (634.0, 400.0), float(degrees)))
    cv2.fillPoly(gray, [corners.astype(np.int32)], 220)
    (card,) = cards(as_ink(gray, scale=1.0))
    assert card.quad is not None
    gaps = np.abs(np.array(card.quad.points) - np.array(clockwise([tuple(map(float, p)) for p in corners])))
    assert gaps.max() < 14


def test_a_square_is_no_card():
    gray = np.full((900, 1200), 90, np.uint8)
    cv2.rectangle(gray, (300, 200), (800, 700), 220, -1)
    assert cards(as_ink(gray)) == []


# --- the step -------------------------------------------------------------------------------------------------------


def pdf(tmp_path: Path, draw) -> Path:
    path = tmp_path / "x.pdf"
    canvas = Canvas(str(path), pagesize=(595, 842), invariant=1)
    draw(canvas)
    canvas.save()
    return path


def read(path: Path, tmp_path: Path) -> Page:
    options = ReadOptions(ocr="never")
    document = open_stored(Stored(str(path), path.name, options))
    return page_all(document, 1, options, str(tmp_path / "pages"))


def test_a_drawn_form(tmp_path):
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 20)
        canvas.drawString(60, 770, "Registration")
        canvas.setFont("Helvetica", 10)
        for i, word in enumerate(("Yes", "No")):
            canvas.rect(60 + 80 * i, 700, 10, 10)
            canvas.drawString(76 + 80 * i, 701, word)
        canvas.line(61, 701, 69, 709)
        canvas.line(61, 709, 69, 701)
        for i in range(5):
            canvas.drawString(60, 600 - 14 * i, "Some text in the usual size follows here.")

    page = read(pdf(tmp_path, draw), tmp_path)
    boxes = [(r.box.center[0], r.state) for r in page.regions if r.kind == "checkbox"]
    assert sorted(boxes) == [(pytest.approx(65, abs=1), True), (pytest.approx(145, abs=1), False)]
    assert page.regions[0].kind == "title"
    assert page.families is not None and "forms" in page.families


def test_a_raster_barcode_on_a_page_with_text(tmp_path):
    picture = Image.fromarray(code(PAYLOAD, zxingcpp.BarcodeFormat.PDF417))
    data = io.BytesIO()
    picture.save(data, "PNG")

    def draw(canvas: Canvas) -> None:
        canvas.drawString(60, 770, "The back of the card")
        canvas.drawImage(ImageReader(data), 60, 500, 300, 80)

    page = read(pdf(tmp_path, draw), tmp_path)
    (found,) = (r for r in page.regions if r.kind == "barcode")
    assert found.text == PAYLOAD
    assert found.box.covered_by(Box(55, 255, 365, 350)) > 0.95
    assert page.families is not None and "id_cards" in page.families


def drawn_box(ticked: bool, bullet: bool = False) -> ImageReader:
    """A picture of a check box, with a margin, or of a bullet."""
    gray = np.full((60, 60), 255, np.uint8)
    cv2.rectangle(gray, (10, 10), (50, 50), 60, -1 if bullet else 4)
    if ticked:
        cv2.line(gray, (14, 14), (46, 46), 60, 4)
        cv2.line(gray, (14, 46), (46, 14), 60, 4)
    data = io.BytesIO()
    Image.fromarray(gray).save(data, "PNG")
    return ImageReader(data)


def test_check_boxes_that_are_pictures_on_a_page_with_text(tmp_path):
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        for i, (word, picture) in enumerate(
            {"Post": drawn_box(True), "Mail": drawn_box(False), "Offer": drawn_box(False, bullet=True)}.items()
        ):
            canvas.drawString(60 + 150 * i, 701, f"By {word}:")
            canvas.drawImage(picture, 110 + 150 * i, 695, 18, 18)

    page = read(pdf(tmp_path, draw), tmp_path)
    boxes = [(r.box.center[0], r.state) for r in page.regions if r.kind == "checkbox"]
    assert sorted(boxes) == [(pytest.approx(119, abs=1), True), (pytest.approx(269, abs=1), False)]


def test_a_page_without_pictures_is_not_decoded(tmp_path):
    """The stored picture may even be gone: words and drawing say everything."""
    page_path = pdf(tmp_path, lambda canvas: canvas.drawString(60, 700, "only text"))
    options = ReadOptions(ocr="never")
    document = open_stored(Stored(str(page_path), "x", options))
    page = replace(document.pages[0], image="/nowhere/1.jpg", words=tuple(line("only text", 130)), text_source="text")
    page = page_regions(replace(document, pages=(page,)), 1, options, "")
    assert [region.kind for region in page.regions] == ["text"]


def test_an_empty_page_has_no_regions_and_no_family(tmp_path):
    page = read(pdf(tmp_path, lambda canvas: canvas.showPage()), tmp_path)
    assert page.regions == () and page.families == ()
