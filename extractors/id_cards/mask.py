"""Values made unreadable for logs, run metadata and exports: what is left says the kind and length, not the person."""

from __future__ import annotations

from dataclasses import replace

from extractors.types import Extraction, Field

OPEN = frozenset({"document_type", "issuing_country", "issuing_jurisdiction", "aamva_version", "nationality", "sex"})
"""Keys whose values are shared by so many people that they are shown."""


def mask(text: str, keep: int = 1) -> str:
    """The first `keep` letters or digits of a text of at least five, everything else a star; signs and blanks stay."""
    shown = keep if sum(character.isalnum() for character in text) >= 5 else 0
    out = []
    for character in text:
        if not character.isalnum():
            out.append(character)
            continue
        out.append(character if shown > 0 else "*")
        shown -= 1
    return "".join(out)


def mask_extraction(extraction: Extraction) -> Extraction:
    """The same answer with every personal value masked, in values, normal values and sources alike."""
    return replace(extraction, fields=tuple(_mask_field(field) for field in extraction.fields))


def _mask_field(field: Field) -> Field:
    if field.key.rpartition(".")[2] in OPEN:
        return field
    sources = tuple(replace(source, text=mask(source.text, 0)) for source in field.sources)
    normal = None if field.normal is None else mask(field.normal, 0)
    return replace(field, value=mask(field.value, 0), normal=normal, sources=sources)
