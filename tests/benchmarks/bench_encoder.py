"""The forms encoder: cost on one core, cold start, size, and FUNSD with entities given or words given."""

from __future__ import annotations

import time
from pathlib import Path

from tests.benchmarks.figures import Figure

WANTED = {
    "label_f1": "at least 0.82",
    "link_f1": "at least 0.64",
    "entity_f1": "at least 0.72 after fine-tuning",
    "pair_f1": "",
}


def run(data: Path, limit: int | None) -> list[Figure]:
    from models.library import SHIPPED, models

    figures = [figure for model in models() if model.family == "forms" for figure in _cost(model.directory, model.name)]
    if not list(SHIPPED.glob("forms/*/card.json")):
        return [*figures, Figure("shipped forms weights", 0, "models", "at least 1")]
    return [*figures, _describing(), *_funsd(data / "funsd" / "training_data", limit), *_generator()]


def _cost(directory: Path, name: str) -> list[Figure]:
    """Processor time on one thread, pair features and padding included."""
    from models.card import cold_start, milliseconds
    from models.library import networks, read_card

    paths = networks(directory, read_card(directory))
    seconds, megabytes = cold_start(*paths)
    size = sum(path.stat().st_size for path in paths) / 1e6
    return [
        Figure(
            f"{name}: a page of 120 segments", milliseconds(paths, 120), "ms", "3 fast, 6 balanced", "int8, one core"
        ),
        Figure(f"{name}: a page of 400 words", milliseconds(paths, 400, repeats=5), "ms", "15 fast, 40 balanced"),
        Figure(f"{name}: cold start", seconds, "s", "at most 0.5", "processor time from a bare Python"),
        Figure(f"{name}: memory added", megabytes, "MB", "at most 150"),
        Figure(f"{name}: size", size, "MB", "at most 2 fast, 6 balanced"),
    ]


def _describing() -> Figure:
    """What comes before the network: texts never seen before, and their boxes, to arrays."""
    from itertools import islice

    import numpy as np

    from extractors.synthetic.generator import sheets
    from models.features import describe

    pages = list(islice(sheets(11), 40))
    boxes = [np.array([(m.x0, m.top, m.x1, m.bottom) for m in page.marks], np.float32) / page.width for page in pages]
    describe(["warm"], np.array([[0.1, 0.1, 0.2, 0.12]], np.float32))
    began = time.process_time()
    for page, own in zip(pages, boxes, strict=True):
        describe([mark.text for mark in page.marks], own)
    each = (time.process_time() - began) / sum(len(page.marks) for page in pages)
    return Figure("describing 120 words never seen", each * 120e3, "ms", "", "one core, before any network")


def _funsd(folder: Path, limit: int | None) -> list[Figure]:
    """The live shipped weights, which never saw these pages, on all of them."""
    from extractors.annotations import read
    from extractors.forms import Forms
    from extractors.forms.evaluation import evaluate
    from extractors.forms.learned import LearnedFinder

    examples = read(folder, "funsd")[:limit]
    extractor = Forms(finder=LearnedFinder())
    figures = []
    for mode in ("entities", "words"):
        score = evaluate(extractor, examples, mode)
        figures += [
            Figure(
                f"FUNSD from {mode}: {name}",
                value,
                "",
                WANTED.get(name, ""),
                f"{score.documents} pages, none trained on",
            )
            for name, value in score.values.items()
        ]
    return figures


def _generator() -> list[Figure]:
    from itertools import islice

    from extractors.synthetic.generator import lessons, sheets

    list(islice(sheets(1), 60))  # fills the pools of values
    began = time.process_time()
    list(islice(sheets(2), 200))
    middle = time.process_time()
    list(islice(lessons(3), 200))
    return [
        Figure("synthetic pages", 200 / (middle - began), "pages/s", "at least 300", "one core, as written pages"),
        Figure("synthetic lessons", 200 / (time.process_time() - middle), "pages/s", "", "with noise and arrays"),
    ]
