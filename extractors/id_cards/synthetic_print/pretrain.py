"""Make the shipped weights of the printed zone: ``python -m extractors.id_cards.synthetic_print.pretrain``.

Goes on from the shipped small encoder of the forms family, over generated cards only, then exports, calibrates on
cards of another seed and writes a sealed model directory. ``--minutes`` sets the time on one thread; ``--base`` goes on
from a checkpoint of this script, ``--export-only`` writes one as it is.
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.segment_encoder import SegmentEncoder

FROM = "forms/fast"
GRAMS_WIDTH = 16
VARIANT = "fast"


def main(arguments: Sequence[str] | None = None) -> None:
    """Train the encoder of the printed zone on generated cards and write the model's directory."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--out", type=Path, help="the model's directory; the shipped one by default")
    parser.add_argument("--work", type=Path, default=Path("build/id_cards"), help="where checkpoints go")
    parser.add_argument("--base", type=Path, help="a checkpoint to go on from")
    parser.add_argument("--minutes", type=float, default=25.0)
    parser.add_argument("--steps", type=int, default=1_000_000)
    parser.add_argument("--hold", type=float, default=0.4, help="share of the time before the learning rate falls")
    parser.add_argument("--rate", type=float, default=1.5e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--export-only", action="store_true", help="do not train; write --base as it is")
    parser.add_argument("--calibrate-only", action="store_true", help="only say anew how sure the model of --out is")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO)
    from extractors.id_cards.synthetic_print.shipping import calibrate, ship
    from models.library import SHIPPED

    folder = options.out or SHIPPED / "id_cards" / VARIANT
    if options.calibrate_only:
        calibrate(folder)
        return
    network = start(options.base, options.seed)
    if not options.export_only:
        _train(network, options)
    ship(network, folder, f"seed {options.seed}")


def start(base: Path | None, seed: int) -> SegmentEncoder:
    """The network of a checkpoint, or that of the small forms encoder with the labels of cards."""
    import torch

    from extractors.forms.fitting import load_network
    from extractors.id_cards.synthetic_print.generator import CLASSES
    from extractors.id_cards.synthetic_print.sheet import LABELS
    from models.library import find
    from models.retargeting import retargeted
    from models.segment_encoder import SegmentEncoder

    if base:
        return SegmentEncoder.from_pretrained(base)
    torch.manual_seed(seed)
    return retargeted(load_network(find(FROM).directory), LABELS, len(CLASSES), GRAMS_WIDTH)


def _train(network: SegmentEncoder, options: argparse.Namespace) -> None:
    from extractors.id_cards.synthetic_print.generator import lessons
    from models.averaging import Average
    from models.training import TrainOptions, train

    plan = TrainOptions(
        steps=options.steps, minutes=options.minutes, learning_rate=options.rate, hold=options.hold, seed=options.seed,
        save_every=200, nodes=800, threads=options.threads, warmup=100,
    )  # fmt: skip
    average = Average(network)
    train(network, lambda number: lessons(1000 * options.seed + number), plan, options.work)
    average.apply()
    network.save_pretrained(options.work / "last")


if __name__ == "__main__":
    main()
