"""The line network learns, is exported, and reads the same through onnxruntime."""

from __future__ import annotations

from itertools import cycle

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnxscript")

from models.line_reader import LineBatch, LineNetwork, LineTraining, export, load, sharpen, train  # noqa: E402
from models.line_reader_runtime import HEIGHT, STRIDE, LineReader, prepare  # noqa: E402


def bars(classes):
    """A line of blocks, as high as their class, with gaps: (32, 16 * count) and the class of each frame."""
    line = np.zeros((HEIGHT, 16 * len(classes)), np.float32)
    frames = np.zeros(4 * len(classes), np.int64)
    for place, kind in enumerate(classes):
        line[-4 * kind :, 16 * place + 4 : 16 * place + 12] = 2.0
        frames[4 * place + 1 : 4 * place + 3] = kind
    return line - line.mean(), frames


def batch(seed=0, count=4):
    random = np.random.default_rng(seed)
    texts = random.integers(1, 5, (count, 6))
    lines, frames = zip(*(bars(text) for text in texts), strict=True)
    return LineBatch(np.stack(lines)[:, None], np.stack(frames), texts, np.full(count, 6))


def test_a_network_learns_four_lines_by_heart(tmp_path):
    torch.manual_seed(0)
    said: list[str] = []
    torch.set_num_threads(1)
    options = LineTraining(steps=45, rate=6e-3, checkpoint=tmp_path / "w.safetensors", report_every=10)
    network = train(cycle([batch()]), options, said.append)
    assert said and "loss" in said[0]
    with torch.no_grad():
        best = network(torch.from_numpy(batch().pictures)).argmax(-1).numpy()
    assert (best == batch().frames).mean() > 0.97
    again = LineNetwork()
    load(again, tmp_path / "w.safetensors")
    assert all(
        torch.equal(a, b) for a, b in zip(again.state_dict().values(), network.state_dict().values(), strict=True)
    )


@pytest.mark.slow
def test_export_reads_the_same_at_any_width(tmp_path):
    torch.manual_seed(1)
    network = LineNetwork().eval()
    export(network, tmp_path / "line.onnx", [batch(seed).pictures[:1] for seed in range(4)])
    assert (tmp_path / "line.onnx").stat().st_size < 2_000_000
    reader = LineReader(tmp_path / "line.onnx")
    for width in (300, 900):
        picture = np.random.default_rng(width).integers(0, 256, (40, width), dtype=np.uint8)
        found = reader.read([picture])[0]
        ready = prepare(picture)
        assert found.shape == (ready.shape[1] // STRIDE, 38)
        assert np.allclose(found.sum(axis=1), 1.0)
        with torch.no_grad():
            wanted = network(torch.from_numpy(ready[None, None])).softmax(-1).numpy()[0]
        assert np.abs(found - wanted).mean() < 0.02


def test_sharpened_logits_are_a_multiple():
    torch.manual_seed(2)
    network = LineNetwork().eval()
    pictures = torch.from_numpy(batch().pictures)
    with torch.no_grad():
        before = network(pictures)
        sharpen(network, 1.4)
        assert torch.allclose(network(pictures), 1.4 * before, atol=1e-4)


def test_lines_are_prepared_alike_whatever_their_light():
    picture = np.random.default_rng(0).integers(60, 120, (20, 200), dtype=np.uint8)
    dark, light = prepare(picture), prepare(picture + 100)
    assert dark.shape == (HEIGHT, 240) and np.allclose(dark, light, atol=1e-3)
