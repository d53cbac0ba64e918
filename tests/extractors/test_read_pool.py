"""One hang, one crash, one bug in a worker: what becomes of the others."""

import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from extractors.errors import Crashed, Damaged, DocumentError, MissingProgram, OverLimit
from extractors.read.open import Stored, open_stored
from extractors.read.options import ReadOptions
from extractors.read.pool import PagePool, read_pages
from extractors.types import Document, Page
from tests.extractors.reading import pdf_bytes

OPTIONS = ReadOptions()


def work(item):
    """What the test sends: a number to square, or the name of a way to fail."""
    if item == "die":
        os._exit(11)
    if item == "hang":
        time.sleep(600)
    if item == "greedy":
        return len(bytearray(3_000_000_000))
    if item == "damaged":
        raise Damaged("this one is broken")
    if item == "outage":
        raise MissingProgram("no engine", "install one")
    if item == "bug":
        raise ZeroDivisionError("a bug")
    if item == "pid":
        return os.getpid()
    time.sleep(0.02 * (item % 3))
    return item * item


@pytest.fixture(scope="module")
def pool():
    with PagePool(2) as running:
        yield running


def test_order_is_kept(pool):
    assert list(pool.map(work, range(20))) == [n * n for n in range(20)]


def test_items_are_taken_only_a_few_ahead(pool):
    taken = []
    results = pool.map(work, (taken.append(n) or n for n in range(1000)))
    assert [next(results) for _ in range(3)] == [0, 1, 4]
    assert len(taken) < 20
    results.close()
    assert list(pool.map(work, [5])) == [25]


def test_one_death_costs_one_item(pool):
    results = list(pool.map(work, [1, "die", 2, "damaged", 3]))
    assert [r for r in results if not isinstance(r, DocumentError)] == [1, 4, 9]
    assert isinstance(results[1], Crashed)
    assert isinstance(results[3], Damaged)


def test_a_hang_is_ended_and_said(pool):
    begin = time.monotonic()
    results = list(pool.map(work, [1, "hang", 2], seconds=1.0))
    assert isinstance(results[1], OverLimit)
    assert results[1].code == "limit.seconds"
    assert results[0::2] == [1, 4]
    assert time.monotonic() - begin < 30


def test_a_script_that_starts_workers_while_it_is_imported_is_told_so(tmp_path):
    script = tmp_path / "script.py"
    script.write_text("from extractors.read.pool import PagePool\nprint(list(PagePool(1).map(abs, [-1])))\n")
    root = Path(__file__).parents[2]
    run = subprocess.run([sys.executable, script], env={**os.environ, "PYTHONPATH": str(root)}, capture_output=True,
                         text=True, check=False)  # fmt: skip
    assert run.returncode == 1
    assert 'if __name__ == "__main__":' in run.stderr.splitlines()[-1]


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux only")
def test_too_much_memory_is_a_limit_not_a_crash(pool):
    results = list(pool.map(work, ["greedy", 3]))
    assert results[0].code == "limit.memory"
    assert results[1] == 9


def test_outages_and_bugs_are_raised_and_the_pool_lives_on(pool):
    with pytest.raises(MissingProgram, match="no engine"):
        list(pool.map(work, [1, "outage", 2]))
    with pytest.raises(ZeroDivisionError) as caught:
        list(pool.map(work, ["bug"]))
    assert "in work" in str(caught.value.__cause__)
    assert list(pool.map(work, [4])) == [16]


def test_two_maps_at_once_are_refused(pool):
    first = pool.map(work, [1, 2])
    assert next(first) == 1
    with pytest.raises(RuntimeError):
        next(pool.map(work, [3]))
    assert list(first) == [4]


def test_workers_are_replaced_after_so_many_items():
    with PagePool(1, recycle_after=2) as short:
        assert len(set(short.map(work, ["pid"] * 6))) == 3


def test_no_workers_means_this_process():
    assert list(PagePool(0).map(work, ["pid", "damaged", 3]))[::2] == [os.getpid(), 9]


def note(document: Document, number: int, options: ReadOptions, folder: str) -> Page:
    page = next(p for p in document.pages if p.number == number)
    if document.key == "bad" and number == 2:
        raise Damaged("page 2 is broken")
    return replace(page, image=f"{folder}/{number} of {len(document.pages)}")


def test_pages_come_back_in_their_documents(pool, tmp_path):
    path = tmp_path / "three.pdf"
    path.write_bytes(pdf_bytes([["x"]] * 3))
    documents = [replace(open_stored(Stored(str(path), key, OPTIONS))) for key in ("a", "bad", "c")]
    empty = replace(documents[0], key="empty", pages=())
    found = list(read_pages(note, [*documents, empty], OPTIONS, lambda d: f"/pages/{d.key}", pool))
    assert [p.image for p in found[0].pages] == ["/pages/a/1 of 1", "/pages/a/2 of 1", "/pages/a/3 of 1"]
    assert isinstance(found[1], Damaged)
    assert found[2].key == "c"
    assert found[3] == empty


def slow(document, number, options, folder):
    time.sleep(0.1)
    return document.pages[0]


def test_a_document_of_many_slow_pages_is_given_up_and_the_next_goes_on(pool, tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf_bytes([["x"]] * 60))
    long = open_stored(Stored(str(path), "long", OPTIONS))
    short = replace(long, key="short", pages=long.pages[:2])
    options = replace(OPTIONS, seconds_per_document=0.5)
    taken = []
    documents = (taken.append(document.key) or document for document in (long, short))
    found = list(read_pages(slow, documents, options, lambda _: str(tmp_path), pool))
    assert isinstance(found[0], OverLimit) and found[0].code == "limit.seconds"
    assert "seconds_per_document" in found[0].remedy
    assert len(found[1].pages) == 2 and taken == ["long", "short"]


def test_the_last_page_is_not_thrown_away(pool, tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf_bytes([["x"]]))
    document = open_stored(Stored(str(path), "one", OPTIONS))
    options = replace(OPTIONS, seconds_per_document=0.01)
    (found,) = read_pages(slow, [document], options, lambda _: str(tmp_path), pool)
    assert len(found.pages) == 1


class Mortal:
    """A pool whose workers die of every mark that stands behind the pages of a document."""

    def map(self, function, items, seconds=None):
        for item in items:
            yield Crashed("it died", "") if item is None else function(item)


def test_a_worker_that_dies_between_two_documents_costs_none(tmp_path):
    path = tmp_path / "three.pdf"
    path.write_bytes(pdf_bytes([["x"]] * 3))
    documents = [replace(open_stored(Stored(str(path), key, OPTIONS))) for key in ("a", "b", "c")]
    found = list(read_pages(note, documents, OPTIONS, lambda d: f"/pages/{d.key}", Mortal()))
    assert [[page.image[:8] for page in document.pages] for document in found] == [
        [f"/pages/{key}"] * 3 for key in ("a", "b", "c")
    ]
