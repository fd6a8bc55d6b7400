"""One JSON record as one flat row: nested objects get dotted names, custom fields their own names."""

from __future__ import annotations

import json
from typing import Any

from dagster_project.ingest.json_document import NotJson, RepeatedKeys, holds_not_json

CUSTOM_FIELDS = ("custom_fields_values", "custom_fields")
REPEATED = "a key stands twice in the record"
NOT_A_NUMBER = "NaN or Infinity, which JSON does not know"
_MAX_DEPTH = 8


def defect(record: dict[str, Any]) -> str | None:
    """Return why a record cannot be trusted, or None."""
    if holds_not_json(record):
        return NOT_A_NUMBER
    if _has_repeated_keys(record):
        return REPEATED
    return None


def _has_repeated_keys(value: Any) -> bool:
    if isinstance(value, RepeatedKeys):
        return True
    if isinstance(value, dict):
        return any(_has_repeated_keys(item) for item in value.values())
    return isinstance(value, list) and any(_has_repeated_keys(item) for item in value)


def flatten(record: dict[str, Any]) -> dict[str, str | None]:
    """Return {dotted name: text or None for null}.

    Lists of plain values are joined with "; ", other lists stay JSON text. amoCRM's custom fields become columns
    under their field names; `_embedded` is left out of the names.
    """
    row: dict[str, str | None] = {}
    _flatten(record, "", row, 0)
    return row


def _flatten(record: dict[str, Any], prefix: str, row: dict[str, str | None], depth: int) -> None:
    for key, value in record.items():
        name = prefix + key.replace("\0", "")
        if key in CUSTOM_FIELDS and isinstance(value, list):
            _custom_fields(value, prefix, row)
        elif isinstance(value, dict) and depth < _MAX_DEPTH:
            _flatten(value, prefix if key == "_embedded" else f"{name}.", row, depth + 1)
        else:
            _put(row, name, _text(value))


def _custom_fields(fields: list[Any], prefix: str, row: dict[str, str | None]) -> None:
    for field in fields:
        if not isinstance(field, dict):
            continue
        name = str(field.get("field_name") or field.get("name") or field.get("field_code") or field.get("field_id"))
        values = field.get("values")
        plain = [v.get("value") if isinstance(v, dict) else v for v in values] if isinstance(values, list) else []
        _put(row, prefix + name.replace("\0", ""), _text([v for v in plain if v is not None]))


def _put(row: dict[str, str | None], name: str, text: str | None) -> None:
    free, number = name, 2
    while free in row:
        free = f"{name} ({number})"
        number += 1
    row[free] = text


def _text(value: Any) -> str | None:
    if value is None or (isinstance(value, list) and not value):
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (NotJson, str)):
        return value.replace("\0", "")
    if isinstance(value, list) and all(isinstance(v, (str, bool)) or v is None for v in value):
        return "; ".join(text for v in value if (text := _text(v)) is not None)
    return json.dumps(value, ensure_ascii=False).replace("\0", "")
