"""What has been seen in a bucket, and who works on it. The `keys` table is the truth: an object is new when the version
last seen is not the version last taken, however late it was copied and whatever its clock says.

::

    seen ── open_batch ──▶ claimed ──┬─ rows written ──▶ done
     ▲                       │       └─ set aside ─────▶ failed
     └────── release_batch ──┘
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, bindparam, insert, select, update

from storage.bucket import Object
from storage.database import writing
from storage.records import BATCHES, DOCUMENTS, FAILURES, KEYS, key_id, link_keys
from storage.rows import Values, clean, hash_id

STABLE_LOOKS = 2
FINISHED = ("done", "problems", "failed")
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class BatchKey:
    """One object of a batch. `state`: claimed (still to do), done or failed; `document_id` once its rows are there."""

    key: str
    size: int
    etag: str
    modified: dt.datetime | None
    state: str
    document_id: str | None


def look(engine: Engine, bucket: str, objects: Sequence[Object], now: dt.datetime) -> list[Object]:
    """Record a listing; returns the objects that are new or changed and looked the same twice running.

    Objects in an open batch are not returned; one that changes meanwhile is returned once its batch is finished.
    Objects that are no longer listed are marked gone, nothing of theirs is deleted.
    """
    return _look(engine, bucket, objects, now, STABLE_LOOKS)


def settle(engine: Engine, bucket: str, objects: Sequence[Object], now: dt.datetime) -> list[Object]:
    """As `look`, for a folder that nobody writes to meanwhile: one look is enough."""
    return _look(engine, bucket, objects, now, 1)


def _look(engine: Engine, bucket: str, objects: Sequence[Object], now: dt.datetime, looks: int) -> list[Object]:
    with writing(engine) as connection:
        columns = (KEYS.c.id, KEYS.c.version, KEYS.c.looks, KEYS.c.taken, KEYS.c.state, KEYS.c.gone)
        known = {row.id: row for row in connection.execute(select(*columns).where(KEYS.c.bucket == bucket))}
        fresh: list[Object] = []
        added: list[Values] = []
        changed: list[Values] = []
        listed = {key_id(bucket, item.key): item for item in objects}
        for mine, item in listed.items():
            row = known.get(mine)
            count = row.looks + 1 if row is not None and row.version == item.version else 1
            if row is None:
                added.append(_new_row(mine, bucket, item, now))
            elif count <= STABLE_LOOKS or row.gone is not None:
                changed.append({"mine": mine, **_seen(item), "looks": count})
            if count >= looks and (row is None or (row.taken != item.version and row.state != "claimed")):
                fresh.append(item)
        _store(connection, added, changed)
        _mark_gone(connection, [mine for mine, row in known.items() if mine not in listed and row.gone is None], now)
    return fresh


def _new_row(mine: str, bucket: str, item: Object, now: dt.datetime) -> Values:
    return {
        "id": mine,
        "bucket": bucket,
        "key": clean(item.key),
        **_seen(item),
        "looks": 1,
        "state": "seen",
        "first_seen": now,
    }


def _seen(item: Object) -> Values:
    return {"size": item.size, "etag": item.etag, "modified": item.modified, "version": item.version, "gone": None}


def _store(connection: Connection, added: list[Values], changed: list[Values]) -> None:
    if added:
        connection.execute(insert(KEYS), added)
    if changed:
        connection.execute(update(KEYS).where(KEYS.c.id == bindparam("mine")), changed)


def _mark_gone(connection: Connection, ids: list[str], now: dt.datetime) -> None:
    for chunk in _chunks(ids):
        connection.execute(update(KEYS).where(KEYS.c.id.in_(chunk)).values(gone=now, looks=0))


def open_batch(
    engine: Engine, bucket: str, objects: Sequence[Object], limit: int, now: dt.datetime | None = None
) -> str | None:
    """Claim up to `limit` of the objects, oldest first, as one batch; its id, or None when none is left to claim.

    What another process claimed meanwhile is left to it. The id is the time and a hash of what the batch holds.
    """
    now = now or dt.datetime.now(dt.UTC)
    order = sorted(objects, key=lambda item: (item.modified or now, item.key))
    with writing(engine) as connection:
        chosen = _claimable(connection, bucket, order)[:limit]
        if not chosen:
            return None
        content = hash_id(bucket, *(part for item in chosen for part in (item.key, item.version)), length=8)
        batch = f"{now:%Y%m%d-%H%M%S}-{content}"
        values = {"id": batch, "bucket": bucket, "state": "open", "objects": len(chosen), "created": now}
        connection.execute(insert(BATCHES).values(**values))
        claims = [{"mine": key_id(bucket, item.key), "version_taken": item.version} for item in chosen]
        change = update(KEYS).where(KEYS.c.id == bindparam("mine"))
        change = change.values(state="claimed", batch=batch, taken=bindparam("version_taken"), content=None)
        connection.execute(change, claims)
    return batch


def _claimable(connection: Connection, bucket: str, objects: Sequence[Object]) -> list[Object]:
    ids = {key_id(bucket, item.key): item for item in objects}
    free: set[str] = set()
    for chunk in _chunks(list(ids)):
        query = select(KEYS.c.id, KEYS.c.taken).where(KEYS.c.id.in_(chunk), KEYS.c.state != "claimed")
        found = connection.execute(query.with_for_update()).all()
        free |= {row.id for row in found if row.taken != ids[row.id].version}
    return [item for mine, item in ids.items() if mine in free]


def batch_keys(engine: Engine, batch: str) -> list[BatchKey]:
    """The objects of a batch in the order of their keys, finished or not: a batch that was killed starts from here."""
    columns = (KEYS.c.key, KEYS.c.size, KEYS.c.etag, KEYS.c.modified, KEYS.c.state, KEYS.c.document_id)
    with engine.connect() as connection:
        found = connection.execute(select(*columns).where(KEYS.c.batch == batch)).all()
    return sorted((BatchKey(*row) for row in found), key=lambda item: item.key)


def hold_content(engine: Engine, batch: str, key: str, document_id: str) -> bool:
    """Record which content was read from a key. True when this content is in the database already: the key then stands
    for that document at once (the same content twice is one document with two keys), and nothing need be read again."""
    with writing(engine) as connection:
        bucket = connection.execute(select(BATCHES.c.bucket).where(BATCHES.c.id == batch)).scalar_one()
        mine = KEYS.c.id == key_id(bucket, key)
        connection.execute(update(KEYS).where(mine).values(content=document_id))
        if connection.execute(select(DOCUMENTS.c.id).where(DOCUMENTS.c.id == document_id)).first() is None:
            return False
        link_keys(connection, document_id)
        return True


def open_batches(engine: Engine, bucket: str | None = None) -> list[str]:
    """Batches that were begun and not brought to their end (killed, or stopped by an outage), oldest first."""
    query = select(BATCHES.c.id).where(BATCHES.c.state.in_(("open", "failed"))).order_by(BATCHES.c.created)
    if bucket is not None:
        query = query.where(BATCHES.c.bucket == bucket)
    with engine.connect() as connection:
        return list(connection.execute(query).scalars())


def reopen_batch(engine: Engine, batch: str) -> list[BatchKey]:
    """Take a batch up again: it is open, and its keys are returned as they stand."""
    with writing(engine) as connection:
        connection.execute(update(BATCHES).where(BATCHES.c.id == batch).values(state="open", finished=None))
    return batch_keys(engine, batch)


def finish_batch(engine: Engine, batch: str, status: str) -> None:
    """Close a batch. `status`: done, problems (some documents were set aside) or failed (an outage stopped it: its keys
    stay claimed and `open_batches` names it). Keys that a finished batch left undone are free to be claimed again."""
    if status not in FINISHED:
        raise ValueError(f"a batch ends as one of {', '.join(FINISHED)}, not {status!r}")
    with writing(engine) as connection:
        connection.execute(
            update(BATCHES).where(BATCHES.c.id == batch).values(state=status, finished=dt.datetime.now(dt.UTC))
        )
        if status != "failed":
            _free(connection, batch)


def release_batch(engine: Engine, batch: str) -> None:
    """Give up a batch: what it did not finish is new again at the next look."""
    with writing(engine) as connection:
        _free(connection, batch)
        connection.execute(
            update(BATCHES).where(BATCHES.c.id == batch).values(state="done", finished=dt.datetime.now(dt.UTC))
        )


def retry_failed(engine: Engine, bucket: str, code: str | None = None) -> int:
    """Let objects that were set aside be new again (after a password was given, a limit raised); only those set aside
    with the code, where one is given. How many there are."""
    wanted = (KEYS.c.bucket == bucket) & (KEYS.c.state == "failed")
    if code is not None:
        wanted &= KEYS.c.id.in_(select(FAILURES.c.key_id).where(FAILURES.c.code == code, FAILURES.c.resolved.is_(None)))
    with writing(engine) as connection:
        return connection.execute(update(KEYS).where(wanted).values(state="seen", taken=None)).rowcount


def _close(connection: Connection, batch: str, state: str) -> None:
    values = {"state": state, "finished": dt.datetime.now(dt.UTC)}
    connection.execute(update(BATCHES).where(BATCHES.c.id == batch).values(**values))


def _free(connection: Connection, batch: str) -> None:
    mine = (KEYS.c.batch == batch) & (KEYS.c.state == "claimed")
    connection.execute(update(KEYS).where(mine).values(state="seen", taken=None, batch=None))


def _chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), _CHUNK):
        yield ids[start : start + _CHUNK]
