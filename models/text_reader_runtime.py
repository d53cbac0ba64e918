"""Reading lines of printed or written text with onnxruntime: pictures in, characters with their odds out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.runtime import session

HEIGHT = 48
"""Pixels that the network wants a line to be high."""
STRIDE = 8
"""Pixels that one frame of the answer covers."""
NARROWEST = 16
BATCH_WIDTH = 3200
"""Pixels that the lines of one batch are wide together; 12 MB of the first layer's answers."""
ALIKE = 1.3
"""Lines of one batch are at most so many times as wide as its narrowest: what is padded costs time too. A little grey
behind a line helps: without any (1.1) the last letter is lost more often, 0.003 of words of noisy scans."""
Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Reading:
    """The characters of a line, and for each the odds that it is right and where it stands, as a share of the width of
    the picture."""

    characters: tuple[str, ...]
    odds: NDArray[np.float32]
    places: NDArray[np.float64]


class TextReader:
    """The network of one file, made when it is first asked and shared by the process. Greedy CTC decoding (Graves et
    al. 2006): the likeliest class of every frame, repetitions and blanks left out."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self, lines: Sequence[Pixels]) -> list[Reading]:
        """Lines (48, W) uint8, dark on light, of any widths; order kept. Raises FileNotFoundError without weights."""
        network = session(str(self.path), self.path.stat().st_mtime, 1)
        alphabet = _alphabet(network)
        found: dict[int, Reading] = {}
        for batch in batches([line.shape[1] for line in lines]):
            stack = padded([lines[i] for i in batch])
            frames = network.run(None, {"x": stack})[0]
            stride = stack.shape[3] / frames.shape[1]
            for i, own in zip(batch, frames, strict=True):
                found[i] = decoded(own, alphabet, stride / lines[i].shape[1])
        return [found[i] for i in range(len(lines))]


def _alphabet(network: Any) -> tuple[str, ...]:
    """The characters by class: the blank first, the space last."""
    return ("", *network.get_modelmeta().custom_metadata_map["character"].split("\n"), " ")


def batches(widths: Sequence[int]) -> Iterator[list[int]]:
    """Numbers of lines to be read together: of like widths, and no wider together than `BATCH_WIDTH`."""
    batch: list[int] = []
    for i in sorted(range(len(widths)), key=lambda i: widths[i]):
        full = batch and (len(batch) + 1) * widths[i] > BATCH_WIDTH
        if full or (batch and widths[i] > ALIKE * widths[batch[0]] + STRIDE):
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch


def padded(lines: Sequence[Pixels]) -> NDArray[np.float32]:
    """(N, 3, 48, W), from -1 for black to 1 for white; behind a line mid-grey, as in training."""
    widest = max(NARROWEST, *(line.shape[1] for line in lines))
    stack = np.zeros((len(lines), 3, HEIGHT, -(-widest // STRIDE) * STRIDE), np.float32)
    for own, line in zip(stack, lines, strict=True):
        own[:, :, : line.shape[1]] = line.astype(np.float32) / 127.5 - 1
    return stack


def decoded(frames: NDArray[np.float32], alphabet: Sequence[str], step: float) -> Reading:
    """From odds (frames, classes); a frame covers `step` of the line's width."""
    best = frames.argmax(axis=1)
    new = best > 0
    new[1:] &= best[1:] != best[:-1]
    at = np.flatnonzero(new)
    return Reading(tuple(alphabet[i] for i in best[at]), frames[at, best[at]], np.minimum((at + 0.5) * step, 1.0))
