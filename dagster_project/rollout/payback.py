"""From audit.yml and the change of sales to the table ``findings.payback`` of one row."""

from __future__ import annotations

from dataclasses import astuple

import duckdb

from dagster_project.analysis.payback import Payback, Spending, YearlyChange, one_off, payback
from dagster_project.analysis.windows import Window
from dagster_project.settings import Settings

_COLUMNS = (
    "verdict varchar, why varchar, cost double, needed double, sales_before double, change double, ci_low double, "
    "ci_high double, return_low double, return_high double"
)
_SALES = (
    "select before, change, ci_low, ci_high from findings.kpi_results "
    "where kpi = 'sales_volume' and segment is null and ci_unit = 'pct' and verdict <> 'na'"
)


def write_payback(connection: duckdb.DuckDBPyConnection, settings: Settings, after: Window | None) -> Payback:
    """Create the table anew and return its row. ``after`` is the period after the roll-out, if there is one."""
    spent = [one_off(cost.amount, cost.paid_on) for cost in settings.costs if cost.paid_on]
    spent += [Spending(cost.amount, *cost.period) for cost in settings.costs if cost.period]
    found = payback(spent, settings.margin, after, _sales(connection))
    connection.execute(f"create or replace table findings.payback ({_COLUMNS})")
    row = astuple(found)
    connection.execute(f"insert into findings.payback values ({', '.join('?' for _ in row)})", list(row))
    return found


def _sales(connection: duckdb.DuckDBPyConnection) -> YearlyChange | None:
    """The change of sales a year; None where the KPI is not compared or has no interval."""
    row = connection.execute(_SALES).fetchone()
    if row is None or any(value is None for value in row):
        return None
    before, change, low, high = row
    return YearlyChange(12 * before, 12 * change, 12 * before * low / 100, 12 * before * high / 100)
