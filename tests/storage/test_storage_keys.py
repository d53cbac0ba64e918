"""What is new in a bucket: decided by what was seen, never by a clock."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.types import Failure
from storage.bucket import Object
from storage.database import connect, migrate
from storage.keys import (
    batch_keys,
    finish_batch,
    look,
    open_batch,
    open_batches,
    release_batch,
    reopen_batch,
    retry_failed,
    settle,
)
from storage.records import write_document, write_failure
from tests.fakes import MemoryBucket
from tests.storage.made import NOW, ask, claim, document

URL = "memory://bucket"
LATER = NOW + dt.timedelta(minutes=1)


def names(objects):
    return [item.key for item in objects]


def test_an_object_is_new_when_it_looked_the_same_twice(engine):
    bucket = MemoryBucket({"a.pdf": b"1"})
    assert look(engine, URL, bucket.list(), NOW) == []
    bucket.put("a.pdf", b"12")  # still being copied
    assert look(engine, URL, bucket.list(), NOW) == []
    assert names(look(engine, URL, bucket.list(), NOW)) == ["a.pdf"]
    assert names(look(engine, URL, bucket.list(), NOW)) == ["a.pdf"]  # until somebody claims it


def test_one_look_is_enough_for_a_folder_at_rest(engine):
    assert names(settle(engine, URL, MemoryBucket({"a.pdf": b"1"}).list(), NOW)) == ["a.pdf"]


def test_a_late_copy_with_an_old_clock_is_not_lost(engine):
    bucket = MemoryBucket({"new.pdf": b"1"})
    finish_batch(engine, claim(engine, bucket), "done")
    bucket.put("old.pdf", b"2", dt.datetime(1999, 1, 1, tzinfo=dt.UTC))
    look(engine, URL, bucket.list(), LATER)
    assert "old.pdf" in names(look(engine, URL, bucket.list(), LATER))


def test_what_was_done_is_not_new_and_what_changed_is(engine):
    bucket = MemoryBucket({"in/one.pdf": b"one"})
    batch = claim(engine, bucket)
    write_document(engine, document(), [], batch)
    finish_batch(engine, batch, "done")
    assert settle(engine, URL, bucket.list(), LATER) == []
    bucket.put("in/one.pdf", b"two")
    assert names(settle(engine, URL, bucket.list(), LATER)) == ["in/one.pdf"]


def test_a_change_while_the_batch_is_open_waits_for_its_end(engine):
    bucket = MemoryBucket({"in/one.pdf": b"one"})
    batch = claim(engine, bucket)
    bucket.put("in/one.pdf", b"two")
    assert settle(engine, URL, bucket.list(), LATER) == []
    assert names(batch_keys(engine, batch)) == ["in/one.pdf"]
    write_document(engine, document(), [], batch)
    finish_batch(engine, batch, "done")
    assert names(settle(engine, URL, bucket.list(), LATER)) == ["in/one.pdf"]


def test_a_batch_holds_at_most_so_many_oldest_first(engine):
    bucket = MemoryBucket()
    for number in range(5):
        bucket.put(f"{number}.pdf", b"%d" % number, NOW - dt.timedelta(days=number))
    new = settle(engine, URL, bucket.list(), NOW)
    first = open_batch(engine, URL, new, 2, NOW)
    second = open_batch(engine, URL, new, 2, NOW)
    third = open_batch(engine, URL, new, 2, NOW)
    assert [names(batch_keys(engine, b)) for b in (first, second, third)] == [
        ["3.pdf", "4.pdf"],
        ["1.pdf", "2.pdf"],
        ["0.pdf"],
    ]
    assert open_batch(engine, URL, new, 2, NOW) is None


def test_what_another_process_claimed_is_left_to_it(engine):
    bucket = MemoryBucket({"a.pdf": b"1", "b.pdf": b"2"})
    mine = settle(engine, URL, bucket.list(), NOW)
    theirs = settle(engine, URL, bucket.list(), NOW)
    assert open_batch(engine, URL, mine[:1], 10)
    batch = open_batch(engine, URL, theirs, 10)
    assert names(batch_keys(engine, batch)) == ["b.pdf"]


def test_a_killed_batch_is_taken_up_again(engine):
    bucket = MemoryBucket({"in/one.pdf": b"one", "two.pdf": b"two"})
    batch = claim(engine, bucket)
    write_document(engine, document(), [], batch)
    assert settle(engine, URL, bucket.list(), LATER) == []
    assert open_batches(engine, URL) == [batch]
    assert [(key.key, key.state) for key in reopen_batch(engine, batch)] == [
        ("in/one.pdf", "done"),
        ("two.pdf", "claimed"),
    ]
    finish_batch(engine, batch, "failed")
    assert open_batches(engine) == [batch]
    assert [key.state for key in reopen_batch(engine, batch)] == ["done", "claimed"]
    write_failure(engine, Failure("two.pdf", "open", "damaged", "cut off"), batch)
    finish_batch(engine, batch, "problems")
    assert open_batches(engine) == []
    assert settle(engine, URL, bucket.list(), LATER) == []


def test_what_a_finished_batch_left_undone_is_new_again(engine):
    bucket = MemoryBucket({"a.pdf": b"1", "b.pdf": b"2"})
    batch = claim(engine, bucket)
    release_batch(engine, batch)
    assert names(settle(engine, URL, bucket.list(), LATER)) == ["a.pdf", "b.pdf"]


def test_failed_objects_are_tried_again_when_asked(engine):
    bucket = MemoryBucket({"locked.pdf": b"1"})
    batch = claim(engine, bucket)
    write_failure(engine, Failure("locked.pdf", "open", "encrypted", "a password is needed"), batch)
    finish_batch(engine, batch, "problems")
    assert settle(engine, URL, bucket.list(), LATER) == []
    assert retry_failed(engine, URL, "encrypted") == 1
    assert names(settle(engine, URL, bucket.list(), LATER)) == ["locked.pdf"]


def test_what_is_gone_stays_and_may_come_back(engine):
    bucket = MemoryBucket({"in/one.pdf": b"one"})
    batch = claim(engine, bucket)
    write_document(engine, document(), [], batch)
    finish_batch(engine, batch, "done")
    listed = bucket.list()
    settle(engine, URL, [], LATER)
    assert ask(engine, "SELECT gone IS NULL AS there, state FROM keys") == [{"there": False, "state": "done"}]
    assert settle(engine, URL, listed, LATER) == []
    assert ask(engine, "SELECT gone IS NULL AS there FROM keys") == [{"there": True}]


def test_buckets_do_not_meet(engine):
    bucket = MemoryBucket({"a.pdf": b"1"})
    settle(engine, "one", bucket.list(), NOW)
    settle(engine, "two", bucket.list(), NOW)
    assert len(ask(engine, "SELECT * FROM keys")) == 2


ODD = [
    "//double.pdf",
    "a b.pdf",
    "ü/日本語.pdf",
    "q'uo\"te.pdf",
    "..",
    "a/../b.pdf",
    "x" * 300,
    "100%.pdf",
    ":colon",
    "\\",
]


def test_odd_keys_are_keys(engine):
    bucket = MemoryBucket({key: key.encode() for key in ODD})
    batch = claim(engine, bucket)
    assert names(batch_keys(engine, batch)) == sorted(ODD)
    for key in ODD:
        write_document(engine, document(key.encode(), key), [], batch)
    assert {key.state for key in batch_keys(engine, batch)} == {"done"}


def test_many_keys_go_in_one_look(sqlite):
    many = [Object(f"in/{n}.pdf", n, f"e{n}", NOW) for n in range(3_000)]
    look(sqlite, URL, many, NOW)
    assert len(look(sqlite, URL, many, NOW)) == 3_000
    batch = open_batch(sqlite, URL, many, 1_000)
    assert len(batch_keys(sqlite, batch)) == 1_000


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["put", "remove", "look", "work"])), max_size=30))
def test_whatever_happens_the_last_content_of_every_object_is_taken(steps):
    """Objects come, change and go between looks and batches: in the end each one's last version was claimed once it
    was at rest, and none is claimed twice."""
    engine, bucket, taken = connect("sqlite://"), MemoryBucket(), []
    migrate(engine)
    for number, (name, step) in enumerate([*steps, ("", "look"), ("", "look"), ("", "work")]):
        if step == "put":
            bucket.put(name, b"%d" % number)
        elif step == "remove" and name in names(bucket.list()):
            bucket.remove(name)
        elif step == "look":
            look(engine, URL, bucket.list(), NOW)
        elif batch := open_batch(engine, URL, look(engine, URL, bucket.list(), NOW), 10):
            for key in names(batch_keys(engine, batch)):
                content = bucket.read(key)
                taken.append((key, content))
                write_document(engine, document(content, key), [], batch)
            finish_batch(engine, batch, "done")
    assert {(item.key, bucket.read(item.key)) for item in bucket.list()} <= set(taken)
    assert len(taken) == len(set(taken))
    engine.dispose()
