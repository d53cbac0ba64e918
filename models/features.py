"""From texts and boxes to arrays: what the segment encoder sees. Pure numpy, the same in training and at inference.

A node is any run of words with a box: an entity, a segment of a line, or a single word. Boxes are in units of the page
width on both axes, so that a page scaled up looks the same. Shapes: N nodes, M n-grams at most, F = `NODE_FEATURES`,
P = `PAIR_FEATURES`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log1p
from struct import Struct

import numpy as np
from numpy.typing import NDArray

from models.pieces import piece_numbers

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

BUCKETS = 16384
GRAMS = 72
NODE_FEATURES = 48
PAIR_FEATURES = 16
LEAN = (2, 5, *range(6, PAIR_FEATURES))
"""The pair features that small networks see: without distances that others nearly tell."""
HEAD, TAIL = 26, 12
_CODES = 0x10000
_SCALE = np.float32(40.0)
_FAR = np.float32(9.0)
_SIGN = np.uint32(0x80000000)


@dataclass(frozen=True, slots=True)
class Nodes:
    """One page. `grams` (N, M) and `pieces` (N, K) int32, 0 is padding; `features` (N, F), more where it is known how
    the nodes look; `boxes` (N, 4) in page widths."""

    grams: Ints
    pieces: Ints
    features: Floats
    boxes: Floats

    def __len__(self) -> int:
        return len(self.grams)


def describe(
    texts: Sequence[str], boxes: Floats, line_heights: Floats | None = None, looks: Floats | None = None
) -> Nodes:
    """The arrays of a page's nodes. `boxes` (N, 4) in page widths; `line_heights` (N,): the height of one line of each
    node (its own height where not given); `looks` (N, any number): further features, the last of them 1 where a node
    was seen. Nodes should come in reading order."""
    boxes = np.asarray(boxes, np.float32).reshape(-1, 4)
    if len(texts) != len(boxes):
        raise ValueError(f"{len(texts)} texts for {len(boxes)} boxes")
    heights = boxes[:, 3] - boxes[:, 1] if line_heights is None else np.asarray(line_heights, np.float32)
    further = [] if looks is None else [looks]
    features = np.concatenate([shape_features(texts), _place_features(boxes, heights, texts), *further], axis=1)
    return Nodes(hashed_grams(texts), piece_numbers(texts), features.astype(np.float32), boxes)


def hashed_grams(texts: Sequence[str], buckets: int = BUCKETS, most: int = GRAMS) -> Ints:
    """(N, M) bucket numbers of the 3- and 4-grams of each text, lower case, digits as one sign; 0 pads. Long texts are
    cut in the middle."""
    if not texts:
        return np.zeros((0, 1), np.int32)
    rows = [_plain(text) for text in texts]
    codes = np.frombuffer("".join(rows).encode("utf-32-le"), np.uint32).astype(np.uint64)
    codes[(codes > ord("0")) & (codes <= ord("9"))] = ord("0")
    lengths = np.array([len(row) for row in rows])
    owner = np.repeat(np.arange(len(rows)), lengths)
    start = np.repeat(np.cumsum(lengths) - lengths, lengths)
    place = np.arange(len(codes)) - start
    three, four = _gram_hash(codes, owner, 3, buckets), _gram_hash(codes, owner, 4, buckets)
    width = max(int(lengths.max()), 3)
    table = np.zeros((len(rows), 2 * width), np.int32)
    table[owner[: len(three)], 2 * place[: len(three)]] = three
    table[owner[: len(four)], 2 * place[: len(four)] + 1] = four
    return table[:, : min(max(2 * width - 4, 1), most)]


def _plain(text: str) -> str:
    text = f" {' '.join(text.lower().split())} "
    return text if len(text) <= HEAD + TAIL else text[:HEAD] + text[-TAIL:]


def _gram_hash(codes: NDArray[np.uint64], owner: NDArray[np.int64], size: int, buckets: int) -> Ints:
    """Bucket 1 .. buckets-1 of every n-gram that stays inside one text, 0 for those that do not."""
    count = len(codes) - size + 1
    if count <= 0:
        return np.zeros(0, np.int32)
    mixed = np.full(count, 1469598103934665603 + size, np.uint64)
    for i in range(size):
        mixed = (mixed ^ codes[i : i + count]) * np.uint64(1099511628211)
    mixed ^= mixed >> np.uint64(29)
    inside = owner[:count] == owner[size - 1 : size - 1 + count]
    return np.where(inside, mixed % np.uint64(buckets - 1) + np.uint64(1), 0).astype(np.int32)


SHAPES = 30


def shape_features(texts: Sequence[str]) -> Floats:
    """(N, SHAPES): case, digits, punctuation and marks of each text, each between 0 and about 1."""
    return np.frombuffer(b"".join(map(_shape, texts)), np.float32).reshape(len(texts), SHAPES)


class _Kinds(dict[int, str]):
    """A sign's code to what it is: capital, small letter, digit, space or anything else; found out once for each."""

    def __missing__(self, code: int) -> str:
        c = chr(code)
        kind = "A" if c.isupper() else "a" if c.islower() else "0" if c.isdigit() else " " if c == " " else "."
        self[code] = kind
        return kind


_KINDS = _Kinds()


@lru_cache(maxsize=100_000)
def _shape(text: str) -> bytes:
    text = text.strip() or " "
    size, words, kinds = len(text), text.split(), text.translate(_KINDS)
    upper, lower, digits, rest = kinds.count("A"), kinds.count("a"), kinds.count("0"), kinds.count(".")
    letters = upper + lower
    last = text[-1]
    lead = words[0] if words else ""
    values = (
        min(log1p(size) / 4, 1.5),
        min(log1p(len(words)) / 3, 1.5),
        upper / size,
        lower / size,
        digits / size,
        rest / size,
        letters > 0 and lower == 0,
        letters > 0 and upper == 0,
        digits == size,
        letters == 0,
        kinds[0] == "A",
        kinds[0] == "0",
        sum(word[0].isupper() for word in words) / max(len(words), 1),
        last == ":",
        last == "?",
        last == ".",
        last == ",",
        ":" in text[:-1],
        "#" in text,
        "$" in text or "€" in text or "£" in text,
        "%" in text,
        "/" in text or "-" in text,
        "(" in text,
        "@" in text,
        "_" in text or ".." in text,
        size == 1,
        size <= 3 and letters > 0,
        not _TICKS.isdisjoint(text),
        len(lead) <= 4 and lead[-1:] in (".", ")"),
        min(digits, 12) / 12,
    )
    return _PACK.pack(*values)


_PACK = Struct(f"={SHAPES}f")
_TICKS = frozenset("☐☑☒□■✓✗✘[]●○")


def _place_features(boxes: Floats, heights: Floats, texts: Sequence[str]) -> Floats:
    """(N, 18): where a node stands, how large it is, and how far its neighbours are in the four directions."""
    if not len(boxes):
        return np.zeros((0, NODE_FEATURES - SHAPES), np.float32)
    x0, y0, x1, y1 = boxes.T
    usual = max(float(np.median(heights)), 1e-4)
    chars = np.array([max(len(text), 1) for text in texts], np.float32)
    lines = np.clip(np.round((y1 - y0) / np.maximum(heights * 1.15, 1e-4)), 1, 8)
    near = _gaps(boxes) / usual
    span = max(float(y1.max() - y0.min()), 1e-3)
    rank = np.argsort(np.argsort(y0)) / len(boxes)
    columns = [
        x0,
        x1,
        (y0 - y0.min()) / span,
        y0,
        rank,
        x1 - x0,
        np.minimum((y1 - y0) / usual / 4, 2),
        heights / usual - 1,
        lines / 4,
        np.minimum((x1 - x0) * lines / chars / usual, 2) - 0.5,
        np.full_like(x0, usual * 30),
        np.full_like(x0, np.log1p(len(boxes)) / 5),
        np.abs((x0 + x1) / 2 - (x0.min() + x1.max()) / 2),
        *[np.log1p(np.minimum(near[i], 60)) / 4 for i in range(4)],
        np.full_like(x0, usual / 0.02 - 0.5),
    ]
    return np.stack(columns, axis=1).astype(np.float32)


def _gaps(boxes: Floats) -> Floats:
    """(4, N) distance to the nearest node at the left, right, above and below; 1 where there is none."""
    gaps, _ = _neighbours(boxes, *_overlaps(boxes))
    return np.asarray(
        np.minimum(np.stack([gaps[0].min(1), gaps[0].min(0), gaps[1].min(1), gaps[1].min(0)]), 1.0), np.float32
    )


def _overlaps(boxes: Floats) -> tuple[Floats, Floats]:
    """(N, N) how far two nodes share a row, and a column, as a share of the smaller one; below 0 what parts them."""
    shares = []
    for low, high in ((boxes[:, 1], boxes[:, 3]), (boxes[:, 0], boxes[:, 2])):
        low, high = np.ascontiguousarray(low), np.ascontiguousarray(high)
        shared = np.minimum(high[:, None], high)
        shared -= np.maximum(low[:, None], low)
        size = np.maximum(high - low, np.float32(1e-4))
        shared /= np.minimum(size[:, None], size)
        shares.append(shared)
    return shares[0], shares[1]


def _neighbours(boxes: Floats, rows: Floats, columns: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """(2, N, N) the gap to j at the left of i, and above it (9 where j is not there), and whether it is; j sees i at
    its right, or below, by the same gap."""
    x0, y0, x1, y1 = (np.ascontiguousarray(edge) for edge in boxes.T)
    gaps, there = np.empty((2, *rows.shape), np.float32), np.empty((2, *rows.shape), np.bool_)
    np.greater(rows, np.float32(0.4), out=there[0])
    np.greater(columns, np.float32(0.2), out=there[1])
    np.greater(there[1], there[0], out=there[1])  # above, and not in one row
    for gap, here, low, high in ((gaps[0], there[0], x0, x1), (gaps[1], there[1], y0, y1)):
        middle = low + high
        here &= middle[:, None] > middle
        np.subtract(low[:, None], high, out=gap)
        np.maximum(gap, np.multiply(~here, _FAR), out=gap)  # several times as fast as writing where a mask says
    return gaps, there


def pair_features(boxes: Floats, out: Floats | None = None, lean: bool = False) -> Floats:
    """(P, N, N) geometry of j (last axis) seen from i: signed log distances of centres and edges, overlaps, relative
    size, and whether j is the nearest at the left, right, above and below; those of `LEAN` only where `lean`. Written
    into `out` where given."""
    count, kept = len(boxes), LEAN if lean else range(PAIR_FEATURES)
    out = np.zeros((len(kept), count, count), np.float32) if out is None else out
    if not count:
        return out
    x0, y0, x1, y1 = (np.ascontiguousarray(edge) for edge in boxes.T)
    cx, cy, w, h = (x0 + x1) / 2, (y0 + y1) / 2, np.maximum(x1 - x0, 1e-4), np.maximum(y1 - y0, 1e-4)
    ends = ((cx, cx), (cy, cy), (x0, x0), (x1, x1), (y0, y0), (y1, y1), (x1, x0), (y1, y0))
    _distances([ends[k] for k in kept if k < len(ends)], out)
    rest = out[-8:]
    rows, columns = _overlaps(boxes)
    for plane, shared in ((rest[0], rows), (rest[1], columns)):
        np.minimum(np.maximum(shared, -1, out=plane), 1, out=plane)
    log_h, log_w = np.log(h), np.log(w) / 2
    np.subtract(log_h, log_h[:, None], out=rest[2])
    np.subtract(log_w, log_w[:, None], out=rest[3])
    _nearest(*_neighbours(boxes, rows, columns), rest[4:])
    return out


def _distances(ends: Sequence[tuple[Floats, Floats]], out: Floats) -> None:
    """Signed log distances, from the first of each pair of edges to the second, into the planes of `out`."""
    scratch, signs = (np.empty(out.shape[1:], kind) for kind in (np.float32, np.uint32))
    for plane, (here, there) in zip(out, ends, strict=False):  # plane by plane: it stays in the processor's cache
        np.subtract(there, here[:, None], out=scratch)
        np.bitwise_and(scratch.view(np.uint32), _SIGN, out=signs)
        np.abs(scratch, out=scratch)
        np.multiply(scratch, _SCALE, out=scratch)
        np.add(scratch, np.float32(1), out=scratch)
        np.log(scratch, out=scratch)  # several times as fast as log1p
        np.bitwise_or(scratch.view(np.uint32), signs, out=plane.view(np.uint32))  # half the time of copysign


def _nearest(gaps: Floats, there: NDArray[np.bool_], out: Floats) -> None:
    """1 in `out` (4, N, N) where j is the nearest of i at its left, right, above or below."""
    for k in (0, 1):
        gap, here = gaps[k], there[k]
        out[2 * k] = (gap <= gap.min(1, keepdims=True) + np.float32(1e-3)) & here
        out[2 * k + 1] = ((gap <= gap.min(0) + np.float32(1e-3)) & here).T
