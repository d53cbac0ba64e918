"""What `docrow run` does: everything new below a bucket, batch by batch, rows written as each document is done.

Killed at any moment and started again it takes up the batches that were not finished, and in them only the objects
without rows; what was half done leaves nothing behind, because a document is written in one transaction.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from extractors.errors import Outage
from extractors.registry import FAMILIES
from extractors.types import Document, Failure
from pipeline import flow, stages
from pipeline.arrivals import listed
from pipeline.locks import batch_lock
from pipeline.stages import arrivals, finish, folder_of, write_answer
from pipeline.watch import Watch, watched
from pipeline.whole import answers_at_once, is_small
from pipeline.work import Answer

if TYPE_CHECKING:
    from pipeline.site import Site

LOCK_SECONDS = 3.0
WINDOW_DOCUMENTS = 200
WINDOW_PAGES = 200
"""Documents that are held in memory at once: so many, or so many pages, or one document that has more."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to run: only these families (none given: all), only keys that match."""

    families: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def takes(self, key: str) -> bool:
        """Patterns match the whole key or its last part."""
        return (not self.include or _matches(key, self.include)) and not _matches(key, self.exclude)

    @property
    def asked(self) -> tuple[str, ...]:
        return self.families or tuple(FAMILIES)


def _matches(key: str, patterns: Sequence[str]) -> bool:
    name = key.rpartition("/")[2]
    return any(fnmatchcase(key, pattern) or fnmatchcase(name, pattern) for pattern in patterns)


@dataclass
class Summary:
    """What one run did."""

    documents: int = 0
    pages: int = 0
    fields: int = 0
    tables: int = 0
    same_content: int = 0
    """Objects whose content had been read before: another key of the same document."""
    seconds: float = 0.0
    failures: list[Failure] = field(default_factory=list)

    def note(self, told: Answer) -> None:
        self.documents += 1
        self.pages += len(told.document.pages)
        self.fields += told.fields
        self.tables += told.tables
        self.failures += told.failures

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def run_bucket(site: Site, wanted: Wanted, watch: Watch) -> Summary:
    """Everything new, and what an earlier run left undone. Raises Outage where the world is broken; then the batch is
    kept open and the next run goes on with it."""
    began, summary = time.monotonic(), Summary()
    for batch in _batches(site, wanted):
        with batch_lock(site.artifacts, batch, LOCK_SECONDS) as mine:
            if mine:
                _run_batch(site, batch, wanted, watch, summary)
    summary.seconds = round(time.monotonic() - began, 3)
    return summary


def _batches(site: Site, wanted: Wanted) -> Iterator[str]:
    """Unfinished batches of this bucket, then new ones."""
    from storage.keys import open_batch, open_batches, settle

    yield from open_batches(site.engine, site.bucket.url)
    objects = settle(site.engine, site.bucket.url, listed(site), dt.datetime.now(dt.UTC))
    fresh = [item for item in objects if wanted.takes(item.key)]
    while batch := open_batch(site.engine, site.bucket.url, fresh, site.settings.batch_size):
        yield batch


def _run_batch(site: Site, batch: str, wanted: Wanted, watch: Watch, summary: Summary) -> None:
    from storage.keys import batch_keys, reopen_batch

    keys = [item.key for item in reopen_batch(site.engine, batch) if item.state == "claimed"]
    with closing_batch(site, batch):
        Run(site, batch, wanted, watch, summary).keys(keys)
    problems = any(item.state == "failed" for item in batch_keys(site.engine, batch))
    finish(site, batch, problems)


@contextmanager
def closing_batch(site: Site, batch: str) -> Iterator[None]:
    """An outage marks the batch as stopped, if the database still answers, and goes on up."""
    from storage.keys import finish_batch

    try:
        yield
    except Outage:
        with suppress(Outage):
            finish_batch(site.engine, batch, "failed")
        raise


@dataclass(frozen=True)
class Run:
    """One batch under way."""

    site: Site
    batch: str
    wanted: Wanted
    watch: Watch
    summary: Summary

    def keys(self, keys: Sequence[str], known: bool = False) -> None:
        """Objects from bytes to rows; with `known` also those whose content was read before."""
        self.watch.expect(len(keys))
        for some in _chunks(keys, WINDOW_DOCUMENTS):
            small, large = _parted(list(self._open(some, known)))
            slow = list(self._at_once(small))
            for documents in windows([*large, *slow]):
                self.answers(self._read(documents))

    def _open(self, keys: Sequence[str], known: bool) -> Iterator[Document]:
        """The documents whose content is new; other keys of the same content only get to stand for it."""
        from storage.keys import hold_content

        seen: set[str] = set()
        for result in flow.open_all(self.site.pool, arrivals(self.site, keys)):
            if isinstance(result, Failure):
                self.set_aside(result)
                continue
            written = hold_content(self.site.engine, self.batch, result.key, result.id)
            if result.id in seen or (written and not known):
                self.summary.same_content += 1
                continue
            seen.add(result.id)
            self.watch.opened(result)
            yield result

    def _read(self, documents: Sequence[Document]) -> list[Document]:
        from extractors.read.steps import page_all

        site, read = self.site, []
        pool = watched(site.pool, self.watch)
        for result in flow.read_all(pool, page_all, documents, site.options, folder_of(site), "read"):
            if isinstance(result, Failure):
                self.set_aside(result)
            else:
                self.watch.reading(result.key)
                read.append(result)
        return read

    def _at_once(self, documents: Sequence[Document]) -> Iterator[Document]:
        """Small documents to rows; those whose reader died or was too slow are given back."""
        site = self.site
        for result in answers_at_once(site.pool, documents, site.options, folder_of(site), self._asked()):
            if isinstance(result, Document):
                yield result
            elif isinstance(result, Failure):
                self.set_aside(result)
            else:
                self.watch.reading(result.document.key)
                for _ in result.document.pages:
                    self.watch.page()
                self._write(result)

    def answers(self, documents: Iterable[Document]) -> None:
        """Documents that are read, to rows."""
        for told in flow.answer_all(self.site.pool, documents, self._asked()):
            self._write(told)

    def _asked(self) -> flow.Asked:
        site = self.site
        options = site.options
        return flow.Asked(
            self.wanted.asked, site.models, site.artifacts.root, options.languages, options.seconds_per_document, True
        )

    def _write(self, told: Answer) -> None:
        write_answer(self.site, self.batch, told)
        self.summary.note(told)
        self.watch.done(told.document)

    def set_aside(self, failure: Failure) -> None:
        stages.set_aside(self.site, self.batch, [failure])
        self.summary.failures.append(failure)
        self.watch.set_aside(failure)


def _chunks(keys: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for start in range(0, len(keys), size):
        yield keys[start : start + size]


def _parted(documents: Sequence[Document]) -> tuple[list[Document], list[Document]]:
    """Small documents, and large ones."""
    return [d for d in documents if is_small(d)], [d for d in documents if not is_small(d)]


def windows(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """Documents in groups of at most WINDOW_PAGES pages, or one document that has more."""
    window: list[Document] = []
    for document in documents:
        if window and sum(len(d.pages) for d in window) + len(document.pages) > WINDOW_PAGES:
            yield window
            window = []
        window.append(document)
    if window:
        yield window
