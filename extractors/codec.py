"""The one JSON form of documents, answers and failures: field names as in `types`, defaults left out."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable
from functools import cache, partial
from typing import Any, TypeVar, cast

from extractors.types import Box, values_of

T = TypeVar("T")
_NONE = dataclasses.MISSING


def encode(value: Any) -> Any:
    """Plain lists, dicts, strings and numbers. A Box becomes ``[x0, top, x1, bottom]`` with three decimals."""
    kind = type(value)
    if kind is str or kind is int or kind is bool or value is None:
        return value
    if kind is float:
        return round(value, 6)
    if kind is Box:
        return _sides(value)
    if isinstance(value, tuple | list):
        return [encode(item) for item in value]
    if dataclasses.is_dataclass(value):
        return _encoded_fields(value, *_defaults(cast(Any, kind)))
    return value


def _sides(box: Box) -> list[float]:
    """To thousandths; half the time of `round`, which writes the number out and reads it again."""
    if box.x0 < 0 or box.top < 0:
        return [round(box.x0, 3), round(box.top, 3), round(box.x1, 3), round(box.bottom, 3)]
    return [
        int(box.x0 * 1000 + 0.5) / 1000,
        int(box.top * 1000 + 0.5) / 1000,
        int(box.x1 * 1000 + 0.5) / 1000,
        int(box.bottom * 1000 + 0.5) / 1000,
    ]


@cache
def _defaults(kind: type) -> tuple[Callable[[Any], tuple[Any, ...]], tuple[tuple[str, Any], ...]]:
    """What gives the values of a dataclass, and its fields, each with its default (MISSING: none)."""
    parts = dataclasses.fields(kind)
    defaults = ((f.name, f.default if f.default_factory is _NONE else f.default_factory()) for f in parts)
    return values_of(kind), tuple(defaults)


def _encoded_fields(
    value: Any, values: Callable[[Any], tuple[Any, ...]], defaults: tuple[tuple[str, Any], ...]
) -> dict[str, Any]:
    told = {}
    for item, (name, default) in zip(values(value), defaults, strict=True):
        if item is default:
            continue
        kind = type(item)
        if kind is Box:
            told[name] = _sides(item)
        elif kind is not type(default) or item != default:
            told[name] = item if kind is str or kind is int or kind is bool else encode(item)
    return told


def decode(kind: type[T], data: Any) -> T:
    """The value that `encode` wrote. Raises ValueError naming the type and what is wrong."""
    try:
        return cast(T, _decode(kind, data))
    except (TypeError, KeyError, IndexError) as error:
        raise ValueError(f"not a {getattr(kind, '__name__', kind)}: {error}") from error


def _decode(kind: Any, data: Any) -> Any:
    return _decoder(kind)(data)


@cache
def _decoder(kind: Any) -> Callable[[Any], Any]:
    """What makes a value of a type from plain data; types are looked at once."""
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if origin is types.UnionType or origin is typing.Union:
        inner = _decoder(next(a for a in args if a is not type(None)))
        return lambda data: None if data is None else inner(data)
    if origin is tuple:
        return _tuple_decoder(args)
    if kind is Box:
        return lambda data: Box(*data)
    if dataclasses.is_dataclass(kind):
        return partial(_decode_dataclass, cast(type, kind))
    return float if kind is float else _unchanged


def _unchanged(data: Any) -> Any:
    return data


def _tuple_decoder(args: tuple[Any, ...]) -> Callable[[Any], tuple[Any, ...]]:
    inner = [_decoder(a) for a in args if a is not Ellipsis]
    if args[-1] is Ellipsis:
        return lambda data: tuple([inner[0](item) for item in data])
    return lambda data: tuple([decode(item) for decode, item in zip(inner, data, strict=True)])


def _decode_dataclass(kind: type, data: dict[str, Any]) -> Any:
    decoders = _decoders(kind)
    unknown = data.keys() - decoders.keys()
    if unknown:
        raise ValueError(f"{kind.__name__} has no {', '.join(sorted(unknown))}")
    return kind(**{name: decoders[name](item) for name, item in data.items()})


@cache
def _decoders(kind: type) -> dict[str, Callable[[Any], Any]]:
    return {name: _decoder(hint) for name, hint in typing.get_type_hints(kind).items()}
