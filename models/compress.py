"""Make a trained encoder small and portable: ONNX, int8, fp16 safetensors; and say what that changed."""

from __future__ import annotations

import copy
import logging
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import save_file
from torch import Tensor, nn

from models.batches import pad_nodes
from models.features import GRAMS, NODE_FEATURES, Nodes
from models.pieces import MOST
from models.runtime import INPUTS, OUTPUTS, EncoderRuntime, Scores, mean_answer
from models.segment_encoder import SegmentEncoder
from models.traces import strip_traces

SMALL = 3000
"""Products with fewer weights stay in float: those over all pairs, where turning numbers into integers costs most."""
KNOWN = "pieces.weight"
FLOAT, INT8, HALF = "encoder.onnx", "encoder.int8.onnx", "encoder.fp16.safetensors"


@dataclass(frozen=True, slots=True)
class Change:
    """The largest difference of any output probability, and the share of nodes whose likeliest label changed."""

    largest: float
    labels_changed: float


class _Plain(nn.Module):
    """The network with a tuple of tensors as its result."""

    def __init__(self, network: SegmentEncoder, outputs: Sequence[str]) -> None:
        super().__init__()
        self.network, self.outputs = network, tuple(outputs)

    def forward(
        self, grams: Tensor, pieces: Tensor, features: Tensor, pairs: Tensor, mask: Tensor
    ) -> tuple[Tensor, ...]:
        out = self.network(grams, pieces, features, pairs, mask)
        return tuple(getattr(out, name) for name in self.outputs)


def export(network: SegmentEncoder, folder: Path, sample: Nodes) -> None:
    """Write the float and the int8 ONNX file, both for any number of pages and nodes."""
    arrays = pad_nodes([sample, sample], network.config.lean, NODE_FEATURES + network.config.looks)
    parts = {name: _two_at_least(arrays[name]) for name in ("grams", "pieces")}
    export_arrays(network, folder, {**arrays, **parts}, OUTPUTS)


def _two_at_least(parts: NDArray[Any]) -> NDArray[Any]:
    """(B, N, M) with padding where M is 1, which the exporter would take for the only number there is."""
    missing = max(2 - parts.shape[2], 0)
    return np.pad(parts, ((0, 0), (0, 0), (0, missing)))


def export_arrays(
    network: SegmentEncoder, folder: Path, arrays: Mapping[str, NDArray[Any]], outputs: Sequence[str]
) -> None:
    """The same for a network with other heads: `arrays` of two pages, and what it gives by name."""
    import onnx

    folder.mkdir(parents=True, exist_ok=True)
    sizes = {name: value for name, value in network.config.to_dict().items() if isinstance(value, int)}
    kind = f"{type(network).__name__} {sizes} {tuple(outputs)}"
    if kind not in _DRAWN:
        _DRAWN[kind] = _drawn(network, arrays, outputs)
    onnx.save(_DRAWN[kind].filled(network), str(folder / FLOAT))
    quantise(folder / FLOAT, folder / INT8)


def _drawn(network: SegmentEncoder, arrays: Mapping[str, NDArray[Any]], outputs: Sequence[str]) -> Graph:
    """The graph of networks of these sizes, drawn with weights by chance: the exporter leaves out one of two that are
    alike, as two biases of one sum are."""
    import onnx

    other, chance = copy.deepcopy(network).eval(), torch.Generator().manual_seed(1)
    with torch.no_grad():
        for weight in other.state_dict().values():
            weight.copy_(torch.rand(weight.shape, generator=chance))
    other.exporting = True
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, FLOAT)
        _export_float(other, path, arrays, outputs)
        return Graph.of(onnx.load(str(path)), other)


def _export_float(
    network: SegmentEncoder, path: Path, arrays: Mapping[str, NDArray[Any]], outputs: Sequence[str]
) -> None:
    pages, nodes = torch.export.Dim("pages", min=1, max=4096), torch.export.Dim("nodes", min=2, max=8192)
    most, pieces = torch.export.Dim("grams", min=2, max=GRAMS), torch.export.Dim("pieces", min=2, max=MOST)
    flat = {0: pages, 1: nodes}
    shapes = ({**flat, 2: most}, {**flat, 2: pieces}, flat, {0: pages, 2: nodes, 3: nodes}, flat)
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    with warnings.catch_warnings():  # of torch about itself
        warnings.simplefilter("ignore")
        torch.onnx.export(
            _Plain(network, outputs).eval(),
            tuple(torch.from_numpy(arrays[name]) for name in INPUTS),
            str(path),
            input_names=list(INPUTS),
            output_names=list(outputs),
            dynamic_shapes=shapes,
            dynamo=True,
            external_data=False,
            verbose=False,
        )


@dataclass(frozen=True, slots=True)
class Graph:
    """An exported network in which the weights can be replaced, because drawing it takes many times as long: `places`
    are the name of each weight in the graph, its name in the network, and whether the graph has it transposed."""

    model: Any
    places: tuple[tuple[str, str, bool], ...]

    @classmethod
    def of(cls, model: Any, network: SegmentEncoder) -> Graph:
        """The graph of a network whose weights all differ. Raises ValueError where one of them is not in it."""
        from onnx.numpy_helper import to_array

        state, places = _arrays(network), []
        for item in model.graph.initializer:
            own, found = item.name.removeprefix("network."), to_array(item)
            turned = own not in state
            like = [name for name, weight in state.items() if np.array_equal(weight.T, found)] if turned else [own]
            places += [(item.name, name, turned) for name in like]
        if missing := set(state) - {own for _, own, _ in places}:
            raise ValueError(f"the exported graph holds no {', '.join(sorted(missing))}")
        return cls(model, tuple(places))

    def filled(self, network: SegmentEncoder) -> Any:
        """The ONNX model of a network of the same sizes."""
        from onnx.numpy_helper import from_array

        state, places = _arrays(network), {name: (own, turned) for name, own, turned in self.places}
        for item in self.model.graph.initializer:
            if item.name in places:
                own, turned = places[item.name]
                weight = state[own].T if turned else state[own]
                item.CopyFrom(from_array(np.ascontiguousarray(weight), item.name))
        return self.model


_DRAWN: dict[str, Graph] = {}
"""Graphs of this process, by kind and sizes of their network."""


def _arrays(network: SegmentEncoder) -> dict[str, NDArray[Any]]:
    return {name: tensor.detach().cpu().numpy() for name, tensor in network.state_dict().items()}


def quantise(source: Path, target: Path) -> None:
    """Weights of products and tables as 8-bit integers; sums stay in float (dynamic quantisation)."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    model = onnx.load(str(source))
    # Shapes noted by the exporter, which shape inference contradicts after constant folding.
    del model.graph.value_info[:]
    small = {item.name for item in model.graph.initializer if np.prod(item.dims) < SMALL}
    kept = [node.name for node in model.graph.node if node.op_type == "MatMul" and small & set(node.input)]
    with tempfile.TemporaryDirectory() as folder:
        prepared = Path(folder) / "prepared.onnx"
        onnx.save(model, str(prepared))
        logging.getLogger().disabled = True
        try:
            quantize_dynamic(
                prepared,
                target,
                per_channel=True,
                reduce_range=True,
                weight_type=QuantType.QInt8,
                op_types_to_quantize=["MatMul", "Gemm", "Gather"],
                nodes_to_exclude=kept,
            )
        finally:
            logging.getLogger().disabled = False
    _sum_integers(target)
    strip_traces(target)


def _sum_integers(path: Path) -> None:
    """Sum the rows of 8-bit tables as integers, by a product with what is present (ones), and scale the sums: half the
    time of turning every row into floats first."""
    import onnx

    model = onnx.load(str(path))
    graph = model.graph
    made = {name: node for node in graph.node for name in node.output}
    present = {node.input[0]: node.output[0] for node in graph.node if node.op_type == "Greater"}
    axis = onnx.numpy_helper.from_array(np.array([2], np.int64), "axis_of_rows")
    graph.initializer.append(axis)
    for old in [node for node in graph.node if node.op_type == "ReduceSum"]:
        floats = made.get(old.input[0])
        rows = made.get(floats.input[0]) if floats is not None and floats.op_type == "DequantizeLinear" else None
        if floats is None or rows is None or rows.op_type != "Gather":
            continue
        new = _integer_sum(present[rows.input[1]], rows.output[0], floats.input[1], axis.name, old.output[0])
        place = list(graph.node).index(old)
        graph.node.remove(old)
        graph.node.remove(floats)
        for node in reversed(new):
            graph.node.insert(place - 1, node)
    used = {name for node in graph.node for name in node.input}
    for unused in [item for item in graph.initializer if item.name not in used]:
        graph.initializer.remove(unused)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def _integer_sum(present: str, rows: str, scale: str, axis: str, target: str) -> list[Any]:
    """Nodes: present (B, N, M) bool and rows (B, N, M, W) int8 to their scaled sums (B, N, W)."""
    from onnx import TensorProto, helper

    steps = [f"{rows}_{step}" for step in ("ones", "one_row", "sums", "floats", "flat")]
    return [
        helper.make_node("Cast", [present], steps[:1], to=TensorProto.UINT8),
        helper.make_node("Unsqueeze", [steps[0], axis], steps[1:2]),
        helper.make_node("MatMulInteger", [steps[1], rows], steps[2:3]),
        helper.make_node("Cast", steps[2:3], steps[3:4], to=TensorProto.FLOAT),
        helper.make_node("Squeeze", [steps[3], axis], steps[4:]),
        helper.make_node("Mul", [steps[4], scale], [target]),
    ]


def save_half(network: SegmentEncoder, path: Path) -> None:
    """The weights in half precision, to fine-tune from; without the vectors of pieces, which are never learned."""
    learned = {name: tensor for name, tensor in network.state_dict().items() if name != KNOWN}
    state = {name: tensor.detach().half().contiguous() for name, tensor in learned.items()}
    save_file(state, path, metadata={"format": "pt"})


def change(network: SegmentEncoder, path: Path, pages: list[Nodes]) -> Change:
    """How far the ONNX file's answers are from the network's on some pages."""
    runtime, largest, changed, nodes = EncoderRuntime(path, threads=1), 0.0, 0, 0
    for page, wanted in zip(pages, answers(network, pages), strict=True):
        found = runtime.run([page])[0]
        pairs = (_softmax(wanted.labels), _softmax(found.labels)), (_sigmoid(wanted.links), _sigmoid(found.links))
        largest = max(largest, *(float(np.abs(a - b).max()) for a, b in pairs))
        changed += int((wanted.labels.argmax(-1) != found.labels.argmax(-1)).sum())
        nodes += len(page)
    return Change(largest, changed / max(nodes, 1))


@torch.no_grad()
def answers(network: SegmentEncoder, pages: Sequence[Nodes]) -> list[Scores]:
    """The network's own scores of each page, before any export."""
    network.eval()
    found = []
    for page in pages:
        out = network(**{name: torch.from_numpy(array).to(network.device) for name, array in pad_nodes([page]).items()})
        found.append(Scores(*(getattr(out, name)[0].cpu().numpy() for name in OUTPUTS)))
    return found


def joint_answers(networks: Sequence[SegmentEncoder], pages: Sequence[Nodes]) -> list[Scores]:
    """What several networks say together of each page, as `models.runtime` puts it together."""
    each = zip(*(answers(network, pages) for network in networks), strict=True)
    return [Scores(*mean_answer([[one.labels, one.links, one.same, one.page] for one in own])) for own in each]


def _softmax(logits: np.ndarray) -> np.ndarray:
    powers = np.exp(logits - logits.max(-1, keepdims=True))
    return np.asarray(powers / powers.sum(-1, keepdims=True))


def _sigmoid(logits: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -60, 60))))
