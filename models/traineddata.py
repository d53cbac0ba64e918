"""What a file of tesseract's language data holds: the network that reads lines, and its alphabet.

The format is that of tesseract 4 and 5 (ccutil/tessdatamanager.h, lstm/network.cpp, lstm/weightmatrix.cpp): components
behind a table of offsets, layers one after the other, each with its type by name.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.dawg import WordList

Floats = NDArray[np.float32]

_NETWORK, _WORDS, _UNICHARSET, _RECODER = 17, 19, 21, 22
"""Places of the components in the table of offsets."""
_INT8, _NEW_FORMAT = 1, 128
_OWN_RATES = 64
_LARGEST = 4096


class UnknownNetwork(Exception):
    """The file holds no network of the kinds that are known here; tesseract itself may still read it."""


@dataclass(frozen=True, slots=True)
class Layer:
    """`kind` is tesseract's name of the layer; `weights` of a full layer (outputs, inputs + 1), of an LSTM four of
    them: input, output and forget gate and cell, each (units, inputs + units + 1); the last column is the bias.
    `sizes`: half sides of a convolution, sides of a pool, height and depth of the input."""

    kind: str
    weights: tuple[Floats, ...] = ()
    sizes: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class LineModel:
    """`layers` in order; `alphabet` the text of each class, "" for the blank and for what stands for nothing; `words`
    the list of words, where the file has one."""

    layers: tuple[Layer, ...]
    alphabet: tuple[str, ...]
    blank: int
    words: WordList | None = None


def read_traineddata(path: Path) -> LineModel:
    """Raises UnknownNetwork for what is no such file, and for networks of other kinds."""
    try:
        parts = _components(path.read_bytes())
        source = _Bytes(parts[_NETWORK])
        layers = _layers(source)
        source.text()  # how it was made
        source.numbers("3i")  # training flags and iterations
        blank = source.integer()
        texts = _characters(parts[_UNICHARSET])
        words = WordList(parts[_WORDS], {text: i for i, text in enumerate(texts)}) if _WORDS in parts else None
        return LineModel(tuple(layers), _alphabet(texts, _Bytes(parts[_RECODER]), blank), blank, words)
    except (struct.error, KeyError, IndexError, ValueError) as error:
        raise UnknownNetwork(f"{path} holds no network for lines that is known here") from error


def _components(data: bytes) -> dict[int, bytes]:
    (count,) = struct.unpack_from("<i", data)
    if not 0 < count <= 64:
        raise UnknownNetwork(f"{count} components are no traineddata")
    offsets = struct.unpack_from(f"<{count}q", data, 4)
    starts = sorted(offset for offset in offsets if offset >= 0)
    ends = dict(zip(starts, [*starts[1:], len(data)], strict=True))
    return {i: data[offset : ends[offset]] for i, offset in enumerate(offsets) if offset >= 0}


class _Bytes:
    """Little-endian values one after the other."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def numbers(self, form: str) -> tuple[int, ...]:
        values = struct.unpack_from(f"<{form}", self.data, self.at)
        self.at += struct.calcsize(f"<{form}")
        return values

    def integer(self) -> int:
        return self.numbers("i")[0]

    def text(self) -> str:
        size = self.numbers("I")[0]
        return bytes(self.numbers(f"{size}B")).decode()

    def array(self, kind: str, count: int) -> Floats:
        values = np.frombuffer(self.data, np.dtype(kind), count, self.at)
        self.at += values.nbytes
        return values.astype(np.float32)


def _layers(source: _Bytes) -> list[Layer]:
    """A layer, or those inside it in order; what turns a picture over says so before and behind its own."""
    source.numbers("b")
    kind = source.text()
    _, _, flags, _, _, _ = source.numbers("bb4i")
    source.text()
    if kind in ("Series", "RTLReversed", "XYTranspose"):
        inside = [layer for _ in range(source.numbers("I")[0]) for layer in _layers(source)]
        if flags & _OWN_RATES:
            source.numbers(f"{source.numbers('I')[0]}f")
        return inside if kind == "Series" else [Layer(kind), *inside, Layer(kind)]
    if kind not in _READERS:
        raise UnknownNetwork(f"a layer of kind {kind}")
    return [_READERS[kind](kind, source)]


def _input(kind: str, source: _Bytes) -> Layer:
    _, height, _, depth, _ = source.numbers("5i")
    return Layer(kind, sizes=(height, depth))


def _sides(kind: str, source: _Bytes) -> Layer:
    across, down = source.numbers("2i")
    return Layer(kind, sizes=(across, down))


def _full(kind: str, source: _Bytes) -> Layer:
    return Layer(kind, (_matrix(source),))


def _lstm(kind: str, source: _Bytes) -> Layer:
    """On file: cell, input gate, forget gate, output gate; of two-dimensional ones another forget gate."""
    inputs = source.integer()
    cell, into, forget, out = (_matrix(source) for _ in range(4))
    if cell.shape[1] != inputs + 1 or len({len(gate) for gate in (cell, into, forget, out)}) != 1:
        raise UnknownNetwork(f"an LSTM of {inputs} inputs and weights {cell.shape}")
    return Layer(kind, (into, out, forget, cell))


_READERS: dict[str, Callable[[str, _Bytes], Layer]] = {
    "Input": _input,
    "Convolve": _sides,
    "Maxpool": _sides,
    "Tanh": _full,
    "Softmax": _full,
    "LSTM": _lstm,
    "SummLSTM": _lstm,
}


def _matrix(source: _Bytes) -> Floats:
    """(outputs, inputs + 1), from bytes with a scale for each output, or from doubles."""
    (mode,) = source.numbers("B")
    if not mode & _NEW_FORMAT:
        raise UnknownNetwork("weights in the format of tesseract 3")
    high, wide = source.numbers("2i")
    if not (0 < high <= _LARGEST and 0 < wide <= _LARGEST):
        raise UnknownNetwork(f"weights of {high} x {wide}")
    if not mode & _INT8:
        source.numbers("d")
        return source.array("<f8", high * wide).reshape(high, wide)
    source.numbers("b")
    small = source.array("i1", high * wide).reshape(high, wide)
    return small * source.array("<f8", source.numbers("I")[0])[:high, None]


def _characters(unicharset: bytes) -> list[str]:
    """By number; the first is the space."""
    lines = unicharset.decode().splitlines()[1:]
    return [" " if i == 0 else line.split(" ")[0] for i, line in enumerate(lines)]


def _alphabet(texts: list[str], recoder: _Bytes, blank: int) -> tuple[str, ...]:
    """Texts by class. A character that is written with several classes (a ligature) is read as those."""
    by_class: dict[int, str] = {}
    for i in range(recoder.numbers("I")[0]):
        recoder.numbers("b")
        codes = recoder.numbers(f"{recoder.integer()}i")
        if len(codes) == 1 and i < len(texts):
            by_class.setdefault(codes[0], texts[i])
    by_class[blank] = ""
    return tuple(by_class.get(code, "") for code in range(max(by_class) + 1))
