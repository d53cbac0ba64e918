"""Generated pages: every block fills its place and says what is right about it."""

from itertools import islice, pairwise
from random import Random

import pytest

from extractors.synthetic import asides, blocks, letters, office
from extractors.synthetic.generator import lessons, repeated, sheets
from extractors.synthetic.sheet import ANSWER, HEADER, OTHER, QUESTION, Sheet, Style
from extractors.synthetic.values import Values
from extractors.synthetic.vocabulary import LANGUAGES, vocabulary
from extractors.synthetic.writer import Writer

ASKING = (
    letters.memo, office.ratings, office.number_columns, office.lists, office.blanks, office.captions, office.grouped,
    office.numbered, office.close_stack, office.marked_row, office.comments, blocks.pairs, blocks.table,
    asides.remarked, asides.asked_below,
)  # fmt: skip
SILENT = (letters.prose, letters.addressee, letters.logo)


def writer(seed, language="en", fill=1.0):
    sheet = Sheet(Random(seed), Style(fill=fill))
    return Writer(sheet, vocabulary(language), Values(Random(seed), language), "business")


@pytest.mark.parametrize("block", ASKING + SILENT)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_block_goes_down_the_page_and_links_questions_to_answers(block, language):
    for seed in range(6):
        w = writer(seed, language)
        end = block(w, 40, 100, 500)
        sheet = w.sheet
        assert end > 100
        assert sheet.marks
        assert {mark.entity for mark in sheet.marks} == set(range(len(sheet.kinds)))
        assert all(mark.text.strip() and mark.x1 > mark.x0 and mark.bottom > mark.top for mark in sheet.marks)
        assert all((sheet.kinds[q], sheet.kinds[a]) == (QUESTION, ANSWER) for q, a in sheet.links)


@pytest.mark.parametrize("block", ASKING)
def test_filled_blocks_are_answered_and_empty_ones_ask_all_the_same(block):
    assert any(writer_links(block, seed, 1.0) for seed in range(6))
    w = writer(1, fill=0.0)
    block(w, 40, 100, 500)
    assert QUESTION in w.sheet.kinds


def writer_links(block, seed, fill):
    w = writer(seed, fill=fill)
    block(w, 40, 100, 500)
    return w.sheet.links


@pytest.mark.parametrize("block", SILENT)
def test_nobody_asks_for_letters(block):
    w = writer(3)
    block(w, 40, 100, 500)
    assert not w.sheet.links
    assert not {QUESTION, ANSWER} & set(w.sheet.kinds)


def test_numbers_stand_close_and_do_not_overlap():
    for seed in range(8):
        w = writer(seed)
        office.number_columns(w, 40, 100, 500)
        answers = [mark for mark in w.sheet.marks if w.sheet.kinds[mark.entity] == ANSWER]
        rows = {}
        for mark in answers:
            rows.setdefault(round(mark.top, 3), []).append(mark)
        for row in rows.values():
            row.sort(key=lambda mark: mark.x0)
            assert all(a.x1 <= b.x0 + 0.01 for a, b in pairwise(row))


def test_stamps_and_fax_lines_are_asked_by_nobody():
    w = writer(5)
    letters.stamps(w)
    letters.fax_line(w)
    assert set(w.sheet.kinds) == {OTHER}


def test_remarks_ask_nothing_and_headings_that_read_like_questions_have_no_answer():
    for seed in range(6):
        w = writer(seed)
        asides.remarked(w, 40, 100, 500)
        asides.asked_below(w, 40, 300, 500)
        kinds, asking = w.sheet.kinds, {question for question, _ in w.sheet.links}
        remarks = {m.entity for m in w.sheet.marks if m.text.startswith("(") and kinds[m.entity] == OTHER}
        headings = {i for i, kind in enumerate(kinds) if kind == HEADER}
        assert headings
        assert not (remarks | headings) & asking


def test_lessons_come_again_in_another_order():
    some = list(islice(repeated(lessons(7), 1, pool=6, times=2), 24))
    first, again, new = some[:6], some[6:12], some[12:18]
    assert {id(one) for one in first} == {id(one) for one in again}
    assert [id(one) for one in first] != [id(one) for one in again]
    assert not {id(one) for one in first} & {id(one) for one in new}


def test_the_same_seed_gives_the_same_pages():
    one, other = (
        [[mark.text for mark in sheet.marks] for sheet in islice(sheets(11), 5)] for _ in range(2)
    )  # fmt: skip
    assert one == other
