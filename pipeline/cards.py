"""What `docrow mrz` tells: the machine-readable zone of a card and the verdict of every check digit; and the pictures
of cards that are kept beside those of pages."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractors.errors import DocumentError
from extractors.types import Box, Document, Extraction, Transform
from pipeline.flow import ANSWER_SECONDS
from pipeline.settings import Settings

if TYPE_CHECKING:
    from extractors.id_cards.pictures import CardPicture
    from storage.artifacts import Artifacts


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


def keep_cards(artifacts: Artifacts, document: Document, extraction: Extraction) -> list[Path]:
    """Keep a picture of every card of an answer, made upright, as ``1.jpg``; beside it ``1.json``: ``page``,
    ``format``, ``size`` (pixels), ``to_page`` (3 x 3, from its pixels to points of the page as displayed), ``parts``
    (portrait and signature: ``kind``, ``box`` in its pixels, ``on_page`` their corners in points). Portraits and
    signatures are files of their own, ``1.portrait.jpg``. Raises DiskFull."""
    if extraction.family != "id_cards" or not any(e.kind == "card" and e.quad for e in extraction.entities):
        return []
    from extractors.id_cards.pictures import card_pictures

    folder, kept = artifacts.cards_folder(document.id), []
    frames = {page.number: page.transform for page in document.pages}
    for number, card in enumerate(card_pictures(document, extraction), start=1):
        for name, data in _files(card, frames[card.page]):
            kept.append(folder / f"{number}{name}")
            artifacts.write(kept[-1], data)
    return kept


def _files(card: CardPicture, frame: Transform) -> list[tuple[str, bytes]]:
    files = [(".jpg", _jpeg(card.picture)), (".json", json.dumps(_facts(card, frame)).encode())]
    for part in card.parts:
        x0, top, x1, bottom = (round(value) for value in part.box)
        files.append((f".{part.kind}.jpg", _jpeg(card.picture[top : max(bottom, top + 1), x0 : max(x1, x0 + 1)])))
    return files


def _facts(card: CardPicture, frame: Transform) -> dict[str, Any]:
    import numpy as np

    displayed = np.array([[frame.a, frame.b, frame.c], [frame.d, frame.e, frame.f], [0, 0, 1]]) @ card.to_page
    height, width = card.picture.shape[:2]

    def placed(box: Box) -> list[list[float]]:
        return [[round(v, 2) for v in frame.point(corner)] for corner in card.on_page(box).points]

    parts = [{"kind": p.kind, "box": [round(v, 1) for v in p.box], "on_page": placed(p.box)} for p in card.parts]
    return {"page": card.page, "format": card.format, "size": [width, height],
            "to_page": (displayed / displayed[2, 2]).tolist(), "parts": parts}  # fmt: skip


def _jpeg(picture: Any) -> bytes:
    from PIL import Image

    out = BytesIO()
    Image.fromarray(picture).save(out, "JPEG", quality=90)
    return out.getvalue()
