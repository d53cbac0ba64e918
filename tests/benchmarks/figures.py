"""A measured figure, and the table that `make bench` prints and keeps."""

from __future__ import annotations

import platform
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import version


@dataclass(frozen=True, slots=True)
class Figure:
    """`wanted` says what the figure should reach, in words ("at least 0.80"); `note` what it was compared with."""

    name: str
    value: float
    unit: str
    wanted: str = ""
    note: str = ""


def table(figures: Iterable[Figure]) -> str:
    """A Markdown table, one row a figure."""
    rows = ["| figure | measured | wanted | note |", "|---|---|---|---|"]
    rows += [f"| {f.name} | {f.value:.4g} {f.unit} | {f.wanted} | {f.note} |" for f in figures]
    return "\n".join(rows)


def machine() -> str:
    """Processor, cores, Python and the versions that speed and accuracy hang on."""
    names = ("pdfplumber", "pypdfium2", "opencv-python", "onnxruntime", "dagster", "sqlmodel")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    return f"{_processor()}, {_cores()} cores, Python {platform.python_version()}, {versions}, {_tesseract()}"


def _cores() -> int:
    import os

    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _processor() -> str:
    from pathlib import Path

    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def _tesseract() -> str:
    import shutil
    import subprocess

    if not shutil.which("tesseract"):
        return "no tesseract"
    out = subprocess.run(["tesseract", "--version"], capture_output=True, text=True, check=True)
    return out.stdout.splitlines()[0]
