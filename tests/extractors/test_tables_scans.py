"""Tables on pictures of pages: read a second time by region, measured from pictures alone."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from reportlab.pdfgen import canvas

from extractors.errors import BadAnnotations
from extractors.read.open import Stored, open_stored
from extractors.tables import Tables
from extractors.tables.evaluation import evaluate, read_pictures
from extractors.tables.rereading import LIKELY, merge, reader_of, reread
from extractors.types import Box, Cell, Document, Example, Extraction, Page, Part, Table, Word

ROWS = [
    ("Substance", "to air", "to water", "to land"),
    *(
        (name, a, b, c)
        for name, a, b, c in (
            ("Alachlor", "-", "1", "1"),
            ("Aldrin", "1", "1", "1"),
            ("Atrazine", "-", "1", "1"),
            ("Chlordane", "1", "1", "1"),
            ("Diuron", "-", "1", "1"),
            ("Isodrin", "7", "1", "-"),
            ("Benzene", "1000", "200", "200"),
            ("Xylenes", "-", "20", "20"),
        )
    ),
]


def pdf_of(rows: list[tuple[str, ...]]) -> bytes:
    out = io.BytesIO()
    sheet = canvas.Canvas(out, pagesize=(595, 842), invariant=1)
    sheet.setFont("Helvetica", 10)
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            sheet.drawString(80 + 115 * c, 742 - 18 * r, text)
    for r in range(len(rows) + 1):
        sheet.line(75, 756 - 18 * r, 535, 756 - 18 * r)
    for c in range(5):
        sheet.line(75 + 115 * c, 756, 75 + 115 * c, 756 - 18 * len(rows))
    sheet.save()
    return out.getvalue()


@pytest.fixture(scope="module")
def example(tmp_path_factory) -> Example:
    path = tmp_path_factory.mktemp("scans") / "a.pdf"
    path.write_bytes(pdf_of(ROWS))
    document = open_stored(Stored(str(path), "a.pdf"))
    cells = tuple(Cell(text, r, c, 1, None) for r, row in enumerate(ROWS) for c, text in enumerate(row))
    answer = Extraction(document.id, "tables", "person", tables=(Table((Part(1, Box(75, 86, 535, 250)),), cells),))
    return Example(document, answer)


def test_from_pictures_lone_digits_and_dashes_are_read(example):
    """One look at the whole page passes over them; the look at the region does not."""
    once = evaluate(Tables(read_twice=False), [example], "image").values["adjacency_f1"]
    twice = evaluate(Tables(), [example], "image").values["adjacency_f1"]
    assert once < 0.8 < 0.95 < twice


def test_pictures_of_a_page_hold_no_text_layer(example, tmp_path):
    (page,) = read_pictures(example.document, tmp_path).pages
    assert page.text_source == "ocr"
    assert all(word.source == "ocr" for word in page.words)
    assert (page.width, page.height) == pytest.approx((595, 842), abs=1)
    assert Path(page.image).exists()


def test_what_tables_cannot_start_from_is_refused(example):
    with pytest.raises(BadAnnotations, match="entities"):
        evaluate(Tables(), [example], "entities")  # type: ignore[arg-type]


def test_a_page_without_a_picture_stays_as_it_is():
    page = Page(1, 100, 100, words=(Word("a", Box(1, 1, 9, 9)),))
    assert reread(page, [Box(0, 0, 50, 50)], reader_of(("eng",))) is page


@pytest.mark.parametrize(("confidence", "asked"), [(LIKELY - 0.1, 0), (LIKELY + 0.1, 1)])
def test_only_likely_tables_are_read_again(confidence, asked, monkeypatch, tmp_path):
    Image.fromarray(np.full((200, 200), 255, np.uint8)).save(tmp_path / "p.png")
    page = Page(1, 200, 200, image=str(tmp_path / "p.png"), text_source="ocr")
    unsure = Table((Part(1, Box(20, 20, 180, 90)),), (Cell("a", 0, 0, 1, None),), confidence)
    asks: list[str] = []
    monkeypatch.setattr("extractors.tables.family.page_tables", lambda page, options, network: [unsure])
    monkeypatch.setattr("extractors.tables.rereading.reread", lambda page, *rest: asks.append("read") or page)
    Tables().predict([Document("0" * 16, "p.png", (page,))])
    assert len(asks) == asked


def stamped(tmp_path, *boxes: tuple[int, int, int, int]) -> Page:
    """A page of 400 points and pixels, rows of made letters 16 high in its lower half, and black boxes (x0, top, x1,
    bottom) above them."""
    picture = np.full((400, 400), 255, np.uint8)
    for top in range(220, 380, 40):
        for left in range(40, 360, 30):
            picture[top : top + 16, left : left + 10] = 0
    for x0, top, x1, bottom in boxes:
        picture[top:bottom, x0:x1] = 0
    Image.fromarray(picture).save(tmp_path / "p.png")
    return Page(1, 400, 400, image=str(tmp_path / "p.png"))


def test_only_ink_inside_the_regions_that_no_word_covers_is_read(tmp_path):
    page = stamped(tmp_path, (50, 100, 60, 116), (120, 100, 130, 116), (300, 100, 310, 116))
    known = Word("old", Box(48, 98, 62, 118), 0.5)
    asked: list[Box] = []

    def reads(prepared, areas):
        asked.extend(areas)
        return [Word("7", area, 0.8) for area in areas] + [Word("|", Box(0, 0, 2, 9), 0.9)]

    read = reread(replace(page, words=(known,)), [Box(40, 90, 200, 122)], reads)
    assert len(asked) == 1
    assert [word.text for word in read.words] == ["old", "7"]
    new = read.words[1].box
    assert (new.x0, new.top, new.x1, new.bottom) == pytest.approx((120, 100, 130, 116), abs=1.5)


def test_marks_alone_are_known_by_their_shape(tmp_path):
    dash, colon = (50, 107, 59, 110), ((120, 102, 124, 106), (120, 110, 124, 114))
    beside = (300, 107, 309, 110)
    read = reread(stamped(tmp_path, dash, *colon, beside), [Box(40, 90, 200, 122)], lambda prepared, areas: [])
    assert [(word.text, round(word.box.center[0])) for word in read.words] == [("-", 54), (":", 122)]


def test_a_page_with_nothing_to_add_stays_the_same(tmp_path):
    page = stamped(tmp_path)
    assert reread(page, [Box(40, 90, 200, 122)], lambda prepared, areas: []) is page


def test_languages_that_the_network_does_not_know_are_read_by_the_engine(tmp_path, monkeypatch):
    asked: list[tuple[str, ...]] = []
    monkeypatch.setattr(
        "extractors.tables.rereading.default_ocr", lambda: lambda image, languages, psm: asked.append(languages) or []
    )
    page = stamped(tmp_path, (120, 100, 130, 116))
    assert reread(page, [Box(40, 90, 200, 122)], reader_of(("rus",))) is page
    assert asked == [("rus",)]


def test_the_likelier_reading_wins_and_lone_marks_stay():
    first = [Word("ko/year", Box(0, 0, 40, 10), 0.3), Word("10", Box(50, 0, 60, 10), 0.97)]
    second = [
        Word("kg/year", Box(1, 0, 40, 10), 0.9),
        Word("1O", Box(50, 0, 60, 10), 0.6),
        Word("-", Box(70, 4, 74, 6)),
        Word("x", Box(90, 0, 95, 9), 0.2),
    ]
    assert [word.text for word in merge(first, second)] == ["kg/year", "10", "-"]


def test_doubtful_words_speak_against_a_table():
    page = Page(
        1,
        595,
        842,
        words=tuple(
            Word(f"{7 * r + c}x", Box(60 + 80 * c, 100 + 14 * r, 84 + 80 * c, 109 + 14 * r), 0.9, "ocr", 9)
            for r in range(4)
            for c in range(4)
        ),
    )
    unsure = replace(page, words=tuple(replace(word, confidence=0.5) for word in page.words))
    from extractors.tables.page import PageOptions, PageReading

    def likelihood(page: Page) -> float:
        reading = PageReading(page, PageOptions())
        return max(grid.likelihood for grid in (*reading.grids, *reading.rejected))

    assert likelihood(unsure) < 0.1 * likelihood(page)
