"""Training the line reader on generated lines: ``python -m extractors.id_cards.reader_training DIRECTORY``.

Writes ``line_reader.safetensors`` (to go on from) and ``line_reader.onnx`` (int8, to read with) and logs progress.
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np

from extractors.id_cards.layouts import ALPHABET
from extractors.id_cards.synthetic import Line, lines

log = logging.getLogger(__name__)
SAMPLE = 400
"""Width in pixels of the pieces that quantisation is calibrated on."""
SHARPER = 1.4
"""Many lines of training can hardly be read, so the network doubts clear ones too. By this factor the probabilities of
lines on generated photographs and on real cards come true (least mean logarithm of what stands there)."""
POOL = 64
"""Lines are made in pools and sorted by width, so that a batch needs little padding."""


def frame_classes(line: Line, width: int, scale: float) -> np.ndarray:
    """(width / 4,) the class of each frame: a character near its centre, elsewhere blank."""
    from models.line_reader_runtime import STRIDE

    centers = line.centers * scale / STRIDE - 0.5  # in frames
    frames = np.arange(width // STRIDE)
    away = np.abs(frames[:, None] - centers[None, :])  # (T, L)
    pitch = np.gradient(centers)
    nearest = away.argmin(axis=1)
    classes = np.array([ALPHABET.index(character) + 1 for character in line.text])
    found = np.where(away.min(axis=1) <= np.maximum(0.27 * pitch[nearest], 0.5), classes[nearest], 0)
    return found.astype(np.int64)


def batches(seed: int, size: int = 16) -> Iterator:
    """Endless batches of generated lines."""
    from models.line_reader_runtime import prepare

    source = lines(seed)
    random = np.random.default_rng(seed + 1)
    while True:
        pool = [(line, prepare(line.picture)) for line in (next(source) for _ in range(POOL))]
        pool.sort(key=lambda item: item[1].shape[1])
        for start in random.permutation(np.arange(0, POOL, size)):
            yield _batch(pool[start : start + size])


def _batch(items: Sequence[tuple[Line, np.ndarray]]) -> object:
    from models.line_reader import LineBatch

    wide = max(ready.shape[1] for _, ready in items)
    longest = max(len(line.text) for line, _ in items)
    pictures = np.zeros((len(items), 1, items[0][1].shape[0], wide), np.float32)
    frames = np.full((len(items), wide // 4), -1, np.int64)
    texts = np.zeros((len(items), longest), np.int64)
    for row, (line, ready) in enumerate(items):
        width = ready.shape[1]
        pictures[row, 0, :, :width] = ready
        frames[row, : width // 4] = frame_classes(line, width, width / line.picture.shape[1])
        texts[row, : len(line.text)] = [ALPHABET.index(character) + 1 for character in line.text]
    return LineBatch(pictures, frames, texts, np.array([len(line.text) for line, _ in items]))


def main() -> None:
    """Train for a while with one thread, then export."""
    import torch

    from models.line_reader import LineTraining, export, sharpen, train

    arguments = _arguments()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(1)
    arguments.directory.mkdir(parents=True, exist_ok=True)
    kept = arguments.directory / "line_reader.safetensors"
    options = LineTraining(
        seconds=arguments.seconds,
        rate=arguments.rate,
        seed=arguments.seed,
        report_every=arguments.report_every,
        checkpoint=kept,
        start=arguments.start,
    )
    network = train(batches(arguments.seed), options, log.info)
    sharpen(network, arguments.sharper)
    export(network, arguments.directory / "line_reader.onnx", list(islice(_samples(arguments.seed + 7), 64)))


def _samples(seed: int) -> Iterator[np.ndarray]:
    """Pieces of lines of one width, to calibrate on."""
    for batch in batches(seed, 1):
        if batch.pictures.shape[-1] >= SAMPLE:
            yield batch.pictures[..., :SAMPLE]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--seconds", type=float, default=2000)
    parser.add_argument("--rate", type=float, default=4e-3)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--report-every", type=int, default=100, help="steps between lines of progress and checkpoints")
    parser.add_argument("--sharper", type=float, default=SHARPER, help="factor of the exported logits")
    parser.add_argument("--start", type=Path, help="weights to go on from")
    return parser.parse_args()


if __name__ == "__main__":
    main()
