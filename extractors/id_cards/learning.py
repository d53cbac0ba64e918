"""Captions learned from annotated cards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from extractors.id_cards.printed import Caption, Run, distance, plain, reachable, runs
from extractors.types import Document, Example, Field

LONGEST = 60
"""Characters; a longer run is a sentence, not a caption."""


def learned_aliases(examples: Sequence[Example]) -> dict[str, set[str]]:
    """For each field the captions it had: its label where one is annotated, else the nearest run above or before it."""
    found: dict[str, set[str]] = defaultdict(set)
    for example in examples:
        for field in example.answer.fields:
            if caption := field.label or _caption(example.document, field):
                found[field.key] |= {plain(part) for part in caption.split("/")} - {""}
    return dict(found)


def _caption(document: Document, field: Field) -> str:
    page = next((page for page in document.pages if page.number == field.page), None)
    if page is None or field.box is None:
        return ""
    value = field.box
    inside = tuple(word for word in page.words if word.box.covered_by(value) > 0.5)
    near = [run for run in runs(page.words) if not set(run.words) & set(inside) and len(run.text) <= LONGEST]
    captions = [Caption(field.key, run, None, 1.0) for run in near]
    target = Run(inside) if inside else None
    reached = [c for c in captions if target and reachable(c, target)]
    best = min(reached, key=lambda c: distance(c, target), default=None) if target else None
    return best.run.text if best and any(c.isalpha() for c in best.run.text) else ""
