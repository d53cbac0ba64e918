"""What the examinations of `docrow doctor` say of the text reader."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.text_reader_runtime import TextReader
from pipeline.checkup import _text_reader
from pipeline.settings import Settings


@pytest.mark.parametrize(("languages", "ok", "seen"), [(("eng",), True, "knows eng"), (("rus",), None, "rus")])
def test_the_text_reader_is_there_and_says_what_it_knows(languages, ok, seen):
    found = _text_reader(Settings(languages=languages))
    assert found.ok is ok
    assert seen in found.seen


def test_a_text_reader_without_weights_is_missing(monkeypatch):
    monkeypatch.setattr("extractors.read.line_look.text_reader", lambda: TextReader(Path("nowhere.onnx")))
    found = _text_reader(Settings())
    assert found.broken
    assert found.remedy
