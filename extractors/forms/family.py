"""The forms family: open label/value pairs, or the named fields of a schema."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Self

from extractors.base import Extractor, Score
from extractors.errors import BadModel
from extractors.forms.acroform import acroform_fields, outside_widgets
from extractors.forms.checkboxes import Group, bind, checkbox_fields
from extractors.forms.found import Finder, Found
from extractors.forms.geometry import Node, line_height
from extractors.forms.labels import Labels
from extractors.forms.pairs import RuleFinder, page_nodes
from extractors.normalize import Hints, find_hints, guess_type, normalize
from extractors.types import Box, Document, Entity, Example, Extraction, Field, Page, Source

VERSION = 1


@dataclass
class Forms(Extractor):
    """`finder` finds entities and links; `hints` say how dates and amounts are written where the document does not
    (its own evidence wins); pairs less probable than `threshold` are no fields."""

    family: ClassVar[str] = "forms"
    finder: Finder = field(default_factory=RuleFinder)
    hints: Hints = field(default_factory=Hints)
    threshold: float = 0.3

    @property
    def name(self) -> str:  # type: ignore[override]
        return self.finder.name

    def predict(self, documents: Sequence[Document]) -> list[Extraction]:
        pages = [self.pages(document) for document in documents]
        found = iter(self.finder.find([page for own in pages for page in own]))
        return [
            self._answer(document, own, [next(found) for _ in own])
            for document, own in zip(documents, pages, strict=True)
        ]

    def label(self, documents: Sequence[Document], given: Sequence[Sequence[Entity]]) -> list[Extraction]:
        """The given entities of each document with kinds and links, in the order given; `pages` does not matter."""
        found = []
        for document, entities in zip(documents, given, strict=True):
            own = [[entity for entity in entities if entity.page == page.number] for page in document.pages]
            found.append(self._labelled(document, entities, self.finder.find(document.pages, own)))
        return found

    def _labelled(self, document: Document, given: Sequence[Entity], found: Sequence[Found]) -> Extraction:
        indexes = [[i for i, e in enumerate(given) if e.page == page.number] for page in document.pages]
        entities = list(given)
        links: list[tuple[int, int]] = []
        for own, one in zip(indexes, found, strict=True):
            links += [(own[link.question], own[link.answer]) for link in one.links]
            for i, entity in zip(own, one.entities, strict=True):
                entities[i] = entity
        return Extraction(document.id, self.family, self.name, (), (), tuple(entities), tuple(links))

    def _answer(self, document: Document, pages: Sequence[Page], found: Sequence[Found]) -> Extraction:
        hints = find_hints(_lines(pages)).over(self.hints)
        fields: list[Field] = []
        entities: list[Entity] = []
        links: list[tuple[int, int]] = []
        for page, one in zip(pages, found, strict=True):
            fields += self._page_fields(page, one, hints)
            links += [(link.question + len(entities), link.answer + len(entities)) for link in one.links]
            entities += one.entities
        return Extraction(
            document.id, self.family, self.name, tuple(fields), entities=tuple(entities), links=tuple(links)
        )

    def _page_fields(self, page: Page, found: Found, hints: Hints) -> list[Field]:
        printed = [f for f in pair_fields(page, found, hints) if f.confidence >= self.threshold]
        if not page.widgets and not any(region.state is not None for region in page.regions):
            return printed
        nodes = page_nodes(page)
        unit = line_height(nodes)
        groups = bind(page, nodes, unit)
        printed = [*_no_options(printed, groups, nodes), *checkbox_fields(page, groups, nodes)]
        if not page.widgets:
            return printed
        labels = Labels(nodes, unit, groups)
        stored = acroform_fields(page, hints, labels.of)
        return stored + outside_widgets(page, printed, labels.of)

    def fit(self, examples: Sequence[Example]) -> None:
        self.finder.fit(examples)

    def evaluate(self, examples: Sequence[Example]) -> Score:
        from extractors.forms.evaluation import evaluate

        return evaluate(self, examples, "words")

    def save(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        content = {"version": VERSION, "family": self.family, "name": self.name, "finder": self.finder.state()}
        (directory / "extractor.json").write_text(json.dumps(content, indent=1, ensure_ascii=False))

    @classmethod
    def load(cls, directory: Path) -> Self:
        path = directory / "extractor.json"
        try:
            content = json.loads(path.read_text())
        except (OSError, ValueError) as error:
            raise BadModel(f"{path} cannot be read", "train again or copy the model's directory anew") from error
        if content.get("version") != VERSION or content.get("family") != cls.family:
            raise BadModel(f"{path} is of another version or family", "train again with this version")
        forms = cls()
        forms.finder.restore(content["finder"])
        return forms


def pair_fields(page: Page, found: Found, hints: Hints) -> list[Field]:
    """A Field for every linked question and answer."""
    kind = page.text_source if page.text_source in ("text", "ocr") else "text"
    fields = []
    for link in found.links:
        question, answer = found.entities[link.question], found.entities[link.answer]
        label = question.text.strip(" :.…_*")
        type_ = guess_type(answer.text)
        source = Source(kind, answer.text, page.number, answer.box, name=question.text)
        normal = normalize(answer.text, type_, hints)
        fields.append(
            Field(
                label,
                answer.text,
                page.number,
                answer.box,
                link.confidence,
                type_,
                normal,
                label,
                question.box,
                (source,),
            )
        )
    return fields


def _lines(pages: Sequence[Page]) -> list[str]:
    return [" ".join(word.text for word in page.words) for page in pages]


def _no_options(fields: Sequence[Field], groups: Sequence[Group], nodes: Sequence[Node]) -> list[Field]:
    """The pairs that do not take the text of an option, or the question of options, for label or value."""
    boxes = [option.box for group in groups for option in group.options if option.text]
    boxes += [nodes[group.question].box for group in groups if group.question is not None]
    taken = {tuple(box) for box in boxes}
    return [
        field
        for field in fields
        if not any(own and (tuple(own) in taken or _mostly_in(own, boxes)) for own in (field.box, field.key_box))
    ]


def _mostly_in(box: Box, others: Sequence[Box]) -> bool:
    return any(box.covered_by(other) > 0.7 for other in others)
