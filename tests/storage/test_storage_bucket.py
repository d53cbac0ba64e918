"""Listing and reading a folder and a real S3 server: nothing is lost, nothing is changed, outages are one sentence."""

from __future__ import annotations

import os
import socket

import pytest

from extractors.errors import BucketDown, OverLimit
from storage.bucket import Bucket, Gone
from tests.servers import free_port

ODD = [
    "plain.pdf",
    "sp ace.pdf",
    "ünï/cödé 日本.pdf",
    "q'uo\"te.pdf",
    "two..dots/..name.pdf",
    "star*?[x].pdf",
    "100%25 #+&=;.pdf",
    "x" * 200 + "/" + "y" * 99,
    ".hidden/.file",
    "being written.pdf.part",
    "no extension",
    "line\nbreak.pdf",
    "a::b/c:d.pdf",
    "back\\slash.pdf",
]
ONLY_IN_STORES = ["in//double.pdf", "dots/../up.pdf", "./dot.pdf", "x" * 300 + ".pdf", "/leading.pdf", "what?.pdf"]


@pytest.fixture
def folder(tmp_path):
    for key in ODD:
        path = tmp_path / key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(key.encode())
    return tmp_path


def test_a_folder_is_listed_whole(folder):
    bucket = Bucket(folder)
    listed = bucket.list()
    assert [item.key for item in listed] == sorted(ODD)
    for item in listed:
        assert bucket.read(item.key) == item.key.encode()
        assert item.size == len(item.key.encode())
        assert item.modified is not None


def test_only_what_has_no_bytes_is_left_out(tmp_path, monkeypatch):
    (tmp_path / "empty.pdf").touch()
    (tmp_path / "folder").mkdir()
    (tmp_path / "link.pdf").symlink_to(tmp_path / "empty.pdf")
    (tmp_path / "broken.pdf").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        monkeypatch.chdir(tmp_path)  # the name of a socket may be 108 bytes long at most
        listener.bind("socket")
        assert [item.key for item in Bucket(tmp_path).list()] == ["empty.pdf", "link.pdf"]


def test_a_name_that_is_no_utf8_is_listed_and_read(tmp_path):
    (tmp_path / os.fsdecode(b"caf\xe9 \xc3\xbc.pdf")).write_bytes(b"latin")
    bucket = Bucket(tmp_path)
    (item,) = bucket.list()
    assert item.key == "caf\\xe9 ü.pdf"
    assert bucket.read(item.key) == b"latin"


def test_the_same_folder_has_one_url_however_it_is_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    spellings = ["in", "./in/", "in/../in", tmp_path / "in", f"file://{tmp_path}/in", f"{tmp_path}//in"]
    assert {Bucket(spelling).url for spelling in spellings} == {str(tmp_path / "in")}


def test_a_file_that_changes_has_another_version(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(b"one")
    (before,) = Bucket(tmp_path).list()
    assert Bucket(tmp_path).list() == [before]
    new = tmp_path / "new"
    new.write_bytes(b"two")
    os.utime(new, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
    new.rename(path)
    (after,) = Bucket(tmp_path).list()
    assert after.version != before.version


def test_reading_what_is_gone_too_large_or_outside(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "secret").write_text("s")
    (tmp_path / "in" / "a.pdf").write_bytes(b"12345")
    bucket = Bucket(tmp_path / "in")
    assert bucket.read("a.pdf", max_bytes=5) == b"12345"
    with pytest.raises(OverLimit, match="more than 4 bytes") as error:
        bucket.read("a.pdf", max_bytes=4)
    assert error.value.code == "limit.bytes"
    for key in ("missing.pdf", "../secret", f"{tmp_path}/secret", "a.pdf/below"):
        with pytest.raises(Gone):
            bucket.read(key)


def test_a_missing_folder_is_an_outage(tmp_path):
    bucket = Bucket(tmp_path / "nowhere")
    with pytest.raises(BucketDown, match=r"nowhere is not there; create it") as error:
        bucket.list()
    assert "\n" not in str(error.value)
    with pytest.raises(BucketDown):
        bucket.read("a.pdf")


def test_a_forbidden_folder_is_an_outage_and_no_empty_one(tmp_path, monkeypatch):
    (tmp_path / "closed").mkdir()
    (tmp_path / "closed" / "a.pdf").touch()
    scan = os.scandir

    def closed(path):  # root may read everything, so the refusal is made here
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", closed)
    with pytest.raises(BucketDown, match="may not be read"):
        Bucket(tmp_path).list()


@pytest.mark.parametrize("url", ["nonsense://x", "http+weird://x"])
def test_urls_that_name_no_store(url):
    with pytest.raises(BucketDown):
        Bucket(url)


def test_nothing_in_the_folder_is_changed(folder):
    def state():
        return sorted((str(p), p.stat().st_mtime_ns, p.stat().st_size) for p in folder.rglob("*"))

    before = state()
    bucket = Bucket(folder)
    for item in bucket.list():
        bucket.read(item.key)
    assert state() == before


def test_s3_is_listed_whole(s3):
    keys = [key for key in ODD if key != "line\nbreak.pdf"] + ONLY_IN_STORES
    for key in keys:
        s3.put(key, key.encode())
    bucket = Bucket(f"s3://{s3.bucket}", **s3.options)
    assert [item.key for item in bucket.list()] == sorted(keys)
    for key in keys:
        assert bucket.read(key) == key.encode(), key


def test_s3_prefix_changes_and_folder_markers(s3):
    for key in ("in/", "in/a.pdf", "in//double.pdf", "in/deep/b.pdf", "inside.pdf", "out/c.pdf"):
        s3.put(key, b"" if key.endswith("/") else key.encode())
    bucket = Bucket(f"s3://{s3.bucket}/in/", **s3.options)
    assert bucket.url == f"s3://{s3.bucket}/in"
    before = {item.key: item for item in bucket.list()}
    assert set(before) == {"a.pdf", "/double.pdf", "deep/b.pdf"}
    assert bucket.read("/double.pdf") == b"in//double.pdf"
    s3.put("in/a.pdf", b"changed")
    after = {item.key: item for item in bucket.list()}
    assert {key for key in after if after[key].version != before[key].version} == {"a.pdf"}
    assert after["a.pdf"].etag and after["a.pdf"].modified


def test_s3_empty_missing_and_away(s3):
    assert Bucket(f"s3://{s3.bucket}/nothing/yet", **s3.options).list() == []
    with pytest.raises(BucketDown, match="is not there"):
        Bucket("s3://docrow-there-is-no-such-bucket", **s3.options).list()
    with pytest.raises(Gone):
        Bucket(f"s3://{s3.bucket}", **s3.options).read("missing.pdf")
    away = s3.options | {"endpoint_url": f"http://127.0.0.1:{free_port()}"}
    with pytest.raises(BucketDown, match="does not answer") as error:
        Bucket(f"s3://{s3.bucket}", **away, config_kwargs={"retries": {"max_attempts": 1}}).list()
    assert "\n" not in str(error.value)


def test_gcs_is_listed_whole(gcs):
    keys = ["in/a.pdf", "in//double.pdf", "in/\u00fc \u00df'.pdf", "in/x?y#z%20.pdf", "l" * 300]
    for key in keys:
        gcs.put(key, key.encode())
    bucket = Bucket(f"gs://{gcs.bucket}", **gcs.options)
    assert [item.key for item in bucket.list()] == sorted(keys)
    for key in keys:
        assert bucket.read(key) == key.encode(), key


def test_gcs_prefix_changes_missing_and_away(gcs):
    for key in ("in/a.pdf", "in//double.pdf", "inside.pdf"):
        gcs.put(key, key.encode())
    bucket = Bucket(f"gs://{gcs.bucket}/in/", **gcs.options)
    before = {item.key: item for item in bucket.list()}
    assert (bucket.url, set(before)) == (f"gs://{gcs.bucket}/in", {"a.pdf", "/double.pdf"})
    gcs.put("in/a.pdf", b"changed")
    after = {item.key: item for item in bucket.list()}
    assert {key for key in after if after[key].version != before[key].version} == {"a.pdf"}
    with pytest.raises(Gone):
        bucket.read("missing.pdf")
    with pytest.raises(BucketDown, match="is not there"):
        Bucket("gs://docrow-there-is-no-such-bucket", **gcs.options).list()
