"""The network of tables: what it sees of drawn lines, its answers, and how large pages are put together."""

from __future__ import annotations

import numpy as np
import pytest

from models.features import describe
from models.runtime import NEVER
from models.table_lessons import LABELS, RELATIONS, TableLesson, pad_drawn, relations, teach_tables
from models.table_runtime import GridScores, joined
from models.walls import DrawnNodes, walls


def nodes_at(*corners: tuple[float, float]) -> DrawnNodes:
    boxes = np.array([(x, y, x + 0.05, y + 0.01) for x, y in corners], np.float32)
    return DrawnNodes(describe(["word"] * len(boxes), boxes), np.zeros((0, 4), np.float32))


def test_a_line_between_two_nodes_is_a_wall_where_it_reaches_over_both():
    page = nodes_at((0.1, 0.1), (0.1, 0.2), (0.8, 0.2))
    flat = np.array([[0.05, 0.15, 0.3, 0.15]], np.float32)
    planes = walls(page.nodes.boxes, flat)
    assert planes[0, 0, 1] == planes[0, 1, 0] == 1
    assert planes[0, 0, 2] == 0  # it ends before the third
    assert not planes[1].any() and not np.diagonal(planes[0]).any()
    upright = np.array([[0.5, 0.0, 0.5, 0.5]], np.float32)
    assert walls(page.nodes.boxes, upright)[1].tolist() == [[0, 0, 1], [0, 0, 1], [1, 1, 0]]


def test_relations_of_spanning_cells_hold_with_each_row_and_column():
    #                  table cell rows columns
    places = np.array(
        [(0, 0, 0, 0, 0, 1), (0, 1, 1, 1, 0, 0), (0, 2, 1, 1, 1, 1), (1, 9, 1, 1, 1, 1), (-1, -1, 0, 0, 0, 0)]
    )
    rows, columns, cells, tables = relations(places)
    assert columns[0, 1] and columns[0, 2] and not columns[1, 2]
    assert rows[1, 2] and not rows[0, 1]
    assert not rows[2, 3] and not columns[2, 3] and not tables[2, 3]  # of another table
    assert not tables[4].any() and (cells == np.diag([True] * 4 + [False])).all()


def test_batches_say_whose_relations_are_known():
    page = nodes_at((0.1, 0.1), (0.3, 0.1))
    lesson = TableLesson(page, np.array([1, 4]), np.array([(0, 0, 0, 0, 0, 0), (-2, -2, 0, 0, 0, 0)]))
    arrays = teach_tables([lesson, lesson])
    assert arrays["known"].tolist() == [[True, False]] * 2
    assert arrays["relations"].shape == (2, len(RELATIONS), 2, 2)
    assert arrays["pairs"].shape[1] == 18 and pad_drawn([page], lean=True)["pairs"].shape[1] == 14


def test_windows_of_a_large_page_are_put_together():
    places = [np.array([0, 1, 2]), np.array([1, 2, 3])]
    parts = [
        GridScores(np.full((3, len(LABELS)), value, np.float32), np.full((len(RELATIONS), 3, 3), value, np.float32))
        for value in (1.0, 2.0)
    ]
    whole = joined(4, places, parts)
    assert whole.relations[0, 0, 3] == NEVER and whole.relations[0, 0, 1] == 1 and whole.relations[0, 2, 3] == 2
    assert whole.labels[0, 0] == 1 and whole.labels[3, 0] == 2


def test_the_network_starts_from_the_encoder_of_forms_and_learns():
    torch = pytest.importorskip("torch")
    from models.segment_encoder import SegmentEncoder, SegmentEncoderConfig
    from models.table_encoder import collate_tables, from_backbone, table_mistakes

    torch.manual_seed(1)
    small = {
        "width": 24,
        "layers": 1,
        "heads": 2,
        "grams_width": 8,
        "pieces_width": 8,
        "pair_width": 6,
        "head_width": 4,
    }
    base = SegmentEncoder(SegmentEncoderConfig(**small, lean=True))
    network = from_backbone(base, buckets=512)
    assert torch.equal(network.layers[0].attention.mix.weight, base.layers[0].attention.mix.weight)
    assert network.grams.weight.shape[0] == 512
    page = nodes_at((0.1, 0.1), (0.3, 0.1), (0.1, 0.2), (0.3, 0.2))
    places = np.array([(0, i, i // 2, i // 2, i % 2, i % 2) for i in range(4)])
    batch = [TableLesson(page, np.array([1, 1, 2, 4]), places)]
    optimizer = torch.optim.Adam([p for p in network.parameters() if p.requires_grad], 1e-2)
    network.train()
    losses = []
    for _ in range(40):
        loss = network(**collate_tables([batch])).loss
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(float(loss.detach()))
    assert losses[-1] < 0.3 * losses[0]
    assert set(table_mistakes(network, [batch])) == {"labels", "row", "column", "cell", "table", "mistakes"}
    scores = network(**collate_tables([batch])).relations
    assert torch.allclose(scores, scores.transpose(-1, -2))
