"""Report: one evidence object, then HTML and PDF in each language."""

import dagster as dg

from dagster_project.assets.findings import findings
from dagster_project.session import AuditSession
from dagster_project.write_report import write_report


@dg.asset(deps=[findings], group_name="report", kinds={"jinja", "pdf"})
def report(session: dg.ResourceParam[AuditSession]) -> dg.MaterializeResult:
    """The audit's folder: audit-<language>.pdf and .html, kpi.csv, evidence.json, rejects.csv, manifest.json."""
    return dg.MaterializeResult(metadata=write_report(session))
