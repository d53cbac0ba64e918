"""Documents made for the tests, and ways in which the world breaks, each a real implementation with a name."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from extractors.errors import BucketDown
from extractors.types import Document, Failure
from pipeline.settings import Settings
from pipeline.site import Site, open_site
from pipeline.watch import Watch


def form_pdf(pairs: dict[str, str], pages: int = 1) -> bytes:
    """A born-digital form: on every page labels with colons and their values beside them."""
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(400, 300), invariant=True)
    for page in range(1, pages + 1):
        canvas.setFont("Helvetica", 11)
        for line, (label, value) in enumerate(pairs.items()):
            canvas.drawString(30, 260 - 22 * line, f"{label}: {value}")
        canvas.drawString(30, 20, f"Page {page} of {pages}")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def table_pdf(rows: Sequence[Sequence[str]]) -> bytes:
    """A born-digital page with one ruled table."""
    from reportlab.platypus import SimpleDocTemplate, Table, TableStyle

    buffer = io.BytesIO()
    table = Table(list(map(list, rows)))
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.7, (0, 0, 0))]))
    SimpleDocTemplate(buffer, pagesize=(400, 300), invariant=True).build([table])
    return buffer.getvalue()


def fill_bucket(folder: Path, forms: int = 3) -> Path:
    """A bucket with forms, a table in a folder below, a twin of the first form, and a file that cannot be read."""
    (folder / "below").mkdir(parents=True, exist_ok=True)
    for number in range(1, forms + 1):
        pairs = {"Name": f"Person {number}", "Order date": f"2026-03-{number:02d}", "Total": f"{number}12.50 EUR"}
        (folder / f"form {number}.pdf").write_bytes(form_pdf(pairs, pages=1 + number % 2))
    rows = [["Item", "Pieces", "Price"], ["Bolt", "12", "3.50"], ["Nut", "40", "1.20"], ["Washer", "7", "0.80"]]
    (folder / "below" / "table.pdf").write_bytes(table_pdf(rows))
    (folder / "twin.pdf").write_bytes((folder / "form 1.pdf").read_bytes())
    (folder / "notes.txt").write_text("no document that docrow reads\n")
    return folder


def settings_in(folder: Path, **more: object) -> Settings:
    """A deployment of its own below a folder."""
    given = {
        "bucket": str(folder / "bucket"),
        "database": f"sqlite:///{folder / 'docrow.sqlite'}",
        "artifacts": folder / "artifacts",
        "annotations": folder / "annotations",
        "models": folder / "models",
        "workers": 1,
    }
    return Settings(**(given | more))


@contextmanager
def site_without_processes(settings: Settings) -> Iterator[Site]:
    """The deployment with its pages read in this process: for tests of what is read, not of who reads it."""
    from extractors.read.pool import PagePool

    with open_site(settings) as site:
        yield replace(site, pool=PagePool(0))


def environment_of(settings: Settings) -> dict[str, str]:
    """The same deployment for a program started by the test."""
    return {
        "DOCROW_BUCKET": settings.bucket,
        "DOCROW_DATABASE": settings.database_url,
        "DOCROW_ARTIFACTS": str(settings.artifacts),
        "DOCROW_MODELS": str(settings.models),
        "DOCROW_WORKERS": str(settings.workers),
        "DOCROW_BATCH_SIZE": str(settings.batch_size),
    }


class Noting(Watch):
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.pages = 0
        self.done_keys: list[str] = []
        self.failures: list[Failure] = []

    def page(self) -> None:
        self.pages += 1

    def done(self, document: Document) -> None:
        self.done_keys.append(document.key)

    def set_aside(self, failure: Failure) -> None:
        self.failures.append(failure)


class UnreachableBucket:
    """A bucket whose server is away."""

    url = "s3://away/inbox"

    def list(self) -> list[object]:
        raise BucketDown("the bucket s3://away/inbox does not answer", "check the network")


def rows_of(settings: Settings) -> dict[str, list[tuple[object, ...]]]:
    """What the database says about documents, without the times and names of batches."""
    from storage.query import read_only

    queries = {
        "documents": "SELECT id, media_type, pages, superseded_by FROM documents ORDER BY id",
        "keys": "SELECT key, state, document_id FROM keys ORDER BY key",
        "pages": "SELECT document_id, number, words, text_source FROM pages ORDER BY 1, 2",
        "fields": "SELECT document_id, family, model, ordinal, key, value, normal, page, x0, top, x1, bottom"
        ", confidence FROM fields ORDER BY document_id, family, ordinal",
        "cells": "SELECT document_id, model, table_id, row_index, column_index, value, normal, page, x0, top FROM cells"
        " ORDER BY table_id, row_index, column_index",
        "checks": "SELECT document_id, extraction_id, ordinal, name, passed FROM checks ORDER BY 2, 3",
        "failures": "SELECT key, document_id, stage, code, resolved IS NULL FROM failures ORDER BY key, stage",
    }
    return {name: list(read_only(settings.database_url, sql).rows) for name, sql in queries.items()}
