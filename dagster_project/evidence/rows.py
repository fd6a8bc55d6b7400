"""Rows of a one-line query as dictionaries; the only way in which the report's evidence is read."""

from __future__ import annotations

import math
from typing import Any

import duckdb

Row = dict[str, Any]


def read(connection: duckdb.DuckDBPyConnection, relation: str, order_by: str) -> list[Row]:
    """All rows of a relation in a fixed order; NaN and infinities become None.

    `relation` and `order_by` are names from this code, never from data.
    """
    cursor = connection.execute(f"select * from {relation} order by {order_by}")
    names = [column[0] for column in cursor.description]
    return [{name: _finite(value) for name, value in zip(names, row, strict=True)} for row in cursor.fetchall()]


def _finite(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
