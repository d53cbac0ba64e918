"""Make the shipped network of tables: ``python -m extractors.synthetic.pretrain_tables``.

Starts from the shipped small encoder of forms, trains on generated pages only (`table_pages`), then exports and
writes a sealed model directory. Half an hour of one thread reaches the shipped figures; ``--base DIRECTORY`` goes on
from a checkpoint, ``--export-only`` writes it as it is.
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.table_encoder import TableEncoder

BASE = "forms/fast"
HELD_OUT_SEED = 99_000_000
JUDGED = 60
"""Pages, never trained on, that the card's figures are measured on."""


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, help="the model's directory; the shipped one by default")
    parser.add_argument("--work", type=Path, default=Path("build/tables"), help="where checkpoints go")
    parser.add_argument("--base", type=Path, help="a checkpoint of such a network, or a model directory, to go on from")
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--steps", type=int, default=1_000_000)
    parser.add_argument("--hold", type=float, default=0.4, help="share of the time before the learning rate falls")
    parser.add_argument("--rate", type=float, default=1.5e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--resume", action="store_true", help="go on from the last checkpoint in --work")
    parser.add_argument("--export-only", action="store_true", help="do not train; write --base as it is")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO)
    network = _network(options.base)
    if not options.export_only:
        _train(network, options)
    from extractors.synthetic.shipping_tables import ship
    from models.library import SHIPPED

    ship(network, options.out or SHIPPED / "tables" / "small")


def _network(base: Path | None) -> TableEncoder:
    from extractors.tables.fitting import load_network
    from models.compress import HALF
    from models.table_encoder import TableEncoder, from_backbone

    if base is not None:
        return load_network(base) if (base / HALF).is_file() else TableEncoder.from_pretrained(base)
    from extractors.forms.fitting import load_network as load_forms
    from models.library import find

    return from_backbone(load_forms(find(BASE).directory))


def _train(network: TableEncoder, options: argparse.Namespace) -> None:
    from extractors.tables.teaching import synthetic_lessons
    from models.averaging import Average
    from models.table_encoder import TABLES
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
        warmup=60,
    )
    average = Average(network, steps=300)
    train(
        network,
        lambda number: synthetic_lessons(options.seed + number),
        plan,
        options.work,
        resume=options.resume,
        subject=TABLES,
    )
    average.apply()
    network.save_pretrained(options.work / "last")


if __name__ == "__main__":
    main()
