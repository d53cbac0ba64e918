"""Photos as phones store them: HEIC, by content, whatever the name says. `made/make_heic.py` made the picture."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from extractors.errors import Damaged
from extractors.read.open import open_document
from extractors.read.options import ReadOptions
from extractors.read.steps import page_all

PHOTO = Path(__file__).parent / "made" / "note.heic"


@pytest.mark.parametrize("name", ["note.heic", "note.jpg"])
def test_a_heic_is_known_by_its_content(name):
    document = open_document(PHOTO.read_bytes(), name, ReadOptions())
    assert document.media_type == "image/heic"
    assert [(page.width, page.height) for page in document.pages] == [(640.0, 240.0)]


def test_the_words_of_a_heic_are_read(tmp_path):
    document = replace(open_document(PHOTO.read_bytes(), "note.heic", ReadOptions()), source=str(PHOTO))
    page = page_all(document, 1, ReadOptions(), str(tmp_path))
    assert [word.text for word in page.words] == ["Invoice", "number:", "4711", "Total:", "12.50", "EUR"]
    assert 40 <= page.words[2].box.x0 <= 420 and page.words[2].box.bottom < 120


@pytest.mark.parametrize("share", [0.3, 0.7])
def test_a_heic_that_was_cut_off_is_damaged(share, tmp_path):
    data = PHOTO.read_bytes()[: int(PHOTO.stat().st_size * share)]
    path = tmp_path / "cut.heic"
    path.write_bytes(data)
    with pytest.raises(Damaged):
        page_all(
            replace(open_document(data, "cut.heic", ReadOptions()), source=str(path)), 1, ReadOptions(), str(tmp_path)
        )
