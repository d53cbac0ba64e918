"""Where documents come from: a folder, or any object store that fsspec knows (s3://, gs://). Read only, always."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import fsspec
from fsspec.core import url_to_fs
from fsspec.implementations.local import LocalFileSystem

from extractors.errors import BucketDown, DocumentError, OverLimit

EXTRAS = {"s3": "s3", "s3a": "s3", "gs": "gcs", "gcs": "gcs"}


class Gone(DocumentError):
    """The object was listed and is no longer there."""

    code = "gone"


@dataclass(frozen=True, slots=True)
class Object:
    """One object: `key` under the bucket's URL, size in bytes, the store's etag ("" where it has none), the time of its
    last change."""

    key: str
    size: int
    etag: str = ""
    modified: dt.datetime | None = None

    @property
    def version(self) -> str:
        """Equal while the object is the same: the etag where the store has one, else the time of change; and the
        size."""
        moment = self.modified.isoformat() if self.modified else ""
        return f"{self.etag or moment}:{self.size}"


class Bucket:
    """A folder or a prefix of an object store.

    `options` go to fsspec (``endpoint_url``, ``key``, ``secret``, ``anon`` ...). `url` is the same for the same place,
    however it was written: it is what the `keys` table remembers.
    """

    def __init__(self, url: str | Path, **options: Any) -> None:
        text = os.fspath(url)
        scheme = text.partition("://")[0] if "://" in text else "file"
        if scheme in ("file", "local"):
            folder = str(Path(text.partition("://")[2] if "://" in text else text).expanduser().absolute())
            self.fs, self._root = cast("fsspec.AbstractFileSystem", _Folder()), os.path.normpath(folder)
            self.url = self._root
        else:
            self.fs, self._root = _remote(text, scheme, options)
            self.url = f"{scheme}://{self._root}"
        self._local = isinstance(self.fs, LocalFileSystem)

    def list(self) -> list[Object]:
        """Every object under the URL, in the order of the keys, whatever it is called.

        Left out is only what holds no bytes of its own: folders, the empty ``name/`` markers that stand for folders in
        object stores, links that point to no file, sockets and devices. Links to files are followed, links to folders
        are not (they may go in circles). Hidden and temporary files are listed: a file that is still being written
        shows itself by its size, not by its name. Raises BucketDown when the place is missing, forbidden or away.
        """
        with self._guard():
            self.fs.invalidate_cache()
            found = self.fs.find(self._root, detail=True)
            if not found:
                self._must_exist()
        objects = (self._object(path, info) for path, info in found.items() if _holds_bytes(path, info))
        return sorted((item for item in objects if item is not None), key=lambda item: item.key)

    def read(self, key: str, max_bytes: int | None = None) -> bytes:
        """The bytes of one object. Raises Gone when it is no longer there, OverLimit (limit.bytes) when it is larger
        than `max_bytes`, BucketDown when the store does not answer."""
        path = self._path(key)
        with self._guard(key):
            data = self.fs.cat_file(path, end=None if max_bytes is None else max_bytes + 1)
        if max_bytes is not None and len(data) > max_bytes:
            raise OverLimit(
                f"{key}: more than {max_bytes} bytes", "raise the limit on bytes, or split it", "limit.bytes"
            )
        return cast(bytes, data)

    def __repr__(self) -> str:
        return f"Bucket({self.url!r})"

    def _object(self, path: str, info: Mapping[str, Any]) -> Object | None:
        if info.get("islink"):
            info = self.fs.info(path)  # size and time of what the link points to
        key = path[len(self._root) :].removeprefix("/") if self._root else path
        if not key:
            return None
        return Object(_printable(key) if self._local else key, int(info["size"] or 0), _etag(info), _modified(info))

    def _path(self, key: str) -> str:
        if not self._local:
            return f"{self._root}/{key}"
        if key.startswith("/") or ".." in key.split("/"):
            raise Gone(f"{key}: lies outside {self.url}")
        path = f"{self._root}/{_original(key)}"
        return path if os.path.lexists(path) else f"{self._root}/{key}"

    def _must_exist(self) -> None:
        """A prefix without objects is an empty bucket; a bucket or folder that is not there is an outage."""
        place = self._root if self._local else self._root.partition("/")[0]
        if not self.fs.exists(place):
            raise FileNotFoundError(place)

    @contextmanager
    def _guard(self, key: str = "") -> Iterator[None]:
        try:
            yield
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
            if key and self._answers():
                raise Gone(f"{key}: no longer in {self.url}", "it will be read when it is back") from error
            raise self._down("is not there", "create it, or set DOCROW_BUCKET") from error
        except PermissionError as error:
            raise self._down("may not be read", "check its permissions and the credentials") from error
        except _outages() as error:
            raise self._down(f"does not answer ({_reason(error)})", "check the network and the address") from error

    def _answers(self) -> bool:
        try:
            self._must_exist()
        except _outages():
            return False
        return True

    def _down(self, what: str, remedy: str) -> BucketDown:
        return BucketDown(f"the bucket {self.url} {what}", remedy)


class _Folder(LocalFileSystem):
    """fsspec leaves out folders that it may not read; here they stop the listing, so that nothing is lost silently."""

    def walk(self, path: str, maxdepth: int | None = None, topdown: bool = True, **options: Any) -> Iterator[Any]:
        options["on_error"] = _unless_vanished
        yield from super().walk(path, maxdepth, topdown, **options)


def _remote(url: str, scheme: str, options: dict[str, Any]) -> tuple[fsspec.AbstractFileSystem, str]:
    # gcsfs would ask over gRPC, up to a minute where only HTTP gets out, for folders that reading has no use for
    os.environ.setdefault("GCSFS_EXPERIMENTAL_ZB_HNS_SUPPORT", "false")
    try:
        fs, root = url_to_fs(url, **options)
    except ImportError as error:
        extra = EXTRAS.get(scheme)
        remedy = f"pip install 'docrow[{extra}]'" if extra else f"install fsspec's driver for {scheme}://"
        raise BucketDown(f"the bucket {url} needs a driver that is not installed", remedy) from error
    except ValueError as error:
        raise BucketDown(f"the bucket {url} cannot be addressed", "use a folder, s3:// or gs://") from error
    return fs, str(root).rstrip("/")


def _outages() -> tuple[type[Exception], ...]:
    """What network drivers raise when the store is away; only those of drivers that are loaded."""
    import sys

    found: list[type[Exception]] = [OSError]
    for module, names in {
        "botocore.exceptions": ("BotoCoreError", "ClientError"),
        "aiohttp": ("ClientError",),
        "gcsfs.retry": ("HttpError",),
        "google.auth.exceptions": ("GoogleAuthError",),
    }.items():
        if module in sys.modules:
            found += [getattr(sys.modules[module], name) for name in names if hasattr(sys.modules[module], name)]
    return tuple(found)


def _reason(error: BaseException) -> str:
    text = " ".join(str(error).split())
    return text[:200] or type(error).__name__


def _unless_vanished(error: OSError) -> None:
    """A folder that is removed while the listing runs is no outage."""
    if not isinstance(error, FileNotFoundError):
        raise error


def _holds_bytes(path: str, info: Mapping[str, Any]) -> bool:
    if info.get("type") == "directory" or (path.endswith("/") and not info.get("size")):
        return False
    return info.get("type") in ("file", None) or (bool(info.get("islink")) and os.path.isfile(path))  # noqa: PTH113


def _etag(info: Mapping[str, Any]) -> str:
    for name in ("ETag", "etag", "md5Hash"):
        if info.get(name):
            return str(info[name]).strip('"')
    if "ino" in info and "mtime" in info:
        return f"{info['mtime']!r}-{info['ino']}"
    return ""


def _modified(info: Mapping[str, Any]) -> dt.datetime | None:
    value = next((info[name] for name in ("LastModified", "updated", "mtime", "modified") if info.get(name)), None)
    if value is None:
        return None
    if isinstance(value, int | float):
        return dt.datetime.fromtimestamp(value, dt.UTC)
    moment = value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(str(value))
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _printable(name: str) -> str:
    r"""A local file name whose bytes are no UTF-8 gets ``\xff`` for them, so that it can be stored and shown."""
    if name.isascii():
        return name
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _original(key: str) -> str:
    import re

    raw = re.sub(rb"\\x([89a-f][0-9a-f])", lambda match: bytes([int(match[1], 16)]), key.encode())
    return os.fsdecode(raw)
