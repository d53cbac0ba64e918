"""The moving average of weights."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from models.averaging import Average


def test_average_of_few_steps_is_their_mean() -> None:
    network = nn.Linear(1, 1, bias=False)
    average = Average(network, steps=100, every=2)
    for step in range(8):
        with torch.no_grad():
            network.weight.fill_(float(step))
        network(torch.ones(1, 1))
    average.apply()
    assert network.weight.item() == pytest.approx((1 + 3 + 5 + 7) / 4)


def test_only_training_counts_and_frozen_weights_stay() -> None:
    network = nn.Linear(1, 1)
    network.bias.requires_grad_(False)
    kept = network.bias.item()
    average = Average(network, steps=1, every=1)
    network.eval()
    network(torch.ones(1, 1))
    assert not average.weights
    network.train()
    network(torch.ones(1, 1))
    with torch.no_grad():
        network.weight.fill_(9.0)
    average.apply()
    assert network.weight.item() != 9.0
    assert network.bias.item() == kept
