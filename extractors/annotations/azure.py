"""Azure Document Intelligence: ``<document>.labels.json`` beside each document, and ``fields.json``.

Boxes are eight numbers, shares of the page's width and height; a value is the words it is made of. Selection marks
have the text "selected" or "unselected".
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from extractors.annotations.checks import check
from extractors.annotations.documents import Reader
from extractors.annotations.problems import Problems
from extractors.frames import reading
from extractors.normalize import normalize
from extractors.types import Box, Document, Example, Extraction, Field, Page, ValueType

SUFFIX = ".labels.json"
TYPES: dict[str, ValueType] = {
    "string": "text", "number": "number", "integer": "integer", "date": "date", "time": "text",
    "selectionMark": "checkbox", "signature": "signature", "currency": "money", "countryRegion": "text",
}  # fmt: skip
_NAMES = {type_: name for name, type_ in reversed(list(TYPES.items()))}


def read(folder: Path, reader: Reader) -> list[Example]:
    """Every labelled document of a folder; tables among the labels are left out. Raises BadAnnotations listing all
    problems."""
    problems = Problems()
    paths = sorted(folder.glob(f"*{SUFFIX}"))
    if not paths:
        problems.add(str(folder), f"has no *{SUFFIX}")
    types = _types(folder, problems)
    examples = [example for path in paths if (example := _read_one(path, types, reader, problems)) is not None]
    check(examples, problems)
    problems.raise_if_any()
    return examples


def _types(folder: Path, problems: Problems) -> dict[str, ValueType]:
    """Field types by name from fields.json; "text" for kinds that docrow does not tell apart."""
    path = folder / "fields.json"
    content = problems.json(path) if path.exists() else {}
    listed = (content or {}).get("fields", [])
    return {field["fieldKey"]: TYPES.get(field.get("fieldType", "string"), "text") for field in listed}


def _read_one(path: Path, types: dict[str, ValueType], reader: Reader, problems: Problems) -> Example | None:
    content = problems.json(path)
    if content is None:
        return None
    named = path.with_name(content.get("document") or path.name.removesuffix(SUFFIX))
    document = reader.read(named, problems)
    if document is None:
        return None
    fields = []
    for label in content.get("labels", []):
        if types and label.get("label") not in types and "/" not in label.get("label", ""):
            problems.add(path.name, f"label {label.get('label')} is not in fields.json")
        elif label.get("value") and "/" not in label["label"]:
            fields.append(_field(label, document, types.get(label["label"], "text"), path.name, problems))
    answer = Extraction(document.id, "forms", "person", tuple(field for field in fields if field))
    return Example(document, reading(answer, document))


def _field(label: dict[str, Any], document: Document, type_: ValueType, name: str, problems: Problems) -> Field | None:
    parts = label["value"]
    number = int(parts[0].get("page", 1))
    page = next((page for page in document.pages if page.number == number), None)
    where = f"{name}: {label['label']}"
    if page is None:
        problems.add(where, f"is on page {number} of {len(document.pages)}")
        return None
    boxes = [box for part in parts if part.get("page", 1) == number for box in _boxes(part, page, where, problems)]
    value = " ".join(part.get("text", "") for part in parts)
    box = Box.around(boxes) if boxes else None
    return Field(label["label"], value, number, box, 1.0, type_, normalize(value, type_), label["label"])


def _boxes(part: dict[str, Any], page: Page, where: str, problems: Problems) -> list[Box]:
    found = []
    for numbers in part.get("boundingBoxes", []):
        xs, ys = [x * page.width for x in numbers[::2]], [y * page.height for y in numbers[1::2]]
        if len(numbers) != 8:
            problems.add(where, f"has a box of {len(numbers)} numbers, not 8")
        else:
            found.append(Box(*(round(number, 3) for number in (min(xs), min(ys), max(xs), max(ys)))))
    return found


def write(examples: Sequence[Example], folder: Path) -> None:
    """Documents, labels and fields.json; entities and links have no place in this format."""
    folder.mkdir(parents=True, exist_ok=True)
    fields: dict[str, str] = {}
    for example in examples:
        document = example.document
        target = folder / Path(document.key).name
        if Path(document.source).resolve() != target.resolve():
            shutil.copyfile(document.source, target)
        labels = [_label(field, document) for field in example.answer.fields]
        fields |= {field.key: _NAMES.get(field.type, "string") for field in example.answer.fields}
        content = {"document": target.name, "labels": labels}
        (folder / f"{target.name}{SUFFIX}").write_text(json.dumps(content, indent=1, ensure_ascii=False))
    listed = [{"fieldKey": key, "fieldType": kind, "fieldFormat": "not-specified"} for key, kind in fields.items()]
    (folder / "fields.json").write_text(json.dumps({"fields": listed}, indent=1, ensure_ascii=False))


def _label(field: Field, document: Document) -> dict[str, Any]:
    page = next(page for page in document.pages if page.number == field.page)
    part: dict[str, Any] = {"page": field.page, "text": field.value, "boundingBoxes": []}
    if field.box is not None:
        x0, top, x1, bottom = page.transform.box(field.box)
        corners = ((x0, top), (x1, top), (x1, bottom), (x0, bottom))
        part["boundingBoxes"] = [[share for x, y in corners for share in (x / page.width, y / page.height)]]
    return {"label": field.key, "key": None, "value": [part]}
