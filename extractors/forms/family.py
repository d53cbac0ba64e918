"""The forms family: open label/value pairs, or the named fields of a schema."""

from __future__ import annotations

import importlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Self, cast

from extractors.base import Extractor, Score
from extractors.errors import BadAnnotations, BadModel
from extractors.forms.calibrating import as_read
from extractors.forms.found import Finder, Found
from extractors.forms.matching import SchemaReader
from extractors.forms.reading import PageReading
from extractors.forms.schema import Schema
from extractors.normalize import Hints, find_hints
from extractors.types import Document, Entity, Example, Extraction, Field, Page

VERSION = 1
LEAST = 3
"""Fewer annotated documents than this teach nothing that can be trusted."""
FINDERS = {
    "rules": "extractors.forms.pairs:RuleFinder",
    "learned": "extractors.forms.learned:LearnedFinder",
    "huggingface": "extractors.forms.huggingface:HuggingFaceFinder",
}
DEFAULT = "learned"


@dataclass
class Forms(Extractor):
    """`finder` finds entities and links, by rules or learned. With a `schema` the fields are the schema's and nothing
    else; without, every label/value pair, check box and AcroForm value. `hints` say how dates and amounts are written
    where the document itself does not show it; pairs less probable than `threshold` are no fields;
    `fit` takes at most `minutes`, where the finder is one that takes long, and draws by `seed`."""

    family: ClassVar[str] = "forms"
    finder: Finder = field(default_factory=lambda: finder_class(DEFAULT)())
    schema: Schema | None = None
    hints: Hints = field(default_factory=Hints)
    threshold: float = 0.3
    reader: SchemaReader | None = None
    minutes: float | None = None
    seed: int | None = None

    def __post_init__(self) -> None:
        if self.schema is not None and self.reader is None:
            self.reader = SchemaReader(self.schema)

    @property
    def name(self) -> str:  # type: ignore[override]
        return self.finder.name

    def configure(self, **options: object) -> None:
        """`schema`: the fields to answer from now on, as a Schema or the TOML file that names them; what was learned of
        fields of the same name is kept. `minutes`: how long `fit` may take; `seed`: what it draws by. Raises BadSchema,
        BadOption."""
        schema, minutes, seed = (options.pop(name, None) for name in ("schema", "minutes", "seed"))
        super().configure(**options)
        if isinstance(minutes, int | float):
            self.minutes = float(minutes)
        if isinstance(seed, int):
            self.seed = seed
        if isinstance(schema, Schema | Path):
            self.schema = Schema.read(schema) if isinstance(schema, Path) else schema
            self.reader = SchemaReader(self.schema) if self.reader is None else self.reader.asked(self.schema)

    def predict(self, documents: Sequence[Document]) -> list[Extraction]:
        """One answer for each document. Entities and links are there with and without a schema."""
        return [
            self._answer(document, readings)
            for document, readings in zip(documents, self._read(documents), strict=True)
        ]

    def label(self, documents: Sequence[Document], given: Sequence[Sequence[Entity]]) -> list[Extraction]:
        """The given entities of each document with kinds and links, in the order given."""
        found = []
        for document, entities in zip(documents, given, strict=True):
            own = [[entity for entity in entities if entity.page == page.number] for page in document.pages]
            found.append(self._labelled(document, entities, self.finder.find(document.pages, own)))
        return found

    def fit(self, examples: Sequence[Example]) -> None:
        """Named fields teach the schema (made from the examples where none is set): aliases, and what surrounds,
        shapes and places values. Linked entities teach the finder. Raises BadAnnotations with less than 3 documents,
        or without anything annotated."""
        if len(examples) < LEAST:
            raise BadAnnotations(f"{len(examples)} annotated documents", f"annotate at least {LEAST}")
        linked = [example for example in examples if example.answer.entities]
        named = [example for example in examples if self.names_fields(example.answer)]
        if not (linked or named):
            raise BadAnnotations("nothing is annotated in any document", "mark fields, or entities with links")
        if linked:
            self.finder.fit(linked, self.minutes, self.seed)
        if named:
            self._fit_schema(named)

    def complete(self, examples: Sequence[Example]) -> bool:
        """Teach the finder the linked entities of documents that `fit` did not see."""
        linked = [example for example in examples if example.answer.entities]
        return bool(linked) and self.finder.complete(linked, self.minutes)

    def names_fields(self, answer: Extraction) -> bool:
        """Whether an answer names fields of its own: of the schema, or, where none is set, other than linked texts."""
        if self.schema is None:
            return bool(answer.fields and not answer.links)
        asked = {own.name for own in self.schema.fields}
        return any(own.key in asked for own in answer.fields)

    def evaluate(self, examples: Sequence[Example]) -> Score:
        from extractors.forms.evaluation import evaluate

        return evaluate(self, examples, "words")

    def save(self, directory: Path) -> None:
        """``extractor.json``, and what the finder writes beside it."""
        directory.mkdir(parents=True, exist_ok=True)
        finder = {"kind": self.finder.kind, "state": self.finder.save(directory)}
        content = {"version": VERSION, "family": self.family, "name": self.name, "finder": finder,
                   "hints": asdict(self.hints), "threshold": self.threshold,
                   "minutes": self.minutes, "reader": self.reader.plain() if self.reader else None}  # fmt: skip
        (directory / "extractor.json").write_text(json.dumps(content, indent=1, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, directory: Path) -> Self:
        path = directory / "extractor.json"
        content = _content(path)
        try:
            finder = finder_class(content["finder"]["kind"]).load(directory, content["finder"]["state"])
            reader = SchemaReader.of(content["reader"]) if content["reader"] else None
            schema, hints = reader.schema if reader else None, Hints(**content["hints"])
            return cls(finder, schema, hints, content["threshold"], reader, content.get("minutes"))
        except (KeyError, TypeError, ValueError) as error:
            raise BadModel(f"{path} is damaged ({error})", "copy the model's directory anew or train again") from error

    def _read(self, documents: Sequence[Document]) -> list[list[PageReading]]:
        """Every page of this family with what was found on it; all pages go to the finder together."""
        pages = [self.pages(document) for document in documents]
        hints = [find_hints(_lines(own)).over(self.hints) for own in pages]
        found = iter(self.finder.find([page for own in pages for page in own]))
        return [[PageReading(page, next(found), hint) for page in own] for own, hint in zip(pages, hints, strict=True)]

    def _answer(self, document: Document, readings: Sequence[PageReading]) -> Extraction:
        entities: list[Entity] = []
        links: list[tuple[int, int]] = []
        for reading in readings:
            links += [(link.question + len(entities), link.answer + len(entities)) for link in reading.found.links]
            entities += reading.found.entities
        fields = self._fields(readings)
        return Extraction(document.id, self.family, self.name, tuple(fields), (), tuple(entities), tuple(links))

    def _fields(self, readings: Sequence[PageReading]) -> list[Field]:
        if self.reader is None:
            return [field for reading in readings for field in reading.fields(self.threshold)]
        values = [value for reading in readings for value in reading.values()]
        sources = {reading.page.number: reading.source for reading in readings}
        words = {reading.page.number: reading.page.words for reading in readings}
        found = self.reader.answer(values, readings[0].hints, sources) if readings else []
        return [as_read(own, words[own.page]) for own in found]

    def _labelled(self, document: Document, given: Sequence[Entity], found: Sequence[Found]) -> Extraction:
        indexes = [[i for i, e in enumerate(given) if e.page == page.number] for page in document.pages]
        entities = list(given)
        links: list[tuple[int, int]] = []
        for own, one in zip(indexes, found, strict=True):
            links += [(own[link.question], own[link.answer]) for link in one.links]
            for i, entity in zip(own, one.entities, strict=True):
                entities[i] = entity
        return Extraction(document.id, self.family, self.name, (), (), tuple(entities), tuple(links))

    def _fit_schema(self, examples: Sequence[Example]) -> None:
        self.schema = self.schema or Schema.from_examples(examples)
        reader = self.reader or SchemaReader(self.schema)
        readings = self._read([example.document for example in examples])
        values = [[value for reading in own for value in reading.values()] for own in readings]
        counts = reader.learn(values, [example.answer.fields for example in examples])
        if not any(counts.values()):
            keys = ", ".join(counts)
            raise BadAnnotations(
                f"no annotated value of {keys} is on its page", "check that the values stand as printed"
            )
        self.reader, self.schema = reader, reader.schema


def _content(path: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadModel(f"{path} cannot be read", "copy the model's directory anew or train again") from error
    if content.get("version") != VERSION or content.get("family") != Forms.family:
        raise BadModel(f"{path} is of another version or family", "train again with this version")
    return content


def finder_class(kind: str) -> type[Finder]:
    """The class of a kind of finder, loaded when it is asked for. Raises KeyError."""
    module, _, name = FINDERS[kind].partition(":")
    return cast("type[Finder]", getattr(importlib.import_module(module), name))


def _lines(pages: Sequence[Page]) -> list[str]:
    return [" ".join(word.text for word in page.words) for page in pages]
