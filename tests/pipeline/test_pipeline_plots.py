"""Pictures of a training."""

from __future__ import annotations

import json

import pytest
from PIL import Image

from pipeline import plots

DETAILS = {
    "reliability": [[0.35, 0.5, 4], [0.92, 0.9, 40]],
    "confusion": {"answer": {"answer": 9, "other": 1}, "other": {"answer": 0, "other": 5}},
    "fields": {"total": {"f1": 0.9}, "a field with a name that is very long indeed": {"f1": 0.2}},
}


def test_everything_known_of_a_training_is_drawn(tmp_path):
    drawn = plots.draw_training(tmp_path, DETAILS, [(3, {"pair_f1": 0.4}), (12, {"pair_f1": 0.7})])
    assert [path.stem for path in drawn] == ["learning_curve", "reliability", "confusion", "fields"]
    for path in drawn:
        with Image.open(path) as picture:
            assert picture.width > 400
            assert len(picture.convert("RGB").getcolors(1 << 20)) > 10, "empty"
        assert len(plots.as_markdown(path)) < 100_000


def test_a_log_by_steps_is_the_learning_curve(tmp_path):
    log = [
        {"step": 25, "loss": 2.0},
        {"step": 25, "eval_f1": 0.3},
        {"step": 50, "loss": 1.0, "epoch": 1.0},
        {"step": 50, "train_loss": 1.5},
    ]
    (tmp_path / plots.LOG).write_text(json.dumps(log))
    assert plots.read_log(tmp_path / plots.LOG) == [(25, {"loss": 2.0, "eval_f1": 0.3}), (50, {"loss": 1.0})]
    assert [path.stem for path in plots.draw_training(tmp_path, {}, [])] == ["learning_curve"]


def test_without_matplotlib_nothing_is_drawn(tmp_path, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert plots.draw_training(tmp_path, DETAILS, []) == []


@pytest.mark.parametrize("details", [{}, {"reliability": []}])
def test_where_nothing_is_known_nothing_is_drawn(tmp_path, details):
    assert plots.draw_training(tmp_path, details, []) == []
    assert plots.read_log(tmp_path / "none.json") == []
