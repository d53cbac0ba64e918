"""The encoders as ONNX graphs, drawn node by node from their weights, in the order that costs least on one core.

The answers are those of `models.segment_encoder` and `models.table_encoder`; how they are computed differs: pages of a
batch have equally many nodes, so that nothing is masked; each layer has a convolution for its bias; sums over pairs are
made by the products and convolutions that give their parts; rows of 8-bit tables are summed as integers.
Shapes: B pages, N nodes, M n-grams or pieces of a node, D width, H heads, C pair features.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from models.features import BUCKETS, NODE_FEATURES, Floats
from models.onnx_bytes import Graph, Shaped

Weights = Mapping[str, Floats]
Numbers = tuple[str, str, str]
"""Names of 8-bit numbers, their scale and their zero."""
OPSET, VERSION = 23, 11
"""The first with attention as one operator."""
EPSILON = 1e-5
SMALL = 3000
"""Layers with fewer weights stay in float: turning numbers into integers costs more than it saves."""
MOST, STEPS = 64, 255
"""Weights are whole numbers from -64 to 64 (products of the whole range overflow on processors without VNNI), entries
of tables 0 to 255."""
FLOAT = 1
"""What ONNX calls float32."""
ENDS = ("left", "right")


def draw(weights: Weights, rounded: bool) -> bytes:
    """The ONNX file of an encoder of forms or of tables: `weights` as its state is named; `rounded`: products and
    tables in 8-bit integers (dynamic quantisation)."""
    hand = _Hand(Graph(), weights, rounded)
    x, geometry = _encoded(hand)
    outputs = {"labels": _labels(hand, x)}
    outputs |= _relations(hand, x, geometry) if "relation.score.weight" in weights else _forms(hand, x, geometry)
    looks = weights["looks.inward.weight"].shape[1] if "looks.inward.weight" in weights else 0
    inputs: dict[str, Shaped] = {
        "grams": ("int32", ("pages", "nodes", "grams")),
        "pieces": ("int32", ("pages", "nodes", "pieces")),
        "features": ("float32", ("pages", "nodes", NODE_FEATURES + looks)),
        "pairs": ("float32", ("pages", weights["geometry.0.weight"].shape[1], "nodes", "nodes")),
    }
    return hand.graph.to_bytes(inputs, outputs, OPSET, VERSION)


@dataclass
class _Hand:
    """Draws what recurs; every value is known by its name."""

    graph: Graph
    weights: Weights
    rounded: bool
    _numbers: dict[str, Numbers] = field(default_factory=dict)

    def add(
        self, kind: str, *inputs: str, out: str | Sequence[str] = "", **settings: int | float | str | list[int]
    ) -> str:
        return self.graph.add(kind, inputs, out, **settings)

    def keep(self, *values: int) -> str:
        return self.graph.keep(np.array(values, np.int64))

    def linear(self, x: str, name: str, out: str = "") -> str:
        """(..., in) to (..., out) by a layer of the network, in float where it is small."""
        weight, bias = self.weights[f"{name}.weight"], self.weights[f"{name}.bias"]
        if self.rounded and weight.size >= SMALL:
            return self.product(x, weight, bias)
        return self.add("Add", self.add("MatMul", x, self.graph.keep(weight.T)), self.graph.keep(bias), out=out)

    def product(self, x: str, weight: Floats, bias: Floats) -> str:
        """x (..., in), weight (out, in), bias (out,) to (..., out)."""
        if not self.rounded:
            return self.add("Add", self.add("MatMul", x, self.graph.keep(weight.T)), self.graph.keep(bias))
        whole, scale = whole_weights(weight)
        numbers, step, zero = self._whole(x)
        matrix, scales = self.graph.keep(whole.T), self.graph.keep(scale)
        return self.add("MatMulIntegerToFloat", numbers, matrix, step, scales, zero, "", self.graph.keep(bias))

    def _whole(self, x: str) -> Numbers:
        if x not in self._numbers:
            found = (f"{x}_numbers", f"{x}_scale", f"{x}_zero")
            self.add("DynamicQuantizeLinear", x, out=found)
            self._numbers[x] = found
        return self._numbers[x]

    def nodes_first(self, x: str) -> str:
        """(B, N, D) to (N, B, D), the order in which products over pairs take parts of D without copying them; a name
        to make products of only."""
        if not self.rounded:
            return self.add("Transpose", x, perm=[1, 0, 2])
        numbers, *rest = self._whole(x)
        turned = self.add("Transpose", numbers, perm=[1, 0, 2])
        self._numbers[turned] = (turned, rest[0], rest[1])
        return turned

    def norm(self, x: str, name: str, epsilon: float = EPSILON) -> str:
        parts = (self.graph.keep(self.weights[f"{name}.{part}"]) for part in ("weight", "bias"))
        return self.add("LayerNormalization", x, *parts, axis=-1, epsilon=epsilon)

    def planes(self, x: str, weight: Floats, bias: Floats | None = None, more: str = "", activation: str = "") -> str:
        """(B, C, N, N) to other planes, `more` added to them before the activation."""
        inputs = [x, self.graph.keep(weight), "" if bias is None else self.graph.keep(bias), more]
        while not inputs[-1]:
            inputs.pop()
        chosen = {"activation": activation} if activation else {}
        return self.add("FusedConv", *inputs, kernel_shape=[1, 1], **chosen)


def whole_weights(weight: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Rounded to -`MOST` .. `MOST` with a scale (out,) for each output."""
    scale = np.abs(weight).max(1) / np.float32(MOST)
    scale[scale == 0] = 1
    return np.clip(np.round(weight / scale[:, None]), -MOST, MOST).astype(np.int8), scale


def whole_table(table: Floats) -> tuple[NDArray[np.uint8], np.float32, np.uint8]:
    """Rounded to 0 .. `STEPS`, the size of a step, and the number that stands for nought."""
    low, high = min(float(table.min()), 0.0), max(float(table.max()), 0.0)
    step = np.float32((high - low) / STEPS or 1.0)
    zero = np.uint8(np.round(-low / step))
    return np.clip(np.round(table / step) + zero, 0, STEPS).astype(np.uint8), step, zero


def _encoded(hand: _Hand) -> tuple[str, str]:
    """Vectors of nodes (B, N, D) and of pairs (B, C, N, N)."""
    weights, shapes = hand.weights, "features"
    parts = [_text(hand), hand.linear(_known_pieces(hand), "meaning.1")]
    if "looks.inward.weight" in weights:
        shapes = hand.add("Slice", "features", hand.keep(0), hand.keep(NODE_FEATURES), hand.keep(2))
        parts.append(_looks(hand))
    parts.append(hand.linear(hand.add("Gelu", hand.linear(shapes, "shape.0")), "shape.2"))
    x = hand.norm(reduce(lambda some, more: hand.add("Add", some, more), parts), "start")
    geometry = hand.planes("pairs", weights["geometry.0.weight"], weights["geometry.0.bias"], activation="Relu")
    layers = [name.removesuffix(".norm_forward.bias") for name in weights if name.endswith(".norm_forward.bias")]
    for name, weight in zip(layers, np.split(weights["bias.weight"], len(layers)), strict=True):
        # without the constant of each head, which a softmax takes away again
        x = _layer(hand, name, x, hand.planes(geometry, weight), len(weight))
    return hand.norm(x, "norm"), geometry


def _text(hand: _Hand) -> str:
    """The mean vector of each node's n-grams, as the network takes it in."""
    table = hand.weights["grams.weight"]
    numbers = "grams"
    if len(table) < BUCKETS:
        numbers = hand.add("Mod", numbers, hand.graph.keep(np.array(len(table), np.int32)))
    total, step = _sums(hand, numbers, table)
    one = hand.graph.keep(np.array(1, np.int32))
    count = hand.add("ReduceSum", hand.add("Min", numbers, one), hand.keep(2), keepdims=1)
    mean = hand.add("Div", total, hand.add("Cast", hand.add("Max", count, one), to=FLOAT))
    return hand.linear(hand.norm(mean, "text.0", EPSILON / step**2), "text.1")


def _known_pieces(hand: _Hand) -> str:
    """The sum of the vectors of each node's pieces, normalised; their mean would differ by the epsilon only, which is
    far below their variance, fixed at about one."""
    total, step = _sums(hand, "pieces", hand.weights["pieces.weight"])
    return hand.norm(total, "meaning.0", EPSILON / step**2)


def _sums(hand: _Hand, numbers: str, table: Floats) -> tuple[str, float]:
    """(B, N, M) numbers of rows to the sums of these (B, N, width), in steps of this size."""
    if not hand.rounded:
        rows = hand.add("Gather", hand.graph.keep(table), numbers)
        return hand.add("ReduceSum", rows, hand.keep(2), keepdims=0), 1.0
    whole, step, zero = whole_table(table)
    rows = hand.add("Gather", hand.graph.keep(whole), numbers)
    size = hand.add("Shape", numbers, start=2)
    ones = hand.add("Expand", hand.graph.keep(np.ones(1, np.uint8)), size)
    sums = hand.add(
        "MatMulInteger", ones, rows, hand.graph.keep(np.zeros((), np.uint8)), hand.graph.keep(np.array(zero))
    )
    return hand.add("Cast", sums, to=FLOAT), float(step)


def _looks(hand: _Hand) -> str:
    whole = NODE_FEATURES + hand.weights["looks.inward.weight"].shape[1]
    looks = hand.add("Slice", "features", hand.keep(NODE_FEATURES), hand.keep(whole), hand.keep(2))
    seen = hand.add("Slice", "features", hand.keep(whole - 1), hand.keep(whole), hand.keep(2))
    out = hand.linear(hand.add("Gelu", hand.linear(looks, "looks.inward")), "looks.outward")
    return hand.add("Mul", out, seen)


def _layer(hand: _Hand, name: str, x: str, bias: str, heads: int) -> str:
    weight, own = hand.weights[f"{name}.attention.mix.weight"], hand.weights[f"{name}.attention.mix.bias"]
    inward = hand.norm(x, f"{name}.norm_attention")
    mixed = [hand.product(inward, *part) for part in zip(np.split(weight, 3), np.split(own, 3), strict=True)]
    attended = hand.add("Attention", *mixed, bias, q_num_heads=heads, kv_num_heads=heads)
    x = hand.add("Add", x, hand.linear(attended, f"{name}.attention.out"))
    inward = hand.linear(hand.norm(x, f"{name}.norm_forward"), f"{name}.forward_in")
    return hand.add("Add", x, hand.linear(hand.add("Gelu", inward), f"{name}.forward_out"))


def _labels(hand: _Hand, x: str) -> Shaped:
    hand.linear(hand.add("Gelu", hand.linear(x, "label.0")), "label.2", out="labels")
    return "float32", ("pages", "nodes", len(hand.weights["label.2.bias"]))


def _forms(hand: _Hand, x: str, geometry: str) -> dict[str, Shaped]:
    """Links, what is of one entity, and the class of the page."""
    scores = _scores(hand, "pair", x, geometry, np.array([1, 0.5], np.float32))
    halves = [f"{scores}_{name}" for name in ("links", "same")]
    hand.add("Split", scores, out=halves, axis=1, num_outputs=2)
    hand.add("Squeeze", halves[0], hand.keep(1), out="links")
    same = hand.add("Squeeze", halves[1], hand.keep(1))
    hand.add("Add", same, hand.add("Transpose", same, perm=[0, 2, 1]), out="same")
    hand.add("ReduceMean", hand.linear(x, "page"), hand.keep(1), out="page", keepdims=0)
    square: Shaped = ("float32", ("pages", "nodes", "nodes"))
    return {"links": square, "same": square, "page": ("float32", ("pages", len(hand.weights["page.bias"])))}


def _relations(hand: _Hand, x: str, geometry: str) -> dict[str, Shaped]:
    count = len(hand.weights["relation.score.bias"])
    scores = _scores(hand, "relation", x, geometry, np.full(count, 0.5, np.float32))
    hand.add("Add", scores, hand.add("Transpose", scores, perm=[0, 1, 3, 2]), out="relations")
    return {"relations": ("float32", ("pages", count, "nodes", "nodes"))}


def _scores(hand: _Hand, head: str, x: str, geometry: str, shares: Floats) -> str:
    """(B, R, N, N) of a head of pairs, each of the R relations times its share: one half where both orders of a pair
    are summed."""
    own = {name.removeprefix(f"{head}."): array for name, array in hand.weights.items() if name.startswith(f"{head}.")}
    count, size = own["score.weight"].shape[:2]
    cut = len(own["left.bias"]) - size
    width, x = cut // count, hand.nodes_first(x)
    each = np.concatenate([np.repeat(shares, width), np.ones(size, np.float32)])
    own["left.weight"], own["left.bias"] = own["left.weight"] * each[:, None], own["left.bias"] * each
    own["left.bias"][cut:] += own["geometry.bias"]
    products = _outer(hand, [hand.product(x, own[f"{end}.weight"][:cut], own[f"{end}.bias"][:cut]) for end in ENDS],
                      count, width**-0.5)  # fmt: skip
    ends = [_beside_one(own[f"{end}.weight"][cut:], own[f"{end}.bias"][cut:], place) for place, end in enumerate(ENDS)]
    sums = _outer(hand, [hand.product(x, *end) for end in ends], size, 1.0)
    hidden = hand.planes(geometry, own["geometry.weight"], None, sums, "Relu")
    score = own["score.weight"] * shares[:, None, None, None], own["score.bias"] * shares
    return hand.planes(hidden, *score, products)


def _outer(hand: _Hand, ends: list[str], count: int, scale: float) -> str:
    """Two (N, B, count * width) to (B, count, N, N): products of each of `count` parts of one node and of another."""
    parts = [hand.add("Reshape", end, hand.keep(0, 0, count, -1)) for end in ends]
    return hand.add("FusedMatMul", *parts, transBatchA=1, transBatchB=1, transB=1, alpha=scale)


def _beside_one(weight: Floats, bias: Floats, place: int) -> tuple[Floats, Floats]:
    """A layer that gives each number and a one, the number at `place` 0 or 1: such a pair times one of the other place
    is the sum of both numbers."""
    weights, biases = np.zeros((len(weight), 2, weight.shape[1]), np.float32), np.ones((len(weight), 2), np.float32)
    weights[:, place], biases[:, place] = weight, bias
    return weights.reshape(-1, weight.shape[1]), biases.ravel()
