"""Metadata that a person wants to see beside an asset: counts, seconds, the slowest documents, what was set aside."""

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from dagster import MetadataValue, TableRecord

from extractors.types import Document, Extraction, Failure
from pipeline.batch import Batch
from pipeline.work import Answer

SLOWEST = 5
"""How many of the slowest documents are listed."""
PREVIEWED = 20
"""How many values are shown where previews are on."""
LISTED = 50
"""How many of those set aside are listed; the database has all."""


@dataclass
class Clock:
    """Seconds that the batch waited for each document: with several processes at work a document that others hide
    behind costs nothing, and one that holds the batch up shows its cost."""

    began: float = field(default_factory=time.monotonic)
    last: float = field(default_factory=time.monotonic)
    waited: dict[str, float] = field(default_factory=dict)
    pages: int = 0

    def note(self, document: Document) -> None:
        now = time.monotonic()
        self.waited[document.key] = now - self.last
        self.last = now
        self.pages += len(document.pages)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began


def batch_facts(batch: Batch, clock: Clock) -> dict[str, Any]:
    """What every step of the ingest group tells."""
    return {
        "documents": len(batch.members),
        "pages": clock.pages,
        "seconds": round(clock.seconds, 2),
        "pages per second": round(clock.pages / max(clock.seconds, 1e-3), 2),
        "set aside": len(batch.set_aside),
        "slowest documents": slowest(clock),
    } | ({"what was set aside": failure_table(batch.set_aside)} if batch.set_aside else {})


def slowest(clock: Clock) -> MetadataValue:
    """The documents that the batch waited for longest."""
    ranked = sorted(clock.waited.items(), key=lambda item: -item[1])[:SLOWEST]
    return rows(("key", "seconds"), [(key, round(seconds, 2)) for key, seconds in ranked])


def failure_table(failures: Sequence[Failure]) -> MetadataValue:
    listed = [(f.key, f.stage, f.code, f.message, f.remedy) for f in failures[:LISTED]]
    return rows(("key", "stage", "code", "message", "what to do"), listed)


def codes(failures: Sequence[Failure]) -> dict[str, int]:
    return dict(Counter(failure.code for failure in failures))


def rows(columns: Sequence[str], values: Sequence[Sequence[str | int | float]]) -> MetadataValue:
    """A table for Dagster's UI; an empty one says so."""
    if not values:
        return MetadataValue.text("none")
    return MetadataValue.table([TableRecord(dict(zip(columns, value, strict=True))) for value in values])


@dataclass
class Tally:
    """What the families answered, counted as it comes."""

    preview: bool = False
    clock: Clock = field(default_factory=Clock)
    fields: int = 0
    tables: int = 0
    cells: int = 0
    checks: Counter[str] = field(default_factory=Counter)
    models: set[str] = field(default_factory=set)
    shown: list[tuple[str, str, str]] = field(default_factory=list)

    def note(self, told: Answer) -> None:
        self.clock.note(told.document)
        for extraction in told.extractions:
            self.models.add(extraction.model)
            self.fields += len(extraction.fields)
            self.tables += len(extraction.tables)
            self.cells += sum(len(table.cells) for table in extraction.tables)
            tested = [*extraction.checks, *(check for table in extraction.tables for check in table.checks)]
            self.checks.update("passed" if check.passed else "failed" for check in tested if check.passed is not None)
            if self.preview and extraction.family != "id_cards":
                self._show(told, extraction)

    def _show(self, told: Answer, extraction: Extraction) -> None:
        room = PREVIEWED - len(self.shown)
        self.shown += [(told.document.key, f.label or f.key, f.value) for f in extraction.fields[:room]]

    def facts(self, batch: Batch) -> dict[str, Any]:
        counted = {"fields": self.fields, "tables": self.tables, "cells": self.cells}
        tested = {f"checks {verdict}": number for verdict, number in self.checks.items()}
        models = {"models": ", ".join(sorted(self.models)) or "none"}
        shown = {"preview": rows(("key", "label", "value"), self.shown)} if self.preview else {}
        return batch_facts(batch, self.clock) | counted | tested | models | shown
