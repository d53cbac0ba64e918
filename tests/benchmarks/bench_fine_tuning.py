"""Forms fine-tuned by the commands a user gives: how long that takes, and what it gains on FUNSD pages never seen."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import mean, stdev
from tempfile import TemporaryDirectory
from typing import Any

from tests.benchmarks.figures import Figure

EVERY = 5
"""Every so many-th page, the last of each five, is held out."""
SEEDS = 7, 8, 9
WANTED = {
    ("entities", "label_f1"): "at least 0.90",
    ("entities", "link_f1"): "at least 0.72",
    ("words", "entity_f1"): "at least 0.72",
    ("words", "pair_f1"): "",
    ("image", "pair_f1"): "at least 0.35",
}


def run(data: Path, limit: int | None) -> list[Figure]:
    names = sorted(path.stem for path in (data / "funsd" / "training_data" / "annotations").glob("*.json"))[:limit]
    with TemporaryDirectory(prefix="docrow-bench-") as folder:
        work = _Work(data / "funsd" / "training_data", Path(folder))
        figures = [_timed(work, "ten pages", names[:: max(len(names) // 10, 1)][:10], "at most 60")]
        if limit is None:
            figures.append(_timed(work, f"{len(names)} pages", names, "at most 300"))
        return [*figures, *_gained(work, names, SEEDS[:1] if limit else SEEDS)]


class _Work:
    """Folders of FUNSD pages, and the commands run on them."""

    def __init__(self, source: Path, folder: Path) -> None:
        self.source, self.folder, self.count = source, folder, 0

    def pages(self, names: Sequence[str]) -> Path:
        """A folder with these pages alone."""
        self.count += 1
        folder = self.folder / f"pages-{self.count}"
        for name in names:
            for path in (Path("annotations", f"{name}.json"), Path("images", f"{name}.png")):
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(self.source / path, folder / path)
        return folder

    def train(self, pages: Path, seed: int) -> tuple[Path, float]:
        """The model's directory, and wall seconds of the whole command."""
        self.count += 1
        out, begin = self.folder / f"model-{self.count}", time.perf_counter()
        _docrow("train", "forms", "--data", pages, "--format", "funsd", "--out", out, "--seed", seed)
        return out, time.perf_counter() - begin

    def evaluate(self, pages: Path, model: Path, given: str) -> dict[str, Any]:
        return _docrow("evaluate", "forms", "--data", pages, "--format", "funsd", "--model", model, "--from", given)


def _docrow(*arguments: object) -> dict[str, Any]:
    command = [sys.executable, "-m", "pipeline.cli", *map(str, arguments), "--json"]
    report: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return report


def _timed(work: _Work, name: str, pages: Sequence[str], wanted: str) -> Figure:
    _, seconds = work.train(work.pages(pages), SEEDS[0])
    return Figure(f"fine-tuning on {name}", seconds, "s", wanted, "wall, OCR, start and plots included")


def _gained(work: _Work, names: Sequence[str], seeds: Sequence[int]) -> Iterator[Figure]:
    """Each figure's mean over the seeds, on pages that no model learned from."""
    held = work.pages(names[EVERY - 1 :: EVERY])
    learned = work.pages([name for i, name in enumerate(names) if i % EVERY != EVERY - 1])
    models = [work.train(learned, seed)[0] for seed in seeds]
    for given in ("entities", "words", "image"):
        reports = [work.evaluate(held, model, given) for model in models]
        for name in (name for start, name in WANTED if start == given):
            found = [report[name] for report in reports]
            spread = f"± {stdev(found):.3f} over {len(found)} seeds" if len(found) > 1 else "one seed"
            note = f"{reports[0]['documents']} pages held out, {spread}"
            yield Figure(f"FUNSD fine-tuned, from {given}: {name}", mean(found), "", WANTED[given, name], note)
