"""What a user's annotated tables change: `docrow train tables` from files to a model, and how long learning lasts."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from extractors.annotations import write
from extractors.metrics.tables import exact_table, match_tables
from extractors.synthetic.tables import make_example
from extractors.tables import Tables, family
from extractors.tables.finding import FindingOptions
from extractors.tables.network import TableNetwork
from extractors.tables.page import PageOptions
from extractors.types import Example
from pipeline.cli.app import app
from tests.made_styles import ledger_pages


def exact_share(tables: Tables, examples: list[Example]) -> float:
    answers = tables.predict([example.document for example in examples])
    pairs = [match_tables(e.answer.tables, a.tables)[0] for e, a in zip(examples, answers, strict=True)]
    return sum(exact_table(truth, found) for truth, found in pairs) / len(pairs)


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_ten_annotated_pages_of_a_style_teach_it_by_the_command_line(tmp_path):
    write(ledger_pages(10, 1, below=True), tmp_path / "data", "docrow")
    arguments = [
        "train",
        "tables",
        "--data",
        str(tmp_path / "data"),
        "--out",
        str(tmp_path / "model"),
        "--minutes",
        "4",
    ]
    result = CliRunner().invoke(app, [*arguments, "--seed", "7"], env={"DOCROW_HOME": str(tmp_path)})
    assert result.exit_code == 0, result.output
    others = ledger_pages(12, 2, below=True)
    assert exact_share(Tables(), others) <= 0.2
    assert exact_share(Tables.load(tmp_path / "model"), others) >= 0.7


def test_learning_ends_when_its_time_is_over(monkeypatch):
    examples = [e for e in map(make_example, range(60, 64)) if e.answer.tables]
    clock = iter(range(0, 100_000, 20))
    monkeypatch.setattr(family, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    asked: list[PageOptions] = []
    monkeypatch.setattr(Tables, "_figure", lambda self, examples: float(asked.append(self.page) is None))
    monkeypatch.setattr(Tables, "_tune", lambda self, examples: None)
    for minutes, tried in ((1.0, 3), (0.0, 16)):
        asked.clear()
        Tables(minutes=minutes).fit(examples)
        assert len(asked) in (tried, tried + 1)  # learned weights are one candidate more, where there are some


def test_the_network_thinks_once_about_a_page_that_is_tried_again_and_forgets_when_done(monkeypatch):
    asked: list[int] = []
    opinion = TableNetwork.opinion
    monkeypatch.setattr(
        TableNetwork, "opinion", lambda self, page, *seen: asked.append(id(page)) or opinion(self, page)
    )
    examples = [e for e in map(make_example, range(60, 66)) if e.answer.tables]
    tables = Tables(page=PageOptions(FindingOptions(run_gap=3.0)))
    tables.configure(minutes=0)
    tables.fit(examples)
    assert type(tables.network) is TableNetwork and tables.read_twice
    assert len(asked) <= 4 * len(examples)
    assert tables.metrics["adjacency_f1"] >= tables.metrics["before_adjacency_f1"]


def test_a_seed_is_an_option_of_learning():
    tables = Tables()
    tables.configure(seed=11, minutes=2.0)
    assert (tables.seed, tables.minutes) == (11, 2.0)
