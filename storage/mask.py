"""What an export hides when it is asked to: every value of the families that hold personal data."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

Mask = Callable[[str], str]
"""Given a value, what may be shown of it."""

MASKED = ("id_cards",)
_TEXTS = ("value", "normal", "text", "caption")
_GONE = ("value_number", "value_date")
_OBJECTS = ("data", "normal", "fields", "tables", "sources")


def mask_rows(
    columns: Sequence[str], chunks: Iterator[Sequence[tuple[Any, ...]]], mask: Mask
) -> Iterator[Sequence[tuple[Any, ...]]]:
    """The same rows with the values of masked families hidden: texts by `mask`, typed copies of them left out."""
    for chunk in chunks:
        yield [_mask_row(columns, row, mask) for row in chunk]


def _mask_row(columns: Sequence[str], row: tuple[Any, ...], mask: Mask) -> tuple[Any, ...]:
    entry = dict(zip(columns, row, strict=True))
    if entry.get("family") in MASKED:
        return tuple(_mask_value(name, value, mask) for name, value in entry.items())
    if "fields" in entry and "tables" in entry:  # one JSON object a document, all families in it
        entry["fields"] = {k: _deep(v, mask) if k in MASKED else v for k, v in (entry["fields"] or {}).items()}
        entry["tables"] = [
            {**t, "rows": _deep(t["rows"], mask), "caption": mask(t["caption"])} if t["family"] in MASKED else t
            for t in entry["tables"] or []
        ]
    return tuple(entry.values())


def _mask_value(name: str, value: Any, mask: Mask) -> Any:
    if value is None or name in _GONE:
        return None
    if name == "sources":
        return [{**source, "text": mask(source["text"])} for source in value]
    if name in _OBJECTS and not isinstance(value, str):
        return _deep(value, mask)
    return mask(value) if name in _TEXTS else value


def _deep(value: Any, mask: Mask) -> Any:
    if isinstance(value, dict):
        return {key: _deep(item, mask) for key, item in value.items()}
    if isinstance(value, list):
        return [_deep(item, mask) for item in value]
    return mask(value) if isinstance(value, str) else value
