"""The network that reads one line of a fixed alphabet, and how it is trained and exported: arrays in, arrays out.

A convolutional reader in the manner of CRNN without recurrence (Shi et al., 2015; connectionist temporal
classification, Graves et al., 2006). Where the place of every character is known, as with generated lines, framewise
cross-entropy says from the first step on where characters stand; the CTC term lets the network settle the rest.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from models.line_reader_runtime import HEIGHT, STRIDE


@dataclass(frozen=True, slots=True)
class LineBatch:
    """`pictures` (N, 1, 32, W) float32; `frames` (N, W / 4) the class of each frame, 0 blank, -1 not counted; `texts`
    (N, L) classes padded with 0, `lengths` (N,) how many of them count."""

    pictures: np.ndarray
    frames: np.ndarray
    texts: np.ndarray
    lengths: np.ndarray


@dataclass(frozen=True, slots=True)
class LineTraining:
    """`seconds` of this process's own time, or `steps`, decide the length, so that a busy machine trains later, not
    less; the learning rate follows the share of them that has passed."""

    seconds: float = 2000.0
    steps: int = 1_000_000
    rate: float = 4e-3
    ctc: float = 0.15
    ctc_from: float = 0.35
    seed: int = 0
    report_every: int = 100
    checkpoint: Path | None = None
    start: Path | None = None


def _convolve(inside: int, outside: int, stride: int | tuple[int, int] = 1) -> nn.Sequential:
    layer = nn.Conv2d(inside, outside, 3, stride, 1, bias=False)
    return nn.Sequential(layer, nn.BatchNorm2d(outside), nn.ReLU(inplace=True))


class Along(nn.Module):
    """A residual block along the line: depthwise then pointwise."""

    def __init__(self, width: int, reach: int) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv1d(width, width, reach, padding=reach // 2, groups=width, bias=False),
            nn.BatchNorm1d(width),
            nn.Conv1d(width, width, 1, bias=False),
            nn.BatchNorm1d(width),
            nn.ReLU(inplace=True),
        )

    def forward(self, x: Tensor) -> Tensor:
        return torch.add(x, self.body(x))


class LineNetwork(nn.Module):
    """(N, 1, 32, W) standardised pictures -> (N, W / 4, classes) logits; class 0 is the blank."""

    def __init__(self, classes: int = 38, width: int = 128) -> None:
        super().__init__()
        self.picture = nn.Sequential(
            _convolve(1, 16, 2),  # (N, 16, 16, W/2)
            _convolve(16, 24),
            _convolve(24, 40, 2),  # (N, 40, 8, W/4)
            _convolve(40, 56),
            _convolve(56, 80, (2, 1)),  # (N, 80, 4, W/4)
        )
        self.collapse = nn.Sequential(
            nn.Conv2d(80, width, (HEIGHT // 8, 3), padding=(0, 1), bias=False),
            nn.BatchNorm2d(width),
            nn.ReLU(inplace=True),
        )
        self.along = nn.Sequential(Along(width, 9), Along(width, 9), Along(width, 9))
        self.head = nn.Conv1d(width, classes, 1)

    def forward(self, pictures: Tensor) -> Tensor:
        x = self.collapse(self.picture(pictures)).squeeze(2)  # (N, width, W/4)
        logits: Tensor = self.head(self.along(x))
        return logits.transpose(1, 2)


def train(batches: Iterator[LineBatch], options: LineTraining, say: Callable[[str], None]) -> LineNetwork:
    """A network after `options.seconds` of training on the batches; `say` gets a line of progress now and then."""
    torch.manual_seed(options.seed)
    network = LineNetwork()
    if options.start:
        load(network, options.start)
    optimizer = torch.optim.AdamW(network.parameters(), lr=options.rate, weight_decay=1e-3)
    start, step, mean = time.process_time(), 0, 0.0
    while (share := max((time.process_time() - start) / options.seconds, step / options.steps)) < 1:
        for group in optimizer.param_groups:
            group["lr"] = options.rate * min(1.0, step / 100 + 0.01) * 0.5 * (1 + np.cos(np.pi * share))
        loss = _loss(network, next(batches), options.ctc if share > options.ctc_from else 0.0)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 2.0)
        optimizer.step()
        step, mean = step + 1, 0.98 * mean + 0.02 * loss.item()
        if step % options.report_every == 0:
            say(f"step {step} {share:.3f} loss {mean / (1 - 0.98**step):.4f}")
            _keep(network, options.checkpoint)
    _keep(network, options.checkpoint)
    network.eval()
    return network


def _keep(network: LineNetwork, path: Path | None) -> None:
    if path:
        save_file({name: value.contiguous() for name, value in network.state_dict().items()}, path)


def load(network: LineNetwork, path: Path) -> None:
    """Fill the network with weights that training kept (safetensors)."""
    network.load_state_dict(load_file(path))


def _loss(network: LineNetwork, batch: LineBatch, ctc: float) -> Tensor:
    logits = network(torch.from_numpy(batch.pictures))  # (N, T, classes)
    frames = torch.from_numpy(batch.frames).reshape(-1)
    loss = nn.functional.cross_entropy(logits.reshape(-1, logits.shape[-1]), frames, ignore_index=-1)
    if ctc:
        likely = logits.log_softmax(-1).transpose(0, 1)
        long = torch.full((logits.shape[0],), logits.shape[1], dtype=torch.long)
        texts, lengths = torch.from_numpy(batch.texts), torch.from_numpy(batch.lengths)
        aligned = nn.functional.ctc_loss(likely, texts, long, lengths, reduction="none", zero_infinity=True)
        loss = loss + ctc * (aligned / lengths).mean()
    return loss


def sharpen(network: LineNetwork, factor: float) -> None:
    """Multiply the logits: what is read from lines clearer than those trained on is surer than training says (the
    inverse of a temperature; Guo et al., 2017)."""
    with torch.no_grad():
        network.head.weight *= factor
        assert network.head.bias is not None
        network.head.bias *= factor


def export(network: LineNetwork, path: Path, samples: list[np.ndarray]) -> None:
    """Write the network as int8 ONNX for any number of lines of any width: static quantisation, calibrated on samples
    of one shape (1, 1, 32, W).

    Only convolutions are quantised, the first and the last not, and with seven bits of range: without VNNI the eighth
    overflows in the processor's 16-bit sums, which cost a third of all lines.
    """
    import onnx
    from onnxruntime.quantization import CalibrationMethod, QuantFormat, QuantType, quantize_static
    from onnxruntime.quantization.shape_inference import quant_pre_process

    from models.traces import strip_traces

    with TemporaryDirectory() as folder:
        whole, ready = Path(folder) / "float.onnx", Path(folder) / "ready.onnx"
        export_float(network, whole)
        quant_pre_process(str(whole), str(ready), skip_symbolic_shape=True)
        layers = [node.name for node in onnx.load(str(ready)).graph.node if node.op_type == "Conv"]
        quantize_static(
            str(ready),
            str(path),
            _Samples(samples),
            quant_format=QuantFormat.QDQ,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
            calibrate_method=CalibrationMethod.Percentile,
            op_types_to_quantize=["Conv"],
            nodes_to_exclude=[layers[0], layers[-1]],
            extra_options={"CalibPercentile": 99.995},
        )
    strip_traces(path)


def export_float(network: LineNetwork, path: Path) -> None:
    """Write the network as ONNX in single precision."""
    picture = torch.zeros(2, 1, HEIGHT, 40 * STRIDE)
    count, width = torch.export.Dim("lines", min=1, max=512), torch.export.Dim("quarter", min=4, max=4096)
    shapes = ({0: count, 3: STRIDE * width},)
    torch.onnx.export(
        network.eval(),
        (picture,),
        str(path),
        dynamo=True,
        dynamic_shapes=shapes,
        input_names=["pictures"],
        output_names=["logits"],
        external_data=False,
        verbose=False,
    )


class _Samples:
    """What onnxruntime's calibration asks for its data."""

    def __init__(self, samples: list[np.ndarray]) -> None:
        self.rest = iter(samples)

    def get_next(self) -> dict[str, np.ndarray] | None:
        sample = next(self.rest, None)
        return None if sample is None else {"pictures": sample}
