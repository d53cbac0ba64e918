"""A thousand pages in one process: what it holds must not grow."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

import numpy as np

from extractors.read.images import page_image
from extractors.read.open import Stored, open_stored
from extractors.read.options import ReadOptions
from extractors.read.pool import PagePool
from extractors.read.words import page_words
from extractors.read.worker import resident_bytes
from tests.benchmarks.figures import Figure

PAGES = 1_000
WARM = 100
OPTIONS = ReadOptions()


def run(data: Path, limit: int | None) -> list[Figure]:
    files = [str(path) for path in sorted((data / "icdar2013").glob("*.pdf"))]
    with PagePool(1, recycle_after=10) as pool:
        (sizes,) = pool.map(sizes_after_pages, [(files, limit * 50 if limit else PAGES)])
    if not isinstance(sizes, list):
        raise sizes
    later = np.array(sizes[min(WARM, len(sizes) // 2) :]) / 1e6
    slope = float(np.polyfit(np.arange(len(later)), later, 1)[0])
    note = f"{len(sizes)} pages, {later[0]:.0f} MB after {WARM}, {later[-1]:.0f} MB at the end"
    return [Figure("memory, one process", slope, "MB a page", "under 0.1", note)]


def sizes_after_pages(job: tuple[list[str], int]) -> list[int]:
    """Bytes held after each page."""
    files, count = job
    return list(islice(_sizes(files), count))


def _sizes(files: list[str]) -> Iterator[int]:
    with tempfile.TemporaryDirectory() as folder:
        for file in cycle(files):
            document = open_stored(Stored(file, file, OPTIONS))
            for page in document.pages:
                page_image(document, page.number, OPTIONS, folder)
                page_words(document, page.number, OPTIONS, folder)
                yield resident_bytes()
