"""The tables family by rules and geometry."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar, Self

from extractors.base import Extractor, Score
from extractors.codec import decode, encode
from extractors.errors import BadAnnotations, BadModel
from extractors.tables.completeness import check_table
from extractors.tables.page import PageOptions, page_tables
from extractors.tables.stitch import stitch_tables
from extractors.types import Document, Example, Extraction, Page

VERSION = 1
FILE = "extractor.json"
FEWEST_EXAMPLES = 2


@dataclass
class Tables(Extractor):
    """Finds tables, reads their structure and types, stitches them over pages and checks that nothing was lost."""

    family: ClassVar[str] = "tables"
    name: str = "tables-rules-1"
    page: PageOptions = field(default_factory=PageOptions)
    stitch: bool = True
    read_twice: bool = True
    """Whether the tables of scanned pages are read a second time, region by region."""
    languages: tuple[str, ...] = ("eng",)
    """Of that reading, as OCR names them; the pipeline sets those of the first."""
    metrics: dict[str, float] = field(default_factory=dict)

    def predict(self, documents: Sequence[Document]) -> list[Extraction]:
        return [self._predict(document) for document in documents]

    def _predict(self, document: Document) -> Extraction:
        pages = [self._read_again(page) for page in self.pages(document)]
        found = [(page, page_tables(page, self.page)) for page in pages]
        tables = stitch_tables(found) if self.stitch else [table for _, part in found for table in part]
        checked = tuple(replace(t, checks=(*t.checks, *check_table(t, pages))) for t in tables)
        return Extraction(document.id, self.family, self.name, tables=checked)

    def _read_again(self, page: Page) -> Page:
        """A scanned page with the words that OCR of its tables alone finds."""
        if not self.read_twice or page.text_source != "ocr" or not page.image:
            return page
        regions = [table.parts[0].box for table in page_tables(page, self.page)]
        if not regions:
            return page
        from extractors.read.ocr import default_ocr
        from extractors.tables.rereading import reread

        return reread(page, regions, default_ocr(), self.languages)

    def fit(self, examples: Sequence[Example]) -> None:
        """Choose the thresholds of finding that score best on the examples, one after the other.

        Raises BadAnnotations with fewer than two documents that have tables.
        """
        annotated = sum(bool(example.answer.tables) for example in examples)
        if annotated < FEWEST_EXAMPLES:
            raise BadAnnotations(
                f"{annotated} documents with tables are too few to learn from",
                f"annotate at least {FEWEST_EXAMPLES}",
            )
        best, figure = self.page, self._figure(examples)
        for candidate in self._candidates():
            self.page = candidate
            reached = self._figure(examples)
            if reached > figure + 1e-6:
                best, figure = candidate, reached
            self.page = best
        self.metrics = dict(self.evaluate(examples).values)

    def _candidates(self) -> Iterator[PageOptions]:
        """Neighbours of the options at hand: taken up one by one, so that later ones start from the best so far."""
        steps: dict[str, tuple[float, ...]] = {
            "run_gap": (0.7, 0.8, 1.0, 1.2),
            "row_gap": (2.0, 3.2, 4.0),
            "min_score": (0.4, 0.45, 0.55, 0.6),
        }
        for name, value in itertools.chain.from_iterable(((n, v) for v in values) for n, values in steps.items()):
            change: dict[str, Any] = {name: value}
            yield replace(self.page, finding=replace(self.page.finding, **change))

    def _figure(self, examples: Sequence[Example]) -> float:
        from extractors.metrics.tables import Agreement, adjacency

        predicted = self.predict([example.document for example in examples])
        pairs = zip(examples, predicted, strict=True)
        return sum((adjacency(e.answer.tables, p.tables) for e, p in pairs), Agreement()).f1

    def evaluate(self, examples: Sequence[Example]) -> Score:
        from extractors.metrics.tables import score_tables

        predicted = self.predict([example.document for example in examples])
        return Score(score_tables([example.answer for example in examples], predicted), len(examples))

    def save(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        kept = {
            "family": self.family,
            "version": VERSION,
            "name": self.name,
            "stitch": self.stitch,
            "read_twice": self.read_twice,
            "languages": list(self.languages),
            "page": encode(self.page),
            "metrics": self.metrics,
        }
        (directory / FILE).write_text(json.dumps(kept, indent=2, sort_keys=True) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, directory: Path) -> Self:
        path = directory / FILE
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
            if kept["family"] != cls.family or kept["version"] != VERSION:
                raise ValueError(f"family {kept['family']}, version {kept['version']}")
            page = decode(PageOptions, kept["page"])
            reading = bool(kept.get("read_twice", True)), tuple(kept.get("languages", ("eng",)))
            return cls(kept["name"], page, bool(kept["stitch"]), *reading, metrics=dict(kept["metrics"]))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise BadModel(f"{path}: not a saved {cls.family} extractor: {error}", "save it again") from error
