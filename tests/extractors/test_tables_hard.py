"""Input that goes wrong easily: text on its side, nested tables, very long and wide tables, lines without words."""

from __future__ import annotations

import random
import time
from dataclasses import replace

import pytest

from extractors.tables import Tables
from extractors.tables.turned import turned_box, turned_pages
from extractors.types import Box, Document, Page, Ruling, Word
from tests.made_tables import line, make_document, make_table, place_rows

ROWS = [["Item", "Sales", "Costs"], ["North", "1,200", "800"], ["South", "950", "1,020"], ["West", "77", "12"],
        ["East", "4", "5"]]  # fmt: skip


def predict(*pages: Page):
    return Tables().predict([Document("0" * 16, "a", pages)])[0].tables


def texts(table):
    cells = {(cell.row, cell.column): cell.text for cell in table.cells}
    return [[cells[r, c] for c in range(table.columns)] for r in range(table.rows)]


@pytest.mark.parametrize("turn", [90, 180, 270])
@pytest.mark.parametrize("style", ["grid", "plain"])
def test_a_table_on_its_side_is_read(turn, style):
    words, rulings = place_rows(ROWS, 100, style)
    upright = Page(1, 842, 842, words=tuple(words), rulings=tuple(rulings))
    back = (360 - turn) % 360
    lying = Page(
        1,
        842,
        842,
        words=tuple(replace(w, box=turned_box(w.box, upright, back), direction=turn) for w in words),
        rulings=tuple(Ruling(turned_box(r.box, upright, back)) for r in rulings),
    )
    (table,) = predict(lying)
    assert texts(table) == ROWS
    assert all(check.passed is not False for check in table.checks)
    held = {word.text: word.box for word in lying.words}
    for cell in table.cells:
        assert cell.box.holds(held[cell.text].center)


@pytest.mark.parametrize("style", ["grid", "lines", "plain"])
def test_labels_of_a_table_written_from_the_right_stand_at_its_right(style):
    rows = [["2024", "2023", "פריט"], ["", "", "צריכה"], ["1,200", "800", "צפון רחוק"], ["950", "1,020", "דרום"],
            ["77", "12", "מזרח"], ["2,227", "1,832", "סך"]]  # fmt: skip
    words, rulings = place_rows(rows, 100, style)
    words = [w for w in words if w.text not in ("צפון", "רחוק")]
    label = next(w for w in words if w.text == "דרום")
    for i, text in enumerate(("רחוק", "צפון")):  # from left to right
        left = label.box.x0 - 20 + 25 * i
        top = next(w for w in words if w.text == "1,200").box.top
        words.append(replace(label, text=text, box=Box(left, top, left + 22, top + label.box.height)))
    (table,) = predict(Page(1, 595, 842, words=tuple(words), rulings=tuple(rulings)))
    assert texts(table) == rows
    assert {cell.row for cell in table.cells if cell.header} == {0}
    held = {word.text: word.box for word in words}
    assert all(cell.box.holds(held[cell.text].center) for cell in table.cells if cell.text in held)


def test_turning_four_times_is_not_turning():
    page = Page(1, 600, 800)
    box = Box(10, 20, 30, 80)
    again = turned_box(turned_box(box, page, 90), Page(1, 800, 600), 270)
    assert tuple(again) == pytest.approx(tuple(box))
    assert not list(turned_pages(page))


def test_a_heading_on_its_side_belongs_to_its_column():
    words, rulings = place_rows([["", "", ""], *ROWS[1:]], 100, "grid", step=60)
    for text, x in (("Sales", 300.0), ("Costs", 450.0)):
        words.append(Word(text, Box(x, 110, x + 9, 140), size=9, direction=270))
    (table,) = predict(Page(1, 595, 842, words=tuple(words), rulings=tuple(rulings)))
    assert texts(table)[0] == ["", "Sales", "Costs"]


def test_a_table_in_a_cell_loses_no_word():
    words, rulings = place_rows([["Outer", "A", "B"], ["x", "1", "2"], ["y", "", "3"]], 100, "grid", step=80)
    inner, lines = place_rows([["in", "7"], ["iu", "8"], ["io", "9"]], 268, "grid", left=260, width=80)
    tables = predict(Page(1, 595, 842, words=tuple(words + inner), rulings=tuple(rulings + lines)))
    held = " ".join(cell.text for table in tables for cell in table.cells).split()
    assert sorted(held) == sorted(word.text for word in words + inner)


def test_a_page_of_only_lines_is_no_table():
    rng = random.Random(3)
    rulings = [Ruling(Box(rng.uniform(0, 300), y, rng.uniform(300, 590), y)) for y in range(5, 800, 4)]
    rulings += [Ruling(Box(x, rng.uniform(0, 400), x, rng.uniform(400, 800))) for x in range(5, 590, 4)]
    assert predict(Page(1, 595, 842, rulings=tuple(rulings))) == ()


def test_one_drawn_row_of_values_is_a_table_nobody_is_sure_of():
    words, rulings = place_rows([["North", "1,200", "80"]], 100, "grid")
    assert not predict(Page(1, 595, 842, words=tuple(words)))
    (table,) = predict(Page(1, 595, 842, words=tuple(words), rulings=tuple(rulings)))
    assert texts(table) == [["North", "1,200", "80"]] and table.confidence < 0.6
    words, rulings = place_rows([["Date", "2024-05-01", "Number", "1234"]], 100, "grid")
    assert not predict(Page(1, 595, 842, words=tuple(words), rulings=tuple(rulings)))


@pytest.mark.parametrize("style", ["grid", "lines", "plain"])
@pytest.mark.parametrize("count", [1, 2])
def test_the_last_rows_alone_on_their_page_belong_to_the_table(style, count):
    ends = [["Coast", "31", "8"], ["Isles", "6", "1,011"]][:count]
    pages = []
    for number, rows in enumerate((ROWS, ends), start=1):
        words, rulings = place_rows(rows, 740 if number == 1 else 60, style)
        head = [*line("Annual report", 60, 30), *line(str(number), 300, 820)]
        pages.append(Page(number, 595, 842, words=(*head, *words), rulings=tuple(rulings) if number == 1 else ()))
    (table,) = predict(*pages)
    assert texts(table) == [*ROWS, *ends] and table.confidence > 0.6
    assert all(check.passed is not False for check in table.checks)
    assert [c.normal for c in table.cells if c.page == 2 and c.column == 2] == ["8", "1011"][:count]


def test_a_running_head_is_no_last_row():
    pages = []
    for number in (1, 2):
        words, rulings = place_rows(ROWS, 740, "plain") if number == 1 else ([], [])
        head = [
            *line("Annual report", 60, 30),
            *line("2024", 300, 30),
            *line("17", 480, 30),
            *line("Costs rose", 60, 60),
        ]
        pages.append(Page(number, 595, 842, words=(*head, *words), rulings=tuple(rulings)))
    assert [texts(table) for table in predict(*pages)] == [ROWS]


@pytest.mark.parametrize("ruled", [True, False])
def test_two_hundred_columns_take_seconds(ruled):
    rng = random.Random(5)
    rows = [
        [f"{chr(97 + c % 26)}{c // 26}" for c in range(200)],
        *([str(rng.randint(1, 99)) for _ in range(200)] for _ in range(12)),
    ]
    words = tuple(
        Word(text, Box(20 + 16 * c, 100 + 12 * r, 20 + 16 * c + 4 * len(text), 108 + 12 * r), size=8)
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    )
    flat = [Ruling(Box(17, 98 + 12 * r, 3217, 98 + 12 * r)) for r in range(14)]
    upright = [Ruling(Box(17 + 16 * c, 98, 17 + 16 * c, 254)) for c in range(201)]
    begin = time.process_time()
    (table,) = predict(Page(1, 3300, 600, words=words, rulings=(*flat, *upright) if ruled else ()))
    assert time.process_time() - begin < 20
    assert texts(table) == rows


def test_many_words_at_random_end_soon():
    rng = random.Random(9)
    places = [(rng.uniform(0, 580), rng.uniform(0, 830)) for _ in range(3000)]
    words = tuple(Word(f"x{i}", Box(x, y, x + 9, y + 6), size=6) for i, (x, y) in enumerate(places))
    begin = time.process_time()
    predict(Page(1, 595, 842, words=words))
    assert time.process_time() - begin < 10


@pytest.mark.slow
@pytest.mark.parametrize("style", ["grid", "plain"])
def test_five_thousand_rows_over_two_hundred_pages_are_one_table(style):
    rng = random.Random(3)
    made = make_table(rng, 5000, 5)
    begin = time.process_time()
    (table,) = Tables().predict([make_document(rng, made, 200, style, True)])[0].tables
    assert time.process_time() - begin < 60
    assert texts(table) == made.texts


def test_the_labels_of_an_axis_with_ticks_are_no_table():
    words = [word for i in range(10) for word in line(str(i + 1), 88.0 + 40 * i, 400)]
    words += [*line("confidence interval", 92, 430), *line("mean low", 300, 430), *line("mean high", 430, 430)]
    ticks = [Ruling(Box(90.2 + 40 * i, 394, 90.2 + 40 * i, 399)) for i in range(10)]
    frame = [Ruling(Box(60, y, 500, y)) for y in (394.0, 424.0, 446.0)]
    assert not predict(Page(1, 595, 842, words=tuple(words), rulings=(*ticks, *frame)))


def test_names_in_the_grid_lines_of_charts_are_no_table():
    words = [w for r in range(3) for c in range(5) for w in line(f"Land {5 * r + c}", 65 + 80 * c, 101 + 70 * r)]
    flat = [Ruling(Box(60, 100 + 10 * i, 460, 100 + 10 * i)) for i in range(22)]
    upright = [Ruling(Box(60 + 80 * i, 100, 60 + 80 * i, 310)) for i in range(6)]
    assert not predict(Page(1, 595, 842, words=tuple(words), rulings=(*flat, *upright)))


def test_empty_rows_at_the_end_of_a_form_do_not_speak_against_its_table():
    words, _ = place_rows(ROWS, 100, "grid")
    _, rulings = place_rows([*ROWS, *[["", "", ""]] * 20], 100, "grid")
    (table,) = predict(Page(1, 595, 842, words=tuple(words), rulings=tuple(rulings)))
    assert texts(table) == ROWS


def shapes(*pages: Page):
    return [(table.rows, table.columns) for table in predict(*pages)]


def test_thousands_of_little_lines_beside_a_table_are_left_alone():
    words, rulings = place_rows(ROWS, 100, "grid")
    dirt = [Ruling(Box(x, y, x + 1.5, y)) for x in range(60, 540, 4) for y in range(450, 800, 3)]
    assert shapes(Page(1, 595, 842, words=tuple(words), rulings=(*rulings, *dirt))) == [(len(ROWS), len(ROWS[0]))]


def test_dotted_lines_are_lines():
    words, rulings = place_rows(ROWS, 100, "grid")
    dots = []
    for box in (ruling.box for ruling in rulings):
        long, count = max(box.width, box.height), int(max(box.width, box.height) / 2.2)
        steps = [i * long / count for i in range(count)]
        dots += [
            Ruling(
                Box(box.x0 + d, box.top, box.x0 + d + 1, box.top)
                if box.width
                else Box(box.x0, box.top + d, box.x0, box.top + d + 1)
            )
            for d in steps
        ]
    (table,) = predict(Page(1, 595, 842, words=tuple(words), rulings=tuple(dots)))
    assert texts(table) == ROWS


def test_every_other_row_of_a_hundred_and_fifty_drawn():
    words = [w for i in range(150) for c in range(6) for w in line(f"{i}{c}", 20 + 90 * c, 10 + 5 * i, 3)]
    drawn = [10 + 5 * i for i in range(1, 150, 2)]
    rulings = [Ruling(Box(15, y + d, 555, y + d)) for y in drawn for d in (-1, 4)]
    rulings += [Ruling(Box(15 + 90 * c, y - 1, 15 + 90 * c, y + 4)) for y in drawn for c in range(7)]
    (table,) = predict(Page(1, 595, 842, words=tuple(words), rulings=tuple(rulings)))
    assert table.columns == 6 and table.rows >= 149


@pytest.mark.parametrize("size", [0.0, 10.0])
def test_words_without_extent_or_on_one_spot_end_in_nothing(size):
    flat = [Word("a", Box(100, 100, 100, 100), size=size), Word("b", Box(-1e6, 5, 1e6, 15), size=size)]
    same = [Word("x", Box(100, 100, 105, 110), size=size) for _ in range(2000)]
    for words in (flat * 50, same):
        assert not predict(Page(1, 595, 842, words=tuple(words)))


def test_references_in_two_columns_are_no_table():
    words = []
    for r in range(8):
        for x, name in ((50, "Cop"), (310, "Nay")):
            words += line(f"[{name}{r}]", x, 100 + 13 * r) + line(f"Work of 200{r}", x + 50, 100 + 13 * r)
    assert not predict(Page(1, 595, 842, words=tuple(words)))
