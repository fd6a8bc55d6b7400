"""Rows of a one-line query as dictionaries; the only way in which the report's evidence is read."""

from __future__ import annotations

import math
from typing import Any

import duckdb

Row = dict[str, Any]


def read(connection: duckdb.DuckDBPyConnection, relation: str, order_by: str) -> list[Row]:
    """All rows of a relation in a fixed order; NaN and infinities become None.

    Numbers of marts are cut to twelve digits: parallel sums of floats differ in the last ones from run to run. Numbers
    of findings stay as they are, equal to kpi.csv. `relation` and `order_by` are names from this code, never from data.
    """
    cursor = connection.execute(f"select * from {relation} order by {order_by}")
    names = [column[0] for column in cursor.description]
    exact = relation.startswith("findings.")
    return [{name: _steady(value, exact) for name, value in zip(names, row, strict=True)} for row in cursor.fetchall()]


def _steady(value: Any, exact: bool) -> Any:
    if not isinstance(value, float):
        return value
    if not math.isfinite(value):
        return None
    return value if exact else float(f"{value:.12g}")
