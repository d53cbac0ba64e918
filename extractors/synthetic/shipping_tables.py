"""From a trained network of tables to its model directory: export, figures on generated pages that training never sees,
the card."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from extractors.tables.teaching import synthetic_lessons

if TYPE_CHECKING:
    from models.table_encoder import TableEncoder
    from models.table_lessons import TableLesson

HELD_OUT_SEED, JUDGED = 99_000_000, 60
"""Pages, never trained on, for the figures of the card."""
SIZES = ("width", "layers", "heads", "grams_width", "pieces", "pieces_width", "buckets", "pair_width", "head_width",
         "forward_width", "lean")  # fmt: skip
CARD: dict[str, Any] = {
    "family": "tables",
    "name": "tables-small-2",
    "variant": "small",
    "version": 2,
    "summary": "Says what is part of a table, and which texts share a row, a column, a cell; a base to fine-tune from.",
    "artifact": {"licence of code and weights": "Apache-2.0", "trained on": "synthetic pages only"},
    "intake": {
        "domain": "pages with tables and without: reports, filings, invoices, forms, letters",
        "languages": "English most; German, French, Spanish",
        "modality": "words with boxes (a text layer or OCR) and ruling lines; no pixels",
    },
}


def write_network(network: TableEncoder, folder: Path, card: dict[str, Any], judged: list[TableLesson]) -> None:
    """Write the weights to answer with and to learn on from, their sizes, the figures on some pages and the sealed
    card."""
    from models.card import write
    from models.compress import FLOAT, HALF, INT8, export, save_half

    folder.mkdir(parents=True, exist_ok=True)
    export(network, folder)
    (folder / FLOAT).unlink()
    save_half(network, folder / HALF)
    sizes = {name: getattr(network.config, name) for name in SIZES}
    (folder / "config.json").write_text(json.dumps(sizes, indent=1) + "\n")
    result = figures(folder / INT8, judged)
    (folder / "metrics.json").write_text(json.dumps(result, indent=1) + "\n")
    parameters = sum(tensor.numel() for name, tensor in network.named_parameters() if not name.startswith("pieces."))
    size = {"parameters": parameters, "size_mb": round((folder / INT8).stat().st_size / 1e6, 2)}
    artifact = {**CARD["artifact"], **card.get("artifact", {}), **size, **cost(folder / INT8, judged)}
    write(folder, {**CARD, **card, "predict": INT8, "artifact": artifact, "result": result})


def figures(path: Path, judged: list[TableLesson]) -> dict[str, Any]:
    """Of the file that answers: the share of nodes that it labels rightly, those of a table or not, and F1 of
    pairs; of rows, columns and cells among pairs of one table."""
    from models.table_lessons import LABELS, RELATIONS, relations
    from models.table_runtime import TableRuntime

    runtime, right, nodes, told = TableRuntime(path), 0, 0, 0
    counts = np.zeros((3, len(RELATIONS)))
    for lesson in judged:
        scores = runtime.run(lesson.nodes)
        found, inside = (
            scores.labels.argmax(1),
            np.array([name not in ("outside", "caption", "note") for name in LABELS]),
        )
        sure = lesson.labels >= 0
        right += int((found == lesson.labels)[sure].sum())
        told += int((inside[found[sure]] == inside[lesson.labels[sure]]).sum())
        nodes += int(sure.sum())
        known = lesson.places[:, 0] > -2
        valid = known[:, None] & known & ~np.eye(len(known), dtype=bool)
        true = relations(lesson.places) & valid
        given = (scores.relations > 0) & np.stack([true[-1]] * (len(RELATIONS) - 1) + [valid])
        counts += [(given & true).sum((1, 2)), given.sum((1, 2)), true.sum((1, 2))]
    f1 = 2 * counts[0] / np.maximum(counts[1] + counts[2], 1)
    shares = {"labels_right": round(right / nodes, 4), "table_or_not_right": round(told / nodes, 4)}
    return {
        "held_out_pages": len(judged),
        **shares,
        **{f"{n}_f1": round(float(f1[i]), 4) for i, n in enumerate(RELATIONS)},
    }


def cost(path: Path, judged: list[TableLesson]) -> dict[str, Any]:
    """Processor time of the network on pages of about 120 nodes, one thread."""
    import time

    from models.table_runtime import TableRuntime

    runtime = TableRuntime(path)
    near = sorted(judged, key=lambda lesson: abs(len(lesson.nodes) - 120))[:5]
    runtime.run(near[0].nodes)
    taken = []
    for lesson in near * 3:
        began = time.process_time()
        runtime.run(lesson.nodes)
        taken.append(time.process_time() - began)
    return {"ms_120_nodes": round(1000 * float(np.median(taken)), 1)}


def ship(network: TableEncoder, folder: Path) -> None:
    """Write the shipped model directory."""
    from extractors.tables import Tables
    from extractors.tables.network import TableNetwork
    from models.card import write
    from models.library import read_card

    write_network(network, folder, {}, list(islice(synthetic_lessons(HELD_OUT_SEED), JUDGED)))
    Tables(network=TableNetwork(folder)).save(folder)
    write(folder, read_card(folder))
