"""One file without bucket and database: what `docrow extract`, `words` and `show` do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from extractors.codec import encode
from extractors.frames import displayed, displayed_page
from extractors.types import Document, Extraction, Failure, Page, Word
from pipeline import flow
from pipeline.settings import Settings
from pipeline.work import Answer, open_bytes

if TYPE_CHECKING:
    from extractors.read.pool import PagePool


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as far as it could be read; `document` is None where it could not be opened. Page images exist only
    until the context that read them ends."""

    document: Document | None
    failures: tuple[Failure, ...]
    settings: Settings
    pool: PagePool

    def answers(self, families: Sequence[str]) -> Answer | None:
        """What the families say about it, boxes in the reading frame."""
        from pipeline.library import live_models

        if self.document is None or not families:
            return None
        options = self.settings.read_options()
        asked = flow.Asked(
            tuple(families),
            live_models(self.settings),
            languages=options.languages,
            seconds=options.seconds_per_document,
        )
        return next(flow.answer_all(self.pool, [self.document], asked))


@contextmanager
def read_file(path: Path, settings: Settings, split_words: bool = False) -> Iterator[Reading]:
    """The file opened and all its pages read, in worker processes: what kills a reader does not kill the command.
    `split_words` as in `ReadOptions`."""
    from extractors.read.pool import PagePool
    from extractors.read.steps import page_all

    options = replace(settings.read_options(), split_words=split_words)
    with TemporaryDirectory(prefix="docrow-") as folder, PagePool(settings.processes) as pool:
        opened = _open(pool, path, settings)
        if isinstance(opened, Failure):
            yield Reading(None, (opened,), settings, pool)
            return
        read = next(flow.read_all(pool, page_all, [opened], options, lambda _: Path(folder), "read"))
        if isinstance(read, Failure):
            yield Reading(None, (read,), settings, pool)
        else:
            yield Reading(read, (), settings, pool)


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    settings: Settings


def _open_file(file: _File) -> Document | Failure:
    path = file.path.absolute()
    return open_bytes(path.read_bytes(), file.path.name, file.settings.read_options(), str(path))


def _open(pool: PagePool, path: Path, settings: Settings) -> Document | Failure:
    from extractors.errors import DocumentError

    result = next(iter(pool.map(_open_file, [_File(path, settings)], flow.OPEN_SECONDS)))
    return result.failure(path.name, "open") if isinstance(result, DocumentError) else result


def extraction_json(reading: Reading, told: Answer | None) -> dict[str, Any]:
    """``document``, ``extractions``, ``failures``: every box on the page as displayed."""
    extractions = told.extractions if told else ()
    failures = reading.failures + (told.failures if told else ())
    shown: list[Extraction] = [displayed(one, reading.document) for one in extractions] if reading.document else []
    return {
        "document": document_json(reading.document),
        "extractions": [encode(extraction) for extraction in shown],
        "failures": [encode(failure) for failure in failures],
    }


def document_json(document: Document | None) -> dict[str, Any] | None:
    """The document without what stands in it."""
    if document is None:
        return None
    return {
        "id": document.id,
        "key": document.key,
        "media_type": document.media_type,
        "size": document.size,
        "pages": [_page_facts(page) for page in document.pages],
    }


def words_json(document: Document) -> dict[str, Any]:
    """The document with the words of each page, doubtful ones beside the others, boxes on the page as displayed."""
    pages = [displayed_page(page) for page in document.pages]
    facts = document_json(document) or {}
    listed = [_page_facts(page) | {"words": _listed(page.words), "doubtful": _listed(page.doubtful)} for page in pages]
    return {"document": facts | {"pages": listed}}


def _page_facts(page: Page) -> dict[str, Any]:
    return {
        "number": page.number,
        "width": round(page.width, 3),
        "height": round(page.height, 3),
        "text_source": page.text_source,
        "families": None if page.families is None else list(page.families),
    }


def _listed(words: Sequence[Word]) -> list[dict[str, Any]]:
    return [
        {"text": w.text, "box": encode(w.box), "confidence": round(w.confidence, 4), "source": w.source} for w in words
    ]
