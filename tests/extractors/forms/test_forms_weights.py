"""The shipped weights: whole, small, and good on pages they never saw."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from extractors.forms import Forms
from extractors.forms.evaluation import evaluate
from extractors.forms.learned import LearnedFinder
from extractors.synthetic.generator import examples
from models.library import SHIPPED, find, networks, verify

UNSEEN = 77_000_000
VARIANTS = sorted(path.parent.name for path in SHIPPED.glob("forms/*/card.json"))


@pytest.mark.parametrize("variant", VARIANTS)
def test_they_are_whole_and_small(variant):
    directory = find(f"forms/{variant}").directory
    card = verify(directory)
    size = sum(path.stat().st_size for path in networks(directory, card))
    assert size < {"fast": 2e6, "accurate": 9.5e6}.get(variant, 6e6)
    assert Forms.load(directory).name == card["name"]


@pytest.mark.parametrize("variant", VARIANTS)
def test_they_can_be_learned_from(variant):
    directory = find(f"forms/{variant}").directory
    base = find(str(verify(directory).get("learn_from", f"forms/{variant}")))
    assert set(base.card["files"]) >= {"encoder.int8.onnx", "encoder.fp16.safetensors", "config.json"}


def test_all_of_them_are_measured_on_the_same_pages():
    tables = [find(f"forms/{variant}").card.get("variants") for variant in VARIANTS]
    assert tables == [tables[0]] * len(tables)
    assert set(tables[0]) == set(VARIANTS)


def test_a_default_model_is_shipped():
    assert find("forms").variant in VARIANTS


def test_they_answer_unseen_synthetic_forms():
    score = evaluate(Forms(finder=LearnedFinder()), list(examples(12, seed=UNSEEN)), "entities")
    assert score.values["label_f1"] > 0.9
    assert score.values["link_f1"] > 0.8


def test_they_do_not_mind_the_scale_of_a_page():
    (example,) = examples(1, seed=UNSEEN + 1)
    finder, page = LearnedFinder(), example.document.pages[0]

    def grown(box):
        return type(box)(*(3 * value for value in box))

    given = list(example.answer.entities)
    large = [replace(entity, boxes=tuple(map(grown, entity.boxes))) for entity in given]
    wide = replace(page, width=3 * page.width, height=3 * page.height, words=())
    small_found, large_found = finder.find([page], [given])[0], finder.find([wide], [large])[0]
    assert [e.kind for e in small_found.entities] == [e.kind for e in large_found.entities]
    assert {(x.question, x.answer) for x in small_found.links} == {(x.question, x.answer) for x in large_found.links}


@pytest.mark.data
@pytest.mark.slow
def test_funsd_with_no_page_of_it_seen():
    folder = Path(os.environ.get("DOCROW_EVAL_DATA", "")) / "funsd" / "training_data"
    if not (folder / "annotations").is_dir():
        pytest.skip("set DOCROW_EVAL_DATA to the folder with funsd/training_data")
    from extractors.annotations import read

    score = evaluate(Forms(finder=LearnedFinder()), read(folder, "funsd"), "entities")
    assert score.values["label_f1"] > 0.79
    assert score.values["link_f1"] > 0.64
