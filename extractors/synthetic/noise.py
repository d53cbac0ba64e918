"""What scanning and reading do to a page: crooked boxes, tight boxes, misread characters."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
CONFUSED = {
    "O": "0",
    "0": "O",
    "l": "1",
    "1": "l",
    "I": "l",
    "S": "5",
    "5": "S",
    "B": "8",
    "8": "B",
    "e": "c",
    "c": "e",
    "m": "rn",
    "n": "ri",
    "Z": "2",
    "g": "q",
    ".": ",",
    ",": ".",
    ":": ";",
    "t": "f",
    "u": "ii",
    "a": "o",
    "h": "b",
    "D": "O",
    "i": ";",
}
_LETTERS = "abcdefghiklmnoprstuvwxyz.,-:;'~|"
TALL = frozenset("bdfhklt0123456789()[]{}/|\\$#%&!?ijABCDEFGHIJKLMNOPQRSTUVWXYZ'\"")
DEEP = frozenset("gjpqy,;()[]{}/|Q_$")


@dataclass(frozen=True, slots=True)
class Noise:
    """How badly one page was read. `characters`: share of characters misread; `jitter`: share of the line height."""

    characters: float = 0.0
    jitter: float = 0.0
    tight: bool = False
    skew: float = 0.0
    stretch: float = 1.0
    shift: tuple[float, float] = (0.0, 0.0)
    scale: float = 1.0


def draw_noise(random: Random) -> Noise:
    """A third of all pages are clean, as born-digital ones are."""
    scale, stretch = random.uniform(0.8, 1.05), random.uniform(0.88, 1.15)
    shift = (random.uniform(0.0, 0.08), random.uniform(-0.02, 0.1))
    if random.random() < 0.33:
        return Noise(0.0, 0.0, False, 0.0, stretch, shift, scale)
    characters = random.choice((0.0, 0.0, 0.01, 0.02, 0.05))
    skew = random.choice((0.0, random.gauss(0, 0.008)))
    return Noise(characters, random.uniform(0.0, 0.12), random.random() < 0.5, skew, stretch, shift, scale)


def misread(random: Random, text: str, share: float) -> str:
    """The text with characters swapped for similar ones, lost or added; never empty."""
    if share <= 0 or random.random() > share * len(text) * 1.5:
        return text
    out = []
    for char in text:
        draw = random.random()
        if draw < share * 0.65:
            out.append(CONFUSED.get(char, random.choice(_LETTERS)))
        elif draw < share * 0.85:
            continue
        elif draw < share:
            out.append(char + random.choice(_LETTERS))
        else:
            out.append(char)
    return "".join(out) or text


def disturb(noise: Noise, texts: list[str], boxes: Floats, seed: int) -> Floats:
    """Boxes (N, 4) in page widths, made tight around the glyphs, skewed, stretched and jittered."""
    boxes = boxes.copy()
    heights = boxes[:, 3] - boxes[:, 1]
    if noise.tight:
        tall = np.array([any(c in TALL for c in text) for text in texts])
        deep = np.array([any(c in DEEP for c in text) for text in texts])
        boxes[:, 1] += np.where(tall, 0.05, 0.28) * heights
        boxes[:, 3] -= np.where(deep, 0.0, 0.2) * heights
    if noise.jitter:
        moved = np.random.default_rng(seed).normal(0, noise.jitter, boxes.shape) * heights[:, None]
        boxes += moved.astype(np.float32)
    if noise.skew:
        middle = (boxes[:, 0] + boxes[:, 2]) / 2
        boxes[:, [1, 3]] += (noise.skew * (middle - 0.5))[:, None]
    boxes[:, [0, 2]] = boxes[:, [0, 2]] * noise.scale + noise.shift[0]
    boxes[:, [1, 3]] = boxes[:, [1, 3]] * noise.scale * noise.stretch + noise.shift[1]
    boxes[:, 2] = np.maximum(boxes[:, 2], boxes[:, 0] + 1e-3)
    boxes[:, 3] = np.maximum(boxes[:, 3], boxes[:, 1] + 1e-3)
    return boxes
