"""Identity documents: machine readable zones, barcodes and print, verified against each other."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from extractors.id_cards.cards import IdCards

__all__ = ["IdCards", "mrz_of_image"]


def mrz_of_image(path: Path | str, today: date | None = None) -> dict[str, Any]:
    """The machine readable zone of a picture; see `extractors.id_cards.scan.mrz_of_image`."""
    from extractors.id_cards import scan

    return scan.mrz_of_image(path, today)
