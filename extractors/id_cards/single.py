"""One line of a zone, alone: which line of which format it is, and what its own check digits say.

The second line of a passport or visa and the first and second of a card hold check digits that need no other line, so
a picture of one line is repaired and vouched for like a whole zone, as far as they reach.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from extractors.id_cards.layouts import ALPHABET, LAYOUTS, CheckSpan, Layout, Span, extended
from extractors.id_cards.repair import Chain, Resolution, resolved, weighed

MISPRINT = 1e-3
"""How often a line bears wrong check digits, where it is asked which line it is."""
CONTINUED = 5e-3
"""How often a document number continues in the optional data, for each length."""
_VISA = ALPHABET.index("V")


def line_layouts(width: int) -> Iterator[tuple[Layout, float]]:
    """Every line of every format of that width as a layout of one line, and how usual it is."""
    for layout in LAYOUTS.values():
        if layout.width != width:
            continue
        for row in range(len(layout.kinds)):
            yield _row(layout, row), 1.0
        if layout.format in ("TD1", "TD2"):
            room = layout.fields["optional_data"][0]
            for more in range(1, room.end - room.start):
                yield _row(extended(layout, more), room.line), CONTINUED


def _row(layout: Layout, row: int) -> Layout:
    """One line of a layout: its fields, and the checks whose characters and digit all stand in it."""
    fields = {
        key: tuple(replace(span, line=0) for span in spans)
        for key, spans in layout.fields.items()
        if all(span.line == row for span in spans)
    }
    checks = tuple(_alone(check) for check in layout.checks if _within(check, row))
    composite = layout.composite if layout.composite and _within(layout.composite, row) else None
    overall = _alone(composite) if composite else None
    return replace(layout, kinds=(layout.kinds[row],), fields=fields, checks=checks, composite=overall)


def _within(check: CheckSpan, row: int) -> bool:
    return check.digit[0] == row and all(span.line == row for span in check.covers)


def _alone(check: CheckSpan) -> CheckSpan:
    covers = tuple(Span(0, span.start, span.end) for span in check.covers)
    return replace(check, covers=covers, digit=(0, check.digit[1]))


def resolve_line(odds: np.ndarray) -> Resolution | None:
    """The line behind (width, 37) probabilities as the likeliest line of a format; None where no format has lines of
    that width. Its layout has one line."""
    able = list(line_layouts(len(odds)))
    if not able:
        return None
    best, _ = max(able, key=lambda item: item[1] * _evidence(odds, item[0]))
    return resolved([odds], best)


def _evidence(odds: np.ndarray, layout: Layout) -> float:
    """How probable these probabilities are if the line is of that layout, up to a factor common to all: each place by
    the characters that it may hold, check digits by the share of readings in which they are right."""
    (likely,), scale = weighed([odds], layout)
    read = ["".join(ALPHABET[i] for i in likely.argmax(axis=1))]
    checks = len(layout.all_checks)
    lawful = Chain.of(layout, read).total([likely]) * 10.0**checks
    first = odds[0, _VISA] if layout.format.startswith("MRV") else 1 - odds[0, _VISA]
    begins = float(first) if "document_type" in layout.fields else 1.0
    return scale * ((1 - MISPRINT) * lawful + MISPRINT) * max(begins, 1e-3)
