"""The open pipeline: what became of what was due, and what of it cannot be said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import duckdb

from dagster_project.evidence.rows import Row, read
from dagster_project.evidence.sources import entities_of, headers_needed
from dagster_project.ingest.ledger import Ledger
from reports.evidence import Gap
from reports.figures import Figure
from reports.flow_figures import FlowStep, PipelineFlow
from reports.measures import Reason, Text

if TYPE_CHECKING:
    from dagster_project.evidence.figures import Material

KPI = "close_date_slippage"
STEPS = ("new", "pulled_in", "up", "down", "pushed_out", "removed", "won", "lost")
_LATEST = "(select * from marts.pipeline_waterfall where ends_at = (select max(ends_at) from marts.pipeline_waterfall))"
_OPEN = "(select 1 from marts.fct_deals where is_open and is_kpi_eligible limit 1)"
_COVERAGE = "(select 1 from marts.pipeline_coverage)"
MOVEMENT = Text("движение воронки за месяц", "movement of the pipeline in a month")
LOSSES = Text("причины проигрыша", "reasons of lost deals")
REASON_COLUMNS = ("Причина отказа",), ("Loss reason",)
_UNTOLD = (
    "(select 1 from marts.lost_value where dimension = 'stage' "
    "and (select count(*) from marts.lost_value where dimension = 'reason') = 0 limit 1)"
)
COVERAGE = Text("покрытие плана открытыми сделками", "coverage of the plan by open deals")


def pipeline_flow(material: Material) -> Figure | None:
    """The pipeline of the latest known month, of the source with most in it; None where no month is known."""
    rows = material.rows(_LATEST, "opening_amount desc, source_relation")
    if not rows:
        return None
    row = rows[0]
    return PipelineFlow(
        area="funnel",
        starts_on=row["starts_at"].date(),
        ends_before=row["ends_at"].date(),
        opening=float(row["opening_amount"]),
        steps=tuple(_step(row, step) for step in STEPS if step != "removed" or row["removed_amount"]),
        closing=float(row["closing_amount"]),
        n_without_date=row["n_open_without_date"],
        n_other_currency=row["n_other_currency"],
        is_by_exports=row["basis"] == "exports",
        sources=material.files(KPI),
    )


def _step(row: Row, step: str) -> FlowStep:
    is_known = row["is_amount_tracked"] or step not in ("up", "down")
    return FlowStep(step, float(row[f"{step}_amount"]) if is_known else None)


def pipeline_gaps(connection: duckdb.DuckDBPyConnection, others: Sequence[Gap], ledger: Ledger) -> tuple[Gap, ...]:
    """What cannot be said of the deals: why they are lost, where no reason is ever given; of a company with open deals
    also the movement of the pipeline, for the reason for which the slippage of dates is not known, and its coverage of
    the plan."""
    found = []
    if read(connection, _UNTOLD, "1"):
        columns, columns_en = REASON_COLUMNS
        why = Reason("not_tracked")
        found.append(Gap("loss_reasons", "funnel", LOSSES, why, "deals.csv", columns, columns_en=columns_en))
    if not read(connection, _OPEN, "1"):
        return tuple(found)
    found += [
        replace(gap, subject="pipeline_movement", label=MOVEMENT, kpis=())
        for gap in others
        if gap.subject == KPI and not read(connection, _LATEST, "1")
    ]
    if not read(connection, _COVERAGE, "1"):
        code = "no_running_plan" if "sales_target" in entities_of(ledger) else "no_source"
        found.append(
            Gap(
                subject="pipeline_coverage",
                area="funnel",
                label=COVERAGE,
                reason=Reason(code, file="plan.csv"),
                file="plan.csv",
                columns=headers_needed("sales_targets"),
                columns_en=headers_needed("sales_targets", english=True),
            )
        )
    return tuple(found)
