"""Fine-tuning the network of tables on annotated documents; the result is taken only where it errs less on documents
that it did not learn from."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np

from extractors.base import check_training
from extractors.errors import BadAnnotations, BadModel
from extractors.tables.grid import overlaps
from extractors.tables.network import TableNetwork
from extractors.tables.teaching import Known, known_of_answer, lesson_of, synthetic_lessons
from extractors.types import Example, Page, Table
from models.table_lessons import TableLesson

if TYPE_CHECKING:
    from models.table_encoder import TableEncoder
    from models.training import TrainOptions

FEWEST = 3
"""Annotated documents whose cells stand where words are, without which the network stays as it is."""
FOUND = 0.8
"""Share of the cells with text that hold words, at least, on a page that is learned from."""
GAPS = (0.45, 0.9)
"""Between these, in font sizes, gaps are drawn by chance, so that runs fall apart differently on each pass."""
REHEARSED = 120
"""Generated pages among those of a user, so many in all, so that what was known is not forgotten."""
TUNED = "+tuned"


@dataclass(frozen=True)
class Shown:
    """An annotated page with what is known of its words."""

    document: str
    page: Page
    known: Known


def shown_pages(examples: Sequence[Example]) -> list[Shown]:
    """The pages that the network can learn from: those whose cells hold their words, and those without a table. Raises
    BadAnnotations where two cells of a table stand at one place."""
    pages = []
    for example in examples:
        for number, table in enumerate(example.answer.tables, start=1):
            if clashes := overlaps(table.cells):
                row, column = clashes[0]
                raise BadAnnotations(
                    f"{example.document.key}: table {number} has two cells at row {row}, column {column}",
                    "give every place of a table to one cell",
                )
        for page in example.document.pages:
            known = known_of_answer(page, example.answer.tables)
            if _places_found(page, example.answer.tables, known):
                pages.append(Shown(example.document.id, page, known))
    return pages


def _places_found(page: Page, tables: Sequence[Table], known: Known) -> bool:
    wanted = sum(cell.page == page.number and bool(cell.text.strip()) for table in tables for cell in table.cells)
    return len(set(known.owners.values())) >= FOUND * wanted


def tuned(network: TableNetwork, examples: Sequence[Example], minutes: float = 5.0, seed: int = 7) -> TableNetwork:
    """The network fine-tuned on the examples, in a temporary directory until it is saved; the same network where there
    is too little to learn from, or where learning does not make it err less on documents held out. Raises
    BadAnnotations, MissingLibrary."""
    pages = shown_pages(examples)
    names = list(dict.fromkeys(shown.document for shown in pages))
    if len(names) < FEWEST or not any(shown.known.tables for shown in pages):
        return network
    check_training()
    from models.training import BadTraining, held_out_by_hash

    kept = dict(zip(names, held_out_by_hash(names), strict=True))
    held = [shown for shown in pages if kept[shown.document]]
    learned = [shown for shown in pages if not kept[shown.document]]
    try:
        return _learned(network, learned, held, _plan(len(learned), minutes, seed))
    except BadTraining as error:
        raise BadAnnotations(str(error)) from error


def _learned(
    network: TableNetwork, pages: Sequence[Shown], held: Sequence[Shown], options: TrainOptions
) -> TableNetwork:
    from models.table_encoder import TABLES
    from models.training import train

    encoder = load_network(network.directory)
    judges = [lesson for shown in held if (lesson := lesson_of(shown.page, shown.known)) is not None]
    rehearsed = list(islice(synthetic_lessons(options.seed * 1000), min(2 * len(pages), REHEARSED)))
    before = TABLES.mistakes(encoder, [[lesson] for lesson in judges])["mistakes"] if judges else 0.0
    target = Path(tempfile.mkdtemp(prefix="docrow-tables-"))

    def lessons(number: int) -> Iterator[TableLesson]:
        random = Random(options.seed * 1000 + number)
        yield from islice(_pass(pages, random), 4 * len(pages))
        yield from random.sample(rehearsed, min(len(rehearsed), max(1, len(pages) // 2)))

    log = train(encoder, lessons, options, target / "steps", judges, subject=TABLES)
    after = TABLES.mistakes(encoder, [[lesson] for lesson in judges])["mistakes"] if judges else 0.0
    if judges and after >= before:
        return network
    return _written(encoder, target, network, judges or rehearsed, log)


def _pass(pages: Sequence[Shown], random: Random) -> Iterator[TableLesson]:
    for shown in random.sample(pages, len(pages)):
        lesson = lesson_of(shown.page, shown.known, random.uniform(*GAPS))
        if lesson is not None:
            yield lesson


def _written(
    encoder: TableEncoder,
    target: Path,
    base: TableNetwork,
    judged: Sequence[TableLesson],
    log: Sequence[dict[str, float]],
) -> TableNetwork:
    import shutil

    from extractors.synthetic.shipping_tables import write_network

    shutil.rmtree(target / "steps", ignore_errors=True)
    (target / "log.json").write_text(json.dumps(list(log)) + "\n")
    card: dict[str, Any] = {
        "name": f"{base.name.removesuffix(TUNED)}{TUNED}",
        "variant": "tuned",
        "summary": "Fine-tuned on a user's own annotated documents.",
    }
    write_network(encoder, target, card, list(judged))
    return TableNetwork(target)


def _plan(pages: int, minutes: float, seed: int) -> TrainOptions:
    """Options for so many annotated pages: enough passes for few, not too many for many."""
    from models.training import TrainOptions

    steps = int(np.clip(pages * 8, 60, 500))
    return TrainOptions(
        steps=steps,
        minutes=minutes,
        learning_rate=5e-4,
        hold=0.2,
        warmup=10,
        nodes=800,
        seed=seed,
        evaluate_every=max(steps // 6, 10),
        text_dropout=0.2,
    )


def load_network(directory: Path) -> TableEncoder:
    """The network of a model directory, to learn on. Raises BadModel where it does not fit."""
    from safetensors.torch import load_file

    from models.compress import HALF, KNOWN
    from models.table_encoder import TableEncoder, TableEncoderConfig

    encoder = TableEncoder(TableEncoderConfig(**json.loads((directory / "config.json").read_text())))
    state = {name: tensor.float() for name, tensor in load_file(directory / HALF).items()}
    try:
        encoder.load_state_dict({KNOWN: encoder.state_dict()[KNOWN], **state})
    except RuntimeError as error:
        raise BadModel(f"{directory / HALF} does not fit config.json", "copy the model's directory anew") from error
    return encoder
