"""Opening JSON: an array, an answer of an API with the list inside, or one object a line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from dagster_project.errors import InputError
from dagster_project.ingest.csv_reader import Record
from dagster_project.ingest.header import RESERVED, HeaderFinder, Layout
from dagster_project.ingest.json_document import decode_json_bytes, parse_json
from dagster_project.ingest.json_flatten import defect, flatten
from dagster_project.ingest.shown import shown
from dagster_project.ingest.source import OpenedFile
from dagster_project.ingest.unknown_cell import ABSENT

_MAX_DOCUMENT = 512 << 20
_MAX_COLUMNS = 2000
_ENVELOPES = (
    *("result", "data", "items", "records", "results", "value"),
    *("leads", "deals", "contacts", "companies", "tasks", "events"),
    *("tickets", "conversations", "reviews"),
)
Item = tuple[int, dict[str, Any] | None, str | None, bytes]


def open_json(path: Path, is_lines: bool, finder: HeaderFinder) -> OpenedFile:
    """Open a JSON file of records; `is_lines` tells that its name promises one object a line.

    A line number is the line of the object (JSON lines) or the number of the record (documents).
    Raises InputError when it is not JSON, is too deep or too large, or holds no list of objects.
    """
    lines = is_lines or _is_json_lines(path)
    items: Callable[[], Iterator[Item]]
    if lines:
        items = lambda: _line_items(path)  # noqa: E731
    else:
        found = list(_document_items(path))
        items = lambda: iter(found)  # noqa: E731
    names = _column_names(items())
    header = finder.find_in_fields(names)
    if header is None:
        raise InputError("holds no object with fields, so it is no table")
    final = tuple(f"{name}_" if name.casefold() in RESERVED else name for name in names)
    layout = Layout(final, tuple(names), frozenset((len(names),)), 0, 0)
    return OpenedFile(
        kind="jsonl" if lines else "json",
        layout=layout,
        header=header,
        records=lambda: _records(items(), names),
        encoding="utf-8",
        keyed=True,
    )


def _is_json_lines(path: Path) -> bool:
    """Two first lines that are objects of their own."""
    with path.open("rb") as handle:
        first = handle.readline(8 << 20).removeprefix(b"\xef\xbb\xbf").strip()
        second = handle.readline(8 << 20).strip()
    if not first.startswith(b"{") or not second.startswith(b"{"):
        return False
    try:
        return isinstance(parse_json(first.decode("utf-8")), dict)
    except (InputError, UnicodeDecodeError):
        return False


def _line_items(path: Path) -> Iterator[Item]:
    with path.open("rb") as handle:
        for number, raw in enumerate(handle, start=1):
            raw = raw.rstrip(b"\r\n")
            if number == 1:
                raw = raw.removeprefix(b"\xef\xbb\xbf")
            if not raw.strip():
                yield number, None, None, raw
                continue
            try:
                value = parse_json(raw.decode("utf-8"))
            except UnicodeDecodeError:
                yield number, None, "bytes that are not UTF-8", raw
            except InputError as error:
                yield number, None, str(error).replace("line 1, ", ""), raw
            else:
                yield number, *_checked(value), raw


def _document_items(path: Path) -> Iterator[Item]:
    if path.stat().st_size > _MAX_DOCUMENT:
        raise InputError(f"is a JSON document of more than {_MAX_DOCUMENT >> 20} MB; export it as JSON lines or CSV")
    records = _as_objects(_list_inside(parse_json(decode_json_bytes(path.read_bytes()))))
    for number, value in enumerate(records, start=1):
        record, reason = _checked(value)
        yield number, record, reason, json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _checked(value: Any) -> tuple[dict[str, Any] | None, str | None]:
    if not isinstance(value, dict):
        return None, "not an object with fields"
    reason = defect(value)
    if reason is None and not _is_encodable(value):
        reason = "half of a surrogate pair, which is no letter"
    return (None, reason) if reason else (value, None)


def _is_encodable(value: dict[str, Any]) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _list_inside(document: Any) -> list[Any]:
    """Find the list of records: the document itself, or under one of the usual names of an API's answer."""
    for _ in range(4):
        if isinstance(document, list):
            return _pages(document)
        if not isinstance(document, dict):
            break
        if isinstance(document.get("_embedded"), dict):
            document = document["_embedded"]
            continue
        inner = next((document[k] for k in _ENVELOPES if isinstance(document.get(k), (list, dict))), None)
        if inner is None:
            lists = [v for v in document.values() if isinstance(v, list) and v and isinstance(v[0], dict)]
            if len(lists) != 1:
                break
            inner = lists[0]
        document = inner
    raise InputError("holds no list of objects (looked at the top, and under result, data, items, _embedded)")


def _as_objects(items: list[Any]) -> list[Any]:
    """A list of lists whose first one holds the names (BI data sets of Bitrix24) as a list of objects."""
    names = items[0] if items else None
    if not isinstance(names, list) or not names or not all(isinstance(name, str) and name.strip() for name in names):
        return items
    if len(set(names)) < len(names):
        raise InputError("names a column twice in its first row, so it cannot be told which one is meant")
    return [
        dict(zip(names, item, strict=True)) if isinstance(item, list) and len(item) == len(names) else item
        for item in items[1:]
    ]


def _pages(items: list[Any]) -> list[Any]:
    """Pages of an API saved one after the other ([{_embedded: {leads: [...]}}, ...]) as one list."""
    if items and all(
        isinstance(item, dict) and isinstance(item.get("_embedded"), dict) and "_links" in item and "_page" in item
        for item in items
    ):
        return [record for page in items for record in _list_inside(page)]
    return items


def _column_names(items: Iterator[Item]) -> list[str]:
    names: dict[str, None] = {}
    for _, record, _, _ in items:
        if record is not None:
            names.update(dict.fromkeys(flatten(record)))
            if len(names) > _MAX_COLUMNS:
                raise InputError(f"has more than {_MAX_COLUMNS} different fields, so it is no list of like records")
    by_fold: dict[str, str] = {}
    for name in names:
        other = by_fold.setdefault(name.casefold().strip(), name)
        if other != name:
            raise InputError(
                f"has the fields '{shown(other)}' and '{shown(name)}', which differ only in case; rename one of them"
            )
    return list(names)


def _records(items: Iterator[Item], names: list[str]) -> Iterator[Record]:
    for number, record, reason, raw in items:
        if record is None:
            yield Record(number, number, None if reason else [], reason, raw)
        else:
            row = flatten(record)
            yield Record(number, number, [row.get(name, ABSENT) or "" for name in names], None, raw)
