"""Make the shipped forms weights from nothing: ``python -m extractors.synthetic.pretrain --variant balanced``.

Trains on synthetic pages only, then exports, calibrates on pages of another seed, and writes a sealed model directory.
``--variant accurate`` trains nothing: it puts the shipped variants together and measures all of them on the same pages.
Two hours on two cores reach the shipped figures or better; ``--minutes`` sets the time, a GPU is used where torch finds
one, ``--resume`` goes on from the last checkpoint.
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from models.segment_encoder import SegmentEncoder

VARIANTS: dict[str, dict[str, Any]] = {
    "balanced": {
        "width": 112,
        "layers": 3,
        "heads": 4,
        "grams_width": 32,
        "pieces_width": 64,
        "pair_width": 16,
        "head_width": 12,
    },
    "fast": {
        "width": 112,
        "layers": 2,
        "heads": 4,
        "grams_width": 32,
        "pieces_width": 32,
        "pair_width": 8,
        "head_width": 8,
        "forward_width": 192,
        "lean": True,
    },
    "wide": {"width": 192, "layers": 4, "heads": 6, "grams_width": 96},
    "second": {
        "width": 112,
        "layers": 3,
        "heads": 4,
        "grams_width": 32,
        "pieces_width": 32,
        "pair_width": 16,
        "head_width": 12,
    },
}
"""`fast` and `balanced` are made of `second`; `wide` answers only together with others, as a part of `accurate`."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Train the encoder of the forms family on synthetic pages and write the model's directory."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--variant", choices=(*VARIANTS, "accurate"), default="balanced")
    parser.add_argument("--out", type=Path, help="the model's directory; the shipped one of the variant by default")
    parser.add_argument("--work", type=Path, default=Path("build/pretrain"), help="where checkpoints go")
    parser.add_argument(
        "--base",
        type=Path,
        help="a checkpoint or a model's directory to start from; for `accurate` another that answers too",
    )
    parser.add_argument("--mean", type=Path, help="a checkpoint of the same sizes; its mean with the result is written")
    parser.add_argument("--minutes", type=float, default=110.0)
    parser.add_argument("--steps", type=int, default=1_000_000)
    parser.add_argument("--hold", type=float, default=0.4, help="share of the time before the learning rate falls")
    parser.add_argument("--rate", type=float, default=1.2e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--resume", action="store_true", help="go on from the last checkpoint in --work")
    parser.add_argument("--export-only", action="store_true", help="do not train; write --base as it is")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO)
    _make(options)


def _make(options: argparse.Namespace) -> None:
    from extractors.synthetic.shipping import MEMBERS, compare, ship, ship_together
    from models.averaging import mean_of
    from models.library import SHIPPED

    root = SHIPPED / "forms"
    folder = options.out or root / options.variant
    if options.variant == "accurate":
        ship_together(folder, [*(root / member for member in MEMBERS), *([options.base] if options.base else [])])
        compare(folder.parent)
        return
    network = _network(options)
    if not options.export_only:
        _train(network, options)
    if options.mean:
        mean_of(network, _loaded(options.mean, network.config.pieces_width))
    ship(network, folder, options.variant)


def _network(options: argparse.Namespace) -> SegmentEncoder:
    """A new network, or the one to go on from, made as narrow as the variant is."""
    from models.narrowing import CHANGED, narrowed
    from models.segment_encoder import SegmentEncoder, SegmentEncoderConfig

    config = SegmentEncoderConfig(**VARIANTS[options.variant])
    if not options.base:
        return SegmentEncoder(config)
    base = _loaded(options.base, config.pieces_width)
    narrower = any(getattr(config, name) != getattr(base.config, name) for name in CHANGED)
    return narrowed(base, VARIANTS[options.variant]) if narrower else base


def _loaded(folder: Path, pieces_width: int) -> SegmentEncoder:
    """The network of a model's directory or a checkpoint, with vectors of pieces at least so long."""
    from models.narrowing import knowing
    from models.segment_encoder import SegmentEncoder

    if (folder / "card.json").is_file():
        from extractors.forms.fitting import load_network

        network = load_network(folder)
    else:
        network = SegmentEncoder.from_pretrained(folder)
    return knowing(network, pieces_width) if network.config.pieces_width < pieces_width else network


def _train(network: SegmentEncoder, options: argparse.Namespace) -> None:
    from extractors.synthetic.generator import lessons, repeated
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
        parts_dropout=0.15,
        threads=options.threads,
        workers=1,
        warmup=100,
    )
    average = Average(network)
    train(
        network,
        lambda number: repeated(lessons(options.seed + number), options.seed),
        plan,
        options.work,
        resume=options.resume,
    )
    average.apply()
    network.save_pretrained(options.work / "last")


if __name__ == "__main__":
    main()
