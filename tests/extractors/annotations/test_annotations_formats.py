"""Each format gives back what was written, and refuses what is wrong line by line."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from extractors.annotations import FORMATS, read, write
from extractors.annotations.checks import check
from extractors.annotations.problems import Problems
from extractors.errors import BadAnnotations
from extractors.forms.schema import Schema
from extractors.types import Box, Document, Entity, Example, Extraction, Field, Page, Word

SAMPLES = Path(__file__).parents[3] / "sample_docs"


@pytest.fixture
def example(tmp_path) -> Example:
    """A little form of two lines with a header, as a picture."""
    Image.new("RGB", (400, 200), "white").save(tmp_path / "form.png")
    data = (tmp_path / "form.png").read_bytes()
    id_ = hashlib.sha256(data).hexdigest()[:16]
    words = tuple(
        Word(text, Box(x, y, x + 6 * len(text), y + 10), source="ocr")
        for text, x, y in [
            ("FORM", 150, 10),
            ("Name:", 20, 40),
            ("Ada", 80, 40),
            ("King", 110, 40),
            ("Lovelace", 80, 55),
        ]
    )
    page = Page(1, 400, 200, str(tmp_path / "form.png"), words, text_source="ocr")
    document = Document(id_, "form.png", (page,), "image/png", str(tmp_path / "form.png"), len(data))
    entities = (
        Entity("header", "FORM", 1, (words[0].box,)),
        Entity("question", "Name:", 1, (words[1].box,)),
        Entity("answer", "Ada King Lovelace", 1, (Box.around(w.box for w in words[2:4]), words[4].box)),
    )
    field = Field("Name", "Ada King Lovelace", 1, entities[2].box, 1.0, label="Name:", key_box=entities[1].box)
    return Example(document, Extraction(id_, "forms", "person", (field,), (), entities, ((1, 2),)))


def without_folder(example: Example):
    pages = [replace(page, image="") for page in example.document.pages]
    return replace(example.document, pages=tuple(pages), source=""), example.answer


@pytest.mark.parametrize("format", ["docrow", "funsd", "labelstudio"])
def test_linked_entities_come_back(format, example, tmp_path):
    write([example], tmp_path / "out", format)
    (again,) = read(tmp_path / "out", format)
    assert without_folder(again) == without_folder(example)


def named(example: Example) -> Example:
    field = Field(
        "full name", "Ada King Lovelace", 1, Box(80, 40, 140, 65), 1.0, "text", "Ada King Lovelace", "full name"
    )
    return replace(example, answer=Extraction(example.document.id, "forms", "person", (field,)))


@pytest.mark.parametrize("format", ["docrow", "labelstudio", "azure"])
def test_named_fields_come_back(format, example, tmp_path):
    if format == "azure":
        pytest.importorskip("pytesseract").get_tesseract_version()
    write([named(example)], tmp_path / "out", format)
    (again,) = read(tmp_path / "out", format)
    assert again.answer == named(example).answer


def test_sroie_comes_back(example, tmp_path):
    field = Field("company", "Ada King", 1, None, 1.0, "text", "Ada King", "company")
    receipt = replace(example, answer=Extraction(example.document.id, "forms", "person", (field,)))
    Image.open(example.document.source).save(tmp_path / "form.jpg")
    page = replace(example.document.pages[0], image=str(tmp_path / "form.jpg"))
    receipt = replace(receipt, document=replace(receipt.document, pages=(page,)))
    write([receipt], tmp_path / "out", "sroie")
    (again,) = read(tmp_path / "out", "sroie")
    assert again.answer.fields == (field,)
    assert again.document.pages[0].words == page.words


def test_every_format_refuses_an_empty_folder(tmp_path):
    for format in FORMATS:
        with pytest.raises(BadAnnotations) as caught:
            read(tmp_path, format)
        assert caught.value.problems
    with pytest.raises(KeyError):
        read(tmp_path, "guesswork")


def test_all_problems_of_funsd_are_listed(example, tmp_path):
    write([example], tmp_path / "out", "funsd")
    path = tmp_path / "out" / "annotations" / "form.json"
    content = json.loads(path.read_text())
    content["form"][0]["label"] = "headline"
    content["form"][1]["words"][0]["box"] = [0, 0, 9000, 10]
    content["form"][2]["words"][0]["box"] = [30, 0, 10, 10]
    content["form"][2]["linking"] = [[1, 77]]
    path.write_text(json.dumps(content))
    (tmp_path / "out" / "annotations" / "lost.json").write_text("{}")
    with pytest.raises(BadAnnotations) as caught:
        read(tmp_path / "out", "funsd")
    text = "\n".join(caught.value.problems)
    for part in (
        "unknown label 'headline'",
        "outside page 1",
        "no proper box",
        "link 1-77",
        "lost.json: names an unknown",
    ):
        assert part in text
    assert len(caught.value.problems) == 5


def problems(example: Example, schema: Schema | None = None) -> str:
    found = Problems()
    check([example], found, schema)
    return "\n".join(found.lines)


def test_what_overlaps_or_points_nowhere_is_said(example):
    answer = example.answer
    assert problems(example) == ""
    twin = replace(answer.entities[0], kind="question")
    assert "entities 0 (header) and 3 (question) overlap" in problems(
        replace(example, answer=replace(answer, entities=(*answer.entities, twin)))
    )
    a = Field("a", "x", 1, Box(10, 10, 30, 20), 1.0)
    fields = (a, replace(a, key="b"), replace(a, key="c", page=7), replace(a, key="d", box=Box(500, 0, 600, 9)))
    text = problems(replace(example, answer=replace(answer, fields=fields, entities=(), links=())))
    for part in ("fields a and b overlap", "c is on page 7 of 1", "d points outside page 1"):
        assert part in text


def test_links_to_nothing_are_said(example):
    assert "link 1-9 joins" in problems(replace(example, answer=replace(example.answer, links=((1, 9),))))


def test_what_disagrees_with_the_schema_is_said(example):
    schema = Schema.of(
        {
            "fields": {
                "total": {"type": "money", "required": True},
                "code": {"pattern": "[A-Z]{3}"},
                "n": {"type": "integer"},
            }
        }
    )
    given = [("code", "abc"), ("n", "none"), ("n", "1"), ("other", "x")]
    fields = tuple(Field(key, value, 1, None, 1.0) for key, value in given)
    text = problems(replace(example, answer=Extraction("d", "forms", "person", fields)), schema)
    for part in ("code does not fit", "n is no integer", "n is given 2 times", "other is not in", "total is required"):
        assert part in text


def test_label_studio_as_a_person_exports_it(example, tmp_path):
    """One rectangle around two lines, an upload prefix, a relation, a cancelled annotation and a wrong one."""
    write([example], tmp_path / "out", "labelstudio")
    path = tmp_path / "out" / "tasks.json"
    (task,) = json.loads(path.read_text())
    rectangle = {"x": 20, "y": 19.5, "width": 13, "height": 14, "rotation": 0, "rectanglelabels": ["Answer"]}
    question = {"x": 5, "y": 20, "width": 7.5, "height": 5, "rotation": 0, "rectanglelabels": ["Question"]}
    results = [
        {"id": "A", "type": "rectanglelabels", "value": rectangle},
        {"id": "Q", "type": "rectanglelabels", "value": question},
        {"type": "relation", "from_id": "A", "to_id": "Q", "direction": "left"},
    ]
    task["annotations"] = [{"was_cancelled": True, "result": []}, {"result": results}]
    path.write_text(json.dumps([task]))
    (again,) = read(tmp_path / "out", "labelstudio")
    assert [(e.kind, e.text, len(e.boxes)) for e in again.answer.entities] == [
        ("answer", "Ada King Lovelace", 2),
        ("question", "Name:", 1),
    ]
    assert again.answer.links == ((1, 0),) and again.answer.fields[0].value == "Ada King Lovelace"
    results[2]["to_id"] = "Z"
    path.write_text(json.dumps([task]))
    with pytest.raises(BadAnnotations, match="no entity"):
        read(tmp_path / "out", "labelstudio")


def test_what_extract_prints_is_read_as_annotations(tmp_path):
    """Corrected and put beside the file it tells of, which is read anew."""
    shutil.copyfile(SAMPLES / "id_cards" / "visa-mrv-a.pdf", tmp_path / "visa.pdf")
    identity = hashlib.sha256((tmp_path / "visa.pdf").read_bytes()).hexdigest()[:16]
    page = {"number": 1, "width": 400.0, "height": 400.0, "text_source": "ocr"}
    field = {"key": "surname", "value": "HOLLOWAY", "page": 1, "box": [20, 180, 120, 200], "confidence": 1.0}
    content = {
        "document": {"id": identity, "key": "visa.pdf", "media_type": "application/pdf", "pages": [page]},
        "extractions": [{"document_id": identity, "family": "id_cards", "model": "m", "fields": [field]}],
        "failures": [],
    }
    (tmp_path / "visa.json").write_text(json.dumps(content))
    (one,) = read(tmp_path, "docrow")
    assert one.answer.family == "id_cards" and one.answer.fields[0].value == "HOLLOWAY"
    assert one.document.pages[0].words and Path(one.document.pages[0].image).is_file()


def test_every_document_that_cannot_be_read_is_listed(tmp_path):
    """A missing, a damaged and a readable one: all are named, those that are read lack nothing."""
    for name, data in (("gone.pdf", None), ("torn.pdf", b"%PDF-1.4 torn"), ("whole.pdf", _visa())):
        if data is not None:
            (tmp_path / name).write_bytes(data)
        identity = hashlib.sha256(data or b"").hexdigest()[:16]
        told = {"id": identity, "key": name, "media_type": "application/pdf", "pages": []}
        answer = {"document_id": identity, "family": "forms", "model": "m", "fields": []}
        content = {"document": told, "extractions": [answer], "failures": []}
        (tmp_path / name).with_suffix(".json").write_text(json.dumps(content))
    with pytest.raises(BadAnnotations) as raised:
        read(tmp_path, "docrow")
    named = {problem.split()[0].rstrip(":") for problem in raised.value.problems}
    assert {name for name in named if name.endswith(".pdf")} == {"gone.pdf", "torn.pdf"}


def _visa() -> bytes:
    return (SAMPLES / "id_cards" / "visa-mrv-a.pdf").read_bytes()
