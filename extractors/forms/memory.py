"""What texts were on the pages learned from: a printed form that is met again has the same labels, and what some pages
call a question others seldom call an answer.

A text says the more of another page the more that has in common with its own page, rare texts above all (Sparck Jones
1972). Texts are kept as hashes, without case, spaces and most punctuation; of a longer number only how many digits it
has, since whoever has a hash of a number finds the number by trying all of them.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from extractors.errors import BadModel
from extractors.forms.kinds import KINDS, Logits

FILE = "memory.json"
ALIKE = 50.0
"""How much more a page counts that has the very texts of the page in question than one that shares none with it (two
halves of the training pages of FUNSD: 5 to 100 differ by a few thousandths)."""
UNSEEN = 0.5
"""What is added to the count of every kind."""
_LONG_NUMBER = 4
"""From so many digits on they count as a number that is a person's or a paper's own."""
_DIGIT = re.compile(r"\d")
_NO_SIGN = re.compile(r"[^\w%$#☑☐]|_")
Remembered = frozenset[tuple[int, int]]
"""What a page has: the keys of texts, each with a kind it was there."""


@dataclass(frozen=True)
class Memory:
    """The pages that were learned from."""

    pages: tuple[Remembered, ...] = ()

    @classmethod
    def of(cls, pages: Iterable[tuple[Sequence[str], Sequence[int]]]) -> Self:
        """Of pages with the texts of their entities, and which of `KINDS` each is."""
        return cls(tuple(frozenset(zip(map(_key, texts), map(int, kinds), strict=True)) for texts, kinds in pages))

    def __add__(self, other: Memory) -> Memory:
        return Memory(self.pages + other.pages)

    def odds(self, texts: Sequence[str]) -> Logits:
        """What is to be added to the label logits (N, kinds) of the entities of one page: 0 where nothing is known."""
        counts = np.full((len(texts), len(KINDS)), UNSEEN)
        if self.pages:
            keys = [_key(text) for text in texts]
            weights = 1.0 + ALIKE * self._likeness(frozenset(keys))
            for count, key in zip(counts, keys, strict=True):
                for page, kind in self._places.get(key, ()):
                    count[kind] += weights[page]
        return np.asarray(np.log(counts / counts.mean(axis=1, keepdims=True)))

    def _likeness(self, keys: frozenset[int]) -> NDArray[np.float64]:
        """(pages,) the cosine between a page with these texts and every page."""
        shared = np.zeros(len(self.pages))
        for key in keys & self._places.keys():
            shared[list({page for page, _ in self._places[key]})] += self._rarity(key) ** 2
        return shared / (self._lengths * _length(map(self._rarity, keys)))

    @cached_property
    def _places(self) -> dict[int, list[tuple[int, int]]]:
        """Each key's pages, with the kind it was there."""
        places = defaultdict(list)
        for page, own in enumerate(self.pages):
            for key, kind in sorted(own):
                places[key].append((page, kind))
        return dict(places)

    @cached_property
    def _spread(self) -> Counter[int]:
        """On how many pages each key is."""
        return Counter(key for own in self.pages for key in _keys(own))

    @cached_property
    def _lengths(self) -> NDArray[np.float64]:
        return np.array([_length(map(self._rarity, _keys(own))) for own in self.pages])

    def _rarity(self, key: int) -> float:
        return float(np.log(1 + len(self.pages) / max(self._spread[key], 0.5)))

    def write(self, directory: Path) -> None:
        """Beside the weights of a model: for each page the keys of each kind, in hex."""
        pages = [[[f"{key:x}" for key, own in sorted(page) if own == kind] for kind in range(len(KINDS))]
                 for page in self.pages]  # fmt: skip
        (directory / FILE).write_text(json.dumps({"kinds": KINDS, "pages": pages}, separators=(",", ":")) + "\n")

    @classmethod
    def read(cls, directory: Path) -> Self:
        """The memory of a model; of one that was never fine-tuned nothing. Raises BadModel."""
        path = directory / FILE
        if not path.is_file():
            return cls()
        try:
            content: dict[str, Any] = json.loads(path.read_text())
            return cls(tuple(_remembered(page) for page in content["pages"]))
        except (KeyError, TypeError, ValueError) as error:
            raise BadModel(f"{path} is damaged", "copy the model's directory anew or train again") from error


NOTHING = Memory()
"""What a network remembers that was never fine-tuned."""


def _remembered(page: Sequence[Sequence[str]]) -> Remembered:
    return frozenset((int(key, 16), kind) for kind, keys in enumerate(page) for key in keys)


def _keys(page: Remembered) -> set[int]:
    return {key for key, _ in page}


def _length(values: Iterable[float]) -> float:
    return max(float(np.sqrt(sum(value**2 for value in values))), 1e-9)


def _key(text: str) -> int:
    """A text's hash, of 32 bits."""
    plain = _NO_SIGN.sub("", text.lower())
    if len(_DIGIT.findall(plain)) >= _LONG_NUMBER:
        plain = _DIGIT.sub("0", plain)
    return int.from_bytes(blake2b(plain.encode(), digest_size=4).digest(), "big")
