"""One way to measure every forms extractor, whether rules or learned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from extractors.base import Score
from extractors.forms.anew import read_anew
from extractors.metrics.forms import (
    Counts,
    calibration_error,
    entity_counts,
    field_counts,
    label_counts,
    link_counts,
    pair_counts,
    reliability,
    same_field,
    total,
)
from extractors.types import Example, Extraction, Field

if TYPE_CHECKING:
    from extractors.forms.family import Forms

Mode = Literal["entities", "words", "image"]


def evaluate(extractor: Forms, examples: Sequence[Example], mode: Mode = "words") -> Score:
    """Figures by name over all examples.

    entities: the answers' entities are given without their kind; ``label_f1``, ``link_f1`` (predicted labels), and
    ``pair_f1``. words: the documents' words are given; ``entity_f1``, ``pair_f1``. image: only the pages' pictures
    are given (the file is read anew by OCR, without AcroForm values); ``entity_f1`` and ``pair_f1`` by text alone,
    because the frames differ. ``field_f1`` in words and image mode where the answers name fields: those of the
    extractor's schema, or, where it has none, other than linked entities. A document that cannot be read counts as
    one in which nothing was found.
    """
    if mode == "entities":
        return _entities_score(extractor, examples)
    documents = [example.document for example in examples]
    found = extractor.predict(documents if mode == "words" else read_anew(documents))
    answers = [_asked(extractor, example.answer) for example in examples]
    values = _figures(extractor, answers, found, places=mode == "words")
    details = _field_details(answers, found) if "field_f1" in values else {}
    return Score(values, len(examples), details)


def _asked(extractor: Forms, answer: Extraction) -> Extraction:
    """The answer as far as it has a value for what the extractor's schema asks."""
    asked = {own.name for own in extractor.schema.fields} if extractor.schema else None
    fields = [own for own in answer.fields if own.value.strip() and (asked is None or own.key in asked)]
    return replace(answer, fields=tuple(fields))


def _entities_score(extractor: Forms, examples: Sequence[Example]) -> Score:
    given = [[replace(entity, kind="") for entity in example.answer.entities] for example in examples]
    found = extractor.label([example.document for example in examples], given)
    both = list(zip([example.answer for example in examples], found, strict=True))
    values = {
        "label_f1": total(label_counts(a.entities, b.entities) for a, b in both).f1,
        "link_f1": total(link_counts(a, b) for a, b in both).f1,
        "pair_f1": total(pair_counts(a, b) for a, b in both).f1,
    }
    kinds = Counter((a.kind, b.kind) for x, y in both for a, b in zip(x.entities, y.entities, strict=True))
    return Score(values, len(examples), {"confusion": _confusion(kinds)})


def _confusion(kinds: Counter[tuple[str, str]]) -> dict[str, dict[str, int]]:
    """How many of each kind (rows) were called what (columns)."""
    names = sorted({name for pair in kinds for name in pair})
    return {truth: {found: kinds[truth, found] for found in names} for truth in names}


def _figures(
    extractor: Forms, answers: Sequence[Extraction], found: Sequence[Extraction], places: bool
) -> dict[str, float]:
    both = list(zip(answers, found, strict=True))
    values: dict[str, float] = {}
    if not answers or any(answer.entities for answer in answers):
        values["entity_f1"] = total(entity_counts(a, b, places) for a, b in both).f1
        values["pair_f1"] = total(pair_counts(a, b) for a, b in both).f1
    if any(extractor.names_fields(answer) for answer in answers):
        values["field_f1"] = total(field_counts(a, b) for a, b in both).f1
    return values


def _field_details(answers: Sequence[Extraction], found: Sequence[Extraction]) -> dict[str, Any]:
    confidences, right = field_confidences(answers, found)
    return {
        "fields": {key: counts.plain() for key, counts in field_figures(answers, found).items()},
        "field_calibration_error": round(calibration_error(confidences, right), 4),
        "reliability": reliability(confidences, right),
    }


def field_figures(answers: Sequence[Extraction], found: Sequence[Extraction]) -> dict[str, Counts]:
    """Counts for each key, for a table of what is found well and what is not."""
    keys = dict.fromkeys(field.key for answer in answers for field in answer.fields)
    return {key: total(field_counts(_only(a, key), _only(b, key)) for a, b in zip(answers, found, strict=True))
            for key in keys}  # fmt: skip


def _only(answer: Extraction, key: str) -> Extraction:
    return replace(answer, fields=tuple(field for field in answer.fields if field.key == key))


def field_confidences(answers: Sequence[Extraction], found: Sequence[Extraction]) -> tuple[list[float], list[bool]]:
    """The confidence of every found field, and whether it is right."""
    pairs: list[tuple[Extraction, Field]] = [(a, own) for a, b in zip(answers, found, strict=True) for own in b.fields]
    right = [any(same_field(own, wanted) for wanted in answer.fields) for answer, own in pairs]
    return [own.confidence for _, own in pairs], right
