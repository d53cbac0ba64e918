"""Networks put together are a whole model: it verifies, answers, names what to fine-tune from, and is compared."""

import shutil

import pytest

from extractors.forms.learned import LearnedFinder
from extractors.synthetic import shipping
from extractors.synthetic.generator import examples
from models.library import SHIPPED, networks, verify


@pytest.fixture
def few_pages(monkeypatch):
    all_of_them = shipping.held_out
    monkeypatch.setattr(shipping, "held_out", lambda: all_of_them(6))


def test_a_network_twice_answers_as_it_does_alone(tmp_path, few_pages):
    fast = SHIPPED / "forms" / "fast"
    shutil.copytree(fast, tmp_path / "again")
    together = tmp_path / "together"
    shipping.ship_together(together, [fast, tmp_path / "again"])
    card = verify(together)
    assert [path.name for path in networks(together, card)] == ["fast.int8.onnx", "again.int8.onnx"]
    assert card["learn_from"] == "forms/fast"
    (example,) = examples(1, seed=5)
    page = example.document.pages[0]
    alone, twice = (LearnedFinder(folder).find([page])[0] for folder in (fast, together))
    assert [(e.kind, e.text) for e in alone.entities] == [(e.kind, e.text) for e in twice.entities]

    shipping.compare(tmp_path)
    tables = [verify(folder)["variants"] for folder in (together, tmp_path / "again")]
    assert tables[0] == tables[1] and set(tables[0]) == {"again", "together"}
    assert tables[0]["again"]["label_f1"] == tables[0]["together"]["label_f1"]
    assert "| again |" in (together / "card.md").read_text()
