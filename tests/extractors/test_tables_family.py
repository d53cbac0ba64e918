"""The tables family through its five verbs, on pages made here."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from extractors.errors import BadAnnotations, BadModel
from extractors.registry import make_extractor
from extractors.synthetic.tables import make_example
from extractors.tables import Tables
from extractors.tables.learning import learned_weights
from extractors.tables.page import PageOptions
from extractors.types import Box, Cell, Document, Example, Extraction, Page, Part, Ruling, Table, Word
from tests.made_tables import NAMES, place_rows

ROWS = [("Country", "1996", "1997"), ("Austria", "12", "14"), ("Belgium", "7", "9"), ("Denmark", "103", "98")]


def words_of(rows, left=60.0, top=100.0, step=16.0, pitch=120.0):
    """One word for each text; columns `pitch` points apart, rows `step` apart, ten-point type."""
    out = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            x, y = left + c * pitch, top + r * step
            if text:
                out.append(Word(text, Box(x, y, x + 5.5 * len(text), y + 10), size=10))
    return tuple(out)


def lattice_of(rows, columns, left=55.0, top=97.0, step=16.0, pitch=120.0):
    right, bottom = left + columns * pitch, top + rows * step
    flat = [Ruling(Box(left, top + i * step, right, top + i * step)) for i in range(rows + 1)]
    upright = [Ruling(Box(left + i * pitch, top, left + i * pitch, bottom)) for i in range(columns + 1)]
    return tuple(flat + upright)


def document_of(*pages, name="a"):
    numbered = tuple(replace(page, number=i) for i, page in enumerate(pages, 1))
    return Document(name.ljust(16, "0"), name, numbered)


PLAIN = Page(1, 595, 842, words=words_of(ROWS))
RULED = replace(PLAIN, rulings=lattice_of(4, 3))


def grid_texts(table):
    return [
        tuple(next((c.text for c in table.cells if (c.row, c.column) == (r, k)), "") for k in range(table.columns))
        for r in range(table.rows)
    ]


@pytest.mark.parametrize("page", [PLAIN, RULED], ids=["unruled", "ruled"])
def test_a_plain_grid_is_read_as_it_stands(page):
    (answer,) = Tables().predict([document_of(page)])
    assert [grid_texts(table) for table in answer.tables] == [ROWS]


def test_documents_keep_their_order_and_are_not_changed():
    documents = [document_of(PLAIN, name="b"), document_of(RULED, name="a")]
    before = list(documents)
    assert [answer.document_id[0] for answer in Tables().predict(documents)] == ["b", "a"]
    assert documents == before
    assert Tables().predict([]) == []


def test_perfect_answers_score_one():
    document = document_of(PLAIN, RULED)
    family = Tables()
    score = family.evaluate([Example(document, family.predict([document])[0])])
    assert score.documents == 1
    assert set(score.values.values()) == {1.0}


def test_what_is_saved_predicts_the_same(tmp_path):
    family = Tables(name="mine", stitch=False)
    family.page = replace(family.page, finding=replace(family.page.finding, min_score=0.99))
    family.save(tmp_path / "m")
    again = make_extractor("tables", tmp_path / "m")
    assert again == family
    assert again.predict([document_of(PLAIN)]) == family.predict([document_of(PLAIN)])


@pytest.mark.parametrize("text", ["", "{}", '{"family": "forms", "version": 1}', '{"family": "tables", "version": 99}'])
def test_a_damaged_model_is_refused(tmp_path, text):
    (tmp_path / "extractor.json").write_text(text)
    with pytest.raises(BadModel, match=r"extractor\.json"):
        Tables.load(tmp_path)


def test_fit_needs_tables_and_finds_thresholds():
    with pytest.raises(BadAnnotations):
        Tables().fit([Example(document_of(PLAIN), Tables().predict([document_of(PLAIN)])[0])])
    documents = [document_of(PLAIN, name="a"), document_of(RULED, name="b")]
    examples = [Example(d, a) for d, a in zip(documents, Tables().predict(documents), strict=True)]
    family = Tables(minutes=0)
    family.page = replace(family.page, finding=replace(family.page.finding, min_score=1.01))
    assert family.evaluate(examples).values["adjacency_f1"] < 1
    family.fit(examples)
    assert family.evaluate(examples).values["adjacency_f1"] == 1
    assert family.metrics["adjacency_f1"] == 1


def test_learning_fits_confidences_and_says_what_it_changed(tmp_path):
    examples = [e for e in map(make_example, range(500, 510)) if e.answer.tables]
    family = Tables(minutes=0)
    family.fit(examples)
    assert family.calibration.edges
    assert family.metrics["adjacency_f1"] >= family.metrics["before_adjacency_f1"]
    family.save(tmp_path)
    card = (tmp_path / "card.md").read_text()
    assert "before and after" in card
    assert f"{family.metrics['adjacency_f1']:.4f}" in card
    assert Tables.load(tmp_path) == family


def pairs_page(rng: random.Random, name: str, table: bool) -> Example:
    """Names with a colon and their values, two beside each other, which the shipped weights take for a form; a table
    to these annotators where numbers stand beside them, and prose in short lines where not."""
    rows = [[f"{rng.choice(NAMES).capitalize()} {i}:", *(str(rng.randint(10, 99)) for _ in range(2))] for i in range(6)]
    if not table:
        rows = [[row[0].rstrip(":"), rng.choice(NAMES), rng.choice(NAMES)] for row in rows]
    words, _ = place_rows(rows, 100, "plain")
    document = Document(name.rjust(16, "0"), name, (Page(1, 595, 842, words=tuple(words)),))
    cells = tuple(Cell(text, r, c, 1, None) for r, row in enumerate(rows) for c, text in enumerate(row))
    answer = (Table((Part(1, Box(60, 100, 535, 190)),), cells),) if table else ()
    return Example(document, Extraction(document.id, "tables", "person", tables=answer))


def test_what_a_table_is_is_learned_from_those_who_annotate(tmp_path):
    rng = random.Random(4)
    made = [pairs_page(rng, str(i), i % 2 == 0) for i in range(50)]
    learned, others = made[:40], made[40:]
    family = Tables(minutes=0)
    before = family.evaluate(others).values["adjacency_f1"]
    family.fit(learned)
    assert family.page.finding.weights
    assert family.evaluate(others).values["adjacency_f1"] > before + 0.2
    family.save(tmp_path)
    assert Tables.load(tmp_path) == family and "what is a table | learned" in (tmp_path / "card.md").read_text()


def test_weights_stay_where_annotators_agree_with_them():
    examples = [e for e in map(make_example, range(700, 720)) if e.answer.tables]
    assert learned_weights(examples, PageOptions()) is None
