"""A model directory of the printed zone from a trained network: export, calibration, card."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractors.forms.fitting import CONFIG, ENCODER, config_of
from extractors.id_cards.evidence import value_type
from models.calibration import Isotonic, expected_error, fit_isotonic

if TYPE_CHECKING:
    from models.features import Nodes
    from models.segment_encoder import SegmentEncoder

POOL = 100
"""Cases that a step of a curve is drawn from at least."""


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
    export(network, target)
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


def calibration(cases: Iterable[tuple[str, float, bool]]) -> tuple[dict[str, Any], float]:
    """How sure a value is by how sure the network is, with a curve of its own for dates, and the expected calibration
    error of either half of the cases by the other. A case: key, the network's probability, whether the value was right.
    """
    known = list(cases)
    halves = [_curves(known[start::2]) for start in (0, 1)]
    sure, right = [], []
    for (texts, dates), judged in zip(halves, (known[1::2], known[::2]), strict=True):
        for key, probability, hit in judged:
            sure.append(float((dates if _is_date(key) else texts)([probability])[0]))
            right.append(hit)
    texts, dates = _curves(known)
    state = {"label_temperature": 1.0, **_state(texts), "dates": _state(dates)}
    return state, round(expected_error(sure, right), 4)


def _curves(cases: Sequence[tuple[str, float, bool]]) -> tuple[Isotonic, Isotonic]:
    """For texts, for dates."""
    texts = [case for case in cases if not _is_date(case[0])]
    dates = [case for case in cases if _is_date(case[0])]
    return _curve(texts), _curve(dates)


def _curve(cases: Sequence[tuple[str, float, bool]]) -> Isotonic:
    return fit_isotonic([probability for _, probability, _ in cases], [hit for *_, hit in cases], POOL)


def _state(curve: Isotonic) -> dict[str, list[float]]:
    return {"edges": list(curve.edges), "values": list(curve.values)}


def _is_date(key: str) -> bool:
    return value_type(key) == "date"
