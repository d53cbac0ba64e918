from __future__ import annotations

import pytest

from extractors.forms import Forms
from extractors.forms.pairs import RuleFinder
from extractors.types import Box, Word
from tests.extractors.forms.paper import document, level, line, mark, page, upright


def pairs(*lines, **more) -> dict[str, str]:
    (answer,) = Forms(RuleFinder()).predict([document(page(*lines, **more))])
    return {field.key: field.value for field in answer.fields}


def test_a_colon_asks_to_the_right():
    assert pairs(line("Name: Ada Lovelace", 50, 50), line("City: London", 50, 70)) == {
        "Name": "Ada Lovelace",
        "City": "London",
    }


def test_a_value_may_have_several_lines():
    found = pairs(
        line("Address: 12 St James Square", 50, 50), line("London SW1Y 4JH", 89.5, 61), line("Phone: 123", 50, 80)
    )
    assert found == {"Address": "12 St James Square London SW1Y 4JH", "Phone": "123"}


def test_blanks_with_underscores_and_dot_leaders():
    assert pairs(line("Date ______ 3 May 2021", 50, 50)) == {"Date": "3 May 2021"}
    assert pairs(line("Total .................... 12.00", 50, 50)) == {"Total": "12.00"}
    assert pairs(line("Name ______", 50, 50), line("something else here", 50, 70)) == {}


def test_a_small_caption_in_the_corner_of_a_box_asks_for_what_is_below_it():
    box = (level(50, 250, 50), level(50, 250, 90), level(250, 450, 50), level(250, 450, 90))
    walls = (upright(50, 50, 90), upright(250, 50, 90), upright(450, 50, 90))
    found = pairs(
        line("Surname", 53, 52, size=6), line("Lovelace", 55, 70), line("First name", 253, 52, size=6),
        line("Ada", 255, 70), rulings=box + walls,
    )  # fmt: skip
    assert found == {"Surname": "Lovelace", "First name": "Ada"}


def test_a_caption_under_a_line_asks_for_what_stands_on_it():
    found = pairs(
        line("Ada Lovelace", 60, 50), line("Signature of applicant", 60, 64, size=7), rulings=(level(50, 250, 62),)
    )
    assert found == {"Signature of applicant": "Ada Lovelace"}


def test_a_list_of_labels_and_values_needs_no_colons():
    rows = [("Berth", "window seat"), ("Carriage", "twelve"), ("Meal", "vegetarian"), ("Luggage", "two pieces")]
    words = [line(text, x, 50 + 14 * i) for i, row in enumerate(rows) for text, x in zip(row, (50, 180), strict=True)]
    assert pairs(*words) == dict(rows)


def test_running_text_has_no_pairs():
    text = "the quick brown fox jumps over the lazy dog and the name of the"
    assert pairs(*[line(text, 50, 50 + 11 * i) for i in range(8)]) == {}


def test_a_wall_stands_between_a_label_and_the_next_cell():
    found = pairs(line("Name:", 50, 50), line("Smith", 200, 50), rulings=(upright(150, 40, 70),))
    assert "Name" not in found


def test_a_value_may_stand_in_a_box_of_its_own_beside_its_label():
    box = (level(150, 350, 45), level(150, 350, 65), upright(150, 45, 65), upright(350, 45, 65))
    assert pairs(line("Name:", 50, 50), line("Smith", 155, 50), rulings=box) == {"Name": "Smith"}
    grid = (*box, level(40, 150, 45), level(40, 150, 65), upright(40, 45, 65))
    assert pairs(line("Name:", 50, 50), line("Smith", 155, 50), rulings=grid) == {}


@pytest.mark.parametrize("state", [True, False])
def test_a_lone_check_box_is_a_field_of_its_own(state):
    found = pairs(line("I agree to the terms", 64, 50), regions=(mark(50, 51, state),))
    assert found == {"I agree to the terms": "selected" if state else "unselected"}


def test_options_answer_their_question():
    words = (line("Marital status:", 50, 50), line("single", 164, 50), line("married", 234, 50))
    assert pairs(*words, regions=(mark(150, 51, False), mark(220, 51, True))) == {"Marital status": "married"}


def test_options_may_stand_below_their_question_and_left_of_their_boxes():
    words = (line("How did you hear of us?", 50, 50), line("a friend", 64, 64), line("the newspaper", 64, 78))
    assert pairs(*words, regions=(mark(50, 65, True), mark(50, 79, True))) == {
        "How did you hear of us?": "a friend; the newspaper"
    }
    words = (line("Smoker:", 50, 50), line("Yes", 120, 50), line("No", 170, 50))
    assert pairs(*words, regions=(mark(140, 51, False), mark(184, 51, True))) == {"Smoker": "No"}


def test_yes_and_no_are_boolean():
    words = (line("Smoker:", 50, 50), line("Yes", 114, 50), line("No", 164, 50))
    (answer,) = Forms().predict([document(page(*words, regions=(mark(100, 51, True), mark(150, 51, False))))])
    assert [(f.key, f.type, f.normal) for f in answer.fields] == [("Smoker", "boolean", "true")]


def test_dates_and_amounts_follow_the_evidence_of_their_document():
    lines = (
        line("Invoice date: 03/04/2025", 50, 50),
        line("Due date: 25/04/2025", 50, 70),
        line("Total: 1.234,50 EUR", 50, 90),
    )
    (answer,) = Forms().predict([document(page(*lines))])
    assert {f.key: f.normal for f in answer.fields} == {
        "Invoice date": "2025-04-03",
        "Due date": "2025-04-25",
        "Total": "1234.50 EUR",
    }


def test_entities_and_links_say_the_same_as_fields():
    (answer,) = Forms().predict([document(page(line("Name: Ada Lovelace", 50, 50)))])
    ((question, answered),) = answer.links
    assert answer.entities[question].kind == "question" and answer.entities[question].text == "Name:"
    assert answer.entities[answered].kind == "answer" and answer.entities[answered].text == "Ada Lovelace"


def boxes_in_rows(*rows: tuple[float, tuple[bool, ...]], x0: float = 329, step: float = 80):
    return tuple(mark(x0 + step * i, top, state) for top, states in rows for i, state in enumerate(states))


def test_boxes_that_ocr_reads_as_text_do_not_hide_their_options():
    """`[X]` with a box of its own, wider than the mark, stood before No and was taken for its beginning."""
    lines = [
        [*line("Yes", 350, top), Word("[X]", Box(409, top, 438, top + 9)), *line("No", 440, top)] for top in (100, 130)
    ]
    own = page(line("Do you smoke?", 50, 100), line("Any surgery before?", 50, 130), *lines,
               regions=boxes_in_rows((100, (False, True)), (130, (False, True)), step=82))  # fmt: skip
    fields = {f.key: f.value for f in Forms().predict([document(own)])[0].fields}
    assert fields == {"Do you smoke?": "No", "Any surgery before?": "No"}


def test_a_grid_of_boxes_has_its_options_at_the_head_of_its_columns():
    heads = [line(text, x, 80) for text, x in (("Never", 322), ("Weekly", 398), ("Daily", 481))]
    questions = [line("I drink coffee", 50, 100), line("I go for a walk", 50, 125), line("I read a book", 50, 150)]
    states = ((100, (False, False, True)), (125, (False, True, False)), (150, (True, False, False)))
    own = page(*heads, *questions, regions=boxes_in_rows(*states))
    fields = {f.key: f.value for f in Forms().predict([document(own)])[0].fields}
    assert fields == {"I drink coffee": "Daily", "I go for a walk": "Weekly", "I read a book": "Never"}


def test_bold_labels_in_several_columns_of_a_line_are_labels():
    rows = (("Nachname", "Muster", "Vorname", "Erika"), ("Ort", "Berlin", "Etage", "3. OG links"),
            ("Geburtsort", "Bonn", "Telefon", "030 5550199"))  # fmt: skip
    lines = [line(row[n], 50 + 110 * n, 100 + 30 * i, bold=n % 2 == 0) for i, row in enumerate(rows) for n in range(4)]
    fields = {f.key: f.value for f in Forms().predict([document(page(*lines))])[0].fields}
    assert fields == {key: value for row in rows for key, value in (row[:2], row[2:])}


def test_bullets_ask_for_nothing():
    lines = [w for i, text in enumerate(("Bring your passport", "Be there early", "Sign here", "Keep a copy"))
             for w in (line("•", 50, 100 + 20 * i), line(text, 70, 100 + 20 * i))]  # fmt: skip
    assert pairs(*lines) == {}
    (answer,) = Forms().predict([document(page(*lines))])  # nor by the learned finder
    assert not answer.fields
