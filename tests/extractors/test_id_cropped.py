"""Pictures cut tight to one line or to a zone; one line alone; what names and codes may be."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from extractors.id_cards import IdCards, mrz_of_image
from extractors.id_cards.cropped import is_cropped, on_paper, read_cropped
from extractors.id_cards.layouts import ALPHABET
from extractors.id_cards.mrz import compose
from extractors.id_cards.prior import country, names
from extractors.id_cards.reader import shipped_reader
from extractors.id_cards.repair import odds_of, resolve
from extractors.id_cards.scan import line_reader
from extractors.id_cards.single import line_layouts, resolve_line
from extractors.id_cards.synthetic import CELL, background, fonts, ink, zone
from extractors.types import Document, Page

TODAY = date(2026, 6, 1)
PASSPORT = ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"]
CARD = ["I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"]
needs_reader = pytest.mark.skipif(shipped_reader() is None, reason="the line reader's weights are not installed")
needs_font = pytest.mark.skipif(not fonts()[0].startswith("OCRB"), reason="needs fonts-ocr-b")


def crop(lines, seed=0, pitch=14.0, margin=0.06):
    """The lines on printed paper, cut `margin` pitches around the ink of their capitals."""
    random = np.random.default_rng(seed)
    step = round(2.4 * CELL[0])
    height = CELL[1] + step * (len(lines) - 1)
    sheet = np.zeros((height, len(lines[0]) * CELL[0]), np.float32)
    for row, line in enumerate(lines):
        sheet[row * step : row * step + CELL[1]] = ink(line, fonts()[0])
    rows, columns = np.flatnonzero(sheet.max(axis=1) > 0.5), np.flatnonzero(sheet.max(axis=0) > 0.5)
    more = round(margin * CELL[0])
    sheet = np.pad(sheet[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1], more)
    paper = 200 + 0.25 * (background(random, sheet.shape) - 200)
    scale = pitch / CELL[0]
    small = cv2.resize(paper * (1 - sheet) + 40 * sheet, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.clip(small + random.normal(0, 3, small.shape), 0, 255).astype(np.uint8)


def told(tmp_path: Path, picture: np.ndarray) -> dict:
    Image.fromarray(picture).save(tmp_path / "strip.png")
    return mrz_of_image(tmp_path / "strip.png", TODAY)


@needs_reader
@needs_font
@pytest.mark.parametrize("pitch", [9.0, 14.0, 40.0])
@pytest.mark.parametrize("text", [*PASSPORT, *CARD])
def test_one_line_cut_tight(text, pitch, tmp_path):
    assert told(tmp_path, crop([text], 1, pitch))["lines"] == [text]


@needs_reader
@needs_font
@pytest.mark.parametrize("margin", [0.05, 0.8])
@pytest.mark.parametrize("lines", [PASSPORT, CARD])
def test_a_zone_cut_tight(lines, margin, tmp_path):
    found = told(tmp_path, crop(lines, 2, 12.0, margin))
    assert found["lines"] == lines and found["verdict"] == "accepted"


@needs_reader
@needs_font
def test_one_line_is_proved_by_its_own_digits(tmp_path):
    found = told(tmp_path, crop(PASSPORT[1:]))
    assert found["format"] == "TD3" and found["accepted"]
    assert found["checks"] == dict.fromkeys(
        ("document_number", "birth_date", "expiry_date", "personal_number", "composite"), True
    )
    assert found["fields"]["birth_date"]["normal"] == "1974-08-12"
    found = told(tmp_path, crop(PASSPORT[:1]))
    assert (found["checks"], found["accepted"], found["verdict"]) == ({}, False, "no check digits")
    assert found["fields"]["surname"]["value"] == "ERIKSSON"


@needs_reader
@needs_font
@pytest.mark.parametrize("turn", [1, 2, 3])
def test_a_line_on_its_side_and_its_box(turn, tmp_path):
    picture = np.ascontiguousarray(np.rot90(crop(PASSPORT[1:]), turn))
    height, width = picture.shape
    Image.fromarray(picture).save(tmp_path / "1.png")
    page = Page(1, width, height, image=str(tmp_path / "1.png"))
    answer = IdCards(today=TODAY).predict([Document("0" * 16, "1.png", (page,))])[0]
    fields = {field.key: field for field in answer.fields}
    assert fields["mrz"].value == PASSPORT[1]
    box = fields["document_number"].box.center
    along = box[0] / width if turn == 2 else box[1] / height
    assert along == pytest.approx(0.1 if turn == 3 else 0.9, abs=0.03)  # the first nine of 44 characters


@needs_reader
def test_a_strip_without_characters_is_no_zone():
    noise = np.random.default_rng(0).integers(150, 256, (40, 900), dtype=np.uint8)
    assert is_cropped(noise) and read_cropped(noise, line_reader()) is None


def test_paper_goes_on_beyond_the_edge_without_strokes():
    picture = np.full((20, 200), 180, np.uint8)
    picture[:, 0:3] = picture[0:3, 50:60] = 10
    sheet = on_paper(picture, 10, 10)
    assert sheet.shape == (40, 220) and (sheet[10:30, 10:210] == picture).all()
    assert sheet[:10].min() > 150 and sheet[:, :10].min() > 120


@pytest.mark.parametrize("format_", ["TD1", "TD2", "TD3", "MRV-A", "MRV-B", "FRA"])
def test_a_line_alone_is_known_for_what_it_is(format_):
    for seed in range(6):
        _, lines = zone(np.random.default_rng(seed), format_)
        for row, line in enumerate(lines):
            found = resolve_line(odds_of(line))
            assert found.lines == (line,)
            if found.layout.all_checks:
                assert found.layout.format == format_
                assert "birth_date" not in found.layout.fields or row == 1


def test_a_line_alone_is_repaired_like_a_zone():
    confused = PASSPORT[1].replace("7408122", "74O8122")
    assert resolve_line(odds_of(confused)).lines == (PASSPORT[1],)
    wrong = PASSPORT[1].replace("ZE184226B", "ZE184226C")
    found = resolve_line(odds_of(wrong))
    assert "personal_number" not in found.proved and "composite" not in found.proved
    assert resolve_line(odds_of("A" * 31)) is None


def test_every_row_of_every_format_is_a_layout_of_one_line():
    found = [layout for width in (30, 36, 44) for layout, _ in line_layouts(width)]
    assert all(len(layout.kinds) == 1 and len(layout.kinds[0]) == layout.width for layout in found)
    assert {layout.format for layout in found} == {"TD1", "TD2", "TD3", "MRV-A", "MRV-B", "FRA"}


def spread(text, place, rival, share):
    odds = np.full((len(text), 37), 1e-4 / 37)
    for at, character in enumerate(text):
        odds[at, ALPHABET.index(character)] += 1 - 1e-4
    odds[place] *= 1 - share
    odds[place, ALPHABET.index(rival)] += share
    return odds


def read(odds):
    return "".join(ALPHABET[i] for i in odds.argmax(axis=1))


def test_a_letter_among_the_fillers_behind_a_name_is_a_filler():
    text = "ERIKSSON<<ANNA<<<<<<"
    odds = spread(text, 17, "K", 0.9)
    assert read(odds) == "ERIKSSON<<ANNA<<<K<<" and read(names(odds)) == text
    clear = spread(text, 17, "K", 1 - 1e-9)
    assert read(names(clear)) == "ERIKSSON<<ANNA<<<K<<"


def test_a_filler_between_names_stays_one():
    text = "VAN<DER<BERG<<JAN<K<"
    assert read(names(spread(text, 0, "W", 0.1))) == text
    assert names(spread(text, 18, "<", 0.4))[18, ALPHABET.index("K")] == pytest.approx(0.6, abs=0.02)


def test_a_country_that_is_none_gives_way_to_one_that_is():
    assert read(country(spread("UT0", 2, "O", 0.3))) == "UTO"
    assert read(country(spread("D<<", 1, "E", 0.2))) == "D<<"
    assert read(country(spread("CMW", 2, "R", 0.0))) == "CMW"


def test_a_number_continued_on_the_other_side_of_the_dates_is_right():
    """The sums ran over places in the order of the line, so the birth date came between the halves of the number."""
    lines = compose("TD2", {"document_type": "I<", "issuing_country": "UTO", "nationality": "UTO", "sex": "F",
                            "document_number": "D23145890734", "birth_date": "740812", "expiry_date": "320415",
                            "names": "ERIKSSON<<ANNA"})  # fmt: skip
    found = resolve([odds_of(line) for line in lines])
    assert list(found.lines) == lines and not found.ambiguous
    assert all(check.holds(found.lines) for check in found.layout.all_checks)
