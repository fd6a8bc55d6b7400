"""The table ``findings.risks``: the outcome of every rule, readable with SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple

import duckdb

from dagster_project.risks.assess import Assessment

_COLUMNS = (
    "rule varchar, family varchar, status varchar, input varchar, value double, n bigint, threshold double, "
    "likelihood integer, impact integer, score integer, reason varchar, missing varchar"
)


def write_risks(connection: duckdb.DuckDBPyConnection, found: Sequence[Assessment]) -> None:
    """Create ``findings.risks`` anew with these outcomes, in their order."""
    connection.execute(f"create or replace table findings.risks ({_COLUMNS})")
    marks = ", ".join("?" for _ in _COLUMNS.split(", "))
    for one in found:
        connection.execute(f"insert into findings.risks values ({marks})", astuple(one))
