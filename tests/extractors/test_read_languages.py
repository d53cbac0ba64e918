"""Lines read in several languages: the language of the page, another where it is clearly surer, and its letters."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from extractors.read.languages import Read, best_lines
from extractors.read.line_ocr import SPARSE, line_ocr
from extractors.types import Box, Word
from tests.extractors.reading import font

ENGLISH = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ")
GERMAN = ENGLISH | frozenset("äöüßÄÖÜ")
TEXT = (
    "Übergrößen müssen während der Prüfung bestätigt werden",
    "Gebühr für die Meldebescheinigung bezahlt am Schalter",
    "Please send the enclosed form to our office in Dublin",
    "Die Behörde prüft Ihre Anträge während der Öffnungszeiten",
    "The customer shall inspect the goods within thirty days",
)


def line(*words: tuple[str, float]) -> list[Word]:
    """Words side by side, ten wide for a letter."""
    made, x = [], 0
    for text, confidence in words:
        made.append(Word(text, Box(x, 0, x + 10 * len(text), 20), confidence, "ocr"))
        x += 10 * len(text) + 10
    return made


def texts(*reads: Read) -> list[str]:
    return [word.text for word in best_lines(reads)]


SURE = [line(("the", 0.95), ("customer", 0.95), ("shall", 0.95), ("inspect", 0.95))]


def test_a_line_stays_in_the_language_of_its_page():
    doubted = line(("Kellerman", 0.6))
    other = line(("Kellernan", 0.75))
    assert texts(Read([*SURE, doubted], ENGLISH), Read([line(("thecustomershall", 0.3)), other], GERMAN))[-1:] == [
        "Kellerman"
    ]


def test_another_language_that_is_clearly_surer_wins_a_line():
    english = Read([*SURE, line(("Meidebescheinigunq", 0.2), ("bezahit", 0.2))], ENGLISH)
    german = Read([line(("thecustomershall", 0.3)), line(("Meldebescheinigung", 0.95), ("bezahlt", 0.95))], GERMAN)
    assert texts(english, german) == texts(german, english)
    assert texts(english, german)[-2:] == ["Meldebescheinigung", "bezahlt"]


def test_letters_that_a_network_does_not_know_are_seen_by_another():
    english = Read([*SURE, line(("Juttner", 0.92), ("and", 0.95))], ENGLISH)
    german = Read([line(("thecustomershall", 0.3)), line(("Jüttner", 0.9), ("ard", 0.6))], GERMAN)
    assert texts(english, german)[-2:] == ["Jüttner", "and"]
    unsure = Read([line(("thecustomershall", 0.3)), line(("Jüttner", 0.2), ("ard", 0.6))], GERMAN)
    assert texts(english, unsure)[-2:] == ["Juttner", "and"]


def test_an_accent_that_was_seen_is_not_seen_otherwise():
    german = Read([line(("Geräte", 0.9), ("werden", 0.95), ("geprüft", 0.95))], GERMAN)
    french = Read([line(("Gerâte", 0.9), ("werden", 0.6), ("gepruft", 0.5))], ENGLISH | frozenset("âéè"))
    assert texts(german, french) == ["Geräte", "werden", "geprüft"]


def test_pages_without_lines_have_no_words():
    assert texts(Read([], ENGLISH), Read([], GERMAN)) == []
    assert texts(Read([[]], ENGLISH), Read([[]], GERMAN)) == []


@pytest.mark.parametrize("languages", [("eng", "deu"), ("deu", "eng")])
def test_a_page_in_two_languages_is_read_in_both(languages):
    pytest.importorskip("tesserocr")
    image = Image.new("L", (1150, 620), 255)
    draw = ImageDraw.Draw(image)
    for number, text in enumerate(TEXT):
        draw.text((60, 60 + 100 * number), text, font=font(28), fill=0)
    words = line_ocr(np.asarray(image), languages, SPARSE)
    assert [word.text for word in words] == " ".join(TEXT).split()
