"""Types, units and marks of table cells; stitching over pages; completeness; what the metrics say of known cases."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from extractors.metrics.tables import (
    Agreement,
    adjacency,
    aligned_cells,
    exact_cells,
    exact_table,
    grits,
    relations,
    score_tables,
)
from extractors.tables import Tables
from extractors.tables.completeness import check_table, completeness
from extractors.tables.typing import Unit, decide_decimal, find_unit, strip_marks, type_table
from extractors.types import Box, Cell, Check, Document, Extraction, Page, Part, Table
from tests.made_tables import (
    contents_page,
    form_page,
    line,
    list_page,
    make_document,
    make_table,
    place_rows,
    prose_page,
)


def table_of(rows, caption="", header_rows=1):
    cells = tuple(
        Cell(text, r, c, 1, Box(c * 50, r * 10, c * 50 + 50, r * 10 + 10), header=r < header_rows)
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    )
    return Table((Part(1, Box(0, 0, 500, 500)),), cells, caption=caption)


def column(table, number):
    return [(c.type, c.normal) for c in table.cells if c.column == number and not c.header]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("in thousands of EUR", Unit(3, "EUR")),
        ("Balance sheet (in EUR million)", Unit(6, "EUR")),
        ("Sales (€ bn)", Unit(9, "EUR")),
        ("Signed TA (EURm)", Unit(6, "EUR")),
        ("($000)", Unit(3, "USD")),
        ("(in Tsd. EUR)", Unit(3, "EUR")),
        ("en milliers d'euros", Unit(3, "EUR")),
        ("Share (%)", Unit(percent=True)),
        ("Number of million-seller albums", Unit()),
        ("", Unit()),
    ],
)
def test_units_are_read_from_captions_and_headings(text, unit):
    assert find_unit(text) == unit


@pytest.mark.parametrize(
    ("texts", "mark"),
    [
        (["1.234", "5.678", "9.012"], ","),
        (["1.234,50"], ","),
        (["1,234", "2,345"], "."),
        (["0.123", "0.456"], "."),
        (["1.5", "2,345"], "."),
        (["12,5"], ","),
        (["1.234.567"], ","),
        (["12", "word"], None),
    ],
)
def test_one_decimal_mark_holds_for_a_table(texts, mark):
    assert decide_decimal(texts) == mark


@pytest.mark.parametrize(
    ("text", "plain"),
    [("111.4**", "111.4"), ("7.5 (1)", "7.5"), ("12a", "12"), ("†45", "45"), ("2006 (*)", "2006"), ("abc", "abc")],
)
def test_footnote_marks_are_no_part_of_a_number(text, plain):
    assert strip_marks(text) == plain


def test_columns_get_types_and_units_and_keep_the_text():
    rows = [
        ["Item", "Sales (€ thousand)", "Share (%)", "Count", "Day", "Remark"],
        ["North", "1.234,5", "12,5", "3*", "01.02.2020", "good"],
        ["South", "(20,0)", "87,5", "-", "15.02.2020", "none"],
        ["West", "7,25", "0,0", "1.200", "28.02.2020", ""],
    ]
    typed = type_table(table_of(rows))
    assert column(typed, 1) == [("money", "1234500 EUR"), ("money", "-20000 EUR"), ("money", "7250 EUR")]
    assert column(typed, 2) == [("percent", "12.5 %"), ("percent", "87.5 %"), ("percent", "0.0 %")]
    assert column(typed, 3) == [("integer", "3"), ("integer", None), ("integer", "1200")]
    assert column(typed, 4)[0] == ("date", "2020-02-01")
    assert column(typed, 5)[0] == ("text", "good")
    assert [c.text for c in typed.cells] == [text for row in rows for text in row]


def test_long_digit_strings_are_text():
    typed = type_table(
        table_of([["Name", "Codes"], ["A", "412,413,414,417,421,423"], ["B", "413,417,421,423,429,430"]])
    )
    assert column(typed, 1)[0] == ("text", "412,413,414,417,421,423")


@pytest.mark.parametrize("style", ["grid", "lines", "plain"])
@pytest.mark.parametrize("repeat", [True, False])
def test_a_table_over_pages_is_one_with_the_page_of_every_row(style, repeat):
    made = make_table(random.Random(3), 60, 4)
    document = make_document(random.Random(3), made, 3, style, repeat)
    (table,) = Tables().predict([document])[0].tables
    assert exact_cells(made.texts, table).f1 == 1
    assert [part.page for part in table.parts] == [1, 2, 3]
    pages = [next(c.page for c in table.cells if c.row == row) for row in range(table.rows)]
    assert pages == sorted(pages) and set(pages) == {1, 2, 3}
    assert all(check.passed is not False for check in table.checks), table.checks


def test_tables_whose_columns_disagree_are_never_stitched():
    first = make_document(random.Random(1), make_table(random.Random(1), 40, 4, total=False), 1, "grid", True).pages[0]
    second = make_document(random.Random(2), make_table(random.Random(2), 40, 5, total=False), 1, "grid", True).pages[0]
    document = Document("0" * 16, "two", (first, replace(second, number=2)))
    assert [t.columns for t in Tables().predict([document])[0].tables] == [4, 5]


def test_another_caption_stops_stitching():
    made = make_table(random.Random(1), 30, 4, total=False)
    first = make_document(random.Random(1), made, 1, "plain", True).pages[0]
    words, _ = place_rows(made.texts, 80, "plain")
    second = Page(2, 595, 842, words=tuple(words + line("Table 2: Other years", 60, 60)))
    assert len(Tables().predict([Document("0" * 16, "two", (first, second))])[0].tables) == 2


def test_a_row_lost_from_the_output_is_noticed():
    document = make_document(random.Random(5), make_table(random.Random(5), 12, 4), 1, "plain", True)
    (table,) = Tables().predict([document])[0].tables
    assert all(check.passed for check in table.checks if check.passed is not None)
    for row in range(table.rows):
        short = replace(table, cells=tuple(c for c in table.cells if c.row != row))
        assert any(check.passed is False for check in check_table(short, document.pages)), row


def test_a_row_lost_from_the_page_is_noticed_by_its_total():
    made = make_table(random.Random(6), 9, 4)
    for row in range(1, 10):
        short = replace(made, texts=made.texts[:row] + made.texts[row + 1 :])
        document = make_document(random.Random(6), short, 1, "grid", True)
        (table,) = Tables().predict([document])[0].tables
        assert ("totals", False) in {(check.name, check.passed) for check in table.checks}, row


def totals_of(rows):
    checks = check_table(type_table(table_of(rows)), ())
    return next((check.passed for check in checks if check.name == "totals"), "none")


@pytest.mark.parametrize(
    ("rows", "passed"),
    [
        ([["A", "10"], ["B", "20"], ["Total", "30"]], True),
        ([["A", "10"], ["B", "20"], ["Total", "31"]], False),
        (
            [["A", "10"], ["B", "20"], ["Subtotal", "30"], ["C", "5"], ["D", "6"], ["Subtotal", "11"], ["Total", "41"]],
            True,
        ),
        ([["A", "10"], ["Total", "30"], ["B", "20"]], None),
        ([["A", "1.24"], ["B", "1.24"], ["C", "1.24"], ["Total", "3.73"]], True),
        ([["A", "10"], ["B", "30"], ["Total", "20"]], None),
        ([["A", "10 %"], ["B", "30 %"], ["Total", "18 %"]], None),
        ([["Total nitrogen", "100"], ["Lead", "3"], ["Zinc", "5"], ["Total phosphorus", "900"]], None),
        ([["Costs", ""], ["A", "10"], ["B", "20"], ["Total costs", "40"]], False),
        ([["A", "10"], ["B", "20"], ["Gesamt", "30"]], True),
        ([["A", "10"], ["B", "20"]], "none"),
    ],
)
def test_totals_add_up_or_not_or_are_no_sums(rows, passed):
    assert totals_of([["Item", "Value"], *rows]) == passed


def test_completeness_is_the_share_of_tests_passed():
    assert completeness([Check("a", True), Check("b", False), Check("c", None)]) == 0.5
    assert completeness([]) == 1.0


@pytest.mark.parametrize("seed", range(4))
def test_prose_contents_lists_and_forms_are_no_tables(seed):
    rng = random.Random(seed)
    pages = [prose_page(rng), prose_page(rng, 2), contents_page(rng, True), contents_page(rng, False), list_page(rng)]
    documents = [Document("0" * 16, "x", (page,)) for page in [*pages, form_page(rng)]]
    assert [len(answer.tables) for answer in Tables().predict(documents)] == [0] * 6


def test_relations_go_over_blanks_and_count_spans_in_each_lane():
    table = table_of([["a", "", "b"], ["c", "d", "e"]])
    pairs = {("a", "b", "right"), ("c", "d", "right"), ("d", "e", "right"), ("a", "c", "below"), ("b", "e", "below")}
    assert set(relations(table.cells)) == pairs
    wide = replace(
        table, cells=(Cell("w", 0, 0, 1, None, column_span=2), Cell("x", 1, 0, 1, None), Cell("y", 1, 1, 1, None))
    )
    assert set(relations(wide.cells)) == {("w", "x", "below"), ("w", "y", "below"), ("x", "y", "right")}


def test_a_table_on_the_wrong_page_counts_for_nothing():
    truth = table_of([["a", "b"], ["c", "d"]])
    moved = replace(truth, cells=tuple(replace(c, page=2) for c in truth.cells))
    assert adjacency([truth], [moved]) == Agreement(4, 4, 0)
    assert adjacency([truth], [truth]).f1 == 1
    assert adjacency([], []).f1 == adjacency([], []).precision == 1
    assert adjacency([truth], []).recall == 0


def test_grits_of_known_changes():
    truth = table_of([["a", "b", "c"], ["d", "e", "f"], ["g", "h", "i"]])
    less = table_of([["a", "b", "c"], ["g", "h", "i"]])
    for criterion in ("topology", "content"):
        assert grits(truth, truth, criterion).f1 == 1
        assert grits(truth, less, criterion).f1 == pytest.approx(2 * 6 / 15)
        assert grits(truth, None, criterion).f1 == 0
    assert grits(truth, truth, "location").f1 == 1
    other = table_of([["a", "b", "c"], ["d", "e", "f"], ["g", "h", "x"]])
    assert grits(truth, other, "content").f1 == pytest.approx(8 / 9)
    assert exact_table(truth, truth) and not exact_table(truth, other)


def test_scores_of_nothing_and_of_perfect_answers():
    truth = Extraction("a", "tables", "person", tables=(table_of([["a", "b"], ["c", "d"]]),))
    assert set(score_tables([truth], [truth]).values()) == {1.0}
    empty = replace(truth, tables=())
    assert score_tables([empty], [empty])["adjacency_f1"] == 1
    assert score_tables([truth], [empty])["adjacency_f1"] == 0


def test_a_row_more_costs_only_its_own_cells_when_rows_are_aligned():
    truth = [["a", "1"], ["b", "2"], ["c", "3"]]
    more = [["head", "x"], *truth]
    table = Table(
        (Part(1, Box(0, 0, 9, 9)),),
        tuple(Cell(t, r, c, 1, None) for r, row in enumerate(more) for c, t in enumerate(row)),
    )
    assert exact_cells(truth, table).common == 0
    assert aligned_cells(truth, table) == Agreement(6, 8, 6)
