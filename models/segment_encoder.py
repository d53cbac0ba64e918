"""The shared backbone: a small relational transformer over the segments of a page.

Nodes attend to each other with a learned bias from their pairwise geometry (the idea of relative position
representations, Shaw et al. 2018, arXiv:1803.02155, carried to two dimensions); the bias is computed once for all
layers. Text comes in as hashed character n-grams (Bojanowski et al. 2017, arXiv:1607.04606) and as word pieces whose
vectors are known beforehand and stay as they are (`models.pieces`).
Shapes: B pages, N nodes, M n-grams, K pieces, D width, P pair features, H heads, L layers. What is known of pairs comes
in planes, (B, P, N, N), which processors sum faster than pairs with their numbers together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import PretrainedConfig, PreTrainedModel
from transformers.utils.generic import ModelOutput

from models.features import BUCKETS, LEAN, NODE_FEATURES, PAIR_FEATURES
from models.pieces import COUNT, WIDTH, vectors

LABELS = ("header", "question", "answer", "other")
PAGE_CLASSES = 12
IGNORED = -100


class SegmentEncoderConfig(PretrainedConfig):
    """Sizes of the network; `labels` names the outputs of the node head. `forward_width` is three times the width
    where it is 0; `lean`: sees the pair features of `models.features.LEAN` only. In training the text of a node is left
    out with the chance `text_dropout`, each of its n-grams and pieces with the chance `parts_dropout`, and how it looks
    with the chance `looks_dropout`. `looks`: features beyond `NODE_FEATURES`, the last of them 1 where a node was
    seen."""

    model_type = "docrow-segments"

    def __init__(
        self,
        width: int = 192,
        layers: int = 4,
        heads: int = 6,
        grams_width: int = 96,
        pieces: int = COUNT + 1,
        pieces_width: int = WIDTH,
        buckets: int = BUCKETS,
        pair_width: int = 24,
        head_width: int = 16,
        dropout: float = 0.1,
        labels: tuple[str, ...] | list[str] = LABELS,
        page_classes: int = PAGE_CLASSES,
        text_dropout: float = 0.1,
        neighbours: int = 256,
        forward_width: int = 0,
        lean: bool = False,
        parts_dropout: float = 0.0,
        looks: int = 0,
        looks_dropout: float = 0.3,
        **rest: Any,
    ) -> None:
        super().__init__(**rest)
        self.width, self.layers, self.heads, self.grams_width, self.buckets = width, layers, heads, grams_width, buckets
        self.pieces, self.pieces_width, self.head_width = pieces, pieces_width, head_width
        self.pair_width, self.dropout, self.labels, self.page_classes = pair_width, dropout, list(labels), page_classes
        self.text_dropout, self.neighbours = text_dropout, neighbours
        self.forward_width, self.lean, self.parts_dropout = forward_width or 3 * width, lean, parts_dropout
        self.looks, self.looks_dropout = looks, looks_dropout


@dataclass
class Segments(ModelOutput):
    """`labels` (B, N, labels) logits; `links` (B, N, N): i asks, j answers; `same` (B, N, N): i and j are one entity;
    `page` (B, page_classes)."""

    loss: Tensor | None = None
    labels: Tensor = None  # type: ignore[assignment]  # ModelOutput wants defaults
    links: Tensor = None  # type: ignore[assignment]
    same: Tensor = None  # type: ignore[assignment]
    page: Tensor = None  # type: ignore[assignment]


class Attention(nn.Module):
    """Multi-head attention whose scores get a bias (B, H, N, N) from outside."""

    def __init__(self, config: SegmentEncoderConfig) -> None:
        super().__init__()
        self.heads = config.heads
        self.mix = nn.Linear(config.width, 3 * config.width)
        self.out = nn.Linear(config.width, config.width)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        batch, count, width = x.shape
        mixed = self.mix(x).view(batch, count, 3 * self.heads, width // self.heads).transpose(1, 2)  # (B, 3H, N, D/H)
        query, key, value = mixed.split(self.heads, dim=1)
        scores = query @ key.transpose(-1, -2) * (width // self.heads) ** -0.5 + bias  # (B, H, N, N)
        mixed = scores.softmax(-1) @ value
        out: Tensor = self.out(mixed.transpose(1, 2).reshape(batch, count, width))
        return out


class Layer(nn.Module):
    """Pre-norm: attention, then a feed-forward network."""

    def __init__(self, config: SegmentEncoderConfig) -> None:
        super().__init__()
        self.norm_attention, self.norm_forward = nn.LayerNorm(config.width), nn.LayerNorm(config.width)
        self.attention = Attention(config)
        self.forward_in, self.forward_out = (
            nn.Linear(config.width, config.forward_width),
            nn.Linear(config.forward_width, config.width),
        )
        self.dropout = nn.Dropout(config.dropout)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        x = x + self.dropout(self.attention(self.norm_attention(x), bias))
        added: Tensor = self.dropout(self.forward_out(functional.gelu(self.forward_in(self.norm_forward(x)))))
        return x + added


class PairHead(nn.Module):
    """Scores ordered pairs in two ways (link, same): a scaled product of projections, plus a small network over both
    ends and the geometry."""

    def __init__(self, config: SegmentEncoderConfig) -> None:
        super().__init__()
        size, self.product = config.head_width, 48
        self.left = nn.Linear(config.width, 2 * self.product + size)
        self.right = nn.Linear(config.width, 2 * self.product + size)
        self.geometry = nn.Conv2d(config.pair_width, size, 1)
        self.score = nn.Conv2d(size, 2, 1)

    def forward(self, x: Tensor, geometry: Tensor) -> tuple[Tensor, Tensor]:
        left, right, cut = self.left(x), self.right(x), self.product
        ends = left[..., 2 * cut :].transpose(1, 2)[..., None], right[..., 2 * cut :].transpose(1, 2)[:, :, None]
        hidden = functional.relu(self.geometry(geometry) + ends[0] + ends[1])  # (B, head_width, N, N)
        link, same = self.score(hidden).unbind(1)  # (B, N, N) each
        scale = cut**-0.5
        link = link + left[..., :cut] @ right[..., :cut].transpose(-1, -2) * scale
        same = same + left[..., cut : 2 * cut] @ right[..., cut : 2 * cut].transpose(-1, -2) * scale
        return link, (same + same.transpose(1, 2)) / 2


class Looks(nn.Module):
    """How nodes look, (B, N, looks) to (B, N, D): nought before anything is learned, and for nodes that nobody saw."""

    def __init__(self, config: SegmentEncoderConfig) -> None:
        super().__init__()
        self.chance = config.looks_dropout
        self.inward, self.outward = nn.Linear(config.looks, 48), nn.Linear(48, config.width)
        self.dropout = nn.Dropout(0.2)

    def forward(self, looks: Tensor) -> Tensor:
        seen = looks[..., -1:]
        if self.training:
            seen = seen * (torch.rand(seen.shape, device=seen.device) >= self.chance)
        out: Tensor = self.outward(self.dropout(functional.gelu(self.inward(looks)))) * seen
        return out


class SegmentEncoder(PreTrainedModel):
    """Encoder and heads. `forward` takes arrays of `models.features`, padded, and the answers when it trains."""

    config_class = SegmentEncoderConfig
    base_model_prefix = "encoder"
    main_input_name = "grams"

    def __init__(self, config: SegmentEncoderConfig) -> None:
        super().__init__(config)
        self.grams = nn.Embedding(config.buckets, config.grams_width, padding_idx=0)
        self.text = nn.Sequential(nn.LayerNorm(config.grams_width), nn.Linear(config.grams_width, config.width))
        self.pieces = nn.Embedding(config.pieces, config.pieces_width, padding_idx=0)
        self.meaning = nn.Sequential(nn.LayerNorm(config.pieces_width), nn.Linear(config.pieces_width, config.width))
        self.shape = nn.Sequential(nn.Linear(NODE_FEATURES, 96), nn.GELU(), nn.Linear(96, config.width))
        if config.looks:
            self.looks = Looks(config)
        planes = len(LEAN) if config.lean else PAIR_FEATURES
        self.geometry = nn.Sequential(nn.Conv2d(planes, config.pair_width, 1), nn.ReLU())
        self.bias = nn.Conv2d(config.pair_width, config.layers * config.heads, 1)
        self.layers = nn.ModuleList(Layer(config) for _ in range(config.layers))
        self.norm, self.start = nn.LayerNorm(config.width), nn.LayerNorm(config.width)
        self.dropout = nn.Dropout(config.dropout)
        self.label = nn.Sequential(nn.Linear(config.width, 96), nn.GELU(), nn.Linear(96, len(config.labels)))
        self.pair = PairHead(config)
        self.page = nn.Linear(config.width, config.page_classes)
        self.post_init()
        with torch.no_grad():  # set after the weights are drawn; never learned
            known = torch.from_numpy(vectors()[: config.pieces, : config.pieces_width])
            self.pieces.weight[: len(known)] = known.to(self.pieces.weight.device)
            if config.looks:
                self.looks.outward.weight.zero_()
        self.pieces.weight.requires_grad_(False)

    def _init_weights(self, module: nn.Module) -> None:
        if isinstance(module, nn.Linear | nn.Conv2d):
            nn.init.xavier_uniform_(module.weight)
            if module.bias is not None:
                nn.init.zeros_(module.bias)
        elif isinstance(module, nn.Embedding):
            nn.init.normal_(module.weight, std=0.3)
            with torch.no_grad():
                module.weight[0].zero_()
        elif isinstance(module, PairHead):
            nn.init.constant_(cast(Tensor, module.score.bias), -4.0)  # few pairs are true
        elif isinstance(module, nn.LayerNorm):
            nn.init.ones_(module.weight)
            nn.init.zeros_(module.bias)

    def encode(
        self, grams: Tensor, pieces: Tensor, features: Tensor, pairs: Tensor, mask: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Node vectors (B, N, D) and the pair vectors (B, pair_width, N, N) they were related by."""
        x = self.text(self._bag(self.grams, grams)) + self.meaning(self._bag(self.pieces, pieces))
        if self.training and self.config.text_dropout:
            keep = torch.rand(x.shape[:2], device=x.device) >= self.config.text_dropout
            x = x * keep[..., None]
        x = x + self.shape(features[..., :NODE_FEATURES])
        if self.config.looks and features.shape[-1] > NODE_FEATURES:
            x = x + self.looks(features[..., NODE_FEATURES:])
        x = self.dropout(self.start(x))
        if self.config.lean and pairs.shape[1] > cast(nn.Conv2d, self.geometry[0]).in_channels:
            pairs = pairs[:, LEAN]
        geometry = self.geometry(pairs)
        blocked = (~mask)[:, None, None, :] * torch.finfo(x.dtype).min / 4
        biases = self.bias(geometry) + blocked  # (B, L*H, N, N)
        for layer, bias in zip(self.layers, biases.split(self.config.heads, dim=1), strict=True):
            x = layer(x, bias)
        return self.norm(x), geometry

    def _bag(self, table: nn.Embedding, numbers: Tensor) -> Tensor:
        """(B, N, M) rows of the table to the mean of their vectors (B, N, width of the table)."""
        if self.training and self.config.parts_dropout:
            numbers = numbers * (torch.rand(numbers.shape, device=numbers.device) >= self.config.parts_dropout)
        flat: Tensor = functional.embedding_bag(numbers.flatten(0, 1), table.weight, mode="mean", padding_idx=0)
        return flat.reshape(*numbers.shape[:2], -1)

    def forward(
        self,
        grams: Tensor,
        pieces: Tensor,
        features: Tensor,
        pairs: Tensor,
        mask: Tensor,
        labels: Tensor | None = None,
        links: Tensor | None = None,
        same: Tensor | None = None,
        page: Tensor | None = None,
    ) -> Segments:
        """grams (B, N, M) and pieces (B, N, K) int; features (B, N, F); pairs (B, P, N, N), all or lean; mask (B, N)
        bool. Answers, where given: labels (B, N) with -100 where unknown, links and same (B, N, N) bool, page (B,) with
        -100 where unknown."""
        mask = mask.bool()
        x, geometry = self.encode(grams, pieces, features, pairs, mask)
        weight = mask.to(x.dtype)[..., None]
        pooled = (x * weight).sum(1) / weight.sum(1).clamp(min=1.0)
        link, same_scores = self.pair(x, geometry)
        out = Segments(labels=self.label(x), links=link, same=same_scores, page=self.page(pooled))
        if labels is not None:
            out.loss = self.loss_of(out, mask, labels, links, same, page)
        return out

    def loss_of(
        self,
        out: Segments,
        mask: Tensor,
        labels: Tensor,
        links: Tensor | None,
        same: Tensor | None,
        page: Tensor | None,
    ) -> Tensor:
        """The sum of the heads' losses; heads without an answer are left out."""
        loss = functional.cross_entropy(
            out.labels.flatten(0, 1), labels.flatten(), ignore_index=IGNORED, label_smoothing=0.02
        )
        if links is not None:
            loss = loss + 1.0 * _pair_loss(out.links, links, mask) + 0.5 * _choice_loss(out.links, links, mask)
        if same is not None:
            # Long paragraphs have most of the pairs, but a node goes on from one other only.
            loss = loss + 0.5 * _pair_loss(out.same, same, mask) + 1.0 * _going_on_loss(out.same, same, mask)
        if page is not None and bool((page != IGNORED).any()):
            loss = loss + 0.1 * functional.cross_entropy(out.page, page, ignore_index=IGNORED)
        return loss


def _pair_loss(scores: Tensor, truth: Tensor, mask: Tensor) -> Tensor:
    """Binary cross entropy over real pairs, divided by the number of nodes rather than of pairs, since what is true
    grows with the nodes."""
    valid = mask[:, :, None] & mask[:, None, :]
    each = functional.binary_cross_entropy_with_logits(scores, truth.to(scores.dtype), reduction="none")
    return (each * valid).sum() / mask.sum().clamp(min=1)


def _choice_loss(scores: Tensor, truth: Tensor, mask: Tensor) -> Tensor:
    """Every node chooses who asks it, or nobody (score 0): cross entropy over its column."""
    never = torch.finfo(scores.dtype).min / 4
    scores = scores.masked_fill(~mask[:, :, None], never)
    nobody = torch.zeros_like(scores[:, :1])
    logs = torch.cat([nobody, scores], dim=1).log_softmax(dim=1)  # (B, 1 + N, N)
    right = torch.cat([~truth.any(dim=1)[:, None], truth], dim=1)
    chosen = logs.masked_fill(~right, never).logsumexp(dim=1)
    return -(chosen * mask).sum() / mask.sum().clamp(min=1)


def _going_on_loss(scores: Tensor, truth: Tensor, mask: Tensor) -> Tensor:
    """Every node chooses an earlier one of its entity, or nobody where it is the first; nodes are in reading order."""
    earlier = torch.ones_like(truth[0]).triu(1)  # (N, N): i before j
    scores = scores.masked_fill(~earlier, torch.finfo(scores.dtype).min / 4)
    return _choice_loss(scores, truth & earlier, mask)
