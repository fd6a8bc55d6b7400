"""Attributes of won and fast deals as the report is given them: ``findings.drivers``."""

from __future__ import annotations

import duckdb

from dagster_project.evidence.rows import Row, read
from reports.drivers import Driver, Drivers


def drivers(connection: duckdb.DuckDBPyConnection) -> Drivers:
    """Of each outcome and attribute the surest value that was found, and how many comparisons were made."""
    rows = read(connection, "findings.drivers", "rowid")
    surest: dict[tuple[str, str], Row] = {}
    for row in rows:
        if row["is_found"]:
            surest.setdefault((row["outcome"], row["attribute"]), row)
    found = tuple(
        Driver(
            row["outcome"], row["attribute"], row["attribute_value"], row["n"], row["share"], row["share_rest"],
            row["ci_low"], row["ci_high"],
        )
        for row in surest.values()
    )  # fmt: skip
    return Drivers(found, len(rows), tuple(sorted({row["attribute"] for row in rows})))
