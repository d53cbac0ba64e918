"""The tables family by rules and geometry, or with Table Transformer checkpoints in their place (`table_transformer`).

A model directory is chosen as for every family (``evaluate --model``, ``train --base``, ``library.toml``). It may be a
checkpoint's own, hold one each in ``detection/`` and ``structure/``, or name them in an ``extractor.json`` of one line:
``{"family": "tables", "version": 1, "transformer": {"detection": "owner/name", "structure": "/a/directory"}}``.
"""

from __future__ import annotations

import itertools
import json
import math
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Self

from extractors.base import Extractor, Score
from extractors.codec import decode, encode
from extractors.errors import BadAnnotations, BadModel
from extractors.tables.completeness import check_table
from extractors.tables.page import PageOptions, page_tables
from extractors.tables.stitch import stitch_tables
from extractors.types import Document, Example, Extraction, Page, Table
from models.calibration import Isotonic, fit_isotonic

if TYPE_CHECKING:
    from extractors.tables.network import TableNetwork
    from extractors.tables.table_transformer import TableTransformer

VERSION = 1
FILE = "extractor.json"
CARD = "card.md"
RULES = "tables-rules-1"
FEWEST_EXAMPLES = 2
MINUTES, LEARNING = 5.0, 0.8
"""How long the network learns where nobody says so, and the share that it takes of the time that is given."""
FEWEST_CELLS = 200
"""Cells that annotated documents need before their confidences are fitted anew."""


@dataclass
class Tables(Extractor):
    """Finds tables, reads their structure and types, stitches them over pages and checks that nothing was lost."""

    family: ClassVar[str] = "tables"
    name: str = RULES
    page: PageOptions = field(default_factory=PageOptions)
    stitch: bool = True
    read_twice: bool = True
    """Whether the tables of scanned pages are read a second time, region by region."""
    languages: tuple[str, ...] = ("eng",)
    """Of that reading, as OCR names them; the pipeline sets those of the first."""
    metrics: dict[str, float] = field(default_factory=dict)
    calibration: Isotonic = field(default_factory=Isotonic)
    """From the confidence of a cell to how often such cells were right in the annotated documents."""
    transformer: TableTransformer | None = None
    """Checkpoints that find tables, read their structure, or both, instead of the rules."""
    network: TableNetwork | None = field(default=None, compare=False)
    """What judges with the rules; the shipped one where none is given."""
    rules_alone: bool = False
    """Whether the rules judge without a network."""
    minutes: float | None = None
    """How long `fit` learns at most: the network for most of it (five where nobody says so), then thresholds as long as
    it lasts; 0 leaves the network as it is."""
    seed: int = field(default=7, compare=False)
    """What fine-tuning draws by."""

    def __post_init__(self) -> None:
        if self.network is None and not self.rules_alone:
            from extractors.tables.network import TableNetwork

            self.network = TableNetwork()
        if self.name == RULES and self.transformer is not None:
            self.name = self.transformer.name
        elif self.name == RULES and self.network is not None:
            self.name = self.network.name

    def configure(self, **options: object) -> None:
        """`minutes`: how long learning may take; `seed`: what is drawn by. Raises BadOption."""
        minutes, seed = options.pop("minutes", None), options.pop("seed", None)
        super().configure(**options)
        self.seed = seed if isinstance(seed, int) else self.seed
        if isinstance(minutes, int | float):
            self.minutes = float(minutes)

    def predict(self, documents: Sequence[Document]) -> list[Extraction]:
        return [self._predict(document) for document in documents]

    def _predict(self, document: Document) -> Extraction:
        found = [self._found(page, document) for page in self.pages(document)]
        pages = [page for page, _ in found]
        tables = stitch_tables(found) if self.stitch else [table for _, part in found for table in part]
        checked = tuple(replace(t, checks=(*t.checks, *check_table(t, pages))) for t in tables)
        return Extraction(document.id, self.family, self.name, tables=tuple(map(self._calibrated, checked)))

    def _calibrated(self, table: Table) -> Table:
        if not self.calibration.edges:
            return table
        sure = self.calibration([cell.confidence for cell in table.cells]).tolist()
        cells = tuple(replace(c, confidence=value) for c, value in zip(table.cells, sure, strict=True))
        return replace(table, cells=cells)

    def _of_page(self, page: Page, document: Document) -> list[Table]:
        if self.transformer is None:
            return page_tables(page, self.page, self.network)
        return self.transformer.tables(page, document, self.page)

    def _found(self, page: Page, document: Document) -> tuple[Page, list[Table]]:
        """The tables of a page; a scanned one with the words that a closer look at its likely tables finds, and the
        tables that are seen then."""
        tables = self._of_page(page, document)
        if not self.read_twice or page.text_source != "ocr" or not page.image:
            return page, tables
        from extractors.tables.rereading import LIKELY, reader_of, reread

        regions = [table.parts[0].box for table in tables if table.confidence >= LIKELY]
        if not regions:
            return page, tables
        again = reread(page, regions, reader_of(self.languages))
        return (page, tables) if again is page else (again, self._of_page(again, document))

    def fit(self, examples: Sequence[Example]) -> None:
        """Fine-tune the network where it then errs less on documents held out; learn what is a table where the examples
        say otherwise than the weights at hand, then choose the thresholds
        of finding that score best on them, one after the other (those of rules: a checkpoint that finds tables stays
        as it is); then let confidences say how often cells are right in them. `metrics` has the figures on the
        examples, and those before.

        Raises BadAnnotations with fewer than two documents that have tables.
        """
        annotated = sum(bool(example.answer.tables) for example in examples)
        if annotated < FEWEST_EXAMPLES:
            raise BadAnnotations(
                f"{annotated} documents with tables are too few to learn from",
                f"annotate at least {FEWEST_EXAMPLES}",
            )
        began = time.monotonic()
        before = {f"before_{name}": value for name, value in self.evaluate(examples).values.items()}
        self._tune(examples)
        self.calibration = Isotonic()
        with self._searching():
            self.page = self._best_page(examples, began + 60 * self.minutes if self.minutes else math.inf)
        answers = self.predict([example.document for example in examples])
        self.calibration = self._fitted(examples, answers)
        answers = [replace(one, tables=tuple(map(self._calibrated, one.tables))) for one in answers]
        self.metrics = {**_score(examples, answers), **before, "examples": float(len(examples))}

    @contextmanager
    def _searching(self) -> Iterator[None]:
        """What is tried again and again is thought about once by the network, and not read a second time."""
        network, twice = self.network, self.read_twice
        self.network = network.remembering() if network is not None else None
        self.read_twice = False
        try:
            yield
        finally:
            self.network, self.read_twice = network, twice

    def _best_page(self, examples: Sequence[Example], end: float) -> PageOptions:
        """The options that score best of those that are tried until the monotonic clock says `end`."""
        best, figure = self.page, self._figure(examples)
        for candidate in self._candidates(examples):
            if time.monotonic() > end:
                break
            self.page = candidate
            reached = self._figure(examples)
            if reached > figure + 1e-6:
                best, figure = candidate, reached
            self.page = best
        return best

    def _tune(self, examples: Sequence[Example]) -> None:
        minutes = MINUTES if self.minutes is None else LEARNING * self.minutes
        finds = self.transformer is not None and self.transformer.detection is not None
        if self.network is None or not minutes or finds:
            return
        from extractors.tables.fitting import tuned

        learned = tuned(self.network, examples, minutes, self.seed)
        if self.name == self.network.name:
            self.name = learned.name
        self.network = learned

    def _fitted(self, examples: Sequence[Example], answers: Sequence[Extraction]) -> Isotonic:
        """Empty where the examples have too few cells to say anything."""
        from extractors.metrics.tables import match_tables, right_cells

        sure: list[float] = []
        right: list[bool] = []
        for example, found in zip(examples, answers, strict=True):
            partners = {id(p): t for t, p in match_tables(example.answer.tables, found.tables) if p is not None}
            for table in found.tables:
                sure += [cell.confidence for cell in table.cells]
                right += right_cells(partners.get(id(table)), table)
        return fit_isotonic(sure, right) if len(sure) >= FEWEST_CELLS else Isotonic()

    def _candidates(self, examples: Sequence[Example]) -> Iterator[PageOptions]:
        """Learned weights, then neighbours of the options at hand: taken up one by one, so that later ones start from
        the best so far."""
        if self.transformer is not None and self.transformer.detection is not None:
            return
        from extractors.tables.learning import learned_weights

        if learned := learned_weights(examples, self.page, self.network):
            yield replace(self.page, finding=replace(self.page.finding, weights=tuple(learned.items())))
        steps: dict[str, tuple[float, ...]] = {
            "run_gap": (0.7, 0.8, 1.0, 1.2),
            "row_gap": (2.0, 3.2, 4.0),
            "min_score": (0.4, 0.45, 0.55, 0.6),
            "rival_gain": (0.1, 0.3, 1.0),
            "tails": (not self.page.finding.tails,),
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
        return Score(_score(examples, self.predict([example.document for example in examples])), len(examples))

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
            "rules_alone": self.network is None,
            "minutes": self.minutes,
            "calibration": {"edges": list(self.calibration.edges), "values": list(self.calibration.values)},
        }
        if self.transformer is not None:
            kept["transformer"] = self.transformer.save(directory)
        if self.network is not None:
            self.network.save(directory, self._card(), leave_out=(FILE,))
        else:
            (directory / CARD).write_text(self._card(), encoding="utf-8")
        (directory / FILE).write_text(json.dumps(kept, indent=2, sort_keys=True) + "\n", encoding="utf-8")

    def _card(self) -> str:
        """What the directory holds, for people."""
        thresholds = {n: v for n, v in asdict(self.page.finding).items() if n != "weights"}
        finding = [f"| {name} | {value:g} |" for name, value in thresholds.items()]
        learned = "learned" if self.page.finding.weights else "as shipped"
        names = [name for name in self.metrics if f"before_{name}" in self.metrics]
        figures = [f"| {n} | {self.metrics[f'before_{n}']:.4f} | {self.metrics[n]:.4f} |" for n in names]
        steps = len(self.calibration.edges)
        fitted = f"fitted, {steps} steps" if steps else "as shipped"
        count = int(self.metrics.get("examples", 0))
        by = "rules and geometry" if self.transformer is None else "Table Transformer checkpoints"
        parts = [f"# {self.name}", "", f"Tables by {by}; thresholds and confidences can be learned.", ""]
        parts += [
            "| threshold | value |",
            "|---|---|",
            *finding,
            f"| what is a table | {learned} |",
            f"| confidences of cells | {fitted} |",
            "",
        ]
        if figures:
            said = f"On the {count} documents learned from, before and after (figures on others come from evaluate):"
            parts += [said, "", "| figure | before | after |", "|---|---|---|", *figures, ""]
        return "\n".join(parts)

    @classmethod
    def load(cls, directory: Path) -> Self:
        path = directory / FILE
        if not path.is_file() and (made := _transformer(directory)) is not None:
            return cls(transformer=made)
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
            if kept["family"] != cls.family or kept["version"] != VERSION:
                raise ValueError(f"family {kept['family']}, version {kept['version']}")
            made = _transformer(directory, kept["transformer"]) if "transformer" in kept else None
            options = _options(kept, written=made is not None)
            network = None if options["rules_alone"] else _network(directory)
            return cls(**options, transformer=made, network=network)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadModel(f"{path}: not a saved {cls.family} extractor: {error}", "save it again") from error


def _score(examples: Sequence[Example], answers: Sequence[Extraction]) -> dict[str, float]:
    from extractors.metrics.tables import score_tables

    return score_tables([example.answer for example in examples], answers)


def _options(kept: dict[str, Any], written: bool) -> dict[str, Any]:
    """The fields of `Tables` that a file tells; one `written` by a person may leave any of them out."""
    usual: dict[str, Any] = {"name": RULES, "page": encode(PageOptions()), "stitch": True, "metrics": {}}
    kept = {**usual, **kept} if written else kept
    steps = kept.get("calibration", {"edges": [], "values": []})
    return {
        "name": kept["name"],
        "page": decode(PageOptions, kept["page"]),
        "stitch": bool(kept["stitch"]),
        "read_twice": bool(kept.get("read_twice", True)),
        "rules_alone": bool(kept.get("rules_alone", not written)),
        "minutes": kept.get("minutes"),
        "languages": tuple(kept.get("languages", ("eng",))),
        "metrics": dict(kept["metrics"]),
        "calibration": Isotonic(tuple(steps["edges"]), tuple(steps["values"])),
    }


def _network(directory: Path) -> TableNetwork | None:
    """The network that lies in a model directory; None where it names none of its own."""
    from extractors.tables.network import TableNetwork

    return TableNetwork.beside(directory)


def _transformer(directory: Path, state: dict[str, Any] | None = None) -> TableTransformer | None:
    """The checkpoints that a model directory names, or is; None where it is none."""
    from extractors.tables.table_transformer import TableTransformer, holds_checkpoint

    if state is not None:
        return TableTransformer.load(directory, state)
    return TableTransformer.of_directory(directory) if holds_checkpoint(directory) else None
