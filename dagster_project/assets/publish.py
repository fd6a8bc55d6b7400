"""Publish: the finished warehouse and audit folder are put into place, last."""

import dagster as dg

from dagster_project.assets.report import report
from dagster_project.publication import publish_audit
from dagster_project.session import AuditSession


@dg.asset(deps=[report], group_name="publish", kinds={"file"})
def published_audit(session: dg.ResourceParam[AuditSession]) -> dg.MaterializeResult:
    """warehouse.duckdb and audits/<id>/. After a critical failure only the report of what failed is kept."""
    return dg.MaterializeResult(metadata=publish_audit(session))
