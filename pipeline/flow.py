"""The steps from keys to rows. `docrow run`, `docrow extract` and the assets call these and nothing else.

Each step takes documents one by one and gives them one by one; what cannot be read comes out as a Failure in its
place, so nothing is ever missing without a reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from extractors.errors import DocumentError
from extractors.frames import displayed
from extractors.types import Document, Extraction, Failure
from pipeline.work import Answer, Arrival, Question, answer, open_arrival

if TYPE_CHECKING:
    from extractors.read.options import ReadOptions
    from extractors.read.pool import PagePool, PageStep
    from pipeline.site import Site
    from storage.bucket import Object

Item = TypeVar("Item")
Result = TypeVar("Result")

ANSWER_SECONDS = 60.0
"""How long all families together may take for a document, and for each page of it again."""


def arrivals(site: Site, objects: Iterable[Object]) -> list[Arrival]:
    """What the workers need to open these objects of the site's bucket."""
    options = site.settings.bucket_options
    return [
        Arrival(item.key, item.size, site.bucket.url, options, site.artifacts.root, site.options) for item in objects
    ]


def open_all(pool: PagePool, items: Sequence[Arrival], seconds: float) -> Iterator[Document | Failure]:
    """Each object opened: a document whose pages know their size, or why not. Raises BucketDown."""
    results = pool.map(open_arrival, items, seconds)
    for item, result in zip(items, results, strict=True):
        yield result.failure(item.key, "open") if isinstance(result, DocumentError) else result


def read_all(
    pool: PagePool,
    step: PageStep,
    documents: Sequence[Document],
    options: ReadOptions,
    folder_of: Callable[[Document], Path],
    stage: str,
) -> Iterator[Document | Failure]:
    """The page step done on every page of every document. Raises MissingProgram, MissingLanguage, DiskFull."""
    from extractors.read.pool import read_pages

    results = read_pages(step, documents, options, folder_of, pool)
    for document, result in zip(documents, results, strict=True):
        yield result.failure(document.key, stage, document.id) if isinstance(result, DocumentError) else result


def answer_all(
    pool: PagePool, documents: Sequence[Document], families: Sequence[str], models: Mapping[str, Path | None]
) -> Iterator[Answer]:
    """What the families say about each document. Where a native library dies on one, each family is asked alone, so
    that only the guilty one is set aside. Raises BadModel."""
    retry: list[Document] = []
    seconds = ANSWER_SECONDS * (1 + max((len(document.pages) for document in documents), default=0))
    questions = [Question(document, tuple(families), models) for document in documents]
    for document, result in zip(documents, pool.map(answer, questions, seconds), strict=True):
        if isinstance(result, DocumentError):
            retry.append(document)
        else:
            yield result
    for document in retry:
        yield _answer_alone(pool, document, families, models, seconds)


def _answer_alone(
    pool: PagePool, document: Document, families: Sequence[str], models: Mapping[str, Path | None], seconds: float
) -> Answer:
    questions = [Question(document, (family,), models) for family in families]
    extractions: list[Extraction] = []
    failures: list[Failure] = []
    for family, result in zip(families, pool.map(answer, questions, seconds), strict=True):
        if isinstance(result, DocumentError):
            failures.append(result.failure(document.key, family, document.id))
        else:
            extractions += result.extractions
            failures += result.failures
    return Answer(document, tuple(extractions), tuple(failures))


def write_answer(site: Site, batch: str, told: Answer) -> None:
    """The rows of one document in one transaction, boxes on the page as displayed; then what failed. Raises
    DatabaseDown."""
    from storage.records import write_document, write_failure

    shown = [displayed(extraction, told.document) for extraction in told.extractions]
    write_document(site.engine, told.document, shown, batch)
    for failure in told.failures:
        write_failure(site.engine, failure, batch)
