"""Who works on a batch: a lock file that the operating system gives back when its holder dies, however it dies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.artifacts import Artifacts


@contextmanager
def batch_lock(artifacts: Artifacts, batch: str, seconds: float = 0.0) -> Iterator[bool]:
    """True while this process alone works on the batch; False when another still does after so many seconds."""
    from filelock import FileLock, Timeout

    lock = FileLock(_path(artifacts, batch), timeout=seconds)
    try:
        lock.acquire()
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


def is_worked_on(artifacts: Artifacts, batch: str) -> bool:
    """Whether any process of this machine works on the batch now."""
    with batch_lock(artifacts, batch) as mine:
        return not mine


def _path(artifacts: Artifacts, batch: str) -> Path:
    folder = artifacts.root / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{batch}.lock"
