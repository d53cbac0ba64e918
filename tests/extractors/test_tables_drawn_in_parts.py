"""Tables that are not drawn whole: every other row, headings outside the grid, slits, frames apart; and totals."""

from __future__ import annotations

import pytest

from extractors.types import Box, Ruling
from tests.made_tables import line, place_rows, read, right_line, texts

EDGES = [50, 150, 230, 310, 390, 470]


def frame(x0, top, x1, bottom, inner=()):
    flat = [Ruling(Box(x0, y, x1, y)) for y in (top, bottom)]
    return flat + [Ruling(Box(x, top, x, bottom)) for x in (x0, *inner, x1)]


def filled(rows, top, step=18):
    return [
        w for r, row in enumerate(rows) for c, text in enumerate(row) for w in line(text, EDGES[c] + 6, top + step * r)
    ]


def test_rows_between_drawn_rows_belong_to_the_table():
    rows = [
        ["Date", "What", "Price", "Off", "Sum"],
        *([f"1/{d}/2020", "Course", f"${d}50", "-", f"${d}50"] for d in (3, 4, 5)),
    ]
    rulings = [r for k in (0, 2) for r in frame(50, 100 + 18 * k, 470, 118 + 18 * k, EDGES[1:-1])]
    (table,) = read(filled(rows[:3], 104), rulings)
    assert texts(table) == rows[:3]


def test_years_over_pairs_of_columns_stand_over_the_grid():
    edges = [50, 150, *range(200, 451, 50)]
    words = [w for i, year in enumerate((2001, 2002, 2003)) for w in line(str(year), 190 + 100 * i, 86)]
    words += [w for c in range(1, 7) for w in right_line("Tons" if c % 2 else "Share", edges[c] + 46, 103)]
    words += line("Kind", 54, 103)
    for r in range(4):
        words += line(f"Fish{r}", 54, 121 + 18 * r)
        words += [w for c in range(1, 7) for w in right_line(f"{r}{c}7", edges[c] + 46, 121 + 18 * r)]
    rulings = [Ruling(Box(50, 100 + 18 * r, 450, 100 + 18 * r)) for r in range(6)]
    rulings += [Ruling(Box(x, 100, x, 190)) for x in edges]
    (table,) = read(words, rulings)
    heads = {c.text: (c.row, c.column, c.column_span, c.header) for c in table.cells if c.text.startswith("200")}
    assert heads == {"2001": (0, 1, 2, True), "2002": (0, 3, 2, True), "2003": (0, 5, 2, True)}
    assert table.rows == 6


def test_names_in_a_frame_of_their_own_stand_over_the_grid():
    names = ["Code", "Offence", "Source", "Term", "Fine"]
    rows = [[f"{r}-{r}", "Theft", "CR 3", f"{r} years", f"${r}00"] for r in range(1, 6)]
    rulings = frame(50, 60, 470, 82)
    rulings += [Ruling(Box(50, 96 + 18 * r, 470, 96 + 18 * r)) for r in range(6)]
    rulings += [Ruling(Box(x, 96, x, 186)) for x in EDGES]
    (table,) = read(filled([names], 66) + filled(rows, 100), rulings)
    assert texts(table) == [names, *rows]
    assert {c.text for c in table.cells if c.header} == set(names)


def test_a_line_of_text_over_a_grid_is_no_heading():
    rows = [["Item", "Sales", "Costs"], ["North", "120", "80"], ["South", "95", "102"]]
    words, rulings = place_rows(rows, 100, "grid")
    (table,) = read([*words, *line("Our regions sold what follows here", 64, 86)], rulings)
    assert texts(table) == rows


def test_a_slit_between_columns_is_no_column():
    rows = [["Kind", "Weight", "Value"], ["Made", "1.3", "7.0"], ["Bought", "0.2", "2.2"], ["All", "1.5", "9.2"]]
    edges = [50, 200, 300, 305, 400]
    words = [
        w for r, row in enumerate(rows) for c, t in enumerate(row) for w in line(t, (60, 240, 340)[c], 104 + 18 * r)
    ]
    rulings = [Ruling(Box(a, 100 + 18 * r, b, 100 + 18 * r)) for r in range(5) for a, b in ((50, 300), (305, 400))]
    rulings += [Ruling(Box(x, 100, x, 172)) for x in edges]
    (table,) = read(words, [*rulings, Ruling(Box(300, 100, 305, 100)), Ruling(Box(300, 172, 305, 172))])
    assert texts(table) == rows
    assert {c.column_span for c in table.cells} == {1}


def test_boxes_of_a_diagram_side_by_side_are_no_table():
    words, rulings = [], []
    for r, name in enumerate(["Production", "Imports", "Supply"]):
        for x, value in ((100, "1.5B"), (320, "$9.2B")):
            rulings += frame(x, 100 + 60 * r, x + 110, 140 + 60 * r)
            words += line(name, x + 20, 106 + 60 * r) + line(value, x + 30, 122 + 60 * r)
    assert read(words, rulings) == ()


@pytest.mark.parametrize(
    ("rows", "passed"),
    [
        ([["Part", "Sum"], ["Course", "$100"], ["Book", "$300"], ["Tax", "10%"], ["Total", "$440"]], {None}),
        (
            [["Kind", "Number"], ["Total", "90"], ["Violent", "40"], ["Rape", "15"], ["Murder", "25"], ["Theft", "50"]],
            {True},
        ),
        (
            [["Kind", "Number"], ["Total", "99"], ["Violent", "40"], ["Rape", "15"], ["Murder", "20"], ["Theft", "30"]],
            {None},
        ),
        ([["Kind", "Number"], ["Total", "90"], ["Rape", "15"], ["Murder", "25"], ["Theft", "30"]], {False}),
        (
            [["Kind", "Number"], ["Cars", "15"], ["Vans", "7"], ["Total", "30"]],
            {False},
        ),
    ],
)
def test_totals_that_cannot_be_added_plainly(rows, passed):
    (table,) = read(*place_rows(rows, 100, "grid"))
    assert {check.passed for check in table.checks if check.name == "totals"} == passed
