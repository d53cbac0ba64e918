"""The word list in tesseract's language data: a graph of letters, in which a word is a path (dict/dawg.cpp)."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from functools import cached_property

import numpy as np

_MAGIC, _HEAD = 42, "<hii"
_LAST, _ENDS_WORD, _FLAGS = 1, 4, 3
_FEW = 8


class WordList:
    """`data` as it lies in the file: a number for every edge, with its letter, three flags and the node it leads to;
    the edges of a node follow each other, a node is the number of its first. `letters`: the number of each character.
    Raises ValueError for other data."""

    def __init__(self, data: bytes, letters: Mapping[str, int]) -> None:
        magic, kinds, count = struct.unpack_from(_HEAD, data)
        start = struct.calcsize(_HEAD)
        if magic != _MAGIC or len(data) < start + 8 * count:
            raise ValueError(f"no list of words: it begins with {magic}, not {_MAGIC}")
        self.edges = np.frombuffer(data, "<u8", count, start)
        self.letters = letters
        self.flags_at = kinds.bit_length()

    def __contains__(self, word: str) -> bool:
        if not word:
            return False
        node, *path = 0, *(self.letters.get(character, -1) for character in word)
        for letter in path[:-1]:
            node = next((at for at, _ in self._edges(node, letter) if at), -1)
            if node < 0:
                return False
        return any(ends for _, ends in self._edges(node, path[-1]))

    def _edges(self, node: int, letter: int) -> list[tuple[int, bool]]:
        """(node it leads to or 0, whether a word ends there) of the edges with a letter; a node has at most one that
        leads on and one that ends a word."""
        return self._first.get(letter, []) if node == 0 else list(self._with(node, letter))

    @cached_property
    def _first(self) -> dict[int, list[tuple[int, bool]]]:
        """Of the first node, which has an edge for nearly every letter."""
        return {letter: list(self._with(0, letter)) for letter in set(self.letters.values())}

    def _with(self, node: int, letter: int) -> Iterator[tuple[int, bool]]:
        for at in range(node, len(self.edges), _FEW):
            for edge in self.edges[at : at + _FEW].tolist():
                flags = edge >> self.flags_at
                if edge - (flags << self.flags_at) == letter:
                    yield flags >> _FLAGS, bool(flags & _ENDS_WORD)
                if flags & _LAST:
                    return
