"""What fills the sentences of reasons: the missing file, how many rows there are, which check failed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dagster_project.analysis.change import FEW_ROWS, MIN_ANSWERS, MIN_ROWS
from dagster_project.analysis.gates import LIMITS
from dagster_project.analysis.reasons import INPUT_GATE
from dagster_project.catalogue import KpiDeclaration
from dagster_project.evidence.rows import Row
from dagster_project.evidence.sources import entities_of, entity_of
from dagster_project.ingest.ledger import Ledger
from dagster_project.session import AuditSession
from reports.measures import Reason, Text

EXPORTS: dict[str, str] = {
    "deals": "deals.csv",
    "leads": "leads.csv",
    "deal_stage_history": "stage_history.csv",
    "deal_property_history": "deal_changes.csv",
    "pipeline_stage": "pipeline_stages.csv",
    "activities": "activities.csv",
    "companies": "companies.csv",
    "contacts": "contacts.csv",
    "users": "users.csv",
    "tickets": "tickets.csv",
    "sales_orders": "sales.csv",
    "survey_responses": "survey.csv",
    "reviews": "reviews.csv",
    "crm_sessions": "crm_sessions.csv",
    "training_events": "training.csv",
    "sales_targets": "plan.csv",
    "employment_periods": "employment.csv",
}
"""What a file for an entity may be called; recognition goes by headers, so any other name will do as well."""


BEGAN_WITH_CRM = (
    "weekly_active_users",
    "entry_delay_hours",
    "stage_conformance",
    "orders_with_deal",
    "close_date_slippage",
)
"""KPIs about work in the CRM: before its launch there was nothing to measure, and no file can change that."""


def filled_reasons(
    results: Iterable[Row], declarations: Sequence[KpiDeclaration], ledger: Ledger, session: AuditSession
) -> dict[tuple[str, str], Reason]:
    """(kpi, reason code) → the reason with its figures, for every code of the company-level lines."""
    inputs = {kpi.id: kpi.inputs for kpi in declarations}
    present = entities_of(ledger)
    found = {}
    for row in results:
        if row["segment"]:
            continue
        for code in (row["reason"] or "").split(";"):
            if code:
                missing = [name for name in inputs[row["kpi"]] if entity_of(name) not in present]
                found[(row["kpi"], code)] = _reason(code, row, missing, inputs[row["kpi"]], session)
    return found


def _reason(code: str, row: Row, missing: list[str], inputs: Sequence[str], session: AuditSession) -> Reason:
    counts = [row[name] for name in ("n_before", "n_after") if row[name] is not None]
    wanted = missing or list(inputs)
    file = EXPORTS.get(wanted[0]) if wanted else None
    if code == "no_before" and row["kpi"] in BEGAN_WITH_CRM:
        return Reason("began_with_crm")
    if code == "not_tracked" and not missing and "survey_responses" in inputs:
        return Reason("not_asked")
    if row["kpi"] == "first_response_in_sla" and not missing and session.settings.kpi.first_response_sla_hours is None:
        return Reason("no_limit")
    if code == "not_tracked":
        return Reason(code, file=file if missing else None)
    if code in ("no_source", "no_before", "no_after"):
        return Reason(code, file=file)
    if code in ("too_few", "few_rows"):
        least = FEW_ROWS if code == "few_rows" else MIN_ANSWERS if row["kpi"] == "nps" else MIN_ROWS
        return Reason(code, n=min(counts, default=None), minimum=least)
    if code in ("dq_gate", "dq_warning"):
        return _failed_check(code, row["kpi"], session)
    return Reason(code)


def _failed_check(code: str, kpi: str, session: AuditSession) -> Reason:
    wanted = "critical" if code == "dq_gate" else "warning"
    for one in session.expectations:
        if one.success is False and one.severity == wanted and kpi in one.kpis:
            passed = None if not one.n_total or one.n_unexpected is None else 1 - one.n_unexpected / one.n_total
            return Reason(code, check=Text(one.why_ru, one.why_en), value=passed)
    return Reason(code)


def input_reasons(rows: Iterable[Row]) -> dict[tuple[str, str], Reason]:
    """(kpi, reason code) → the reason with its share and its limit, from rows of ``findings.kpi_input_quality``."""
    codes = {limit.measure: limit.code for limit in LIMITS}
    found = {}
    for row in rows:
        kpi, value = row["kpi"], row["value"]
        if row["is_lowering"]:
            code = codes[row["measure"]]
            found[(kpi, code)] = Reason(code, value=value, threshold=row["lowers_above"])
        if row["is_blocking"]:
            found[(kpi, INPUT_GATE)] = Reason(INPUT_GATE, value=value, threshold=row["blocks_above"])
    return found
