"""Symbols that carry one message together (Macro PDF417, ISO/IEC 15438, 5.13; structured append).

The decoder tells which file a symbol belongs to, not its place in it, so symbols are put in the order they are read
in on the page; one that begins a driver's licence (AAMVA DL/ID, D.12.3) comes first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from extractors.types import Box, Region


def joined(symbols: Sequence[Any], regions: Sequence[Region]) -> list[Region]:
    """The regions of symbols (zxing-cpp's barcodes), those of one file joined: text behind text, one box around
    all."""
    files: dict[str, list[Region]] = {}
    for number, (symbol, region) in enumerate(zip(symbols, regions, strict=True)):
        file = (symbol.extra or {}).get("FileId") if "PDF417" in region.format else None
        files.setdefault(f"file {file}" if file else f"symbol {number}", []).append(region)
    return [_one(parts) for parts in files.values()]


def _one(parts: list[Region]) -> Region:
    if len(parts) == 1:
        return parts[0]
    height = max(part.box.height for part in parts)
    ordered = sorted(parts, key=lambda part: (round(part.box.center[1] / height), part.box.x0))
    ordered.sort(key=lambda part: not part.text.startswith("@"))
    text = "".join(part.text for part in dict.fromkeys(ordered))
    return replace(ordered[0], text=text, box=Box.around(part.box for part in parts), quad=None)
