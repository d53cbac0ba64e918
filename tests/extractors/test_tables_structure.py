"""Structure: spans, wrapped text, sections, whitespace where lines are missing, grids that never overlap."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.tables.grid import Draft, Grid, drop_bands, drop_empty, fill, overlaps
from extractors.tables.page import PageOptions, page_tables
from extractors.tables.region import region_table
from extractors.tables.ruled import find_lattices, lattice_grid, merge_rulings
from extractors.tables.runs import joined, make_lines, text_of
from extractors.types import Box, Page, Ruling, Word
from tests.made_tables import line, place_rows, read, right_line, texts

ROWS = [["Item", "Sales", "Costs"], ["North", "1,200", "800"], ["South", "950", "1,020"], ["West", "77", "12"]]


@pytest.mark.parametrize("style", ["grid", "lines", "plain"])
def test_rows_and_columns_with_and_without_lines(style):
    words, rulings = place_rows(ROWS, 100, style)
    (table,) = read(words, rulings)
    assert texts(table) == ROWS
    assert {c.text for c in table.cells if c.header} == {"Item", "Sales", "Costs"}


def test_a_cell_without_a_line_between_spans():
    flat = [Ruling(Box(50, y, 350, y)) for y in (100, 120, 140, 160)]
    upright = [Ruling(Box(50, 100, 50, 160)), Ruling(Box(350, 100, 350, 160)), Ruling(Box(150, 100, 150, 160))]
    upright.append(Ruling(Box(250, 120, 250, 160)))
    words = line("Name", 55, 105) + line("Years of study", 200, 105)
    words += line("Ann", 55, 125) + line("3", 200, 125) + line("4", 300, 125)
    words += line("Bob", 55, 145) + line("5", 200, 145) + line("6", 300, 145)
    (table,) = read(words, flat + upright)
    (wide,) = [c for c in table.cells if c.column_span > 1]
    assert (wide.text, wide.row, wide.column, wide.column_span, wide.header) == ("Years of study", 0, 1, 2, True)


def test_a_heading_reaches_over_the_columns_it_is_centred_on():
    words = line("Income", 242, 100)
    rows = [["Item", "First", "Second", "Other"], ["North", "10", "20", "30"], ["South", "11", "21", "31"]]
    for r, row in enumerate(rows):
        words += line(row[0], 60, 114 + 14 * r)
        words += [w for c, text in enumerate(row[1:]) for w in right_line(text, 220 + 90 * c, 114 + 14 * r)]
    (table,) = read(words)
    (wide,) = [c for c in table.cells if c.text == "Income"]
    assert (wide.row, wide.column, wide.column_span) == (0, 1, 2)
    assert texts(table)[1:] == rows


def test_wrapped_labels_stay_one_row():
    words, rulings = place_rows(ROWS, 100, "plain", step=30)
    words += line("and its islands", 63, 100 + 30 + 2 + 10)
    (table,) = read(words, rulings)
    assert texts(table)[1] == ["North\nand its islands", "1,200", "800"]


def test_values_split_rows_that_no_line_divides():
    words, _ = place_rows(ROWS, 100, "plain")
    frame = [Ruling(Box(60, y, 535, y)) for y in (100, 114, 156)] + [
        Ruling(Box(x, 100, x, 156)) for x in (60, 221.5, 378.2, 535)
    ]
    (table,) = read(words, frame)
    assert texts(table) == ROWS


def test_white_space_splits_columns_that_no_line_divides():
    words, _ = place_rows(ROWS, 100, "plain")
    frame = [Ruling(Box(60, 100 + 14 * i, 535, 100 + 14 * i)) for i in range(5)]
    frame += [Ruling(Box(x, 100, x, 156)) for x in (60, 221.5, 535)]
    (table,) = read(words, frame)
    assert texts(table) == ROWS


def test_tables_side_by_side_are_two():
    left, _ = place_rows(ROWS, 100, "plain", left=50, width=200)
    right, _ = place_rows(ROWS, 100, "plain", left=330, width=200)
    assert [texts(table) for table in read(left + right)] == [ROWS, ROWS]


def test_tables_under_each_other_with_the_same_headings_are_two():
    first, _ = place_rows(ROWS, 100, "plain")
    second, _ = place_rows(ROWS, 100 + 14 * 5, "plain")
    title = line("Second half year", 240, 100 + 14 * 4 + 2)
    assert [texts(table) for table in read(first + title + second)] == [ROWS, ROWS]


def test_currency_signs_that_stand_apart_belong_to_the_number():
    words = []
    for r, (label, value) in enumerate([("Fees", "1,200.00"), ("Rent", "80.00"), ("Total", "1,280.00")]):
        words += line(label, 60, 100 + 14 * r) + right_line(value, 300, 100 + 14 * r)
        words += line("$", 230, 100 + 14 * r) if r != 1 else []
    (table,) = read(words)
    assert texts(table) == [["Fees", "$ 1,200.00"], ["Rent", "80.00"], ["Total", "$ 1,280.00"]]


def test_page_of_lines_only_and_page_of_nothing():
    rulings = [Ruling(Box(10, y, 500, y)) for y in range(10, 800, 2)] + [
        Ruling(Box(x, 10, x, 800)) for x in range(10, 500, 5)
    ]
    assert read([], rulings) == ()
    assert read([]) == ()
    assert read(line("One line", 50, 50)) == ()


def test_dense_lines_cut_into_the_largest_rectangles():
    flat, upright = merge_rulings(
        [Ruling(Box(0, y, 90, y)) for y in (0, 30, 60)] + [Ruling(Box(x, 0, x, 60)) for x in (0, 45, 90)]
    )
    (lattice,) = find_lattices(flat, upright)
    grid = lattice_grid(lattice, [])
    assert (len(grid.rows), len(grid.columns), len(grid.drafts)) == (2, 2, 4)


box = st.builds(
    lambda x, y, w, h: Box(x, y, x + w, y + h), *[st.floats(0, 500)] * 2, st.floats(0, 90), st.floats(1, 30)
)
word = st.builds(Word, st.text("ab1,.%-", min_size=1, max_size=6), box, size=st.floats(0, 14))
ruling = st.builds(
    Ruling,
    st.builds(
        lambda x, y, n, flat: Box(x, y, x + n * flat, y + n * (1 - flat)),
        *[st.floats(0, 500)] * 2,
        st.floats(5, 300),
        st.integers(0, 1),
    ),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(word, max_size=60), st.lists(ruling, max_size=25))
def test_any_page_gives_grids_that_hold_each_word_once(words, rulings):
    for table in read(words, rulings):
        assert overlaps(table.cells) == []
        assert {(c.row, c.column) for c in table.cells} <= {
            (r, k) for r in range(table.rows) for k in range(table.columns)
        }
        places = sum(c.row_span * c.column_span for c in table.cells)
        assert places == table.rows * table.columns
        assert sum(len(c.text.split()) for c in table.cells) <= len(words)
        assert 0 <= table.confidence <= 1


def test_a_given_region_is_read_as_one_table_whatever_it_looks_like():
    words, _ = place_rows([["Name", "Remark"], ["North", "late"], ["South", "never"]], 100, "plain")
    page = Page(1, 595, 842, words=tuple(words + line("Outside of it", 60, 300)))
    table = region_table(page, Box(50, 95, 540, 145))
    assert table is not None
    assert texts(table) == [["Name", "Remark"], ["North", "late"], ["South", "never"]]
    assert region_table(page, Box(50, 295, 540, 320)) is None


def test_dropping_bands_moves_cells_and_refuses_to_lose_words():
    held = Word("x", Box(0, 0, 5, 5))
    grid = Grid([(0, 10), (10, 20)], [(0, 10), (10, 20)], [Draft(0, 0, 1, 2), Draft(1, 0), Draft(1, 1, words=[held])])
    assert [(d.row, d.column) for d in drop_empty(grid).drafts] == [(0, 0)]
    with pytest.raises(ValueError, match="still holds words"):
        drop_bands(grid, rows=[1])
    assert len(fill(Grid([(0, 1)], [(0, 1), (1, 2)], [Draft(0, 1)])).drafts) == 2


def test_raised_marks_stay_on_their_line_and_lines_read_top_down():
    words = [*line("Total sum", 60, 100), Word("1", Box(99, 99, 102, 104), size=5), *line("second line", 60, 114)]
    assert [found.text for found in make_lines(words, 1.5)] == ["Total sum 1", "second line"]
    assert text_of(words).splitlines()[1] == "second line"


def test_a_row_with_two_lines_of_values_stays_one_where_rows_are_drawn_apart():
    """A fully ruled table: one contract with two amounts is one row."""
    rows = [(str(i), f"goods {i}", f"{i}00.00") for i in range(1, 9)]
    words, rulings, top = [], [], 100.0
    for i, row in enumerate(rows):
        double = i == 3
        rulings.append(Ruling(Box(50, top, 410, top)))
        for c, text in enumerate(row):
            words.append(Word(text, Box(55 + 120 * c, top + 4, 55 + 120 * c + 5 * len(text), top + 13), size=9))
            if double and c:
                more = "200.00" if c == 2 else "more 4"
                words.append(Word(more, Box(55 + 120 * c, top + 16, 55 + 120 * c + 5 * len(more), top + 25), size=9))
        top += 29 if double else 17
    rulings.append(Ruling(Box(50, top, 410, top)))
    rulings += [Ruling(Box(50 + 120 * c, 100, 50 + 120 * c, top)) for c in range(4)]
    page = Page(1, 595, 842, words=tuple(words), rulings=tuple(rulings))
    (table,) = page_tables(page, PageOptions())
    assert table.rows == 8
    assert "400.00\n200.00" in [cell.text for cell in table.cells]


def test_the_wrapped_end_of_the_last_cell_belongs_to_the_table():
    rows = [("Animal", "Action", "Result"), ("Cat", "says", "meow"), ("Cow", "says", "moo"), ("Fox", "says", "ring-")]
    words = [
        Word(t, Box(60 + 120 * c, 100 + 16 * r, 60 + 120 * c + 5 * len(t), 110 + 16 * r), size=10)
        for r, row in enumerate(rows)
        for c, t in enumerate(row)
    ]
    words.append(Word("dingding", Box(300, 160, 340, 170), size=10))
    (table,) = page_tables(Page(1, 595, 842, words=tuple(words)), PageOptions())
    assert [cell.text for cell in table.cells if cell.column == 2][-1] == "ring-\ndingding"


def test_words_written_from_the_right_are_joined_from_the_right():
    texts = ["2014", "לכה", "ךס"]  # as they stand from left to right: total (two words), and a year
    words = [Word(text, Box(40 * i, 0, 40 * i + 30, 10)) for i, text in enumerate(texts)]
    assert joined(words) == "ךס לכה 2014"
    assert joined([Word("net", Box(0, 0, 9, 9)), Word("sales", Box(12, 0, 30, 9))]) == "net sales"


def test_between_drawn_columns_sections_are_rows_and_long_labels_are_not():
    rows = [["Item", "2023", "2024"], ["Output", "", ""], ["North", "12", "14"], ["South", "3", "5"], ["Use", "", ""],
            ["Homes and", "", ""], ["gardens", "7", "8"], ["Trade", "9", "1"], ["of goods", "", ""]]  # fmt: skip
    words, _ = place_rows(rows, 100, "plain")
    edges = [60, 221.5, 378.25, 535]
    lines = [Ruling(Box(x, 100, x, 226)) for x in edges]
    lines += [Ruling(Box(60, y, 535, y)) for y in (100, 114, 226)]
    (table,) = page_tables(Page(1, 595, 842, words=tuple(words), rulings=tuple(lines)), PageOptions())
    found = [[c.text for c in table.cells if c.row == row] for row in range(table.rows)]
    assert found == [["Item", "2023", "2024"], ["Output", "", ""], ["North", "12", "14"], ["South", "3", "5"],
                     ["Use", "", ""], ["Homes and\ngardens", "7", "8"], ["Trade\nof goods", "9", "1"]]  # fmt: skip
    assert [row for row in range(table.rows) if all(c.header for c in table.cells if c.row == row)] == [0]


def ruled_text(rows: list[list[str]], left: float, top: float) -> tuple[list[Word], list[Ruling]]:
    """Columns of 80 points, a line of text for every line break of a cell, a ruling under every row."""
    words, rulings = [], []
    for row in rows:
        for column, text in enumerate(row):
            for i, part in enumerate(text.split("\n")):
                words += line(part, left + 80 * column, top + 11 * i)
        top += 4 + 11 * (1 + max(text.count("\n") for text in row))
        rulings.append(Ruling(Box(left - 3, top - 2, left + 80 * len(row), top - 2)))
    return words, rulings


def test_rows_between_drawn_lines_keep_their_wrapped_text_and_tables_beside_each_other_are_two():
    one = [["Name", "Does", "Sound"], ["Cat", "says", "meow"], ["Angry wild\nyoung dog", "says", "grr grr\nGrr"],
           ["Fox", "says", "Ring ding\nDing ding\nRing"]]  # fmt: skip
    two = [["Name", "Does", "Sound"], ["Red cow", "says", "Moo\nMoo moo"], ["Owl\nBy night", "says", "huh"],
           ["Hen", "says", "Cluck\ncluck"]]  # fmt: skip
    left, first = ruled_text(one, 50, 100)
    right, second = ruled_text(two, 320, 100)
    page = Page(1, 595, 842, words=(*left, *right), rulings=(*first, *second))
    found = page_tables(page, PageOptions())
    assert [[[c.text for c in t.cells if c.row == r] for r in range(t.rows)] for t in found] == [one, two]


def test_totals_that_nearly_meet_stay_in_their_columns():
    rows = [[f"Line {i}", *(str(100 * i + c) for c in range(4))] for i in range(1, 7)]
    words = [w for r, row in enumerate(rows) for w in line(row[0], 60, 100 + 14 * r)]
    words += [
        w for r, row in enumerate(rows) for c in range(4) for w in right_line(row[c + 1], 250 + 40 * c, 100 + 14 * r)
    ]
    total = ["Total", "1234567", "2345678", "3456789", "4567891"]
    words += line(total[0], 60, 184)
    words += [w for c in range(4) for w in right_line(total[c + 1], 250 + 40 * c, 184, size=10.6)]
    (table,) = page_tables(Page(1, 595, 842, words=tuple(words)), PageOptions())
    assert [c.text for c in table.cells if c.row == table.rows - 1] == total
