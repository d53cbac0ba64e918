"""Several PDF417 symbols of one message become one barcode."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest

from extractors.id_cards.aamva import parse
from extractors.read.appended import joined
from extractors.read.barcodes import find_barcodes
from extractors.read.ink import Ink
from extractors.types import Box, Region

PAYLOAD = (
    "@\n\x1e\rANSI 636002080001DL00310100DLDCSSAMPLE\nDACMORRIS\nDADT\nDAQS12345678\nDBB12311971\nDBA08162030\nDBC1\n"
    "DCGUSA\nDAG24 BEACON STREET\nDAIBOSTON\nDAJMA\nDAK021330000\r"
)


@dataclass(frozen=True)
class Decoded:
    extra: dict[str, Any] = field(default_factory=dict)


def region(text: str, x: float, y: float, format_: str = "PDF417") -> Region:
    return Region("barcode", Box(x, y, x + 100, y + 40), 0.99, text, format_)


def test_symbols_of_one_file_are_joined_as_they_stand():
    ours, alone = Decoded({"FileId": "017"}), Decoded()
    regions = [region("third", 0, 100), region("@first", 120, 0), region("second", 0, 50), region("other", 300, 0)]
    found = joined([ours, ours, ours, alone], regions)
    assert [one.text for one in found] == ["@firstsecondthird", "other"]
    assert tuple(found[0].box) == (0, 0, 220, 140)


def test_symbols_of_other_files_and_kinds_stay_apart():
    symbols = [Decoded({"FileId": "1"}), Decoded({"FileId": "2"}), Decoded({"FileId": "1"})]
    regions = [region("a", 0, 0), region("b", 0, 50), region("c", 0, 100, "QRCode")]
    assert joined(symbols, regions) == regions


def macro(text: str, index: int, count: int, columns: int = 6, level: int = 3) -> np.ndarray:
    """A symbol with the control block of Macro PDF417 (ISO/IEC 15438, 5.13), rendered by the library of the tests."""
    pdf417gen = pytest.importorskip("pdf417gen")
    from pdf417gen import encoding
    from pdf417gen.compaction import compact

    def numeric(digits: str) -> list[int]:
        value, words = int("1" + digits), []
        while value:
            value, word = divmod(value, 900)
            words.append(word)
        return words[::-1]

    data = list(compact(text.encode()))
    block = [928, *numeric(f"{index:05}"), 17, *([922] if index == count - 1 else [])]
    padding = encoding.get_padding(len(data) + len(block), 2 ** (level + 1), columns)
    words = [len(data) + len(block) + len(padding) + 1, *data, *padding, *block]
    words += encoding.compute_error_correction_code_words(words, level)
    rows = list(encoding.encode_rows(list(encoding.chunks(words, columns)), columns, level))
    return np.asarray(pdf417gen.render_image(rows, scale=3, ratio=3, padding=20).convert("L"))


def test_a_licence_in_three_symbols():
    parts = [PAYLOAD[at : at + 60] for at in range(0, len(PAYLOAD), 60)]
    symbols = [macro(part, number, len(parts)) for number, part in enumerate(parts)]
    wide = max(symbol.shape[1] for symbol in symbols)
    sheet = np.vstack([np.pad(s, ((0, 40), (0, wide - s.shape[1])), constant_values=255) for s in symbols])
    (found,) = find_barcodes(Ink(sheet, 1.0, 0.0, 0.0, 10.0))
    assert found.text == PAYLOAD
    assert parse(found.text).fields["postal_code"].normal == "02133"
