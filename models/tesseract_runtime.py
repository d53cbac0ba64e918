"""tesseract's own network for lines, computed by onnxruntime from the language data that is installed.

The program computes line by line and step by step, with most of its time spent beside the products; the same weights as
one graph over several lines take a fifth of that.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.onnx_bytes import Graph, Shaped
from models.runtime import new_session
from models.text_reader_runtime import Reading, batches
from models.traineddata import Floats, Layer, LineModel, UnknownNetwork, read_traineddata

Pixels = NDArray[np.uint8]
_PICTURE = ("Input", "Convolve", "Tanh", "Maxpool", "XYTranspose", "SummLSTM", "XYTranspose")
"""How every network begins that is known here; LSTMs in one dimension and a softmax follow."""

SPACE = float(np.log(3))
"""Added to the logit of a space: where it spreads over several frames the blank is likelier in each of them. It finds
0.006 more of the words on noisy drawn pages, and as many as before on scanned forms."""


class LineNetwork:
    """Reads lines of one language. Raises UnknownNetwork for language data of other kinds (tesseract reads those)."""

    def __init__(self, path: Path) -> None:
        self.model = read_traineddata(path)
        self.alphabet = frozenset(self.model.alphabet)
        self.height = self.model.layers[0].sizes[0]
        self.stride = self.model.layers[3].sizes[0]
        self.session = new_session(graph_of(self.model))

    def read(self, lines: Sequence[Floats]) -> list[Reading]:
        """Lines (`height`, W), white 1 and black -1, of any widths; order kept."""
        found: dict[int, Reading] = {}
        for batch in batches([line.shape[1] for line in lines]):
            stack, frames = self._padded([lines[i] for i in batch])
            odds = self.session.run(None, {"lines": stack, "frames": frames})[0]  # (T, N, classes)
            for place, (i, own) in enumerate(zip(batch, frames.tolist(), strict=True)):
                found[i] = decoded(odds[:own, place], self.model, self.stride / lines[i].shape[1])
        return [found[i] for i in range(len(lines))]

    def _padded(self, lines: Sequence[Floats]) -> tuple[Floats, NDArray[np.int32]]:
        """(N, 1, H, W) and the frames of each line; grey behind a line, as the network sees beyond every edge."""
        stack = np.zeros((len(lines), 1, self.height, max(line.shape[1] for line in lines)), np.float32)
        for own, line in zip(stack, lines, strict=True):
            own[0, :, : line.shape[1]] = line
        return stack, np.array([line.shape[1] // self.stride for line in lines], np.int32)


def graph_of(model: LineModel) -> bytes:
    """ONNX: lines (N, 1, H, W) and frames (N,) in, odds (T, N, classes) out."""
    kinds = tuple(layer.kind for layer in model.layers)
    if kinds[: len(_PICTURE)] != _PICTURE or kinds[-1] != "Softmax" or model.layers[0].sizes[1] != 1:
        raise UnknownNetwork(f"layers {kinds}")
    graph = Graph()
    columns = _upright(graph, _picture(graph, model.layers[:4]), model.layers)  # (N, units, T)
    value = graph.add("Transpose", [columns], perm=[2, 0, 1])
    backwards = False
    for layer in model.layers[len(_PICTURE) : -1]:
        if layer.kind == "RTLReversed":
            backwards = not backwards
        elif layer.kind == "LSTM":
            value = _along(graph, value, layer, backwards)
        else:
            raise UnknownNetwork(f"a layer of kind {layer.kind} behind the first LSTM")
    weights = model.layers[-1].weights[0]
    product = graph.add("MatMul", [value, graph.keep(weights[:, :-1].T)])
    spaces = np.array([SPACE if text == " " else 0 for text in model.alphabet], np.float32)
    logits = graph.add("Add", [product, graph.keep(weights[:, -1] + spaces)])
    graph.add("Softmax", [logits], "odds", axis=-1)
    height = model.layers[0].sizes[0]
    inputs: dict[str, Shaped] = {"lines": ("float32", ["N", 1, height, "W"]), "frames": ("int32", ["N"])}
    return graph.to_bytes(inputs, {"odds": ("float32", ["T", "N", len(weights)])})


def _picture(graph: Graph, layers: Sequence[Layer]) -> str:
    """(N, C + 1, rows, T): a convolution, and the largest of each square; tanh behind that, since it keeps the order.
    Weights of a convolution stand column by column of its window. The last channel is 1 everywhere, for the bias of
    what follows."""
    across, down = layers[1].sizes
    weights = layers[2].weights[0]
    window = weights[:, :-1].reshape(len(weights), 2 * across + 1, 2 * down + 1).transpose(0, 2, 1)[:, None]
    parts = ["lines", graph.keep(window), graph.keep(weights[:, -1])]
    seen = graph.add("Conv", parts, pads=[down, across, down, across])
    square = [layers[3].sizes[1], layers[3].sizes[0]]
    peaks = graph.add("Tanh", [graph.add("MaxPool", [seen], kernel_shape=square, strides=square)])
    return graph.add(
        "Pad", [peaks, graph.keep(np.array([0, 0, 0, 0, 0, 1, 0, 0], np.int64)), graph.keep(np.array(1, np.float32))]
    )


def _upright(graph: Graph, picture: str, layers: Sequence[Layer]) -> str:
    """(N, C + 1, rows, T) to (N, units, T): an LSTM down every column, its last state. Row by row for all columns, with
    all gates by one product and one sigmoid: tanh(x) is 2 sigmoid(2x) - 1."""
    weights = np.concatenate(layers[5].weights)
    units = len(weights) // 4
    weights = weights * np.repeat(np.array([1, 1, 1, 2], np.float32), units)[:, None]
    channels = weights.shape[1] - 1 - units
    seen, again = np.concatenate([weights[:, :channels], weights[:, -1:]], axis=1), weights[:, channels:-1]
    first, later = graph.keep(seen), graph.keep(np.concatenate([seen, again], axis=1))
    rows = layers[0].sizes[0] // layers[3].sizes[1]
    row = [f"row{i}" for i in range(rows)]
    graph.add("Split", [picture, graph.keep(np.ones(rows, np.int64))], row, axis=2)
    two, one, axis = (
        graph.keep(np.array([2], np.float32)),
        graph.keep(np.array([1], np.float32)),
        graph.keep(np.array([2], np.int64)),
    )
    parts = graph.keep(np.full(4, units, np.int64))
    state = out = ""
    for i in range(rows):
        flat = graph.add("Squeeze", [row[i], axis])
        product = [later, graph.add("Concat", [flat, out], axis=1)] if out else [first, flat]
        names = [f"{gate}{i}" for gate in ("into", "out", "forget", "cell")]
        graph.add("Split", [graph.add("Sigmoid", [graph.add("MatMul", product)]), parts], names, axis=1)
        cell = graph.add("Sub", [graph.add("Mul", [names[3], two]), one])
        new = graph.add("Mul", [names[0], cell])
        state = graph.add("Add", [new, graph.add("Mul", [names[2], state])]) if state else new
        out = graph.add("Mul", [names[1], graph.add("Tanh", [state])])
    return out


def _along(graph: Graph, value: str, layer: Layer, backwards: bool) -> str:
    """(T, N, inputs) to (T, N, units)."""
    weights = np.stack(layer.weights)  # (4, units, inputs + units + 1)
    units = weights.shape[1]
    flat = weights.reshape(1, 4 * units, -1)
    bias = np.concatenate([flat[..., -1], np.zeros((1, 4 * units), np.float32)], axis=1)
    inputs = [value, *map(graph.keep, (flat[..., : -units - 1], flat[..., -units - 1 : -1], bias)), "frames"]
    direction = "reverse" if backwards else "forward"
    seen = graph.add("LSTM", inputs, hidden_size=units, direction=direction)
    return graph.add("Squeeze", [seen, graph.keep(np.array([1], np.int64))])


def decoded(frames: Floats, model: LineModel, step: float) -> Reading:
    """From odds (T, classes): the likeliest class of every frame, repetitions and blanks left out (greedy CTC decoding,
    Graves et al. 2006), each character with the best odds it has; a frame covers `step` of the line's width."""
    best = frames.argmax(axis=1)
    new = best != model.blank
    odds = np.where(new, frames[np.arange(len(best)), best], 0)
    new[1:] &= best[1:] != best[:-1]
    at = np.flatnonzero(new)
    peaks = np.maximum.reduceat(odds, at) if len(at) else odds[:0]
    return Reading(tuple(model.alphabet[i] for i in best[at]), peaks, np.minimum((at + 0.5) * step, 1.0))
