"""A moving average of a network's weights while it learns, which errs less than the last step does (Polyak and Juditsky
1992; with exponential weights as in Tarvainen and Valpola 2017, arXiv:1703.01780)."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn


class Average:
    """Watches a network: every `every`-th step in training, the average moves towards the weights so that about the
    last `steps` of them count. Early on it is the plain mean."""

    def __init__(self, network: nn.Module, steps: int = 600, every: int = 10) -> None:
        self.network, self.every = network, every
        self.most, self.seen, self.taken = max(steps // every, 1), 0, 0
        self.weights: dict[str, Tensor] = {}
        self._hook = network.register_forward_pre_hook(self._watch)

    def _watch(self, network: nn.Module, _: Any) -> None:
        if not network.training:
            return
        self.seen += 1
        if self.seen % self.every == 0:
            self._take()

    @torch.no_grad()
    def _take(self) -> None:
        self.taken += 1
        share = 1 / min(self.taken, self.most)
        for name, weight in self.network.named_parameters():
            if weight.requires_grad:
                kept = self.weights.setdefault(name, weight.detach().clone())
                kept.lerp_(weight.detach(), share)

    @torch.no_grad()
    def apply(self) -> None:
        """Put the average into the network and stop watching."""
        self._hook.remove()
        own = dict(self.network.named_parameters())
        for name, kept in self.weights.items():
            own[name].copy_(kept)


@torch.no_grad()
def mean_of(network: nn.Module, other: nn.Module) -> None:
    """Make the weights the mean with those of another run from the same start (Wortsman et al. 2022,
    arXiv:2203.05482)."""
    theirs = other.state_dict()
    network.load_state_dict({name: (weight + theirs[name]) / 2 for name, weight in network.state_dict().items()})
