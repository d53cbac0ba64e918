"""Encrypted, truncated, looped, fuzzed and huge PDFs: each is read or refused with a code, and the next goes on."""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractors.errors import DocumentError
from extractors.read.images import page_image
from extractors.read.open import open_document
from extractors.read.options import ReadOptions
from extractors.read.pool import PagePool
from extractors.read.words import page_words
from tests.benchmarks.figures import Figure

SECONDS = 60.0
"""Processor time that a file may take."""
HANGS = 600.0
"""Seconds on the clock after which a file is given up, on a busy machine too."""
PAGES_READ = 2
SLOW = "limit.seconds"


@dataclass(frozen=True)
class Outcome:
    """`pages` None where the file was refused; `seconds` of processor time; `peak`: the most bytes that the process has
    held so far."""

    pages: int | None
    code: str
    seconds: float
    peak: int


def run(data: Path, limit: int | None) -> list[Figure]:
    entries: list[dict[str, Any]] = json.loads((data / "robust_pdfs/MANIFEST.json").read_text())[:limit]
    return figures(entries, outcomes(data, entries))


def outcomes(data: Path, entries: list[dict[str, Any]]) -> list[Outcome]:
    """What becomes of each file, in worker processes as `docrow run` has them."""
    jobs = [(str(data / "robust_pdfs" / entry["file"]), entry["password"]) for entry in entries]
    with PagePool(2) as pool:
        results = list(pool.map(outcome, jobs, HANGS))
    return [r if isinstance(r, Outcome) else Outcome(None, r.code, HANGS if r.code == SLOW else 0, 0) for r in results]


def figures(entries: list[dict[str, Any]], done: list[Outcome]) -> list[Figure]:
    """The table of all outcomes."""
    codes = Counter(o.code for o in done)
    return [
        Figure("files", len(done), "", "", ", ".join(f"{n} {code}" for code, n in codes.most_common())),
        Figure("crashes", codes["crashed"], "", "0"),
        Figure(
            "longer than 60 s", sum(o.seconds > SECONDS for o in done), "", "0", f"processor time; {_slowest(done)}"
        ),
        Figure("largest process, at its peak", max(o.peak for o in done) / 1e6, "MB", "under 1,500"),
        Figure("page counts like poppler's", _agreement(entries, done), "", "1", _differing(entries, done)),
    ]


def outcome(job: tuple[str, str | None]) -> Outcome:
    """Opens a file and reads its first pages."""
    path, password = job
    begin, pages = time.process_time(), None
    options = ReadOptions(passwords=(password,) if password else ())
    try:
        pages = _read(path, options)
        return Outcome(pages, "read", time.process_time() - begin, peak_bytes())
    except DocumentError as error:
        return Outcome(error_pages(path, options), error.code, time.process_time() - begin, peak_bytes())


def _slowest(done: list[Outcome]) -> str:
    return f"slowest {max(o.seconds for o in done):.1f} s, {sum(o.seconds for o in done):.0f} s in all"


def peak_bytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def _read(path: str, options: ReadOptions) -> int:
    from dataclasses import replace

    document = replace(open_document(Path(path).read_bytes(), Path(path).name, options), source=path)
    with tempfile.TemporaryDirectory() as folder:
        for page in document.pages[:PAGES_READ]:
            page_image(document, page.number, options, folder)
            page_words(document, page.number, options, folder)
    return len(document.pages)


def error_pages(path: str, options: ReadOptions) -> int | None:
    """The page count of a file that opens though not all of its pages can be read."""
    try:
        return len(open_document(Path(path).read_bytes(), "", options).pages)
    except DocumentError:
        return None


def _pairs(entries: list[dict[str, Any]], done: list[Outcome]) -> list[tuple[str, int, int | None]]:
    """(file, poppler's count, ours) for what poppler reads: where it finds no size for the first page it only repeats
    a count that stands in the file."""
    both = zip(entries, done, strict=True)
    read = [(e["file"], e["pdfinfo"], o.pages) for e, o in both]
    return [(f, info["pages"], n) for f, info, n in read if info.get("pages") and info.get("page_size") != "0 x 0 pts"]


def _agreement(entries: list[dict[str, Any]], done: list[Outcome]) -> float:
    pairs = _pairs(entries, done)
    return sum(theirs == ours for _, theirs, ours in pairs) / max(len(pairs), 1)


def _differing(entries: list[dict[str, Any]], done: list[Outcome]) -> str:
    return ", ".join(f"{name} {theirs}/{ours}" for name, theirs, ours in _pairs(entries, done) if theirs != ours)
