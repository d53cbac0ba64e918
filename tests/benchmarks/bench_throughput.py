"""Bucket to rows, whole processes: born-digital pages and scanned pages per second, as a user would run them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path

from tests.benchmarks.figures import Figure

PAGES = 1000
SCANS = 120


def run(data: Path, limit: int | None) -> list[Figure]:
    born_digital = [*sorted((data / "icdar2013").glob("*.pdf")), *sorted((data / "table_pdfs").rglob("*.pdf"))]
    scans = [*sorted((data / "filings").glob("*.pdf")), *sorted((data / "funsd").rglob("*.png"))[::3]]
    return [
        _measure("born-digital pages, bucket to rows", copies(born_digital, limit or PAGES), "at least 10"),
        _measure("scanned pages, bucket to rows, shipped settings", first_pages(scans, limit or SCANS), "at least 1.5"),
    ]


def copies(files: list[Path], pages: int) -> Iterator[tuple[str, bytes]]:
    """The files again and again until there are so many pages; a trailing comment makes each copy a document of its
    own, because the same content twice is one document."""
    have = 0
    for turn in count():
        for path in files:
            if have >= pages:
                return
            have += page_count(path)
            yield f"{turn}/{path.name}", path.read_bytes() + f"\n% copy {turn}\n".encode()


def first_pages(files: list[Path], pages: int) -> Iterator[tuple[str, bytes]]:
    have = 0
    for path in files:
        if have >= pages:
            return
        have += page_count(path) if path.suffix == ".pdf" else 1
        yield path.name, path.read_bytes()


def page_count(path: Path) -> int:
    import pypdfium2

    try:
        return len(pypdfium2.PdfDocument(path))
    except pypdfium2.PdfiumError:
        return 1


def _measure(name: str, objects: Iterable[tuple[str, bytes]], wanted: str) -> Figure:
    with tempfile.TemporaryDirectory() as place:
        for key, content in objects:
            path = Path(place, "bucket", key)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        summary, seconds = docrow_run(Path(place))
    note = f"{summary['pages']} pages, {summary['documents']} documents, {seconds:.0f} s with start-up"
    return Figure(name, summary["pages"] / seconds, "pages/s", wanted, note)


def docrow_run(place: Path) -> tuple[dict, float]:
    """`docrow run` on place/bucket with a database and artifacts of its own; its summary and the wall seconds."""
    env = {
        **os.environ,
        "DOCROW_DATABASE": f"sqlite:///{place}/rows.sqlite",
        "DOCROW_ARTIFACTS": str(place / "artifacts"),
    }
    command = [sys.executable, "-m", "pipeline.cli", "run", str(place / "bucket"), "--json", "--quiet"]
    begin = time.perf_counter()
    out = subprocess.run(command, env=env, capture_output=True, text=True)
    seconds = time.perf_counter() - begin
    if out.returncode not in (0, 3):
        raise RuntimeError(f"docrow run ended with {out.returncode}: {out.stderr[-500:]}")
    return json.loads(out.stdout), seconds
