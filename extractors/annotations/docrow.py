"""docrow's own annotations: ``<name>.json`` with ``document`` and ``answer``, boxes in the page's reading frame.
Or what `docrow extract --json` prints, corrected: ``document``, ``extractions``, and the document itself beside it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from extractors.annotations.checks import check
from extractors.annotations.documents import pack, read_document, unique_stems, unpack
from extractors.annotations.problems import Problems
from extractors.codec import decode, encode
from extractors.types import Document, Example, Extraction


def read(folder: Path) -> list[Example]:
    """Every example of a folder. Raises BadAnnotations listing all problems."""
    problems = Problems()
    paths = sorted(folder.glob("*.json"))
    if not paths:
        problems.add(str(folder), "has no *.json")
    examples = [example for path in paths for example in _read_one(path, problems)]
    check(examples, problems)
    problems.raise_if_any()
    return examples


def _read_one(path: Path, problems: Problems) -> list[Example]:
    content = problems.json(path)
    if content is None:
        return []
    document = _document(content.get("document"), path, problems)
    told = [content.get("answer")] if "answer" in content else content.get("extractions")
    try:
        answers = [decode(Extraction, answer) for answer in told or [None]]
    except (ValueError, AttributeError) as error:
        problems.add(path.name, f"holds no answer: {error}")
        return []
    for answer in answers:
        if document and answer.document_id != document.id:
            problems.add(path.name, f"answers for the unknown document {answer.document_id}, not {document.id}")
    return [Example(document, answer) for answer in answers] if document else []


def _document(content: Any, path: Path, problems: Problems) -> Document | None:
    """As it is told; read anew where that is without words and names a file beside it, as what is extracted does."""
    document = unpack(content, path.parent, path.name, problems)
    if document is None or document.source or any(page.words for page in document.pages):
        return document
    beside = path.parent / Path(document.key).name
    return read_document(beside, problems) if beside.is_file() else document


def write(examples: Sequence[Example], folder: Path) -> None:
    """One JSON file for each example, with the document's file and page images beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    for example, stem in zip(examples, unique_stems(examples), strict=True):
        content = {"document": pack(example, folder), "answer": encode(example.answer)}
        (folder / f"{stem}.json").write_text(json.dumps(content, ensure_ascii=False, indent=1))
