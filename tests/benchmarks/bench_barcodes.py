"""PDF417 pictures of the evaluation data, decoded as regions decode them, one group of pictures at a time."""

from __future__ import annotations

import time
from pathlib import Path

import cv2

from extractors.read.barcodes import find_barcodes
from extractors.read.ink import Ink
from extractors.types import Region
from tests.benchmarks.figures import Figure

# What zxing-cpp's own list (test/blackbox/BlackboxTestRunner.cpp) demands of pictures that stand upright.
DEMANDED = {"micropdf417-1": 10, "pdf417-1": 16, "pdf417-2": 25, "pdf417-3": 16, "pdf417-4": 2}


def run(data: Path, limit: int | None) -> list[Figure]:
    return [_group(folder, limit) for folder in sorted((data / "pdf417").iterdir()) if folder.is_dir()]


def _group(folder: Path, limit: int | None) -> Figure:
    cases = _cases(folder)[:limit]
    begin = time.process_time()
    right = sum(_is_right(pictures, wanted) for pictures, wanted in cases)
    spent = 1000 * (time.process_time() - begin) / max(1, sum(len(pictures) for pictures, _ in cases))
    wanted = f"at least {DEMANDED[folder.name]}" if folder.name in DEMANDED and limit is None else ""
    return Figure(f"{folder.name}, payloads exact", right, f"of {len(cases)}", wanted, f"{spent:.0f} ms a picture")


def _cases(folder: Path) -> list[tuple[list[Path], bytes]]:
    """Pictures with the payload they hold; a payload spread over several symbols may have several pictures."""
    cases = []
    for truth in sorted([*folder.glob("*.txt"), *folder.glob("*.bin")]):
        own = [path for path in sorted(folder.glob(f"{truth.stem}*")) if path.suffix in (".png", ".webp", ".jpg")]
        exact = [path for path in own if path.stem == truth.stem]
        cases.append((exact or own, truth.read_bytes()))
    return cases


def _is_right(pictures: list[Path], wanted: bytes) -> bool:
    """Text agrees as text; bytes that are no text come as Latin-1."""
    payload = "".join(region.text for path in pictures for region in _read(path))
    latin = payload.encode("latin-1", errors="replace")
    return wanted in (payload.encode(), latin)


def _read(path: Path) -> list[Region]:
    gray = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    return find_barcodes(Ink(gray, 1.0, 0.0, 0.0, 12.0))
