"""What `docrow mrz` tells: the machine-readable zone of a card and the verdict of every check digit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from extractors.errors import DocumentError
from pipeline.flow import ANSWER_SECONDS
from pipeline.settings import Settings


def zone_of(path: Path, settings: Settings) -> dict[str, Any]:
    """``format``, ``lines``, ``checks``, ``fields`` and the verdict; ``lines`` is empty where there is no zone. Read in
    a worker process, which a broken picture may kill. Raises DocumentError."""
    from extractors.read.pool import PagePool

    with PagePool(1) as pool:
        found = next(iter(pool.map(_zone, [str(path.absolute())], ANSWER_SECONDS)))
    if isinstance(found, DocumentError):
        raise found
    return found


def _zone(path: str) -> dict[str, Any]:
    from extractors.id_cards import mrz_of_image

    return mrz_of_image(path)
