"""Ruled cells with captions, combs, and labels of several lines as candidates for the fields of a schema."""

from __future__ import annotations

import pytest

from extractors.forms import Forms
from extractors.forms.cells import Cells
from extractors.forms.geometry import line_height
from extractors.forms.naming import alike, asks
from extractors.forms.pairs import page_nodes
from extractors.forms.schema import Schema
from extractors.types import Page, Ruling
from tests.extractors.forms.paper import document, level, line, mark, page, upright


def asked(own: Page, combs: bool = False) -> dict[str, str]:
    nodes = page_nodes(own)
    cells = Cells(nodes, own.rulings, line_height(nodes))
    pairs = sorted(cells.combs() if combs else cells.asked(), key=lambda pair: pair.trust)  # the likelier one stays
    return {" ".join(nodes[i].text for i in p.caption): " ".join(nodes[i].text for i in p.value) for p in pairs}


def answered(own: Page, *names: str, **types: str) -> dict[str, str]:
    fields = {name: {"type": types.get(name, "text")} for name in names}
    (answer,) = Forms(schema=Schema.of({"fields": fields})).predict([document(own)])
    return {field.key: field.value for field in answer.fields}


def boxed(*lines_: list, rows: tuple[float, ...] = (100, 140, 180), more: tuple[Ruling, ...] = ()) -> Page:
    """Lines of text in cells that reach over the page, walls at `rows`."""
    walls = [level(40, 560, y) for y in rows] + [upright(40, rows[0], rows[-1]), upright(560, rows[0], rows[-1])]
    return page(*lines_, rulings=(*walls, *more))


def test_the_value_under_a_caption_is_found_however_long_the_caption_is():
    own = boxed(
        line("1 Name (as shown on your return). Name is required; do not leave it blank.", 45, 104, size=7),
        line("Gabriel Jesus", 45, 120),
        line("2 Business name/trading name, if different from above", 45, 144, size=7),
        line("Gabby & Co", 45, 160),
    )
    assert answered(own, "Name", "BusinessName") == {"Name": "Gabriel Jesus", "BusinessName": "Gabby & Co"}


def test_a_value_far_to_the_right_in_its_cell_belongs_to_the_caption():
    own = boxed(line("7 List account number(s) here (optional)", 45, 104, size=7), line("123352462", 400, 120))
    assert answered(own, "AccountNumbers") == {"AccountNumbers": "123352462"}


def test_the_cell_to_the_left_names_the_value_of_the_next():
    more = (upright(200, 100, 180),)
    own = boxed(
        line("Policy holder", 45, 110),
        line("Ada Byron", 205, 110),
        line("Place", 45, 150),
        line("Bath", 205, 150),
        more=more,
    )
    assert asked(own)["Policy holder"] == "Ada Byron"
    assert answered(own, "PolicyHolder", "Place") == {"PolicyHolder": "Ada Byron", "Place": "Bath"}


@pytest.mark.parametrize("dash", ["", "-"])
def test_single_characters_in_boxes_are_one_value(dash):
    digits = "236" + dash + "64" + dash + "2878"
    boxes = [line(digit, 54 + 20 * i, 144) for i, digit in enumerate(digits)]
    walls = tuple(upright(50 + 20 * i, 140, 160) for i in range(len(digits) + 1))
    own = page(
        line("Social security number", 50, 124), *boxes, rulings=(*walls, level(50, 300, 140), level(50, 300, 160))
    )
    assert list(asked(own, combs=True)) == ["Social security number"]
    assert answered(own, "SSN", SSN="number") == {"SSN": "236642878"}


def test_a_label_of_two_lines_asks_with_both():
    own = page(line("Exemption from FATCA reporting", 50, 100, size=8), line("code (if any)", 50, 109, size=8),
               line("A", 160, 108))  # fmt: skip
    fields = Schema.of({"fields": {"code": {"aliases": ["Exemption from FATCA reporting code"]}}})
    (answer,) = Forms(schema=fields).predict([document(own)])
    assert [field.value for field in answer.fields] == ["A"]


def test_running_text_and_remarks_are_no_values():
    assert asks("code (if any)") == asks("(as shown on the return)") == 1.0
    assert asks("Gabriel Jesus") == asks("(425) 555-0100") == 0.0


@pytest.mark.parametrize(
    ("name", "label"),
    [("Name", "1 Name (as shown on your return). It is required."), ("Address", "5 Address (street, number) See 3."),
     ("Requester Name Address", "Requester's name and address (optional)"), ("LLC", "Limited liability company. See")],
)  # fmt: skip
def test_what_only_explains_a_label_is_left_out(name, label):
    assert alike([name], label) > 0.85


def test_initials_are_not_read_out_of_running_text():
    assert alike(["EIN"], "For other entities it is your number, enter it in the next box") < 0.5


def test_initials_say_which_of_two_options_is_meant():
    options = ("Individual or single-member LLC", "Limited liability company", "Trust")
    own = page(
        *(line(text, 65, 100 + 30 * i) for i, text in enumerate(options)),
        regions=tuple(mark(50, 101 + 30 * i, i == 1) for i in range(3)),
    )
    types = dict.fromkeys(("Individual", "LLC", "Trust"), "checkbox")
    assert answered(own, *types, **types) == {"Individual": "unselected", "LLC": "selected", "Trust": "unselected"}
