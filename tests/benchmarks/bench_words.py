"""Words from noisy scans against their truth, and what a page costs at those very settings."""

from __future__ import annotations

import json
import os
import re
import resource
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
from PIL import Image

from extractors.errors import DocumentError
from extractors.metrics.words import BagScore, bag_score
from extractors.read.images import page_image
from extractors.read.ocr import default_ocr
from extractors.read.open import Stored, open_stored
from extractors.read.options import ReadOptions
from extractors.read.scan import read_scan, split_word
from extractors.read.words import page_words
from extractors.types import Document, Page, Word
from tests.benchmarks.figures import Figure

OPTIONS = ReadOptions()
_WHY = "the truth often has 10/11/87 as 10/ 11/ 87; docrow keeps it whole unless asked"


SHARE = 3
"""One page of so many of FUNSD is read, which takes a minute and a half; all with ``DOCROW_BENCH_ALL=1``."""
FILES = 15
"""Files of the other sets, likewise."""


def run(data: Path, limit: int | None) -> list[Figure]:
    every = limit is None and bool(os.environ.get("DOCROW_BENCH_ALL"))
    step = 1 if every else SHARE if limit is None else _step(limit)
    limit = limit if limit is not None or every else FILES
    bags, cost = _funsd(sorted((data / "funsd/training_data/annotations").glob("*.json"))[::step])
    part = f"{len(bags)} pages"
    score, ended, bare, pieces = (_score(bags, of) for of in (_whole, _ended, _bare, _pieces_of))
    filings, pages, sources = _pages(_spread(data / "filings", limit))
    digital, digital_pages, _ = _pages(_spread(data / "icdar2013", limit))
    return [
        Figure("FUNSD words, recall", score.recall, "", "at least 0.80", f"{part}; Azure 0.794, Textract 0.781"),
        Figure("FUNSD words, precision", score.precision, "", "at least 0.83", "Azure 0.859, Textract 0.830"),
        Figure("FUNSD words, split_words, recall", ended.recall, "", "at least 0.80", _WHY),
        Figure("FUNSD words, split_words, precision", ended.precision, "", "at least 0.83", ""),
        Figure("FUNSD words without case and punctuation, recall", bare.recall, "", "", ""),
        Figure("FUNSD words without case and punctuation, precision", bare.precision, "", "", ""),
        Figure("FUNSD words split at punctuation on both sides, recall", pieces.recall, "", "", _WHY),
        Figure("FUNSD words split at punctuation on both sides, precision", pieces.precision, "", "", ""),
        Figure("FUNSD words, CPU", cost, "s a page", "at most 1.3", part),
        Figure("filings, words and picture, CPU", filings, "s a page", "at most 1.3", f"{pages} pages, {sources}"),
        Figure(
            "born-digital, words and picture, CPU", 1000 * digital, "ms a page", "under 100", f"{digital_pages} pages"
        ),
    ]


def _step(limit: int) -> int:
    """Every so many pages, so that a short run sees the whole set."""
    return max(149 // max(limit, 1), 1)


def _spread(folder: Path, limit: int | None) -> list[Path]:
    """So many files, from all over the set; None: all."""
    files = sorted(folder.glob("*.pdf"))
    return files[:: max(len(files) // max(limit, 1), 1)] if limit is not None else files


Bag = tuple[list[str], list[Word]]


def _funsd(truths: list[Path]) -> tuple[list[Bag], float]:
    """(the truth's words, the words read) of every page, and CPU seconds a page."""
    begin, bags = cpu_seconds(), []
    for truth in truths:
        picture = np.asarray(Image.open(truth.parents[1] / "images" / f"{truth.stem}.png").convert("L"))
        scan = read_scan(picture, picture.shape[1], picture.shape[0], OPTIONS, default_ocr())
        entities = json.loads(truth.read_text())["form"]
        words = [text for entity in entities for word in entity["words"] if (text := word["text"].strip())]
        bags.append((words, list(scan.words)))
    return bags, (cpu_seconds() - begin) / max(len(truths), 1)


def _score(bags: list[Bag], of: Callable[[Bag], tuple[list[str], list[str]]]) -> BagScore:
    return bag_score([of(bag) for bag in bags])


def _whole(bag: Bag) -> tuple[list[str], list[str]]:
    return bag[0], [word.text for word in bag[1]]


def _ended(bag: Bag) -> tuple[list[str], list[str]]:
    return bag[0], [piece.text for word in bag[1] for piece in split_word(word)]


def _bare(bag: Bag) -> tuple[list[str], list[str]]:
    truth, read = ([re.sub(r"[\W_]+", "", word).casefold() for word in words] for words in _whole(bag))
    return [word for word in truth if word], [word for word in read if word]


def _pieces_of(bag: Bag) -> tuple[list[str], list[str]]:
    truth, read = _whole(bag)
    return _split(truth), _split(read)


def _split(words: list[str]) -> list[str]:
    return [piece for word in words for piece in re.findall(r"[^\W_]+|[^\w\s]", word)]


def _pages(files: list[Path]) -> tuple[float, int, str]:
    """CPU seconds a page, pages, and where their words came from."""
    begin, sources = cpu_seconds(), []
    for file in files:
        try:
            document = open_stored(Stored(str(file), file.name, OPTIONS))
            sources += [_both(document, page).text_source for page in document.pages]
        except DocumentError:
            continue
    counts = ", ".join(f"{sources.count(source)} {source}" for source in sorted(set(sources)))
    return (cpu_seconds() - begin) / max(len(sources), 1), len(sources), counts


def _both(document: Document, page: Page) -> Page:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        page_image(document, page.number, OPTIONS, folder)
        return page_words(document, page.number, OPTIONS, folder)


def cpu_seconds() -> float:
    """Of this process and the programs it ran: wall-clock time says little on a shared machine."""
    usages: Iterable[resource.struct_rusage] = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)
