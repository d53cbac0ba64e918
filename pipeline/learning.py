"""`docrow train` and `evaluate`: annotated documents in, figures and model directories out.

The assets of group "train" call the same functions.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from extractors.base import Extractor, Score
from extractors.errors import BadAnnotations, BadOption
from extractors.registry import make_extractor
from extractors.types import Document, Example, Failure
from pipeline import flow
from pipeline.library import live_models, model_directory
from pipeline.settings import Settings

HELD_OUT = 5
"""Every so many-th document, chosen by its id, is not learned from before it was measured on: the frozen test set."""
ENOUGH = 6
"""So many documents spare one to be measured on."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What to learn from. `base` names the model to start from (a directory, or a name below DOCROW_MODELS); `schema`
    `minutes` and `seed` are options of the families that have them."""

    family: str
    data: Path
    format: str
    schema: Path | None
    base: str | None
    out: Path
    minutes: float | None
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class Exam:
    """What to be measured on. `given`: entities, words, image or pdf; None: as the family reads documents. `schema`:
    the fields that a model of the forms family is asked for; None: its own, or those that are annotated."""

    family: str
    data: Path
    format: str
    model: Path | None
    given: str | None
    schema: Path | None = None


def learn(lesson: Lesson, settings: Settings) -> dict[str, Any]:
    """Fit on all documents but the held-out ones, measure on those, let the family learn from them too, save. Raises
    BadAnnotations, BadModel, BadOption."""
    began = time.monotonic()
    learned, held_out = split(read_examples(lesson.family, lesson.data, lesson.format, settings))
    base = model_directory(lesson.base, settings) if lesson.base else None

    def make() -> Extractor:
        return configured(
            make_extractor(lesson.family, base), schema=lesson.schema, minutes=lesson.minutes, seed=lesson.seed
        )

    before = _before(make(), held_out)
    extractor, score, plots = taught(make, learned, held_out, lesson.out)
    if held_out and extractor.complete(held_out):
        extractor.save(lesson.out)
    facts = {"documents": len(learned), "held_out": len(held_out), "seconds": round(time.monotonic() - began, 1)}
    named = {"family": lesson.family, "model": extractor.name, "directory": str(lesson.out)}
    return {**named, **facts, **before, **score.values, **score.details, "plots": [str(path) for path in plots]}


def _before(extractor: Extractor, held_out: Sequence[Example]) -> dict[str, float]:
    """The figures before learning, of the family that answers well without it and is quick to measure."""
    if extractor.family != "tables" or not held_out:
        return {}
    return {f"before_{name}": value for name, value in extractor.evaluate(held_out).values.items()}


def taught(
    make: Callable[[], Extractor], learned: Sequence[Example], held_out: Sequence[Example], out: Path
) -> tuple[Extractor, Score, list[Path]]:
    """An extractor as `make` makes it: fit, measured on the held-out documents, saved to `out`, and what there is to
    see drawn. Raises BadAnnotations."""
    from pipeline.plots import draw_training

    begin, extractor = time.monotonic(), make()
    extractor.fit(learned)
    quick = time.monotonic() - begin < QUICK
    score = extractor.evaluate(held_out) if held_out else Score({}, 0)
    extractor.save(out)
    curve = _by_documents(make, learned, held_out) if quick and held_out else []
    if curve:
        curve.append((len(learned), score.values))
    return extractor, score, draw_training(out, {**score.details, **_mistaken(extractor, held_out)}, curve)


QUICK = 20.0
"""A family that learned within so many seconds learns again from fewer documents, to see whether more would help."""


def _by_documents(
    make: Callable[[], Extractor], learned: Sequence[Example], held_out: Sequence[Example]
) -> list[tuple[float, Mapping[str, float]]]:
    """The figures after learning from fewer documents, each time from the start."""
    points: list[tuple[float, Mapping[str, float]]] = []
    for count in sorted({max(3, len(learned) // 4), len(learned) // 2}):
        if 3 <= count < len(learned):
            one = make()
            try:
                one.fit(learned[:count])
            except BadAnnotations:
                continue  # too few of them show anything
            points.append((count, one.evaluate(held_out).values))
    return points


def _mistaken(extractor: Extractor, held_out: Sequence[Example]) -> dict[str, Any]:
    """Which kinds of entities are taken for which, where entities are annotated."""
    if extractor.family != "forms" or not any(example.answer.entities for example in held_out):
        return {}
    return dict(_evaluate(extractor, held_out, "entities").details)


def configured(extractor: Extractor, **options: object) -> Extractor:
    """The extractor with the options that were given, those that are not None. Raises BadOption for one that this
    family does not have, and what the family says of their values."""
    extractor.configure(**{name: value for name, value in options.items() if value is not None})
    return extractor


def examine(exam: Exam, settings: Settings) -> dict[str, Any]:
    """The family's figures over all documents of a folder, with ``documents`` and ``ms_per_page``. Raises
    BadAnnotations, BadModel."""
    if exam.format in CARD_FORMATS:
        return _examine_cards(exam)
    directory = exam.model or live_models(settings)[exam.family]
    extractor = make_extractor(exam.family, directory)
    examples = read_examples(exam.family, exam.data, exam.format, settings, exam.given)
    if exam.schema is not None or exam.family == "forms":
        configured(extractor, schema=exam.schema or _named_fields(extractor, examples))
    began = _cpu_seconds()
    score = _evaluate(extractor, examples, exam.given)
    pages = sum(len(example.document.pages) for example in examples)
    spent = 1000 * (_cpu_seconds() - began) / max(pages, 1)
    facts = {"documents": score.documents, "pages": pages, "ms_per_page": round(spent, 2)}
    return {"family": exam.family, "model": extractor.name, **score.values, **facts, **score.details}


def _cpu_seconds() -> float:
    """Spent so far by this process and by the workers that have ended: other work on the machine does not count."""
    return sum(os.times()[:4])


def _named_fields(extractor: Extractor, examples: Sequence[Example]) -> object:
    """The annotated fields as a schema, where the model has none of its own and the annotations name fields rather than
    link texts: what is asked for must be known, and nothing of where it stands is."""
    from extractors.forms import Forms
    from extractors.forms.schema import Schema

    if not isinstance(extractor, Forms) or extractor.schema is not None:
        return None
    named = [example for example in examples if extractor.names_fields(example.answer)]
    return Schema.from_examples(named) if named else None


CARD_FORMATS = ("mrz", "aamva")
"""Answers of machine-readable zones and licence payloads; what is measured is the reader, not a model directory."""


def _examine_cards(exam: Exam) -> dict[str, Any]:
    """``format mrz``: the zones of the pictures that ``truth.json`` names; ``aamva``: the payloads of
    ``expected.json``. The keys are those of `extractors.metrics.id_cards`. Raises BadAnnotations."""
    from extractors.metrics import id_cards

    if exam.family != "id_cards":
        raise BadAnnotations(f"format {exam.format!r} holds no answers for {exam.family}", "ask the family id_cards")
    began = time.process_time()
    score, facts = (id_cards.mrz_figures if exam.format == "mrz" else id_cards.aamva_figures)(exam.data)
    spent = 1000 * (time.process_time() - began) / max(score.documents, 1)
    name = make_extractor("id_cards").name
    measured = {"documents": score.documents, "ms_per_document": round(spent, 2)}
    return {"family": "id_cards", "model": name, **score.values, **measured, **facts}


def _evaluate(extractor: Extractor, examples: Sequence[Example], given: str | None) -> Score:
    """Families whose `evaluate` can start from several things take which one as `given`."""
    if given is None:
        return extractor.evaluate(examples)
    if extractor.family == "forms" and given == "pdf":
        raise BadOption("forms takes no --from pdf", "give --from image: AcroForm values do not help there")
    if extractor.family == "forms":
        from extractors.forms.evaluation import evaluate

        return evaluate(extractor, examples, given)  # type: ignore[arg-type]
    if extractor.family == "tables":
        from extractors.tables import evaluation

        return evaluation.evaluate(extractor, examples, given)  # type: ignore[arg-type]
    return extractor.evaluate(examples)


def split(examples: Sequence[Example]) -> tuple[list[Example], list[Example]]:
    """To learn from, and the frozen test set: chosen by content, so that more documents never move one across. Where
    chance leaves it empty, one of at least `ENOUGH` documents is measured on until others come."""
    ranks = [int(hashlib.sha256(example.document.id.encode()).hexdigest()[:8], 16) for example in examples]
    chosen = [rank % HELD_OUT == 0 for rank in ranks]
    if not any(chosen) and len(examples) >= ENOUGH:
        chosen[ranks.index(min(ranks))] = True
    learned = [example for example, out in zip(examples, chosen, strict=True) if not out]
    return learned, [example for example, out in zip(examples, chosen, strict=True) if out]


def read_examples(
    family: str, folder: Path, format: str, settings: Settings, given: str | None = None
) -> list[Example]:
    """The annotated documents; those that come without words are read first. Raises BadAnnotations."""
    from extractors.annotations import FORMATS, read

    if format not in FORMATS:
        raise BadAnnotations(f"no format {format!r}", f"there are {', '.join(FORMATS)}")
    examples = read(folder, format, settings.read_options())
    if given in ("image", "entities"):
        return examples
    return [e for e in _with_words(examples, settings) if e.answer.family in ("", family)]


def _with_words(examples: Sequence[Example], settings: Settings) -> list[Example]:
    """Documents that the annotations only point to, read as `docrow run` would."""
    unread = [e for e in examples if e.document.source and not any(page.words for page in e.document.pages)]
    if not unread:
        return list(examples)
    from extractors.read.pool import PagePool
    from extractors.read.steps import page_all

    options = settings.read_options()
    folder = mkdtemp(prefix="docrow-")  # cards are looked at again while they are judged
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with PagePool(settings.processes) as pool:

        def folder_of(document: Document) -> Path:
            return Path(folder, document.id)

        read = flow.read_all(pool, page_all, [e.document for e in unread], options, folder_of, "read")
        words = {id(example): result for example, result in zip(unread, read, strict=True)}
    failures = [result for result in words.values() if isinstance(result, Failure)]
    if failures:
        problems = tuple(f"{failure.key}: {failure.code}: {failure.message}" for failure in failures)
        raise BadAnnotations(f"{len(failures)} annotated documents cannot be read", "", problems)
    return [replace(e, document=words.get(id(e), e.document)) for e in examples]  # type: ignore[arg-type]
