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
from extractors.read.ocr import default_ocr
from extractors.read.open import Stored, open_stored
from extractors.tables import Tables
from extractors.tables.evaluation import evaluate, read_pictures
from extractors.tables.rereading import LIKELY, merge, reread
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
    assert reread(page, [Box(0, 0, 50, 50)], default_ocr(), ("eng",)) is page


@pytest.mark.parametrize(("confidence", "asked"), [(LIKELY - 0.1, 0), (LIKELY + 0.1, 1)])
def test_only_likely_tables_are_read_again(confidence, asked, monkeypatch, tmp_path):
    Image.fromarray(np.full((200, 200), 255, np.uint8)).save(tmp_path / "p.png")
    page = Page(1, 200, 200, image=str(tmp_path / "p.png"), text_source="ocr")
    unsure = Table((Part(1, Box(20, 20, 180, 90)),), (Cell("a", 0, 0, 1, None),), confidence)
    asks: list[str] = []
    monkeypatch.setattr("extractors.tables.family.page_tables", lambda page, options: [unsure])
    monkeypatch.setattr("extractors.read.ocr.default_ocr", lambda: lambda *picture: asks.append("read") or [])
    Tables().predict([Document("0" * 16, "p.png", (page,))])
    assert len(asks) == asked


def test_words_outside_the_regions_are_left_alone(tmp_path):
    picture = np.full((400, 400), 255, np.uint8)
    picture[100:112, 50:60] = 0
    Image.fromarray(picture).save(tmp_path / "p.png")
    outside, inside = Word("out", Box(10, 10, 30, 20), 0.9), Word("old", Box(50, 100, 60, 112), 0.5)
    page = Page(1, 400, 400, image=str(tmp_path / "p.png"), words=(outside, inside))

    def fake(image, languages, psm):
        height, width = image.shape
        return [
            Word("new", Box(width * 0.3, height * 0.3, width * 0.6, height * 0.6), 0.9),
            Word("|", Box(0, 0, 2, 9), 0.9),
        ]

    read = reread(page, [Box(40, 90, 70, 122)], fake, ("eng",))
    assert [word.text for word in read.words] == ["out", "new"]
    new = read.words[1].box
    assert 40 < new.x0 < new.x1 < 70


def test_the_surer_reading_wins():
    first = [Word("ko/year", Box(0, 0, 40, 10), 0.5), Word("10", Box(50, 0, 60, 10), 0.97)]
    second = [
        Word("kg/year", Box(1, 0, 40, 10), 0.9),
        Word("1O", Box(50, 0, 60, 10), 0.6),
        Word("-", Box(70, 4, 74, 6)),
    ]
    assert [word.text for word in merge(first, second)] == ["10", "kg/year", "-"]


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
