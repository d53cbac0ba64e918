"""Where the print says what the zone or the barcode says: the runs that agree with it, for every field.

What is proved is known before the print is read, so the print need not be guessed: a run that says the same is the
printed witness, whatever the network took it for. Where no run does, the network's choice stands and may contradict.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from extractors.id_cards.crosscheck import agreement
from extractors.id_cards.evidence import Evidence
from extractors.id_cards.network import Sight
from extractors.id_cards.printed import Run, normalise
from extractors.types import Box

DISTINCT = {"document_number", "personal_number", "birth_date", "expiry_date", "surname", "given_names"}
"""Fields whose values do not stand on a card by chance."""
LIKELY = 0.1
"""Probability from which on a run may be the value of another field that the zone tells."""
SHORTEST = 3
"""Characters that a value must have to be looked for by what it says, but for the sex."""
ASSURED = 0.97
"""Confidence of what zone and print both say, before that of its characters."""


def confirmed(
    found: Sequence[Evidence], sight: Sight, proved: Mapping[str, Evidence], today: date, month_first: bool
) -> list[Evidence]:
    """The printed evidence, with the runs that say what is proved where there are any; a run says one thing only."""
    agreeing = {key: item for key, known in proved.items()
                if (item := _agreeing(key, known, found, sight, today, month_first)) is not None}  # fmt: skip
    taken = [item.box for item in agreeing.values() if item.box is not None]
    others = [item for item in found if item.key not in agreeing and not _stands_on(item, taken)]
    return [*agreeing.values(), *others]


def _agreeing(
    key: str, known: Evidence, found: Sequence[Evidence], sight: Sight, today: date, month_first: bool
) -> Evidence | None:
    """The evidence of a key that agrees with what is proved: as found, else from the likeliest run that says it."""
    said = next((item for item in found if item.key == key), None)
    if said is not None and _agree(key, known, said):
        return said
    likely = sight.of(key)
    for i in sorted(range(len(sight.runs)), key=lambda i: -likely[i]):
        if likely[i] < LIKELY and key not in DISTINCT:
            return None
        for item in _as_evidence(key, sight.runs[i], known.page, today, month_first):
            if _agree(key, known, item):
                return item
    return None


def _agree(key: str, known: Evidence, item: Evidence) -> bool:
    check = agreement(key, [known, item])
    return check is not None and check.passed is True


def _as_evidence(key: str, run: Run, page: int, today: date, month_first: bool) -> Iterator[Evidence]:
    text = run.text.strip(" :.,")
    normal = normalise(key, text, today, month_first)
    if normal and (len(normal) >= SHORTEST or key == "sex"):
        read = min(word.confidence for word in run.words)
        yield Evidence(key, text, normal, "printed", page, run.box, ASSURED * read, name="as in the zone")


def _stands_on(item: Evidence, taken: Sequence[Box]) -> bool:
    return item.box is not None and any(item.box == box for box in taken)
