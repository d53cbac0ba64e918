"""What is remembered of pages learned from, and what it adds to label logits."""

import numpy as np
import pytest

from extractors.errors import BadModel
from extractors.forms.kinds import KINDS
from extractors.forms.memory import FILE, Memory

HEADER, QUESTION, ANSWER, OTHER = range(len(KINDS))
FORM = ("Name:", "Branch", "Ada Lovelace", "Total"), (QUESTION, HEADER, ANSWER, QUESTION)
LETTER = ("Dear Sir", "Branch", "Regards", "Yours"), (OTHER, ANSWER, OTHER, OTHER)


def test_texts_are_known_without_case_spaces_and_stops():
    odds = Memory.of([FORM]).odds(["NAME :", "total", "never seen"])
    assert list(odds[:2].argmax(axis=1)) == [QUESTION, QUESTION]
    assert not odds[2].any()


def test_the_page_that_is_most_like_it_counts_most():
    memory = Memory.of([FORM, LETTER])
    alike, other = (memory.odds(["Branch", *texts])[0] for texts in (FORM[0][2:], LETTER[0][2:]))
    assert (alike.argmax(), other.argmax()) == (HEADER, ANSWER)


def test_a_text_once_counts_once_and_many_pages_count_more():
    once, twice, thrice = (Memory.of([page] * count) for page, count in (
        ((("Total", "Total"), (QUESTION, QUESTION)), 1), ((("Total",), (QUESTION,)), 1), ((("Total",), (QUESTION,)), 3),
    ))  # fmt: skip
    assert once.odds(["total"]) == pytest.approx(twice.odds(["total"]))
    assert thrice.odds(["total"])[0, QUESTION] > once.odds(["total"])[0, QUESTION]


def test_nothing_remembered_and_nothing_asked_add_nothing():
    assert Memory().odds(["Name:"]).tolist() == [[0.0] * len(KINDS)]
    assert Memory.of([FORM]).odds([]).shape == (0, len(KINDS))


def test_it_lies_beside_the_weights_without_its_texts(tmp_path):
    memory = Memory.of([FORM]) + Memory.of([LETTER])
    memory.write(tmp_path)
    assert Memory.read(tmp_path) == memory
    assert "lovelace" not in (tmp_path / FILE).read_text().lower()
    assert Memory.read(tmp_path / "none") == Memory()


@pytest.mark.parametrize("content", ["{", "{}", '{"pages": [[["no hash"]]]}', '{"pages": 3}'])
def test_damaged_memory_is_refused_with_its_name(tmp_path, content):
    (tmp_path / FILE).write_text(content)
    with pytest.raises(BadModel, match=FILE):
        Memory.read(tmp_path)


def test_odds_are_numbers_for_any_text():
    assert np.isfinite(Memory.of([FORM, ((), ())]).odds(["", "…", "Name:", "名前"])).all()


def test_long_numbers_cannot_be_told_from_each_other():
    memory = Memory.of([(("Account 4711-0815", "Line 12"), (ANSWER, QUESTION))])
    odds = memory.odds(["account 1234-5678", "Line 12", "Line 13"])
    assert odds[0].argmax() == ANSWER and odds[1].argmax() == QUESTION and not odds[2].any()
