"""The map: exports → raw → expectations → warehouse → findings → report → published audit."""

from __future__ import annotations

import dagster as dg

from dagster_project.assets.expectations import canonical_expectations, raw_expectations
from dagster_project.assets.findings import findings
from dagster_project.assets.publish import published_audit
from dagster_project.assets.raw import raw_tables
from dagster_project.assets.report import report
from dagster_project.assets.session import session_resource
from dagster_project.assets.warehouse import warehouse

audit_job = dg.define_asset_job(
    "audit",
    description="The whole audit of a workspace, from landing/ to audits/<id>/.",
    selection=dg.AssetSelection.all(),
    executor_def=dg.in_process_executor,
)

check_job = dg.define_asset_job(
    "check",
    description="Load the exports and run the expectations on them; nothing is published.",
    selection=dg.AssetSelection.assets(raw_tables, warehouse),
    executor_def=dg.in_process_executor,
)

defs = dg.Definitions(
    assets=[raw_tables, warehouse, findings, report, published_audit],
    asset_checks=[raw_expectations, canonical_expectations],
    jobs=[audit_job, check_job],
    resources={"session": session_resource},
    executor=dg.in_process_executor,
)
