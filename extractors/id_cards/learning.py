"""Captions learned from annotated cards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.id_cards.printed import Caption, Run, distance, plain, reachable, runs
from extractors.types import Box, Document, Example, Field, Page, Word

if TYPE_CHECKING:
    from extractors.id_cards.network import PrintNetwork

LONGEST = 60
"""Characters; a longer run is a sentence, not a caption."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value is printed, and what stands there."""

    page: int
    box: Box
    text: str


def place_of(field: Field) -> Place | None:
    """Where an annotated value is printed: its box, unless that is where zone or barcode say the value; then where its
    printed source stands, if it has one."""
    machine = [source.box for source in field.sources if source.kind in ("mrz", "barcode")]
    if field.box is not None and field.box not in machine:
        return Place(field.page, field.box, field.value)
    for source in field.sources:
        if source.kind == "printed" and source.box is not None:
            return Place(source.page, source.box, source.text)
    return None


def learned_aliases(examples: Sequence[Example], network: PrintNetwork) -> dict[str, set[str]]:
    """For each field the captions it had: its label where one is annotated, else the nearest run above or before it,
    where the network takes that for a caption: names often stand below a title."""
    found: dict[str, set[str]] = defaultdict(set)
    for example in examples:
        captions = {page.number: _captions(page, network) for page in example.document.pages}
        for field in example.answer.fields:
            if caption := field.label or _caption(field, captions, example.document):
                found[field.key] |= {plain(part) for part in caption.split("/")} - {""}
    return dict(found)


def _captions(page: Page, network: PrintNetwork) -> set[Word]:
    """The words of a page that belong to captions; all where the network is not asked."""
    sight = network.look(page)
    if sight is None:
        return set(page.words)
    return {word for run, asks in zip(sight.runs, sight.is_caption(), strict=True) if asks for word in run.words}


def _caption(field: Field, captions: Mapping[int, set[Word]], document: Document) -> str:
    place = place_of(field)
    page = next((page for page in document.pages if place is not None and page.number == place.page), None)
    if page is None or place is None:
        return ""
    target = Run(tuple(word for word in page.words if word.box.covered_by(place.box) > 0.5))
    if not target.words:
        return ""
    near = [run for run in runs(page.words) if not set(run.words) & set(target.words) and len(run.text) <= LONGEST]
    reached = [c for run in near if reachable(c := Caption(field.key, run, None, 1.0), target)]
    best = min(reached, key=lambda c: distance(c, target), default=None)
    return best.run.text if best is not None and set(best.run.words) & captions[page.number] else ""
