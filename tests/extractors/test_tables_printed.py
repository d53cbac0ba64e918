"""Tables as offices print them: levels of headings, labels over several rows, lines between rows, columns of words."""

from __future__ import annotations

from dataclasses import replace

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
