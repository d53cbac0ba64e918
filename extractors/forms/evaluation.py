"""One way to measure every forms extractor, whether rules or learned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal

from extractors.base import Score
from extractors.metrics.forms import (
    Counts,
    calibration_error,
    entity_counts,
    field_counts,
    label_counts,
    link_counts,
    pair_counts,
    same_field,
    total,
)
from extractors.types import Document, Example, Extraction

if TYPE_CHECKING:
    from extractors.forms.family import Forms

Mode = Literal["entities", "words", "image"]


def evaluate(extractor: Forms, examples: Sequence[Example], mode: Mode = "words") -> Score:
    """Figures by name over all examples.

    entities: the answers' entities are given without their kind; ``label_f1``, ``link_f1`` (predicted labels).
    words: the documents' words are given; ``entity_f1``, ``pair_f1``. image: only the page's picture (or the stored
    file) is given; ``entity_f1`` and ``pair_f1`` by text alone, because the frames differ.
    ``field_f1`` in words and image mode where the examples name fields beyond linked entities.
    """
    if mode == "entities":
        return _entities_score(extractor, examples)
    documents = [example.document for example in examples]
    found = extractor.predict(documents if mode == "words" else [read_again(document) for document in documents])
    answers = [example.answer for example in examples]
    return Score(_figures(answers, found, places=mode == "words"), len(examples))


def _entities_score(extractor: Forms, examples: Sequence[Example]) -> Score:
    given = [[replace(entity, kind="") for entity in example.answer.entities] for example in examples]
    found = extractor.label([example.document for example in examples], given)
    both = list(zip([example.answer for example in examples], found, strict=True))
    values = {
        "label_f1": total(label_counts(a.entities, b.entities) for a, b in both).f1,
        "link_f1": total(link_counts(a, b) for a, b in both).f1,
    }
    return Score(values, len(examples))


def _figures(answers: Sequence[Extraction], found: Sequence[Extraction], places: bool) -> dict[str, float]:
    both = list(zip(answers, found, strict=True))
    values: dict[str, float] = {}
    if not answers or any(answer.entities for answer in answers):
        values["entity_f1"] = total(entity_counts(a, b, places) for a, b in both).f1
        values["pair_f1"] = total(pair_counts(a, b) for a, b in both).f1
    if any(answer.fields and not answer.links for answer in answers):
        values["field_f1"] = total(field_counts(a, b) for a, b in both).f1
    return values


def field_figures(answers: Sequence[Extraction], found: Sequence[Extraction]) -> dict[str, Counts]:
    """Counts for each key, for a table of what is found well and what is not."""
    keys = dict.fromkeys(field.key for answer in answers for field in answer.fields)
    return {key: total(field_counts(_only(a, key), _only(b, key)) for a, b in zip(answers, found, strict=True))
            for key in keys}  # fmt: skip


def _only(answer: Extraction, key: str) -> Extraction:
    return replace(answer, fields=tuple(field for field in answer.fields if field.key == key))


def field_calibration(answers: Sequence[Extraction], found: Sequence[Extraction]) -> float:
    """Expected calibration error of the confidences of found fields."""
    confidences, right = [], []
    for answer, own in zip(answers, found, strict=True):
        for field in own.fields:
            confidences.append(field.confidence)
            right.append(any(same_field(field, wanted) for wanted in answer.fields))
    return calibration_error(confidences, right)


def read_again(document: Document) -> Document:
    """The document read anew from its stored file, so that nothing of the given words helps. Raises DocumentError as
    reading does."""
    from extractors.read.open import open_document
    from extractors.read.options import ReadOptions
    from extractors.read.steps import page_all

    options = ReadOptions(ocr="always")
    path = Path(document.source or document.pages[0].image)
    opened = replace(open_document(path.read_bytes(), document.key, options), source=str(path))
    with TemporaryDirectory() as folder:
        pages = tuple(page_all(opened, page.number, options, folder) for page in opened.pages)
        return replace(opened, id=document.id, pages=tuple(replace(page, families=None) for page in pages))
