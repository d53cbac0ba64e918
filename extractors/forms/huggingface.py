"""The Hugging Face door: any token-classification checkpoint (LiLT, LayoutLM, BERT ...) as a finder.

The checkpoint says what each word is; words of one kind that follow each other become entities; the rules join them.
Needs the extra ``train`` (torch and transformers). Only safetensors are loaded, never pickle.
"""

from __future__ import annotations

import inspect
import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np

from extractors.errors import BadAnnotations, BadModel
from extractors.forms.found import Found, Link
from extractors.forms.pairs import RuleFinder
from extractors.forms.segments import lines, reading_order
from extractors.types import Box, Entity, Example, Page, Word

KINDS = ("header", "question", "answer", "other")
_OTHER_NAMES = {"key": "question", "value": "answer", "title": "header", "o": "other"}


@dataclass(frozen=True, slots=True)
class Tag:
    """What a checkpoint says about one word: its kind, whether it begins an entity, and how sure it is."""

    kind: str
    begins: bool
    confidence: float


class HuggingFaceFinder:
    """`source`: a local directory or the name of a checkpoint on the hub. Raises BadModel where it is not one of token
    classification with safetensors weights."""

    kind: ClassVar[str] = "huggingface"

    def __init__(self, source: str, window: int = 512, overlap: int = 64) -> None:
        self.source, self.window, self.overlap = source, window, overlap
        self.name = f"forms-hf-{Path(source).name}"
        self.rules = RuleFinder()
        self._load()

    def _load(self) -> None:
        from transformers import AutoModelForTokenClassification, AutoTokenizer

        try:
            self.model: Any = AutoModelForTokenClassification.from_pretrained(self.source, use_safetensors=True).eval()
            self.tokenizer: Any = AutoTokenizer.from_pretrained(self.source, use_fast=True, add_prefix_space=True)
        except (OSError, ValueError, KeyError) as error:
            raise BadModel(
                f"{self.source} is no token-classification checkpoint that can be loaded",
                "name a directory or hub checkpoint with config.json, a fast tokenizer and safetensors weights",
            ) from error
        limit = getattr(self.model.config, "max_position_embeddings", self.window + 2) - 2
        self.window = min(self.window, int(limit))
        self.overlap = min(self.overlap, self.window // 4)

    def find(self, pages: Sequence[Page], given: Sequence[Sequence[Entity]] | None = None) -> list[Found]:
        if given is None:
            return [self._read(page) for page in pages]
        return [self._label(page, own) for page, own in zip(pages, given, strict=True)]

    def _read(self, page: Page) -> Found:
        words = [page.words[i] for i in reading_order([word.box for word in page.words])]
        return self._joined(page, list(_entities(words, self.tags(words, page), page.number)))

    def _label(self, page: Page, given: Sequence[Entity]) -> Found:
        """Given entities are read word by word, each word in its line's box; the surest kind over all words wins."""
        words = [Word(text, box) for entity in given for text, box in _spread(entity)]
        counts = [len(list(_spread(entity))) for entity in given]
        tags, start, labelled = self.tags(words, page), 0, []
        for entity, count in zip(given, counts, strict=True):
            own = tags[start : start + count]
            start += count
            weight = {kind: sum(tag.confidence for tag in own if tag.kind == kind) for kind in KINDS}
            kind = max(weight, key=weight.__getitem__)
            labelled.append(Entity(kind, entity.text, entity.page, entity.boxes, weight[kind] / max(count, 1)))
        return self._joined(page, labelled)

    def _joined(self, page: Page, entities: Sequence[Entity]) -> Found:
        """The entities, with those links of the rules that go from a question to an answer."""
        links = self.rules.find([page], [entities])[0].links if entities else ()
        kinds = [entity.kind for entity in entities]
        kept = [link for link in links if kinds[link.question] == "question" and kinds[link.answer] == "answer"]
        return Found(tuple(entities), tuple(Link(link.question, link.answer, link.confidence) for link in kept))

    def tags(self, words: Sequence[Word], page: Page) -> list[Tag]:
        """A tag for every word: long pages are read in windows that overlap, a word where it has more context."""
        if not words:
            return []
        import torch

        encoded = self._encode(words, page)
        best: list[tuple[int, Tag]] = [(-1, Tag("other", True, 0.0))] * len(words)
        for i in range(len(encoded["input_ids"])):
            inputs = {name: torch.tensor([values[i]]) for name, values in encoded.items() if name != "word_ids"}
            with torch.no_grad():
                scores = self.model(**inputs).logits[0].softmax(-1).numpy()
            self._take(best, encoded["word_ids"][i], scores)
        return [tag for _, tag in best]

    def _take(self, best: list[tuple[int, Tag]], owners: Sequence[int | None], scores: np.ndarray) -> None:
        seen: set[int] = set()
        for place, owner in enumerate(owners):
            if owner is None or owner in seen:
                continue
            seen.add(owner)
            context = min(place, len(owners) - place)
            if context > best[owner][0]:
                number = int(scores[place].argmax())
                label = str(self.model.config.id2label[number])
                best[owner] = (context, Tag(kind_of(label), not label.startswith("I-"), float(scores[place, number])))

    def _encode(self, words: Sequence[Word], page: Page) -> dict[str, list[Any]]:
        """Token ids, boxes (0-1000 of the page) where the model takes them, and the word of each token, by window."""
        boxes = [_thousandths(word.box, page) for word in words]
        layout = "boxes" in inspect.signature(self.tokenizer.__call__).parameters
        texts: dict[str, Any] = {"boxes": boxes} if layout else {"is_split_into_words": True}
        out = self.tokenizer(
            [word.text for word in words], truncation=True, max_length=self.window, stride=self.overlap,
            return_overflowing_tokens=True, **texts,
        )  # fmt: skip
        owners = [out.word_ids(i) for i in range(len(out["input_ids"]))]
        encoded = {"input_ids": out["input_ids"], "attention_mask": out["attention_mask"], "word_ids": owners}
        if "bbox" in inspect.signature(self.model.forward).parameters:
            encoded["bbox"] = [[boxes[o] if o is not None else [0, 0, 0, 0] for o in own] for own in owners]
        return encoded

    def complete(self, examples: Sequence[Example], minutes: float | None = None) -> bool:
        return False

    def fit(
        self, examples: Sequence[Example], minutes: float | None = None, seed: int | None = None, rate: float = 5e-5
    ) -> None:
        """Fine-tune on annotated documents, five passes or as many as the minutes allow, but at least one. Raises
        BadAnnotations where none has entities."""
        from extractors.forms.teaching import written_pages

        cases = [(page, w) for example in examples for page, w in written_pages(example)]
        if len(cases) < 3:
            raise BadAnnotations(f"{len(cases)} annotated pages", "provide at least 3")
        import torch

        optimizer = torch.optim.AdamW(self.model.parameters(), lr=rate)
        self.model.train()
        end = time.monotonic() + 60 * (minutes or math.inf)
        for number in range(5):
            if number and time.monotonic() > end:
                break
            for page, written in cases:
                self._step(page, written, optimizer)
        self.model.eval()

    def _step(self, page: Page, written: Any, optimizer: Any) -> None:
        import torch

        words = [Word(t, Box(*map(float, b * page.width))) for t, b in zip(written.texts, written.boxes, strict=True)]
        begins = [i == 0 or written.entity[i] != written.entity[i - 1] for i in range(len(words))]
        wanted = [self._label_id(KINDS[written.kinds[e]], b) for e, b in zip(written.entity, begins, strict=True)]
        encoded = self._encode(words, page)
        for i, owners in enumerate(encoded["word_ids"]):
            labels = [
                -100 if o is None or (place and owners[place - 1] == o) else wanted[o] for place, o in enumerate(owners)
            ]
            inputs = {name: torch.tensor([values[i]]) for name, values in encoded.items() if name != "word_ids"}
            loss = self.model(**inputs, labels=torch.tensor([labels])).loss
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()

    def _label_id(self, kind: str, begins: bool) -> int:
        """The checkpoint's number for a kind; its label for "begins" or "goes on" where it has two."""
        fitting = [(label, int(i)) for i, label in self.model.config.id2label.items() if kind_of(str(label)) == kind]
        if not fitting:
            raise BadModel(f"{self.source} has no label for {kind}", "name its labels as FUNSD does: B-QUESTION ...")
        prefix = "B-" if begins else "I-"
        return next((i for label, i in fitting if str(label).startswith(prefix)), fitting[0][1])

    def save(self, directory: Path) -> dict[str, Any]:
        """The checkpoint with its tokenizer, as safetensors."""
        self.model.save_pretrained(directory, safe_serialization=True)
        self.tokenizer.save_pretrained(directory)
        return {"window": self.window, "name": self.name}

    @classmethod
    def load(cls, directory: Path, state: dict[str, Any]) -> Self:
        finder = cls(str(directory), window=state["window"])
        finder.name = state["name"]
        return finder


def kind_of(label: str) -> str:
    """``B-QUESTION``, ``i-answer``, ``key`` ... as one of our kinds; what is not known is other."""
    plain = label.lower().split("-", 1)[-1] if label[1:2] == "-" else label.lower()
    plain = _OTHER_NAMES.get(plain, plain)
    return plain if plain in KINDS else "other"


def _thousandths(box: Box, page: Page) -> list[int]:
    sizes = (page.width, page.height, page.width, page.height)
    return [int(np.clip(1000 * value / size, 0, 1000)) for value, size in zip(box, sizes, strict=True)]


def _spread(entity: Entity) -> Iterator[tuple[str, Box]]:
    """The words of an entity, each with the box of the line it may stand on (shared out evenly)."""
    texts = entity.text.split() or [entity.text]
    for i, text in enumerate(texts):
        yield text, entity.boxes[i * len(entity.boxes) // len(texts)]


def _entities(words: Sequence[Word], tags: Sequence[Tag], number: int) -> Iterator[Entity]:
    """Words of one kind that follow each other, begun anew where the checkpoint says so."""
    run: list[int] = []
    for i, tag in enumerate(tags):
        if run and (tag.begins or tag.kind != tags[run[-1]].kind):
            yield _entity(run, words, tags, number)
            run = []
        run.append(i)
    if run:
        yield _entity(run, words, tags, number)


def _entity(run: Sequence[int], words: Sequence[Word], tags: Sequence[Tag], number: int) -> Entity:
    own = [words[i].box for i in run]
    boxes = tuple(Box.around(own[i] for i in line) for line in lines(own))
    confidence = float(np.mean([tags[i].confidence for i in run]))
    return Entity(tags[run[0]].kind, " ".join(words[i].text for i in run), number, boxes, confidence)
