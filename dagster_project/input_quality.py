"""What the checks found about the inputs of each KPI, from the marts: the grounds of its evidence grade."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb

from dagster_project.analysis.gates import LIMITS
from dagster_project.catalogue import KpiDeclaration

DEFECTS = (
    "no_start_date", "no_closing_date", "closed_no_later_than_begun", "no_amount", "no_date", "answer_before_request",
    "no_resolution_time", "out_of_range",
)  # fmt: skip
"""Reasons for leaving a row out that are faults of the data; the others (young, cancelled, a test) are no fault."""

OF_DEAL_AMOUNTS = ("win_rate_amount",)
OF_ORDER_AMOUNTS = ("sales_volume", "average_order")
AGREES_WITHIN = 0.01

_UNREADABLE = (
    "select entity, 1 - pass_rate from marts.data_quality_rules where rule = entity || '_readable' and n_eligible > 0"
)
_DEFECTIVE = (
    "select overview.kpi, sum(excluded.n) * 1.0 / (sum(excluded.n) + max(overview.n)) from marts.audit_overview as "
    "overview inner join marts.audit_exclusions as excluded on overview.kpi = excluded.kpi_or_entity "
    "where list_contains(?, excluded.reason) group by overview.kpi"
)
_GAPS = (
    "select period, abs(sum(case step when 'erp_total' then amount when 'crm_total' then -amount else 0 end)) "
    "/ nullif(sum(case when step = 'erp_total' then amount else 0 end), 0) "
    "from marts.sales_reconciliation where period in ('before', 'after', 'all') group by period"
)

Quality = dict[str, dict[str, float]]


def input_quality(connection: duckdb.DuckDBPyConnection, declarations: Sequence[KpiDeclaration]) -> Quality:
    """KPI → measure of `gates.LIMITS` → its value (0..1); what is not measured is absent.

    The first input of a KPI that has rows is the one that its figures stand on.
    """
    unreadable = dict(connection.execute(_UNREADABLE).fetchall())
    defective = dict(connection.execute(_DEFECTIVE, [list(DEFECTS)]).fetchall())
    gaps = amount_gaps(connection)
    found: Quality = {}
    for kpi in declarations:
        stands_on = next((name for name in kpi.inputs if name in unreadable), None)
        measured = {
            "unreadable": unreadable[stands_on] if stands_on else None,
            "defective": defective.get(kpi.id),
            "amount_gap": gaps.get("after", gaps.get("all")) if kpi.id in OF_DEAL_AMOUNTS else None,
        }
        found[kpi.id] = {name: float(value) for name, value in measured.items() if value is not None}
    return found


def amount_gaps(connection: duckdb.DuckDBPyConnection) -> dict[str, float]:
    """Period → difference of the sales of CRM and ERP, divided by those of the ERP."""
    return {period: float(gap) for period, gap in connection.execute(_GAPS).fetchall() if gap is not None}


def reconciled(gaps: Mapping[str, float]) -> frozenset[str]:
    """The KPIs of order amounts when both systems agree within `AGREES_WITHIN` in each period (without: over all)."""
    periods = [gaps[name] for name in ("before", "after") if name in gaps] or list(gaps.values())
    return frozenset(OF_ORDER_AMOUNTS) if periods and max(periods) <= AGREES_WITHIN else frozenset()


def write_input_quality(connection: duckdb.DuckDBPyConnection, quality: Quality) -> None:
    """Write `findings.kpi_input_quality`: each measure beside its limits, and whether it lowers or blocks."""
    connection.execute(
        "create or replace table findings.kpi_input_quality (kpi varchar, measure varchar, value double, "
        "lowers_above double, blocks_above double, is_lowering boolean, is_blocking boolean)"
    )
    for kpi, measured in quality.items():
        for limit in LIMITS:
            value = measured.get(limit.measure)
            if value is not None:
                blocks = limit.blocks is not None and value > limit.blocks
                row = [kpi, limit.measure, value, limit.lowers, limit.blocks, value > limit.lowers, blocks]
                connection.execute("insert into findings.kpi_input_quality values (?, ?, ?, ?, ?, ?, ?)", row)
