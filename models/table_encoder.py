"""The network of tables: the shared backbone, which also sees the lines drawn between nodes, with heads for what a
node is and for what two nodes share (row, column, cell, table).

Scores over pairs are symmetric logits, as in relational table models (Raja et al. 2020, arXiv:2010.04565; Qasim et al.
2019, arXiv:1905.13391).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers.utils.generic import ModelOutput

from models.batches import IGNORED
from models.features import LEAN, PAIR_FEATURES
from models.segment_encoder import SegmentEncoder, SegmentEncoderConfig
from models.table_lessons import LABELS, RELATIONS, TableLesson, teach_tables
from models.training import Subject
from models.walls import WALLS

PRODUCT = 24
WEIGHTS = (1.0, 0.6, 1.5, 0.15)
"""Of the losses of row, column, cell and table, which differ in how many pairs are true."""


class TableEncoderConfig(SegmentEncoderConfig):
    """Sizes of the network; `buckets` may be fewer than those that n-grams are hashed to: these are folded."""

    model_type = "docrow-tables"

    def __init__(self, labels: Sequence[str] = LABELS, **rest: Any) -> None:
        super().__init__(labels=tuple(labels), **rest)


@dataclass
class TableScores(ModelOutput):
    """`labels` (B, N, labels) and `relations` (B, 4, N, N), both logits."""

    loss: Tensor | None = None
    labels: Tensor = None  # type: ignore[assignment]  # ModelOutput wants defaults
    relations: Tensor = None  # type: ignore[assignment]


class RelationHead(nn.Module):
    """Symmetric scores of pairs: a scaled product of projections for each relation, plus a small network over both
    ends and the geometry."""

    def __init__(self, config: TableEncoderConfig) -> None:
        super().__init__()
        size, count = config.head_width, len(RELATIONS)
        self.left = nn.Linear(config.width, count * PRODUCT + size)
        self.right = nn.Linear(config.width, count * PRODUCT + size)
        self.geometry = nn.Conv2d(config.pair_width, size, 1)
        self.score = nn.Conv2d(size, count, 1)

    def forward(self, x: Tensor, geometry: Tensor) -> Tensor:
        batch, nodes, _ = x.shape
        count = len(RELATIONS) * PRODUCT
        left, right = self.left(x), self.right(x)
        ends = left[..., count:].transpose(1, 2)[..., None], right[..., count:].transpose(1, 2)[:, :, None]
        scores: Tensor = self.score(functional.relu(self.geometry(geometry) + ends[0] + ends[1]))  # (B, 4, N, N)
        one, other = (
            end[..., :count].reshape(batch, nodes, len(RELATIONS), PRODUCT).transpose(1, 2) for end in (left, right)
        )
        scores = scores + one @ other.transpose(-1, -2) * PRODUCT**-0.5
        return (scores + scores.transpose(-1, -2)) / 2


class TableEncoder(SegmentEncoder):
    """Encoder and heads. `forward` takes arrays of `models.table_lessons`, padded, and the answers when it trains."""

    config_class = TableEncoderConfig  # type: ignore[assignment]  # a kind of the other

    def __init__(self, config: TableEncoderConfig) -> None:
        super().__init__(config)
        del self.pair, self.page
        planes = (len(LEAN) if config.lean else PAIR_FEATURES) + WALLS
        self.geometry = nn.Sequential(nn.Conv2d(planes, config.pair_width, 1), nn.ReLU())
        self.relation = RelationHead(config)
        for part in (self.geometry, self.relation):
            part.apply(self._init_weights)
        with torch.no_grad():
            cast(nn.Conv2d, self.geometry[0]).weight[:, -WALLS:] = 0.0
            nn.init.constant_(cast(Tensor, self.relation.score.bias), -2.0)

    def encode(
        self, grams: Tensor, pieces: Tensor, features: Tensor, pairs: Tensor, mask: Tensor
    ) -> tuple[Tensor, Tensor]:
        """As the backbone does, with n-grams folded into the buckets there are."""
        if self.config.lean and pairs.shape[1] == PAIR_FEATURES + WALLS:
            pairs = pairs[:, [*LEAN, PAIR_FEATURES, PAIR_FEATURES + 1]]
        return super().encode(grams % self.config.buckets, pieces, features, pairs, mask)

    def forward(  # type: ignore[override]
        self,
        grams: Tensor,
        pieces: Tensor,
        features: Tensor,
        pairs: Tensor,
        mask: Tensor,
        labels: Tensor | None = None,
        relations: Tensor | None = None,
        known: Tensor | None = None,
    ) -> TableScores:
        """pairs (B, P + 2, N, N); labels (B, N) with -100 where unknown, relations (B, 4, N, N) bool, known (B, N)."""
        mask = mask.bool()
        x, geometry = self.encode(grams, pieces, features, pairs, mask)
        out = TableScores(labels=self.label(x), relations=self.relation(x, geometry))
        if labels is not None and relations is not None and known is not None:
            out.loss = _loss(out, labels, relations, known)
        return out


def _loss(out: TableScores, labels: Tensor, relations: Tensor, known: Tensor) -> Tensor:
    """Rows, columns and cells are learned from pairs within one table, so that their scores say what holds if the two
    are of one table; whether they are is a score of its own."""
    loss = functional.cross_entropy(
        out.labels.flatten(0, 1), labels.flatten(), ignore_index=IGNORED, label_smoothing=0.02
    )
    wanted = relations.to(out.relations.dtype)
    each = functional.binary_cross_entropy_with_logits(out.relations, wanted, reduction="none")
    within = torch.stack([wanted[:, -1]] * (len(RELATIONS) - 1), dim=1)
    valid = torch.cat([within, (known[:, :, None] & known[:, None, :])[:, None].to(within.dtype)], dim=1)
    by_relation = (each * valid).sum((0, 2, 3)) / known.sum().clamp(min=1)
    return loss + (by_relation * by_relation.new_tensor(WEIGHTS)).sum()


@torch.no_grad()
def from_backbone(base: SegmentEncoder, buckets: int = 4096) -> TableEncoder:
    """A network that starts from what an encoder of forms knows: its backbone, with its n-grams folded into `buckets`;
    the heads are new."""
    sizes = base.config.to_dict()
    kept = ("width", "layers", "heads", "grams_width", "pieces", "pieces_width", "pair_width", "head_width", "dropout",
            "text_dropout", "forward_width", "lean")  # fmt: skip
    network = TableEncoder(TableEncoderConfig(buckets=buckets, **{name: sizes[name] for name in kept}))
    own, known = network.state_dict(), dict(base.state_dict())
    rows = known.pop("grams.weight")
    folds = rows.shape[0] // buckets
    known["grams.weight"] = rows[: folds * buckets].reshape(folds, buckets, -1).sum(0) * folds**-0.5
    known["grams.weight"][0] = 0.0
    seen = own["geometry.0.weight"].clone()
    seen[:, :-WALLS] = known.pop("geometry.0.weight")
    known["geometry.0.weight"] = seen
    own.update({name: tensor for name, tensor in known.items() if name in own and own[name].shape == tensor.shape})
    network.load_state_dict(own)
    return network


def collate_tables(items: Sequence[Sequence[TableLesson]]) -> dict[str, Tensor]:
    """One batch of lessons (the only item) as padded tensors."""
    return {name: torch.from_numpy(array) for name, array in teach_tables(items[0]).items()}


@torch.no_grad()
def table_mistakes(network: nn.Module, batches: Sequence[Sequence[TableLesson]]) -> dict[str, float]:
    """`labels`: share of nodes labelled wrongly; for each relation 1 - F1 of the pairs above one half; `mistakes`: the
    sum of those of labels, rows, columns and cells."""
    network.eval()
    wrong = nodes = 0
    counts = torch.zeros(3, len(RELATIONS))
    for batch in batches:
        arrays = collate_tables([batch])
        out = network(**{name: arrays[name] for name in ("grams", "pieces", "features", "pairs", "mask")})
        labelled = arrays["labels"] != IGNORED
        wrong += int((out.labels.argmax(-1) != arrays["labels"])[labelled].sum())
        nodes += int(labelled.sum())
        counts += _counted(out.relations > 0, arrays)
    network.train()
    f1 = (2 * counts[0] + 1e-9) / (counts[1] + counts[2] + 1e-9)
    figures = {"labels": wrong / max(nodes, 1), **{name: 1 - float(f1[i]) for i, name in enumerate(RELATIONS)}}
    return {**figures, "mistakes": sum(figures[name] for name in ("labels", "row", "column", "cell"))}


def _counted(found: Tensor, arrays: Mapping[str, Tensor]) -> Tensor:
    """(3, 4): pairs of different nodes right, found, true."""
    known, true = arrays["known"], arrays["relations"]
    valid = (known[:, :, None] & known[:, None, :] & ~torch.eye(known.shape[1], dtype=torch.bool))[:, None]
    valid = torch.cat([true[:, -1:].expand(-1, len(RELATIONS) - 1, -1, -1) & valid, valid], dim=1)
    return torch.stack([(one & valid).sum((0, 2, 3)) for one in (found & true, found, true)]).float()


TABLES = Subject(collate_tables, table_mistakes)
"""What `models.training.train` needs to teach this network."""
