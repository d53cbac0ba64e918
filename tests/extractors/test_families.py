"""What every registered family promises, tested on the same small documents."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace

import pytest

from extractors.base import Extractor, Score
from extractors.errors import MissingLibrary
from extractors.registry import FAMILIES, make_extractor
from extractors.synthetic.tables import make_example
from extractors.types import Box, Document, Example, Extraction, Page, Region, Ruling, Widget, Word
from tests.made_id_cards import example as card


@pytest.fixture(params=sorted(FAMILIES))
def family(request) -> str:
    return request.param


def line(text: str, x0: float, top: float, size: float = 10.0) -> list[Word]:
    words, x = [], x0
    for token in text.split():
        width = 0.55 * size * len(token)
        words.append(Word(token, Box(x, top, x + width, top + size), size=size))
        x += width + 0.3 * size
    return words


def form() -> Document:
    words = (
        line("Name: Ada Lovelace", 50, 50)
        + line("Date of birth: 10.12.1815", 50, 70)
        + line("Total: 12,50 EUR", 50, 90)
    )
    boxes = (
        Region("checkbox", Box(150, 112, 158, 120), state=True),
        Region("checkbox", Box(200, 112, 208, 120), state=False),
    )
    words += line("Married?", 50, 111) + line("Yes", 162, 111) + line("No", 212, 111)
    widgets = (Widget("applicant.city", "text", Box(300, 50, 400, 64), "London", "City of residence"),)
    return Document(
        "0" * 15 + "1", "form.pdf", (Page(1, 595, 842, words=tuple(words), regions=boxes, widgets=widgets),)
    )


def grid() -> Document:
    words: list[Word] = []
    for row, cells in enumerate((("Item", "Amount"), ("Pen", "1.20"), ("Ink", "3.40"))):
        words += line(cells[0], 55, 55 + 20 * row) + line(cells[1], 155, 55 + 20 * row)
    level = [Ruling(Box(50, 50 + 20 * i, 250, 50 + 20 * i)) for i in range(4)]
    upright = [Ruling(Box(x, 50, x, 110)) for x in (50, 150, 250)]
    regions = (Region("table", Box(50, 50, 250, 110)),)
    page = Page(1, 595, 842, words=tuple(words), rulings=(*level, *upright), regions=regions)
    return Document("0" * 15 + "2", "grid.pdf", (page,))


def passport() -> Document:
    """The specimen of ICAO 9303 part 4, appendix A."""
    zone = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
    words = [Word(text, Box(30, 700 + 20 * i, 560, 712 + 20 * i)) for i, text in enumerate(zone)]
    return Document("0" * 15 + "3", "passport.png", (Page(1, 595, 842, words=tuple(words)),))


def blank() -> Document:
    return Document("0" * 15 + "4", "blank.pdf", (Page(1, 595, 842),))


def documents() -> list[Document]:
    return [form(), grid(), passport(), blank(), Document("0" * 15 + "5", "no-pages.pdf")]


def test_one_answer_for_each_document_in_order(family):
    asked = documents()
    answers = make_extractor(family).predict(asked)
    assert [answer.document_id for answer in answers] == [document.id for document in asked]
    assert all(isinstance(a, Extraction) and a.family == family and a.model for a in answers)
    assert make_extractor(family).predict(asked[::-1]) == answers[::-1]


def test_nothing_asked_nothing_answered(family):
    assert make_extractor(family).predict([]) == []


def test_the_family_finds_its_own_matter(family):
    answers = make_extractor(family).predict(documents())
    own = {"forms": answers[0].fields, "tables": answers[1].tables, "id_cards": answers[2].fields}
    assert own[family]
    assert not (answers[3].fields or answers[3].tables), "a blank page says nothing"


def test_saved_and_loaded_it_predicts_the_same(family, tmp_path):
    extractor = make_extractor(family)
    extractor.save(tmp_path / "model")
    loaded = make_extractor(family, tmp_path / "model")
    assert isinstance(loaded, Extractor) and loaded.name == extractor.name
    assert loaded.predict(documents()) == extractor.predict(documents())


def annotated(family: str) -> list[Example]:
    """Enough of them that the family's network learns."""
    if family == "id_cards":
        return [card("sq above", seed) for seed in range(4)]
    if family == "tables":
        return [example for example in map(make_example, range(60, 66)) if example.answer.tables]
    asked = [replace(form(), id=f"{n:016x}") for n in range(4)]
    return [Example(d, a) for d, a in zip(asked, make_extractor(family).predict(asked), strict=True)]


def test_what_is_missing_for_learning_is_said(family, monkeypatch):
    monkeypatch.setattr("extractors.base.find_spec", lambda name: None if name == "torch" else object())
    extractor = make_extractor(family)
    extractor.configure(minutes=0.01)
    with pytest.raises(MissingLibrary, match=r"training needs torch; pip install 'docrow\[train\]'"):
        extractor.fit(annotated(family))


def test_predict_leaves_documents_alone(family):
    asked = documents()
    before = deepcopy(asked)
    make_extractor(family).predict(asked)
    assert asked == before


def test_perfect_answers_score_one(family):
    extractor = make_extractor(family)
    asked = documents()
    examples = [Example(d, a) for d, a in zip(asked, extractor.predict(asked), strict=True)]
    score = extractor.evaluate(examples)
    assert isinstance(score, Score) and score.documents == len(asked)
    assert score.values and all(value == 1.0 for value in score.values.values()), score.values


def test_confidences_are_probabilities(family):
    for answer in make_extractor(family).predict(documents()):
        things = (*answer.fields, *answer.entities, *answer.tables)
        assert all(0.0 <= thing.confidence <= 1.0 for thing in things)


def test_pages_routed_elsewhere_are_left_out(family):
    routed = [replace(d, pages=tuple(replace(p, families=()) for p in d.pages)) for d in documents()]
    assert not any(a.fields or a.tables for a in make_extractor(family).predict(routed))
