"""Word pieces: texts are cut as the vocabulary has it, and what means the same lies close together."""

import json
import struct

import numpy as np
import pytest

from models import pieces
from models.pieces import MOST, PIECES, VECTORS, piece_numbers, vectors


def near(one: str, other: str) -> float:
    table = vectors()
    a, b = (table[piece_numbers([word])[0]].mean(axis=0) for word in (one, other))
    return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))


def test_case_and_accents_do_not_matter_and_signs_stand_alone():
    rows = piece_numbers(["Straße: NÚMERO 7", "straße : numero 7"])
    assert (rows[0] == rows[1]).all()


def test_long_words_are_cut_into_known_pieces():
    whole, cut = piece_numbers(["name", "geburtsdatum"])
    assert (whole > 0).sum() == 1
    assert (cut > 0).sum() > 1


def test_unknown_signs_are_passed_over_and_long_texts_cut():
    rows = piece_numbers(["漢字", "a " * 100])
    assert not rows[0].any()
    assert rows.shape == (2, MOST)
    assert piece_numbers([]).shape == (0, 1)


def test_words_of_like_meaning_are_near():
    assert near("telephone", "phone") > 0.5 > near("telephone", "total")
    assert near("employee", "employer") > 0.5 > near("employee", "date")


def test_tables_are_made_from_a_model(tmp_path, monkeypatch):
    monkeypatch.setattr(pieces, "WIDTH", 4)
    words = ["[PAD]", "one", "two", "##s", "漢", "three", "four"]
    (tmp_path / "vocab.txt").write_text("\n".join(words))
    table = np.random.default_rng(1).normal(size=(len(words), 8)).astype(np.float32)
    header = {"e.word_embeddings.weight": {"dtype": "F32", "shape": [7, 8], "data_offsets": [0, table.nbytes]}}
    text = json.dumps(header).encode()
    (tmp_path / "model.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + table.tobytes())
    pieces.reduce(tmp_path, tmp_path / "out")
    assert (tmp_path / "out" / PIECES).read_text().split() == ["one", "two", "##s", "three", "four"]
    made = np.load(tmp_path / "out" / VECTORS)
    assert made.shape == (6, 4)
    assert made.dtype == np.int8
    assert not made[0].any()
    assert made[1:].astype(float).std() == pytest.approx(127 / 4, rel=0.25)
