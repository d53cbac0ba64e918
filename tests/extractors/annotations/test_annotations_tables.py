"""Tables drawn in Label Studio come back as tables, and can be learned from."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from PIL import Image

from extractors.annotations import read, write
from extractors.errors import BadAnnotations
from extractors.synthetic.tables import make_example
from extractors.tables import Tables
from extractors.tables.finding import FindingOptions
from extractors.tables.fitting import shown_pages
from extractors.tables.page import PageOptions
from extractors.types import Cell, Example, Part, Table


def pictured(seed: int, folder) -> Example:
    """A generated page with a table, with a picture of its size."""
    made = make_example(seed)
    path = folder / f"{seed}.png"
    Image.new("L", (595, 842), "white").save(path)
    page = replace(made.document.pages[0], image=str(path), text_source="text")
    document = replace(made.document, key=path.name, pages=(page,), media_type="image/png", source=str(path))
    return replace(made, document=document)


def texts(table: Table) -> dict[tuple[int, int], tuple[str, int]]:
    return {(c.row, c.column): (" ".join(c.text.split()), c.column_span) for c in table.cells if c.text}


def test_tables_come_back_as_rows_columns_spans_and_headings(tmp_path):
    examples = [e for e in (pictured(seed, tmp_path) for seed in range(40, 60)) if e.answer.tables]
    examples = [e for e in examples if e.document.pages[0].words[0].source == "text"]
    write(examples, tmp_path / "out", "labelstudio")
    again = read(tmp_path / "out", "labelstudio")
    same = 0
    for before, after in zip(examples, again, strict=True):
        (one,), (two,) = before.answer.tables, after.answer.tables
        assert after.answer.family == "tables" and not after.answer.fields
        same += texts(one) == texts(two)
        assert {c.row for c in one.cells if c.header} == {c.row for c in two.cells if c.header}
    assert len(examples) > 5 and same == len(examples)


def test_tables_drawn_by_people_are_learned_from(tmp_path):
    examples = [e for e in (pictured(seed, tmp_path) for seed in range(60, 68)) if e.answer.tables]
    write(examples, tmp_path / "out", "labelstudio")
    again = read(tmp_path / "out", "labelstudio")
    assert len(shown_pages(again)) == len(again)  # so that the network could learn from all of them
    family = Tables(page=PageOptions(FindingOptions(run_gap=3.0)))
    family.configure(minutes=0)
    family.fit(again)
    assert family.metrics["adjacency_f1"] > family.metrics["before_adjacency_f1"] + 0.02
    assert family.page.finding.run_gap < 3.0


def test_a_table_without_rows_and_columns_is_refused_with_its_place(tmp_path):
    example = next(e for e in (pictured(seed, tmp_path) for seed in range(40, 60)) if e.answer.tables)
    box = example.answer.tables[0].parts[0].box
    bare = Table((Part(1, box),), (Cell("x", 0, 0, 1, box, 2, 2),))
    write([replace(example, answer=replace(example.answer, tables=(bare,)))], tmp_path / "out", "labelstudio")
    with pytest.raises(BadAnnotations, match="table on page 1: has no row"):
        read(tmp_path / "out", "labelstudio")


def test_labels_are_known_however_they_are_spelled(tmp_path):
    example = next(e for e in (pictured(seed, tmp_path) for seed in range(40, 60)) if e.answer.tables)
    write([example], tmp_path / "out", "labelstudio")
    path = tmp_path / "out" / "tasks.json"
    path.write_text(path.read_text().replace('"table row"', '"Table_Row"').replace('"table column"', '"Table-Column"'))
    assert json.loads(path.read_text())
    (again,) = read(tmp_path / "out", "labelstudio")
    assert texts(again.answer.tables[0]) == texts(example.answer.tables[0])
