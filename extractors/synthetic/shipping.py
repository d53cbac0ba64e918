"""From trained networks to the shipped model directories of the forms family: export, calibration on synthetic pages
that training never sees, cards, and one table of all variants on those pages."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from models.lessons import Lesson, Written
    from models.segment_encoder import SegmentEncoder

JUDGED = 80
"""Pages, never trained on, for calibration and the card."""
HELD_OUT_SEED = 99_000_000
COMPANION = {"balanced": "forms/fast"}
"""Which other variant is fine-tuned together with one, to answer with it."""
MEMBERS = ("balanced", "fast")
"""The variants that answer together as `accurate`; it is fine-tuned from the first."""
COMPARED = (
    *("label_f1", "link_f1", "label_calibration_error", "link_calibration_error"),
    *("size_mb", "ms_120_nodes", "ms_400_nodes"),
)


def held_out(count: int = JUDGED) -> list[Written]:
    """Synthetic pages that training never sees."""
    from extractors.synthetic.generator import read_noisily, sheets

    random = Random(HELD_OUT_SEED)
    return [read_noisily(sheet, random) for sheet in islice(sheets(HELD_OUT_SEED), count)]


def card_of(variant: str) -> dict[str, Any]:
    """What the cards of all variants say."""
    return {
        **({"companion": COMPANION[variant]} if variant in COMPANION else {}),
        "family": "forms",
        "name": f"forms-{variant}-1",
        "variant": variant,
        "version": 1,
        "summary": "Finds headers, questions, answers and their links on forms; a base to fine-tune from.",
        "artifact": {"licence of code and weights": "Apache-2.0", "trained on": "synthetic pages only"},
        "intake": {
            "domain": "forms, business correspondence, invoices, receipts",
            "languages": "English most; German, French, Spanish",
            "modality": "words with boxes (a text layer or OCR); no pixels",
        },
    }


def ship(network: SegmentEncoder, folder: Path, variant: str) -> None:
    """Write a complete model directory: weights, ``extractor.json``, ``metrics.json`` and the card."""
    from extractors.forms.fitting import write_model

    write_model([network], folder, held_out(), card_of(variant))
    _save(folder)


def ship_together(folder: Path, members: Sequence[Path]) -> None:
    """Write the model of several shipped ones that answer together: the mean of their probabilities."""
    from extractors.forms.fitting import calibrate
    from models.card import artifact, write
    from models.library import networks, read_card
    from models.runtime import EncoderRuntime

    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{member.name}.int8.onnx" for member in members]
    cards = [read_card(member) for member in members]
    for member, card, path in zip(members, cards, paths, strict=True):
        shutil.copyfile(networks(member, card)[0], path)
    lessons = _lessons()
    calibration, result = calibrate(EncoderRuntime(paths).run([one.nodes for one in lessons]), lessons)
    (folder / "metrics.json").write_text(json.dumps(result, indent=1) + "\n")
    common, parameters = card_of(folder.name), sum(int(card["artifact"]["parameters"]) for card in cards)
    together = f"{' and '.join(member.name for member in members)}, which answer together"
    content = {
        "predict": [path.name for path in paths],
        "learn_from": f"forms/{members[0].name}",
        "calibration": calibration,
        "artifact": {**common["artifact"], "networks": together, **artifact(paths, parameters)},
        "result": result,
    }
    write(folder, {**common, **content})
    _save(folder)


def compare(root: Path) -> None:
    """Measure what every variant below `root` says of the same held-out pages and what it costs, in one run on one
    machine, and put the table on all their cards."""
    from extractors.forms.fitting import calibrate
    from models.card import artifact, write
    from models.library import CARD, networks, read_card
    from models.runtime import EncoderRuntime

    lessons, cards = _lessons(), {}
    for folder in sorted(path.parent for path in root.glob(f"*/{CARD}")):
        card = read_card(folder)
        paths = networks(folder, card)
        result = calibrate(EncoderRuntime(paths).run([one.nodes for one in lessons]), lessons)[1]
        cost = card["artifact"] | artifact(paths, int(card["artifact"]["parameters"]))
        cards[folder] = {**card, "artifact": cost, "result": card["result"] | result}
    table = {folder.name: _compared(card) for folder, card in cards.items()}
    for folder, card in cards.items():
        write(folder, {**card, "variants": table})


def _compared(card: dict[str, Any]) -> dict[str, Any]:
    figures = {**card["result"], **card["artifact"]}
    return {name: figures[name] for name in COMPARED}


def _lessons() -> list[Lesson]:
    from models.lessons import lesson

    return [lesson(page, "entities") for page in held_out()]


def _save(folder: Path) -> None:
    """Make the family's model of a directory of weights: ``extractor.json``, and the card sealed anew."""
    from extractors.forms import Forms
    from extractors.forms.learned import LearnedFinder
    from models.card import write
    from models.library import read_card

    Forms(finder=LearnedFinder(folder)).save(folder)
    write(folder, read_card(folder))
