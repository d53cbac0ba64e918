"""`docrow evaluate id_cards --format mrz|aamva`: readers measured on folders of pictures and payloads."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from extractors.errors import BadAnnotations
from extractors.id_cards.reader import shipped_reader
from extractors.id_cards.synthetic_cards import Hardness, photo
from pipeline.learning import Exam, examine
from pipeline.settings import Settings
from tests.pipeline.fakes_pipeline import settings_in
from tests.pipeline.test_pipeline_cli import call

DATA = Path(os.environ.get("DOCROW_EVAL_DATA", "/nonexistent"))
PAYLOAD = "@\n\x1e\rANSI 636002080001DL00310050DLDCSSAMPLE\nDACMORRIS\nDAQS12345678\nDBB12311971\r"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_in(tmp_path)


def payloads(folder: Path, **expected: str) -> Path:
    folder.mkdir()
    (folder / "a.txt").write_text(PAYLOAD)
    (folder / "expected.json").write_text(json.dumps([{"file": "a.txt", "expected": expected}]))
    return folder


def test_payloads_are_measured_element_by_element(tmp_path, settings):
    folder = payloads(tmp_path / "p", Last="SAMPLE", First="MORRIS", IdNumber="S12345678", DateOfBirth="1970-01-01")
    shown = call(settings, "evaluate", "id_cards", "--data", str(folder), "--format", "aamva", "--json")
    report = json.loads(shown.stdout)
    assert (report["family"], report["documents"], report["fields"], report["payloads"]) == ("id_cards", 1, 0.75, 0.0)
    assert report["errors"] == [["a.txt", "DateOfBirth"]]
    assert report["ms_per_document"] >= 0 and report["model"].startswith("id_cards-")


@pytest.mark.skipif(shipped_reader() is None, reason="the line reader's weights are not installed")
def test_pictures_are_measured_line_by_line(tmp_path, settings):
    taken = photo(np.random.default_rng(7), 1000, Hardness(turn=5.0, tilt=5.0, glare=0.0, blur=0.3))
    for name in ("right.png", "unlike.png", "unknown.png"):
        Image.fromarray(taken.picture).save(tmp_path / name)
    (tmp_path / "broken.png").write_bytes(b"no picture")
    other = ["A" * 30] * 3
    truth = {"right.png": list(taken.lines), "unlike.png": other, "unknown.png": None, "broken.png": other}
    (tmp_path / "truth.json").write_text(json.dumps(truth))
    report = examine(Exam("id_cards", tmp_path, "mrz", None, None), settings)
    assert (report["documents"], report["known"], report["exact"]) == (4, 3, 1)
    assert report["lines_exact"] == pytest.approx(1 / 3) and report["accepted"] == 0.75
    assert report["check_digits_right"] == 0.75 and report["accepted_not_wrong"] == pytest.approx(2 / 3)
    assert (report["wrong"], report["missed"]) == (["unlike.png"], ["broken.png"])


def test_help_names_every_key(settings):
    said = call(settings, "evaluate", "--help").stdout
    keys = ("lines_exact", "accepted", "check_digits_right", "accepted_not_wrong", "known", "exact", "wrong", "missed",
            "fields", "payloads", "errors", "ms_per_document", "truth.json", "expected.json")  # fmt: skip
    assert not [key for key in keys if key not in said]


@pytest.mark.parametrize("format_", ["mrz", "aamva"])
def test_answers_that_are_not_there_are_bad_annotations(tmp_path, settings, format_):
    with pytest.raises(BadAnnotations, match="cannot be read as JSON"):
        examine(Exam("id_cards", tmp_path, format_, None, None), settings)
    with pytest.raises(BadAnnotations, match="no answers for forms"):
        examine(Exam("forms", tmp_path, format_, None, None), settings)


def test_answers_of_files_that_are_not_there(tmp_path, settings):
    (tmp_path / "truth.json").write_text('{"a.png": null, "b.png": null}')
    with pytest.raises(BadAnnotations) as caught:
        examine(Exam("id_cards", tmp_path, "mrz", None, None), settings)
    assert caught.value.problems == ("a.png: not there", "b.png: not there")


@pytest.mark.data
@pytest.mark.skipif(not DATA.is_dir(), reason="set DOCROW_EVAL_DATA to the evaluation data")
def test_real_payloads_and_pictures(settings):
    report = examine(Exam("id_cards", DATA / "aamva", "aamva", None, None), settings)
    assert report["fields"] == 1.0 and report["errors"] == []
    report = examine(Exam("id_cards", DATA / "mrz_cards", "mrz", None, None), settings)
    assert report["lines_exact"] == 1.0 and report["wrong"] == []
