"""Small databases in which the suites are tried."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from dagster_project.expectations.suites import Layer, Suite, load_suites

ROOT = Path(__file__).resolve().parents[2]
SUITES = ROOT / "expectations"
TECHNICAL = {"_file_id": "varchar", "_row_number": "bigint", "_date_order": "varchar", "_decimal": "varchar"}
TYPED = {
    "timestamp": "0{n}.02.2025 10:00:00",
    "date": "0{n}.02.2025",
    "money": "1 000,50",
    "number": "1",
    "boolean": "да",
}
N_ORDINARY = 3

Table = Mapping[str, tuple[str, Any]]


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory."""
    opened = duckdb.connect()
    yield opened
    opened.close()


def suites_of(layer: Layer) -> tuple[Suite, ...]:
    """The shipped suites of a layer."""
    return load_suites(SUITES, layer)


def tables_of(layer: Layer) -> dict[tuple[str, str], Table]:
    """Columns of every table of a layer, by schema and name, each with its type and an ordinary value."""
    return _raw_tables() if layer == "raw" else _canonical_tables()


def create(connection: duckdb.DuckDBPyConnection, tables: Mapping[tuple[str, str], Table], filled: bool) -> None:
    """Makes the tables, with a few ordinary rows or none, and the settings that suites refer to."""
    connection.execute("create schema settings; create table settings.parameters (name varchar, value varchar)")
    connection.execute("insert into settings.parameters values ('as_of', '2025-12-31'), ('currency', 'RUB')")
    for (schema, name), table in tables.items():
        columns = ", ".join(f"{column} {kind}" for column, (kind, _) in table.items())
        connection.execute(
            f"create schema if not exists {schema}; create table {schema}.{name} ({columns}, _added boolean)"
        )
        if filled:
            for number in range(1, N_ORDINARY + 1):
                insert(connection, (schema, name), table, {}, number)
    if ("intermediate", "int_unreadable_values__unified") in tables:
        connection.execute(
            "insert into intermediate.int_unreadable_values__unified "
            "(entity, unreadable_columns, _file_id, _row_number) "
            "select unnest(['deal', 'lead', 'sales_order']), ['created_at', 'closed_at', 'order_date'], 'unreadable', 1"
        )


def insert(
    connection: duckdb.DuckDBPyConnection, place: tuple[str, str], table: Table, cells: Mapping[str, Any], number: int
) -> None:
    """Adds the ordinary row of that number, with some cells replaced."""
    row = {column: _numbered(value, number) for column, (_, value) in table.items()} | dict(cells)
    row["_added"] = number > N_ORDINARY
    marks = ", ".join("?" for _ in row)
    connection.execute(f"insert into {'.'.join(place)} ({', '.join(row)}) values ({marks})", list(row.values()))


def _numbered(value: Any, number: int) -> Any:
    return value.replace("{n}", str(number)) if isinstance(value, str) else value


def _canonical_tables() -> dict[tuple[str, str], Table]:
    tables = _yaml("canonical_rows.yml")
    technical = {"_file_id": ("varchar", "file"), "_row_number": ("bigint", 1)}
    return {
        ("intermediate", name): {column: tuple(pair) for column, pair in columns.items()} | technical
        for name, columns in tables.items()
    }


def _raw_tables() -> dict[tuple[str, str], Table]:
    tables: dict[tuple[str, str], Table] = {}
    special = _yaml("raw_rows.yml")
    for file in sorted((ROOT / "dbt/models/staging").glob("*/_*__sources.yml")):
        for source in yaml.safe_load(file.read_text(encoding="utf-8"))["sources"]:
            if source["name"] != "settings":
                for table in source["tables"]:
                    cells = special.get(f"{source['name']}.{table['name']}", {})
                    tables[source["schema"], table["name"]] = _raw_table(table["columns"], cells)
    return tables


def _raw_table(columns: list[dict[str, Any]], cells: Mapping[str, str]) -> Table:
    ordinary = {}
    for column in columns:
        kind = column.get("config", {}).get("meta", {}).get("type", "text")
        value = cells.get(column["name"], TYPED.get(kind, f"{column['name']} {{n}}"))
        ordinary[column["name"]] = ("varchar", value)
    technical = {name: (kind, None) for name, kind in TECHNICAL.items()}
    return ordinary | technical | {"_file_id": ("varchar", "file")}


def _yaml(name: str) -> dict[str, Any]:
    return yaml.safe_load((Path(__file__).parent / name).read_text(encoding="utf-8"))
