"""Training and measuring from annotated documents, on the command line and as assets."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from dagster import DagsterInstance

from extractors.annotations import write
from extractors.errors import BadAnnotations, BadModel, BadOption
from extractors.forms import Forms
from extractors.forms.schema import BadSchema
from extractors.registry import FAMILIES, make_extractor
from extractors.types import Box, Document, Entity, Example, Extraction, Field, Page, Word
from models.library import SHIPPED
from pipeline.definitions import definitions
from pipeline.learning import Exam, Lesson, examine, learn, read_examples, split
from pipeline.library import back, describe_families, known_models, live_models, use, verify
from pipeline.settings import Settings
from pipeline.single import extraction_json, read_file
from tests.pipeline.fakes_pipeline import environment_of, settings_in

SAMPLES = Path(__file__).parents[2] / "sample_docs"
LABELS = ("Name:", "City:", "Order date:", "Total:")


@pytest.fixture(autouse=True)
def forms_by_rules(monkeypatch):
    """What is tested here is the plumbing; the encoder's lessons take minutes and have tests of their own."""
    monkeypatch.setattr("extractors.forms.family.DEFAULT", "rules")


def example(number: int) -> Example:
    """A page with four labels and their values, and the right answer."""
    words: list[Word] = []
    entities: list[Entity] = []
    fields: list[Field] = []
    links: list[tuple[int, int]] = []
    for line, label in enumerate(LABELS):
        top, value = 20.0 + 24 * line, f"value{number}{line}"
        boxes = (Box(20, top, 90, top + 10), Box(110, top, 180, top + 10))
        for text, box, kind in zip((label, value), boxes, ("question", "answer"), strict=True):
            words.append(Word(text, box))
            entities.append(Entity(kind, text, 1, (box,)))
        links.append((len(entities) - 2, len(entities) - 1))
        fields.append(Field(label.rstrip(":"), value, 1, boxes[1], 1.0, key_box=boxes[0]))
    document_id = f"{number:016x}"
    page = Page(1, 300, 200, words=tuple(words), text_source="text")
    answer = Extraction(document_id, "forms", "person", tuple(fields), entities=tuple(entities), links=tuple(links))
    return Example(Document(document_id, f"{number}.pdf", (page,), "application/pdf"), answer)


@pytest.fixture
def taught(tmp_path: Path) -> Settings:
    settings = settings_in(tmp_path)
    folder = settings.annotations / "forms" / "docrow"
    folder.mkdir(parents=True)
    write([example(number) for number in range(12)], folder, "docrow")
    return settings


def test_the_held_out_documents_stay_the_same_when_more_come():
    few, many = [example(n) for n in range(10)], [example(n) for n in range(40)]
    held_out = {e.document.id for e in split(few)[1]}
    assert held_out == {e.document.id for e in split(many)[1]} & {e.document.id for e in few}
    assert 3 <= len(split(many)[1]) <= 15


def test_a_few_documents_spare_one_to_measure_on():
    spared = [e for e in (example(n) for n in range(60)) if not split([e])[1]][:6]
    learned, held_out = split(spared)
    assert len(learned) == 5 and len(held_out) == 1
    assert split(spared[:5]) == (spared[:5], [])


def test_train_saves_a_model_that_evaluate_measures(taught, tmp_path):
    folder, out = taught.annotations / "forms" / "docrow", tmp_path / "model"
    report = learn(Lesson("forms", folder, "docrow", None, None, out, None), taught)
    assert (out / "extractor.json").exists()
    assert report["documents"] + report["held_out"] == 12
    measured = examine(Exam("forms", folder, "docrow", out, "words"), taught)
    assert measured["documents"] == 12
    assert 0.5 < measured["entity_f1"] <= 1.0
    assert measured["ms_per_page"] > 0


def test_an_unknown_format_and_an_unknown_model_say_what_there_is(taught):
    folder = taught.annotations / "forms" / "docrow"
    with pytest.raises(BadAnnotations, match="docrow, funsd"):
        examine(Exam("forms", folder, "nonsense", None, None), taught)
    with pytest.raises(BadModel, match="nobody"):
        learn(Lesson("forms", folder, "docrow", None, "nobody", taught.models, None), taught)


def test_an_option_that_a_family_does_not_have_is_refused(taught):
    folder = taught.annotations / "forms" / "docrow"
    with pytest.raises(BadOption, match="takes no --schema"):
        learn(Lesson("tables", folder, "docrow", folder / "schema.toml", None, taught.models, None), taught)


def test_every_family_and_model_is_listed_and_verified(taught):
    assert [row.family for row in describe_families(taught)] == list(FAMILIES)
    folder, out = taught.annotations / "forms" / "docrow", taught.models / "forms" / "a"
    learn(Lesson("forms", folder, "docrow", None, None, out, None), taught)
    assert {row.name: row.live for row in known_models(taught)}["forms/a"] is False
    assert len(list(verify(None, taught))) == len(known_models(taught))
    (taught.models / "library.toml").write_text('[live]\nforms = "a"\n')
    assert live_models(taught)["forms"] == out
    assert {row.name: row.live for row in known_models(taught)}["forms/a"] is True
    (out / "extractor.json").write_text('{"family": "forms"')
    with pytest.raises(BadModel):
        list(verify("forms/a", taught))


def test_a_shipped_variant_answers_once_it_is_chosen_and_the_one_before_comes_back(taught):
    assert use("forms/fast", taught) == "forms/fast"
    chosen = live_models(taught)["forms"]
    assert chosen is not None and chosen.name == "fast"
    assert make_extractor("forms", chosen).name == "forms-fast-1"
    assert {row.name for row in known_models(taught) if row.live} >= {"forms/fast"}
    assert "forms/balanced" not in {row.name for row in known_models(taught) if row.live}
    assert back("forms", taught) == "forms/balanced"
    assert {row.name for row in known_models(taught) if row.live} >= {"forms/balanced"}


def test_a_model_outside_the_library_is_not_chosen(taught, tmp_path):
    with pytest.raises(BadModel, match="no model forms/none"):
        use("forms/none", taught)
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(SHIPPED / "forms" / "fast", elsewhere)
    with pytest.raises(BadModel, match="outside the library"):
        use(str(elsewhere), taught)
    with pytest.raises(BadModel, match="no previous model"):
        back("forms", taught)


def test_the_train_group_makes_a_model_and_compares_it_with_the_live_one(taught, monkeypatch):
    for name, value in (environment_of(taught) | {"DOCROW_ANNOTATIONS": str(taught.annotations)}).items():
        monkeypatch.setenv(name, value)
    with DagsterInstance.ephemeral() as instance:
        result = definitions(taught).resolve_job_def("train").execute_in_process(instance=instance)
        made = {e.asset_key.to_user_string(): e for e in result.get_asset_materialization_events()}
        (check,) = result.get_asset_check_evaluations()
    assert result.success
    assert set(made) == {"annotations", "forms_model"}
    directory = Path(made["forms_model"].materialization.metadata["directory"].value)
    assert (directory / "extractor.json").exists()
    assert "image/png" in made["forms_model"].materialization.metadata["confusion"].value
    assert (check.check_name, check.passed) == ("no_worse_than_live", True)


def test_a_model_that_is_worse_than_the_live_one_fails_the_check():
    from pipeline.assets.train import model_check
    from pipeline.teaching import Graduate

    good = Graduate("forms", "d", 10, 3, 1.0, {"pair_f1": 0.80}, {"pair_f1": 0.80})
    check = model_check("forms")
    assert check(good).passed
    assert not check(replace(good, figures={"pair_f1": 0.70})).passed
    assert not check(replace(good, held_out=0)).passed


SCHEMA = """name = "order"
[fields.town]
aliases = ["City"]
[fields.ordered]
aliases = ["Order date"]
"""


def named(number: int) -> Example:
    """The same page, annotated with the fields of a schema instead of pairs."""
    own = example(number)
    fields = tuple(
        replace(field, key=key, key_box=None) for field in own.answer.fields
        if (key := {"City": "town", "Order date": "ordered"}.get(field.key))
    )  # fmt: skip
    return replace(own, answer=Extraction(own.document.id, "forms", "person", fields))


def test_a_schema_and_minutes_given_to_train_have_their_effect(taught, tmp_path):
    (tmp_path / "order.toml").write_text(SCHEMA)
    folder, out = tmp_path / "named", tmp_path / "model"
    folder.mkdir()
    write([named(number) for number in range(12)], folder, "docrow")
    lesson = Lesson("forms", folder, "docrow", tmp_path / "order.toml", None, out, 2.0)
    report = learn(lesson, taught)
    assert report["field_f1"] == 1.0
    assert {Path(path).name for path in report["plots"]} == {"learning_curve.png", "reliability.png", "fields.png"}
    assert all(Path(path).read_bytes().startswith(b"\x89PNG") for path in report["plots"])
    model = Forms.load(out)
    assert [own.name for own in model.schema.fields] == ["town", "ordered"]
    assert model.minutes == 2.0
    assert {own.key for own in model.predict([example(50).document])[0].fields} == {"town", "ordered"}
    report = examine(Exam("forms", folder, "docrow", out, "words"), taught)
    assert (report["field_f1"], report["fields"]["town"]["expected"]) == (1.0, 12)
    assert 0 <= report["field_calibration_error"] <= 1 and report["reliability"]
    (tmp_path / "wider.toml").write_text(SCHEMA + "[fields.sum]\naliases = ['Total']\n")
    model.configure(schema=tmp_path / "wider.toml")
    assert {own.key for own in model.predict([example(50).document])[0].fields} == {"town", "ordered", "sum"}


def test_a_schema_that_cannot_be_read_is_said(taught, tmp_path):
    (tmp_path / "bad.toml").write_text("fields = [")
    folder = taught.annotations / "forms" / "docrow"
    with pytest.raises(BadSchema, match=r"bad\.toml"):
        learn(Lesson("forms", folder, "docrow", tmp_path / "bad.toml", None, taught.models, None), taught)
    with pytest.raises(BadOption, match="--from pdf"):
        examine(Exam("forms", folder, "docrow", None, "pdf"), taught)


def test_given_entities_show_which_kinds_are_mistaken(taught):
    report = examine(Exam("forms", taught.annotations / "forms" / "docrow", "docrow", None, "entities"), taught)
    assert {"label_f1", "link_f1", "documents", "ms_per_page"} <= set(report)
    assert sum(sum(row.values()) for row in report["confusion"].values()) == 12 * 2 * len(LABELS)


def test_annotated_names_are_asked_for_where_no_model_and_no_schema_names_any(taught, tmp_path):
    folder = tmp_path / "named"
    folder.mkdir()
    printed = {"town": "City", "ordered": "Order date"}
    shown = []
    for own in map(named, range(4)):
        fields = tuple(replace(field, key=printed[field.key]) for field in own.answer.fields)
        shown.append(replace(own, answer=replace(own.answer, fields=fields)))
    write(shown, folder, "docrow")
    report = examine(Exam("forms", folder, "docrow", None, "words"), taught)
    assert (report["field_f1"], set(report["fields"])) == (1.0, {"City", "Order date"})
    (tmp_path / "city.toml").write_text("[fields.City]\n")
    assert set(examine(Exam("forms", folder, "docrow", None, "words", tmp_path / "city.toml"), taught)["fields"]) == {
        "City"
    }


def printed(sample: Path) -> dict[str, Any]:
    """What `docrow extract --json` says of a file."""
    with read_file(sample, Settings()) as reading:
        return extraction_json(reading, reading.answers(("forms",)))


def test_what_extract_prints_of_a_turned_page_lies_on_its_words(tmp_path):
    sample = SAMPLES / "forms" / "meldebescheinigung-turned.pdf"
    shutil.copy(sample, tmp_path)
    (tmp_path / "turned.json").write_text(json.dumps(printed(sample)))
    (one,) = read_examples("forms", tmp_path, "docrow", Settings())
    page = one.document.pages[0]
    assert not page.transform.is_identity and one.answer.fields
    for field in one.answer.fields:
        covered = [word for word in page.words if field.box and word.box.overlap(field.box)]
        assert {word.text for word in covered} >= set(field.value.split())


def test_what_extract_prints_is_refused_without_its_document(tmp_path):
    (tmp_path / "one.json").write_text(json.dumps(printed(SAMPLES / "forms" / "facture.pdf")))
    with pytest.raises(BadAnnotations, match=r"facture\.pdf: is an unknown document: no such file beside"):
        read_examples("forms", tmp_path, "docrow", Settings())
