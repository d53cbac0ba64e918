"""Make a trained encoder small and portable: ONNX, int8, fp16 safetensors; and say what that changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file

from models.batches import pad_nodes
from models.drawing import draw
from models.features import Nodes
from models.runtime import OUTPUTS, EncoderRuntime, Scores, mean_answer
from models.segment_encoder import SegmentEncoder

KNOWN = "pieces.weight"
FLOAT, INT8, HALF = "encoder.onnx", "encoder.int8.onnx", "encoder.fp16.safetensors"


@dataclass(frozen=True, slots=True)
class Change:
    """The largest difference of any output probability, and the share of nodes whose likeliest label changed."""

    largest: float
    labels_changed: float


def export(network: SegmentEncoder, folder: Path) -> None:
    """Write the float and the int8 ONNX file of an encoder of forms or of tables, for any number of pages and nodes."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = {name: tensor.detach().float().cpu().numpy() for name, tensor in network.state_dict().items()}
    for name, rounded in ((FLOAT, False), (INT8, True)):
        (folder / name).write_bytes(draw(weights, rounded))


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
