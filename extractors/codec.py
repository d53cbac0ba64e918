"""The one JSON form of documents, answers and failures: field names as in `types`, defaults left out."""

from __future__ import annotations

import dataclasses
import types
import typing
from functools import cache
from typing import Any, TypeVar, cast

from extractors.types import Box

T = TypeVar("T")


def encode(value: Any) -> Any:
    """Plain lists, dicts, strings and numbers. A Box becomes ``[x0, top, x1, bottom]`` with three decimals."""
    if isinstance(value, Box):
        return [round(number, 3) for number in value]
    if dataclasses.is_dataclass(value):
        return {f.name: encode(getattr(value, f.name)) for f in dataclasses.fields(value) if not _is_default(f, value)}
    if isinstance(value, tuple | list):
        return [encode(item) for item in value]
    if isinstance(value, float):
        return round(value, 6)
    return value


def decode(kind: type[T], data: Any) -> T:
    """The value that `encode` wrote. Raises ValueError naming the type and what is wrong."""
    try:
        return cast(T, _decode(kind, data))
    except (TypeError, KeyError, IndexError) as error:
        raise ValueError(f"not a {getattr(kind, '__name__', kind)}: {error}") from error


def _is_default(f: dataclasses.Field[Any], owner: Any) -> bool:
    value = getattr(owner, f.name)
    if f.default_factory is not dataclasses.MISSING:
        return bool(value == f.default_factory())
    return f.default is not dataclasses.MISSING and type(value) is type(f.default) and bool(value == f.default)


def _decode(kind: Any, data: Any) -> Any:
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if origin is types.UnionType or origin is typing.Union:
        return None if data is None else _decode(next(a for a in args if a is not type(None)), data)
    if origin is tuple:
        item_kinds = [args[0]] * len(data) if args[-1] is Ellipsis else args
        return tuple(_decode(k, item) for k, item in zip(item_kinds, data, strict=True))
    if kind is Box:
        return Box(*data)
    if dataclasses.is_dataclass(kind):
        return _decode_dataclass(cast(type, kind), data)
    return float(data) if kind is float else data


def _decode_dataclass(kind: type, data: dict[str, Any]) -> Any:
    hints = _hints(kind)
    unknown = set(data) - set(hints)
    if unknown:
        raise ValueError(f"{kind.__name__} has no {', '.join(sorted(unknown))}")
    return kind(**{name: _decode(hints[name], item) for name, item in data.items()})


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)
