"""Words known before any training: word pieces and what they mean.

A text is cut into pieces by greedy longest match (WordPiece, Wu et al. 2016, arXiv:1609.08144); each piece has a
vector, reduced from the input embeddings of all-MiniLM-L6-v2 (Apache-2.0) by principal components. They tell the
encoder that "surname" and "family name" are alike, which synthetic pages alone do not. Make the tables again with
``python -m models.pieces DIRECTORY``, the directory of that model (vocab.txt and model.safetensors).
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FOLDER = Path(__file__).parent / "weights" / "pieces"
PIECES, VECTORS = "pieces.txt", "vectors.npy"
COUNT, WIDTH = 20_000, 96
MOST = 24
LONGEST = 40
_STEP = 4 / 127
"""Vectors have unit variance a number on average and are kept as 8-bit integers of this size."""


def piece_numbers(texts: Sequence[str], most: int = MOST) -> NDArray[np.int32]:
    """(N, up to `most`) numbers of the pieces of each text, 0 pads; what is no piece is left out."""
    rows = [_row(text)[:most] for text in texts]
    lengths = np.array([len(row) for row in rows], np.intp)
    table = np.zeros((len(rows), max(int(lengths.max(initial=1)), 1)), np.int32)
    table[np.arange(table.shape[1]) < lengths[:, None]] = list(chain.from_iterable(rows))
    return table


def _row(text: str) -> list[int]:
    numbers: list[int] = []
    for word in text.split():
        numbers += _word(word)
    return numbers


def vectors() -> NDArray[np.float32]:
    """(COUNT + 1, WIDTH): the vector of each piece, row 0 nought."""
    table: NDArray[np.float32] = np.load(FOLDER / VECTORS).astype(np.float32) * _STEP
    return table


@lru_cache(maxsize=1)
def _vocabulary() -> dict[str, int]:
    lines = (FOLDER / PIECES).read_text(encoding="utf-8").splitlines()
    return {piece: number for number, piece in enumerate(lines, start=1)}


@lru_cache(maxsize=100_000)
def _word(word: str) -> tuple[int, ...]:
    """The pieces of what stands between two spaces."""
    plain = word.lower()
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if unicodedata.category(c) != "Mn")
    return tuple(number for run in _RUNS.findall(plain[:LONGEST]) for number in _pieces(run))


_RUNS = re.compile(r"[^\W_]+|.", re.DOTALL)
"""Letters and digits together, every other sign alone."""


def _pieces(run: str) -> list[int]:
    """Greedy longest match; a sign that no piece holds is passed over."""
    known, found, start = _vocabulary(), [], 0
    while start < len(run):
        lead = "##" if start else ""
        for end in range(len(run), start, -1):
            number = known.get(lead + run[start:end])
            if number:
                found.append(number)
                break
        else:
            end = start + 1
        start = end
    return found


def reduce(model: Path, folder: Path = FOLDER) -> None:
    """Write the tables from a model's directory: its first `COUNT` pieces of Latin script, by `WIDTH` principal
    components, common pieces (they come first) weighing more."""
    from safetensors.numpy import load_file

    words = (model / "vocab.txt").read_text(encoding="utf-8").splitlines()
    kept = [i for i, word in enumerate(words) if not word.startswith("[") and all(ord(c) < 0x250 for c in word)][:COUNT]
    table = next(t for name, t in load_file(model / "model.safetensors").items() if "word_embeddings" in name)
    small = _principal(table[kept].astype(np.float64), 1 / (np.arange(len(kept)) + 300.0))
    whole = np.concatenate([np.zeros((1, WIDTH)), small / small.std()])
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / VECTORS, np.clip(np.round(whole / _STEP), -127, 127).astype(np.int8))
    (folder / PIECES).write_text("".join(words[i] + "\n" for i in kept), encoding="utf-8")


def _principal(table: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    weights = weights / weights.sum()
    centred = table - weights @ table
    _, axes = np.linalg.eigh(centred.T @ (centred * weights[:, None]))
    return np.asarray(centred @ axes[:, ::-1][:, :WIDTH])


if __name__ == "__main__":
    reduce(Path(sys.argv[1]))
