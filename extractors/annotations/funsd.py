"""FUNSD: ``annotations/*.json`` beside ``images/*.png`` (Jaume et al., 2019, "FUNSD: A Dataset for Form Understanding
in Noisy Scanned Documents"). Boxes are pixels of the image, which are points here.

Words come sorted in reading order, because the order in the files gives the entities away.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from extractors.annotations.problems import Problems, box_of, close, lines_of
from extractors.forms.segments import reading_order
from extractors.types import Document, Entity, Example, Extraction, Field, Page, Word

KINDS = ("header", "question", "answer", "other")


def read(folder: Path) -> list[Example]:
    """Every annotated page of a FUNSD folder. Raises BadAnnotations listing all problems."""
    problems = Problems()
    paths = sorted((folder / "annotations").glob("*.json"))
    if not paths:
        problems.add(str(folder), "has no annotations/*.json")
    examples = [example for path in paths if (example := _read_one(path, folder, problems)) is not None]
    problems.raise_if_any()
    return examples


def _read_one(path: Path, folder: Path, problems: Problems) -> Example | None:
    image = next((folder / "images" / f"{path.stem}{end}" for end in (".png", ".jpg", ".tif")
                  if (folder / "images" / f"{path.stem}{end}").exists()), None)  # fmt: skip
    if image is None:
        problems.add(path.name, f"names an unknown document: images/{path.stem}.png is missing")
        return None
    items = problems.json(path)
    if items is None:
        return None
    document = _document(image)
    entities, words, links = _entities(items.get("form", []), document.pages[0], path.name, problems)
    page = replace(document.pages[0], words=tuple(words[i] for i in reading_order([w.box for w in words])))
    answer = Extraction(document.id, "forms", "person", fields_of(entities, links), (), entities, links)
    return Example(replace(document, pages=(page,)), answer)


def _document(image: Path) -> Document:
    from PIL import Image

    data = image.read_bytes()
    with Image.open(image) as picture:
        width, height = picture.size
        media_type = Image.MIME.get(picture.format or "", "")
    page = Page(1, width, height, str(image), text_source="ocr")
    return Document(hashlib.sha256(data).hexdigest()[:16], image.name, (page,), media_type, str(image), len(data))


def _entities(
    items: list[dict[str, Any]], page: Page, name: str, problems: Problems
) -> tuple[tuple[Entity, ...], list[Word], tuple[tuple[int, int], ...]]:
    """Items without any text carry nothing and are left out, with their links."""
    entities: list[Entity] = []
    words: list[Word] = []
    places: dict[int, int] = {}
    for item in items:
        where = f"{name}: item {item.get('id')}"
        own = _words(item, page, where, problems)
        if item.get("label") not in KINDS:
            problems.add(where, f"has the unknown label {item.get('label')!r}; known are {', '.join(KINDS)}")
        elif own:
            places[item["id"]] = len(entities)
            text = " ".join(word.text for word in own)
            entities.append(Entity(item["label"], text, 1, lines_of(word.box for word in own)))
            words += own
    known = {item.get("id") for item in items}
    return tuple(entities), words, tuple(_links(items, known, places, name, problems))


def _words(item: dict[str, Any], page: Page, where: str, problems: Problems) -> list[Word]:
    found = []
    for word in item.get("words", []):
        box = box_of(word.get("box"), page, where, problems)
        if box and word.get("text", "").strip():
            found.append(Word(word["text"].strip(), box, source="ocr"))
    return found


def _links(
    items: list[dict[str, Any]], known: set[Any], places: dict[int, int], name: str, problems: Problems
) -> Iterable[tuple[int, int]]:
    pairs = dict.fromkeys((a, b) for item in items for a, b in item.get("linking", []))
    for a, b in pairs:
        if a not in known or b not in known:
            problems.add(f"{name}: link {a}-{b}", "joins an item that is not there")
        elif a in places and b in places:
            yield places[a], places[b]


def fields_of(entities: Sequence[Entity], links: Iterable[tuple[int, int]]) -> tuple[Field, ...]:
    """A field for each linked question and answer."""
    pairs = ((entities[q], entities[a]) for q, a in links)
    return tuple(
        Field(q.text.strip(" :"), a.text, a.page, a.box, 1.0, label=q.text, key_box=q.box)
        for q, a in pairs
        if q.kind == "question" and a.kind == "answer"
    )


def write(examples: Sequence[Example], folder: Path) -> None:
    """One annotation and one image for each page; entities of several pages are written page by page."""
    for part in ("annotations", "images"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    for example in examples:
        for page in example.document.pages:
            stem = Path(example.document.key).stem + (f"-{page.number}" if len(example.document.pages) > 1 else "")
            image = Path(page.image)
            if image != folder / "images" / f"{stem}{image.suffix}":
                shutil.copyfile(image, folder / "images" / f"{stem}{image.suffix}")
            form = {"form": _items(example.answer, page)}
            (folder / "annotations" / f"{stem}.json").write_text(json.dumps(form, indent=1, ensure_ascii=False))


def _items(answer: Extraction, page: Page) -> list[dict[str, Any]]:
    free = list(page.words)
    items = []
    for index, entity in enumerate(answer.entities):
        if entity.page != page.number:
            continue
        linking = [list(link) for link in answer.links if index in link]
        words = _take(entity, free)
        items.append(_item(index, entity.kind, entity.text, words, linking))
    rest = (_item(len(answer.entities) + n, "other", word.text, [word], []) for n, word in enumerate(free))
    return items + list(rest)


def _item(index: int, label: str, text: str, words: list[Word], linking: list[list[int]]) -> dict[str, Any]:
    boxes = [[round(value, 3) for value in word.box] for word in words]
    around = [min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)]
    shown = [{"text": word.text, "box": box} for word, box in zip(words, boxes, strict=True)]
    return {"id": index, "text": text, "label": label, "box": around, "words": shown, "linking": linking}


def _take(entity: Entity, free: list[Word]) -> list[Word]:
    """The page's words that make up an entity, in its order, taken out of the free ones; an entity whose words the
    page does not have becomes one word."""
    taken: list[Word] = []
    inside = [word for word in free if any(close(word.box, box) for box in entity.boxes)]
    rest = entity.text.split()
    while rest and (word := _next(rest, inside, taken[-1] if taken else None)) is not None:
        taken.append(word)
        inside.remove(word)
        free.remove(word)
        rest = rest[len(word.text.split()) :]
    return taken or [Word(entity.text, entity.box)]


def _next(rest: list[str], inside: list[Word], last: Word | None) -> Word | None:
    """The nearest word after the last one that the text goes on with."""
    fitting = [word for word in inside if word.text.split() == rest[: len(word.text.split())]]
    if last is None:
        return fitting[0] if fitting else None
    return min(fitting, key=lambda w: abs(w.box.x0 - last.box.x1) + 3 * abs(w.box.top - last.box.top), default=None)
