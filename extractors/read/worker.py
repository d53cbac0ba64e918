"""The inside of a worker process of `extractors.read.pool`."""

from __future__ import annotations

import copy
import ctypes
import gc
import os
import sys
import traceback
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Literal

from extractors.errors import DocumentError, OverLimit

THREADS = (
    "OMP_THREAD_LIMIT",
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "OPENCV_FOR_THREADS_NUM",
)
"""One thread for each worker: the pool already uses every core, and tesseract gets slower with more."""


KEPT_BYTES, LARGEST_KEPT = 1 << 28, 1 << 25
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3


@dataclass(frozen=True)
class Reply:
    """`kind` started: the work was understood and begins; result: `value` is what the function returned or the
    DocumentError it raised; bug: `value` is to be raised in the parent."""

    kind: Literal["started", "result", "bug"]
    value: Any = None
    trace: str = ""
    rss: int = 0


def serve(pipe: Connection, memory_bytes: int) -> None:
    """Works until the parent closes the pipe or dies."""
    _prepare(memory_bytes)
    while True:
        try:
            reply = _work(pipe)
            _send(pipe, reply)
        except (EOFError, BrokenPipeError, ConnectionResetError):
            return


def _prepare(memory_bytes: int) -> None:
    os.setsid()
    gc.set_threshold(50_000, 20, 20)  # pages are many small objects without cycles
    for name in THREADS:
        os.environ[name] = "1"
    if sys.platform == "linux":
        _keep_freed_memory()
    if sys.platform == "linux" and memory_bytes:
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, hard))


def _keep_freed_memory() -> None:
    """glibc gives every page-sized picture back to the system and fetches it again, zeroed: a fifth of the time of a
    born-digital page. Up to KEPT_BYTES stay with the process instead (mallopt(3)); other C libraries do as they do."""
    change = getattr(ctypes.CDLL(None), "mallopt", None)
    if change is not None:
        change(_M_MMAP_THRESHOLD, LARGEST_KEPT)
        change(_M_TRIM_THRESHOLD, KEPT_BYTES)


def _work(pipe: Connection) -> Reply:
    try:
        function, item = pipe.recv()
        pipe.send(Reply("started"))
        return Reply("result", function(item), rss=resident_bytes())
    except DocumentError as error:
        return Reply("result", error, rss=resident_bytes())
    except MemoryError:
        return Reply("result", _too_large(), rss=sys.maxsize)
    except RecursionError:
        return Reply("result", _too_deep(), rss=resident_bytes())
    except (EOFError, BrokenPipeError, ConnectionResetError):
        raise
    except Exception as error:  # noqa: BLE001 - the outermost boundary of a program; the parent raises it again
        return Reply("bug", _sendable(error), traceback.format_exc())


def _sendable(error: Exception) -> Exception:
    """The error itself where it survives being taken apart and put together, else its text."""
    try:
        copy.copy(error)
    except TypeError:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


def _send(pipe: Connection, reply: Reply) -> None:
    """What cannot be sent at all is a bug of its own; nothing has gone through the pipe when that shows."""
    try:
        pipe.send(reply)
    except (TypeError, AttributeError, ValueError) as error:
        pipe.send(Reply("bug", RuntimeError(f"a result cannot be sent: {error}"), reply.trace))


def _too_large() -> OverLimit:
    return OverLimit("needs more memory than a page may take", "split the file or lower image_dpi", code="limit.memory")


def _too_deep() -> OverLimit:
    return OverLimit("is nested too deeply to be read", "repair the file, for instance with qpdf", code="limit.depth")


def resident_bytes() -> int:
    """Memory that this process holds now, in bytes (its peak where the system does not say)."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
