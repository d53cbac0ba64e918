"""Pre-train the forms encoder on synthetic pages: ``python -m extractors.synthetic.pretrain --out DIR``."""

from __future__ import annotations

import argparse
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any


def main(arguments: Sequence[str] | None = None) -> None:
    """Train from nothing (or from `--base`) for `--minutes`, leaving checkpoints and the encoder under `--out`."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--base", type=Path)
    parser.add_argument("--minutes", type=float, default=100.0)
    parser.add_argument("--steps", type=int, default=1_000_000)
    parser.add_argument("--hold", type=float, default=0.6, help="share of the time before the learning rate falls")
    parser.add_argument("--rate", type=float, default=1.2e-3)
    parser.add_argument("--warmup", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--variant", choices=("fast", "balanced"), default="balanced")
    parser.add_argument("--resume", action="store_true")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO)
    _train(options)


VARIANTS: dict[str, dict[str, Any]] = {
    "balanced": {"width": 192, "layers": 4, "heads": 6, "grams_width": 112},
    "fast": {"width": 112, "layers": 3, "heads": 4, "grams_width": 56},
}


def _train(options: argparse.Namespace) -> None:
    from extractors.synthetic.generator import lessons
    from models.segment_encoder import SegmentEncoder, SegmentEncoderConfig
    from models.training import TrainOptions, train

    if options.base:
        network = SegmentEncoder.from_pretrained(options.base)
    else:
        network = SegmentEncoder(SegmentEncoderConfig(**VARIANTS[options.variant]))
    plan = TrainOptions(
        steps=options.steps,
        minutes=options.minutes,
        learning_rate=options.rate,
        hold=options.hold,
        seed=options.seed,
        save_every=100,
        nodes=800,
        threads=options.threads,
        warmup=options.warmup,
    )
    train(network, lambda number: lessons(options.seed + number), plan, options.out, resume=options.resume)
    network.save_pretrained(options.out)


if __name__ == "__main__":
    main()
