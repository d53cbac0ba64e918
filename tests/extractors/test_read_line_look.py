"""What tesseract was unsure of: which reading stays, where its words stand, and who is asked."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from extractors.metrics.words import bag_score
from extractors.read.line_look import knows, line_look, merge, read_areas, text_reader, words_of
from extractors.read.ocr import null_ocr
from extractors.read.options import ReadOptions
from extractors.read.prepare import prepare
from extractors.read.scan import read_scan
from extractors.types import Box, Word
from models.text_reader_runtime import Reading
from tests.extractors.reading import LINES, picture


def reading(text: str, odds: float = 0.999) -> Reading:
    places = (np.arange(len(text)) + 0.5) / len(text)
    return Reading(tuple(text), np.full(len(text), odds, np.float32), places)


def word(text: str, x0: float, x1: float, confidence: float) -> Word:
    return Word(text, Box(x0, 0, x1, 20), confidence, "ocr")


def test_words_lie_between_spaces_and_on_the_ink():
    letters = np.array([[12.0, 104, 38, 120], [62, 102, 95, 118], [500, 104, 520, 120]])
    first, second = words_of(reading("ab cd"), Box(0, 100, 100, 130), letters)
    assert (first.text, first.box) == ("ab", Box(12, 104, 38, 120))
    assert (second.text, second.box) == ("cd", Box(62, 102, 95, 118))
    assert first.confidence > 0.9
    assert words_of(reading(""), Box(0, 0, 9, 9), letters) == []


def test_a_word_without_ink_of_its_own_keeps_its_share_of_the_line():
    (only,) = words_of(reading("ab"), Box(10, 100, 110, 130), np.empty((0, 4)))
    assert only.box == Box(10, 100, 110, 130)


def test_the_likelier_reading_stays():
    unsure, sure = word("Nane", 0, 50, 0.55), word("Phone", 100, 160, 0.96)
    kept = merge([unsure, sure], [word("Name", 0, 51, 0.9), word("Pnone", 101, 160, 0.7)])
    assert sorted(w.text for w in kept) == ["Name", "Phone"]


def test_two_words_against_one_are_weighed_together():
    kept = merge([word("ToTal", 0, 60, 0.5), word("cost", 65, 100, 0.6)], [word("Total_cost", 0, 100, 0.95)])
    assert [w.text for w in kept] == ["Total_cost"]


def test_what_both_read_is_surer_than_either():
    (kept,) = merge([word("Total", 0, 50, 0.6)], [word("Total", 0, 50, 0.8)])
    assert kept.confidence == pytest.approx(1 - 0.6 * 0.2, abs=0.01)


def test_what_only_the_network_saw_must_be_likely():
    found = merge([], [word("Total", 0, 50, 0.8), word("~il", 90, 99, 0.3)])
    assert [w.text for w in found] == ["Total"]


def test_a_page_that_tesseract_did_not_see_is_read_by_the_network():
    prepared = prepare(np.asarray(picture().convert("L")))
    found = line_look(prepared, [], text_reader().read)
    assert bag_score([(" ".join(LINES).split(), [w.text for w in found])]).recall >= 0.9


def test_boxes_of_the_network_lie_on_the_words():
    image = np.asarray(picture().convert("L"))
    prepared = prepare(image)
    fox = next(w for w in line_look(prepared, [], text_reader().read) if w.text == "fox")
    x0, top, x1, bottom = (round(v / prepared.scale) for v in (fox.box.x0, fox.box.top, fox.box.x1, fox.box.bottom))
    inside, around = image[top:bottom, x0:x1], cv2.blur(image, (1, 1))[max(top - 3, 0) : top, x0:x1]
    assert inside.min() < 100
    assert around.min() > 100


def test_sure_words_cost_nothing():
    prepared = prepare(np.asarray(picture().convert("L")))
    sure = [Word("all", Box(0, 0, prepared.gray.shape[1], prepared.gray.shape[0]), 0.95)]

    def crashing(lines):
        raise AssertionError("nothing was doubtful")

    assert line_look(prepared, sure, crashing) == sure


def test_languages_the_network_does_not_know_are_left_to_tesseract(monkeypatch):
    assert knows(("eng", "deu", "fra", "spa"))
    assert not knows(("eng", "rus"))
    gray, options = np.asarray(picture().convert("L")), ReadOptions(languages=("rus",))
    scan = read_scan(gray, gray.shape[1], gray.shape[0], options, null_ocr)
    assert scan.words == ()
    seen = read_scan(gray, gray.shape[1], gray.shape[0], replace(options, languages=("eng",)), null_ocr)
    assert len(seen.words) > 10


def test_a_second_look_has_a_name():
    with pytest.raises(ValueError, match="second_look is network, tesseract or none"):
        ReadOptions(second_look="twice")  # type: ignore[arg-type]


ACCENTS = {
    "deu": "Übergrößen müssen während der Prüfung schriftlich bestätigt werden",
    "fra": "Les élèves français préfèrent être évalués après la leçon",
    "spa": "El señor Muñoz pagó mañana según la información española",
}


@pytest.mark.parametrize("language", ACCENTS)
def test_the_network_has_the_letters(language):
    lines = (ACCENTS[language],) * 3
    prepared = prepare(np.asarray(picture(lines, 34, 1600).convert("L")))
    found = line_look(prepared, [], text_reader().read)
    assert bag_score([(" ".join(lines).split(), [w.text for w in found])]).recall >= 0.8


def test_what_is_too_tall_for_a_line_is_not_read():
    prepared = prepare(np.asarray(picture().convert("L")))
    blank = replace(prepared, boxes=np.empty((0, 4)))
    tall, large, flat = (Box(10, 10, 200, 10 + high * prepared.letter) for high in (9, 4, 2))
    asked: list[int] = []
    found = read_areas(
        blank, [tall, large, flat], lambda lines: asked.append(len(lines)) or [reading("a")] * len(lines)
    )
    assert asked == [2]
    assert found[0].confidence < found[1].confidence  # of large print the network is less often right
