"""AcroForm values: what docrow returns against what PDFium's own form module says is stored."""

from __future__ import annotations

import time
from pathlib import Path

from extractors.forms import Forms
from extractors.read.widgets import read_widgets
from extractors.types import Document, Page
from tests.benchmarks.figures import Figure
from tests.extractors.test_read_widgets import pdfium_values


def run(data: Path, limit: int | None) -> list[Figure]:
    stored = right = 0
    spent = 0.0
    paths = sorted(data.joinpath("acroform").glob("*.pdf"))[:limit]
    for path in paths:
        begin = time.process_time()
        fields = _fields(path)
        spent += time.process_time() - begin
        for name, value in pdfium_values(path).items():
            if value:
                stored += 1
                right += _lines(fields.get(name)) == _lines(value)
    note = f"{stored} texts and choices that PDFium reads in {len(paths)} files"
    return [
        Figure("AcroForm values exact", right / max(stored, 1), "share", "all", note),
        Figure("AcroForm reading", 1000 * spent / max(len(paths), 1), "ms a file (CPU)"),
    ]


def _fields(path: Path) -> dict[str, str]:
    widgets = read_widgets(path.read_bytes())
    pages = tuple(Page(number, 10_000, 10_000, widgets=own) for number, own in widgets.items())
    (answer,) = Forms().predict([Document(path.stem, path.name, pages)])
    return {field.key: field.value for field in answer.fields}


def _lines(text: str | None) -> list[str]:
    return (text or "").splitlines()
