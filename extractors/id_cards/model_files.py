"""A model directory of the printed zone from a trained network: export, calibration, card."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractors.forms.fitting import CONFIG, ENCODER, config_of
from models.calibration import expected_error, fit_isotonic

if TYPE_CHECKING:
    from models.features import Nodes
    from models.segment_encoder import SegmentEncoder


def write_model(
    network: SegmentEncoder, target: Path, samples: Sequence[Nodes], card: Mapping[str, Any]
) -> dict[str, Any]:
    """Write everything that a model directory holds but ``extractor.json``: int8 ONNX to predict, half precision to
    learn on, sizes, card. `card` names the model and says how it is calibrated; `samples`: pages to measure the export
    on."""
    from models.card import artifact, write
    from models.compress import FLOAT, INT8, change, export, save_half

    target.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(target / "steps", ignore_errors=True)
    export(network, target, samples[0])
    changed = change(network, target / INT8, list(samples))
    (target / FLOAT).unlink()
    save_half(network, target / ENCODER)
    (target / CONFIG).write_text(json.dumps(config_of(network), indent=1) + "\n")
    parameters = sum(p.numel() for p in network.parameters())
    content = {
        "family": "id_cards", "variant": target.name, "version": 1, "predict": INT8,
        "labels": list(network.config.labels),
        **card,
        "artifact": {
            **card.get("artifact", {}),
            **artifact([target / INT8], parameters),
            "export_int8": f"largest probability difference {changed.largest:.2g}, "
            f"{changed.labels_changed:.2%} of labels changed",
        },
    }  # fmt: skip
    return write(target, content)


def calibration(cases: Iterable[tuple[float, bool]]) -> tuple[dict[str, Any], float]:
    """How sure a value is by how sure the network is, and the expected calibration error of that on the other half of
    the cases. A case: the network's probability, and whether the value was right."""
    known = list(cases)
    raw, right = [p for p, _ in known], [hit for _, hit in known]
    half = fit_isotonic(raw[::2], right[::2])
    error = expected_error(half(raw[1::2]), right[1::2])
    whole = fit_isotonic(raw, right)
    return {"label_temperature": 1.0, "edges": list(whole.edges), "values": list(whole.values)}, round(error, 4)
