"""Networks of other sizes made of trained ones, to be trained on a little.

Structured pruning: a smaller network made of the strongest units of a larger one, and of its first layers. A unit's
strength is the product of the norms of what comes in and of what goes out (as in Li et al. 2017, arXiv:1608.08710, for
filters). Widths of vectors and numbers of heads stay as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor
from transformers import PreTrainedConfig

from models.features import LEAN
from models.segment_encoder import SegmentEncoder, SegmentEncoderConfig

CHANGED = ("layers", "forward_width", "pair_width", "head_width", "lean")
_STANDS_FOR = {0: 2, 3: 2, 1: 5, 4: 5}
"""A pair feature that lean networks do not see, and the one nearest to it."""
State = dict[str, Tensor]


@torch.no_grad()
def narrowed(network: SegmentEncoder, sizes: Mapping[str, Any]) -> SegmentEncoder:
    """A network of these sizes, only those of `CHANGED` smaller, from the strongest units of `network`. Raises
    ValueError where another size differs."""
    had = _sizes(network.config)
    wanted = SegmentEncoderConfig(**{**had, **sizes})
    if differing := [name for name, size in _sizes(wanted).items() if name not in CHANGED and size != had[name]]:
        raise ValueError(f"cannot be narrowed: {', '.join(differing)}")
    state = {name: tensor.clone() for name, tensor in network.state_dict().items()}
    _keep_first(state, had["layers"], wanted.layers)
    for layer in range(wanted.layers):
        _narrow_forward(state, f"layers.{layer}", wanted.forward_width)
    if wanted.lean and not had["lean"]:
        _see_less(state)
    _narrow_geometry(state, wanted.pair_width)
    _narrow_pairs(state, wanted.head_width)
    smaller = SegmentEncoder(wanted)
    smaller.load_state_dict(state)
    return smaller


@torch.no_grad()
def knowing(network: SegmentEncoder, pieces_width: int) -> SegmentEncoder:
    """The network with longer vectors of pieces; what is new in them counts for nothing yet."""
    had = network.config.pieces_width
    wanted = SegmentEncoder(SegmentEncoderConfig(**{**_sizes(network.config), "pieces_width": pieces_width}))
    state, new = network.state_dict(), wanted.state_dict()
    known = new["pieces.weight"][1:]
    state["pieces.weight"] = new["pieces.weight"]
    share = known.std() / known[:, :had].std()  # the longer vectors are divided by another deviation
    for name, start in (("meaning.0.weight", 1.0), ("meaning.0.bias", 0.0)):
        longer = torch.full((pieces_width,), start)
        longer[:had] = state[name] * (share if start else 1.0)
        state[name] = longer
    linear = torch.zeros(len(state["meaning.1.weight"]), pieces_width)
    linear[:, :had] = state["meaning.1.weight"]
    state["meaning.1.weight"] = linear
    wanted.load_state_dict(state)
    return wanted


@torch.no_grad()
def seeing(network: SegmentEncoder, looks: int) -> SegmentEncoder:
    """The network with so many further features of nodes, which count for nothing yet."""
    names = ("labels", "page_classes", "dropout")
    kept = {name: getattr(network.config, name) for name in names}
    wanted = SegmentEncoder(SegmentEncoderConfig(**{**_sizes(network.config), **kept, "looks": looks}))
    wanted.load_state_dict({**wanted.state_dict(), **network.state_dict()})
    return wanted


def _sizes(config: PreTrainedConfig) -> dict[str, Any]:
    return {
        name: getattr(config, name)
        for name in ("width", "heads", "grams_width", "buckets", "pieces", "pieces_width", *CHANGED)
    }


def _strongest(strength: Tensor, count: int) -> Tensor:
    return strength.topk(count).indices.sort().values


def _keep_first(state: State, had: int, count: int) -> None:
    """The first layers, with their biases: the last one changes least of what is said."""
    for name in [name for name in state if name.startswith("layers.") and int(name.split(".")[1]) >= count]:
        del state[name]
    for name in ("bias.weight", "bias.bias"):
        state[name] = state[name][: len(state[name]) // had * count]


def _narrow_forward(state: State, layer: str, count: int) -> None:
    inward, outward = state[f"{layer}.forward_in.weight"], state[f"{layer}.forward_out.weight"]
    kept = _strongest(inward.norm(dim=1) * outward.norm(dim=0), count)
    state[f"{layer}.forward_in.weight"] = inward[kept]
    state[f"{layer}.forward_in.bias"] = state[f"{layer}.forward_in.bias"][kept]
    state[f"{layer}.forward_out.weight"] = outward[:, kept]


def _see_less(state: State) -> None:
    """Leave out pair features; what they weighed goes to the ones nearest to them."""
    weight = state["geometry.0.weight"]
    for gone, near in _STANDS_FOR.items():
        weight[:, near] += weight[:, gone]
    state["geometry.0.weight"] = weight[:, list(LEAN)]


def _narrow_geometry(state: State, count: int) -> None:
    outward = torch.cat([state["bias.weight"], state["pair.geometry.weight"]])
    kept = _strongest(state["geometry.0.weight"].flatten(1).norm(dim=1) * outward.flatten(2).norm(dim=(0, 2)), count)
    for name in ("geometry.0.weight", "geometry.0.bias"):
        state[name] = state[name][kept]
    for name in ("bias.weight", "pair.geometry.weight"):
        state[name] = state[name][:, kept]


def _narrow_pairs(state: State, count: int) -> None:
    """The hidden units over pairs; the projections for products stand before them in `left` and `right`."""
    score, size = state["pair.score.weight"], state["pair.score.weight"].shape[1]
    inward = torch.cat([state[f"pair.{side}.weight"][-size:] for side in ("left", "right")], dim=1)
    kept = _strongest(inward.norm(dim=1) * score.flatten(2).norm(dim=(0, 2)), count)
    for name in ("pair.geometry.weight", "pair.geometry.bias"):
        state[name] = state[name][kept]
    for name in (f"pair.{side}.{part}" for side in ("left", "right") for part in ("weight", "bias")):
        first = len(state[name]) - size
        state[name] = state[name][torch.cat([torch.arange(first), first + kept])]
    state["pair.score.weight"] = score[:, kept]
