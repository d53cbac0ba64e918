"""Label Studio: a JSON export of tasks with rectangles (percent of the page image), texts and relations.

``data.image`` (or ``data.pages``, with ``item_index`` in the results) names the page pictures, found beside the
export by file name. Rectangles labelled header, question, answer or other are entities and relations their links;
``table``, ``table row``, ``table column`` and the like are tables (`labelstudio_tables`); any other label is the key
of a field. What `write` exports carries the document in ``data.document``, which Label Studio
keeps, so that it is not read again.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

from extractors.annotations.checks import check
from extractors.annotations.documents import Reader, pack, unpack
from extractors.annotations.funsd import KINDS, fields_of
from extractors.annotations.labelstudio_tables import shapes_of, table_label, tables_of
from extractors.annotations.problems import Problems, lines_of
from extractors.forms.segments import reading_order
from extractors.frames import displayed, reading
from extractors.normalize import guess_type, normalize
from extractors.types import Box, Document, Entity, Example, Extraction, Field, Page

Result = dict[str, Any]


def read(folder: Path, reader: Reader) -> list[Example]:
    """Every annotated task of the exports in a folder. Raises BadAnnotations listing all problems."""
    problems = Problems()
    paths = sorted(folder.glob("*.json"))
    if not paths:
        problems.add(str(folder), "has no *.json export")
    examples = []
    for path in paths:
        for number, task in enumerate(_tasks(path, problems), start=1):
            where = f"{path.name}: task {task.get('id', number)}"
            if (example := _read_task(task, folder, reader, where, problems)) is not None:
                examples.append(example)
    check(examples, problems)
    problems.raise_if_any()
    return examples


def _tasks(path: Path, problems: Problems) -> list[dict[str, Any]]:
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        problems.add(path.name, f"is not readable JSON ({type(error).__name__})")
        return []
    tasks = content if isinstance(content, list) else [content]
    return [task for task in tasks if isinstance(task, dict) and (task.get("annotations") or task.get("completions"))]


def _read_task(task: dict[str, Any], folder: Path, reader: Reader, where: str, problems: Problems) -> Example | None:
    data = task.get("data", {})
    document = unpack(data["document"], folder, where, problems) if "document" in data else None
    document = document or _document(data, folder, reader, where, problems)
    if document is None:
        return None
    annotations = [a for a in task.get("annotations") or task["completions"] if not a.get("was_cancelled")]
    if not annotations:
        return None
    answer = _answer(annotations[-1].get("result", []), document, where, problems)
    return Example(document, reading(answer, document))


def _document(data: dict[str, Any], folder: Path, reader: Reader, where: str, problems: Problems) -> Document | None:
    names = data.get("pages") or data.get("image") or data.get("ocr") or ""
    pages: list[Document] = []
    for name in names if isinstance(names, list) else [names]:
        path = _find(str(name), folder)
        if path is None:
            problems.add(where, f"names an unknown document: {name or 'no image'}")
        elif (page := reader.read(path, problems)) is not None:
            pages.append(page)
    if not pages:
        return None
    joined = tuple(replace(page.pages[0], number=i) for i, page in enumerate(pages, start=1))
    return replace(pages[0], pages=joined) if len(pages) > 1 else pages[0]


def _find(name: str, folder: Path) -> Path | None:
    """Local-storage and upload addresses end in the file's name, the latter with a prefix of eight hex digits."""
    parts = urlparse(name)
    base = Path(unquote(parts.query.removeprefix("d=") if parts.query.startswith("d=") else parts.path)).name
    for candidate in (base, base.partition("-")[2]):
        for place in (folder / candidate, folder / "images" / candidate):
            if candidate and place.is_file():
                return place
    return None


def _answer(results: Sequence[Result], document: Document, where: str, problems: Problems) -> Extraction:
    texts = {r["id"]: _text_of(r) for r in results if r.get("type") == "textarea" and "id" in r}
    shapes = list(_shapes(results, document, where, problems))
    drawn = [(name, page, box) for result, page, box in shapes if (name := table_label(_label_of(result)))]
    shapes = [shape for shape in shapes if not table_label(_label_of(shape[0]))]
    groups: dict[str, list[tuple[Result, Page, Box]]] = {}
    for result, page, box in shapes:
        groups.setdefault(result.get("parentID") or result["id"], []).append((result, page, box))
    entities: list[Entity] = []
    fields: list[Field] = []
    places: dict[str, int] = {}
    for key, group in groups.items():
        label, page, boxes = _label_of(group[0][0]), group[0][1], tuple(box for _, _, box in group)
        text = texts.get(key) or _words_in(page, boxes)
        if label.lower() in KINDS:
            places |= {result["id"]: len(entities) for result, _, _ in group}
            lines = boxes if group[0][0].get("meta", {}).get("line") else _in_lines(page, boxes)
            entities.append(Entity(label.lower(), text, page.number, lines))
        else:
            fields.append(_field(label, text, page, Box.around(boxes)))
    links = tuple(_links(results, places, where, problems))
    fields += fields_of(entities, links)
    tables = tables_of(drawn, where, problems)
    family = "tables" if tables and not (fields or entities) else "forms"
    return Extraction(document.id, family, "person", tuple(fields), tables, tuple(entities), links)


def _text_of(result: Result) -> str:
    text = result.get("value", {}).get("text", "")
    return " ".join(text) if isinstance(text, list) else str(text)


def _label_of(result: Result) -> str:
    value = result["value"]
    labels = value.get("rectanglelabels") or value.get("labels") or [""]
    return str(labels[0])


def _shapes(
    results: Sequence[Result], document: Document, where: str, problems: Problems
) -> Iterator[tuple[Result, Page, Box]]:
    for result in results:
        if result.get("type") not in ("rectanglelabels", "labels") or "width" not in result.get("value", {}):
            continue
        number = int(result.get("item_index", 0)) + 1
        page = next((page for page in document.pages if page.number == number), None)
        if page is None:
            problems.add(f"{where}: region {result.get('id')}", f"is on page {number} of {len(document.pages)}")
        else:
            yield result, page, _box(result["value"], page)


def _box(value: dict[str, Any], page: Page) -> Box:
    """Percent of the picture to points of the page as displayed; a turned rectangle by its corners."""
    x, y = value["x"] * page.width / 100, value["y"] * page.height / 100
    width, height = value["width"] * page.width / 100, value["height"] * page.height / 100
    angle = math.radians(value.get("rotation", 0) or 0)
    corners = [(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)]
    xs = [x + a * math.cos(angle) - b * math.sin(angle) for a, b in corners]
    ys = [y + a * math.sin(angle) + b * math.cos(angle) for a, b in corners]
    return Box(*(round(number, 3) for number in (min(xs), min(ys), max(xs), max(ys))))


def _words_in(page: Page, boxes: Sequence[Box]) -> str:
    """What the page says inside rectangles, where nobody typed it; boxes are in the displayed frame."""
    words = [word for word in page.words if any(box.holds(page.transform.box(word.box).center) for box in boxes)]
    return " ".join(words[i].text for i in reading_order([word.box for word in words]))


def _in_lines(page: Page, boxes: tuple[Box, ...]) -> tuple[Box, ...]:
    """One rectangle over several lines becomes a box for each line of words inside."""
    if len(boxes) > 1:
        return boxes
    words = [page.transform.box(word.box) for word in page.words]
    inside = lines_of(word for word in words if boxes[0].holds(word.center))
    return inside if len(inside) > 1 else boxes


def _field(key: str, text: str, page: Page, box: Box) -> Field:
    type_ = guess_type(text)
    return Field(key, text, page.number, box, 1.0, type_, normalize(text, type_), key)


def _links(
    results: Sequence[Result], places: dict[str, int], where: str, problems: Problems
) -> Iterator[tuple[int, int]]:
    for result in results:
        if result.get("type") != "relation":
            continue
        ends = [str(result.get("from_id")), str(result.get("to_id"))]
        if result.get("direction") == "left":
            ends.reverse()
        if all(end in places for end in ends):
            yield places[ends[0]], places[ends[1]]
        else:
            problems.add(f"{where}: relation {ends[0]}-{ends[1]}", "joins a region that is no entity")


def write(examples: Sequence[Example], folder: Path) -> None:
    """``tasks.json``, ready to import and as Label Studio exports it, with page pictures in ``images``."""
    folder.mkdir(parents=True, exist_ok=True)
    tasks = [_task(number, example, folder) for number, example in enumerate(examples, start=1)]
    (folder / "tasks.json").write_text(json.dumps(tasks, indent=1, ensure_ascii=False))


def _task(number: int, example: Example, folder: Path) -> dict[str, Any]:
    document = pack(example, folder)
    images = [page.get("image", "") for page in document.get("pages", [])]
    data = {"image": images[0]} if len(images) == 1 else {"pages": images}
    results = list(_results(example))
    return {"id": number, "data": {**data, "document": document}, "annotations": [{"id": number, "result": results}]}


def _results(example: Example) -> Iterator[Result]:
    answer = displayed(example.answer, example.document)
    pages = {page.number: page for page in example.document.pages}
    for index, entity in enumerate(answer.entities):
        yield from _entity_results(f"e{index}", entity.kind, entity.text, entity.boxes, pages[entity.page])
    linked = {(answer.entities[a].text, answer.entities[a].box) for _, a in answer.links}
    for index, field in enumerate(answer.fields):
        if field.box is not None and (field.value, field.box) not in linked:
            yield from _entity_results(f"f{index}", field.key, field.value, (field.box,), pages[field.page])
    drawn = [shape for table in answer.tables for shape in shapes_of(table, pages)]
    for index, (label, page, box) in enumerate(drawn):
        yield from _entity_results(f"t{index}", label, "", (box,), page)
    for q, a in answer.links:
        yield {"type": "relation", "from_id": f"e{q}", "to_id": f"e{a}", "direction": "right"}


def _entity_results(name: str, label: str, text: str, boxes: Sequence[Box], page: Page) -> Iterator[Result]:
    """A rectangle for each line (said in ``meta``, as a person may draw one around several); the first one carries the
    text and the others name it as their parent."""
    for number, box in enumerate(boxes):
        place = {
            "x": 100 * box.x0 / page.width, "y": 100 * box.top / page.height, "rotation": 0,
            "width": 100 * box.width / page.width, "height": 100 * box.height / page.height,
        }  # fmt: skip
        common = {"to_name": "image", "item_index": page.number - 1, "original_width": round(page.width),
                  "original_height": round(page.height)}  # fmt: skip
        own: Result = {"id": name} if not number else {"id": f"{name}.{number}", "parentID": name}
        own["meta"] = {"line": True}
        yield {**common, **own, "type": "rectanglelabels", "from_name": "label",
               "value": {**place, "rectanglelabels": [label]}}  # fmt: skip
        if not number and text:
            yield {**common, "id": name, "type": "textarea", "from_name": "text", "value": {**place, "text": [text]}}
