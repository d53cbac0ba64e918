"""A zone on a scanned page is found by routing even where OCR read nothing of it."""

from dataclasses import replace
from functools import partial

import cv2
import numpy as np
import pytest
from PIL import Image

from extractors.id_cards.reader import shipped_reader
from extractors.id_cards.sighting import shows_zone
from extractors.id_cards.synthetic import CELL, fonts, ink
from extractors.read.ink import page_ink
from extractors.read.regions import _families
from extractors.types import Box, Page, Word

ZONE = ["VDTHAUVDKQMRRRBY<<ZHANG<WILLIAM<<<<<<<<<<<<<", "1541000195THA0210144M6504131<<<<<<<<<<<<<<<<"]
pytestmark = [
    pytest.mark.skipif(shipped_reader() is None, reason="the line reader's weights are not installed"),
    pytest.mark.skipif(not fonts()[0].startswith("OCRB"), reason="needs fonts-ocr-b"),
]


def scanned(folder, rows, words=()):
    """An A4 page at 150 dpi with two lines at the pitch of a zone on it."""
    sheet = np.full((1754, 1240), 245.0, np.float32)
    for row, mask in enumerate(rows):
        small = cv2.resize(mask, (round(15 * mask.shape[1] / CELL[0]), 26), interpolation=cv2.INTER_AREA)
        top = 900 + 38 * row
        sheet[top : top + 26, 200 : 200 + small.shape[1]] *= 1 - 0.85 * small
    noisy = sheet + np.random.default_rng(4).normal(0, 4, sheet.shape)
    path = folder / "page.png"
    Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8)).save(path)
    return Page(1, 595, 842, image=str(path), words=tuple(words), text_source="ocr")


def test_a_zone_that_ocr_left_out_is_seen(tmp_path):
    page = scanned(tmp_path, [ink(line, fonts()[0]) for line in ZONE], [Word("unread", Box(60, 60, 90, 70))])
    assert shows_zone(page)
    assert "id_cards" in _families(page, partial(page_ink, page))


def test_lines_that_are_none_of_a_zone_are_no_reason(tmp_path):
    random = np.random.default_rng(1)
    rows = [mask[:, random.permutation(mask.shape[1])] for mask in (ink(line, fonts()[0]) for line in ZONE)]
    assert not shows_zone(scanned(tmp_path, rows))
    assert not shows_zone(scanned(tmp_path, []))


def test_lines_that_were_read_as_words_are_not_asked(tmp_path):
    """Lower case read with confidence in the very place of the lines: no zone is looked for there."""
    read = [Word("lower case", Box(100 + 60 * i, 432 + 18 * row, 140 + 60 * i, 444 + 18 * row))
            for row in range(2) for i in range(5)]  # fmt: skip
    page = scanned(tmp_path, [ink(line, fonts()[0]) for line in ZONE], read)
    assert not shows_zone(page)


def test_pages_with_text_of_their_own_are_not_looked_at(tmp_path):
    page = scanned(tmp_path, [ink(line, fonts()[0]) for line in ZONE], [Word("typed", Box(60, 60, 90, 70))])
    assert "id_cards" not in _families(replace(page, text_source="text"), partial(page_ink, page))
