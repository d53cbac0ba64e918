"""Tables as offices print them: levels of headings, labels over several rows, lines between rows, columns of words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.types import Box, Ruling, Word
from tests.made_tables import SIZE, line, read, right_line, texts


def middle_line(text: str, x: float, top: float, size: float = SIZE) -> list[Word]:
    """Words centred on x."""
    words = line(text, 0, top, size)
    left = x - words[-1].box.x1 / 2
    return [replace(w, box=Box(w.box.x0 + left, top, w.box.x1 + left, w.box.bottom)) for w in words]


def flat(top: float, left: float = 50, right: float = 520) -> Ruling:
    return Ruling(Box(left, top, right, top))


def test_levels_of_headings_with_lines_between_them_are_of_the_table():
    ends = [160 + 50 * c for c in range(8)]
    words = middle_line("All deliveries", 312, 100)
    words += middle_line("Costs", 214, 114) + middle_line("Returns", 414, 114)
    for c in range(4):
        words += middle_line(["North", "South"][c % 2], 164 + 100 * c, 128)
    words += line("Region", 50, 142)
    words += [w for c in range(8) for w in middle_line(f"202{c % 2}", ends[c] - 14, 142)]
    for r in range(7):
        words += line(f"Place {chr(65 + r)}", 50, 157 + 12 * r)
        words += [w for c, end in enumerate(ends) for w in right_line(str(7 + 13 * r + 5 * c), end, 157 + 12 * r)]
    rulings = [flat(98), *(flat(y, 125) for y in (112, 126, 140)), flat(155), flat(242)]
    (table,) = read(words, rulings)
    spans = [(c.column, c.column_span, c.text) for c in table.cells if c.row < 4 and c.text]
    assert spans[:3] == [(1, 8, "All deliveries"), (1, 4, "Costs"), (5, 4, "Returns")]
    assert [row[1] for row in texts(table)][3:] == ["2020", *(str(7 + 13 * r) for r in range(7))]
    assert table.columns == 9


def test_a_heading_in_the_middle_of_all_columns_is_of_the_table():
    words = line("Table 5. Shares of answers", 50, 70) + middle_line("Answers of teachers in", 365, 100)
    for c, head in enumerate(("planning", "making", "showing")):
        words += middle_line(head, 270 + 95 * c, 120)
    for r in range(5):
        words += line(f"A kind of answer {r}", 50, 138 + 16 * r)
        words += [w for c in range(3) for w in middle_line(f"0,{28 + r + c}85", 270 + 95 * c, 138 + 16 * r)]
    (table,) = read(words, [flat(84), flat(134), flat(220)])
    assert texts(table)[:2] == [["", "Answers of teachers in", "", ""], ["", "planning", "making", "showing"]]
    assert next(c.column_span for c in table.cells if c.text.startswith("Answers")) == 3
    assert table.caption == "Table 5. Shares of answers"


def test_bold_labels_set_far_apart_are_rows():
    rows = [("Echo shipments", 1), ("Travel abroad", 1), ("Raven", 0), ("Saffron water", 1), ("Fuel of cars", 1),
            ("Violet Cedar", 0), ("Ivory margin", 1), ("Rent", 1)]  # fmt: skip
    words = line("Account", 50, 82) + right_line("Staff", 300, 82) + right_line("Energy", 400, 82)
    for r, (label, filled) in enumerate(rows):
        words += line(label, 50, 100 + 16 * r, bold=not filled)
        words += right_line(f"{r}7,1{r}9", 300, 100 + 16 * r) + right_line(f"{r}3", 400, 100 + 16 * r) if filled else []
    (table,) = read(words)
    assert [row[0] for row in texts(table)] == ["Account", *(label for label, _ in rows)]


def test_more_space_between_rows_than_between_their_lines_tells_rows():
    labels = [("Either side may end the", "Contract in writing"), ("The client names", "One person who"),
              ("Repairs are free of", "Charge"), ("A deposit is due", "When it is signed")]  # fmt: skip
    words = line("Position", 50, 80) + right_line("Insurance", 300, 80) + right_line("Margin", 400, 80)
    for r, (first, last) in enumerate(labels):
        top = 100 + 32 * r
        words += line(first, 50, top) + line(last, 50, top + 13)
        words += right_line(f"{r * r + 2}7,1{r}9", 300, top + 13) + right_line(f"{3 + r * r * 7}", 400, top + 13)
    (table,) = read(words)
    assert [row[0] for row in texts(table)] == ["Position", *(f"{a}\n{b}" for a, b in labels)]


def test_cells_of_two_lines_beside_cells_in_their_middle_are_one_row():
    people = [("Lantern", "Tundra Street 10", "38571 Turin"), ("Quarry", "Maple Street 71", "12261 Ghent"),
              ("Cedar", "Fjord Street 13", "13218 Bonn"), ("Orchard", "Summit Street 28", "81707 Porto")]  # fmt: skip
    words = line("Name", 50, 78) + line("Address", 160, 78) + line("Phone", 320, 78)
    for r, (name, street, town) in enumerate(people):
        top = 100 + 34 * r
        words += line(street, 160, top) + line(town, 160, top + 13)
        words += line(name, 50, top + 6.5) + line(f"0367 48{r * r}6", 320, top + 6.5)
    (table,) = read(words)
    assert texts(table)[1:] == [[n, f"{s}\n{t}", f"0367 48{r * r}6"] for r, (n, s, t) in enumerate(people)]


RULES = ["Goods remain the property of the seller until they are paid", "Returns are accepted in their packing only",
         "Repairs under warranty are free of charge for all of our clients", "Tools are kept in the locked room",
         "Samples are sent without charge wherever they are demanded"]  # fmt: skip


def test_a_table_of_sentences_is_found():
    words = line("Topic", 50, 82) + line("Rule", 130, 82) + line("Contact", 460, 82)
    rows = [["Topic", "Rule", "Contact"]]
    for r, rule in enumerate(RULES):
        top = 104 + 34 * r
        words += line(f"Matter{r}", 50, top) + line(rule, 130, top) + line(f"Person {r}", 460, top)
        words += line("and of those who buy from him.", 130, top + 13)
        rows.append([f"Matter{r}", f"{rule}\nand of those who buy from him.", f"Person {r}"])
    (table,) = read(words, rules_alone=True)
    assert texts(table) == rows


def test_a_table_of_sentences_in_shaded_rows_is_found():
    edges = [80, 98, *(131 + 33 * r for r in range(5))]
    words = line("Topic", 50, 82) + line("Rule", 130, 82)
    for r, rule in enumerate(RULES):
        words += line(f"Matter{r}", 50, 102 + 33 * r) + line(rule, 130, 102 + 33 * r)
        words += line("and of those who buy from him or of their heirs", 130, 115 + 33 * r)
    (table,) = read(words, [flat(y, 45, 500) for y in edges], rules_alone=True)
    assert [row[0] for row in texts(table)] == ["Topic", *(f"Matter{r}" for r in range(5))]


def test_a_first_row_of_one_value_is_no_heading():
    values = [["", "", "437"], ["", "", "944"], ["14,559", "5,938", "92,868"], ["6,266", "96", "90,676"],
              ["", "", "282"], ["160", "56,455", ""], ["20,417", "349", "1,342"]]  # fmt: skip
    words = line("Unit", 50, 82)
    for c, head in enumerate(("Rent", "Margin", "Orders")):
        words += right_line(head, 250 + 90 * c, 82)
    for r, row in enumerate(values):
        words += line(f"Lantern {chr(65 + r)}", 50, 98 + 14 * r)
        words += [w for c, v in enumerate(row) if v for w in right_line(v, 250 + 90 * c, 98 + 14 * r)]
    (table,) = read(words)
    assert texts(table)[1:] == [[f"Lantern {chr(65 + r)}", *row] for r, row in enumerate(values)]
    assert {cell.row for cell in table.cells if cell.header} == {0}


def test_tables_beside_each_other_whose_first_heading_is_the_same_are_two():
    words = []
    for left, heads, count in ((50, ("Energy", "Orders"), 5), (290, ("Travel", "Freight"), 7)):
        words += line("Plant", left, 82) + right_line(heads[0], left + 110, 82) + right_line(heads[1], left + 165, 82)
        for r in range(count):
            words += line(f"Place{chr(65 + r)}", left, 98 + 14 * r)
            words += right_line(f"{left + r * r}", left + 110, 98 + 14 * r) + right_line(
                f"9{r * r}", left + 165, 98 + 14 * r
            )
    tables = read(words)
    assert [(table.rows, table.columns, texts(table)[0][1]) for table in tables] == [(6, 3, "Energy"), (8, 3, "Travel")]


def test_a_table_longer_than_the_prose_beside_it_is_one():
    words = []
    for r in range(17):
        words += line("a text of many words goes on and on beside the", 310, 40 + 11 * r)
    for r in range(5):
        words += line("a text of many words goes on and on over the", 50, 40 + 11 * r)
    words += line("Plot", 50, 100) + right_line("Yield", 180, 100) + right_line("Staff", 240, 100)
    for r in range(14):
        words += line(f"Place{chr(65 + r)}", 50, 112 + 12 * r)
        words += right_line(f"{7 + r * r}", 180, 112 + 12 * r) + right_line(f"{r * 7 % 5}3", 240, 112 + 12 * r)
    (table,) = read(words)
    assert (table.rows, table.columns) == (15, 3)


def test_few_last_rows_are_not_cut_off_where_a_line_is_drawn_under_every_row():
    marks = ["..x.x", "xx.xx", "x.x..", "x....", "xxx.x", "xx..x", ".x.xx", "xx.x.", "x.xxx", "xxx..", "xxxx.", "x..x."]
    heads = ("Travel", "Cost", "Fuel", "Rent", "Staff")
    words = line("Feature", 50, 82) + [w for c, head in enumerate(heads) for w in middle_line(head, 190 + 70 * c, 82)]
    for r, row in enumerate(marks):
        top = 100 + 19 * r
        words += line(f"Matter {chr(65 + r)}", 50, top)
        words += [w for c, m in enumerate(row) if m == "x" for w in right_line(f"{r * r}{c},1{c}8", 205 + 70 * c, top)]
    (table,) = read(words, [flat(96 + 19 * r) for r in range(13)])
    assert table.rows == 13 and table.columns == 6


@pytest.mark.parametrize(
    "order", ["Contract No. 4711-23", "Order 2024-118 dated 3 May 2024 of the purchasing department"]
)
@pytest.mark.parametrize("pitch", [14, 20])
def test_the_order_that_items_are_of_is_no_heading(order, pitch):
    words = line("Description", 50, 200) + line(order, 50, 200 + pitch)
    for head, end in (("Unit price", 330), ("Qty", 400), ("Amount", 520)):
        words += right_line(head, end, 200)
    items = [["Monthly rent of a unit", "120.00", "2", "240.00"], ["Cleaning", "77.50", "1", "77.50"]]
    for r, (label, *values) in enumerate(items):
        top = 214 + pitch + 14 * r
        words += line(label, 50, top)
        words += [w for value, end in zip(values, (330, 400, 520), strict=True) for w in right_line(value, end, top)]
    (table,) = read(words)
    assert texts(table) == [["Description", "Unit price", "Qty", "Amount"], [order, "", "", ""], *items]
    assert {cell.row for cell in table.cells if cell.header} == {0}
