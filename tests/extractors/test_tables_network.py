"""The network of tables in use: lessons from pages, grids from scores, and what is no table."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import islice

import numpy as np
import pytest

from extractors.errors import BadAnnotations, BadModel
from extractors.metrics.tables import exact_table
from extractors.synthetic.table_pages import TablePage, table_pages
from extractors.tables import Tables
from extractors.tables.evidence import part_of_table
from extractors.tables.fitting import shown_pages, tuned
from extractors.tables.grid import Draft, drop_empty, fill, overlaps
from extractors.tables.network import Opinion, TableNetwork
from extractors.tables.nodes import page_runs, put_in_rows
from extractors.tables.page import PageOptions, PageReading, finish
from extractors.tables.solver import cuts_of, solve
from extractors.tables.teaching import NOBODY, Known, known_of_answer, lesson_of, synthetic_lessons
from extractors.types import Document, Example, Page
from models.library import verify
from models.table_lessons import LABELS, RELATIONS, relations
from models.table_runtime import GridScores
from tests.made_tables import line, make_table, place_rows


def pages_with(count: int, tables: int, seed: int = 5) -> list[TablePage]:
    own = (
        page
        for page in table_pages(seed)
        if len(page.tables) == tables and len(page_runs(put_in_rows(page.page))[0]) < 250
    )
    return list(islice(own, count))


def known_of(made: TablePage) -> Known:
    owners = {id(w): o for w, o in zip(made.page.words, made.owners, strict=True) if o != NOBODY}
    return Known(owners, {id(w): k for w, k in zip(made.page.words, made.kinds, strict=True)}, made.tables)


def test_generated_pages_are_the_same_for_the_same_seed_and_every_cell_holds_its_words():
    first, again = (list(islice(table_pages(3), 6)) for _ in range(2))
    assert first == again and first != list(islice(table_pages(4), 6))
    for made in first:
        texts: dict[tuple[int, int], list[str]] = {}
        for word, owner in zip(made.page.words, made.owners, strict=True):
            texts.setdefault(owner, []).append(word.text)
        for number, table in enumerate(made.tables):
            assert overlaps(table.cells) == []
            if made.page.text_source == "text":
                assert all(" ".join(texts[number, i]) == " ".join(c.text.split()) for i, c in enumerate(table.cells))


def test_half_of_the_generated_pages_have_tables_and_some_have_several():
    counts = [len(page.tables) for page in islice(table_pages(8), 40)]
    assert 10 <= sum(count > 0 for count in counts) <= 36 and sum(count > 1 for count in counts) >= 3


def test_an_annotation_says_what_the_generator_does():
    made = pages_with(1, 1)[0]
    told, annotated = known_of(made), known_of_answer(made.page, made.tables)
    same = [annotated.owners.get(id(w), NOBODY) == told.owners.get(id(w), NOBODY) for w in made.page.words]
    assert sum(same) > 0.97 * len(same)
    lesson = lesson_of(made.page, annotated)
    assert lesson is not None and lesson.places[:, 0].max() == 0 and LABELS.index("header") in lesson.labels


def test_cuts_are_those_of_the_greatest_sum():
    odds = np.full((5, 5), -1.0)
    for first, last in ((0, 1), (2, 2), (3, 4)):
        odds[first : last + 1, first : last + 1] = 2.0
    assert cuts_of(odds) == [(0, 1), (2, 2), (3, 4)]
    assert cuts_of(np.full((3, 3), 1.0)) == [(0, 2)] and cuts_of(np.zeros((0, 0))) == []


def perfect(made: TablePage) -> tuple[Opinion, list[int]]:
    """What a network would say that knows the page, and the runs of its one table."""
    known = known_of(made)
    runs, _ = page_runs(put_in_rows(made.page))
    lesson = lesson_of(made.page, known)
    assert lesson is not None
    labels = np.full((len(runs), len(LABELS)), -5.0, np.float32)
    labels[np.arange(len(runs)), np.maximum(lesson.labels, 0)] = 5.0
    scores = np.where(relations(lesson.places), 5.0, -5.0).astype(np.float32)
    return Opinion(runs, GridScores(labels, scores)), [int(i) for i in np.flatnonzero(lesson.places[:, 0] == 0)]


def test_scores_that_know_the_table_give_its_grid():
    exact = total = 0
    for made in pages_with(16, 1, 21):
        opinion, nodes = perfect(made)
        grid = solve(opinion, nodes)
        if grid is None:
            continue
        reading = PageReading(made.page, PageOptions())
        exact += exact_table(made.tables[0], finish(reading, drop_empty(fill(grid))))
        total += 1
    assert total >= 12 and exact >= 0.4 * total


@pytest.mark.parametrize("seed", range(6))
def test_whatever_the_scores_are_every_word_is_in_one_cell_and_no_cells_overlap(seed):
    rng = np.random.default_rng(seed)
    made = pages_with(1, 1, seed + 40)[0]
    runs, _ = page_runs(put_in_rows(made.page))
    scores = rng.normal(0, 3, (len(RELATIONS), len(runs), len(runs))).astype(np.float32)
    scores = (scores + scores.transpose(0, 2, 1)) / 2
    opinion = Opinion(runs, GridScores(rng.normal(0, 2, (len(runs), len(LABELS))).astype(np.float32), scores))
    grid = solve(opinion, range(len(runs)))
    assert grid is not None
    assert sorted(map(id, grid.words)) == sorted(id(word) for run in runs for word in run.words)
    assert overlaps(grid.drafts) == []
    assert all(a <= b for band in (*grid.rows, *grid.columns) for a, b in [band])


def test_the_support_of_the_true_grid_is_the_greatest():
    made = pages_with(1, 1, 21)[0]
    opinion, nodes = perfect(made)
    grid = solve(opinion, nodes)
    assert grid is not None
    merged = replace(grid, drafts=[Draft(0, d.column, 1, d.column_span, d.words) for d in grid.drafts])
    assert opinion.support(merged) < opinion.support(grid) - 0.5


def test_what_the_network_thinks_is_evidence_of_both_kinds():
    assert part_of_table(0.5) == 0 and part_of_table(0.0001) == -1
    assert part_of_table(0.1) < part_of_table(0.4) < 0 == part_of_table(0.999)


def test_the_shipped_network_is_whole_and_one_altered_is_refused(tmp_path):
    network = TableNetwork()
    assert verify(network.directory)["family"] == "tables"
    network.save(tmp_path)
    (tmp_path / "encoder.int8.onnx").write_bytes(b"other")
    with pytest.raises(BadModel, match=r"encoder\.int8\.onnx"):
        TableNetwork(tmp_path)


def words_page(rows: list[list[str]], style: str = "plain") -> Page:
    words, rulings = place_rows(rows, 120, style)
    words += line("The committee has looked at how these measures were put in place over the last years", 60, 60)
    return Page(1, 595, 842, words=tuple(words), rulings=tuple(rulings))


def test_a_table_is_part_of_tables_to_it_and_an_address_is_not():
    made = make_table(random.Random(3), 8, 4)
    network, rules = TableNetwork(), PageReading(words_page(made.texts), PageOptions())
    table = network.opinion(rules.page)
    assert table is not None and table.membership(rules.words[17:]) > 0.8
    rows = [["Name:", "Anna Hall", "Phone:", "555 0100"], ["Street:", "12 Mill Lane", "Fax:", "555 0101"],
            ["City:", "Ashford", "E-mail:", "anna@hall.org"], ["Country:", "Canada", "Signed:", "A. Hall"]]  # fmt: skip
    form = network.opinion(words_page(rows))
    assert form is not None and form.membership(w for run in form.runs[1:] for w in run.words) < 0.3


def test_saved_tables_carry_their_network_and_rules_alone_need_none(tmp_path):
    page = words_page(make_table(random.Random(3), 8, 4).texts)
    document = Document("0" * 16, "a", (page,))
    Tables().save(tmp_path / "with")
    again = Tables.load(tmp_path / "with")
    assert again.network is not None and again.network.directory == tmp_path / "with"
    assert again.predict([document]) == Tables().predict([document])
    Tables(rules_alone=True).save(tmp_path / "without")
    assert Tables.load(tmp_path / "without").network is None
    assert not (tmp_path / "without" / "encoder.int8.onnx").exists()


def example_of(made: TablePage, name: str) -> Example:
    return made.example(name.rjust(16, "0"))


def test_annotations_with_two_cells_at_one_place_are_refused_and_those_without_places_teach_nothing():
    made = pages_with(1, 1)[0]
    example = example_of(made, "a")
    table = made.tables[0]
    twice = replace(example.answer, tables=(replace(table, cells=(*table.cells, table.cells[0])),))
    with pytest.raises(BadAnnotations, match="two cells"):
        shown_pages([replace(example, answer=twice)])
    bare = replace(table, cells=tuple(replace(cell, box=None) for cell in table.cells))
    examples = [replace(example, answer=replace(example.answer, tables=(bare,)))] * 3
    assert shown_pages(examples) == []
    network = TableNetwork()
    assert tuned(network, examples) is network


def test_lessons_never_end_and_have_bounded_pages():
    lessons = list(islice(synthetic_lessons(2), 12))
    assert all(2 <= len(lesson.nodes) <= 260 for lesson in lessons)
    assert {int(v) for lesson in lessons for v in lesson.labels} <= set(range(len(LABELS)))
