"""Values as SQL compares them, and the names that a header gives its columns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.types import Cell, Table
from storage.rows import clean, column_names, header_rows, typed


@pytest.mark.parametrize(
    ("type", "normal", "expected"),
    [
        ("money", "12.50 EUR", (12.5, None, "EUR")),
        ("money", "-1200", (-1200.0, None, None)),
        ("number", "0.001", (0.001, None, None)),
        ("percent", "19%", (19.0, None, None)),
        ("percent", "19.5 %", (19.5, None, None)),
        ("integer", "+7", (7.0, None, None)),
        ("date", "2026-08-22", (None, "2026-08-22", None)),
        ("date", "2026-02-30", (None, None, None)),
        ("date", "2026-08", (None, None, None)),
        ("text", "12", (None, None, None)),
        ("code", "007", (None, None, None)),
        ("number", "1,2", (None, None, None)),
        ("money", None, (None, None, None)),
    ],
)
def test_typed(type, normal, expected):
    assert typed(type, normal) == expected


def head(text, row, column, **more):
    return Cell(text, row, column, 1, None, header=True, **more)


def cell(text, row, column, **more):
    return Cell(text, row, column, 1, None, **more)


def test_no_header():
    table = Table((), (cell("a", 0, 0), cell("b", 0, 1)))
    assert header_rows(table.cells) == 0
    assert column_names(table) == ["column 1", "column 2"]


def test_row_headers_are_no_header_rows():
    table = Table((), (head("Year", 0, 0), head("Sum", 0, 1), head("2025", 1, 0), cell("3", 1, 1)))
    assert header_rows(table.cells) == 1
    assert column_names(table) == ["Year", "Sum"]


def test_equal_and_empty_names():
    table = Table((), (head("Qty", 0, 0), head("Qty", 0, 1), head("Qty (2)", 0, 2), head(" ", 0, 3), cell("x", 1, 3)))
    assert column_names(table) == ["Qty", "Qty (2)", "Qty (2) (2)", "column 4"]


def test_an_empty_corner_does_not_end_the_header():
    table = Table((), (cell("", 0, 0), head("2025", 0, 1), cell("Bolts", 1, 0), cell("3", 1, 1)))
    assert header_rows(table.cells) == 1
    assert column_names(table) == ["column 1", "2025"]


def test_nothing_but_headers_and_nothing_at_all():
    assert header_rows((head("a", 0, 0, row_span=2),)) == 2
    assert column_names(Table((), ())) == []


@given(st.text(st.characters(), max_size=50))
def test_clean_text_is_storable_and_good_text_is_kept(text):
    stored = clean(text)
    assert "\x00" not in stored
    stored.encode()
    if "\x00" not in text:
        assert stored == text


@given(st.lists(st.sampled_from(["a", "\x00", "\ud800", "\udc00", "ü", "\U0001f600"])).map("".join))
def test_broken_text_is_made_storable(text):
    stored = clean(text)
    stored.encode()
    assert "\x00" not in stored
