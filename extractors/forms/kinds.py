"""What the nodes of a page are: the network's labels, with what its links say of them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.calibration import sigmoid, softmax

KINDS = ("header", "question", "answer", "other")
QUESTION, ANSWER = KINDS.index("question"), KINDS.index("answer")
Logits = NDArray[np.floating[Any]]
SUPPORT = 1.5
"""What the probability of a link is worth beside that of a label (FUNSD, not trained on, and its training pages in two
halves: 0.7 to 2 differ by less than a hundredth)."""


def supported(labels: Logits, links: Logits) -> Logits:
    """Label logits (N, L) together with what the links (N, N) say: who asks somebody is a question, who is asked an
    answer, as far as the likeliest link of each is likely. A link is seen by both its ends, a label by one."""
    odds = softmax(labels)
    asks = sigmoid(links)
    np.fill_diagonal(asks, 0.0)
    if len(labels):
        odds[:, QUESTION] += SUPPORT * asks.max(axis=1)
        odds[:, ANSWER] += SUPPORT * asks.max(axis=0)
    return np.asarray(np.log(odds / np.maximum(odds.sum(axis=1, keepdims=True), 1e-9) + 1e-9))
