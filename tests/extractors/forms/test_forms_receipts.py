"""Fields of generated receipts: values that are runs of lines or parts of lines, learned from a few of them."""

from __future__ import annotations

import random

import pytest

from extractors.forms import Forms
from extractors.forms.amounts import Amounts, cents
from extractors.forms.concepts import address_line, concepts, like_address, like_firm
from extractors.forms.geometry import neighbours
from extractors.forms.pairs import page_nodes
from extractors.forms.ranker import FEATURES, FieldRanker
from extractors.forms.schema import Schema
from extractors.forms.strips import ends, inner, stacks
from extractors.types import Example, Extraction, Field, Page
from tests.extractors.forms.paper import document, line, page

SCHEMA = Schema.of(
    {"fields": {"company": {}, "date": {"type": "date"}, "address": {}, "total": {"type": "money"}, "guide": {}}}
)
FIRMS = ("Keller Handel GmbH", "Blue Harbour Ltd", "Moreau et Fils SARL", "North Star Trading Inc", "Adler Buch AG")
STREETS = ("14 Mill Road,", "Lindenweg 8,", "27 rue du Port,", "Unit 3, 90 High Street,", "Level 2, 5 Dock Lane,")
TOWNS = ("20457 Hamburg", "10115 Berlin", "44000 Nantes", "60601 Chicago", "90402 Fairview")


def receipt(seed: int) -> Example:
    """A receipt whose first line also has the number of the register, and whose total is one of several amounts."""
    chance = random.Random(seed)
    firm, street, town = chance.choice(FIRMS), chance.choice(STREETS), chance.choice(TOWNS)
    guide = f"{chance.choice(('Ana', 'Piet', 'Lucia', 'Omar'))} {chance.choice(('Kowal', 'Lopez', 'Berg'))}"
    day = f"{chance.randint(10, 28)}/{chance.randint(10, 12)}/20{chance.randint(10, 24)}"
    prices = [chance.randint(100, 4000) for _ in range(chance.randint(2, 5))]
    total = sum(prices)
    paid = total + chance.randint(1, 900)
    words = [
        *line(f"{firm} ({chance.randint(100000, 999999)}-K)", 60, 40),
        *line(street, 80, 53),
        *line(town, 90, 66),
        *line(f"Tel 0{chance.randint(10, 99)}-{chance.randint(100000, 999999)}", 85, 79),
        *line(f"K{chance.randint(1, 9)} shift {chance.choice('ABC')} {guide}", 60, 95),
        *line(f"{day} {chance.randint(10, 20)}:{chance.randint(10, 59)}", 60, 110),
    ]
    rows = [(f"ITEM {n}", price) for n, price in enumerate(prices)]
    rows += [("TO PAY", total), ("CASH", paid), ("CHANGE", paid - total)]
    for n, (name, price) in enumerate(rows):
        words += line(name, 60, 150 + 14 * n) + line(f"{price / 100:.2f}", 300, 150 + 14 * n)
    values = {
        "company": firm,
        "date": day,
        "address": f"{street} {town}",
        "total": f"{total / 100:.2f}",
        "guide": guide,
    }
    fields = tuple(Field(key, value, 1, None, 1.0, _type(key)) for key, value in values.items())
    shown = document(page(words))
    return Example(shown, Extraction(shown.id, "forms", "person", fields))


def _type(key: str):
    return next(field.type for field in SCHEMA.fields if field.name == key)


def right(forms: Forms, examples: list[Example]) -> dict[str, float]:
    answers = forms.predict([example.document for example in examples])
    shares = {}
    for wanted in SCHEMA.fields:
        pairs = [
            (_value(e.answer, wanted.name), _value(a, wanted.name)) for e, a in zip(examples, answers, strict=True)
        ]
        shares[wanted.name] = sum(a == b for a, b in pairs) / len(pairs)
    return shares


def _value(answer: Extraction, key: str) -> str:
    return next((field.value for field in answer.fields if field.key == key), "")


def test_few_receipts_teach_where_values_end():
    forms = Forms(schema=SCHEMA)
    unseen = [receipt(seed) for seed in range(100, 112)]
    before = right(forms, unseen)
    forms.fit([receipt(seed) for seed in range(6)])
    after = right(forms, unseen)
    assert before["guide"] < 0.5  # nothing but examples says which part of its line a guide is
    assert all(share >= 0.9 for share in after.values()), after


def test_learned_receipts_are_saved_and_loaded_alike(tmp_path):
    forms = Forms(schema=SCHEMA)
    forms.fit([receipt(seed) for seed in range(4)])
    forms.save(tmp_path)
    unseen = [receipt(200).document]
    assert Forms.load(tmp_path).predict(unseen) == forms.predict(unseen)


def test_confidence_falls_where_the_value_is_missing():
    forms = Forms(schema=SCHEMA)
    forms.fit([receipt(seed) for seed in range(6)])
    sure = next(f.confidence for f in forms.predict([receipt(300).document])[0].fields if f.key == "total")
    bare = document(page([*line("Thank you for your visit", 60, 40), *line("Open from 9.00 daily", 60, 53)]))
    doubtful = [f.confidence for f in forms.predict([bare])[0].fields if f.key == "total"]
    assert max(doubtful, default=0.0) < sure


def texts(shown: Page) -> list[list[str]]:
    nodes = page_nodes(shown)
    found = stacks(nodes, neighbours(nodes, ()))
    return [[" ".join(nodes[i].text for i in strip) for strip in stack] for stack in found]


def test_stacks_are_lines_of_any_pieces_below_each_other():
    shown = page(
        [*line("Hall 3,", 60, 40), *line("Dock Lane", 115, 40), *line("Fairview", 75, 53), *line("far", 60, 200)]
    )
    assert texts(shown) == [["Hall 3, Dock Lane", "Fairview"]]


def test_running_text_makes_no_stacks():
    long = "goods once sold are not taken back nor is money returned to anybody ever"
    assert texts(page([*line(long, 60, 40), *line(long, 60, 53)])) == []


def test_lines_are_cut_at_both_ends():
    assert list(ends(3)) == [(0, 1), (1, 3), (0, 2), (2, 3)]
    assert list(ends(1)) == [] == list(ends(30))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("RM5.90", ["5.90"]),
        ("2.50SR", ["2.50"]),
        ("01/02/1817:45", ["01/02/18"]),
        ("Sold by Acme(123)", ["Sold by Acme", "(123)"]),
        ("Total 5.90", []),
    ],
)
def test_values_glued_to_other_characters(text, parts):
    assert [text[start:end] for start, end in inner(text)] == parts


@pytest.mark.parametrize(("text", "number"), [("1,234.50", 123450), ("RM 5,90", 590), ("12", None), ("1.2.2020", None)])
def test_amounts_in_hundredths(text, number):
    assert cents(text) == number


def test_totals_stand_out_among_amounts():
    forms = Forms(schema=SCHEMA)
    shown = page(*(line(text, 60, 40 + 14 * n) for n, text in enumerate(("8.00", "0.48", "8.48", "10.00", "1.52"))))
    values = [value for reading in forms._read([document(shown)])[0] for value in reading.values()]
    amounts = Amounts(values)
    assert amounts.sums == {848}
    assert amounts.differences == {848}
    assert amounts.most == 1000


def test_what_names_and_texts_are():
    assert concepts(("Firma",)) == {"firm"}
    assert concepts(("Anschrift des Kunden",)) == {"address"}
    assert concepts(("order number",)) == frozenset()
    assert concepts(("exempt payee code",)) == concepts(("email address",)) == frozenset()
    assert like_address("Lindenweg 8, 10115 Berlin") > 1 > like_address("Tel 030-1234567")
    assert like_firm("Adler Buch AG") > 1 > like_firm("04/05/2020 17:30")


def test_telephones_and_sites_are_no_lines_of_an_address():
    for line_ in ("+34 912 78 96 56", "(0117) 496 0187", "https://adler.example", "REG 201901-K"):
        assert address_line(line_) < 0 < address_line("10115 Berlin,") < address_line("14 Mill Road,")


def test_an_address_ends_where_its_lines_do_without_examples():
    texts = ("Moreau et Fils SARL", "27 rue du Port,", "44000 Nantes", "01 46 32 82 90", "04/05/2020 17:30")
    shown = document(page([word for n, text in enumerate(texts) for word in line(text, 60, 40 + 13 * n)]))
    fields = Forms(schema=SCHEMA).predict([shown])[0].fields
    assert next(field.value for field in fields if field.key == "address") == "27 rue du Port, 44000 Nantes"


def test_weights_are_kept_by_name_and_older_lists_are_read():
    ranker = FieldRanker(SCHEMA.fields[2], ("address",))
    assert FieldRanker.of(ranker.wanted, ranker.names, ranker.plain()).weights.tolist() == ranker.weights.tolist()
    known = [name for name in FEATURES if name not in ("weakest", "first", "outside")]
    older = FieldRanker.of(ranker.wanted, ranker.names, {"weights": list(range(len(known))), "nothing": 5, "count": 3})
    assert older.weights[FEATURES.index("there")] == len(known) - 1 and older.weights[FEATURES.index("first")] == 0
