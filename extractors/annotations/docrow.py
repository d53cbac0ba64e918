"""docrow's own annotations: ``<name>.json`` with ``document`` and ``answer``, boxes in the page's reading frame."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from extractors.annotations.checks import check
from extractors.annotations.documents import pack, unique_stems, unpack
from extractors.annotations.problems import Problems
from extractors.codec import decode, encode
from extractors.types import Example, Extraction


def read(folder: Path) -> list[Example]:
    """Every example of a folder. Raises BadAnnotations listing all problems."""
    problems = Problems()
    paths = sorted(folder.glob("*.json"))
    if not paths:
        problems.add(str(folder), "has no *.json")
    examples = [example for path in paths if (example := _read_one(path, problems)) is not None]
    check(examples, problems)
    problems.raise_if_any()
    return examples


def _read_one(path: Path, problems: Problems) -> Example | None:
    content = problems.json(path)
    if content is None:
        return None
    document = unpack(content.get("document"), path.parent, path.name, problems)
    try:
        answer = decode(Extraction, content.get("answer"))
    except (ValueError, AttributeError) as error:
        problems.add(path.name, f"holds no answer: {error}")
        return None
    if document and answer.document_id != document.id:
        problems.add(path.name, f"answers for the unknown document {answer.document_id}, not {document.id}")
    return Example(document, answer) if document else None


def write(examples: Sequence[Example], folder: Path) -> None:
    """One JSON file for each example, with the document's file and page images beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    for example, stem in zip(examples, unique_stems(examples), strict=True):
        content = {"document": pack(example, folder), "answer": encode(example.answer)}
        (folder / f"{stem}.json").write_text(json.dumps(content, ensure_ascii=False, indent=1))
