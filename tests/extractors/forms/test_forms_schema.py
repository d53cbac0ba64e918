from __future__ import annotations

import datetime
import json
from dataclasses import replace
from typing import Literal

import pytest
from pydantic import BaseModel
from pydantic import Field as Info

from extractors.errors import BadAnnotations, BadModel
from extractors.forms import Forms
from extractors.forms.concepts import other_amount
from extractors.forms.matching import Offer
from extractors.forms.naming import alike
from extractors.forms.schema import BadSchema, Schema, SchemaField
from extractors.forms.values import Value, bare_of
from extractors.types import Box, Example, Extraction, Field, Widget
from tests.extractors.forms.paper import document, line, mark, page

SCHEMA = Schema.of(
    {
        "fields": {
            "invoice_number": {"aliases": ["Invoice no"]},
            "due": {"type": "date", "aliases": ["Payable by"]},
            "total": {"type": "money", "required": True},
        }
    }
)


def invoice(number: str, date: str, total: str, labels=("Our sign", "Before", "Sum")):
    rows = zip(labels, (number, date, total), strict=True)
    lines = [line(f"{label}: {value}", 50, 100 + 20 * i) for i, (label, value) in enumerate(rows)]
    return document(page(line("Acme Limited", 50, 40, size=14), *lines, line("Thank you for your order", 50, 300)))


def answered(number: str, date: str, total: str) -> Example:
    values = {"invoice_number": number, "due": date, "total": total}
    fields = tuple(Field(key, value, 1, None, 1.0) for key, value in values.items())
    own = invoice(number, date, total)
    return Example(own, Extraction(own.id, "forms", "person", fields))


def found(forms: Forms, own) -> dict[str, str]:
    return {field.key: field.value for field in forms.predict([own])[0].fields}


EXAMPLES = [answered(f"R{i}-77{i}", f"{i + 2} May 2024", f"{i}17.50 EUR") for i in range(1, 6)]


def test_a_schema_works_without_training():
    own = invoice("R1-44", "3 May 2024", "12.00 EUR", ("Invoice No.", "Payable by", "Total"))
    (answer,) = Forms(schema=SCHEMA).predict([own])
    assert {f.key: f.normal for f in answer.fields} == {
        "invoice_number": "R1-44",
        "due": "2024-05-03",
        "total": "12.00 EUR",
    }


def test_examples_teach_labels_that_no_alias_names():
    forms = Forms(schema=SCHEMA)
    unseen = invoice("R9-123", "30 June 2024", "99.95 EUR")
    assert "invoice_number" not in found(forms, unseen)
    forms.fit(EXAMPLES)
    assert found(forms, unseen) == {"invoice_number": "R9-123", "due": "30 June 2024", "total": "99.95 EUR"}
    assert "our sign" in forms.schema.fields[0].aliases


def test_what_was_learned_is_saved(tmp_path):
    forms = Forms(schema=SCHEMA)
    forms.fit(EXAMPLES)
    forms.save(tmp_path)
    unseen = invoice("R9-123", "30 June 2024", "99.95 EUR")
    assert Forms.load(tmp_path).predict([unseen]) == forms.predict([unseen])
    (tmp_path / "extractor.json").write_text('{"version": 1, "family": "forms", "finder": {}}')
    with pytest.raises(BadModel, match=r"extractor\.json"):
        Forms.load(tmp_path)


def test_without_a_schema_the_examples_make_one():
    forms = Forms()
    forms.fit(EXAMPLES)
    assert [field.name for field in forms.schema.fields] == ["invoice_number", "due", "total"]


def test_too_little_to_learn_from_is_said():
    with pytest.raises(BadAnnotations, match="2 annotated documents"):
        Forms(schema=SCHEMA).fit(EXAMPLES[:2])
    empty = [Example(e.document, Extraction(e.document.id, "forms", "person")) for e in EXAMPLES]
    with pytest.raises(BadAnnotations, match="nothing is annotated"):
        Forms(schema=SCHEMA).fit(empty)
    elsewhere = [Example(e.document, answered("X1", "1 May 1999", "0.01").answer) for e in EXAMPLES]
    with pytest.raises(BadAnnotations, match="on its page"):
        Forms(schema=SCHEMA).fit(elsewhere)


def test_nothing_is_answered_where_nothing_fits():
    assert found(Forms(schema=SCHEMA), document(page(line("once upon a time there was a fox", 50, 50)))) == {}


def test_stored_values_and_check_boxes_answer_a_schema():
    schema = Schema.of(
        {
            "fields": {
                "town": {},
                "tax_class_trust": {"type": "checkbox"},
                "tax_class_other": {"type": "checkbox"},
                "tax_class_person": {"type": "checkbox"},
            }
        }
    )
    regions = (mark(50, 101, True), mark(150, 101, False), mark(250, 101, False))
    words = (line("Trust or estate", 64, 100), line("Other", 164, 100), line("Person", 264, 100), line("Town", 50, 50))
    from extractors.types import Box

    own = page(*words, regions=regions, widgets=(Widget("f1_04", "text", Box(120, 50, 200, 62), "Paris", "Town"),))
    (answer,) = Forms(schema=schema).predict([document(own)])
    assert {f.key: f.value for f in answer.fields} == {
        "town": "Paris",
        "tax_class_trust": "selected",
        "tax_class_other": "unselected",
        "tax_class_person": "unselected",
    }
    assert answer.fields[0].sources[0].kind == "acroform"


def test_a_repeated_field_has_several_values():
    schema = Schema.of({"fields": {"phone": {"repeated": True, "aliases": ["Tel"], "pattern": "[0-9 ]+"}}})
    own = document(page(line("Tel: 123 456", 50, 50), line("Tel: 789 012", 50, 90)))
    assert [f.value for f in Forms(schema=schema).predict([own])[0].fields] == ["123 456", "789 012"]


def test_toml_and_plain_form_say_the_same(tmp_path):
    (tmp_path / "s.toml").write_text('name = "r"\n[fields.total]\ntype = "money"\naliases = ["Sum"]\nrequired = true\n')
    schema = Schema.read(tmp_path / "s.toml")
    assert schema == Schema((SchemaField("total", "money", ("Sum",), required=True),), "r")
    assert Schema.of(json.loads(json.dumps(schema.plain()))) == schema


def test_a_pydantic_model_is_a_schema():
    class Receipt(BaseModel):
        total: float = Info(title="Grand total")
        bought: datetime.date | None = None
        lines: list[str] = []
        code: str = Info(pattern="[A-Z]+")
        paid_by: Literal["cash", "card"] = "cash"

    assert Schema.from_model(Receipt).fields == (
        SchemaField("total", "number", ("Grand total",), required=True),
        SchemaField("bought", "date"),
        SchemaField("lines", repeated=True),
        SchemaField("code", required=True, pattern="[A-Z]+"),
        SchemaField("paid_by", "choice"),
    )


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"fields": {}},
        {"fields": {"a": {"type": "monney"}}},
        {"fields": {"a": {"pattern": "("}}},
        {"fields": {"a": {"alias": "x"}}},
    ],
)
def test_a_schema_that_cannot_be_is_refused(content, tmp_path):
    with pytest.raises(BadSchema):
        Schema.of(content)
    (tmp_path / "bad.toml").write_text("fields = [")
    with pytest.raises(BadSchema, match=r"bad\.toml"):
        Schema.read(tmp_path / "bad.toml")


@pytest.mark.parametrize(
    ("name", "label", "least"),
    [("SSN", "Social security number", 0.5), ("C Corp", "C Corporation", 0.5), ("total", "Total:", 0.9),
     ("Account Numbers", "7 List account number(s) here (optional)", 0.4)],
)  # fmt: skip
def test_labels_are_known_shortened_and_by_initials(name, label, least):
    assert alike([name], label) >= least
    assert alike([name], "Date of delivery") < 0.3


def asked(own, **fields) -> dict[str, str]:
    return found(Forms(schema=Schema.of({"fields": fields})), own)


def test_a_date_is_answered_without_the_time_behind_it():
    own = document(page(line("Issued on: 03/06/2017 5:02:54 PM", 50, 100), line("Clerk: Ana Berg", 50, 120)))
    assert asked(own, issued={"type": "date"}) == {"issued": "03/06/2017"}


def test_the_only_date_is_the_date_of_the_document():
    own = document(page(line("Blue Harbour Ltd", 50, 40), line("24 March 2018", 300, 60), line("Thank you", 50, 300)))
    assert asked(own, date={"type": "date"}) == {"date": "24 March 2018"}
    assert asked(own, date_of_birth={"type": "date"}) == {}


def test_a_tax_within_an_amount_makes_it_no_other_amount():
    rows = (("Total", "100.00"), ("Tax 6%", "6.00"), ("Total sales (inclusive of tax)", "106.00"), ("Cash", "120.00"))
    lines = [
        word
        for n, (label, own) in enumerate(rows)
        for word in line(label, 50, 90 + 20 * n) + line(own, 300, 90 + 20 * n)
    ]
    assert asked(document(page(lines)), total={"type": "money"}) == {"total": "106.00"}
    assert other_amount("Total incl. GST") == 0.0
    assert other_amount("Total excl. GST") == other_amount("Subtotal incl. GST") == other_amount("GST") == 1.0


def test_sentences_behind_a_word_set_apart_are_no_values():
    own = document(
        page(
            line("Limited company. Enter the tax classification", 50, 100),
            line("Note:", 50, 112)
            + line("Check the box in the line above for the class of the owner. Do not", 90, 112),
            line("check company if the company is classified as one that is disregarded by its owner", 50, 124),
        )
    )
    assert "Check" not in asked(own, company_classification={}).get("company_classification", "")


def test_what_another_field_took_leaves_its_chance_to_the_rest():
    wanted, box = SchemaField("account"), Box(50, 100, 120, 110)
    near = Value("Berlin", "pair", 1, box, "text", (0.1, 0.1))
    far = replace(near, text="4711", box=Box(50, 200, 120, 210))
    offer = Offer(wanted, (near, far), (0.5, 0.3))
    assert offer.best() == (0.5, near)
    assert offer.without(near).best() == (pytest.approx(0.6), far)
    assert offer.without(near).without(far).values == ()
    repeated = Offer(SchemaField("account", repeated=True), (near, far), (0.5, 0.3))
    assert repeated.without(near).best() == (0.3, far)


def test_amounts_are_answered_as_printed_until_examples_leave_their_currency_out():
    def priced(n: int) -> Example:
        own = invoice(f"R{n}-77{n}", f"{n + 2} May 2024", f"RM {n}17.50", ("Invoice no", "Payable by", "Total"))
        return Example(own, Extraction(own.id, "forms", "person", (Field("total", f"{n}17.50", 1, None, 1.0),)))

    forms = Forms(schema=Schema.of({"fields": {"total": {"type": "money"}}}))
    assert found(forms, priced(7).document) == {"total": "RM 717.50"}
    forms.fit([priced(n) for n in range(1, 6)])
    assert found(forms, priced(7).document) == {"total": "717.50"}


@pytest.mark.parametrize(
    ("text", "type_", "bare", "cut"),
    [
        ("RM 50.00", "money", "50.00", "<"),
        ("20.00 MYR", "money", "20.00", ">"),
        ("$8.20", "money", "8.20", "<"),
        ("3 May 2020 10:30", "date", "3 May 2020", ">"),
    ],
)
def test_a_bare_value_keeps_its_place_on_the_line(text, type_, bare, cut):
    own = bare_of(Value(text, "pair", 1, Box(0, 0, 10 * len(text), 10), type_, (0.1, 0.1)))
    assert own is not None
    assert (own.text, own.cut, own.bare) == (bare, cut, True)
    assert own.box == Box(10 * text.find(bare), 0, 10 * (text.find(bare) + len(bare)), 10)
    assert bare_of(own) is None
