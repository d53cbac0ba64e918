"""`docrow run --again STEP`: do one step anew for what was read before, and leave the rest alone.

Bytes are not fetched and pages are not read again unless the step needs it: a new forms model is seconds, OCR is
minutes.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extractors.registry import FAMILIES
from extractors.types import Document, Failure
from pipeline import flow
from pipeline.locks import batch_lock
from pipeline.runs import LOCK_SECONDS, Run, Summary, Wanted, closing_batch, windows
from pipeline.stages import finish, folder_of
from pipeline.watch import Watch, watched

if TYPE_CHECKING:
    from extractors.read.pool import PageStep
    from pipeline.site import Site


@dataclass(frozen=True, slots=True)
class Again:
    """Which step (failed: objects that were set aside; all: everything from the bytes on; ocr: words and what follows
    from them; layout: regions and what follows; a family: its answers), and whether only one document or page."""

    step: str
    document: str | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class _Key:
    """A key of the bucket as the database knows it."""

    batch: str
    key: str
    state: str
    document_id: str | None


def run_again(site: Site, again: Again, wanted: Wanted, watch: Watch) -> Summary:
    """The step for every document of the bucket that the wish names. Raises Outage as `run_bucket` does."""
    began, summary = time.monotonic(), Summary()
    by_batch: dict[str, list[_Key]] = {}
    for key in _keys(site, again, wanted):
        by_batch.setdefault(key.batch, []).append(key)
    for batch, keys in by_batch.items():
        with batch_lock(site.artifacts, batch, LOCK_SECONDS) as mine:
            if mine:
                _again_batch(Run(site, batch, _families(again, wanted), watch, summary), again, keys)
    summary.seconds = round(time.monotonic() - began, 3)
    return summary


def _families(again: Again, wanted: Wanted) -> Wanted:
    return replace(wanted, families=(again.step,)) if again.step in FAMILIES else wanted


def _keys(site: Site, again: Again, wanted: Wanted) -> list[_Key]:
    from sqlmodel import Session, col, select

    from storage.tables import KeyRow

    mine = select(KeyRow.batch, KeyRow.key, KeyRow.state, KeyRow.document_id)
    mine = mine.where(col(KeyRow.bucket) == site.bucket.url, col(KeyRow.batch).is_not(None), col(KeyRow.gone).is_(None))
    with Session(site.engine) as session:
        known = [_Key(*row) for row in session.exec(mine.order_by(col(KeyRow.key)))]
    return [key for key in known if wanted.takes(key.key) and _meant(key, again)]


def _meant(key: _Key, again: Again) -> bool:
    if again.document is not None and key.document_id != again.document:
        return False
    if again.step == "failed":
        return key.state == "failed"
    return again.step == "all" or key.document_id is not None


def _again_batch(run: Run, again: Again, keys: Sequence[_Key]) -> None:
    from storage.keys import batch_keys, reopen_batch

    reopen_batch(run.site.engine, run.batch)
    with closing_batch(run.site, run.batch):
        if again.step in ("failed", "all"):
            run.keys([key.key for key in keys], known=again.step == "all")
        else:
            run.watch.expect(len(keys))
            for window in windows(_documents(run, keys)):
                run.answers(_anew(run, window, again))
    finish(run.site, run.batch, any(item.state == "failed" for item in batch_keys(run.site.engine, run.batch)))


def _documents(run: Run, keys: Sequence[_Key]) -> Iterator[Document]:
    """Each document of the keys once, as it was read."""
    seen: set[str] = set()
    for key in keys:
        if key.document_id and key.document_id not in seen and run.site.artifacts.has_document(key.document_id):
            seen.add(key.document_id)
            document = run.site.artifacts.load_document(key.document_id)
            run.watch.opened(document)
            yield document


def _anew(run: Run, documents: Sequence[Document], again: Again) -> Iterator[Document]:
    """The documents with the page step done again, on all pages or the one meant."""
    step = _page_step(again.step)
    if step is None:
        return iter(documents)
    site, pool = run.site, watched(run.site.pool, run.watch)
    chosen = [_only(document, again.page) for document in documents]
    read = flow.read_all(pool, step, chosen, site.options, folder_of(site), again.step)
    return _joined(run, documents, list(read))


def _page_step(step: str) -> PageStep | None:
    if step == "ocr":
        from extractors.read.steps import page_all

        return page_all
    if step == "layout":
        from extractors.read.regions import page_regions

        return page_regions
    return None


def _only(document: Document, number: int | None) -> Document:
    pages = tuple(page for page in document.pages if number is None or page.number == number)
    return replace(document, pages=pages)


def _joined(run: Run, documents: Sequence[Document], read: Sequence[Document | Failure]) -> Iterator[Document]:
    """The new pages in the place of the old ones; a document whose step failed keeps what it had."""
    for document, result in zip(documents, read, strict=True):
        if isinstance(result, Failure):
            run.set_aside(result)
            continue
        new = {page.number: page for page in result.pages}
        yield replace(document, pages=tuple(new.get(page.number, page) for page in document.pages))
