"""Invented figures of a full audit, one of each kind."""

from __future__ import annotations

import math
from datetime import date, timedelta

from reports import figures as f
from reports.flow_figures import FlowStep, PipelineFlow, SalesChange
from reports.stage_figures import BottleneckRow, Bottlenecks
from tests.reports.evidence_parts import months


def curve(median: float, n: int, n_open: int) -> f.Curve:
    """An exponential survival curve with this median."""
    points = tuple(f.CurvePoint(float(x), round(0.5 ** (x / median), 6), n - 3 * x) for x in range(61))
    return f.Curve(points, n, n_open, median)


def bottleneck_rows() -> tuple[BottleneckRow, ...]:
    """Six stages, the worst first; the last is too young for a share and has no score."""
    return (
        BottleneckRow(
            "Предложение", 4583, 3900, 0.46, 0.444, 0.476, 4.9, 21.4, 6.2, 1810, 0.48, 24.1e6, 2.98,
            90, 11.2e6, 21, 14, 2.1e6,
        ),
        BottleneckRow("Договор", 2108, 1800, 0.9, 0.885, 0.913, 1.4, 6, 2.2, 206, 0.2, 7.4e6, 0.44, 31, 4e6, 12, 0),
        BottleneckRow("Встреча", 5729, 5000, 0.8, 0.7, 0.9, 1.9, 5.2, 1.6, 1146, 0.21, 7.8e6, 0.34, 60, 7e6, 9, 3, 3e5),
        BottleneckRow("Лид", 12765, 11000, 0.66, 0.651, 0.669, 0.5, 2.1, 0.9, 4340, 0.1, 3.6e6, 0.09, 120, 1e6, 3, 0),
        BottleneckRow("Квалификация", 8425, 8000, 0.68, 0.67, 0.69, 0.8, 2, 0.8, 2696, 0.01, 4e5, 0.01, 75, 9e5, 5, 0),
        BottleneckRow("Пилот", 40, 0, None, None, None, None, None, None, 0, 0.0, 0.0, None, 38, 2e6, 8, 2, 1e5),
    )  # fmt: skip


def pipeline_flow() -> PipelineFlow:
    """June of a pipeline in which nothing vanished; two open deals have no date."""
    amounts = {
        "new": 6_014_200.0, "pulled_in": 367_400.0, "up": 74_600.0, "down": -49_500.0, "pushed_out": -820_000.0,
        "won": -8_562_800.0, "lost": -3_261_900.0,
    }  # fmt: skip
    steps = tuple(FlowStep(step, amount) for step, amount in amounts.items())
    sources = ("deal_changes.csv", "deals.csv")
    return PipelineFlow(
        "funnel", date(2026, 6, 1), date(2026, 7, 1), 6_602_700.0, steps, 364_700.0, 2, 0, sources=sources
    )


def sales_change() -> SalesChange:
    """Sales of a month that rose by the number of orders."""
    amounts = {"volume": 1_361_166.79, "mix": -87_345.77, "price": -140_530.4, "returned": -17_491.67}
    steps = tuple(FlowStep(step, amount) for step, amount in amounts.items())
    return SalesChange(
        "sales", "customer_segment", 4_992_284.38, steps, 6_108_083.33, 17.75, 22.5833, sources=("sales.csv",)
    )


def _month_values(first: date, level: float, growth: float, n: int = 12) -> tuple[f.MonthValue, ...]:
    return tuple(
        f.MonthValue(month, round(level * (1 + 0.09 * math.sin(i) + growth * i), 2))
        for i, month in enumerate(months(first, n))
    )


def all_figures() -> dict[str, f.Figure]:
    deals = ("deals.csv",)
    weeks = tuple(
        f.MonthValue(date(2025, 11, 3) + timedelta(days=7 * i), min(0.85, 0.31 + i * 0.022)) for i in range(50)
    )
    stages = (
        f.StageRow("Лид", 11524, 12765, None, None, None, None),
        f.StageRow("Квалификация", 6914, 8425, 0.60, 0.66, 2.1, 0.8),
        f.StageRow("Встреча", 4148, 5729, 0.60, 0.68, 3.2, 1.9),
        f.StageRow("Предложение", 3111, 4583, 0.75, 0.80, 2.7, 1.6),
        f.StageRow("Договор", 1618, 2108, 0.52, 0.46, 5.6, 4.9),
        f.StageRow("Оплата", 1424, 1902, 0.88, 0.90, 1.4, 0.8),
    )
    people = tuple(f.PersonValue(f"M-{i:02d}", 4.8 + i * 0.45) for i in range(1, 15))
    now = tuple(f.PersonValue(f"M-{i:02d}", 6.3 + i * 0.72) for i in range(1, 14))
    return {
        "sales_by_month": f.MonthlyColumns(
            "sales",
            "sales_volume",
            "money",
            _month_values(date(2025, 11, 1), 11.5e6, 0.025),
            _month_values(date(2024, 11, 1), 9.6e6, 0.01),
            3398,
            ("sales_1c.xlsx",),
        ),
        "funnel": f.StageBars("funnel", "Продажи", stages, deals),
        "bottlenecks": Bottlenecks("funnel", "Продажи", bottleneck_rows(), True, 180, sources=deals),
        "conversion_by_channel": f.SegmentDumbbell(
            "funnel",
            "lead_conversion",
            "share",
            "channel",
            (
                f.SegmentRow("Сайт", 0.12, 0.16, 4204, 0.15, 0.17),
                f.SegmentRow("Телефон", 0.17, 0.165, 2118, 0.15, 0.18),
                f.SegmentRow("Соцсети", 0.06, 0.04, 1261, 0.03, 0.05),
            ),
            sources=("leads.csv",),
        ),
        "loss_reasons": f.CountTable(
            "funnel",
            "loss_reasons",
            (
                f.CountRow("Долго согласовывали", 500, 904, 0.26, 0.37),
                f.CountRow("Цена", 577, 668, 0.30, 0.27),
                f.CountRow("Нет товара", 211, 183, 0.11, 0.07),
            ),
            deals,
        ),
        "cycle_curves": f.SurvivalCurves(
            "cycle", "deal_cycle_days", "days", curve(13, 1618, 90), curve(8, 2108, 240), deals
        ),
        "cycle_percentiles": f.SegmentDumbbell(
            "cycle",
            "won_cycle_days",
            "days",
            "percentile",
            (
                f.SegmentRow("P25", 8, 5, 0),
                f.SegmentRow("P50", 13, 8, 0, 7.4, 8.7),
                f.SegmentRow("P75", 19, 13, 0),
                f.SegmentRow("P90", 29, 20, 0),
            ),
            sources=deals,
        ),
        "deals_by_person": f.PersonStrip(
            "productivity", "deals_per_manager_month", "count", people, now, 8.0, 12.0, deals
        ),
        "weekly_active": f.TimeLine(
            "adoption", "weekly_active_users", "share", "week", weeks, 0.9, ("crm_users_log.csv",)
        ),
        "nps_answers": f.NpsDistribution(
            "satisfaction",
            "nps",
            (f.NpsRow("before", 85, 87, 40, 21.0, 11.0, 31.0), f.NpsRow("after", 143, 122, 40, 34.0, 26.0, 42.0)),
            ("nps_2025.xlsx", "nps_2026.xlsx"),
        ),
        "reply_by_channel": f.SegmentDumbbell(
            "support",
            "first_response_hours",
            "hours",
            "channel",
            (
                f.SegmentRow("Чат", 0.2, 0.05, 4811, 0.045, 0.058),
                f.SegmentRow("Телефон", 0.35, 0.1, 3920, 0.09, 0.11),
                f.SegmentRow("Форма на сайте", 1.58, 0.28, 2101, 0.25, 0.34),
            ),
            True,
            ("support_tickets.json",),
        ),
        "pipeline_flow": pipeline_flow(),
        "sales_change": sales_change(),
        "pass_rates": f.PassRates(
            (
                f.PassRate("Связь сделки с клиентом", "Deal has a customer", 0.996, 0.98, 22861),
                f.PassRate("Обязательные поля", "Required fields", 0.943, 0.95, 22861),
                f.PassRate("Внесено не позже 1 дня", "Entered within a day", 0.73, 0.9, 417990),
            )
        ),
        "entry_delay": f.EntryDelay(
            (
                f.DelayRow("call", (0.41, 0.22, 0.15, 0.13, 0.09), 180000),
                f.DelayRow("email", (0.71, 0.17, 0.07, 0.03, 0.02), 150000),
                f.DelayRow("meeting", (0.29, 0.24, 0.18, 0.17, 0.12), 87990),
                f.DelayRow("all", (0.52, 0.21, 0.12, 0.09, 0.06), 417990),
            ),
            sources=("activities.csv",),
        ),
    }
