"""The step from ``marts.driver_cells`` to ``findings.drivers``."""

from __future__ import annotations

from dataclasses import astuple

import duckdb

from dagster_project.analysis.drivers import DriverCell, drivers

_CELLS = "select outcome, attribute, attribute_value, n, n_success from marts.driver_cells"
_TABLE = (
    "outcome varchar, attribute varchar, attribute_value varchar, n bigint, n_rest bigint, share double, "
    "share_rest double, difference double, ci_low double, ci_high double, p_value double, p_adjusted double, "
    "is_found boolean"
)


def write_drivers(connection: duckdb.DuckDBPyConnection) -> None:
    """Create ``findings.drivers`` anew: every comparison that was made, the surest first."""
    found = drivers(DriverCell(*row) for row in connection.execute(_CELLS).fetchall())
    connection.execute("create schema if not exists findings")
    connection.execute(f"create or replace table findings.drivers ({_TABLE})")
    rows = [(*astuple(one), one.is_found) for one in found]
    if rows:
        marks = ", ".join(f"({', '.join('?' for _ in row)})" for row in rows)
        connection.execute(f"insert into findings.drivers values {marks}", [value for row in rows for value in row])
