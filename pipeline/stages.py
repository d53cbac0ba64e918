"""The flow over one batch, with artifacts between the steps: documents are loaded one by one, so that memory does not
grow with the batch. `note` is told every document as it is done, for progress and figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.types import Document, Failure
from pipeline import flow
from pipeline.batch import Batch, Member
from pipeline.cards import keep_cards
from pipeline.work import Answer, Arrival, rows_of

if TYPE_CHECKING:
    from extractors.read.pool import PageStep
    from pipeline.site import Site

Note = Callable[[Document], None]


def arrivals(site: Site, keys: Iterable[str]) -> list[Arrival]:
    """What the workers need to open these objects of the site's bucket."""
    where = (site.bucket.url, site.settings.bucket_options, site.artifacts.root, site.options)
    return [Arrival(key, *where) for key in keys]


def folder_of(site: Site) -> Callable[[Document], Path]:
    return lambda document: site.artifacts.folder(document.id)


def open_batch(site: Site, batch: str, note: Note) -> Batch:
    """The objects of the batch as documents; the same content under several keys is one member."""
    from storage.keys import hold_content, reopen_batch

    keys: dict[str, list[str]] = {}
    failures: list[Failure] = []
    wanted = [item.key for item in reopen_batch(site.engine, batch)]
    for result in flow.open_all(site.pool, arrivals(site, wanted)):
        if isinstance(result, Failure):
            failures.append(result)
            continue
        if result.id not in keys:
            site.artifacts.save_document(result)
            note(result)
        keys.setdefault(result.id, []).append(result.key)
        hold_content(site.engine, batch, result.key, result.id)
    members = tuple(Member(document_id, tuple(found)) for document_id, found in keys.items())
    return Batch(batch, members, tuple(failures))


def read_batch(site: Site, batch: Batch, step: PageStep, stage: str, note: Note) -> Batch:
    """The page step done on every page; the documents are stored with what it added."""
    failures: list[Failure] = []
    for result in flow.read_all(site.pool, step, stored(site, batch), site.options, folder_of(site), stage):
        if isinstance(result, Failure):
            failures.append(result)
            continue
        site.artifacts.save_document(result)
        note(result)
    return batch.without(failures)


def ask_batch(site: Site, batch: Batch, family: str, note: Callable[[Answer], None]) -> Batch:
    """One family's answers, stored; a document that it cannot answer stays for the others."""
    failures: list[Failure] = []
    asked = flow.Asked(
        (family,), site.models, languages=site.options.languages, seconds=site.options.seconds_per_document
    )
    for told in flow.answer_all(site.pool, stored(site, batch), asked):
        failures += told.failures
        for extraction in told.extractions:
            site.artifacts.save_extraction(extraction)
            keep_cards(site.artifacts, told.document, extraction)
        note(told)
    return batch.noting(failures)


def write_batch(site: Site, batch: Batch, asked: Mapping[str, Batch], note: Callable[[Answer], None]) -> Batch:
    """Rows of every document, each in one transaction, and of everything that was set aside on the way."""
    missing = {(f.document_id, f.stage): f for after in asked.values() for f in after.set_aside if f.stage in asked}
    for member in batch.members:
        families = [family for family in asked if (member.id, family) not in missing]
        extractions = tuple(site.artifacts.load_extraction(member.id, family) for family in families)
        failures = tuple(missing[member.id, family] for family in asked if (member.id, family) in missing)
        told = Answer(site.artifacts.load_document(member.id), extractions, failures)
        write_answer(site, batch.id, told, member.keys)
        note(told)
    set_aside(site, batch.id, batch.set_aside)
    return batch.noting(missing.values())


def stored(site: Site, batch: Batch) -> Iterator[Document]:
    return (site.artifacts.load_document(member.id) for member in batch.members)


def write_answer(site: Site, batch: str, told: Answer, keys: Sequence[str] = ()) -> None:
    """The rows of one document in one transaction, boxes on the page as displayed, under every key it was found at;
    then what failed. Raises DatabaseDown."""
    from storage.records import write_ready

    ready = rows_of(told)
    for key in keys or (told.document.key,):
        write_ready(site.engine, ready, key, batch, failures=told.failures)


def set_aside(site: Site, batch: str, failures: Iterable[Failure]) -> None:
    """A row for each failure. Raises DatabaseDown."""
    from storage.records import write_failure

    for failure in failures:
        write_failure(site.engine, failure, batch)


def finish(site: Site, batch: str, problems: bool) -> None:
    """Close the batch in the database."""
    from storage.keys import finish_batch

    finish_batch(site.engine, batch, "problems" if problems else "done")
