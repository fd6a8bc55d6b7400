"""From findings, marts and audit.yml to the tables ``findings.checklist`` and ``findings.expectations``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import duckdb

from dagster_project.catalogue import KpiDeclaration
from dagster_project.errors import InputError
from dagster_project.rollout.assess import KpiLevel, judge_items, judge_promise
from dagster_project.rollout.items import load_items
from dagster_project.settings import Settings

_LEVELS = (
    "select results.kpi, results.after, levels.ci_low, levels.ci_high, results.n_after "
    "from findings.kpi_results as results "
    "left join findings.kpi_levels as levels on results.kpi = levels.kpi and levels.period in ('after', 'all') "
    "where results.segment is null and not contains(coalesce(results.reason, ''), 'dq_gate')"
)
_CHECKLIST = "item varchar, stage varchar, status varchar, origin varchar, value double"
_EXPECTATIONS = (
    "kpi varchar, target double, due_on date, achieved double, ci_low double, ci_high double, n bigint, "
    "verdict varchar, is_due boolean"
)


@dataclass(frozen=True)
class RolloutFacts:
    """What the audit knows of the roll-out besides the tables: is there an earlier audit, a pilot, a go-live day."""

    as_of: date
    go_live: date | None
    has_pilot: bool
    has_earlier_audit: bool


def write_rollout(
    connection: duckdb.DuckDBPyConnection,
    declarations: Sequence[KpiDeclaration],
    settings: Settings,
    known: RolloutFacts,
) -> None:
    """Create both tables anew. Raises InputError for a share that is promised in per cent."""
    kpis = {one.id: one for one in declarations}
    levels = {kpi: KpiLevel(*rest) for kpi, *rest in connection.execute(_LEVELS).fetchall()}
    told = {f"kpi.{kpi}": level.value for kpi, level in levels.items()}
    rows = connection.execute("select figure, figure_value from marts.risk_figures").fetchall()
    told |= {f"figure.{figure}": value for figure, value in rows}
    items = judge_items(load_items(), _facts(connection, settings, known), told, settings.checklist)
    promises = []
    for place, one in enumerate(settings.expectations, start=1):
        if kpis[one.kpi].unit == "share" and one.target > 1:
            raise InputError(
                f"audit.yml: expectations[{place}].target is {one.target:g}; {one.kpi} is a share, "
                f"give {one.target / 100:g} for {one.target:g} %"
            )
        level = levels.get(one.kpi, KpiLevel(None))
        promises.append(judge_promise(one.kpi, one.target, one.by, kpis[one.kpi].better, level, known.as_of))
    _create(connection, "checklist", _CHECKLIST, [(i.item, i.stage, i.status, i.origin, i.value) for i in items])
    _create(
        connection,
        "expectations",
        _EXPECTATIONS,
        [
            (
                p.kpi,
                p.target,
                p.by,
                p.achieved.value,
                p.achieved.low,
                p.achieved.high,
                p.achieved.n,
                p.verdict,
                p.is_due,
            )
            for p in promises
        ],
    )


def _facts(connection: duckdb.DuckDBPyConnection, settings: Settings, known: RolloutFacts) -> dict[str, bool | None]:
    """The facts of the checklist; what nobody tells is None, and so is what only absent data could deny."""
    first = connection.execute("select cast(min(trained_on) as date) from marts.fct_training_events").fetchone()
    trained_on = first[0] if first else None
    periods = connection.execute("select count(*) from findings.periods where period = 'before'").fetchone()
    has_before = connection.execute(
        "select count(*) from findings.kpi_results where segment is null and before is not null"
    ).fetchone()
    return {
        "data_before": bool(has_before and has_before[0]) if periods and periods[0] else None,
        "targets_set": True if settings.expectations else settings.strategy.goals,
        "pilot_held": True if known.has_pilot else None,
        "trained_before_launch": None if trained_on is None or known.go_live is None else trained_on <= known.go_live,
        "launch_dated": known.go_live is not None,
        "audited_again": True if known.has_earlier_audit else None,
        "figures_reviewed": settings.strategy.review,
        "owner_named": settings.strategy.owner,
    }


def _create(connection: duckdb.DuckDBPyConnection, table: str, columns: str, rows: Sequence[Sequence[object]]) -> None:
    connection.execute(f"create or replace table findings.{table} ({columns})")
    marks = ", ".join("?" for _ in columns.split(", "))
    for row in rows:
        connection.execute(f"insert into findings.{table} values ({marks})", list(row))
