"""What runs inside the worker processes of the page pool: module-level functions of one picklable item each.

A DocumentError becomes a Failure here, where the stage and the document's id are known.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractors.base import Extractor
from extractors.errors import DocumentError
from extractors.frames import displayed
from extractors.types import Document, Extraction, Failure, Page

if TYPE_CHECKING:
    from extractors.read.options import ReadOptions
    from storage.ready import Ready


@dataclass(frozen=True, slots=True)
class Arrival:
    """An object of the bucket that is to be opened."""

    key: str
    bucket: str
    bucket_options: Mapping[str, Any]
    artifacts: Path
    options: ReadOptions


def open_arrival(arrival: Arrival) -> Document | Failure:
    """Bytes from the bucket, kept as artifact, opened: a Document whose pages know their size and nothing else yet."""
    from storage.artifacts import Artifacts
    from storage.bucket import Bucket

    try:
        data = Bucket(arrival.bucket, **arrival.bucket_options).read(arrival.key, arrival.options.max_bytes)
    except DocumentError as error:
        return error.failure(arrival.key, "open")
    artifacts = Artifacts(arrival.artifacts)
    _, source = artifacts.put(data)
    return open_bytes(data, arrival.key, arrival.options, str(source))


def open_bytes(data: bytes, key: str, options: ReadOptions, source: str) -> Document | Failure:
    """The document of these bytes; a Failure of stage "open" where they cannot be read."""
    from extractors.read.open import open_document

    try:
        return replace(open_document(data, key, options), source=source)
    except DocumentError as error:
        return error.failure(key, "open", hashlib.sha256(data).hexdigest()[:16])


@dataclass(frozen=True, slots=True)
class Question:
    """A document and the families to ask; `models` has a directory for each family that does not answer as shipped.
    With `artifacts` the document and the answers are kept there. `languages` are those that the pages were read in, for
    tables that are read a second time. With `rows` the answer comes as rows."""

    document: Document
    families: tuple[str, ...]
    models: Mapping[str, Path | None] = field(default_factory=dict)
    artifacts: Path | None = None
    languages: tuple[str, ...] = ("eng",)
    rows: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What the families said. A family that cannot answer this document leaves a Failure; the others stand. With `rows`
    those are all there is: no extractions, and pages with nothing but their size."""

    document: Document
    extractions: tuple[Extraction, ...] = ()
    failures: tuple[Failure, ...] = ()
    rows: Ready | None = None

    @property
    def fields(self) -> int:
        return self.rows.count("fields") if self.rows else sum(len(e.fields) for e in self.extractions)

    @property
    def tables(self) -> int:
        return self.rows.count("tables") if self.rows else sum(len(e.tables) for e in self.extractions)


def rows_of(told: Answer) -> Ready:
    """The answer as rows that only have to be written, boxes on the page as displayed."""
    from storage.ready import make_ready

    if told.rows is not None:
        return told.rows
    return make_ready(told.document, [displayed(extraction, told.document) for extraction in told.extractions])


def in_rows(told: Answer) -> Answer:
    """The answer with its rows and without what they say: a tenth of it travels between processes."""
    bare = tuple(Page(page.number, page.width, page.height) for page in told.document.pages)
    return Answer(replace(told.document, pages=bare), (), told.failures, rows_of(told))


def answer(question: Question) -> Answer:
    """Ask each family about the document; boxes stay in the reading frame."""
    extractions, failures = [], []
    for family in question.families:
        try:
            extractor = loaded(family, question.models.get(family))
            if hasattr(extractor, "languages"):
                extractor.languages = question.languages
            extractions += extractor.predict([question.document])
        except DocumentError as error:
            failures.append(error.failure(question.document.key, family, question.document.id))
    told = Answer(question.document, tuple(extractions), tuple(failures))
    if question.artifacts is not None:
        _keep(told, question.artifacts)
    return in_rows(told) if question.rows else told


def answer_only(question: Question) -> Answer:
    """The same without the pages of the document: who asks from another process has them."""
    told = answer(question)
    return replace(told, document=replace(told.document, pages=()))


def _keep(told: Answer, root: Path) -> None:
    from pipeline.cards import keep_cards
    from storage.artifacts import Artifacts

    artifacts = Artifacts(root)
    artifacts.save_document(told.document)
    for extraction in told.extractions:
        artifacts.save_extraction(extraction)
        keep_cards(artifacts, told.document, extraction)


@cache
def loaded(family: str, directory: Path | None) -> Extractor:
    """A family, loaded once in each process. Raises BadModel."""
    from extractors.registry import make_extractor

    return make_extractor(family, directory)
