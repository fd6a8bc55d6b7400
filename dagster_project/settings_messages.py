"""Messages about wrong keys and values of audit.yml, in words for its writer."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel


def nearest(word: str, candidates: Iterable[str]) -> str:
    """`; did you mean x?` for the closest candidate, or an empty text."""
    found = difflib.get_close_matches(word, list(candidates), n=1, cutoff=0.5)
    return f"; did you mean {found[0]}?" if found else ""


def plain_message(file_name: str, error: Any, model: type[BaseModel]) -> str:
    """Say in plain words what pydantic found: the key, what was expected there, what stands there.

    `error` is one item of `ValidationError.errors()`, `model` the model that was checked.
    """
    where = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in error["loc"]).lstrip(".")
    if error["type"] == "extra_forbidden":
        known = _known_keys(model, error["loc"][:-1])
        advice = nearest(str(error["loc"][-1]), known) or f"; known keys here: {', '.join(known)}"
        return f"{file_name}: unknown key {where}{advice}"
    if error["type"] == "missing":
        return f"{file_name}: the key {where} is missing"
    text = _PLAIN.get(error["type"]) or error["msg"].removeprefix("Value error, ").replace(
        "Input should be", "expected"
    )
    given = "" if error["type"] == "value_error" else f", got {error.get('input')!r}"
    return f"{file_name}, key {where}: {text}{given}"


_DATE = "not a date; expected YYYY-MM-DD such as 2025-01-31"
_NUMBER = "expected a number"
_PLAIN = {
    **dict.fromkeys(("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"), _DATE),
    **dict.fromkeys(("int_type", "int_parsing", "float_type", "float_parsing"), _NUMBER),
    "int_from_float": "expected a whole number",
    "bool_parsing": "expected true or false",
    "bool_type": "expected true or false",
    "tuple_type": "expected a list in square brackets, such as [one, two]",
    "too_long": "expected fewer values in the list",
    "model_type": "expected keys with values below it, each on a line of its own",
    "dict_type": "expected keys with values below it, each on a line of its own",
    "string_type": "expected text; put it in quotes",
    "string_too_short": "expected some text",
    "string_pattern_mismatch": "expected a code of three capital letters, such as RUB",
}
"""Plain words for what pydantic says of a wrong value."""


def _known_keys(model: type[BaseModel], loc: tuple[Any, ...]) -> list[str]:
    for part in loc:
        if isinstance(part, int):
            continue
        field = model.model_fields.get(str(part))
        inner = _model_in(field.annotation) if field else None
        if inner is None:
            return []
        model = inner
    return sorted(model.model_fields)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = _model_in(argument)
        if found:
            return found
    return None
