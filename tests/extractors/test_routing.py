"""Routing includes a family whenever the page leaves a doubt, and none for an empty page."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.registry import FAMILIES
from extractors.routing import route
from extractors.types import Box, Page, Region, Ruling, Widget, Word

PAGE = Page(1, 595, 842)


def line(text: str, top: float, x0: float = 50, gap: float = 4) -> list[Word]:
    words = []
    for piece in text.split():
        width = 5.0 * len(piece)
        words.append(Word(piece, Box(x0, top, x0 + width, top + 10)))
        x0 += width + gap
    return words


def page(*words: Word, **parts: object) -> Page:
    return replace(PAGE, words=tuple(words), **parts)  # type: ignore[arg-type]


def test_an_empty_page_has_no_family():
    assert route(PAGE) == ()


def test_prose_goes_to_no_card_reader():
    prose = [w for i in range(20) for w in line("the quick brown fox jumps over the lazy dog", 50 + 14 * i)]
    assert "id_cards" not in route(page(*prose))
    assert route(page(*prose)) == ("forms", "tables")  # in doubt, both


@pytest.mark.parametrize(
    "zone",
    ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10", "IDD<<T220001293"],
)
def test_machine_readable_lines_go_to_the_card_reader(zone):
    assert "id_cards" in route(page(*line(zone, 700)))


def test_a_pdf417_is_reason_enough():
    code = Region("barcode", Box(10, 10, 100, 40), text="@\n\x1e\rANSI 636000", format="PDF417")
    assert route(replace(PAGE, regions=(code,))) == ("id_cards",)


def test_a_shop_qr_code_is_no_card():
    code = Region("barcode", Box(10, 10, 100, 100), text="https://example.org", format="QRCode")
    assert "id_cards" not in route(page(*line("Total due", 20), regions=(code,)))


def test_a_card_region_is_reason_enough():
    assert "id_cards" in route(replace(PAGE, regions=(Region("card", Box(50, 50, 293, 203)),)))


@pytest.mark.parametrize("text", ["Name: Jane", "Signature ________", "Vorname..........", "Name : Jean"])
def test_captions_and_blanks_make_a_form(text):
    table = Region("table", Box(50, 400, 500, 600), 0.9)
    prose = [w for i in range(20) for w in line("the quick brown fox jumps over the lazy dog", 50 + 14 * i)]
    assert "forms" not in route(page(*prose, regions=(table,)))
    assert "forms" in route(page(*prose, *line(text, 20), regions=(table,)))


def test_widgets_and_boxes_make_a_form():
    table = Region("table", Box(50, 400, 500, 600), 0.9)
    prose = [w for i in range(20) for w in line("the quick brown fox jumps over the lazy dog", 50 + 14 * i)]
    assert "forms" in route(page(*prose, regions=(table,), widgets=(Widget("a", "text", Box(0, 0, 9, 9)),)))
    assert "forms" in route(page(*prose, regions=(table, Region("checkbox", Box(0, 0, 9, 9), state=True))))


def test_numbers_standing_apart_make_a_table():
    rows = [w for i in range(4) for w in line(f"Item {i}.50", 100 + 14 * i, gap=120)]
    assert "tables" in route(page(*rows))


def test_a_ruled_table_in_running_text_is_no_form():
    text = [w for i in range(20) for w in line("the quick brown fox jumps over the lazy dog", 50 + 14 * i)]
    ruled = Region("table", Box(50, 400, 500, 600), 0.9)
    assert route(page(*text, regions=(ruled,))) == ("tables",)
    assert route(page(*text, regions=(replace(ruled, confidence=0.6),))) == ("forms", "tables")


def test_a_grid_of_rulings_makes_a_table():
    level = [Ruling(Box(50, y, 300, y)) for y in (50, 70, 90)]
    upright = [Ruling(Box(x, 50, x, 90)) for x in (50, 150, 300)]
    assert "tables" in route(page(*line("word", 55), rulings=(*level, *upright)))


texts = st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=0x2FFF), min_size=0, max_size=30)


@given(st.lists(texts, max_size=12))
def test_routes_are_families_in_registry_order_without_repeats(words):
    named = route(page(*(Word(text, Box(10, 14.0 * i, 90, 14.0 * i + 10)) for i, text in enumerate(words))))
    assert list(named) == [family for family in FAMILIES if family in named]
    assert bool(named) == bool(words)


def test_a_picture_in_the_shape_of_a_card_may_be_one():
    cut = replace(page(*line("EESTI VABARIIK", 20)), width=860.0, height=540.0)
    assert "id_cards" in route(replace(cut, text_source="ocr"))
    assert "id_cards" not in route(replace(cut, text_source="text"))  # a slide
    assert "id_cards" not in route(replace(cut, width=595.0, height=842.0, text_source="ocr"))


def test_a_picture_cut_to_a_zone_or_a_line_goes_to_the_card_reader():
    strip = Page(1, 440, 30, image="1.png")
    assert "id_cards" in route(strip)
    assert "id_cards" in route(replace(strip, width=30, height=440, text_source="ocr"))
    assert "id_cards" not in route(replace(strip, height=200, words=tuple(line("a receipt", 10))))
    assert "id_cards" not in route(replace(strip, words=tuple(line("a page of its own " * 20, 10))))
    assert route(replace(strip, image="")) == ()


ZONE = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"


def test_captions_on_a_card_are_neither_form_nor_table():
    captions = [w for i, text in enumerate(("Surname: ERIKSSON", "Given names: ANNA")) for w in line(text, 60 + 20 * i)]
    assert route(page(*captions, *line(ZONE, 200))) == ("id_cards",)


def test_a_form_or_a_receipt_that_looks_like_a_card_stays_a_form():
    outline = Region("card", Box(40, 40, 340, 240))
    assert "forms" in route(page(*line("Total: 12.00", 60), regions=(outline,)))
    box = Region("checkbox", Box(50, 300, 58, 308), state=False)
    assert "forms" in route(page(*line(ZONE, 200), regions=(box,)))


def test_a_long_number_may_be_a_zone_without_its_fillers():
    text = [w for i in range(20) for w in line("the quick brown fox jumps over the lazy dog", 50 + 14 * i)]
    assert "id_cards" in route(page(*text, *line("ZF67366415TZA5105276M001", 700)))
    assert "id_cards" not in route(page(*text, *line("DE89370400440532013000 ANNUALREPORTOFTHECOMPANY", 700)))
    bank = line("Account: GB29NWBK60161331926819ABCD1", 60)
    assert "forms" in route(page(*bank))  # never nothing but a card
