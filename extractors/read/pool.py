"""Worker processes that outlive a bad page: one hang, one crash, one leak costs one document, not the run."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Any, Self, TypeVar

from extractors.errors import Crashed, DocumentError, Outage, OverLimit
from extractors.read.options import ReadOptions
from extractors.read.worker import Reply, serve
from extractors.types import Document, Page

Item = TypeVar("Item")
Result = TypeVar("Result")
PageStep = Callable[[Document, int, ReadOptions, str], Page]

START_SECONDS = 60.0
"""How long a worker may take to start and import what the work needs, before the time of an item counts."""


def available_cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(eq=False)
class _Worker:
    """A process and our end of its pipe. `job` is the position of the item it works on, None when idle."""

    process: Any
    pipe: Connection
    job: int | None = None
    began: float = 0.0
    running: bool = False
    done: int = 0
    rss: int = 0

    def overdue(self, seconds: float | None) -> bool:
        if self.job is None or seconds is None:
            return False
        return time.monotonic() > self.deadline(seconds)

    def deadline(self, seconds: float) -> float:
        return self.began + (seconds if self.running else seconds + START_SECONDS)

    def stop(self) -> None:
        """Ends the worker and whatever programs it started (it leads a process group of its own)."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.kill()
        self.process.join()
        self.pipe.close()


@dataclass
class PagePool:
    """`workers` processes (None: one for each core; 0: none, everything in this process and unprotected).

    A worker is replaced after `recycle_after` items or when it holds more than `recycle_bytes`; it may not grow beyond
    `memory_bytes` (Linux), which ends the item with ``limit.memory``. Use it as a context manager.
    """

    workers: int | None = None
    recycle_after: int = 500
    recycle_bytes: int = 900_000_000
    memory_bytes: int = 1_500_000_000
    _alive: list[_Worker] = field(default_factory=list, init=False, repr=False)
    _busy: bool = field(default=False, init=False, repr=False)

    def __post_init__(self) -> None:
        self.workers = available_cores() if self.workers is None else self.workers

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends all workers; the pool can be used again afterwards and starts new ones."""
        for worker in self._alive:
            worker.stop()
        self._alive.clear()

    def map(
        self, function: Callable[[Item], Result], items: Iterable[Item], seconds: float | None = None
    ) -> Iterator[Result | DocumentError]:
        """``function(item)`` for each item, in order; `function` and items must be picklable.

        A DocumentError is a result. An item that takes longer than `seconds` gives OverLimit ``limit.seconds``, one
        that kills its worker Crashed. Outages and bugs are raised here, with the worker's traceback as the cause; so is
        an Outage where workers cannot even start.
        Items are taken from the iterable only a few ahead of what was yielded.
        """
        if not self.workers:
            yield from (_inline(function, item) for item in items)
            return
        if self._busy:
            raise RuntimeError("this PagePool is already working on another map")
        self._busy = True
        try:
            yield from _Run(self, function, iter(items), seconds).results()
        finally:
            self._busy = False
            self._drop_unfinished()

    def _drop_unfinished(self) -> None:
        for worker in [w for w in self._alive if w.job is not None]:
            self._alive.remove(worker)
            worker.stop()

    def _idle(self) -> _Worker | None:
        for worker in self._alive:
            if worker.job is None:
                return worker
        if len(self._alive) < (self.workers or 0):
            self._alive.append(_start(self.memory_bytes))
            return self._alive[-1]
        return None

    def _retire(self, worker: _Worker) -> None:
        self._alive.remove(worker)
        worker.stop()


class _Run(Iterator[Any]):
    """One call of `map`: what was sent, what came back, what may be yielded."""

    def __init__(
        self, pool: PagePool, function: Callable[[Any], Any], items: Iterator[Any], seconds: float | None
    ) -> None:
        self.pool, self.function, self.items, self.seconds = pool, function, items, seconds
        self.ahead = 4 * (pool.workers or 1)
        self.sent = 0
        self.yielded = 0
        self.finished: dict[int, Any] = {}
        self.exhausted = False

    def results(self) -> Iterator[Any]:
        while True:
            self._hand_out()
            while self.yielded in self.finished:
                self.yielded += 1
                yield self.finished.pop(self.yielded - 1)
                self._hand_out()
            if self.exhausted and self.yielded == self.sent:
                return
            self._collect()

    def __next__(self) -> Any:
        return next(self.results())

    def _hand_out(self) -> None:
        while not self.exhausted and self.sent - self.yielded < self.ahead:
            worker = self.pool._idle()
            if worker is None:
                return
            try:
                item = next(self.items)
            except StopIteration:
                self.exhausted = True
                return
            self._send(worker, (self.function, item))

    def _send(self, worker: _Worker, job: object) -> None:
        worker.job, worker.began, worker.running = self.sent, time.monotonic(), False
        self.sent += 1
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            worker.pipe.send(job)

    def _collect(self) -> None:
        busy = [worker for worker in self.pool._alive if worker.job is not None]
        handles: Sequence[Any] = [worker.pipe for worker in busy]
        ready = wait(handles, timeout=self._patience(busy))
        for worker in busy:
            if worker.pipe in ready:
                self._receive(worker)
            elif worker.overdue(self.seconds):
                self._give_up(worker)

    def _patience(self, busy: list[_Worker]) -> float | None:
        if self.seconds is None:
            return None
        return max(0.0, min(worker.deadline(self.seconds) for worker in busy) - time.monotonic())

    def _receive(self, worker: _Worker) -> None:
        try:
            reply: Reply = worker.pipe.recv()
        except (EOFError, OSError):
            _raise_if_unborn(worker)
            self._finish(worker, _crash(worker))
            self.pool._retire(worker)
            return
        if reply.kind == "started":
            worker.began, worker.running = time.monotonic(), True
        elif reply.kind == "bug":
            raise reply.value from _Trace(reply.trace)
        else:
            self._finish(worker, reply.value)
            self._keep_or_retire(worker, reply.rss)

    def _keep_or_retire(self, worker: _Worker, rss: int) -> None:
        worker.done += 1
        if worker.done >= self.pool.recycle_after or rss >= self.pool.recycle_bytes:
            self.pool._retire(worker)

    def _give_up(self, worker: _Worker) -> None:
        self._finish(worker, _too_slow(self.seconds or 0.0))
        self.pool._retire(worker)

    def _finish(self, worker: _Worker, value: Any) -> None:
        assert worker.job is not None
        self.finished[worker.job] = value
        worker.job = None


class _Trace(Exception):
    """The traceback of a worker as text, shown as the cause of what is raised here."""

    def __init__(self, text: str) -> None:
        super().__init__(f"\n{text}")


def _inline(function: Callable[[Item], Result], item: Item) -> Result | DocumentError:
    try:
        return function(item)
    except DocumentError as error:
        return error


def _start(memory_bytes: int) -> _Worker:
    context: Any = multiprocessing.get_context("forkserver" if sys.platform == "linux" else "spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(theirs, memory_bytes), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process, ours)


def _raise_if_unborn(worker: _Worker) -> None:
    """A worker that ends by an error before its first item was never started: every one after it would end so, and
    none of the items is to blame. Raises Outage."""
    worker.process.join(5)
    if not worker.running and not worker.done and (worker.process.exitcode or 0) > 0:
        raise Outage(
            "a worker process ended while it was starting; its own message stands above",
            'a script that reads or trains does so below: if __name__ == "__main__":',
            code="worker",
        )


def _crash(worker: _Worker) -> Crashed:
    worker.process.join(5)
    code = worker.process.exitcode or 0
    how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
    return Crashed(
        f"the reader of this page died ({how})", "repair the file, for instance with qpdf or by printing it anew"
    )


def _too_slow(seconds: float) -> OverLimit:
    return OverLimit(
        f"took longer than {seconds:g} s", "raise seconds_per_page if it is worth it", code="limit.seconds"
    )


@dataclass
class _Progress:
    """A document in flight: its pages as they come back, and the first thing that went wrong."""

    document: Document
    pages: list[Page] = field(default_factory=list)
    error: DocumentError | None = None
    seconds: float = 0.0
    asked: int = 0
    answered: int = 0
    closed: bool = False

    @property
    def over(self) -> bool:
        """Every page that was asked for came back, and no more are."""
        return self.closed and self.answered == self.asked

    def take(self, result: _Done | DocumentError, limit: float) -> None:
        """What became of a page."""
        self.answered += 1
        if isinstance(result, DocumentError):
            self.error = self.error or result
        else:
            self.add(result, limit)

    def add(self, done: _Done, limit: float) -> None:
        """Takes a page; sets the error where all pages so far took longer than `limit` seconds."""
        self.pages.append(done.page)
        self.seconds += done.seconds
        if self.seconds > limit and len(self.pages) < len(self.document.pages):
            self.error = self.error or _too_long(limit, len(self.pages))


def _too_long(limit: float, pages: int) -> OverLimit:
    remedy = "raise seconds_per_document if it is worth it, or split it"
    return OverLimit(f"its first {pages} pages alone took longer than {limit:g} s", remedy, code="limit.seconds")


def read_pages(
    step: PageStep,
    documents: Iterable[Document],
    options: ReadOptions,
    folder_of: Callable[[Document], str | os.PathLike[str]],
    pool: PagePool,
) -> Iterator[Document | DocumentError]:
    """The documents with `step` done on each page, in order; a DocumentError in the place of one that cannot be read.

    Pages of several documents are in work at once. After the first bad page of a document the rest of it is skipped,
    and so it is where its pages took longer than `options.seconds_per_document`: none holds up the others for hours.
    """
    open_documents: deque[_Progress] = deque()
    results = pool.map(_run_step, _jobs(step, documents, options, folder_of, open_documents), options.seconds_per_page)
    for result in results:
        progress = open_documents[0]
        if progress.over:  # this is what became of the mark behind the pages; a worker may have died of it, too
            open_documents.popleft()
            yield progress.error or replace(progress.document, pages=tuple(progress.pages))
        elif result is not None:
            progress.take(result, options.seconds_per_document)


@dataclass(frozen=True)
class _Job:
    """A page to read; `document` carries only that page, so that long documents are not sent whole for each page."""

    step: PageStep
    document: Document
    number: int
    options: ReadOptions
    folder: str


@dataclass(frozen=True)
class _Done:
    """A page that was read, and how many seconds its worker took."""

    page: Page
    seconds: float


def _run_step(job: _Job | None) -> _Done | None:
    if job is None:
        return None
    begin = time.monotonic()
    page = job.step(job.document, job.number, job.options, job.folder)
    return _Done(page, time.monotonic() - begin)


def _jobs(
    step: PageStep,
    documents: Iterable[Document],
    options: ReadOptions,
    folder_of: Callable[[Document], str | os.PathLike[str]],
    open_documents: deque[_Progress],
) -> Iterator[_Job | None]:
    """The pages of each document, and None behind the last."""
    for document in documents:
        progress = _Progress(document)
        open_documents.append(progress)
        folder = os.fspath(folder_of(document))
        for page in document.pages:
            if progress.error is None:
                progress.asked += 1
                yield _Job(step, replace(document, pages=(page,)), page.number, options, folder)
        progress.closed = True
        yield None
