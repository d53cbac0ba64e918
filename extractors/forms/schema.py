"""A schema: the named, typed fields that a kind of document is asked for.

As TOML::

    name = "receipt"

    [fields.total]
    type = "money"
    aliases = ["Total", "Amount due", "Gesamtbetrag"]
    required = true

    [fields.phone]
    repeated = true
    pattern = '[+0-9 ()/-]{6,}'

or as a pydantic model, whose field names, types, titles, aliases, descriptions and patterns are used. A schema works
without any training; every annotated document adds aliases to it.
"""

from __future__ import annotations

import datetime
import decimal
import re
import tomllib
import types
import typing
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, get_args

from extractors.errors import DocrowError
from extractors.normalize import normalize
from extractors.types import Example, ValueType

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic.fields import FieldInfo

_KINDS: dict[Any, ValueType] = {
    str: "text", int: "integer", float: "number", bool: "boolean", decimal.Decimal: "number",
    datetime.date: "date", datetime.datetime: "date",
}  # fmt: skip


class BadSchema(DocrowError):
    """A schema that says something impossible; the message names the field."""

    code = "schema"
    exit_code = 6


@dataclass(frozen=True, slots=True)
class SchemaField:
    """One field: `aliases` are labels it is printed with; `repeated` allows several values; `pattern` is a regular
    expression that the whole value matches."""

    name: str
    type: ValueType = "text"
    aliases: tuple[str, ...] = ()
    required: bool = False
    repeated: bool = False
    pattern: str = ""

    def __post_init__(self) -> None:
        if self.type not in get_args(ValueType):
            raise BadSchema(f"field {self.name}: no type {self.type!r}", f"use one of {', '.join(get_args(ValueType))}")
        try:
            re.compile(self.pattern)
        except re.error as error:
            raise BadSchema(f"field {self.name}: the pattern is no regular expression ({error})") from error

    def accepts(self, value: str) -> bool:
        """Whether a printed value can be of this type and fits the pattern; a date may be readable in two ways."""
        if self.pattern and not re.fullmatch(self.pattern, value.strip()):
            return False
        if self.type == "date":
            return bool(normalize(value, "date") or re.search(r"\d", value))
        if self.type in ("number", "integer", "percent", "money"):
            return bool(re.search(r"\d", value))
        return True

    @property
    def words(self) -> str:
        """The name in words: ``taxClass`` is tax class, ``SCorp_2`` S Corp 2."""
        return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[_\-./]+", " ", self.name)


@dataclass(frozen=True, slots=True)
class Schema:
    """Fields in the order in which they are answered."""

    fields: tuple[SchemaField, ...]
    name: str = ""

    def __post_init__(self) -> None:
        names = [field.name for field in self.fields]
        if twice := {name for name in names if names.count(name) > 1}:
            raise BadSchema(f"fields given twice: {', '.join(sorted(twice))}")

    def names(self, field: SchemaField) -> tuple[str, ...]:
        """What a field may be called on paper: its aliases, its name in words, and its name without the words that
        three or more fields share (TaxClassIndividual, TaxClassTrust, TaxClassOther: individual)."""
        counts = Counter(word for own in self.fields for word in set(own.words.lower().split()))
        telling = [word for word in field.words.split() if counts[word.lower()] < 3]
        return tuple(dict.fromkeys((*field.aliases, field.words, *([" ".join(telling)] if telling else []))))

    @classmethod
    def of(cls, content: dict[str, Any]) -> Self:
        """From the plain form (TOML, JSON). Raises BadSchema for what it does not know."""
        listed = content.get("fields")
        if not isinstance(listed, dict) or not listed:
            raise BadSchema("a schema needs a table [fields.<name>] for each field")
        return cls(tuple(_field_of(name, values) for name, values in listed.items()), str(content.get("name", "")))

    @classmethod
    def read(cls, path: Path) -> Self:
        """From a TOML file. Raises BadSchema."""
        try:
            return cls.of(tomllib.loads(path.read_text(encoding="utf-8")))
        except (OSError, tomllib.TOMLDecodeError) as error:
            raise BadSchema(f"{path} is no readable TOML: {error}") from error

    @classmethod
    def from_model(cls, model: type[BaseModel]) -> Self:
        """From a pydantic model class."""
        fields = (_field_from(name, info) for name, info in model.model_fields.items())
        return cls(tuple(fields), model.__name__)

    @classmethod
    def from_examples(cls, examples: Sequence[Example]) -> Self:
        """The fields that people annotated, in order of appearance; repeated where a document has several."""
        fields: dict[str, SchemaField] = {}
        for example in examples:
            keys = [field.key for field in example.answer.fields]
            for field in example.answer.fields:
                known = fields.get(field.key) or SchemaField(field.key, field.type)
                fields[field.key] = replace(known, repeated=known.repeated or keys.count(field.key) > 1)
        return cls(tuple(fields.values()))

    def plain(self) -> dict[str, Any]:
        """The form that `of` reads, defaults left out."""
        fields = {}
        for field in self.fields:
            values: dict[str, Any] = {"type": field.type, "aliases": list(field.aliases), "pattern": field.pattern}
            values |= {"required": field.required, "repeated": field.repeated}
            fields[field.name] = {key: value for key, value in values.items() if value}
        return {"name": self.name, "fields": fields}


def _field_of(name: str, values: dict[str, Any]) -> SchemaField:
    unknown = set(values) - {"type", "aliases", "required", "repeated", "pattern"}
    if unknown:
        raise BadSchema(f"field {name}: nothing is called {', '.join(sorted(unknown))}")
    given: dict[str, Any] = {key: tuple(v) if isinstance(v, list) else v for key, v in values.items()}
    return SchemaField(name, **given)


def _field_from(name: str, info: FieldInfo) -> SchemaField:
    kind, optional, repeated = _unwrap(info.annotation)
    aliases = [text for text in (info.title, info.alias, info.description) if isinstance(text, str)]
    pattern = next((p for m in info.metadata if (p := getattr(m, "pattern", None))), "")
    options = typing.get_origin(kind) is typing.Literal
    type_: ValueType = "choice" if options else _KINDS.get(kind, "text")
    required = info.is_required() and not optional
    return SchemaField(name, type_, tuple(aliases), required, repeated, str(pattern))


def _unwrap(annotation: Any) -> tuple[Any, bool, bool]:
    """The value's own type, whether it may be None, whether it is a list."""
    optional = repeated = False
    while True:
        origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
        if origin in (typing.Union, types.UnionType):
            optional = optional or type(None) in arguments
            annotation = next(a for a in arguments if a is not type(None))
        elif origin in (list, tuple, set, frozenset, Sequence):
            repeated, annotation = True, arguments[0]
        elif origin is typing.Annotated:
            annotation = arguments[0]
        else:
            return annotation, optional, repeated
