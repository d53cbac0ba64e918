"""tesseract's language data: its network, alphabet and list of words, read and computed without tesseract."""

import shutil
import struct
import subprocess
from pathlib import Path

import numpy as np
import pytest

from extractors.read.ocr import language_folder
from models.dawg import WordList
from models.onnx_bytes import Graph
from models.runtime import new_session
from models.tesseract_runtime import SPACE, LineNetwork, decoded, graph_of
from models.traineddata import Layer, LineModel, UnknownNetwork, read_traineddata

ENGLISH = Path(language_folder(), "eng.traineddata") if shutil.which("tesseract") else Path("none")
needs_english = pytest.mark.skipif(not ENGLISH.exists(), reason="tesseract's English language data is not installed")


@needs_english
def test_layers_and_alphabet_are_read():
    model = read_traineddata(ENGLISH)
    kinds = [layer.kind for layer in model.layers]
    assert kinds[:4] == ["Input", "Convolve", "Tanh", "Maxpool"]
    assert kinds[-1] == "Softmax"
    assert kinds.count("RTLReversed") % 2 == 0
    assert model.layers[0].sizes == (36, 1)
    assert len(model.layers[-1].weights[0]) == len(model.alphabet)
    assert model.alphabet[0] == " "
    assert model.alphabet[model.blank] == ""
    assert set("abcxyzABCXYZ0123456789.,-") <= set(model.alphabet)


@needs_english
def test_words_of_the_list_are_known():
    words = read_traineddata(ENGLISH).words
    assert words is not None
    assert all(word in words for word in ("the", "invoice", "Germany", "a"))
    assert not any(word in words for word in ("invoicex", "qqqq", "", "th\N{SNOWMAN}"))


@needs_english
def test_the_list_is_what_tesseract_says_it_is(tmp_path):
    """Every fiftieth word that tesseract's own tool lists is known, and without its last letter only if listed too."""
    if not shutil.which("dawg2wordlist"):
        pytest.skip("dawg2wordlist is not installed")
    quiet = {"check": True, "capture_output": True}
    subprocess.run(["combine_tessdata", "-u", str(ENGLISH), f"{tmp_path}/eng."], **quiet)
    files = [f"{tmp_path}/eng.lstm-unicharset", f"{tmp_path}/eng.lstm-word-dawg", f"{tmp_path}/words"]
    subprocess.run(["dawg2wordlist", *files], **quiet)
    listed = set((tmp_path / "words").read_text().split())
    words = read_traineddata(ENGLISH).words
    assert words is not None
    sample = sorted(listed)[::50]
    assert all(word in words for word in sample)
    assert all((word[:-1] in words) == (word[:-1] in listed) for word in sample)


def test_other_files_are_refused(tmp_path):
    for content in (b"", b"no such file at all", struct.pack("<i", 3) + bytes(24), struct.pack("<i", 2_000_000)):
        path = tmp_path / "x.traineddata"
        path.write_bytes(content)
        with pytest.raises(UnknownNetwork):
            read_traineddata(path)
    with pytest.raises(ValueError, match="no list of words"):
        WordList(struct.pack("<hii", 7, 3, 0), {})


@needs_english
def test_damaged_weights_are_refused(tmp_path):
    data = bytearray(ENGLISH.read_bytes())
    start = data.index(b"SummLSTM")
    data[start : start + 8] = b"OtherOne"
    path = tmp_path / "eng.traineddata"
    path.write_bytes(data)
    with pytest.raises(UnknownNetwork, match="OtherOne"):
        LineNetwork(path)


@needs_english
def test_lines_are_read_alike_alone_and_in_company():
    network = LineNetwork(ENGLISH)
    rng = np.random.default_rng(4)
    lines = [rng.uniform(-1, 1, (36, width)).astype(np.float32) for width in (60, 90, 300)]
    alone = [network.read([line])[0] for line in lines]
    for one, other in zip(alone, network.read(lines), strict=True):
        assert one.characters == other.characters
        assert one.odds == pytest.approx(other.odds, abs=1e-4)
    assert network.read([]) == []


def test_a_network_is_computed_as_tesseract_defines_it():
    """A small network of every kind of layer, against the definitions written out."""
    rng = np.random.default_rng(2)

    def gates(units, inputs):
        return tuple(rng.normal(0, 0.5, (units, inputs + units + 1)).astype(np.float32) for _ in range(4))

    tanh, down = rng.normal(0, 0.5, (2, 10)).astype(np.float32), gates(3, 2)
    along, back, last = gates(4, 3), gates(3, 4), rng.normal(0, 1, (5, 4)).astype(np.float32)
    layers = [Layer("Input", sizes=(6, 1)), Layer("Convolve", sizes=(1, 1)), Layer("Tanh", (tanh,))]
    layers += [Layer("Maxpool", sizes=(3, 3)), Layer("XYTranspose"), Layer("SummLSTM", down), Layer("XYTranspose")]
    layers += [Layer("LSTM", along), Layer("RTLReversed"), Layer("LSTM", back), Layer("RTLReversed")]
    layers += [Layer("Softmax", (last,))]
    session = new_session(graph_of(LineModel(tuple(layers), (" ", "a", "b", "c", ""), 4)))
    line = rng.uniform(-1, 1, (6, 12)).astype(np.float32)
    got = session.run(None, {"lines": line[None, None], "frames": np.array([4], np.int32)})[0][:, 0]
    around = np.pad(line, 1)
    seen = np.array([[[around[y + i, x + j] for j in range(3) for i in range(3)] for x in range(12)] for y in range(6)])
    seen = np.tanh(seen @ tanh[:, :-1].T + tanh[:, -1]).reshape(2, 3, 4, 3, 2).max(axis=(1, 3))  # (2 rows, 4, 2)
    state = np.array([_lstm(seen[:, x], down)[-1] for x in range(4)])
    state = _lstm(_lstm(state, along)[::-1], back)[::-1]
    logits = state @ last[:, :-1].T + last[:, -1] + np.array([SPACE, 0, 0, 0, 0])
    wanted = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    assert got == pytest.approx(wanted, abs=1e-4)


def _lstm(inputs, weights):
    """(T, inputs) to (T, units); gates in the order of `Layer`."""
    units = len(weights[0])
    state, out, found = np.zeros(units), np.zeros(units), []
    for step in inputs:
        into, forward, forget, cell = (gate @ np.concatenate([step, out, [1]]) for gate in weights)
        state = _sigmoid(forget) * state + _sigmoid(into) * np.tanh(cell)
        out = _sigmoid(forward) * np.tanh(state)
        found.append(out)
    return np.array(found)


def _sigmoid(x):
    return 1 / (1 + np.exp(-x))


def test_repetitions_and_blanks_are_left_out():
    frames = np.full((7, 4), 0.1, np.float32)
    for frame, (best, odds) in enumerate(((3, 0.9), (1, 0.5), (1, 0.8), (3, 0.9), (1, 0.7), (0, 0.6), (2, 0.9))):
        frames[frame, best] = odds
    read = decoded(frames, LineModel((), (" ", "a", "b", ""), 3), 0.1)
    assert "".join(read.characters) == "aa b"
    assert read.odds == pytest.approx([0.8, 0.7, 0.6, 0.9])
    assert read.places == pytest.approx([0.15, 0.45, 0.55, 0.65])
    assert decoded(frames[:1], LineModel((), (" ", "a", "b", ""), 3), 0.1).characters == ()


def test_written_graphs_are_valid():
    onnx = pytest.importorskip("onnx")
    graph = Graph()
    doubled = graph.add("Mul", ["x", graph.keep(np.float32([2]))])
    graph.add("Transpose", [doubled], "y", perm=[1, 0])
    data = graph.to_bytes({"x": ("float32", ["N", 3])}, {"y": ("float32", [3, "N"])})
    onnx.checker.check_model(onnx.load_from_string(data))
    x = np.arange(6, dtype=np.float32).reshape(2, 3)
    assert new_session(data).run(None, {"x": x})[0] == pytest.approx(2 * x.T)
