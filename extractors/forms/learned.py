"""The learned finder: segments through the shared encoder, then kinds, entities and links.

Inference needs numpy and onnxruntime only; torch is imported where it learns.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from extractors.errors import BadModel
from extractors.forms.bearings import evened
from extractors.forms.found import Found, Link
from extractors.forms.kinds import ANSWER, KINDS, QUESTION, Logits, supported
from extractors.forms.memory import NOTHING, Memory
from extractors.forms.segments import SegmentOptions, lines, segment
from extractors.forms.teaching import FINE, drawn_marks, smallest_around
from extractors.types import Box, Entity, Example, Page, Word
from models.calibration import Isotonic, sigmoid, softmax
from models.card import write
from models.features import Floats, Nodes, describe
from models.library import BadWeights, find, networks, read_card, verify
from models.runtime import EncoderRuntime, Scores

if TYPE_CHECKING:
    from extractors.forms.fitting import Taught

Places = Sequence[int] | NDArray[np.integer[Any]]


@dataclass(frozen=True)
class LearnedOptions:
    """`same`: from which probability two segments are one entity; `link`: from which a question asks an answer for
    certain; `best`: from which the likeliest question of an answer does. The rest is calibration, fitted on held-out
    pages."""

    same: float = 0.5
    link: float = 0.5
    best: float = 0.25
    label_temperature: float = 1.0
    links: Isotonic = field(default_factory=Isotonic)
    threads: int = 1


@dataclass(frozen=True)
class _Node:
    """A run of words (or a given entity): its text, a box for each line, and which words of the page it has."""

    text: str
    boxes: tuple[Box, ...]
    words: tuple[int, ...] = ()

    @property
    def height(self) -> float:
        return median(box.height for box in self.boxes)


class LearnedFinder:
    """Kinds, entities and links by the segment encoder of a model directory (the shipped live one where none is
    named). Raises BadModel where its weights are missing or altered."""

    kind: ClassVar[str] = "learned"

    def __init__(self, directory: Path | None = None, options: LearnedOptions | None = None, name: str = "") -> None:
        self.directory = directory or shipped_directory()
        card = _verified(self.directory)
        self.name = name or str(card.get("name") or f"forms-{card.get('variant')}-{card.get('version')}")
        self.options = options or options_of(card.get("calibration", {}))
        self.runtime = EncoderRuntime(_answering(self.directory, card), self.options.threads)
        self.sees = bool(card.get("sees"))
        self.memory = Memory.read(self.directory)
        self.taught: Taught | None = None

    def find(self, pages: Sequence[Page], given: Sequence[Sequence[Entity]] | None = None) -> list[Found]:
        if given is None:
            words = [evened(page.words) for page in pages]
            nodes = [page_nodes(page, own) for page, own in zip(pages, words, strict=True)]
        else:
            words = [page.words for page in pages]
            nodes = [_given(own, page.words if self.sees else ()) for own, page in zip(given, pages, strict=True)]
        arrays = [self._described(*one) for one in zip(pages, words, nodes, strict=True)]
        scores = self.runtime.run(arrays)
        return [
            Reading(own, one, page.number, self.options, merge=given is None, memory=self.memory).found()
            for own, one, page in zip(nodes, scores, pages, strict=True)
        ]

    def _described(self, page: Page, words: Sequence[Word], nodes: Sequence[_Node]) -> Nodes:
        """The arrays of a page; how its words look as well, where the network has learned to see that."""
        looks = None
        if self.sees:
            from extractors.forms.looks import page_looks

            looks = page_looks(page, words)
        return described(nodes, page.width, None if looks is None else _of_nodes(looks, nodes))

    def fit(self, examples: Sequence[Example], minutes: float | None = None, seed: int | None = None) -> None:
        """Fine-tune from the present weights; the result lies in a temporary directory until it is saved. Raises
        BadAnnotations."""
        from extractors.forms.fitting import SEED, fine_tune

        target = _new_directory()
        taught = fine_tune(self._teachable(), examples, target, minutes=minutes or MINUTES, seed=seed or SEED)
        self._now(target)
        self.taught = taught

    def complete(self, examples: Sequence[Example], minutes: float | None = None) -> bool:
        """Learn on a little from what `fit` learned from and these documents, which calibrate first."""
        if self.taught is None:
            return False
        from extractors.forms.fitting import learn_on

        target = _new_directory()
        learn_on(self.directory, self.taught, examples, target, minutes or MINUTES)
        self._now(target)
        return True

    def _now(self, directory: Path) -> None:
        self.__init__(directory, name=f"{self.name.removesuffix(TUNED)}{TUNED}")  # type: ignore[misc]

    def _teachable(self) -> Path:
        """The model that is fine-tuned from: this one, or where several networks answer the one its card names."""
        name = read_card(self.directory).get("learn_from")
        return find(str(name)).directory if name else self.directory

    def save(self, directory: Path) -> dict[str, Any]:
        """Copy the weights and seal them anew."""
        card = read_card(self.directory)
        directory.mkdir(parents=True, exist_ok=True)
        for name in card["files"]:
            if directory.resolve() != self.directory.resolve() and name != "extractor.json":
                shutil.copyfile(self.directory / name, directory / name)
        told = {**card, "variant": directory.name, "name": self.name, "calibration": plain(self.options)}
        write(directory, told, leave_out=("extractor.json",))
        return {"weights": "card.json"}

    @classmethod
    def load(cls, directory: Path, state: dict[str, Any]) -> Self:
        return cls(directory)


def _new_directory() -> Path:
    return Path(tempfile.mkdtemp(prefix="docrow-forms-"))


TUNED = "+tuned"
MINUTES = 5.0
"""How long fine-tuning takes at most where nobody says so."""


def shipped_directory() -> Path:
    """Where the live shipped weights of the family lie. Raises BadModel where there are none."""
    try:
        return find("forms").directory
    except KeyError as error:
        raise BadModel(str(error.args[0]), "install docrow with its weights, or name a model directory") from error


def _verified(directory: Path) -> dict[str, Any]:
    try:
        return verify(directory)
    except BadWeights as error:
        raise BadModel(str(error), "copy the model's directory anew or train again") from error


def _answering(directory: Path, card: Mapping[str, Any]) -> tuple[Path, ...]:
    try:
        return networks(directory, card)
    except BadWeights as error:
        raise BadModel(str(error), "copy the model's directory anew or train again") from error


def plain(options: LearnedOptions) -> dict[str, Any]:
    """The options as JSON; `options_of` takes them back."""
    return {
        "same": options.same, "link": options.link, "best": options.best,
        "label_temperature": options.label_temperature,
        "link_edges": list(options.links.edges), "link_values": list(options.links.values),
    }  # fmt: skip


def options_of(state: Mapping[str, Any]) -> LearnedOptions:
    values = dict(state)
    links = Isotonic(tuple(values.pop("link_edges", ())), tuple(values.pop("link_values", ())))
    return LearnedOptions(**values, links=links)


def page_nodes(page: Page, words: Sequence[Word] | None = None, options: SegmentOptions | None = None) -> list[_Node]:
    """The segments of a page, or of `words` instead of its own, as nodes."""
    own = evened(page.words) if words is None else words
    segments = segment(own, page.rulings, options or FINE, drawn_marks(page))
    return [_Node(s.text, (s.box,), tuple(s.words)) for s in segments if s.text.strip()]


def _given(entities: Sequence[Entity], words: Sequence[Word]) -> list[_Node]:
    owner = [smallest_around(word, entities) for word in words]
    members = [tuple(i for i, own in enumerate(owner) if own == number) for number in range(len(entities))]
    return [_Node(entity.text, entity.boxes, own) for entity, own in zip(entities, members, strict=True)]


def described(nodes: Sequence[_Node], width: float, looks: Floats | None = None) -> Nodes:
    """The arrays of nodes on a page that is `width` points wide; `looks` of the nodes, where they were seen."""
    boxes = np.array([tuple(Box.around(node.boxes)) for node in nodes], np.float32).reshape(-1, 4) / width
    heights = np.array([node.height for node in nodes], np.float32) / width
    return describe([node.text for node in nodes], boxes, heights, looks)


def _of_nodes(looks: Floats, nodes: Sequence[_Node]) -> Floats:
    """How words look (W, any number) to how nodes do: the mean over their words, nought where there are none."""
    unseen = np.zeros(looks.shape[1], np.float32)
    means = [looks[list(node.words)].mean(axis=0) if node.words else unseen for node in nodes]
    return np.array(means, np.float32).reshape(len(nodes), -1)


class Reading:
    """What the encoder's scores say about one page; each step is kept: `kinds`, `groups`, `pairs`."""

    def __init__(
        self,
        nodes: Sequence[_Node],
        scores: Scores,
        page: int,
        options: LearnedOptions,
        merge: bool = True,
        memory: Memory = NOTHING,
    ) -> None:
        self.nodes, self.scores, self.page, self.options = nodes, scores, page, options
        groups = _merged(scores, options.same) if merge else [[i] for i in range(len(nodes))]
        self.groups = sorted(groups, key=lambda group: group[0])
        rows = [scores.labels[own[0]] if len(own) == 1 else scores.labels[own].mean(axis=0) for own in self.groups]
        logits = np.array(rows).reshape(-1, len(KINDS))
        if memory.pages:
            logits = logits + memory.odds([self._written(group)[0] for group in self.groups])
        self.links = _grouped(scores.links, self.groups)  # (entities, entities)
        self.kinds = softmax(supported(logits, self.links), options.label_temperature)  # (entities, kinds)
        self.pairs = self._pairs()

    def found(self) -> Found:
        entities = [self._entity(group, kinds) for group, kinds in zip(self.groups, self.kinds, strict=True)]
        return Found(tuple(entities), tuple(Link(q, a, p) for (q, a), p in sorted(self.pairs.items())))

    def _entity(self, group: Sequence[int], kinds: Logits) -> Entity:
        text, boxes = self._written(group)
        return Entity(KINDS[int(kinds.argmax())], text, self.page, boxes, float(kinds.max()))

    def _written(self, group: Sequence[int]) -> tuple[str, tuple[Box, ...]]:
        """The text of a group of nodes, and a box for each line."""
        if len(group) == 1:
            return self.nodes[group[0]].text, self.nodes[group[0]].boxes
        own = [self.nodes[i] for i in group]
        rows = lines([Box.around(node.boxes) for node in own])
        text = " ".join(own[i].text for row in rows for i in row)
        return text, tuple(Box.around(box for i in row for box in own[i].boxes) for row in rows)

    def _pairs(self) -> dict[tuple[int, int], float]:
        """Which entity asks which, with the calibrated probability."""
        likeliest = self.kinds.argmax(axis=1) if len(self.groups) else np.zeros(0, int)
        asking, answering = np.flatnonzero(likeliest == QUESTION), np.flatnonzero(likeliest == ANSWER)
        if not len(asking) or not len(answering):
            return {}
        return dict(decode_links(self.links[np.ix_(asking, answering)], asking, answering, self.options))


def _grouped(scores: Logits, groups: Sequence[Sequence[int]]) -> Logits:
    """Scores between nodes (N, N) to those between groups (G, G): the largest of each pair of groups."""
    if not groups:
        return np.zeros((0, 0), np.float32)
    order = np.concatenate([np.asarray(group) for group in groups])
    starts = np.cumsum([0] + [len(group) for group in groups[:-1]])
    rows = np.maximum.reduceat(scores[np.ix_(order, order)], starts, axis=0)
    return np.asarray(np.maximum.reduceat(rows, starts, axis=1))


def decode_links(
    logits: Logits, asking: Places, answering: Places, options: LearnedOptions
) -> list[tuple[tuple[int, int], float]]:
    """Pairs with their probability: every one that is certain, and for each answer the likeliest one that may be."""
    raw = sigmoid(logits)
    taken = raw >= options.link
    best = raw.argmax(axis=0)
    columns = np.arange(raw.shape[1])
    taken[best, columns] |= raw[best, columns] >= options.best
    calibrated = np.asarray(options.links(raw.ravel())).reshape(raw.shape)
    return [((int(asking[i]), int(answering[j])), float(calibrated[i, j])) for i, j in np.argwhere(taken)]


def _merged(scores: Scores, least: float) -> list[list[int]]:
    """Segments joined into entities: pairs of one kind from the surest on, two groups only where the mean over all
    pairs between them is likely enough (average linkage)."""
    count = len(scores.labels)
    groups = {i: [i] for i in range(count)}
    home = np.arange(count)
    kinds = scores.labels.argmax(axis=1) if count else np.zeros(0, int)
    sure = sigmoid(scores.same)
    rows, columns = np.nonzero(np.triu((sure >= least) & (kinds[:, None] == kinds), 1))
    for k in np.argsort(-sure[rows, columns], kind="stable"):
        a, b = int(home[rows[k]]), int(home[columns[k]])
        if a == b or not _alike(sure, groups[a], groups[b], least):
            continue
        home[groups[b]] = a
        groups[a] = sorted(groups[a] + groups.pop(b))
    return list(groups.values())


def _alike(sure: Logits, one: Sequence[int], other: Sequence[int], least: float) -> bool:
    """Whether the mean over the pairs between two groups is likely enough."""
    return len(one) == len(other) == 1 or float(sure[np.ix_(one, other)].mean()) >= least
