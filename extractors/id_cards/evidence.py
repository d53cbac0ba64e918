"""What one witness on a card says about one field."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.types import Box, Quad, Source, ValueType

DATES = frozenset({"birth_date", "expiry_date", "issue_date", "revision_date"})
CODES = frozenset(
    {"document_number", "personal_number", "sex", "issuing_country", "nationality", "document_type", "mrz"}
)

LEAST = 0.5
"""Confidence under which a witness gives no value."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """`witness`: mrz, barcode or printed; `check`: what arithmetic says (None: nothing to check); `name`: what the
    field is called there."""

    key: str
    text: str
    normal: str | None
    witness: str
    page: int
    box: Box | None
    confidence: float
    check: bool | None = None
    name: str = ""
    label: str = ""
    key_box: Box | None = None
    cut: bool = False
    """The text may have been cut for want of room."""
    quad: Quad | None = None
    """The corners of the whole card, where the witness tells them."""

    @property
    def source(self) -> Source:
        return Source(self.witness, self.text, self.page, self.box, self.check, self.name)

    @property
    def type(self) -> ValueType:
        return value_type(self.key)


def value_type(key: str) -> ValueType:
    """The kind of value that a key has."""
    if key in DATES or key.endswith("_date") or key.startswith("under_"):
        return "date"
    return "code" if key in CODES else "text"


def believable(item: Evidence) -> bool:
    """Neither refuted nor ambiguous nor more likely wrong than right."""
    return item.check is not False and item.name != "ambiguous" and item.confidence >= LEAST
