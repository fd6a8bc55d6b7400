"""The roll-out as the report is given it: ``findings.checklist``, ``findings.expectations``, ``findings.payback``."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from dagster_project.analysis.payback import ONE_OFF_YEARS
from dagster_project.catalogue import KpiDeclaration
from dagster_project.evidence.rows import read
from dagster_project.rollout.items import load_items
from reports.measures import Text
from reports.rollout import ChecklistItem, Payback, Promise, Rollout

_PAYBACK = {"ci_low": "low", "ci_high": "high"}
"""Columns of findings.payback that the report calls by another name."""


def rollout(connection: duckdb.DuckDBPyConnection, declarations: Iterable[KpiDeclaration]) -> Rollout:
    """Items with their words, promises with the unit of their KPI."""
    labels = {item.id: Text(item.label.ru, item.label.en) for item in load_items()}
    units = {one.id: one.unit for one in declarations}
    items = tuple(
        ChecklistItem(row["item"], row["stage"], labels[row["item"]], row["status"], row["origin"])
        for row in read(connection, "findings.checklist", "rowid")
    )
    promises = tuple(
        Promise(
            row["kpi"], units[row["kpi"]], row["target"], row["due_on"], row["achieved"], row["ci_low"], row["ci_high"],
            row["n"] or 0, row["verdict"], row["is_due"],
        )
        for row in read(connection, "findings.expectations", "rowid")
    )  # fmt: skip
    (paid,) = read(connection, "findings.payback", "1")
    known = {_PAYBACK.get(name, name): value for name, value in paid.items()}
    return Rollout(items, promises, Payback(**known, one_off_years=ONE_OFF_YEARS))
