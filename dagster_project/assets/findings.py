"""Findings: changes, intervals, verdicts and the opinion, from aggregates of the marts."""

import dagster as dg

from dagster_project.assets.warehouse import warehouse
from dagster_project.conclude import conclude
from dagster_project.session import AuditSession

MARTS = [key for key in warehouse.keys if key.path[0] == "marts" or "marts" in key.path]


@dg.asset(deps=MARTS, group_name="findings", kinds={"python", "duckdb"})
def findings(session: dg.ResourceParam[AuditSession]) -> dg.MaterializeResult:
    """Tables of the schema `findings`: one line of kpi.csv for each KPI, monthly values, curves, expectations."""
    return dg.MaterializeResult(metadata=conclude(session))
