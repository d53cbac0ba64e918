"""docrow's own annotations: ``<name>.json`` with ``document`` and ``answer``, boxes in the page's reading frame.
Or what `docrow extract --json` prints, corrected: ``document`` and ``extractions``, boxes on the page as displayed, and
the document itself beside it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from extractors.annotations.checks import check
from extractors.annotations.documents import Reader, pack, unique_stems, unpack
from extractors.annotations.problems import Problems
from extractors.codec import decode, encode
from extractors.frames import reading
from extractors.types import Document, Example, Extraction


def read(folder: Path, reader: Reader) -> list[Example]:
    """Every example of a folder. Raises BadAnnotations listing all problems."""
    problems = Problems()
    paths = sorted(folder.glob("*.json"))
    if not paths:
        problems.add(str(folder), "has no *.json")
    examples = [example for path in paths for example in _read_one(path, reader, problems)]
    check(examples, problems)
    problems.raise_if_any()
    return examples


def _read_one(path: Path, reader: Reader, problems: Problems) -> list[Example]:
    content = problems.json(path)
    if content is None:
        return []
    document = _document(content, path, reader, problems)
    told = [content.get("answer")] if "answer" in content else content.get("extractions")
    try:
        answers = [decode(Extraction, answer) for answer in told or [None]]
    except (ValueError, AttributeError) as error:
        problems.add(path.name, f"holds no answer: {error}")
        return []
    for answer in answers:
        if document and answer.document_id != document.id:
            problems.add(path.name, f"answers for the unknown document {answer.document_id}, not {document.id}")
    if document is None:
        return []
    printed = "answer" not in content  # by `docrow extract`, on the page as displayed
    return [Example(document, reading(answer, document) if printed else answer) for answer in answers]


def _document(content: dict[str, Any], path: Path, reader: Reader, problems: Problems) -> Document | None:
    """As it is told; of what `docrow extract` printed, read anew from the file beside it."""
    document = unpack(content.get("document"), path.parent, path.name, problems)
    if document is None or "extractions" not in content:
        return document
    return reader.read(path.parent / Path(document.key).name, problems)


def write(examples: Sequence[Example], folder: Path) -> None:
    """One JSON file for each example, with the document's file and page images beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    for example, stem in zip(examples, unique_stems(examples), strict=True):
        content = {"document": pack(example, folder), "answer": encode(example.answer)}
        (folder / f"{stem}.json").write_text(json.dumps(content, ensure_ascii=False, indent=1))
