"""Frozen dataclasses to JSON text and back, by their type annotations alone."""

from __future__ import annotations

import dataclasses
import json
import math
import types
import typing
from datetime import date
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")


def encode(value: Any) -> str:
    """JSON text of a dataclass: sorted keys, dates as YYYY-MM-DD, texts as they are, a line end at the end.

    Raises ValueError when a number is not finite and TypeError for a type that JSON cannot hold.
    """
    return json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, indent=2, allow_nan=False) + "\n"


def decode(kind: type[T], text: str) -> T:
    """The object of type ``kind`` that ``encode`` wrote. Raises ValueError naming the place that does not fit."""
    return typing.cast(T, _build(kind, json.loads(text), kind.__name__))


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        hints = _hints(type(value))
        return {
            one.name: _plain(_as_declared(hints[one.name], getattr(value, one.name)))
            for one in dataclasses.fields(value)
        }
    if isinstance(value, dict):
        return {str(key): _plain(entry) for key, entry in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(entry) for entry in value]
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, bool) or value is None or isinstance(value, str | int):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError(f"a number of the evidence is not finite: {value!r}")
        return float(value)
    raise TypeError(f"the evidence cannot hold a {type(value).__name__}")


def _as_declared(kind: Any, value: Any) -> Any:
    """Whole numbers in fields of fractions become fractions, so that text and object name the same bytes."""
    if isinstance(value, int) and not isinstance(value, bool) and float in (kind, *typing.get_args(kind)):
        return float(value)
    return value


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _build(kind: Any, value: Any, place: str) -> Any:
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        return _build_union(typing.get_args(kind), value, place)
    if origin is tuple:
        item = typing.get_args(kind)[0]
        return tuple(_build(item, entry, f"{place}[{i}]") for i, entry in enumerate(_checked(list, value, place)))
    if origin is dict:
        item = typing.get_args(kind)[1]
        return {key: _build(item, entry, f"{place}.{key}") for key, entry in _checked(dict, value, place).items()}
    if origin is typing.Literal:
        if value not in typing.get_args(kind):
            raise ValueError(f"{place}: {value!r} is none of {typing.get_args(kind)}")
        return value
    if dataclasses.is_dataclass(kind):
        return _build_dataclass(typing.cast(type, kind), _checked(dict, value, place), place)
    if kind is date:
        return date.fromisoformat(_checked(str, value, place))
    if kind is float:
        return float(_checked((int, float), value, place))
    return _checked(kind, value, place)


def _build_union(options: tuple[Any, ...], value: Any, place: str) -> Any:
    if value is None:
        if type(None) not in options:
            raise ValueError(f"{place}: a value is missing")
        return None
    options = tuple(option for option in options if option is not type(None))
    if len(options) == 1:
        return _build(options[0], value, place)
    tagged = {typing.get_args(_hints(option)["kind"])[0]: option for option in options}
    tag = _checked(dict, value, place).get("kind")
    if tag not in tagged:
        raise ValueError(f"{place}: kind {tag!r} is none of {sorted(tagged)}")
    return _build(tagged[tag], value, place)


def _build_dataclass(kind: type, value: dict[str, Any], place: str) -> Any:
    hints = _hints(kind)
    unknown = sorted(set(value) - set(hints))
    if unknown:
        raise ValueError(f"{place}: unknown key {unknown[0]!r}")
    fields = {key: _build(hints[key], entry, f"{place}.{key}") for key, entry in value.items()}
    try:
        return kind(**fields)
    except TypeError as error:
        raise ValueError(f"{place}: {error}") from error


def _checked(kind: Any, value: Any, place: str) -> Any:
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise ValueError(f"{place}: {value!r} is of the wrong type")
    return value
