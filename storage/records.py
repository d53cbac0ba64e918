"""Writing what was found: one transaction for each document, and writing the same twice changes nothing.

A run replaces its own rows only: those of one (document, family, model), and only where their content differs. Answers
of other models stay as history, and a person's answer (``model="person"``) is never replaced by a machine's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, Select, delete, insert, or_, select, update

from extractors.types import Document, Extraction, Failure
from storage import rows
from storage.database import writing
from storage.ready import AnswerRows, Ready, answer_rows, make_ready
from storage.rows import Block, Values, hash_id
from storage.search import index_values
from storage.tables import Row

PERSON = "person"
_TABLES = Row.metadata.tables
BATCHES, DOCUMENTS, KEYS, PAGES = (_TABLES[name] for name in ("batches", "documents", "keys", "pages"))
EXTRACTIONS, FAILURES = _TABLES["extractions"], _TABLES["failures"]


def key_id(bucket: str, key: str) -> str:
    """The id of a key's row: keys may be longer than what PostgreSQL can index."""
    return hash_id(bucket, key)


def write_document(
    engine: Engine,
    document: Document,
    extractions: Sequence[Extraction],
    batch: str | None,
    *,
    failures: Sequence[Failure] = (),
    live: bool = True,
) -> None:
    """Write a document, its pages and the answers about it in one transaction.

    Boxes are those of the page as displayed: the caller has mapped them. Raises ValueError for an answer about another
    document, DatabaseDown, DiskFull. The rest as in `write_ready`.
    """
    write_ready(engine, make_ready(document, extractions), document.key, batch, failures=failures, live=live)


def write_ready(
    engine: Engine, ready: Ready, key: str, batch: str | None, *, failures: Sequence[Failure] = (), live: bool = True
) -> None:
    """Write the rows of a document and of the answers about it in one transaction.

    `failures` are the problems that remain (a family that could not answer); every earlier one of this document or its
    keys counts as resolved. ``live=False`` keeps the answers beside the live ones (a shadow model). Keys that held this
    content, and the `key` itself in the batch's bucket, now stand for this document; a document that no key stands for
    any more is superseded by it. Raises DatabaseDown, DiskFull.
    """
    now = dt.datetime.now(dt.UTC)
    with writing(engine) as connection:
        empty = not live or not any(answer.found for answer in ready.answers)
        is_new = _write_pages(connection, ready, key, batch, now, empty)
        for answer in ready.answers:
            _write_extraction(connection, ready.document_id, answer, batch, now, live)
        if not is_new:
            _mark_empty(connection, ready.document_id)
        bucket = _bucket(connection, batch)
        link_keys(connection, ready.document_id, key_id(bucket, key) if batch else None)
        _resolve(connection, ready.document_id, key_id(bucket, key), now)
        for failure in failures:
            _write_failure(connection, failure, batch, now)


def write_answer(engine: Engine, extraction: Extraction, batch: str | None = None, *, live: bool = True) -> None:
    """Write one answer about a document that is already there: a person's correction, or a re-run of one family."""
    with writing(engine) as connection:
        answer, now = answer_rows(extraction), dt.datetime.now(dt.UTC)
        _write_extraction(connection, extraction.document_id, answer, batch, now, live)
        _mark_empty(connection, extraction.document_id)


def write_failure(engine: Engine, failure: Failure, batch: str | None) -> None:
    """Keep why a document, or one family of it, was set aside; its key in the batch's bucket becomes failed where no
    document was written for it. The same failure twice is one row."""
    with writing(engine) as connection:
        _write_failure(connection, failure, batch, dt.datetime.now(dt.UTC))
        bucket = _bucket(connection, batch)
        mine = (KEYS.c.id == key_id(bucket, failure.key)) & (KEYS.c.state == "claimed") & (KEYS.c.batch == batch)
        connection.execute(update(KEYS).where(mine).values(state="failed"))


def is_written(engine: Engine, document_id: str) -> bool:
    """Whether the document's rows are there."""
    with engine.connect() as connection:
        found = connection.execute(select(DOCUMENTS.c.id).where(DOCUMENTS.c.id == document_id)).first()
        return found is not None


def link_keys(connection: Connection, document_id: str, mine: str | None = None) -> None:
    """Let every key that holds this content (and the key with the id `mine`) stand for the document; whatever document
    they stood for before is superseded by it when no key is left to it."""
    held = or_(KEYS.c.content == document_id, KEYS.c.id == mine) if mine else KEYS.c.content == document_id
    found = connection.execute(select(KEYS.c.id, KEYS.c.document_id).where(held)).all()
    change = update(KEYS).where(held).values(document_id=document_id, content=document_id, state="done")
    connection.execute(change.where(or_(KEYS.c.document_id.is_distinct_from(document_id), KEYS.c.state != "done")))
    if found:
        revive = update(DOCUMENTS).where(DOCUMENTS.c.id == document_id, DOCUMENTS.c.superseded_by.is_not(None))
        connection.execute(revive.values(superseded_by=None))
    for before in {row.document_id for row in found} - {None, document_id}:
        _supersede(connection, before, document_id)


def _supersede(connection: Connection, before: str, after: str) -> None:
    still = select(KEYS.c.id).where(KEYS.c.document_id == before).exists()
    connection.execute(update(DOCUMENTS).where(DOCUMENTS.c.id == before, ~still).values(superseded_by=after))


def _write_pages(
    connection: Connection, ready: Ready, key: str, batch: str | None, now: dt.datetime, empty: bool
) -> bool:
    """Whether the document is new, and then is `empty`."""
    mine, digest = ready.document_id, ready.digest
    known = connection.execute(select(DOCUMENTS.c.digest).where(DOCUMENTS.c.id == mine)).scalar()
    if known == digest:
        return False
    if known is None:
        head: Values = {**ready.values, "key": rows.clean(key), "digest": digest, "batch": batch}
        connection.execute(insert(DOCUMENTS).values(**head, created=now, empty=empty))
    else:
        connection.execute(update(DOCUMENTS).where(DOCUMENTS.c.id == mine).values(**ready.values, digest=digest))
        connection.execute(delete(PAGES).where(PAGES.c.document_id == mine))
    if ready.pages:
        _insert(connection, ready.pages)
    return known is None


def _write_extraction(
    connection: Connection, document_id: str, answer: AnswerRows, batch: str | None, now: dt.datetime, live: bool
) -> None:
    """Replace this model's answer where its content differs, and say which answer of the family is the one to show."""
    mine = answer.id
    known = {row.id: row for row in connection.execute(_answers(document_id, answer.family))}
    chosen = _chosen(answer, known, live)
    if mine in known and known[mine].digest != answer.digest:
        connection.execute(delete(EXTRACTIONS).where(EXTRACTIONS.c.id == mine))
        del known[mine]
    for other, row in known.items():
        if row.live != (other == chosen):
            connection.execute(update(EXTRACTIONS).where(EXTRACTIONS.c.id == other).values(live=other == chosen))
    if mine in known:
        return
    head: Values = {"id": mine, "document_id": document_id, "family": answer.family, "batch": batch}
    head |= {"model": answer.model, "links": answer.links, "created": now, "digest": answer.digest}
    connection.execute(insert(EXTRACTIONS).values(**head, live=mine == chosen, found=answer.found))
    for block in answer.blocks:
        _insert(connection, block)
    index_values(connection, mine)


def _answers(document_id: str, family: str) -> Select[Any]:
    columns = (EXTRACTIONS.c.id, EXTRACTIONS.c.model, EXTRACTIONS.c.live, EXTRACTIONS.c.digest)
    return select(*columns).where((EXTRACTIONS.c.document_id == document_id) & (EXTRACTIONS.c.family == family))


def _chosen(answer: AnswerRows, known: Mapping[str, Any], live: bool) -> str | None:
    """The answer to show: a person's; else this one, when it is live; else the one that was shown before."""
    if answer.model == PERSON:
        return answer.id
    person = next((row.id for row in known.values() if row.model == PERSON), None)
    before = next((row.id for row in known.values() if row.live), None)
    return person or (answer.id if live else before)


def _insert(connection: Connection, block: Block) -> None:
    """Many rows through the driver itself: SQLAlchemy's own executemany costs more than the database's work."""
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    marks = ", ".join([mark] * len(block.columns))
    statement = f"INSERT INTO {block.table} ({', '.join(block.columns)}) VALUES ({marks})"
    connection.exec_driver_sql(statement, block.values)


def _mark_empty(connection: Connection, document_id: str) -> None:
    """A document is empty when no live answer about it holds a value."""
    shown = (EXTRACTIONS.c.document_id == document_id) & EXTRACTIONS.c.live & (EXTRACTIONS.c.found > 0)
    empty = connection.execute(select(EXTRACTIONS.c.id).where(shown).limit(1)).first() is None
    change = update(DOCUMENTS).where(DOCUMENTS.c.id == document_id, DOCUMENTS.c.empty != empty)
    connection.execute(change.values(empty=empty))


def _bucket(connection: Connection, batch: str | None) -> str:
    if batch is None:
        return ""
    return connection.execute(select(BATCHES.c.bucket).where(BATCHES.c.id == batch)).scalar() or ""


def _resolve(connection: Connection, document_id: str, key: str, now: dt.datetime) -> None:
    keys = select(KEYS.c.id).where(KEYS.c.document_id == document_id)
    about = or_(FAILURES.c.document_id == document_id, FAILURES.c.key_id.in_(keys), FAILURES.c.key_id == key)
    connection.execute(update(FAILURES).where(about, FAILURES.c.resolved.is_(None)).values(resolved=now))


def _write_failure(connection: Connection, failure: Failure, batch: str | None, now: dt.datetime) -> None:
    bucket = _bucket(connection, batch)
    mine = hash_id(bucket, failure.key, failure.document_id, failure.stage, failure.code)
    known = connection.execute(select(FAILURES.c.id).where(FAILURES.c.id == mine)).scalar()
    values: Values = {"message": rows.clean(failure.message), "remedy": rows.clean(failure.remedy), "resolved": None}
    if known:
        connection.execute(update(FAILURES).where(FAILURES.c.id == mine).values(**values, batch=batch))
        return
    values |= {"bucket": bucket, "key": rows.clean(failure.key), "key_id": key_id(bucket, failure.key)}
    values |= {"document_id": failure.document_id, "stage": failure.stage, "code": failure.code}
    connection.execute(insert(FAILURES).values(id=mine, batch=batch, created=now, **values))
