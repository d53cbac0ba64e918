"""The network that reads lines: how lines are batched and decoded, and how its weights were made smaller."""

import numpy as np
import pytest

from extractors.read.line_look import text_reader
from models.text_reader import is_latin, make_smaller, source_bytes
from models.text_reader_runtime import BATCH_WIDTH, STRIDE, batches, decoded, padded


def test_batches_hold_every_line_once_and_stay_small():
    widths = [int(w) for w in np.random.default_rng(5).integers(8, 1500, 200)]
    found = list(batches(widths))
    assert sorted(i for batch in found for i in batch) == list(range(200))
    assert all(len(batch) * max(widths[i] for i in batch) <= BATCH_WIDTH for batch in found)
    assert list(batches([])) == []
    assert list(batches([9000])) == [[0]]


def test_lines_are_padded_with_grey():
    stack = padded([np.zeros((48, 30), np.uint8), np.full((48, 17), 255, np.uint8)])
    assert stack.shape == (2, 3, 48, 32)
    assert (stack[0, :, :, :30] == -1).all()
    assert (stack[1, :, :, :17] == 1).all()
    assert (stack[1, :, :, 17:] == 0).all()


def test_repetitions_and_blanks_are_left_out():
    frames = np.full((7, 4), 0.1, np.float32)
    for frame, best in enumerate((0, 1, 1, 0, 1, 3, 2)):
        frames[frame, best] = 0.9
    read = decoded(frames, ("", "a", "b", " "), 0.1)
    assert "".join(read.characters) == "aa b"
    assert read.places == pytest.approx([0.15, 0.45, 0.55, 0.65])
    assert read.odds == pytest.approx([0.9] * 4)


def test_lines_are_read_alike_alone_and_in_company():
    rng = np.random.default_rng(3)
    lines = [rng.integers(0, 255, (48, width), np.uint8) for width in (64, 64 + STRIDE, 400)]
    together = text_reader().read(lines)
    assert len(together) == 3
    assert together[2].characters == text_reader().read(lines[2:])[0].characters
    assert text_reader().read([]) == []


def test_other_files_are_no_source(tmp_path):
    (tmp_path / "other.onnx").write_bytes(b"something else")
    with pytest.raises(ValueError, match="does not hold"):
        source_bytes(tmp_path / "other.onnx")


def test_fewer_classes_give_the_same_odds_of_those_that_stay(tmp_path):
    """A network of one layer for three characters, one of them not Latin, is made smaller and still answers."""
    onnx = pytest.importorskip("onnx")
    import onnxruntime
    from onnx import TensorProto, helper, numpy_helper

    weights = np.random.default_rng(1).normal(size=(300, 5)).astype(np.float32)
    node = helper.make_node("MatMul", ["x", "w"], ["y"])
    shapes = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", "t", size])
        for name, size in (("x", 300), ("y", 5))
    ]
    graph = helper.make_graph([node], "g", shapes[:1], shapes[1:], [numpy_helper.from_array(weights, "w")])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    helper.set_model_props(model, {"character": "a\n字\né"})
    smaller = make_smaller(model).SerializeToString()
    network = onnxruntime.InferenceSession(smaller, providers=["CPUExecutionProvider"])
    x = np.random.default_rng(2).normal(size=(1, 4, 300)).astype(np.float32)
    assert network.run(None, {"x": x})[0] == pytest.approx((x @ weights)[..., [0, 1, 3, 4]], abs=0.05)
    assert network.get_modelmeta().custom_metadata_map["character"] == "a\né"
    assert [is_latin(sign) for sign in "aß€字я"] == [True, True, True, False, False]
    assert onnx.load_from_string(smaller).graph.initializer[0].data_type == TensorProto.FLOAT16
