"""Invoices: the table of what is charged, without the head and foot of the letter, its items whole."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from extractors.metrics.tables import exact_table, match_tables
from extractors.tables import Tables
from extractors.tables.doubting import DOUBTED
from extractors.tables.finding import FindingOptions, find_blocks
from extractors.tables.network import Opinion, TableNetwork
from extractors.tables.nodes import InRows, page_runs, put_in_rows
from extractors.tables.page import PageOptions, page_tables
from extractors.tables.parts import cut_off, far_rows
from extractors.tables.rows import more_of_rows
from extractors.tables.ruled import merge_rulings
from extractors.tables.runs import Line, make_lines
from extractors.types import Box, Page, Ruling, Word
from models.table_lessons import LABELS, RELATIONS
from models.table_runtime import GridScores
from tests.made_invoices import STYLES, make_invoice
from tests.made_tables import line, right_line

ROWS = (
    ("1", "Hosting basic", "12.00", "12.00"),
    ("2", "Mail account", "3.50", "7.00"),
    ("3", "Site visit", "90.00", "90.00"),
)


def charged(top: float, step: float = 14.0) -> list[Word]:
    words = (
        line("Qty", 60, top) + line("Item", 100, top) + right_line("Price", 400, top) + right_line("Amount", 500, top)
    )
    for number, (count, item, price, amount) in enumerate(ROWS, start=1):
        y = top + number * step
        words += line(count, 60, y) + line(item, 100, y) + right_line(price, 400, y) + right_line(amount, 500, y)
    return words


def lines_of(words: list[Word]) -> list[Line]:
    return make_lines(words, FindingOptions().run_gap)


@pytest.mark.parametrize("style", sorted(STYLES))
def test_the_table_of_an_invoice_is_found_whole_by_the_rules(style):
    family, exact = Tables(rules_alone=True), 0
    for seed in range(500, 506):
        example = make_invoice(seed, style)
        ((truth, found),) = match_tables(example.answer.tables, family.predict([example.document])[0].tables)
        assert found is not None
        exact += exact_table(truth, found)
    assert exact >= 4


def test_particulars_over_headings_and_a_foot_in_columns_are_cut_off():
    head = line("Invoice no.", 60, 60) + line("30064443", 150, 60) + line("Customer", 330, 60) + line("47774", 430, 60)
    foot = [w for x in (60, 230, 330) for y in (140, 150) for w in line("Board of the firm", x, y, 6.5)]
    parts = cut_off(lines_of(head + charged(76) + foot), [])
    assert [len(part) for part in parts] == [1, 4, 2]


def test_totals_under_the_last_column_and_headings_of_two_levels_are_not():
    total = line("Total EUR", 330, 132) + right_line("109.00", 500, 132)
    over = line("Goods", 100, 62) + line("in EUR", 420, 62)
    rules = [Ruling(Box(55, y, 505, y)) for y in (74, 88, 130)]
    assert len(cut_off(lines_of(over + charged(76) + total), merge_rulings(rules)[0])) == 1


def test_rows_far_apart_are_one_table_where_lines_or_even_steps_hold_them_together():
    even = lines_of(charged(100, 40.0))
    assert far_rows(even, []) == {1, 2, 3}
    uneven = [*even[:2], *lines_of([w for w in charged(155, 40.0) if w.box.top > 200])]
    assert far_rows(uneven, []) < {1, 2, 3}
    assert [len(block.lines) for block in find_blocks(even, 450, FindingOptions())] == [4]


def test_lines_that_say_more_of_an_item_belong_to_it_even_where_they_are_numbers():
    words = charged(100, 28.0) + [w for n in (1, 2, 3) for w in line("01.05.14-31.05.14", 100, 113 + 28 * n)]
    assert more_of_rows(lines_of(words), 1) == {2, 4, 6}


def test_labels_over_rows_say_nothing_more_of_the_row_above():
    words: list[Word] = []
    for number, label in enumerate(("Europe", "Asia", "Africa")):
        top = 100 + 28 * number
        words += line(label, 60, top) + line("Output", 60, top + 14) + right_line("12.5", 300, top + 14)
    assert more_of_rows(lines_of(words), 0) == set()


class Doubting(TableNetwork):
    """A network that takes nothing for a table, or only what `sees` says."""

    def __init__(self, sees: Callable[[str], bool] = lambda text: False) -> None:
        super().__init__()
        self.sees = sees

    def opinion(self, page: Page, in_rows: InRows | None = None) -> Opinion | None:
        runs, _ = page_runs(put_in_rows(page))
        labels = np.full((len(runs), len(LABELS)), -5.0, np.float32)
        labels[range(len(runs)), [LABELS.index("value") if self.sees(run.text) else 0 for run in runs]] = 5.0
        return Opinion(runs, GridScores(labels, np.full((len(RELATIONS), len(runs), len(runs)), -5.0, np.float32)))


def page_of(words: list[Word]) -> Page:
    return Page(1, 595, 842, words=tuple(words), text_source="text")


def test_a_strong_table_that_the_network_takes_for_none_is_kept_said_to_be_doubted_and_never_sure():
    (table,) = page_tables(page_of(charged(100)), PageOptions(), Doubting())
    kind = next(check for check in table.checks if check.name == "kind")
    assert kind.passed is False and "headings over 2 columns of numbers" in kind.detail
    assert table.confidence <= DOUBTED and table.rows == 4
    (sure,) = page_tables(page_of(charged(100)), PageOptions())
    assert sure.confidence > 0.6 and not any(check.name == "kind" for check in sure.checks)


def test_sums_that_add_up_keep_a_table_and_labels_with_values_do_not():
    sums = (("Subtotal", "4,500.00"), ("Sales tax", "450.00"), ("Total", "4,950.00"))
    pairs = (("Invoice no.", "30064443"), ("Customer no.", "47774"), ("Due date", "21.05.14"))
    for rows, kept in ((sums, 1), (pairs, 0)):
        words = [
            w for n, (a, b) in enumerate(rows) for w in line(a, 60, 100 + 14 * n) + right_line(b, 300, 100 + 14 * n)
        ]
        assert len(page_tables(page_of(words), PageOptions(), Doubting())) == kept


def test_rows_at_the_ends_that_the_network_knows_for_something_else_are_taken_off():
    above = line("Order", 60, 86) + line("A-17", 100, 86) + right_line("12.05", 400, 86)
    texts = {"Order", "A-17", "12.05"}
    (table,) = page_tables(page_of(above + charged(100)), PageOptions(), Doubting(lambda text: text not in texts))
    assert table.rows == 4 and table.cells[0].text == "Qty"
    (table,) = page_tables(page_of(above + charged(100)), PageOptions(), Doubting(lambda text: text == "Mail account"))
    assert table.rows >= 4


def test_the_shipped_network_finds_what_is_charged_and_neither_head_nor_foot():
    family, exact, others = Tables(), 0, 0
    for seed in range(700, 716):
        example = make_invoice(seed)
        answer = family.predict([example.document])[0]
        ((truth, found),) = match_tables(example.answer.tables, answer.tables)
        exact += exact_table(truth, found)
        others += sum(table is not found and table.rows != 3 for table in answer.tables)
    assert exact >= 13 and others <= 1


def test_small_raised_digits_are_no_years():
    words = line("Item", 60, 100) + right_line("0¹", 300, 100) + right_line("200²", 400, 100)
    for number in range(3):
        words += line("Output", 60, 114 + 14 * number) + right_line("1¹", 300, 114 + 14 * number)
        words += right_line("200²", 400, 114 + 14 * number)
    page_tables(page_of(words), PageOptions())
