"""Building blocks of invented evidence: declared indicators, periods, one indicator with or without a comparison."""

from __future__ import annotations

import math
from datetime import date

from reports.evidence import Period
from reports.measures import Indicator, MonthlyPoint, Reason, Text
from reports.opinion import KEY_INDICATORS

HASH = "4c1e90b7a2d3f5061728394a5b6c7d8e9f00112233445566778899aabbccddee"
BEFORE = Period(date(2024, 11, 1), date(2025, 11, 1), 12)
AFTER = Period(date(2025, 12, 1), date(2026, 11, 1), 11)
GO_LIVE = date(2025, 11, 1)

DECLARED: dict[str, tuple[str, str, Text, Text, str, str, str]] = {
    "sales_volume": (
        "K01",
        "sales",
        Text("Объём продаж в месяц", "Sales a month"),
        Text("Объём продаж", "Sales"),
        "money",
        "higher",
        "monthly_sum",
    ),
    "average_order": (
        "K07",
        "sales",
        Text("Средний чек", "Average order"),
        Text("Средний чек", "Average order"),
        "money",
        "higher",
        "mean",
    ),
    "deal_cycle_days": (
        "K02",
        "cycle",
        Text("Время до решения по сделке", "Time to a decision"),
        Text("Время до решения", "Time to decision"),
        "days",
        "lower",
        "km_median",
    ),
    "won_cycle_days": (
        "K02",
        "cycle",
        Text("Цикл выигранной сделки", "Cycle of a won deal"),
        Text("Цикл выигранной", "Won cycle"),
        "days",
        "lower",
        "median",
    ),
    "win_rate": (
        "K06b",
        "funnel",
        Text("Доля выигранных сделок", "Share of deals won"),
        Text("Доля выигранных", "Win rate"),
        "share",
        "higher",
        "share",
    ),
    "win_rate_closed": (
        "K06b",
        "funnel",
        Text("Доля выигранных среди закрытых", "Share won of closed deals"),
        Text("Выиграно из закрытых", "Won of closed"),
        "share",
        "higher",
        "share",
    ),
    "lead_conversion": (
        "K06",
        "funnel",
        Text("Конверсия лида в клиента", "Lead-to-customer conversion"),
        Text("Конверсия лида", "Lead conversion"),
        "share",
        "higher",
        "share",
    ),
    "customer_retention": (
        "K03",
        "retention",
        Text("Уровень удержания клиентов", "Customer retention"),
        Text("Удержание клиентов", "Customer retention"),
        "share",
        "higher",
        "share",
    ),
    "deals_per_manager_month": (
        "K05",
        "productivity",
        Text("Сделок на менеджера в месяц", "Deals per manager-month"),
        Text("Сделок на менеджера в месяц", "Deals per manager-month"),
        "count",
        "higher",
        "ratio",
    ),
    "first_response_hours": (
        "K08",
        "support",
        Text("Время первого ответа поддержки", "First support reply"),
        Text("Первый ответ поддержки", "First support reply"),
        "hours",
        "lower",
        "km_median",
    ),
    "nps": (
        "K13",
        "satisfaction",
        Text("Индекс лояльности NPS", "Net Promoter Score"),
        Text("NPS", "NPS"),
        "points",
        "higher",
        "nps",
    ),
    "automation_share": (
        "K10",
        "automation",
        Text("Доля автоматизированных рутинных задач", "Share of routine tasks automated"),
        Text("Автоматизировано рутинных задач", "Routine tasks automated"),
        "share",
        "higher",
        "share",
    ),
    "weekly_active_users": (
        "K16",
        "adoption",
        Text("Активны в CRM за неделю", "Weekly active users"),
        Text("Активны за неделю", "Weekly active"),
        "share",
        "higher",
        "share",
    ),
    "record_completeness": (
        "K26",
        "data_quality",
        Text("Заполненность карточек", "Record completeness"),
        Text("Заполненность", "Completeness"),
        "share",
        "higher",
        "ratio",
    ),
    "entry_delay_hours": (
        "K27",
        "data_quality",
        Text("Задержка ввода", "Entry delay"),
        Text("Задержка ввода", "Entry delay"),
        "hours",
        "lower",
        "median",
    ),
}

DEFINITION = Text(
    "Сколько записей отвечает условию за период, делённое на все записи периода.",
    "How many records of the period meet the condition, divided by all records of the period.",
)


def months(first: date, n: int) -> list[date]:
    """First days of ``n`` months from ``first`` on."""
    start = first.year * 12 + first.month - 1
    return [date((start + i) // 12, (start + i) % 12 + 1, 1) for i in range(n)]


def series(before: float, after: float) -> tuple[MonthlyPoint, ...]:
    """24 months that waver around ``before`` and then around ``after``."""
    points = []
    for i, month in enumerate(months(BEFORE.starts_on, 24)):
        level = before if i < 12 else after
        wave = 1 + 0.06 * math.sin(i * 0.9) + 0.004 * (i % 12)
        period = "before" if i < 12 else "washout" if i == 12 else "after"
        points.append(MonthlyPoint(month, round(level * wave, 6), 90 + i, period))
    return tuple(points)


def indicator(kpi: str, verdict: str = "na", **given: object) -> Indicator:
    """An indicator as the analysis hands it over; unset fields stay unknown."""
    code, area, label, short, unit, better, statistic = DECLARED[kpi]
    fields: dict[str, object] = {
        "definition": DEFINITION,
        "evidence_grade": 0 if verdict == "na" else 3,
        "key_table": kpi in KEY_INDICATORS,
        "inputs": ("deals",),
        "query_id": f"kpi_{kpi}",
        "verdict": verdict,
    }
    fields.update(given)
    return Indicator(
        kpi=kpi, code=code, area=area, label=label, short=short, unit=unit, better=better, statistic=statistic, **fields
    )  # type: ignore[arg-type]


def compared(
    kpi: str,
    verdict: str,
    before: float,
    after: float,
    low: float,
    high: float,
    grade: int = 4,
    ci_unit: str = "pct",
    **given: object,
) -> Indicator:
    """An indicator with both periods, its interval, months and counts."""
    pct = (after / before - 1) * 100 if before and DECLARED[kpi][4] != "points" else None
    fields: dict[str, object] = {
        "before": before,
        "after": after,
        "change": after - before,
        "change_pct": pct,
        "ci_low": low,
        "ci_high": high,
        "ci_unit": ci_unit,
        "evidence_grade": grade,
        "n_before": 1618,
        "n_after": 2108,
        "method": "cluster_bootstrap",
        "p_value": 0.001 if low > 0 or high < 0 else 0.4,
        "p_adjusted": 0.01 if low > 0 or high < 0 else 0.9,
        "monthly": series(before, after),
        "sources": ("deals.csv",),
        "adjusted_reason": Reason("not_estimated"),
        "period_before": "2024-11-01/2025-10-31",
        "period_after": "2025-12-01/2026-10-31",
    }
    fields.update(given)
    return indicator(kpi, verdict, **fields)
