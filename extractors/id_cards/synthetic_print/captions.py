"""What cards print, language by language: captions of fields, titles of documents, adjectives of nationality.

A row is ``key: caption; caption; ...``. Keys beside those of `KEYS` are what else cards show: their captions and values
are there to be told from the rest. Languages for measuring (`tests`) are not among these.
"""

from __future__ import annotations

from functools import lru_cache

from extractors.id_cards.synthetic_print.captions_others import TABLE as OTHERS
from extractors.id_cards.synthetic_print.captions_west import TABLE as WEST

KEYS = (
    "surname", "given_names", "birth_date", "birth_place", "sex", "nationality", "document_number", "personal_number",
    "issue_date", "expiry_date", "issuing_authority", "address",
)  # fmt: skip
"""The fields that are read from print."""


@lru_cache(maxsize=1)
def languages() -> dict[str, dict[str, tuple[str, ...]]]:
    """Language -> key -> captions."""
    return {language: table_of(text) for language, text in {**WEST, **OTHERS}.items()}


def table_of(text: str) -> dict[str, tuple[str, ...]]:
    """The rows of one language."""
    rows = (row.partition(":") for row in text.splitlines())
    return {key.strip(): tuple(part.strip() for part in rest.split(";")) for key, _, rest in rows}
