"""The data behind each chart, from findings and descriptive marts: one builder a figure, listed in one table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import duckdb

from dagster_project.analysis.windows import AuditWindows
from dagster_project.evidence.customers import cohorts, revenue_classes
from dagster_project.evidence.integration import integration_flows, sales_reconciliation
from dagster_project.evidence.people import people
from dagster_project.evidence.pipeline import pipeline_flow
from dagster_project.evidence.rows import Row, read
from dagster_project.evidence.sales import sales_change
from dagster_project.evidence.sources import checked, files_of
from dagster_project.evidence.stages import bottlenecks, funnel
from dagster_project.session import AuditSession
from reports.figures import (
    Curve,
    CurvePoint,
    Figure,
    MonthlyColumns,
    MonthValue,
    NpsDistribution,
    NpsRow,
    PassRate,
    PassRates,
    SegmentDumbbell,
    SegmentRow,
    SurvivalCurves,
    TimeLine,
)
from reports.measures import Indicator
from reports.sentences import Voice
from reports.sentences.quality import check_label, pass_rate
from reports.words import Words

MAX_SEGMENTS = 12
MAX_CHECKS = 10
_HISTORY_FILES = "(select distinct _file_id from marts.fct_deal_stage_history)"


@dataclass(frozen=True)
class Material:
    """What the builders read from."""

    connection: duckdb.DuckDBPyConnection
    windows: AuditWindows
    indicators: dict[str, Indicator]
    session: AuditSession

    def files(self, kpi: str) -> tuple[str, ...]:
        """The files an indicator rests on."""
        return self.indicators[kpi].sources if kpi in self.indicators else ()

    def entity_files(self, *tables: str) -> tuple[str, ...]:
        """The files that feed the given entities."""
        return files_of(self.session.ledger, tables) if self.session.ledger else ()

    def history_files(self) -> tuple[str, ...]:
        """The files that tell of stages; a file of changes may tell of other fields alone."""
        told = {row["_file_id"] for row in self.rows(_HISTORY_FILES, "1")}
        active = self.session.ledger.active if self.session.ledger else ()
        return tuple(sorted(entry.name for entry in active if entry.file_id in told))

    def rows(self, relation: str, order_by: str) -> list[Row]:
        """All rows of a relation in a fixed order."""
        return read(self.connection, relation, order_by)


def figures(
    connection: duckdb.DuckDBPyConnection, windows: AuditWindows, indicators: Sequence[Indicator], session: AuditSession
) -> dict[str, Figure]:
    """Every figure for which there are data, by its name."""
    material = Material(connection, windows, {one.kpi: one for one in indicators}, session)
    found = {name: build(material) for name, build in BUILDERS.items()}
    return {name: figure for name, figure in found.items() if figure is not None}


def _sales_columns(material: Material) -> Figure | None:
    sales = material.indicators.get("sales_volume")
    after = [point for point in sales.monthly if point.period == "after"] if sales else []
    if sales is None or not after:
        return None
    by_month = {point.month: point.value for point in sales.monthly}
    year_earlier = [point.month.replace(year=point.month.year - 1) for point in after]
    window = material.windows.after
    partial = set(window.partial) if window else set()
    return MonthlyColumns(
        area="sales",
        kpi="sales_volume",
        unit="money",
        actual=tuple(MonthValue(point.month, point.value, point.month in partial) for point in after),
        previous=tuple(MonthValue(month, by_month.get(month)) for month in year_earlier),
        n=sum(point.n for point in after),
        sources=sales.sources,
    )


def _timeline(kpi: str) -> Callable[[Material], Figure | None]:
    def build(material: Material) -> Figure | None:
        one = material.indicators.get(kpi)
        points = [point for point in one.monthly if point.value is not None] if one else []
        if one is None or len(points) < 3:
            return None
        values = tuple(MonthValue(point.month, point.value) for point in points)
        return TimeLine(area=one.area, kpi=kpi, unit=one.unit, grain="month", points=values, sources=one.sources)

    return build


def _survival(kpi: str) -> Callable[[Material], Figure | None]:
    def build(material: Material) -> Figure | None:
        one = material.indicators.get(kpi)
        curves: dict[str, list[CurvePoint]] = defaultdict(list)
        for row in material.rows("findings.kpi_curves", "kpi, period, x"):
            if row["kpi"] == kpi:
                curves[row["period"]].append(CurvePoint(row["x"], row["survival"], row["n_at_risk"]))
        if one is None or not curves:
            return None
        cells = "(select kpi, month, n, n_complete from marts.audit_cells where month is not null)"
        counts = [row for row in material.rows(cells, "kpi, month, n, n_complete") if row["kpi"] == kpi]
        before = _curve(curves.get("before"), counts, "before", material.windows, one.before)
        after = _curve(curves.get("after") or curves.get("all"), counts, "after", material.windows, one.after)
        return SurvivalCurves(one.area, kpi, one.unit, before, after, one.sources)

    return build


def _curve(
    points: list[CurvePoint] | None, counts: list[Row], period: str, windows: AuditWindows, median: float | None
) -> Curve | None:
    if not points:
        return None
    inside = [row for row in counts if windows.before is None or windows.period_of(row["month"]) == period]
    n = sum(row["n"] for row in inside)
    return Curve(tuple(points), n, n - sum(row["n_complete"] for row in inside), median)


def _channels(material: Material) -> Figure | None:
    periods: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in material.rows("marts.lead_conversion_by_channel", "period, channel"):
        if not row["is_total"]:
            periods[row["period"]][row["channel"] or "—"] = row
    compared = bool(periods.get("before")) and bool(periods.get("after"))
    after = periods.get("after") if compared else periods.get("all")
    if not after:
        return None
    share = "conversion_in_window_share" if compared else "conversion_share"
    largest = sorted(after.values(), key=lambda row: (-row["n_leads"], row["channel"] or ""))[:MAX_SEGMENTS]
    rows = []
    for row in largest:
        earlier = periods["before"].get(row["channel"] or "—") if compared else None
        rows.append(SegmentRow(row["channel"] or "—", earlier[share] if earlier else None, row[share], row["n_leads"]))
    return SegmentDumbbell(
        "funnel", "lead_conversion", "share", "channel", tuple(rows), sources=material.files("lead_conversion")
    )


def _nps(material: Material) -> Figure | None:
    one = material.indicators.get("nps")
    groups: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    cells = "(select month, bucket, n_complete from marts.audit_cells where kpi = 'nps')"
    for row in material.rows(cells, "month nulls first, bucket, n_complete"):
        if row["bucket"] is None:
            continue
        period = (
            "all"
            if material.windows.before is None or row["month"] is None
            else material.windows.period_of(row["month"])
        )
        place = 0 if row["bucket"] >= 9 else 2 if row["bucket"] <= 6 else 1
        groups[period][place] += row["n_complete"]
    levels = {row["period"]: row for row in material.rows("findings.kpi_levels", "kpi, period") if row["kpi"] == "nps"}
    rows = []
    periods: tuple[Literal["before", "after", "all"], ...] = (
        ("before", "after") if material.windows.before else ("all",)
    )
    for period in periods:
        promoters, passives, detractors = groups[period]
        total = promoters + passives + detractors
        if total:
            level = levels.get(period, {})
            score = 100 * (promoters - detractors) / total
            rows.append(
                NpsRow(period, promoters, passives, detractors, score, level.get("ci_low"), level.get("ci_high"))
            )
    return NpsDistribution("satisfaction", "nps", tuple(rows), one.sources if one else ()) if rows else None


def _pass_rates(material: Material) -> Figure | None:
    checks = [
        one
        for one in material.session.expectations
        if one.success is not None and one.n_total and one.n_unexpected is not None
    ]
    rates: dict[tuple[str, str], PassRate] = {}
    for one in checked(checks):
        if one.success and one.suite.startswith("raw/"):
            continue  # what an export fails on is shown; what it passes is said again, and better, of the records
        rate, total = pass_rate(one), one.n_total or 0
        ru, en = (check_label(Voice(Words(language)), one) for language in ("ru", "en"))
        threshold = 1.0 if one.threshold is None else one.threshold
        same = rates.get((ru, en))
        if rate is not None and (same is None or rate - threshold < same.rate - same.threshold):
            rates[(ru, en)] = PassRate(ru, en, rate, threshold, total)
    worst = sorted(rates.values(), key=lambda one: (one.rate >= one.threshold, one.rate, one.label_ru))[:MAX_CHECKS]
    return PassRates(tuple(reversed(worst))) if worst else None


BUILDERS: dict[str, Callable[[Material], Figure | None]] = {
    "sales_columns": _sales_columns,
    "sales_timeline": _timeline("sales_volume"),
    "sales_change": sales_change,
    "funnel_stages": funnel,
    "bottlenecks": bottlenecks,
    "pipeline_flow": pipeline_flow,
    "channel_conversion": _channels,
    "cycle_survival": _survival("deal_cycle_days"),
    "cohorts": cohorts,
    "revenue_classes": revenue_classes,
    "people_deals": people,
    "nps_distribution": _nps,
    "response_survival": _survival("first_response_hours"),
    "automation_timeline": _timeline("automation_share"),
    "integration_flows": integration_flows,
    "sales_reconciliation": sales_reconciliation,
    "active_users_timeline": _timeline("weekly_active_users"),
    "completeness_timeline": _timeline("record_completeness"),
    "pass_rates": _pass_rates,
}
"""Name of a figure → its builder, in the order of the report; a builder gives None where data are missing."""
