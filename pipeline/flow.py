"""The steps from keys to rows. `docrow run`, `docrow extract` and the assets call these and nothing else.

Each step takes documents one by one and gives them one by one; what cannot be read comes out as a Failure in its
place, so nothing is ever missing without a reason.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.errors import DocumentError
from extractors.types import Document, Extraction, Failure
from pipeline.work import Answer, Arrival, Question, answer_only, open_arrival

if TYPE_CHECKING:
    from extractors.read.options import ReadOptions
    from extractors.read.pool import PagePool, PageStep

OPEN_SECONDS = 60.0
"""How long opening may take: a file whose page tree never ends is set aside."""
ANSWER_SECONDS = 60.0
"""How long all families together may take for a document, and for each page of it again."""


def open_all(pool: PagePool, items: Sequence[Arrival]) -> Iterator[Document | Failure]:
    """Each object opened: a document whose pages know their size, or why not. Raises BucketDown, DiskFull."""
    results = pool.map(open_arrival, items, OPEN_SECONDS)
    for item, result in zip(items, results, strict=True):
        yield result.failure(item.key, "open") if isinstance(result, DocumentError) else result


def read_all(
    pool: PagePool,
    step: PageStep,
    documents: Iterable[Document],
    options: ReadOptions,
    folder_of: Callable[[Document], Path],
    stage: str,
) -> Iterator[Document | Failure]:
    """The page step done on every page of every document; taken from the iterable only as far as the workers look
    ahead. Raises MissingProgram, MissingLanguage, DiskFull."""
    from extractors.read.pool import read_pages

    under_way: deque[tuple[str, str]] = deque()
    for result in read_pages(step, _noted(documents, under_way), options, folder_of, pool):
        key, document_id = under_way.popleft()
        yield result.failure(key, stage, document_id) if isinstance(result, DocumentError) else result


def _noted(documents: Iterable[Document], under_way: deque[tuple[str, str]]) -> Iterator[Document]:
    for document in documents:
        under_way.append((document.key, document.id))
        yield document


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom to ask: families, the model directories of those that do not answer as shipped, and where answers (and the
    document itself, with all that was read) are kept; None: nowhere. `languages` of the pages, as OCR names them;
    `seconds` that all families together may take for a document of many pages. With `rows` answers come as rows."""

    families: tuple[str, ...]
    models: Mapping[str, Path | None]
    artifacts: Path | None = None
    languages: tuple[str, ...] = ("eng",)
    seconds: float = 3600.0
    rows: bool = False

    def question(self, document: Document) -> Question:
        return Question(document, self.families, self.models, self.artifacts, self.languages, self.rows)


def answer_all(pool: PagePool, documents: Iterable[Document], asked: Asked) -> Iterator[Answer]:
    """What the families say about each document, order kept but for the retried: where a native library dies on a
    document or time runs out, each family is asked alone, so that only the guilty one is set aside. Raises BadModel."""
    under_way: deque[Document] = deque()
    retry: list[Document] = []
    questions = (asked.question(document) for document in _kept(documents, under_way))
    for result in pool.map(answer_only, questions, ANSWER_SECONDS):
        document = under_way.popleft()
        if isinstance(result, DocumentError):
            retry.append(document)
        else:
            yield replace(result, document=document)
    for document in retry:
        yield _answer_alone(pool, document, asked)


def _kept(documents: Iterable[Document], under_way: deque[Document]) -> Iterator[Document]:
    for document in documents:
        under_way.append(document)
        yield document


def _answer_alone(pool: PagePool, document: Document, asked: Asked) -> Answer:
    questions = [replace(asked, families=(family,), rows=False).question(document) for family in asked.families]
    share = max(asked.seconds / max(len(asked.families), 1), ANSWER_SECONDS)
    seconds = min(ANSWER_SECONDS * (1 + len(document.pages)), share)
    extractions: list[Extraction] = []
    failures: list[Failure] = []
    for family, result in zip(asked.families, pool.map(answer_only, questions, seconds), strict=True):
        if isinstance(result, DocumentError):
            failures.append(result.failure(document.key, family, document.id))
        else:
            extractions += result.extractions
            failures += result.failures
    return Answer(document, tuple(extractions), tuple(failures))
