"""From a trained network to the shipped model directory of the printed zone: export, calibration and figures on cards
that training never sees."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractors.id_cards.synthetic_print.captions import KEYS, languages
from extractors.id_cards.synthetic_print.generator import Printed, Sharpness, cards, lesson_of
from extractors.id_cards.synthetic_print.sheet import CAPTION

if TYPE_CHECKING:
    from extractors.id_cards.assigning import Found
    from models.segment_encoder import SegmentEncoder

JUDGED = 500
HELD_OUT_SEED = 99_000_000
CALIBRATED = 2_000
CALIBRATION_SEED = 99_500_000
OTHERS = 1
"""Captions of other fields at most on a card that calibrates: more stand on generated cards than on most real ones."""
TODAY = date(2026, 6, 1)


def ship(network: SegmentEncoder, folder: Path, how: str) -> None:
    """Write a complete model directory: weights, ``metrics.json``, card and ``extractor.json``."""
    from extractors.id_cards.model_files import write_model

    samples = [made.nodes for one in islice(cards(HELD_OUT_SEED), 20) if (made := lesson_of(one)) is not None]
    write_model(network, folder, samples, card_of(folder.name, how))
    calibrate(folder)


def calibrate(folder: Path) -> None:
    """Say on the card of a model directory how often its network is right, on cards of their own, and how sure it then
    is, on others that are read without errors: how surely a word was read is known apart, and counts beside."""
    from extractors.id_cards.cards import IdCards
    from extractors.id_cards.model_files import calibration
    from extractors.id_cards.network import PrintNetwork
    from models.card import write
    from models.library import read_card

    network = PrintNetwork(folder)
    judged = list(_judged(network, islice(cards(HELD_OUT_SEED), JUDGED)))
    usual = (one for one in cards(CALIBRATION_SEED, Sharpness()) if one.kinds.count(CAPTION) <= OTHERS)
    clear = _judged(network, islice(usual, CALIBRATED))
    state, error = calibration((key, sure, right) for key, sure, right in clear if sure is not None)
    result = {**figures(judged), "calibration_error": error}
    (folder / "metrics.json").write_text(json.dumps(result, indent=1) + "\n")
    card = {**read_card(folder), "calibration": state, "result": result}
    write(folder, card, leave_out=("extractor.json",))
    IdCards(network=PrintNetwork(folder)).save(folder)
    write(folder, card)


def card_of(variant: str, how: str) -> dict[str, Any]:
    """What the card says beside figures."""
    return {
        "name": f"id_cards-{variant}-1",
        "summary": "Says what each run of print on an identity document is: caption, value of a field, or neither.",
        "artifact": {"licence of code and weights": "Apache-2.0", "trained on": f"generated cards only, {how}"},
        "intake": {
            "domain": "passports, visas, identity and residence cards, driver's licences",
            "languages": ", ".join(languages()),
            "modality": "words with boxes (a text layer or OCR); no pixels",
        },
    }


Judged = tuple[str, float | None, bool]
"""Key, how sure the network is (None: the value was not found), and whether it is right."""


def _judged(network: Any, held: Iterable[Printed]) -> Iterator[Judged]:
    from extractors.id_cards.assigning import assign

    for one in held:
        sight = network.look(one.page)
        found = {item.key: item for item in assign(sight, TODAY)} if sight else {}
        truth = truths(one)
        for key in KEYS:
            if key in found:
                yield key, found[key].sure, said(found[key]) in truth.get(key, ())
            elif key in truth:
                yield key, None, False


def truths(one: Printed) -> dict[str, list[str]]:
    """The values on a card by key, as they are read."""
    found: dict[str, list[str]] = {}
    for number, kind in enumerate(one.kinds):
        texts = [word.text for word, owner in zip(one.page.words, one.entity, strict=True) if owner == number]
        if kind in KEYS and texts:
            found.setdefault(kind, []).append("".join(texts).strip(",.: "))
    return found


def said(found: Found) -> str:
    return "".join(word.text for word in found.run.words).strip(",.: ")


def figures(judged: Sequence[Judged]) -> dict[str, Any]:
    """Precision, coverage and F1 of each field, and of all together."""
    rows = {key: _row([case for case in judged if case[0] == key]) for key in KEYS}
    return {"held_out_cards": JUDGED, **rows, "field_f1": _row(judged)["f1"]}


def _row(cases: Sequence[Judged]) -> dict[str, float]:
    right, found = sum(hit for _, _, hit in cases), sum(sure is not None for _, sure, _ in cases)
    missing = sum(sure is None for _, sure, _ in cases)
    wanted = right + missing + sum(sure is not None and not hit for _, sure, hit in cases)
    return {
        "precision": round(right / max(found, 1), 4),
        "coverage": round(right / max(wanted, 1), 4),
        "f1": round(2 * right / max(found + wanted, 1), 4),
    }
