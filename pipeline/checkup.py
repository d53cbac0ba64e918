"""What `docrow doctor` looks at. Each examination is a function that tells what it saw and, if need be, what to do."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from extractors.base import TRAINING
from extractors.errors import Outage
from pipeline.settings import Settings

FREE_BYTES = 2_000_000_000
"""A warning below this: page images of a thousand scanned pages take about 1 GB."""


@dataclass(frozen=True, slots=True)
class Finding:
    """`ok` is None for something optional that is missing."""

    name: str
    ok: bool | None
    seen: str
    remedy: str = ""

    @property
    def broken(self) -> bool:
        return self.ok is False

    @property
    def mark(self) -> str:
        return {True: "ok", False: "MISSING", None: "-"}[self.ok]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def examine(settings: Settings) -> list[Finding]:
    """All findings, the needed things first."""
    return [
        _python(),
        *_tesseract(settings),
        _text_reader(settings),
        _opencv(),
        _database(settings),
        _bucket(settings),
        _disk(settings),
        *_extras(),
    ]


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    ok = (3, 11) <= sys.version_info[:2] < (3, 15)
    return Finding("Python", ok, version, "" if ok else "use Python 3.11 to 3.14")


def _tesseract(settings: Settings) -> Iterator[Finding]:
    program = shutil.which("tesseract")
    if program is None:
        yield Finding("tesseract", False, "not installed", _install("tesseract-ocr", "tesseract"))
        return
    shown = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    yield Finding("tesseract", True, (shown.stdout or shown.stderr).partition("\n")[0])
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False)
    installed = set(listed.stdout.split("\n")[1:])
    for language in (*settings.languages, "osd"):
        ok = language in installed
        remedy = "" if ok else _install(f"tesseract-ocr-{language.replace('_', '-').lower()}", "tesseract-lang")
        yield Finding(f"OCR language {language}", ok, "installed" if ok else "not installed", remedy)


def _install(debian: str, brew: str) -> str:
    return f"brew install {brew}" if sys.platform == "darwin" else f"sudo apt-get install {debian}"


def _text_reader(settings: Settings) -> Finding:
    """The network that reads again what tesseract was unsure of."""
    from extractors.read.line_look import LATIN, text_reader

    path = text_reader().path
    if not path.is_file():
        return Finding("text reader", False, f"no weights at {path}", "install docrow again")
    strange = [language for language in settings.languages if language not in LATIN]
    if strange:
        return Finding("text reader", None, f"does not know {', '.join(strange)}: tesseract reads those lines again")
    return Finding("text reader", True, f"{path.stat().st_size / 1e6:.1f} MB, knows {', '.join(settings.languages)}")


def _opencv() -> Finding:
    """In a process of its own: a missing libGL shows only when cv2 is loaded, and it would stay loaded here."""
    code = "import cv2; print(cv2.__version__)"
    tried = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    if tried.returncode == 0:
        return Finding("OpenCV", True, tried.stdout.strip())
    reason = tried.stderr.strip().rpartition("\n")[2]
    return Finding("OpenCV", False, reason, _install("libgl1 libglib2.0-0", "opencv"))


def _database(settings: Settings) -> Finding:
    from sqlalchemy.engine import make_url

    from pipeline.site import open_database

    shown = make_url(settings.database_url).render_as_string(hide_password=True)
    try:
        open_database(settings).dispose()
    except Outage as error:
        return Finding("database", False, f"{shown}: {error.message}", error.remedy)
    return Finding("database", True, shown)


def _bucket(settings: Settings) -> Finding:
    from pipeline.site import open_bucket

    try:
        count = len(open_bucket(settings).list())
    except Outage as error:
        return Finding("bucket", False, f"{settings.bucket}: {error.message}", error.remedy)
    return Finding("bucket", True, f"{settings.bucket}: {count} objects")


def _disk(settings: Settings) -> Finding:
    folder = settings.artifacts.absolute()
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(existing).free
    ok = free >= FREE_BYTES
    remedy = "" if ok else "free some space, or put DOCROW_ARTIFACTS on a larger disk"
    return Finding("disk", ok, f"{free / 1e9:.1f} GB free at {_short(folder)}", remedy)


def _short(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


EXTRAS = {
    "train": TRAINING,
    "s3": ("s3fs",),
    "gcs": ("gcsfs",),
    "postgres": ("psycopg",),
    "analyse": ("datasette", "duckdb"),
}


def _extras() -> Iterator[Finding]:
    for extra, modules in EXTRAS.items():
        missing = [module for module in modules if importlib.util.find_spec(module) is None]
        if missing:
            yield Finding(f"extra {extra}", None, f"without {', '.join(missing)}", f"pip install 'docrow[{extra}]'")
        else:
            yield Finding(f"extra {extra}", True, ", ".join(modules))
