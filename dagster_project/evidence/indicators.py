"""Indicators of the report from findings.kpi_results: declaration, line of kpi.csv, months, level over all data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from dagster_project.catalogue import KpiDeclaration
from dagster_project.evidence.rows import Row
from reports.measures import Indicator, MonthlyPoint, Overall, Reason, Text
from reports.opinion import KEY_INDICATORS

_COPIED = (
    *("period_before", "period_after", "before", "after", "n_before", "n_after", "change", "change_pct"),
    *("ci_low", "ci_high", "ci_unit", "adjusted_change_pct", "adjusted_ci_low", "adjusted_ci_high"),
    *("method", "p_value", "p_adjusted", "query_id"),
)
_NOT_ESTIMATED = "not_estimated"


def indicators(
    declarations: Iterable[KpiDeclaration],
    results: Iterable[Row],
    monthly: Iterable[Row],
    overview: Iterable[Row],
    reasons: dict[tuple[str, str], Reason],
    files: dict[str, tuple[str, ...]],
) -> tuple[Indicator, ...]:
    """One indicator for each declared KPI that has a company-level line, in the order of the declarations.

    `reasons` holds, by (kpi, code), what fills the sentence of a reason beyond its code; `files`, by kpi, the names of
    the files that it rests on.
    """
    lines = {row["kpi"]: row for row in results if not row["segment"]}
    months: dict[str, list[MonthlyPoint]] = defaultdict(list)
    for row in monthly:
        months[row["kpi"]].append(MonthlyPoint(_day(row["month"]), row["value"], row["n"], row["period"]))
    levels = {row["kpi"]: _overall(row) for row in overview}
    return tuple(
        _indicator(kpi, lines[kpi.id], tuple(months[kpi.id]), levels.get(kpi.id), reasons, files[kpi.id])
        for kpi in declarations
        if kpi.id in lines
    )


def _indicator(
    kpi: KpiDeclaration,
    line: Row,
    months: tuple[MonthlyPoint, ...],
    overall: Overall | None,
    reasons: dict[tuple[str, str], Reason],
    files: tuple[str, ...],
) -> Indicator:
    codes = [code for code in (line["reason"] or "").split(";") if code]
    known = [reasons.get((kpi.id, code), Reason(code)) for code in codes if code != _NOT_ESTIMATED]
    return Indicator(
        kpi=kpi.id,
        code=kpi.code,
        area=kpi.area,
        label=Text(kpi.label.ru, kpi.label.en),
        short=Text(kpi.short.ru, kpi.short.en),
        definition=Text(kpi.definition.ru, kpi.definition.en),
        unit=kpi.unit,
        better=kpi.better,
        statistic=kpi.statistic,
        verdict=line["verdict"],
        evidence_grade=int(line["evidence_grade"] or 0),
        key_table=kpi.id in KEY_INDICATORS,
        materiality=kpi.materiality,
        inputs=kpi.inputs,
        reason=known[0] if known else None,
        warnings=tuple(known[1:]),
        adjusted_reason=Reason(_NOT_ESTIMATED) if line["adjusted_change_pct"] is None else None,
        monthly=months,
        overall=overall,
        sources=files,
        **{name: line[name] for name in _COPIED},
    )


def _overall(row: Row) -> Overall:
    return Overall(
        n=row["n"],
        n_complete=row["n_complete"],
        first_at=_day(row["first_at"]) if row["first_at"] else None,
        last_at=_day(row["last_at"]) if row["last_at"] else None,
        mean=row["mean"],
        median=row["median"],
        total=row["total"],
        share=row["share"],
    )


def _day(value: Any) -> date:
    return value.date() if isinstance(value, datetime) else value
