"""The printed zone of a page: what the network says of its runs and what captions announce, put together.

Either may know what the other does not: the network places, shapes and captions that nobody listed, the rules captions
and numbers by the letter. Where both say the same, it is nearly certain; where they differ, the network is believed
unless it is unsure itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from extractors.id_cards.assigning import Found, assign
from extractors.id_cards.confirming import confirmed
from extractors.id_cards.dates import month_first
from extractors.id_cards.evidence import Evidence
from extractors.id_cards.network import PrintNetwork, Sight
from extractors.id_cards.printed import evidence
from extractors.types import Page

UNSURE = 0.4
"""Calibrated probability under which the network gives way to a caption."""
DENIED = 0.1
"""Probability under which the network takes a run for no value of a key, whatever stands beside it."""
AGREED = 0.985
"""Least confidence of what network and caption both say, before that of its characters."""


@dataclass(frozen=True, slots=True)
class Print:
    """Evidence of a page's print; `captioned` what captions alone tell; `card` how likely the page shows a card."""

    found: list[Evidence]
    captioned: list[Evidence]
    card: float = 0.0


def read_print(
    page: Page,
    network: PrintNetwork,
    aliases: Mapping[str, Iterable[str]],
    threshold: float,
    today: date,
    proved: Mapping[str, Evidence] | None = None,
) -> Print:
    """The fields that are printed on a page, at most one for each key. `proved`: what zone and barcode say of them."""
    american = month_first(word.text for word in page.words)
    captioned = evidence(page, aliases, threshold, today, american)
    sight = network.look(page)
    if sight is None:
        return Print(captioned, captioned)
    found = [_evidence(one, network, page.number) for one in assign(sight, today, american)]
    both = list(together(found, captioned, sight))
    if proved:
        both = confirmed(both, sight, proved, today, american)
    return Print(both, captioned, 1.0 - float(sight.shows[0]))


def _evidence(one: Found, network: PrintNetwork, page: int) -> Evidence:
    read = min(word.confidence for word in one.run.words)
    text = one.run.text.strip(" :,") or one.run.text
    label, box = (one.caption.text, one.caption.box) if one.caption else ("", None)
    sure = network.sure(one.key, one.sure)
    return Evidence(
        one.key,
        text,
        one.normal,
        "printed",
        page,
        one.run.box,
        sure * read,
        name=label or "network",
        label=label,
        key_box=box,
    )


def together(found: Iterable[Evidence], captioned: Iterable[Evidence], sight: Sight) -> Iterator[Evidence]:
    """One piece of evidence for each key of either."""
    ours, theirs = {item.key: item for item in found}, {item.key: item for item in captioned}
    for key in dict.fromkeys([*ours, *theirs]):
        one, other = ours.get(key), theirs.get(key)
        if one is None:
            assert other is not None
            if not _denied(other, sight):
                yield other
        elif other is None:
            yield one
        elif one.normal == other.normal:
            yield _agreed(one, other)
        else:
            yield other if one.confidence < UNSURE * other.confidence / 0.8 else one


def _agreed(one: Evidence, other: Evidence) -> Evidence:
    """Both say it: as sure as its characters are; the network's runs are the finer ones."""
    sure = max(one.confidence, other.confidence, AGREED * min(1.0, other.confidence / 0.8))
    if one.label:
        return replace(one, confidence=sure)
    return replace(one, confidence=sure, name=other.name, label=other.label, key_box=other.key_box)


def _denied(item: Evidence, sight: Sight) -> bool:
    """Whether the network knows better what stands there."""
    if item.box is None or item.key not in sight.names:
        return False
    likely = [float(p) for p, run in zip(sight.of(item.key), sight.runs, strict=True)
              if run.box.covered_by(item.box) > 0.5]  # fmt: skip
    return bool(likely) and max(likely) < DENIED


__all__ = ["Print", "read_print"]
