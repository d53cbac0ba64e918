"""A trained encoder given other labels, other classes of page and a narrower table of n-grams: what is common stays."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from models.segment_encoder import SegmentEncoder, SegmentEncoderConfig

SIZES = (
    "width", "layers", "heads", "grams_width", "buckets", "pieces", "pieces_width", "pair_width", "head_width",
    "forward_width", "lean", "dropout",
)  # fmt: skip


@torch.no_grad()
def retargeted(base: SegmentEncoder, labels: Sequence[str], page_classes: int, grams_width: int = 0) -> SegmentEncoder:
    """A network that labels with `labels`, from the weights of `base`. Labels that both know keep what was learned of
    them; the n-grams keep the `grams_width` principal directions of their vectors (0: all)."""
    sizes = {name: getattr(base.config, name) for name in SIZES}
    config = SegmentEncoderConfig(**{
        **sizes, "labels": list(labels), "page_classes": page_classes,
        "grams_width": grams_width or sizes["grams_width"],
    })  # fmt: skip
    made, state = SegmentEncoder(config), base.state_dict()
    own = made.state_dict()
    _keep_labels(state, own, base.config.labels, labels)
    if config.grams_width != base.config.grams_width:
        _narrow_grams(state, config.grams_width)
    own.update({name: tensor for name, tensor in state.items() if tensor.shape == own[name].shape})
    made.load_state_dict(own)
    return made


def _keep_labels(state: dict[str, Tensor], own: dict[str, Tensor], had: Sequence[str], labels: Sequence[str]) -> None:
    """The rows of the last layer of the node head, by the names of the labels."""
    for name in ("label.2.weight", "label.2.bias"):
        rows, learned = own[name].clone(), state.pop(name)
        for row, label in enumerate(labels):
            if label in had:
                rows[row] = learned[list(had).index(label)]
        own[name] = rows


def _narrow_grams(state: dict[str, Tensor], width: int) -> None:
    table, onward = state["grams.weight"], state["text.1.weight"]
    _, _, axes = torch.linalg.svd(table.T @ table)
    axes = axes[:width]  # (width, had)
    state["grams.weight"] = table @ axes.T
    state["text.1.weight"] = (onward * state["text.0.weight"]) @ axes.T
    for name in ("text.0.weight", "text.0.bias"):
        del state[name]
