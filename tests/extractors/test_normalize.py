"""Values in their normal form: examples that people print, and properties over everything that can be printed."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.normalize import Hints, find_hints, guess_type, normalize

LOCALES = {"en_US": ".", "de_DE": ",", "fr_FR": ",", "es_ES": ",", "de_CH": "."}


@pytest.mark.parametrize(
    ("text", "day_first", "wanted"),
    [
        ("2026-08-22", None, "2026-08-22"),
        ("22.08.2026", None, "2026-08-22"),
        ("22/08/2026", None, "2026-08-22"),
        ("08/22/2026", None, "2026-08-22"),
        ("03/04/2025", None, None),
        ("03/04/2025", True, "2025-04-03"),
        ("03/04/2025", False, "2025-03-04"),
        ("5/5/05", None, "2005-05-05"),
        ("31/02/2025", True, None),
        ("March 3rd, 2021", None, "2021-03-03"),
        ("3. März 2021", None, "2021-03-03"),
        ("1er février 1999", None, "1999-02-01"),
        ("12 de marzo de 2024", None, "2024-03-12"),
        ("12MAR24", None, "2024-03-12"),
        ("Tue, 5 May 2020", None, "2020-05-05"),
        ("25/12/2018 8:13:39 PM", None, "2018-12-25"),
        ("2024-03-12T10:00:00Z", None, "2024-03-12"),
        ("May 2024", None, "2024-05"),
        ("Smarch 3, 2021", None, None),
        ("not a date", None, None),
    ],
)
def test_dates(text, day_first, wanted):
    assert normalize(text, "date", Hints(day_first=day_first)) == wanted


@pytest.mark.parametrize(
    ("text", "hints", "wanted"),
    [
        ("$1,234.50", Hints(), "1234.50 USD"),
        ("1.234,50 €", Hints(), "1234.50 EUR"),
        ("EUR 12,-", Hints(), "12 EUR"),
        ("(1,234.00)", Hints(currency="GBP"), "-1234.00 GBP"),
        ("CHF 1'234.50", Hints(), "1234.50 CHF"),
        ("12.50-", Hints(), "-12.50"),
        ("kr 100", Hints(currency="NOK"), "100 NOK"),
        ("kr 100", Hints(), "100"),
        ("$5", Hints(currency="CAD"), "5 CAD"),
        ("1.234", Hints(decimal=","), "1234"),
        ("1.234", Hints(), "1.234"),
        ("12,34,567.00 INR", Hints(), "1234567.00 INR"),
        ("29.99 € TTC", Hints(), "29.99 EUR"),
        ("EUR 1.200,00 (inkl. MwSt.)", Hints(), "1200.00 EUR"),
        ("£10.00 excl. VAT", Hints(), "10.00 GBP"),
        ("$10.00 including tax", Hints(), "10.00 USD"),
        ("$10.00 taxi", Hints(), None),
        ("$10.00 internet", Hints(), None),
        ("5 EUR or 6 USD", Hints(), None),
        ("1,23,4", Hints(), None),
        ("EUR", Hints(), None),
    ],
)
def test_money(text, hints, wanted):
    assert normalize(text, "money", hints) == wanted


@pytest.mark.parametrize(
    ("text", "type", "wanted"),
    [
        ("12.5%", "percent", "12.5 %"),
        ("0042", "integer", "42"),
        ("4.2", "integer", None),
        ("Ja", "boolean", "true"),
        ("unselected", "checkbox", "false"),
        ("maybe", "boolean", None),
        ("  two   words ", "text", "two words"),
        ("-0", "number", "0"),
    ],
)
def test_other_types(text, type, wanted):
    assert normalize(text, type) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("22.08.2026", "date"), ("€ 5,00", "money"), ("5,00", "number"), ("42", "integer"), ("12 %", "percent"),
     ("Yes", "boolean"), ("INV-0042", "code"), ("0042", "code"), ("Main Street 5", "text"), ("", "text")],
)  # fmt: skip
def test_the_look_of_a_value_suggests_its_type(text, wanted):
    assert guess_type(text) == wanted


def test_a_document_shows_its_own_conventions():
    german = find_hints(["Rechnung vom 22.08.2026", "Betrag 1.234,50 € und 3,00 EUR"])
    assert german == Hints(True, ",", "EUR")
    american = find_hints(["Due 08/22/2026", "Springfield, IL 62701", "$1,234.50"])
    assert american == Hints(False, ".", "USD")
    assert find_hints(["nothing", "to see"]) == Hints()
    assert find_hints(["08/22/2026"]).over(Hints(currency="USD")) == Hints(False, None, "USD")


@settings(max_examples=60)
@given(st.dates(datetime.date(1950, 1, 1), datetime.date(2049, 12, 31)), st.sampled_from(sorted(LOCALES)),
       st.sampled_from(["short", "medium", "long", "full"]))  # fmt: skip
def test_every_date_as_people_print_it_comes_back(date, locale, style):
    text = format_date(date, style, locale=locale)
    assert normalize(text, "date", Hints(day_first=locale != "en_US")) == date.isoformat()


@settings(max_examples=60)
@given(st.decimals(-(10**9), 10**9, places=2), st.sampled_from(sorted(LOCALES)))
def test_every_number_as_people_print_it_comes_back(number, locale):
    text = format_decimal(number, "#,##0.00", locale=locale)
    found = normalize(text, "number", Hints(decimal=LOCALES[locale]))
    assert found is not None and Decimal(found) == number


@settings(max_examples=60)
@given(st.decimals(0, 10**7, places=2), st.sampled_from(sorted(LOCALES)), st.sampled_from(["EUR", "USD", "GBP", "CHF"]))
def test_every_amount_as_people_print_it_comes_back(amount, locale, currency):
    text = format_currency(amount, currency, locale=locale)
    found = normalize(text, "money", Hints(decimal=LOCALES[locale]))
    assert found is not None
    value, _, code = found.partition(" ")
    assert (Decimal(value), code) == (amount, currency)


@settings(max_examples=60)
@given(
    st.text(max_size=40), st.sampled_from(["date", "money", "number", "integer", "percent", "boolean", "text", "code"])
)
def test_no_text_breaks_it_and_normal_forms_are_stable(text, type):
    found = normalize(text, type, Hints(day_first=True))
    guess_type(text)
    if found is not None and type != "boolean":
        assert normalize(found, type, Hints(day_first=True)) == found
