"""Tables set tight: columns that nearly meet, headings over columns without lines, tables under each other."""

from __future__ import annotations

from extractors.types import Box, Ruling
from tests.made_tables import line, read, right_line, texts

NAMES = [
    "ALLEGIANT AIR",
    "DELTA AIR LINES",
    "EXPRESSJET AIRLINES LIMITED",
    "AMERICAN AIRLINES INCORPORATED",
    "ENDEAVOR",
]


def test_columns_that_nearly_meet_in_some_rows_are_parted():
    rows = [[NAMES[i % 5], f"{100 + 37 * i} Terminal Drive", "Tulsa", f"7{4000 + i}"] for i in range(12)]
    long = max(word.box.x1 for row in rows for word in line(row[0], 50, 100))
    words = []
    for r, row in enumerate(rows):
        top = 100 + 14 * r
        words += line(row[0], 50, top) + line(row[1], long + 3, top) + line(row[2], 400, top) + line(row[3], 480, top)
    (table,) = read(words, rules_alone=True)  # the network takes rows of addresses without headings for a form
    assert texts(table) == rows


def test_headings_that_nearly_meet_are_no_prose():
    heads = ["desired population", "overall exclusion", "rate before then", "weighted answers", "share of schools"]
    ends = [210 + 91.5 * c for c in range(5)]
    words = line("System", 50, 112)
    for end, head in zip(ends, heads, strict=True):
        words += right_line(head, end, 112, 10.4) + right_line("National", end, 99, 10.4)
    for r in range(6):
        words += line(f"Country{r}", 50, 128 + 14 * r)
        words += [w for c, end in enumerate(ends) for w in right_line(f"{60 + 5 * c + r}", end, 128 + 14 * r)]
    (table,) = read(words)
    assert table.columns == 6
    assert [" ".join(c.text.split()) for c in table.cells if c.row == 0] == [
        "System",
        *(f"National {h}" for h in heads),
    ]


def test_a_label_that_ends_in_dots_does_not_go_on_below():
    words = []
    for r, (label, value) in enumerate([("Violent crime", "467"), ("Murder and wilful", ""), ("manslaughter", "10")]):
        dots = " . . . . . . . . . . . ." if value else ""
        words += line(label + dots, 50, 100 + 12 * r)
        words += right_line(value, 300, 100 + 12 * r) + right_line(value, 360, 100 + 12 * r) if value else []
    for r in range(3, 7):
        words += line("Robbery . . . . . . . . . . . . .", 50, 100 + 12 * r)
        words += right_line(f"{r}7", 300, 100 + 12 * r) + right_line(f"{r}9", 360, 100 + 12 * r)
    (table,) = read(words)
    labels = [row[0].replace(" .", "") for row in texts(table)]
    assert labels == ["Violent crime", "Murder and wilful\nmanslaughter", *["Robbery"] * 4]


def test_columns_of_words_in_shaded_rows():
    rows = [["Kruger", "Oak", "Red", "R", "56.4"], ["Stine", "Elm", "Blue", "MR", "55.3"]] * 4
    words = [
        w for r, row in enumerate(rows) for c, text in enumerate(row) for w in line(text, 60 + 80 * c, 104 + 16 * r)
    ]
    flat = [Ruling(Box(50, 100 + 16 * r, 450, 100 + 16 * r)) for r in range(9)]
    upright = [Ruling(Box(x, 100, x, 228)) for x in (50, 370, 450)]
    (table,) = read(words, flat + upright)
    assert texts(table) == rows


def test_a_drawn_heading_is_over_all_columns_without_lines():
    words = line("Total", 160, 103) + line("Male", 310, 103) + line("Item", 60, 103)
    for x in (150, 300):
        words += right_line("All", x, 123) + right_line("Under 18", x + 47, 123) + right_line("Older", x + 90, 123)
    for r in range(6):
        words += line(f"Crime{r}", 55, 143 + 14 * r)
        for x in (150, 300):
            words += [w for i, d in enumerate((0, 47, 90)) for w in right_line(f"{r}{i}.5", x + d, 143 + 14 * r)]
    flat = [Ruling(Box(50, y, 400, y)) for y in (100, 120, 140, 230)]
    upright = [Ruling(Box(x, 100, x, 230)) for x in (50, 110, 250, 400)]
    (table,) = read(words, flat + upright)
    assert table.columns == 7
    spans = {c.text: (c.column, c.column_span) for c in table.cells if c.row == 0 and c.text in ("Total", "Male")}
    assert spans == {"Total": (1, 3), "Male": (4, 3)}
    assert [c.text for c in table.cells if c.row == 1][1:] == ["All", "Under 18", "Older"] * 2


def test_tables_under_each_other_with_other_columns_are_two():
    words = line("Crimes by week", 230, 86)
    for r in range(6):
        words += line(f"Label{r}", 50, 100 + 14 * r)
        words += [w for c in range(8) for w in right_line(f"{r}{c}.5", 150 + 50 * c, 100 + 14 * r)]
    words += line("Historical perspective", 230, 190)
    for r in range(6):
        words += line(f"Kind{r}", 50, 206 + 14 * r)
        words += [w for c in range(5) for w in right_line(f"1{r},{c}00,000", 180 + 80 * c, 206 + 14 * r)]
    upper, lower = read(words)
    assert (upper.columns, lower.columns) == (9, 6)
    assert [row[0] for row in texts(lower)] == [f"Kind{r}" for r in range(6)]


def test_headings_divide_the_columns_without_lines():
    words = []
    for text, middle in (("Upper", 240), ("Lower", 400)):
        words += right_line(text, middle + 12, 100)
    for r in range(6):
        row = (
            ["Item", "1990", "1991", "1992", "1993", "1994"]
            if not r
            else [f"Label{r}", *(f"{r}{c}.5" for c in range(5))]
        )
        words += line(row[0], 60, 114 + 14 * r)
        words += [w for c, t in enumerate(row[1:]) for w in right_line(t, 200 + 60 * c, 114 + 14 * r)]
    (table,) = read(words)
    spans = {c.text: (c.column, c.column_span) for c in table.cells if c.row == 0 and c.text}
    assert spans == {"Upper": (1, 3), "Lower": (4, 2)}


def test_the_last_label_goes_on_below_in_small_letters():
    words = []
    for r in range(5):
        words += line(f"Cost of health {r}", 60, 100 + 14 * r)
        words += [w for c in range(3) for w in right_line(f"{r}{c}.5", 260 + 60 * c, 100 + 14 * r)]
    (table,) = read([*words, *line("and of housing", 60, 166.5)])
    assert texts(table)[-1][0] == "Cost of health 4\nand of housing"


def test_a_section_as_far_below_as_rows_are_is_a_row():
    words, top = [], 100.0
    for label, values in [("Health services for all", 1), ("and their staff", 0), ("Wages of nurses and others", 1),
                          ("Hospitals", 0), ("Beds", 1), ("Nurses", 1), ("Doctors", 1), ("Others", 1)]:  # fmt: skip
        top += 11.0 if label[0].islower() else 15.0
        words += line(label, 60, top)
        words += [w for c in range(3) for w in right_line(f"{c}7.5", 260 + 60 * c, top)] if values else []
    (table,) = read(words)
    labels = ["Health services for all\nand their staff", "Wages of nurses and others", "Hospitals", "Beds"]
    assert [row[0] for row in texts(table)][:4] == labels


def test_years_with_a_name_over_the_labels_are_headings_where_rows_are_sparse():
    words = []
    for r, row in enumerate(
        [
            ["Year", *("1990", "1991", "1992", "1993", "1994", "1995")],
            *([f"Label{r}", f"{r}2", "", "", "", f"{r}7", ""] for r in range(5)),
        ]
    ):
        words += line(row[0], 60, 100 + 14 * r)
        words += [w for c, t in enumerate(row[1:]) if t for w in right_line(t, 200 + 55 * c, 100 + 14 * r)]
    (table,) = read(words)
    assert [row[0] for row in texts(table)] == ["Year", *(f"Label{r}" for r in range(5))]
