"""One way to train for every family: `transformers.Trainer` over batches of lessons, seeded, resumable, and stopped at
any moment with the last good checkpoint kept. Knows arrays only."""

from __future__ import annotations

import math
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
import torch
from torch.utils.data import Dataset, IterableDataset
from transformers import (
    EarlyStoppingCallback,
    PrinterCallback,
    Trainer,
    TrainerCallback,
    TrainerControl,
    TrainerState,
    TrainingArguments,
    set_seed,
)
from transformers.trainer_utils import get_last_checkpoint
from transformers.utils.logging import disable_progress_bar

from models.batches import by_size, teach
from models.lessons import Lesson
from models.runtime import INPUTS
from models.segment_encoder import IGNORED, SegmentEncoder

Source = Callable[[int], Iterable[Any]]
"""Lessons of one pass, given its number; a pass may be endless."""


FRESH = 3.0
"""How many times as fast as the rest learns what was not there before."""


class BadTraining(Exception):
    """Training that cannot go on; the message says what to provide."""


@dataclass(frozen=True, slots=True)
class TrainOptions:
    """How to train. `minutes` (0: no limit) and `steps` end it, whichever comes first; the learning rate is held for
    the share `hold` of that and then falls to nothing in a straight line. `unfreeze` trains only the last so many
    layers and the heads (-1: everything). `patience`: evaluations without fewer held-out mistakes before stopping.
    `workers`: processes that make the lessons, at most one, since each would make the same."""

    steps: int = 600
    minutes: float = 0.0
    learning_rate: float = 1e-3
    weight_decay: float = 0.02
    warmup: int = 30
    hold: float = 0.3
    nodes: int = 1000
    seed: int = 7
    unfreeze: int = -1
    patience: int = 8
    evaluate_every: int = 50
    save_every: int = 200
    text_dropout: float = 0.1
    parts_dropout: float = 0.0
    threads: int = 0
    workers: int = 0
    progress: bool = False

    def __post_init__(self) -> None:
        if self.steps < 1 or self.learning_rate <= 0 or not 0 <= self.hold <= 1:
            raise ValueError(f"options that cannot train: {self}")


class _Stream(IterableDataset):  # type: ignore[misc]
    """Batches of lessons, pass after pass."""

    def __init__(self, source: Source, nodes: int) -> None:
        self.source, self.nodes, self.passes = source, nodes, 0

    def __iter__(self) -> Iterator[list[Lesson]]:
        while True:
            count = 0
            for batch in by_size(self.source(self.passes), self.nodes):
                count += 1
                yield batch
            self.passes += 1
            if not count:
                raise BadTraining("there are no pages to learn from; provide at least 3 annotated documents")


class _Batches(Dataset):  # type: ignore[misc]
    def __init__(self, batches: Sequence[list[Lesson]]) -> None:
        self.batches = batches

    def __len__(self) -> int:
        return len(self.batches)

    def __getitem__(self, index: int) -> list[Lesson]:
        return self.batches[index]


def collate(items: Sequence[list[Lesson]]) -> dict[str, torch.Tensor]:
    """One batch of lessons (the only item) as padded tensors."""
    return {name: torch.from_numpy(array) for name, array in teach(items[0]).items()}


class _Clock:
    """How much of the way is made: by steps or by time, whichever is further."""

    def __init__(self, options: TrainOptions) -> None:
        self.steps, self.seconds, self.began = options.steps, options.minutes * 60, time.monotonic()

    def passed(self, step: int) -> float:
        timed = (time.monotonic() - self.began) / self.seconds if self.seconds else 0.0
        return max(step / self.steps, timed)

    @property
    def over(self) -> bool:
        return bool(self.seconds) and time.monotonic() - self.began >= self.seconds


class _Judge(Trainer):
    """Judges by mistakes and not by loss, which grows with confidence while the answers still get better."""

    subject: Subject

    def evaluate(self, *given: Any, **named: Any) -> dict[str, float]:
        network, judged = cast(SegmentEncoder, self.model), cast(_Batches, self.eval_dataset)
        figures = {f"eval_{name}": value for name, value in self.subject.mistakes(network, judged.batches).items()}
        self.log(figures)
        self.control = self.callback_handler.on_evaluate(self.args, self.state, self.control, figures)
        return figures


@torch.no_grad()
def mistakes(network: SegmentEncoder, batches: Sequence[list[Lesson]]) -> dict[str, float]:
    """`labels`: share of nodes labelled wrongly; `links`: 1 - F1 of the links above one half; `mistakes`: their sum."""
    network.eval()
    wrong = nodes = right = found = wanted = 0
    for batch in batches:
        arrays = {name: array.to(network.device) for name, array in collate([batch]).items()}
        out = network(**{name: arrays[name] for name in INPUTS})
        known, both = arrays["labels"] != IGNORED, arrays["mask"][:, :, None] & arrays["mask"][:, None, :]
        wrong += int((out.labels.argmax(-1) != arrays["labels"])[known].sum())
        nodes += int(known.sum())
        links = (out.links > 0) & both
        right += int((links & arrays["links"]).sum())
        found, wanted = found + int(links.sum()), wanted + int(arrays["links"].sum())
    network.train()
    labels, missed = wrong / max(nodes, 1), 1 - (2 * right / (found + wanted) if found + wanted else 1.0)
    return {"labels": labels, "links": missed, "mistakes": labels + missed}


@dataclass(frozen=True, slots=True)
class Subject:
    """What is taught: how a batch of lessons becomes tensors, and how many mistakes a network makes in batches, by
    name; `mistakes` is what the best weights have fewest of."""

    collate: Callable[[Any], dict[str, torch.Tensor]]
    mistakes: Callable[[Any, Any], dict[str, float]]


SEGMENTS = Subject(collate, mistakes)


@dataclass(frozen=True, slots=True)
class Midway:
    """What to do once, when the share `at` of the way is made; the network is in training then."""

    at: float
    reached: Callable[[], None]


class _Watch(TrainerCallback):
    """Stops at the time limit, and when the loss is no longer a number; says once when a share of the way is made."""

    def __init__(self, clock: _Clock, midway: Midway | None) -> None:
        self.clock, self.midway = clock, midway

    def on_step_end(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **rest: Any) -> None:
        midway = self.midway
        if midway is not None and self.clock.passed(state.global_step) >= midway.at:
            self.midway = None
            midway.reached()
        if self.clock.over:
            control.should_training_stop = True

    def on_log(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        logs: dict | None = None,
        **rest: Any,
    ) -> None:
        if logs and not math.isfinite(logs.get("loss", 0.0)):
            raise BadTraining(f"the loss is no longer finite at step {state.global_step}; lower learning_rate")


def train(
    network: SegmentEncoder,
    source: Source,
    options: TrainOptions,
    folder: Path,
    held_out: Sequence[Any] = (),
    resume: bool = False,
    midway: Midway | None = None,
    subject: Subject = SEGMENTS,
) -> list[dict[str, float]]:
    """Train in place, checkpoints under `folder`; lessons are those of the `subject`. With `held_out` pages these
    are judged now and then, and the best weights on them are kept at the end; with `midway`, after which they may be
    known, it is the last weights. Returns the log, one entry for each report. Raises BadTraining."""
    set_seed(options.seed)
    set_threads(options.threads)
    network.config.text_dropout, network.config.parts_dropout = options.text_dropout, options.parts_dropout
    freeze(network, options.unfreeze)
    trainer = _trainer(network, source, options, folder, held_out, midway, subject)
    last = get_last_checkpoint(str(folder)) if resume and folder.is_dir() else None
    trainer.train(resume_from_checkpoint=last)
    freeze(network, -1)
    return [{name: float(value) for name, value in entry.items()} for entry in trainer.state.log_history]


def set_threads(wanted: int = 0) -> None:
    """As many threads as wanted (0: as torch would take), but none that OpenMP does not grant: for such a thread oneDNN
    waits without end in the backward pass of a convolution."""
    granted = int(os.environ.get("OMP_THREAD_LIMIT") or sys.maxsize)
    torch.set_num_threads(min(wanted or torch.get_num_threads(), granted))


def _trainer(
    network: SegmentEncoder,
    source: Source,
    options: TrainOptions,
    folder: Path,
    held_out: Sequence[Lesson],
    midway: Midway | None,
    subject: Subject,
) -> Trainer:
    judged, clock = bool(held_out), _Clock(options)
    callbacks: list[TrainerCallback] = [_Watch(clock, midway)]
    if judged and midway is None:
        callbacks.append(EarlyStoppingCallback(options.patience))
    judge = _Batches(list(by_size(sorted(held_out, key=lambda page: len(page.nodes)), options.nodes, 10**6)))
    trainer = _Judge(
        network,
        _arguments(options, folder, judged, best=midway is None),
        data_collator=subject.collate,
        train_dataset=_Stream(source, options.nodes),
        eval_dataset=judge if judged else None,
        callbacks=callbacks,
        optimizers=_optimizers(network, options, clock),
    )
    trainer.subject = subject
    if not options.progress:
        disable_progress_bar()  # of the files of a checkpoint
    trainer.remove_callback(PrinterCallback)  # reports go to the log that is returned, not among what commands print
    return trainer


def _arguments(options: TrainOptions, folder: Path, judged: bool, best: bool) -> TrainingArguments:
    every = options.evaluate_every if judged else options.save_every
    return TrainingArguments(
        output_dir=str(folder),
        max_steps=options.steps,
        per_device_train_batch_size=1,
        per_device_eval_batch_size=1,
        logging_steps=min(25, every),
        save_steps=every,
        eval_steps=every if judged else None,
        eval_strategy="steps" if judged else "no",
        save_total_limit=2,
        load_best_model_at_end=judged and best,
        metric_for_best_model="mistakes",
        greater_is_better=False,
        report_to=[],
        seed=options.seed,
        remove_unused_columns=False,
        disable_tqdm=not options.progress,
        ignore_data_skip=True,
        max_grad_norm=5.0,
        prediction_loss_only=True,
        dataloader_pin_memory=False,
        dataloader_num_workers=options.workers,
    )


def _optimizers(network: SegmentEncoder, options: TrainOptions, clock: _Clock) -> tuple[torch.optim.Optimizer, Any]:
    """AdamW without decay for vectors, and a rate that warms up, holds and falls."""
    learning = [p for p in network.parameters() if p.requires_grad]
    fresh = {id(p) for name, p in network.named_parameters() if name.startswith("looks.")}
    known = [p for p in learning if id(p) not in fresh]
    groups: list[dict[str, Any]] = [
        {"params": [p for p in known if p.ndim > 1], "weight_decay": options.weight_decay},
        {"params": [p for p in known if p.ndim <= 1], "weight_decay": 0.0},
    ]
    if len(known) < len(learning):
        news = [p for p in learning if id(p) in fresh]
        groups.append({"params": news, "weight_decay": 0.05, "lr": FRESH * options.learning_rate})
    optimizer = torch.optim.AdamW(groups, lr=options.learning_rate, betas=(0.9, 0.98), fused=True)

    def rate(step: int) -> float:
        passed = clock.passed(step)
        fall = 1.0 if passed <= options.hold else max((1.0 - passed) / max(1.0 - options.hold, 1e-6), 0.01)
        return min(1.0, (step + 1) / max(options.warmup, 1)) * fall

    return optimizer, torch.optim.lr_scheduler.LambdaLR(optimizer, rate)


def freeze(network: SegmentEncoder, layers: int) -> None:
    """Let only the heads and the last `layers` layers learn; everything but the vectors of pieces for -1."""
    for name, parameter in network.named_parameters():
        head = name.split(".")[0] in ("label", "pair", "page", "relation", "norm", "looks")
        kept = name.startswith("layers.") and int(name.split(".")[1]) >= network.config.layers - layers
        parameter.requires_grad_(not name.startswith("pieces.") and (layers < 0 or head or kept))


def held_out_by_hash(keys: Sequence[str], share: float = 0.15) -> list[bool]:
    """Which documents are kept for judging: by the hash in their id, so that it does not change when others are added.
    At least one is kept, at least two are not. Raises BadTraining with fewer than 3."""
    if len(keys) < 3:
        raise BadTraining(f"{len(keys)} annotated documents; provide at least 3")
    import hashlib

    ranks = np.array([int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) / 2**32 for key in keys])
    kept = ranks < share
    if not kept.any():
        kept[int(ranks.argmin())] = True
    if (~kept).sum() < 2:
        kept[:] = False
        kept[int(ranks.argmin())] = True
    return [bool(k) for k in kept]
