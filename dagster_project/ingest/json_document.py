"""Strict JSON: what the standard allows and nothing else, with numbers kept exactly as they are written."""

from __future__ import annotations

import json
from typing import Any

from dagster_project.errors import InputError

_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


class Number(str):
    """A JSON number, kept as the text in the file."""

    __slots__ = ()


class NotJson(str):
    """NaN or Infinity: no JSON, so the record that holds it cannot be trusted."""

    __slots__ = ()


class RepeatedKeys(dict[str, Any]):
    """An object in which a key stands twice (the last one is kept, as the standard's readers do)."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    return found if len(found) == len(pairs) else RepeatedKeys(pairs)


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_float=Number, parse_int=Number, parse_constant=NotJson)


def decode_json_bytes(data: bytes) -> str:
    """Return the text of a JSON file. Raises InputError when the bytes are not UTF-8 (or UTF-16 with a mark)."""
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InputError(f"is no valid JSON: line {line} holds bytes that are not {encoding}") from None


def parse_json(text: str) -> Any:
    """Parse one JSON document; NaN and Infinity come back as NotJson, numbers as Number.

    Raises InputError naming the line when the text is not JSON or is nested too deeply.
    """
    try:
        return _DECODER.decode(text)
    except RecursionError:
        raise InputError("is nested too deeply to be an export (more than 900 levels)") from None
    except json.JSONDecodeError as error:
        cut = "the file ends too early; " if error.pos >= len(text.rstrip()) else ""
        raise InputError(f"is no valid JSON: {cut}line {error.lineno}, column {error.colno}: {error.msg}") from None


def read_json_document(data: bytes) -> Any:
    """Parse the bytes of a whole JSON document by the letter of the standard (no NaN anywhere).

    Raises InputError with the line when it is not JSON.
    """
    document = parse_json(decode_json_bytes(data))
    if holds_not_json(document):
        raise InputError("is no valid JSON: it holds NaN or Infinity")
    return document


def holds_not_json(value: Any) -> bool:
    """Tell whether NaN or Infinity stands anywhere in a parsed value."""
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, NotJson):
            return True
        if isinstance(item, dict):
            stack.extend(item.values())
        elif isinstance(item, list):
            stack.extend(item)
    return False
