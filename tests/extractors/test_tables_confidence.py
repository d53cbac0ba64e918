"""Confidences of tables, rows, columns and cells: right as often as they say, on pages that nothing was fitted on."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from extractors.metrics.tables import right_cells
from extractors.synthetic.tables import make_example, misread, scanned
from extractors.tables import Tables
from extractors.tables.calibrating import errors, fit, fit_all, gather, main
from extractors.tables.confidence import FACTS, FILE, TABLE_FACTS, lane_confidences, probability, shipped
from extractors.types import Box, Cell, Part, Table


@pytest.fixture(scope="module")
def unseen():
    """Pages of another seed than the shipped weights were fitted on."""
    return gather(make_example(77_000_000 + number) for number in range(150))


def test_shipped_confidences_are_calibrated_on_unseen_pages(unseen):
    weights = shipped()
    found = errors(unseen, {"cell": weights.cell, "table": weights.table, "lane": weights.lane})
    assert found["cell"] < 0.05
    assert found["lane"] < 0.08
    assert found["table"] < 0.10  # some 100 tables
    assert 0.5 < sum(unseen.right) / len(unseen.right) < 0.99  # there is something to be unsure of


def test_sure_cells_are_right_more_often(unseen):
    ranked = sorted(zip((probability(shipped().cell, f) for f in unseen.cells), unseen.right, strict=True))
    third = len(ranked) // 3
    share = [sum(right for _, right in part) / len(part) for part in (ranked[:third], ranked[-third:])]
    assert share[0] + 0.1 < share[1]


def test_the_weights_name_all_facts_and_their_origin():
    kept = json.loads(FILE.read_text())
    assert set(kept["cell"]) == {"bias", *FACTS}
    assert set(kept["table"]) == {"bias", *TABLE_FACTS}
    assert "calibrating --pages" in kept["made_by"]


def test_fitting_finds_a_known_rule():
    facts = [{"a": value / 50, "b": (value * 7 % 13) / 13} for value in range(100)]
    weights = fit(facts, [fact["a"] > 1 for fact in facts], ("a", "b"), ridge=0.1)
    assert weights["a"] > 5 * abs(weights["b"])
    assert probability(weights, {"a": 1.9, "b": 0.5}) > 0.9 > 0.1 > probability(weights, {"a": 0.1, "b": 0.5})


def test_the_command_makes_the_same_weights_again(tmp_path, capsys):
    for name in ("a.json", "b.json"):
        main(["--pages", "25", "--seed", "3", "--out", str(tmp_path / name)])
    assert (tmp_path / "a.json").read_text() == (tmp_path / "b.json").read_text()
    assert set(json.loads(capsys.readouterr().out.splitlines()[0])) == {"cell", "table", "lane"}


@pytest.mark.slow
def test_the_recorded_command_makes_the_shipped_weights(tmp_path):
    kept = json.loads(FILE.read_text())
    main([*kept["made_by"].split("calibrating ")[1].split(), "--out", str(tmp_path / "made.json")])
    made = json.loads((tmp_path / "made.json").read_text())
    for part in ("cell", "table", "lane"):
        assert made[part] == pytest.approx(kept[part], abs=0.01)


def test_misread_words_make_their_cell_and_its_row_less_sure():
    example = next(
        e for e in map(make_example, range(200)) if e.answer.tables and e.document.pages[0].text_source == "text"
    )
    page = example.document.pages[0]
    target = next(cell for cell in Tables().predict([example.document])[0].tables[0].cells if cell.row and cell.text)
    doubted = tuple(replace(w, confidence=0.45) if target.box.holds(w.box.center) else w for w in page.words)
    sure = Tables().predict([example.document])[0].tables[0]
    unsure = Tables().predict([replace(example.document, pages=(replace(page, words=doubted),))])[0].tables[0]
    place = sure.cells.index(target)
    assert unsure.cells[place].confidence < sure.cells[place].confidence - 0.1
    assert lane_confidences(unsure, "row")[target.row] < lane_confidences(sure, "row")[target.row]
    assert lane_confidences(unsure, "column")[target.column] < lane_confidences(sure, "column")[target.column]


def test_a_lost_row_makes_no_other_row_wrong():
    cells = tuple(Cell(f"{r}-{c}x{'ab'[c]}", r, c, 1, None) for r in range(5) for c in range(2))
    truth = Table((Part(1, Box(0, 0, 9, 9)),), cells)
    short = replace(truth, cells=tuple(replace(c, row=c.row - (c.row > 2)) for c in cells if c.row != 2))
    assert all(right_cells(truth, short))
    changed = replace(truth, cells=(replace(cells[0], text="other"), *cells[1:]))
    assert right_cells(truth, changed) == [False, *[True] * 9]
    assert right_cells(None, truth) == [False] * 10


def test_ocr_noise_leaves_words_and_changes_letters():
    from random import Random

    page = make_example(4).document.pages[0]
    noisy = scanned(page, Random(1))
    assert 0 < len(noisy.words) <= len(page.words)
    assert all(0.4 <= word.confidence < 1 and word.source == "ocr" for word in noisy.words)
    assert misread("500", Random(2)) != "500"


def test_all_weights_are_fitted_from_few_pages():
    weights = fit_all(gather(make_example(number) for number in range(12)))
    assert set(weights) == {"cell", "table", "lane"}
