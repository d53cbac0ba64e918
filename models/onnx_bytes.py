"""A network as the bytes of an ONNX file, for onnxruntime alone: weights that others installed become a graph at run
time, and the package that usually writes such files belongs to the extra ``train``.

Only what such graphs need of onnx.proto (field numbers as there) is written: nodes, numbers, arrays.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

OPSET, VERSION = 17, 8
Shaped = tuple[str, Sequence[int | str]]
_TYPES = {"float32": 1, "uint8": 2, "int8": 3, "int32": 6, "int64": 7}
_FLOAT, _INT, _STRING, _INTS = 1, 2, 3, 7
_OWN, _OWNER = frozenset({"FusedConv", "FusedMatMul", "MatMulIntegerToFloat"}), "com.microsoft"
"""Operators of onnxruntime's own, and the domain they are named in."""


@dataclass
class Graph:
    """Nodes are added in the order in which they are computed; every value has a name."""

    nodes: list[bytes] = field(default_factory=list)
    arrays: list[bytes] = field(default_factory=list)

    def add(self, kind: str, inputs: Sequence[str], outputs: str | Sequence[str] = "", **settings: Any) -> str:
        """A node; the name of its (first) output, made up where none is given."""
        names = [outputs] if isinstance(outputs, str) else list(outputs)
        names[0] = names[0] or f"v{len(self.nodes)}"
        parts = [*(_text(1, name) for name in inputs), *(_text(2, name) for name in names), _text(4, kind)]
        parts += [_text(7, _OWNER)] if kind in _OWN else []
        parts += [_block(5, _setting(name, value)) for name, value in settings.items()]
        self.nodes.append(b"".join(parts))
        return next(name for name in names if name)

    def keep(self, array: NDArray[Any]) -> str:
        """An array that is part of the graph; its name."""
        name = f"w{len(self.arrays)}"
        dims = b"".join(_number(1, side) for side in array.shape)
        values = np.ascontiguousarray(array).tobytes()
        self.arrays.append(dims + _number(2, _TYPES[array.dtype.name]) + _text(8, name) + _block(9, values))
        return name

    def to_bytes(
        self, inputs: Mapping[str, Shaped], outputs: Mapping[str, Shaped], opset: int = OPSET, version: int = VERSION
    ) -> bytes:
        """The file; inputs and outputs by name with type and shape (a name for a side of any length)."""
        parts = [*(_block(1, node) for node in self.nodes), _text(2, "docrow")]
        parts += [_block(5, array) for array in self.arrays]
        parts += [_block(11, _value(name, *shaped)) for name, shaped in inputs.items()]
        parts += [_block(12, _value(name, *shaped)) for name, shaped in outputs.items()]
        sets = [_block(8, _text(1, name) + _number(2, number)) for name, number in (("", opset), (_OWNER, 1))]
        return _number(1, version) + _block(7, b"".join(parts)) + b"".join(sets)


def _value(name: str, kind: str, shape: Sequence[int | str]) -> bytes:
    sides = (_text(2, side) if isinstance(side, str) else _number(1, side) for side in shape)
    tensor = _number(1, _TYPES[kind]) + _block(2, b"".join(_block(1, side) for side in sides))
    return _text(1, name) + _block(2, _block(1, tensor))


def _setting(name: str, value: float | int | str | Sequence[int]) -> bytes:
    if isinstance(value, float):
        return _text(1, name) + _varint(2 << 3 | 5) + struct.pack("<f", value) + _number(20, _FLOAT)
    if isinstance(value, int):
        return _text(1, name) + _number(3, value) + _number(20, _INT)
    if isinstance(value, str):
        return _text(1, name) + _text(4, value) + _number(20, _STRING)
    return _text(1, name) + b"".join(_number(8, item) for item in value) + _number(20, _INTS)


def _number(place: int, value: int) -> bytes:
    return _varint(place << 3) + _varint(value & (1 << 64) - 1)


def _text(place: int, value: str) -> bytes:
    return _block(place, value.encode())


def _block(place: int, value: bytes) -> bytes:
    return _varint(place << 3 | 2) + _varint(len(value)) + value


def _varint(value: int) -> bytes:
    """Seven bits a byte, the lowest first (protobuf's encoding)."""
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])
