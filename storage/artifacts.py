"""What docrow keeps outside the database: originals, read documents, answers, page pictures.

::

    root/originals/ab/abcd...            the bytes, named by their content
    root/documents/ab/abcd....json       the Document as read so far
    root/extractions/ab/abcd.../forms.json
    root/pages/ab/abcd.../1.jpg          pictures of pages (written by the reader)
    root/overlays/ab/abcd.../1.png
    root/cards/ab/abcd.../1.jpg, 1.json  cards found on it, made upright, and where everything on them lies

Every file appears whole or not at all (temporary file, fsync, rename) and is named by content or document id, never by
the user's file name. Writing the same again changes nothing.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from extractors.codec import decode, encode
from extractors.errors import DiskFull
from extractors.types import Document, Extraction

_ID = re.compile(r"[0-9a-f]{16}")
_NAME = re.compile(r"[A-Za-z0-9_.-]+")
_FULL = (errno.ENOSPC, errno.EDQUOT)


class Artifacts:
    """The artifacts under one folder, which is made when it is missing.

    Raises DiskFull where no space is left, FileNotFoundError where nothing of the name was saved, ValueError for an id
    that is none.
    """

    def __init__(self, root: str | Path) -> None:
        self.root = Path(root).absolute()

    def put(self, data: bytes) -> tuple[str, Path]:
        """Keep an original. Its id (first 16 hex digits of the sha256) and where it lies."""
        document_id = hashlib.sha256(data).hexdigest()[:16]
        path = self.original_path(document_id)
        if not path.exists() or path.stat().st_size != len(data):
            self.write(path, data)
        return document_id, path

    def original_path(self, document_id: str) -> Path:
        return self._place("originals", document_id)

    def folder(self, document_id: str) -> Path:
        """The folder of a document's page pictures; made when it is missing."""
        path = self._place("pages", document_id)
        with stops_when_full(path):
            path.mkdir(parents=True, exist_ok=True)
        return path

    def save_document(self, document: Document) -> Path:
        path = self._place("documents", document.id).with_suffix(".json")
        return self._save(path, document)

    def load_document(self, document_id: str) -> Document:
        path = self._place("documents", document_id).with_suffix(".json")
        return decode(Document, json.loads(path.read_bytes()))

    def has_document(self, document_id: str) -> bool:
        return self._place("documents", document_id).with_suffix(".json").exists()

    def save_extraction(self, extraction: Extraction) -> Path:
        return self._save(self._extraction_path(extraction.document_id, extraction.family), extraction)

    def load_extraction(self, document_id: str, family: str) -> Extraction:
        return decode(Extraction, json.loads(self._extraction_path(document_id, family).read_bytes()))

    def has_extraction(self, document_id: str, family: str) -> bool:
        return self._extraction_path(document_id, family).exists()

    def overlay_path(self, document_id: str, number: int) -> Path:
        """Where the drawing of a page belongs; its folder is made when it is missing."""
        path = self._place("overlays", document_id) / f"{int(number)}.png"
        with stops_when_full(path):
            path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def cards_folder(self, document_id: str) -> Path:
        """Where the pictures of a document's cards belong; files in it are written with `write`."""
        return self._place("cards", document_id)

    def write(self, path: Path, data: bytes) -> None:
        """Put the bytes at the path: the old ones stay whole until the new ones are safe on the disk."""
        with stops_when_full(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
            try:
                with os.fdopen(handle, "wb") as file:
                    self._fill(file, data)
                Path(temporary).replace(path)
            except BaseException:
                Path(temporary).unlink(missing_ok=True)
                raise

    def _fill(self, file: BinaryIO, data: bytes) -> None:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())

    def _save(self, path: Path, value: Document | Extraction) -> Path:
        text = json.dumps(encode(value), ensure_ascii=True, separators=(",", ":"))
        self.write(path, text.encode())
        return path

    def _extraction_path(self, document_id: str, family: str) -> Path:
        if not _NAME.fullmatch(family):
            raise ValueError(f"{family!r} is no name of a family")
        return self._place("extractions", document_id) / f"{family}.json"

    def _place(self, kind: str, document_id: str) -> Path:
        if not _ID.fullmatch(document_id):
            raise ValueError(f"{document_id!r} is no document id: 16 hexadecimal digits")
        return self.root / kind / document_id[:2] / document_id


@contextmanager
def stops_when_full(path: Path) -> Iterator[None]:
    """Turn the operating system's "no space left" (or "over quota") into DiskFull with the place's name."""
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise DiskFull(f"no space left at {path.parent}", "make room and start again; nothing is lost") from error
