"""SROIE 2019 task 3: receipts as ``img/*.jpg``, text lines in ``box/*.csv``, four fields in ``key/*.json`` (Huang et
al., 2019, "ICDAR2019 Competition on Scanned Receipt OCR and Information Extraction"). Boxes are pixels."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from extractors.annotations.problems import Problems, box_of
from extractors.forms.segments import reading_order
from extractors.normalize import normalize
from extractors.types import Box, Document, Example, Extraction, Field, Page, ValueType, Word

TYPES: dict[str, ValueType] = {"company": "text", "date": "date", "address": "text", "total": "money"}


def read(folder: Path) -> list[Example]:
    """Every receipt that has lines and a key. Raises BadAnnotations listing all problems."""
    problems = Problems()
    paths = sorted((folder / "key").glob("*.json"))
    if not paths:
        problems.add(str(folder), "has no key/*.json")
    examples = [example for path in paths if (example := _read_one(path, folder, problems)) is not None]
    problems.raise_if_any()
    return examples


def _read_one(path: Path, folder: Path, problems: Problems) -> Example | None:
    from PIL import Image

    image, rows = folder / "img" / f"{path.stem}.jpg", folder / "box" / f"{path.stem}.csv"
    key = problems.json(path)
    if not (image.exists() and rows.exists()) or key is None:
        problems.add(path.name, "names an unknown document: its image or its lines are missing")
        return None
    data = image.read_bytes()
    with Image.open(image) as picture:
        width, height = picture.size
    page = Page(1, width, height, str(image), text_source="ocr")
    words = list(_words(rows, page, problems))
    page = replace(page, words=tuple(words[i] for i in reading_order([word.box for word in words])))
    id_ = hashlib.sha256(data).hexdigest()[:16]
    document = Document(id_, image.name, (page,), "image/jpeg", str(image), len(data))
    fields = tuple(_field(name, str(value), page) for name, value in key.items() if value)
    return Example(document, Extraction(id_, "forms", "person", fields))


def _words(path: Path, page: Page, problems: Problems) -> Iterator[Word]:
    """The words of each line, with shares of the line's box by number of characters."""
    for number, row in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
        parts = row.split(",", 8)
        if len(parts) < 9 or not parts[8].strip():
            continue
        xs, ys = [float(x) for x in parts[0:8:2]], [float(y) for y in parts[1:8:2]]
        box = box_of((min(xs), min(ys), max(xs), max(ys)), page, f"{path.name}: line {number}", problems)
        if box is not None:
            yield from _split(parts[8].strip(), box)


def _split(text: str, box: Box) -> Iterator[Word]:
    step, place = box.width / len(text), 0
    for token in text.split():
        place = text.index(token, place)
        x0, x1 = round(box.x0 + place * step, 3), round(box.x0 + (place + len(token)) * step, 3)
        x0, x1 = round(box.x0 + place * step, 3), round(box.x0 + (place + len(token)) * step, 3)
        yield Word(token, Box(x0, box.top, x1, box.bottom), source="ocr")
        place += len(token)


def _field(name: str, value: str, page: Page) -> Field:
    type_ = TYPES.get(name, "text")
    return Field(name, value, 1, None, 1.0, type_, normalize(value, type_), name)


def write(examples: Sequence[Example], folder: Path) -> None:
    """Image, lines and key of each example's first page."""
    for part in ("img", "box", "key"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    for example in examples:
        page, stem = example.document.pages[0], Path(example.document.key).stem
        shutil.copyfile(page.image, folder / "img" / f"{stem}.jpg")
        key = {field.key: field.value for field in example.answer.fields}
        (folder / "key" / f"{stem}.json").write_text(json.dumps(key, indent=1, ensure_ascii=False))
        (folder / "box" / f"{stem}.csv").write_text("\n".join(_rows(page)) + "\n")


def _rows(page: Page) -> Iterator[str]:
    """One row for each word, so that reading gives the same words."""
    for word in page.words:
        x0, top, x1, bottom = word.box
        yield ",".join(str(value) for value in (x0, top, x1, top, x1, bottom, x0, bottom, word.text))
