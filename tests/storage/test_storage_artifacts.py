"""Artifacts appear whole or not at all and are named by their content."""

from __future__ import annotations

import hashlib
import os

import pytest

from extractors.errors import DiskFull
from storage.artifacts import Artifacts
from tests.fakes import FullDiskArtifacts
from tests.storage.made import document, invoice


def files(root):
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


def test_an_original_is_kept_once(tmp_path):
    artifacts = Artifacts(tmp_path)
    document_id, path = artifacts.put(b"bytes")
    assert document_id == hashlib.sha256(b"bytes").hexdigest()[:16]
    assert path.read_bytes() == b"bytes"
    before = path.stat()
    assert artifacts.put(b"bytes") == (document_id, path)
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    path.write_bytes(b"cut")
    artifacts.put(b"bytes")
    assert path.read_bytes() == b"bytes"


def test_documents_and_answers_come_back_as_they_were(tmp_path):
    artifacts, one = Artifacts(tmp_path), document()
    assert not artifacts.has_document(one.id) and not artifacts.has_extraction(one.id, "forms")
    artifacts.save_document(one)
    artifacts.save_extraction(invoice(one))
    assert artifacts.load_document(one.id) == one
    assert artifacts.load_extraction(one.id, "forms") == invoice(one)
    assert artifacts.has_document(one.id) and artifacts.has_extraction(one.id, "forms")
    with pytest.raises(FileNotFoundError):
        artifacts.load_extraction(one.id, "tables")


def test_places_never_come_from_names_of_users(tmp_path):
    artifacts = Artifacts(tmp_path)
    assert artifacts.folder("0" * 16).is_dir()
    assert artifacts.overlay_path("0" * 16, 3).name == "3.png"
    for bad in ("../../etc/passwd", "", "0" * 15, "G" * 16, "0" * 16 + "\n"):
        with pytest.raises(ValueError, match="no document id"):
            artifacts.folder(bad)
    with pytest.raises(ValueError, match="no name of a family"):
        artifacts.load_extraction("0" * 16, "../../x")


def test_a_full_disk_is_told_and_the_old_file_stays(tmp_path):
    one = document()
    path = Artifacts(tmp_path).save_document(one)
    before = path.read_bytes()
    full = FullDiskArtifacts(tmp_path, room=10)
    with pytest.raises(DiskFull, match="no space left"):
        full.save_document(document(pages=5))
    with pytest.raises(DiskFull):
        full.put(b"x" * 100)
    assert path.read_bytes() == before
    assert files(tmp_path) == [path.relative_to(tmp_path).as_posix()]


def test_killed_between_writing_and_renaming_leaves_the_old_file(tmp_path, monkeypatch):
    one = document()
    artifacts = Artifacts(tmp_path)
    path = artifacts.save_document(one)

    def die(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", die)
    with pytest.raises(KeyboardInterrupt):
        artifacts.save_document(document(pages=5))
    assert artifacts.load_document(one.id) == one
    assert files(tmp_path) == [path.relative_to(tmp_path).as_posix()]


def test_other_errors_of_the_system_are_not_a_full_disk(tmp_path):
    (tmp_path / "originals").write_text("a file where a folder belongs")
    with pytest.raises(NotADirectoryError):
        Artifacts(tmp_path).put(b"x")
