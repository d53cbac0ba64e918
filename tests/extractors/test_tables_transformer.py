"""The Table Transformer door: the exact grid of hand-made detections, and tiny checkpoints built from a config; nothing
is downloaded."""

from __future__ import annotations

import itertools
import json
import shutil
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from extractors.errors import BadModel
from extractors.registry import make_extractor
from extractors.tables import Tables
from extractors.tables.detected import Detection, detected_grid, distinct
from extractors.tables.grid import overlaps
from extractors.tables.table_transformer import TableTransformer
from extractors.types import Box, Document, Page, Ruling, Word
from tests.made_tables import line

FINDS = ("table", "table rotated")
READS = (
    "table", "table column", "table row", "table column header", "table projected row header", "table spanning cell",
)  # fmt: skip
REGION = Box(50, 100, 350, 200)
ROWS = [(100, 120), (120, 140), (140, 160), (160, 180), (180, 200)]
COLUMNS = [(50, 150), (150, 250), (250, 350)]


def words():
    """Two heading rows ("Sales" over two columns), a section, two rows of values."""
    placed = [("Item", 55, 112), ("Sales", 235, 105), ("2019", 180, 125), ("2020", 280, 125), ("Europe", 55, 145)]
    placed += [("North", 55, 165), ("12", 180, 165), ("13", 280, 165), ("South", 55, 185), ("4", 180, 185)]
    placed.append(("5", 280, 185))
    return [word for text, x, y in placed for word in line(text, x, y, 8.0)]


def parts(sure=0.9):
    """What a checkpoint should see in the table of `words`."""
    found = [Detection("table row", Box(50, top, 350, bottom), sure) for top, bottom in ROWS]
    found += [Detection("table column", Box(left, 100, right, 200), sure) for left, right in COLUMNS]
    found.append(Detection("table column header", Box(50, 100, 350, 140), sure))
    found.append(Detection("table spanning cell", Box(150, 100, 350, 120), sure))
    found.append(Detection("table spanning cell", Box(50, 100, 150, 140), sure))
    found.append(Detection("table projected row header", Box(50, 140, 350, 160), sure))
    return [Detection("table", REGION, sure), *found]


CELLS = {
    (0, 0): ("Item", 2, 1, True), (0, 1): ("Sales", 1, 2, True), (1, 1): ("2019", 1, 1, True),
    (1, 2): ("2020", 1, 1, True), (2, 0): ("Europe", 1, 3, False), (3, 0): ("North", 1, 1, False),
    (3, 1): ("12", 1, 1, False), (3, 2): ("13", 1, 1, False), (4, 0): ("South", 1, 1, False),
    (4, 1): ("4", 1, 1, False), (4, 2): ("5", 1, 1, False),
}  # fmt: skip


def laid(table):
    return {(c.row, c.column): (c.text, c.row_span, c.column_span, c.header) for c in table.cells}


def drafts(made):
    return {(d.row, d.column): d.text for d in made.grid.drafts if d.words}


class Seeing:
    """A network that sees what it is told, as logits and boxes (0-1) of the picture it is shown: `place` in points."""

    def __init__(self, labels, found, place):
        self.labels, self.found, self.place, self.shown = labels, found, place, []
        self.config = SimpleNamespace(id2label=dict(enumerate(labels)))

    def __call__(self, pixel_values):
        import torch

        self.shown.append(tuple(pixel_values.shape))
        logits, boxes = np.zeros((1, len(self.found), len(self.labels) + 1)), np.zeros((1, len(self.found), 4))
        for i, one in enumerate(self.found):
            rest = (1 - one.confidence) / len(self.labels)
            logits[0, i] = np.log(rest)
            logits[0, i, self.labels.index(one.label)] = np.log(one.confidence)
            (x, y), p = one.box.center, self.place
            boxes[0, i] = (
                (x - p.x0) / p.width, (y - p.top) / p.height, one.box.width / p.width, one.box.height / p.height
            )  # fmt: skip
        return SimpleNamespace(logits=torch.tensor(logits), pred_boxes=torch.tensor(boxes))


@pytest.fixture(scope="module")
def checkpoints(tmp_path_factory):
    """A folder with a tiny detection and a tiny structure checkpoint with random weights."""
    from transformers import ResNetConfig, TableTransformerConfig, TableTransformerForObjectDetection

    folder = tmp_path_factory.mktemp("tt")
    backbone = ResNetConfig(
        embedding_size=8, hidden_sizes=[8, 8, 8, 8], depths=[1, 1, 1, 1], layer_type="basic", out_features=["stage4"]
    )
    for role, labels in (("detection", FINDS), ("structure", READS)):
        config = TableTransformerConfig(
            use_timm_backbone=False, backbone_config=backbone, num_queries=12, d_model=16, encoder_layers=1,
            decoder_layers=1, encoder_ffn_dim=16, decoder_ffn_dim=16, encoder_attention_heads=2,
            decoder_attention_heads=2, id2label=dict(enumerate(labels)),
            label2id={label: i for i, label in enumerate(labels)},
        )  # fmt: skip
        TableTransformerForObjectDetection(config).save_pretrained(folder / role)
        (folder / role / "preprocessor_config.json").write_text('{"size": {"longest_edge": 96}}')
    return folder


@pytest.fixture
def document(tmp_path):
    """A page of 400 x 300 points with the table, and a picture of it at 2 pixels a point."""
    path = tmp_path / "1.png"
    Image.new("RGB", (800, 600), "white").save(path)
    return Document("0" * 16, "a.png", (Page(1, 400, 300, image=str(path), words=tuple(words())),))


def seeing(checkpoints, found=None, structure=None, place=None):
    """A family whose networks see what they are told."""
    made = TableTransformer(
        str(checkpoints / "detection") if found is not None else None,
        str(checkpoints / "structure") if structure is not None else None,
    )
    if made.detection:
        made.detection.model = Seeing(FINDS, found, Box(0, 0, 400, 300))
    if made.structure:
        made.structure.model = Seeing(READS, structure, place or REGION.grow(10))
    return Tables(transformer=made)


def test_rows_columns_spans_and_headings_make_the_exact_grid(checkpoints, document):
    family = seeing(checkpoints, [Detection("table", REGION, 0.8)], parts())
    (table,) = family.predict([document])[0].tables
    assert laid(table) == CELLS
    assert table.confidence == pytest.approx(0.8)
    assert tuple(table.parts[0].box) == pytest.approx(tuple(REGION))
    at = {(c.row, c.column): c for c in table.cells}
    assert at[3, 1].confidence == pytest.approx(0.9**2)
    assert at[0, 1].confidence == pytest.approx(0.9**3)
    assert tuple(at[3, 2].box) == pytest.approx((250, 160, 350, 180))
    assert (at[3, 1].type, at[3, 1].normal) == ("integer", "12")
    assert {check.name: check.passed for check in table.checks}["words"] is True


def test_pictures_are_scaled_as_the_checkpoint_says(checkpoints, document):
    family = seeing(checkpoints, [Detection("table", REGION, 0.8)], parts())
    family.predict([document])
    assert family.transformer.detection.model.shown == [(1, 3, 72, 96)]
    assert family.transformer.structure.model.shown == [(1, 3, 36, 96)]


def test_structure_alone_reads_the_tables_that_rules_find(checkpoints, document):
    lines = [Ruling(Box(50, y, 350, y)) for y in range(100, 201, 20)]
    lines += [Ruling(Box(x, 100, x, 200)) for x in (50, 150, 250, 350)]
    ruled = replace(document, pages=(replace(document.pages[0], rulings=tuple(lines)),))
    assert laid(Tables().predict([ruled])[0].tables[0]) != CELLS
    (table,) = seeing(checkpoints, structure=parts()).predict([ruled])[0].tables
    assert laid(table) == CELLS


def test_detection_alone_leaves_structure_to_the_rules(checkpoints, document):
    found = [Detection("table", REGION, 0.8), Detection("table", REGION.grow(2), 0.75)]
    (table,) = seeing(checkpoints, found).predict([document])[0].tables
    read = {c.text for c in table.cells if c.text}
    assert {"North", "12", "13", "South", "4", "5"} <= read
    assert table.confidence == pytest.approx(0.8)
    assert seeing(checkpoints, []).predict([document])[0].tables == ()
    assert seeing(checkpoints, [Detection("table", REGION, 0.6)]).predict([document])[0].tables == ()


def test_where_no_structure_is_seen_the_rules_read_it(checkpoints, document):
    (table,) = seeing(checkpoints, [Detection("table", REGION, 0.8)], []).predict([document])[0].tables
    assert {"North", "12", "South"} <= {c.text for c in table.cells}


def test_words_of_the_region_that_no_cell_holds_are_told(checkpoints, document):
    seen = [one for one in parts() if one.box != Box(50, 180, 350, 200)]
    (table,) = seeing(checkpoints, [Detection("table", REGION, 0.8)], seen).predict([document])[0].tables
    (check,) = [check for check in table.checks if check.name == "words"]
    assert (check.passed, check.detail) == (False, "3 words of the region in no cell, 0 in cells only")


def test_no_word_is_in_two_tables(checkpoints, document):
    found = [Detection("table", REGION, 0.9), Detection("table", Box(50, 170, 350, 290), 0.8)]
    family = seeing(checkpoints, found)
    tables = family.predict([document])[0].tables
    read = [text for table in tables for cell in table.cells for text in cell.text.split()]
    assert len(read) == len(set(read))


def test_a_table_on_its_side_is_turned_and_turned_back(checkpoints, document):
    """The page of 300 x 400 points shows the table of `words` turned by a quarter, clockwise."""
    (page,) = document.pages

    def aside(box):
        return Box(300 - box.bottom, box.x0, 300 - box.top, box.x1)

    lying = tuple(Word(w.text, aside(w.box), direction=90) for w in page.words)
    with Image.open(page.image) as image:
        image.rotate(-90, expand=True).save(page.image)
    turned = Document("0" * 16, "a.png", (Page(1, 300, 400, image=page.image, words=lying),))
    family = seeing(checkpoints, [], parts())
    found = [Detection("table rotated", aside(REGION), 0.8)]
    family.transformer.detection.model = Seeing(FINDS, found, Box(0, 0, 300, 400))
    (table,) = family.predict([turned])[0].tables
    assert laid(table) == CELLS
    assert tuple(table.parts[0].box) == pytest.approx(tuple(aside(REGION)))


def test_a_row_that_was_not_seen_between_two_others_is_one_of_its_own():
    seen = [one for one in parts() if one.box.top != 160]
    made = detected_grid(seen, words())
    assert [drafts(made)[row, 0] for row in (0, 2, 3, 4)] == ["Item", "Europe", "North", "South"]
    sure = {draft.text: made.confidence(draft) for draft in made.grid.drafts}
    assert sure["North"] == pytest.approx(sure["South"] / 2)


def test_a_cut_between_columns_goes_through_no_word():
    placed = line("Long label", 60, 105, 8.0) + line("7", 200, 105, 8.0)
    placed += line("Other", 60, 125, 8.0) + line("8", 200, 125, 8.0)
    edge = max(word.box.x1 for word in placed if word.box.x0 < 150)
    seen = [Detection("table row", Box(50, top, 250, top + 20), 0.9) for top in (100, 120)]
    seen += [
        Detection("table column", Box(50, 100, 80, 140), 0.9),
        Detection("table column", Box(180, 100, 250, 140), 0.9),
    ]
    made = detected_grid(seen, placed)
    assert edge <= made.grid.columns[0][1] <= 200
    assert drafts(made) == {(0, 0): "Long label", (0, 1): "7", (1, 0): "Other", (1, 1): "8"}


def test_what_is_seen_twice_counts_once():
    once = Detection("table row", Box(0, 0, 100, 20), 0.9)
    assert distinct([Detection("table row", Box(0, 2, 100, 22), 0.7), once]) == [once]
    assert detected_grid([once], words()) is None
    assert detected_grid([], []) is None


EDGE = st.floats(0, 400).map(lambda value: round(value, 1))
ANY = st.builds(
    lambda label, xs, ys, sure: Detection(label, Box(min(xs), min(ys), max(xs), max(ys)), sure),
    st.sampled_from(READS), st.tuples(EDGE, EDGE), st.tuples(EDGE, EDGE), st.floats(0.5, 1),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(ANY, max_size=25))
def test_whatever_is_seen_makes_a_grid_without_overlaps(found):
    """Every place has one cell, bands follow each other, and every word whose centre lies inside is held once."""
    made = detected_grid(found, words())
    if made is None:
        return
    grid = made.grid
    assert not overlaps(grid.drafts)
    assert len(grid.at()) == len(grid.rows) * len(grid.columns)
    assert all(
        a[1] <= b[0] and a[0] < a[1] for bands in (grid.rows, grid.columns) for a, b in itertools.pairwise(bands)
    )
    assert len({id(word) for word in grid.words}) == len(grid.words)
    assert all(0 <= made.confidence(draft) <= 1 for draft in grid.drafts)


def test_tiny_checkpoints_answer_and_lie_in_a_directory(checkpoints, document, tmp_path):
    """Random weights see noise; what they make of it is the same after save and load, and loses no word silently."""
    made = TableTransformer(str(checkpoints / "detection"), str(checkpoints / "structure"), 0.0, 0.0)
    family = Tables(transformer=made, stitch=False)
    answer = family.predict([document])
    assert family.name == answer[0].model == "tables-tt-detection+structure"
    family.save(tmp_path / "model")
    again = make_extractor("tables", tmp_path / "model")
    assert again.predict([document]) == answer
    assert {path.name for path in (tmp_path / "model").rglob("*") if path.suffix in (".bin", ".pt", ".pkl")} == set()
    again.save(tmp_path / "twice")
    files = ("extractor.json", "detection/preprocessor_config.json", "structure/preprocessor_config.json")
    for file in files:
        assert (tmp_path / "twice" / file).read_text() == (tmp_path / "model" / file).read_text()


def test_a_directory_may_be_a_checkpoint_or_name_some(checkpoints, tmp_path):
    assert make_extractor("tables", checkpoints / "detection").name == "tables-tt-detection"
    assert make_extractor("tables", checkpoints / "structure").transformer.detection is None
    assert make_extractor("tables", checkpoints).name == "tables-tt-detection+structure"
    said = {"family": "tables", "version": 1, "transformer": {"structure": str(checkpoints / "structure")}}
    (tmp_path / "extractor.json").write_text(json.dumps(said))
    family = make_extractor("tables", tmp_path)
    assert (family.name, family.stitch, family.transformer.detection) == ("tables-tt-structure", True, None)


def test_a_page_without_a_picture_is_read_by_rules(checkpoints, document):
    (page,) = document.pages
    bare = Document(document.id, document.key, (Page(1, 400, 300, words=page.words),))
    (table,) = seeing(checkpoints, [], []).predict([bare])[0].tables
    assert table.cells == Tables().predict([bare])[0].tables[0].cells


def test_what_is_no_checkpoint_is_refused(checkpoints, tmp_path):
    finds, reads = str(checkpoints / "detection"), str(checkpoints / "structure")
    with pytest.raises(BadModel, match="does not find tables"):
        TableTransformer(detection=reads)
    with pytest.raises(BadModel, match="does not read structure"):
        TableTransformer(structure=finds)
    with pytest.raises(BadModel, match="no checkpoint is named"):
        TableTransformer()
    with pytest.raises(BadModel, match=r"no Table Transformer checkpoint.*model.safetensors"):
        TableTransformer(detection=str(tmp_path))
    with pytest.raises(BadModel, match="not a saved tables extractor"):
        make_extractor("tables", tmp_path)


@pytest.mark.parametrize("harm", ["pickle", "short", "none", "other", "partly"])
def test_weights_that_cannot_be_trusted_are_refused(checkpoints, tmp_path, harm):
    from safetensors.numpy import load_file, save_file

    folder = tmp_path / "harmed"
    shutil.copytree(checkpoints / "detection", folder)
    weights = folder / "model.safetensors"
    if harm == "pickle":
        weights.rename(folder / "pytorch_model.bin")
    elif harm == "short":
        weights.write_bytes(weights.read_bytes()[:500])
    elif harm == "none":
        weights.unlink()
    elif harm == "other":
        (folder / "config.json").write_text('{"model_type": "detr", "id2label": {"0": "table"}}')
    else:
        kept = load_file(weights)
        save_file({name: value for name, value in kept.items() if "bbox" not in name}, weights, {"format": "pt"})
    with pytest.raises(BadModel, match=r"no Table Transformer checkpoint|lacks \d+ of its weights"):
        make_extractor("tables", folder)
