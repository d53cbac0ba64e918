"""Graphs drawn from weights answer as the networks do, and rounding moves no weight by more than half a step."""

from __future__ import annotations

import numpy as np
import pytest

from models.batches import pad_nodes
from models.calibration import softmax
from models.drawing import MOST, draw, whole_table, whole_weights
from models.features import NODE_FEATURES, Nodes, describe
from models.runtime import OUTPUTS, new_session
from models.walls import DrawnNodes

SIZES = {"width": 24, "layers": 2, "heads": 2, "grams_width": 8, "pieces_width": 8, "pair_width": 6, "head_width": 4}


def page(count: int, seed: int, looks: int = 0) -> Nodes:
    random = np.random.default_rng(seed)
    corners = random.uniform(0, 1, (count, 2))
    boxes = np.concatenate([corners, corners + np.array([0.1, 0.02])], axis=1).astype(np.float32)
    texts = ["Name and address"[int(i) :] for i in random.integers(0, 15, count)]
    seen = random.uniform(0, 1, (count, looks)).astype(np.float32) if looks else None
    return describe(texts, boxes, looks=seen)


def scattered(network):
    """Weights as after some learning: nothing is nought or alike but what stays so."""
    import torch

    torch.manual_seed(5)
    with torch.no_grad():
        for name, weight in network.named_parameters():
            if weight.requires_grad:
                weight += 0.1 * torch.randn_like(weight)
            if name == "grams.weight":
                weight[0] = 0
    return network.eval()


def weights_of(network):
    return {name: tensor.numpy() for name, tensor in network.state_dict().items()}


def answers(network, arrays, names):
    import torch

    with torch.no_grad():
        out = network(**{name: torch.from_numpy(array) for name, array in arrays.items()})
    return [getattr(out, name).numpy() for name in names]


def drawn(network, arrays, names, rounded=False):
    session = new_session(draw(weights_of(network), rounded))
    return session.run(list(names), {name: arrays[name] for name in (given.name for given in session.get_inputs())})


@pytest.mark.parametrize("sizes", [{}, {"lean": True, "layers": 1}, {"looks": 5, "labels": ("one", "other")}])
@pytest.mark.parametrize(("count", "pages"), [(1, 1), (9, 3)])
def test_a_drawn_network_answers_as_it_did(sizes, count, pages):
    pytest.importorskip("torch")
    from models.segment_encoder import SegmentEncoder, SegmentEncoderConfig

    network = scattered(SegmentEncoder(SegmentEncoderConfig(**{**SIZES, **sizes})))
    looks = sizes.get("looks", 0)
    arrays = pad_nodes([page(count, seed, looks) for seed in range(pages)], network.config.lean, NODE_FEATURES + looks)
    wanted = answers(network, arrays, OUTPUTS)
    for one, other in zip(wanted, drawn(network, arrays, OUTPUTS), strict=True):
        assert one.shape == other.shape and np.allclose(one, other, atol=2e-4)
    labels = drawn(network, arrays, ("labels",), rounded=True)[0]
    assert np.abs(softmax(labels) - softmax(wanted[0])).max() < 0.1


def test_a_drawn_network_of_tables_answers_as_it_did_and_folds_its_grams():
    pytest.importorskip("torch")
    from models.table_encoder import TableEncoder, TableEncoderConfig
    from models.table_lessons import pad_drawn

    network = scattered(TableEncoder(TableEncoderConfig(**SIZES, buckets=64, lean=True)))
    strokes = np.array([[0, 0.5, 1, 0.5], [0.4, 0, 0.4, 1]], np.float32)
    arrays = pad_drawn([DrawnNodes(page(8, seed), strokes) for seed in range(2)], lean=True)
    names = ("labels", "relations")
    for one, other in zip(answers(network, arrays, names), drawn(network, arrays, names), strict=True):
        assert one.shape == other.shape and np.allclose(one, other, atol=2e-4)
    relations = drawn(network, arrays, names, rounded=True)[1]
    assert np.allclose(relations, relations.transpose(0, 1, 3, 2))


def test_rounding_moves_nothing_by_more_than_half_a_step():
    random = np.random.default_rng(2)
    weight = random.normal(size=(5, 7)).astype(np.float32)
    weight[3] = 0
    whole, scale = whole_weights(weight)
    assert np.abs(whole).max() == MOST and not whole[3].any()
    assert (np.abs(whole * scale[:, None] - weight) <= scale[:, None] * 0.501).all()
    table = random.normal(1, 2, (6, 4)).astype(np.float32)
    table[0] = 0
    numbers, step, zero = whole_table(table)
    assert (numbers[0] == zero).all()
    assert np.abs((numbers.astype(float) - zero) * step - table).max() <= step * 1.01
