"""Make the shipped forms weights from nothing: ``python -m extractors.synthetic.pretrain --variant balanced``.

Trains on synthetic pages only, then exports, calibrates on pages of another seed, and writes a sealed model directory.
Two hours on two cores reach the shipped figures or better; ``--minutes`` sets the time, a GPU is used where torch finds
one, ``--resume`` goes on from the last checkpoint.
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from models.lessons import Written
    from models.segment_encoder import SegmentEncoder

VARIANTS: dict[str, dict[str, Any]] = {
    "balanced": {"width": 192, "layers": 4, "heads": 6, "grams_width": 96},
    "fast": {
        "width": 112,
        "layers": 3,
        "heads": 4,
        "grams_width": 32,
        "pieces_width": 32,
        "pair_width": 8,
        "head_width": 8,
        "forward_width": 192,
        "lean": True,
    },
}
JUDGED = 80
"""Pages, never trained on, for calibration and the card."""
HELD_OUT_SEED = 99_000_000


def main(arguments: Sequence[str] | None = None) -> None:
    """Train the encoder of the forms family on synthetic pages and write the model's directory."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--variant", choices=tuple(VARIANTS), default="balanced")
    parser.add_argument("--out", type=Path, help="the model's directory; the shipped one of the variant by default")
    parser.add_argument("--work", type=Path, default=Path("build/pretrain"), help="where checkpoints go")
    parser.add_argument("--base", type=Path, help="a checkpoint or a model's directory to start from")
    parser.add_argument("--minutes", type=float, default=110.0)
    parser.add_argument("--steps", type=int, default=1_000_000)
    parser.add_argument("--hold", type=float, default=0.4, help="share of the time before the learning rate falls")
    parser.add_argument("--rate", type=float, default=1.2e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--resume", action="store_true", help="go on from the last checkpoint in --work")
    parser.add_argument("--export-only", action="store_true", help="do not train; write --base as it is")
    options = parser.parse_args(arguments)
    from models.library import SHIPPED

    logging.basicConfig(level=logging.INFO)
    network = _network(options)
    if not options.export_only:
        _train(network, options)
    ship(network, options.out or SHIPPED / "forms" / options.variant, options.variant)


def _network(options: argparse.Namespace) -> SegmentEncoder:
    """A new network, or the one to go on from, made as narrow as the variant is."""
    from models.narrowing import CHANGED, narrowed
    from models.segment_encoder import SegmentEncoder, SegmentEncoderConfig

    config = SegmentEncoderConfig(**VARIANTS[options.variant])
    if not options.base:
        return SegmentEncoder(config)
    if (options.base / "card.json").is_file():
        from extractors.forms.fitting import load_network

        base = load_network(options.base)
    else:
        base = SegmentEncoder.from_pretrained(options.base)
    narrower = any(getattr(config, name) != getattr(base.config, name) for name in CHANGED)
    return narrowed(base, VARIANTS[options.variant]) if narrower else base


def _train(network: SegmentEncoder, options: argparse.Namespace) -> None:
    from extractors.synthetic.generator import lessons
    from models.averaging import Average
    from models.training import TrainOptions, train

    plan = TrainOptions(
        steps=options.steps,
        minutes=options.minutes,
        learning_rate=options.rate,
        hold=options.hold,
        seed=options.seed,
        save_every=100,
        nodes=800,
        threads=options.threads,
        workers=1,
        warmup=100,
    )
    average = Average(network)
    train(network, lambda number: lessons(options.seed + number), plan, options.work, resume=options.resume)
    network.save_pretrained(options.work / "last")
    average.apply()


def held_out(count: int = JUDGED) -> list[Written]:
    """Synthetic pages that training never sees."""
    from extractors.synthetic.generator import read_noisily, sheets

    random = Random(HELD_OUT_SEED)
    return [read_noisily(sheet, random) for sheet in islice(sheets(HELD_OUT_SEED), count)]


def ship(network: SegmentEncoder, folder: Path, variant: str) -> None:
    """Write a complete model directory: weights, ``extractor.json``, ``metrics.json`` and the card."""
    from extractors.forms import Forms
    from extractors.forms.fitting import write_model
    from extractors.forms.learned import LearnedFinder
    from models.card import write
    from models.library import read_card

    card = {
        "name": f"forms-{variant}-1",
        "variant": variant,
        "summary": "Finds headers, questions, answers and their links on forms; a base to fine-tune from.",
        "artifact": {"licence of code and weights": "Apache-2.0", "trained on": "synthetic pages only"},
        "intake": {
            "domain": "forms, business correspondence, invoices, receipts",
            "languages": "English most; German, French, Spanish",
            "modality": "words with boxes (a text layer or OCR); no pixels",
        },
    }
    write_model(network, folder, held_out(), card)
    Forms(finder=LearnedFinder(folder)).save(folder)
    write(folder, read_card(folder))


if __name__ == "__main__":
    main()
