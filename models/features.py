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
_ENDS = np.array([[4, 5, 0, 2, 1, 3, 2, 3], [4, 5, 0, 2, 1, 3, 0, 1]])
"""Distances are from the first to the second of these: left, top, right, bottom, middle across, middle down."""
_LEAN_ENDS = _ENDS[:, LEAN[:-8]]
_FAR = np.float32(1e4)
_THIN = np.float32(1e-4)
_SAME = np.float32(1e-3) * _SCALE
_CACHED = 64_000
_SHARED = np.array([[[0.2]], [[0.4]]], np.float32)
"""What two nodes share at least of a column, and of a row, to be neighbours in it."""
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
    low, high = np.ascontiguousarray(boxes.T).reshape(2, 2, -1)
    gaps, beyond = _apart(low, high)
    _leave_neighbours(gaps, beyond, _shares(gaps, beyond, high - low, np.maximum(high - low, _THIN)))
    nearest = np.stack([gaps[0].min(1), gaps[0].min(0), gaps[1].min(1), gaps[1].min(0)])
    return nearest.clip(None, 1.0)


def pair_features(boxes: Floats, out: Floats | None = None, lean: bool = False) -> Floats:
    """(P, N, N) geometry of j (last axis) seen from i: signed log distances of centres and edges, overlaps, relative
    size, and whether j is the nearest at the left, right, above and below; those of `LEAN` only where `lean`. Written
    into `out` where given."""
    count, kept = len(boxes), LEAN if lean else range(PAIR_FEATURES)
    out = np.zeros((len(kept), count, count), np.float32) if out is None else out
    if not count:
        return out
    sides = np.ascontiguousarray(boxes.T) * _SCALE
    low, high = sides[:2], sides[2:]
    edges = sides if lean else np.concatenate([sides, (low + high) / 2])
    ends = _LEAN_ENDS if lean else _ENDS
    distances, rest = out[:-8], out[-8:]
    gaps, beyond = _apart(low, high, _apart_by(edges[ends[0]], edges[ends[1]], distances)[-2:])
    extents = np.maximum(high - low, _THIN * _SCALE)
    shares = _shares(gaps, beyond, high - low, extents, rest[1::-1])
    sizes = np.log(extents[::-1])
    sizes[1] /= 2
    _apart_by(sizes, sizes, rest[2:4])
    _leave_neighbours(gaps, beyond, shares)
    _nearest(gaps, rest[4:])
    _take_logarithms(distances)
    return out


def _apart_by(here: Floats, there: Floats, out: Floats) -> Floats:
    """(K, N, N) from each value of `here` (K, N) to each of `there`, in `out`."""
    return np.subtract(there[:, None], here[:, :, None], out=out)


def _apart(low: Floats, high: Floats, beyond: Floats | None = None) -> tuple[Floats, Floats]:
    """(2, N, N) on both axes, from the far edge of j to the near edge of i: the gap where j is at the left, or above;
    and, as in `beyond` where it is known, from the far edge of i to the near edge of j."""
    if beyond is None:
        beyond = low[:, None] - high[:, :, None]
    return low[:, :, None] - high[:, None], beyond


def _shares(gaps: Floats, beyond: Floats, extents: Floats, least: Floats, out: Floats | None = None) -> Floats:
    """(2, N, N) how far two nodes share a column, and a row, as a share of the smaller one, from -1 to 1; below 0 what
    parts them. What two share is the least of both extents and of what both gaps lack; `least`: the extents of nodes
    (2, N), never nought."""
    inverse = -1 / least
    out = np.maximum(gaps, beyond, out=out)
    np.multiply(out, np.minimum(inverse[:, :, None], inverse[:, None]), out=out)
    if (extents < least).any():  # the share of no other node is above 1 but by its gaps
        most = -extents * inverse
        np.minimum(out, np.minimum(most[:, :, None], most[:, None]), out=out)
    return out.clip(-1, 1, out=out)


def _leave_neighbours(gaps: Floats, beyond: Floats, shares: Floats) -> None:
    """Put `_FAR` for gaps to what is not at the left in the same row, or above in the same column and no row."""
    near = shares > _SHARED
    np.greater(near[0], near[1], out=near[0])
    near = near[::-1]
    near &= gaps > beyond  # the middle of j is before that of i
    blocked = np.multiply(np.logical_not(near, out=near), _FAR)
    np.maximum(gaps, blocked, out=gaps)  # faster than writing where a mask says


def _nearest(gaps: Floats, out: Floats) -> None:
    """1 in `out` (4, N, N) where j is the nearest of i at its left, right, above or below."""
    for axis, planes in ((2, out[0::2]), (1, out[1::2])):
        limit = np.minimum(gaps.min(axis, keepdims=True) + _SAME, _FAR / 2)
        if axis == 2:
            np.less_equal(gaps, limit, out=planes)
        else:
            planes[...] = (gaps <= limit).transpose(0, 2, 1)


def _take_logarithms(planes: Floats) -> None:
    """Differences to their signed logarithms, as many planes at a time as stay in the processor's cache."""
    step = max(_CACHED // planes[0].size, 1)
    signs = np.empty((min(step, len(planes)), *planes.shape[1:]), np.uint32)
    for start in range(0, len(planes), step):
        some = planes[start : start + step]
        own = np.bitwise_and(some.view(np.uint32), _SIGN, out=signs[: len(some)])
        np.abs(some, out=some)
        np.add(some, np.float32(1), out=some)
        np.log(some, out=some)  # several times as fast as log1p
        np.bitwise_or(some.view(np.uint32), own, out=some.view(np.uint32))  # half the time of copysign
