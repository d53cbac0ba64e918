"""The zone as text: specimens of the standard, and everything that can be composed is parsed back."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.id_cards import dates
from extractors.id_cards.layouts import LAYOUTS, check_digit, layout_of
from extractors.id_cards.mrz import compose, parse

TODAY = date(2026, 6, 1)
# ICAO 9303 parts 4, 5, 6 and 7, appendices; a French card; a Swiss specimen
SPECIMENS = {
    "TD3": ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"),
    "TD1": ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"),
    "TD2": ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"),
    "MRV-A": ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE184226B<<<<<<"),
    "MRV-B": ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F9612109<<<<<<<<"),
    "FRA": ("IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<", "8806923102858CORINNE<<<<<<<6512068F6"),
}


@pytest.mark.parametrize("format_", SPECIMENS)
def test_specimens_of_the_standard_are_right(format_):
    mrz = parse(SPECIMENS[format_], TODAY)
    assert mrz is not None and mrz.format == format_
    assert mrz.valid, mrz.checks
    assert mrz.fields["sex"].normal == "F"


def test_fields_of_a_passport():
    mrz = parse(SPECIMENS["TD3"], TODAY)
    assert {key: field.normal for key, field in mrz.fields.items()} == {
        "document_type": "passport",
        "issuing_country": "UTO",
        "surname": "ERIKSSON",
        "given_names": "ANNA MARIA",
        "document_number": "L898902C3",
        "nationality": "UTO",
        "birth_date": "1974-08-12",
        "sex": "F",
        "expiry_date": "2012-04-15",
        "personal_number": "ZE184226B",
    }


def test_a_french_card_checks_its_names_too():
    upper, lower = SPECIMENS["FRA"]
    assert not parse((upper.replace("BERTHIER", "BERTHIEZ"), lower), TODAY).valid


@pytest.mark.parametrize("place", range(44))
def test_every_altered_digit_of_a_checked_place_is_noticed(place):
    upper, lower = SPECIMENS["TD3"]
    if not lower[place].isdigit():
        return
    altered = lower[:place] + str((int(lower[place]) + 1) % 10) + lower[place + 1 :]
    assert not parse((upper, altered), TODAY).valid


def test_a_long_document_number_goes_on_in_the_optional_data():
    lines = compose(
        "TD1",
        {
            "document_type": "ID",
            "issuing_country": "BEL",
            "document_number": "590330101185",
            "birth_date": "851201",
            "expiry_date": "300101",
            "sex": "F",
            "nationality": "BEL",
            "names": "REINARTZ<<ULRIKE",
        },
    )
    assert lines[0][5:19] == "590330101<185" + check_digit("590330101185")
    mrz = parse(lines, TODAY)
    assert mrz.valid and mrz.fields["document_number"].normal == "590330101185"
    assert "optional_data" not in mrz.fields


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("64<<<<", "1964"),
        ("6405<<", "1964-05"),
        ("<<<<<<", None),
        ("640230", None),
        ("641301", None),
        ("260601", "2026-06-01"),
        ("260602", "1926-06-02"),
        ("26<<<<", "2026"),
    ],
)
def test_dates_of_birth(text, normal):
    assert dates.birth(text, TODAY) == normal


@pytest.mark.parametrize(
    ("text", "normal"), [("300101", "2030-01-01"), ("990101", "1999-01-01"), ("700101", "2070-01-01")]
)
def test_dates_of_expiry(text, normal):
    assert dates.expiry(text, TODAY) == normal


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("12 AUG/AOUT 74", "1974-08-12"),
        ("22.06.1969", "1969-06-22"),
        ("1960-02-08", "1960-02-08"),
        ("05FEB1965", "1965-02-05"),
        ("01 MÁR/MAR 12", "2012-03-01"),
        ("Aug 3, 2031", "2031-08-03"),
        ("31.02.2020", None),
        ("no date", None),
        ("12/31/1990", "1990-12-31"),
        ("4 février 1990", "1990-02-04"),
        ("07 OKT 2018", "2018-10-07"),
    ],
)
def test_printed_dates(text, normal):
    assert dates.printed(text, TODAY) == normal


@pytest.mark.parametrize("lines", [(), ("",), ("P<UTO",), ("A" * 44, "B" * 43), ("A" * 44,), ("Ä" * 44, "B" * 44)])
def test_what_is_no_zone(lines):
    assert parse(lines, TODAY) is None


def test_a_name_that_fills_its_field_may_be_cut():
    lines = compose("TD3", {"document_type": "P", "issuing_country": "UTO", "names": "A" * 20 + "<<" + "B" * 17})
    assert parse(lines, TODAY).truncated
    assert not parse(SPECIMENS["TD3"], TODAY).truncated


def test_a_value_too_long_is_refused():
    with pytest.raises(ValueError, match="does not fit"):
        compose("TD3", {"names": "A" * 40})


LETTERS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=9)
NUMBERS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=1, max_size=9)
DAYS = st.dates(date(1930, 1, 1), date(2025, 12, 31)).map(lambda day: day.strftime("%y%m%d"))


@settings(max_examples=150, deadline=None)
@given(
    format_=st.sampled_from([name for name in LAYOUTS if name != "FRA"]),
    surname=LETTERS,
    given_=LETTERS,
    number=NUMBERS,
    birth=DAYS,
    expiry=DAYS,
    sex=st.sampled_from("MF<"),
    optional=st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", max_size=7),
)
def test_what_is_composed_is_parsed_back(format_, surname, given_, number, birth, expiry, sex, optional):
    room = "personal_number" if format_ == "TD3" else "optional_data"
    kind = "V<" if format_.startswith("MRV") else "P<" if format_ == "TD3" else "I<"
    values = {
        "document_type": kind,
        "issuing_country": "UTO",
        "names": f"{surname}<<{given_}",
        "document_number": number,
        "nationality": "D<<",
        "birth_date": birth,
        "expiry_date": expiry,
        "sex": sex,
        room: optional,
    }
    lines = compose(format_, values)
    mrz = parse(lines, TODAY)
    assert mrz.format == format_ and mrz.valid
    found = {key: field.value for key, field in mrz.fields.items()}
    assert (found["surname"], found["given_names"], found["document_number"]) == (surname, given_, number)
    assert found.get(room, "") == optional
    assert mrz.fields["nationality"].normal == "DEU"
    assert (mrz.fields["birth_date"].text, mrz.fields["expiry_date"].text) == (birth, expiry)


@settings(max_examples=60, deadline=None)
@given(format_=st.sampled_from(["TD1", "TD2"]), number=st.text("ABCDEFGH0123456789", min_size=10, max_size=14))
def test_long_numbers_are_parsed_back(format_, number):
    if format_ == "TD2" and len(number) > 14:
        return
    lines = compose(
        format_, {"document_type": "I<", "issuing_country": "UTO", "names": "A<<B", "document_number": number}
    )
    mrz = parse(lines, TODAY)
    assert mrz.valid and mrz.fields["document_number"].value == number


@pytest.mark.parametrize("format_", LAYOUTS)
def test_spans_and_check_digits_cover_no_place_twice(format_):
    layout = LAYOUTS[format_]
    places = [place for spans in layout.fields.values() for span in spans for place in span.places]
    places += [check.digit for check in layout.all_checks]
    assert len(places) == len(set(places)) == layout.width * len(layout.kinds)
    assert all(len(kinds) == layout.width for kinds in layout.kinds)


def test_the_layout_of_a_french_residence_card_is_td2():
    lines = compose(
        "TD2",
        {
            "document_type": "ID",
            "issuing_country": "FRA",
            "names": "DUPONT<<JEAN",
            "document_number": "X4RTBPFW4",
            "nationality": "FRA",
            "birth_date": "900713",
            "sex": "F",
            "expiry_date": "300211",
        },
    )
    assert layout_of(lines).format == "TD2"
