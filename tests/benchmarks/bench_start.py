"""How long a person waits before anything happens."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

from tests.benchmarks.figures import Figure


def run(data: Path, limit: int | None) -> list[Figure]:
    imports = [sys.executable, "-c", "import pipeline.definitions"]
    help_page = [sys.executable, "-m", "pipeline.cli", "--help"]
    return [
        Figure("import pipeline.definitions", seconds(imports), "s", "under 1.5"),
        Figure("docrow --help", seconds(help_page), "s", "under 0.5"),
    ]


def seconds(command: list[str], runs: int = 7) -> float:
    """Median wall seconds of the whole process, after a first run that fills the file cache."""
    return statistics.median([_once(command) for _ in range(runs + 1)][1:])


def _once(command: list[str]) -> float:
    begin = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - begin
