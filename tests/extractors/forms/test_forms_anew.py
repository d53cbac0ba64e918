"""Pages as docrow reads them, beside pages as people annotated them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from PIL import Image, ImageDraw, ImageFont

from extractors.errors import MissingProgram
from extractors.forms import anew
from extractors.forms.bearings import evened, is_ink
from extractors.forms.geometry import Node, neighbours, prose
from extractors.forms.teaching import Material, passes
from extractors.types import Box, Document, Entity, Example, Extraction, Page, Word

ROWS = (
    ("Name:", "Hermann Melville"),
    ("Street:", "Garden Road"),
    ("Country:", "Norway"),
    ("Branch:", "Harbour office"),
)


def _annotated(folder: Path) -> Example:
    """A page whose words people wrote down, and its picture."""
    image = Image.new("L", (900, 700), 255)
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(size=26)
    entities, words = [], []
    for row, texts in enumerate(ROWS):
        for kind, x, text in (("question", 60, texts[0]), ("answer", 320, texts[1])):
            draw.text((x, 60 + 90 * row), text, fill=0, font=font)
            box = Box(x - 4, 56 + 90 * row, x + font.getlength(text) + 4, 94 + 90 * row)
            entities.append(Entity(kind, text, 1, (box,)))
            words.append(Word(text, box, source="ocr"))
    path = folder / "form.png"
    image.save(path)
    page = Page(1, 900, 700, str(path), words=tuple(words), text_source="ocr")
    links = tuple((2 * row, 2 * row + 1) for row in range(len(ROWS)))
    answer = Extraction("f00d", "forms", "person", (), (), tuple(entities), links)
    return Example(Document("f00d", path.name, (page,), "image/png", str(path)), answer)


def test_given_words_are_read_again_and_keep_their_entities(tmp_path: Path) -> None:
    example = _annotated(tmp_path)
    (read,) = anew.as_read([example])
    assert read.document.id == example.document.id
    assert any(word.text == "Melville" for word in read.document.pages[0].words)
    material = Material.of([example], [read])
    (scanned,) = material.scanned
    owners = {text: scanned.written.entity[n] for n, text in enumerate(scanned.written.texts)}
    assert owners["Melville"] == owners["Hermann"] == 1 and owners["Norway"] == 5
    made = scanned.lesson(1.3, scanned.written.boxes)
    assert made is not None and sorted(made.owner.tolist()) == list(range(8))
    assert made.links == ((0, 1), (2, 3), (4, 5), (6, 7))
    assert list(passes(material.pages, Random(2), material.scanned * 5))


def test_words_that_docrow_read_and_pages_without_a_picture_are_not_read_again(tmp_path: Path) -> None:
    example = _annotated(tmp_path)
    page = example.document.pages[0]
    own = tuple(replace(word, size=word.box.height) for word in page.words)
    for other in (replace(page, words=own), replace(page, image=str(tmp_path / "none.png"))):
        assert anew.as_read([replace(example, document=replace(example.document, pages=(other,)))]) == []


def test_without_ocr_given_words_are_learned_from_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(documents: object) -> list[Document]:
        raise MissingProgram("tesseract is not installed")

    monkeypatch.setattr(anew, "read_anew", missing)
    assert anew.as_read([_annotated(tmp_path)]) == []


def test_boxes_of_ink_become_boxes_of_type() -> None:
    tall, low, deep = Box(100, 100, 140, 110), Box(160, 103, 190, 110), Box(220, 103, 260, 110)
    words = [Word(text, box, source="ocr", size=box.height) for text, box in (("56", tall), ("mm", low), ("on", deep))]
    given = Word("mm", low, source="ocr")
    number, unit, *_, same = evened([*words, given])
    assert same == given and not is_ink(given)
    assert number.box.top < tall.top and number.box.bottom > tall.bottom and number.box.x1 > tall.x1
    assert abs(number.box.top - unit.box.top) < 0.5 and abs(number.box.bottom - unit.box.bottom) < 0.5


def test_what_goes_on_from_a_long_line_is_running_text() -> None:
    texts = (("The code that was entered on this form says that", 60, 400), ("am exempt from reporting", 406, 560),
             ("Total of all amounts on every page", 60, 300), ("12 pieces of four", 380, 480))  # fmt: skip
    nodes = [Node(text, (Box(x0, 100 + 40 * (n // 2), x1, 110 + 40 * (n // 2)),), 10.0)
             for n, (text, x0, x1) in enumerate(texts)]  # fmt: skip
    assert prose(nodes, neighbours(nodes, ())) == {1}
