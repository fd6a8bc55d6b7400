"""The flows of data between the CRM and other systems, and the reconciliation of their sales."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from dagster_project.evidence.rows import Row
from reports.figures import Figure
from reports.integration_figures import FlowRow, IntegrationFlows, ReconciliationStep, SalesReconciliation

if TYPE_CHECKING:
    from dagster_project.evidence.figures import Material

INPUTS = ("sales_orders", "deals", "payments", "products", "activities", "tickets", "leads")


def integration_flows(material: Material) -> Figure | None:
    """The flows of which something is known; None without any."""
    rows = material.rows("marts.integration_flows", "flow_order")
    known = [row for row in rows if row["match_rate"] is not None or row["level"] is not None]
    if not known:
        return None
    (index,) = material.rows("marts.integration_index", "1")
    return IntegrationFlows(
        "automation",
        tuple(_flow(row) for row in known),
        index["n_assessed"],
        index["n_flows"],
        index["index_value"],
        material.entity_files(*INPUTS),
    )


def _flow(row: Row) -> FlowRow:
    seen = row["level_seen"]
    return FlowRow(
        row["flow"],
        row["n_other"] + row["n_crm"],
        row["n_other_matched"] + row["n_crm_matched"],
        row["match_rate"],
        row["amount_gap"],
        row["lag_days"],
        row["level"],
        is_declared=row["level"] is not None and (seen is None or row["level"] > seen),
        is_contradicted=row["is_contradicted"],
    )


def sales_reconciliation(material: Material) -> Figure | None:
    """The steps over the period after the roll-out, else over all data; None without both systems' sales."""
    period: Literal["after", "all"] = "after" if material.windows.after else "all"
    rows = material.rows("marts.sales_reconciliation", "period, month, step_order")
    steps = [ReconciliationStep(row["step"], float(row["amount"]), row["n"]) for row in rows if row["period"] == period]
    totals = {one.step: one for one in steps if one.step in ("crm_total", "erp_total")}
    if len(totals) != 2:
        return None
    crm, erp = totals["crm_total"], totals["erp_total"]
    between = tuple(one for one in steps if one.step not in totals)
    files = material.entity_files("sales_orders", "deals")
    return SalesReconciliation("automation", period, crm.amount, erp.amount, crm.n, erp.n, between, files)
