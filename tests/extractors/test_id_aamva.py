"""AAMVA payloads: versions, name styles, dates, quirks of jurisdictions; all persons are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.id_cards.aamva import date, parse


def payload(version=8, issuer="636002", **elements):
    values = {"DCS": "SAMPLE", "DAC": "MORRIS", "DAD": "T", "DBB": "12311971", "DBC": "1", "DAQ": "S12345678",
              "DAJ": "MA", "DCG": "USA", "DBA": "08162030", **elements}  # fmt: skip
    head = f"ANSI {issuer}{version:02}" + ("01" if version < 2 else "0001") + "DL00410260"
    body = "\n".join(f"{id_}{value}" for id_, value in values.items() if value is not None)
    return f"@\n\x1e\r{head}DL{body}\r"


def normals(text):
    return {key: value.normal for key, value in parse(text).fields.items()}


def test_the_usual_payload():
    found = normals(payload(DAU="062 in", DAY="BRO", DAK="021330000  ", DDE="N", DDK="1", DAG="24 BEACON ST,"))
    assert found["document_type"] == "driver_licence" and found["aamva_version"] == "2013"
    assert (found["surname"], found["first_name"], found["middle_names"]) == ("SAMPLE", "MORRIS", "T")
    assert found["given_names"] == "MORRIS T"
    assert (found["birth_date"], found["expiry_date"], found["sex"]) == ("1971-12-31", "2030-08-16", "M")
    assert (found["height"], found["eye_color"], found["postal_code"]) == ("62 in", "brown", "02133")
    assert (found["surname_truncated"], found["organ_donor"]) == ("false", "true")
    assert (found["issuing_country"], found["document_number"]) == ("USA", "S12345678")
    assert found["street_address"] == "24 BEACON ST"


@pytest.mark.parametrize(
    ("whole", "jurisdiction", "parts"),
    [
        ("CTLIC,ADULT,A", "CT", ("CTLIC", "ADULT", "A")),
        ("JONES,MARCIA MOTORIST", "LA", ("JONES", "MARCIA", "MOTORIST")),
        ("JOHN ROBERT LEE SMITH", "PA", ("SMITH", "JOHN", "ROBERT LEE")),
        ("SMITH JOHN ROBERT", "OH", ("SMITH", "JOHN", "ROBERT")),
        ("DOE@JANE@", "VA", ("DOE", "JANE", None)),
        ("TEST,NAME, ,", "MO", ("TEST", "NAME", None)),
    ],
)
def test_whole_names_of_version_1(whole, jurisdiction, parts):
    found = normals(payload(1, DAA=whole, DAJ=jurisdiction, DCS=None, DAC=None, DAD=None, DBB="19611231"))
    assert (found["surname"], found["first_name"], found.get("middle_names")) == parts


@pytest.mark.parametrize(
    ("given_", "parts"),
    [("JUSTIN,WILLIAM", ("JUSTIN", "WILLIAM")), ("MARY ROSE", ("MARY", "ROSE")), ("LUIS  ", ("LUIS", None))],
)
def test_given_names_in_one_element(given_, parts):
    found = normals(payload(3, DCT=given_, DAC=None, DAD=None))
    assert (found["first_name"], found.get("middle_names")) == parts


@pytest.mark.parametrize(
    ("text", "version", "normal"),
    [
        ("506", 1, "66 in"),
        ("600", 1, "72 in"),
        ("071 in", 8, "71 in"),
        ("157 CM", 9, "157 cm"),
        (" 65 IN", 3, "65 in"),
        ("5'-06\"", 2, "66 in"),
    ],
)
def test_heights(text, version, normal):
    assert normals(payload(version, DAU=text))["height"] == normal


def test_nothing_is_said_where_nothing_is():
    found = normals(payload(DAD="NONE", DCA="NONE", DAY="UNK", DAH="", DDG="U", DDC="00000000"))
    assert (
        not {"middle_names", "vehicle_class", "eye_color", "street_address_2", "middle_names_truncated"} & found.keys()
    )
    assert "hazmat_expiry_date" not in found


def test_foreign_control_characters_and_a_byte_order_mark_do_no_harm():
    text = "\ufeff" + payload().replace("\n", "\x90\n\x90")
    assert normals(text) == normals(payload())


def test_canada_is_known_by_its_issuer():
    found = normals(payload(9, "636012", DAJ=None, DCG=None, DBB="19960603", DAK="N1M 3J6"))
    assert (found["issuing_country"], found["birth_date"], found["postal_code"]) == ("CAN", "1996-06-03", "N1M3J6")


@pytest.mark.parametrize("text", ["", "ANSI ", "hello", "@\n\x1e\rANSI 636002080002DL00410260ZM06020044", "M1DOE/JOHN"])
def test_what_is_no_payload(text):
    assert parse(text) is None


@given(st.dates())
def test_both_orders_of_a_date_are_told_apart(day):
    if day.year > 1231:
        assert date(day.strftime("%m%d%Y")) == date(day.strftime("%Y%m%d")) == day.isoformat()


@given(st.text(max_size=200))
def test_no_payload_breaks_it(text):
    parse("ANSI 636002080002DL00410260" + text)
