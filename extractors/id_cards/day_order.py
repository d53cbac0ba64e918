"""Printed dates such as 03/04/1979, where zone or barcode tells which of the two is the month."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.id_cards.evidence import Evidence, believable

_EITHER = re.compile(r"\D*(\d{1,2})\D{1,3}(\d{1,2})\D{1,3}(?:\d{4}|\d{2})\D*")
"""Day and month, or month and day, then the year; all in digits."""


def in_one_order(card: Sequence[Evidence]) -> list[Evidence]:
    """The evidence of one card. Its printed dates are turned, month for day, where that agrees with what zone or
    barcode say of more of them than leaving them does: front and back of a licence are read apart."""
    known = {item.key: item.normal for item in card if item.witness != "printed" and believable(item)}
    printed = [item for item in card if item.witness == "printed" and item.type == "date" and item.key in known]
    as_read = sum(item.normal == known[item.key] for item in printed)
    turned = sum(other_order(item) == known[item.key] for item in printed)
    return [_turned(item) for item in card] if turned > as_read else list(card)


def _turned(item: Evidence) -> Evidence:
    other = other_order(item)
    return replace(item, normal=other) if other is not None else item


def other_order(item: Evidence) -> str | None:
    """The day that a printed date is with its first two numbers the other way round; None where it cannot be that."""
    if item.witness != "printed" or item.type != "date" or item.normal is None or not _EITHER.fullmatch(item.text):
        return None
    year, month, day = item.normal.split("-")
    return f"{year}-{day}-{month}" if int(day) <= 12 else None
