"""What the product knows of source systems: their tables, columns and accepted headers.

The declarations live beside the dbt models (`models/staging/<system>/_<system>__sources.yml`), so the
loader and the warehouse can never disagree. This module reads them into frozen dataclasses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from dagster_project.errors import InputError

TYPES = ("text", "timestamp", "date", "money", "number", "boolean")
CUSTOM = "custom"
_BLANKS = re.compile(r"\s+")


def fold_header(text: str) -> str:
    """Return the form in which two headers are compared: trimmed, one kind of blank, lower case, ё as е.

    A byte-order mark and zero-width characters are dropped. Raises nothing.
    """
    visible = text.replace("\ufeff", "").replace("\u200b", "").replace("\u00ad", "")
    return _BLANKS.sub(" ", visible).strip().casefold().replace("ё", "е")


@dataclass(frozen=True)
class Column:
    """One declared column of a raw table. `folded` holds its accepted headers, folded."""

    name: str
    headers: tuple[str, ...] = ()
    type: str = "text"
    required: bool = False
    event: bool = False
    personal: str | None = None

    @property
    def folded(self) -> tuple[str, ...]:
        return tuple(fold_header(header) for header in self.headers)

    @property
    def is_date(self) -> bool:
        return self.type in ("timestamp", "date")


@dataclass(frozen=True)
class Table:
    """One declared raw table; `full_name` is `system.table`, `key` its natural key columns."""

    system: str
    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    entity: str | None = None
    label: tuple[tuple[str, str], ...] = ()

    @property
    def full_name(self) -> str:
        return f"{self.system}.{self.name}"

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column | None:
        """Return the declared column of that name, or None."""
        return next((column for column in self.columns if column.name == name), None)


@dataclass(frozen=True)
class System:
    """One source system with the defaults that hold where a file itself proves nothing."""

    name: str
    schema: str
    label: str
    tables: tuple[Table, ...]
    date_order: str | None = None
    decimal: str | None = None
    confirmed: bool = False


@dataclass(frozen=True)
class Catalogue:
    """All declared systems, in the order of their names."""

    systems: tuple[System, ...]

    def tables(self) -> Iterator[Table]:
        """Yield every declared table, system by system."""
        for system in self.systems:
            yield from system.tables

    def system(self, name: str) -> System | None:
        """Return the system of that name, or None."""
        return next((system for system in self.systems if system.name == name), None)

    def table(self, full_name: str) -> Table | None:
        """Return the table `system.table` (a bare name means `custom.<name>`), or None."""
        wanted = full_name if "." in full_name else f"{CUSTOM}.{full_name}"
        return next((table for table in self.tables() if table.full_name == wanted), None)

    def with_headers(self, extra: Mapping[str, Mapping[str, Sequence[str]]]) -> Catalogue:
        """Return a catalogue that also accepts the headers of audit.yml (`headers:`).

        `extra` is {system.table: {column: [header, ...]}}. Raises InputError for an unknown table or column.
        """
        changed = self
        for full_name, columns in extra.items():
            table = changed.table(full_name)
            if table is None:
                known = ", ".join(sorted(t.full_name for t in self.tables() if t.system != CUSTOM))
                raise InputError(f"audit.yml: headers: unknown table '{full_name}'. Known tables: {known}.")
            changed = changed._replacing(_table_with_headers(table, columns))
        return changed

    def _replacing(self, table: Table) -> Catalogue:
        systems = tuple(
            replace(s, tables=tuple(table if t.full_name == table.full_name else t for t in s.tables))
            for s in self.systems
        )
        return Catalogue(systems)


def _table_with_headers(table: Table, extra: Mapping[str, Sequence[str]]) -> Table:
    for name in extra:
        if table.column(name) is None:
            raise InputError(
                f"audit.yml: headers: {table.full_name} has no column '{name}'. "
                f"Its columns: {', '.join(table.column_names)}."
            )
    columns = tuple(
        replace(column, headers=column.headers + tuple(str(h) for h in extra.get(column.name, ())))
        for column in table.columns
    )
    return replace(table, columns=columns)


@lru_cache(maxsize=8)
def load_catalogue(dbt_dir: Path) -> Catalogue:
    """Read every `models/staging/<system>/_<system>__sources.yml` under the dbt project folder.

    Sources whose schema does not begin with `raw_` (for example the settings) are left out.
    Raises ValueError when a declaration is malformed: that is a fault of the product, not of the user.
    """
    found: dict[str, System] = {}
    for path in sorted((dbt_dir / "models" / "staging").glob("*/_*__sources.yml")):
        for system in read_sources(path.read_text(encoding="utf-8")):
            if system.name in found:
                raise ValueError(f"{path.name}: source '{system.name}' is declared twice")
            found[system.name] = system
    return Catalogue(tuple(found[name] for name in sorted(found)))


def read_sources(text: str) -> list[System]:
    """Turn the text of one sources file into systems. Raises ValueError for a malformed declaration."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    document = yaml.load(text, Loader=loader) or {}
    sources = document.get("sources", [])
    return [_system(source) for source in sources if str(source.get("schema", "")).startswith("raw_")]


def _meta(node: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**(node.get("meta") or {}), **((node.get("config") or {}).get("meta") or {})}


def _system(source: Mapping[str, Any]) -> System:
    meta = _meta(source)
    name = str(source["name"])
    label = meta.get("label", name)
    return System(
        name=name,
        schema=str(source["schema"]),
        label=str(label.get("en", name) if isinstance(label, dict) else label),
        tables=tuple(_table(name, table) for table in source.get("tables") or []),
        date_order=meta.get("date_order"),
        decimal=meta.get("decimal"),
        confirmed=bool(meta.get("confirmed", False)),
    )


def _table(system: str, node: Mapping[str, Any]) -> Table:
    meta = _meta(node)
    label = meta.get("label") or {}
    pairs = tuple(label.items()) if isinstance(label, dict) else (("en", str(label)),)
    return Table(
        system=system,
        name=str(node["name"]),
        columns=tuple(_column(column) for column in node.get("columns") or []),
        key=tuple(meta.get("key") or ()),
        entity=meta.get("entity"),
        label=pairs,
    )


def _column(node: Mapping[str, Any]) -> Column:
    meta = _meta(node)
    kind = str(meta.get("type", "text"))
    if kind not in TYPES:
        raise ValueError(f"column {node['name']}: unknown type '{kind}', expected one of {', '.join(TYPES)}")
    headers = meta.get("headers") or ()
    return Column(
        name=str(node["name"]),
        headers=tuple(str(h) for h in ([headers] if isinstance(headers, str) else headers)),
        type=kind,
        required=bool(meta.get("required", False)),
        event=bool(meta.get("event", False)),
        personal=meta.get("personal"),
    )
