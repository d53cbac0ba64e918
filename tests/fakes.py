"""Doubles: real implementations with a name, one for each way the world is or breaks."""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import os
from pathlib import Path
from typing import BinaryIO

from extractors.errors import BucketDown
from storage.artifacts import Artifacts
from storage.bucket import Gone, Object


class MemoryBucket:
    """A bucket that is a dict: what is put is there at once, changed things have a new etag."""

    def __init__(self, objects: dict[str, bytes] | None = None, url: str = "memory://bucket") -> None:
        self.url = url
        self._objects: dict[str, tuple[bytes, dt.datetime]] = {}
        for key, data in (objects or {}).items():
            self.put(key, data)

    def put(self, key: str, data: bytes, modified: dt.datetime | None = None) -> None:
        self._objects[key] = (data, modified or dt.datetime.now(dt.UTC))

    def remove(self, key: str) -> None:
        del self._objects[key]

    def list(self) -> list[Object]:
        return sorted(
            (Object(key, len(data), _etag(data), when) for key, (data, when) in self._objects.items()),
            key=lambda item: item.key,
        )

    def read(self, key: str, max_bytes: int | None = None) -> bytes:
        if key not in self._objects:
            raise Gone(f"{key}: no longer in {self.url}")
        return self._objects[key][0]


class DownBucket(MemoryBucket):
    """A bucket whose store does not answer."""

    def list(self) -> list[Object]:
        raise BucketDown(f"the bucket {self.url} does not answer", "check the network")

    def read(self, key: str, max_bytes: int | None = None) -> bytes:
        raise BucketDown(f"the bucket {self.url} does not answer", "check the network")


class FullDiskArtifacts(Artifacts):
    """Artifacts on a disk with room for so many bytes: what goes beyond is written in part and then refused, as a real
    disk does."""

    def __init__(self, root: str | Path, room: int = 0) -> None:
        super().__init__(root)
        self.room = room

    def _fill(self, file: BinaryIO, data: bytes) -> None:
        file.write(data[: self.room])
        self.room -= len(data)
        if self.room < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _etag(data: bytes) -> str:
    return hashlib.md5(data, usedforsecurity=False).hexdigest()
