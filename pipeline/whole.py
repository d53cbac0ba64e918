"""Small documents in one go: one worker reads all pages and asks the families, so that no page travels between
processes. Where that kills the worker or takes too long, the document is read page by page after all, which finds the
guilty page or family."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.errors import DocumentError
from extractors.types import Document, Failure
from pipeline.flow import ANSWER_SECONDS, Asked
from pipeline.work import Answer, Question, answer

if TYPE_CHECKING:
    from extractors.read.options import ReadOptions
    from extractors.read.pool import PagePool

MOST_PAGES = 6


def is_small(document: Document) -> bool:
    """Whether one worker may take the whole document: larger ones are shared out page by page."""
    return len(document.pages) <= MOST_PAGES


@dataclass(frozen=True, slots=True)
class Whole:
    """A document to be read and asked about; `folder` is where its page pictures go."""

    question: Question
    options: ReadOptions
    folder: str


def read_and_answer(whole: Whole) -> Answer | Failure:
    """All pages read, then all families asked; a Failure of stage "read" where a page cannot be read."""
    from extractors.read.steps import page_all

    document = whole.question.document
    try:
        pages = [page_all(document, page.number, whole.options, whole.folder) for page in document.pages]
    except DocumentError as error:
        return error.failure(document.key, "read", document.id)
    return answer(replace(whole.question, document=replace(document, pages=tuple(pages))))


def answers_at_once(
    pool: PagePool,
    documents: Iterable[Document],
    options: ReadOptions,
    folder_of: Callable[[Document], Path],
    asked: Asked,
) -> Iterator[Answer | Failure | Document]:
    """For each document in order what the families say, why it cannot be read, or the document itself as it was: then
    its reader died or was too slow. Raises what `flow.read_all` and `flow.answer_all` raise."""
    under_way: deque[Document] = deque()

    def wholes() -> Iterator[Whole]:
        for document in documents:
            under_way.append(document)
            yield Whole(asked.question(document), options, str(folder_of(document)))

    for result in pool.map(read_and_answer, wholes(), max(options.seconds_per_page, ANSWER_SECONDS)):
        document = under_way.popleft()
        yield document if isinstance(result, DocumentError) else result
