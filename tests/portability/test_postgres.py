"""Every model also builds on PostgreSQL, with the same rows: a guard for the macros that other engines rest on."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.portability.postgres_server import postgres_server, server_programs

pytest.importorskip("psycopg2", reason="dbt-postgres is not installed", exc_type=ImportError)
from tests.portability.engines import connection_to, duckdb_warehouse, postgres_warehouse

pytestmark = pytest.mark.slow
LAYERS = ("staging", "intermediate", "marts")
Rows = list[tuple[Any, ...]]


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path, set[str]]]:
    programs = server_programs()
    if isinstance(programs, str):
        pytest.skip(programs)
    warehouse, key_file, stand_ins = duckdb_warehouse(tmp_path_factory.mktemp("engines") / "company")
    with postgres_server(programs) as socket:
        postgres_warehouse(socket, warehouse, key_file)
        yield warehouse, socket, stand_ins


def test_every_model_has_the_same_rows_on_both_engines(engines: tuple[Path, Path, set[str]]) -> None:
    warehouse, socket, stand_ins = engines
    differing, filled = [], set()
    target = connection_to(socket)
    with duckdb.connect(str(warehouse), read_only=True) as source, target.cursor() as cursor:
        for layer, table, columns in _tables(source):
            if table in stand_ins:
                continue
            query = f'select {columns} from "{layer}"."{table}"'
            cursor.execute(query)
            ours, theirs = _normal(source.execute(query).fetchall()), _normal(cursor.fetchall())
            filled |= {table} if ours else set()
            if ours != theirs:
                first = next((pair for pair in zip(ours, theirs, strict=False) if pair[0] != pair[1]), None)
                differing.append((table, len(ours), len(theirs), columns, first))
    target.close()
    assert differing == [], "\n".join(map(str, differing))[:3000]
    assert {
        "fct_deals",
        "fct_activities",
        "dim_customers",
        "audit_cells",
        "record_issues",
        "stage_bottlenecks",
    } <= filled
    assert len(filled) > 130, "the data leave most models empty: the comparison proves nothing"


def _tables(source: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str]]:
    return source.execute(
        """
        select table_schema, table_name, string_agg('"' || column_name || '"', ', ' order by column_name)
        from information_schema.columns where list_contains(?, table_schema) group by all order by all
        """,
        [list(LAYERS)],
    ).fetchall()


def _normal(rows: Rows) -> Rows:
    """The rows in one order, numbers to nine significant digits: engines add floats in different orders."""
    plain = [tuple(_plain(value) for value in row) for row in rows]
    return sorted(plain, key=lambda row: tuple((value is None, str(value)) for value in row))


def _plain(value: Any) -> Any:
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, (int, float, Decimal)):
        return float(f"{float(value):.9g}")
    return tuple(sorted(value)) if isinstance(value, list) else value
