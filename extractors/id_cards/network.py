"""The network of the printed zone: what each run of print on a card is. Inference needs numpy and onnxruntime only."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors.errors import BadModel
from extractors.id_cards.evidence import value_type
from extractors.id_cards.printed import Run
from extractors.id_cards.segments import segments
from extractors.types import Page, Word
from models.calibration import Isotonic, sigmoid, softmax
from models.card import write
from models.features import Nodes, describe
from models.library import BadWeights, find, networks, verify
from models.runtime import EncoderRuntime, Scores

CAPTION = "caption"
EXTRACTOR = "extractor.json"
LINKED = 0.3
"""How much the captions linked to a run count for what it is, against its own label."""
MOST_WORDS = 400
"""A page with more words is no card and is not asked about."""
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Sight:
    """What the network says of a page. `labels` (N, L): probability of each of `names` for each run; `links` (N, N):
    that run i announces run j; `shows` (C,): what the page shows, first that it is no card."""

    runs: Sequence[Run]
    names: Sequence[str]
    labels: Floats
    links: Floats
    shows: Floats

    def of(self, key: str) -> Floats:
        """(N,) how likely each run is the value of a key."""
        return self.labels[:, self.names.index(key)] if key in self.names else np.zeros(len(self.runs))

    def is_caption(self) -> NDArray[np.bool_]:
        """(N,) which runs are most likely captions."""
        captions = np.array([name.partition(":")[0] == CAPTION for name in self.names])
        return np.asarray(self.labels[:, captions].sum(1) > 0.5)

    def caption_of(self, run: int) -> int | None:
        """The run that announces another one for certain."""
        if len(self.runs) < 2:
            return None
        asking = np.where(self.is_caption(), self.links[:, run], 0.0)
        asking[run] = 0.0
        best = int(asking.argmax())
        return best if asking[best] >= 0.5 else None


class PrintNetwork:
    """The weights of a model directory (the shipped live one where none is named). Raises BadModel where they are
    missing or altered."""

    def __init__(self, directory: Path | None = None) -> None:
        self.directory = directory or shipped_directory()
        self.card = _verified(str(self.directory), (self.directory / "card.json").stat().st_mtime)
        self.names: tuple[str, ...] = tuple(self.card["labels"])
        state: Mapping[str, Any] = self.card.get("calibration", {})
        self.temperature = float(state.get("label_temperature", 1.0))
        self._curves = {"text": _curve(state), "date": _curve(state.get("dates", state))}
        self.runtime = EncoderRuntime([self.directory / name.name for name in networks(self.directory, self.card)])

    @property
    def name(self) -> str:
        return str(self.card["name"])

    def sure(self, key: str, probability: float) -> float:
        """How often a value of a key is right that is assigned with a probability; dates, which must follow each other,
        have a curve of their own."""
        curve = self._curves["date" if value_type(key) == "date" else "text"]
        return float(curve([probability])[0])

    def save(self, directory: Path, name: str) -> None:
        """Copy the weights to a directory and seal them under a name."""
        directory.mkdir(parents=True, exist_ok=True)
        for file in self.card["files"]:
            if directory.resolve() != self.directory.resolve() and file != EXTRACTOR:
                shutil.copyfile(self.directory / file, directory / file)
        write(directory, {**self.card, "name": name}, leave_out=(EXTRACTOR,))

    def look(self, page: Page) -> Sight | None:
        """What the runs of a page are; None for a page with no words or with more than a card has."""
        if not page.words or len(page.words) > MOST_WORDS:
            return None
        found = segments(page.words)
        return seen(found, self.names, self.runtime.run([nodes(found, page.width)])[0], self.temperature)


def seen(runs: Sequence[Run], names: Sequence[str], scores: Scores, temperature: float = 1.0) -> Sight:
    """What a network's scores say of the runs of a page."""
    labels, links = softmax(scores.labels, temperature), sigmoid(scores.links)
    return Sight(runs, names, announced(labels, links, names), links, softmax(scores.page[None])[0])


def announced(labels: Floats, links: Floats, names: Sequence[str]) -> Floats:
    """(N, L) how likely each run is each thing, by its own label and by the captions that are linked to it."""
    mixed = labels.copy()
    no_caption = labels[:, [name.partition(":")[0] != CAPTION for name in names]].sum(1)
    for column, name in enumerate(names):
        if f"{CAPTION}:{name}" in names:
            said = labels[:, names.index(f"{CAPTION}:{name}")]
            told = (links * said[:, None]).max(0, initial=0.0) * no_caption
            mixed[:, column] = (1 - LINKED) * labels[:, column] + LINKED * told
    return mixed


def nodes(runs: Sequence[Run], width: float) -> Nodes:
    """The runs of a page `width` points wide as the encoder sees them."""
    boxes = np.array([tuple(run.box) for run in runs], np.float32).reshape(-1, 4) / width
    heights = np.array([max(word.box.height for word in run.words) for run in runs], np.float32) / width
    return describe([run.text for run in runs], boxes, heights)


def shipped_directory() -> Path:
    """Where the live shipped weights lie. Raises BadModel where there are none."""
    try:
        return find("id_cards").directory
    except KeyError as error:
        raise BadModel(str(error.args[0]), "install docrow with its weights, or name a model directory") from error


def _curve(state: Mapping[str, Any]) -> Isotonic:
    return Isotonic(tuple(state.get("edges", ())), tuple(state.get("values", ())))


@lru_cache(maxsize=8)
def _verified(directory: str, changed: float) -> dict[str, Any]:
    """The card of a directory as of its time of change."""
    try:
        return verify(Path(directory))
    except BadWeights as error:
        raise BadModel(str(error), "copy the model's directory anew or train again") from error


__all__ = ["PrintNetwork", "Sight", "Word", "nodes"]
