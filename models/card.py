"""The card of a model: what it is, what it takes, what comes out; for people (card.md) and for programs (card.json)."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from models.features import Nodes, describe
from models.library import seal
from models.runtime import EncoderRuntime


def write(directory: Path, card: Mapping[str, Any], leave_out: Sequence[str] = ()) -> dict[str, Any]:
    """Write card.md and card.json beside the weights; returns the sealed card."""
    sealed = seal(directory, card, leave_out)
    (directory / "card.md").write_text(markdown(sealed))
    return sealed


def markdown(card: Mapping[str, Any]) -> str:
    """The card as a page: artifact, intake, result."""
    lines = [f"# {card.get('family', '')}/{card.get('variant', '')}, version {card.get('version', '')}", ""]
    lines += [str(card.get("summary", "")), ""]
    for part in ("artifact", "intake", "result"):
        lines += [f"## {part.capitalize()}", "", "| | |", "|---|---|"]
        lines += [f"| {name.replace('_', ' ')} | {_shown(value)} |" for name, value in card.get(part, {}).items()]
        lines.append("")
    lines += _variants(card.get("variants", {}))
    lines += ["## Files", "", "| file | sha256 |", "|---|---|"]
    lines += [f"| {name} | `{digest[:16]}…` |" for name, digest in card.get("files", {}).items()]
    return "\n".join(lines) + "\n"


def _variants(figures: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The table of a family's variants, all measured on the same pages."""
    if not figures:
        return []
    names = list(next(iter(figures.values())))
    lines = ["## Variants", "", "| variant | " + " | ".join(name.replace("_", " ") for name in names) + " |"]
    lines.append("|---" * (len(names) + 1) + "|")
    lines += [f"| {variant} | " + " | ".join(_shown(own[n]) for n in names) + " |" for variant, own in figures.items()]
    return [*lines, ""]


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_shown(item)}" for name, item in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(_shown(item) for item in value)
    return str(value)


def page_of(count: int, seed: int = 0) -> Nodes:
    """A page of random short texts at random places, to measure time on."""
    random = np.random.default_rng(seed)
    corners = random.uniform(0, 1, (count, 2))
    sizes = np.stack([random.uniform(0.03, 0.2, count), np.full(count, 0.014)], axis=1)
    texts = [f"{'Account holder name date total'[int(i) :]}:" for i in random.integers(0, 24, count)]
    return describe(texts, np.concatenate([corners, corners + sizes], axis=1).astype(np.float32))


def milliseconds(path: Path | Sequence[Path], count: int, pages: int = 1, repeats: int = 60) -> float:
    """Processor time of one page of `count` nodes on one thread, pair features and padding included: the median of
    `repeats` runs of `pages` pages each. Texts are described before (`models.features.describe`)."""
    runtime, page = EncoderRuntime(path, threads=1), page_of(count)
    runtime.run([page] * pages)
    taken = []
    for _ in range(repeats):
        began = time.process_time()
        runtime.run([page] * pages)
        taken.append((time.process_time() - began) / pages)
    return float(np.median(taken) * 1000)


_COLD = """
import os, sys, time
from pathlib import Path
def megabytes():
    status = Path("/proc/self/statm")
    return int(status.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6 if status.exists() else float("nan")
began, before = time.process_time(), megabytes()
from models.card import page_of
from models.runtime import EncoderRuntime
EncoderRuntime([Path(path) for path in sys.argv[1:]], threads=1).run([page_of(20)])
print(time.process_time() - began, megabytes() - before)
"""


def cold_start(*paths: Path) -> tuple[float, float]:
    """Seconds of processor time and MB from a bare Python until the first page is answered, imports included."""
    out = subprocess.run(
        [sys.executable, "-c", _COLD, *(str(path.resolve()) for path in paths)],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, megabytes = map(float, out.stdout.split())
    return seconds, megabytes


def artifact(paths: Sequence[Path], parameters: int) -> dict[str, Any]:
    """Size and cost of the ONNX files that answer together, on this machine, measured now."""
    seconds, megabytes = cold_start(*paths)
    return {
        "parameters": parameters,
        "size_mb": round(sum(path.stat().st_size for path in paths) / 1e6, 2),
        "cold_start_s": round(seconds, 2),
        "memory_mb": round(megabytes, 1),
        "ms_120_nodes": round(milliseconds(paths, 120), 1),
        "ms_400_nodes": round(milliseconds(paths, 400, repeats=5), 1),
        "ms_a_page_in_batches_of_4": round(milliseconds(paths, 60, pages=4), 1),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, one used, processor time",
    }
