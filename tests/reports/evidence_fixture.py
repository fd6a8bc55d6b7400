"""Evidence with invented numbers: a full audit, a sparse one, one without a roll-out, hostile and huge ones."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, timedelta

from reports import figures as f
from reports.evidence import (
    Company,
    Evidence,
    Exclusion,
    Expectation,
    Gap,
    Period,
    Periods,
    Quality,
    RecordIssues,
    RolloutEvent,
    Run,
    Source,
    Term,
    Threshold,
)
from reports.measures import Indicator, MonthlyPoint, Opinion, Overall, Reason, Text
from reports.opinion import AREAS, KEY_INDICATORS, area_of

HASH = "4c1e90b7a2d3f5061728394a5b6c7d8e9f00112233445566778899aabbccddee"
BEFORE = Period(date(2024, 11, 1), date(2025, 11, 1), 12)
AFTER = Period(date(2025, 12, 1), date(2026, 11, 1), 11)
GO_LIVE = date(2025, 11, 1)

DECLARED: dict[str, tuple[str, str, Text, Text, str, str, str]] = {
    "sales_volume": ("K01", "sales", Text("Объём продаж в месяц", "Sales a month"), Text("Объём продаж", "Sales"),
                     "money", "higher", "monthly_sum"),
    "average_order": ("K07", "sales", Text("Средний чек", "Average order"), Text("Средний чек", "Average order"),
                      "money", "higher", "mean"),
    "deal_cycle_days": ("K02", "cycle", Text("Время до решения по сделке", "Time to a decision"),
                        Text("Время до решения", "Time to decision"), "days", "lower", "km_median"),
    "won_cycle_days": ("K02", "cycle", Text("Цикл выигранной сделки", "Cycle of a won deal"),
                       Text("Цикл выигранной", "Won cycle"), "days", "lower", "median"),
    "win_rate": ("K06b", "funnel", Text("Доля выигранных сделок", "Share of deals won"),
                 Text("Доля выигранных", "Win rate"), "share", "higher", "share"),
    "win_rate_closed": ("K06b", "funnel", Text("Доля выигранных среди закрытых", "Share won of closed deals"),
                        Text("Выиграно из закрытых", "Won of closed"), "share", "higher", "share"),
    "lead_conversion": ("K06", "funnel", Text("Конверсия лида в клиента", "Lead-to-customer conversion"),
                        Text("Конверсия лида", "Lead conversion"), "share", "higher", "share"),
    "customer_retention": ("K03", "retention", Text("Уровень удержания клиентов", "Customer retention"),
                           Text("Удержание клиентов", "Customer retention"), "share", "higher", "share"),
    "deals_per_manager_month": ("K05", "productivity", Text("Сделок на менеджера в месяц", "Deals per manager-month"),
                                Text("Сделок на менеджера в месяц", "Deals per manager-month"), "count", "higher", "ratio"),
    "first_response_hours": ("K08", "support", Text("Время первого ответа поддержки", "First support reply"),
                             Text("Первый ответ поддержки", "First support reply"), "hours", "lower", "km_median"),
    "nps": ("K13", "satisfaction", Text("Индекс лояльности NPS", "Net Promoter Score"), Text("NPS", "NPS"),
            "points", "higher", "nps"),
    "automation_share": ("K10", "automation", Text("Доля автоматизированных рутинных задач", "Share of routine tasks automated"),
                         Text("Автоматизировано рутинных задач", "Routine tasks automated"), "share", "higher", "share"),
    "weekly_active_users": ("K16", "adoption", Text("Активны в CRM за неделю", "Weekly active users"),
                            Text("Активны за неделю", "Weekly active"), "share", "higher", "share"),
    "record_completeness": ("K26", "data_quality", Text("Заполненность карточек", "Record completeness"),
                            Text("Заполненность", "Completeness"), "share", "higher", "ratio"),
    "entry_delay_hours": ("K27", "data_quality", Text("Задержка ввода", "Entry delay"), Text("Задержка ввода", "Entry delay"),
                          "hours", "lower", "median"),
}  # fmt: skip

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
        "definition": DEFINITION, "evidence_grade": 0 if verdict == "na" else 3, "key_table": kpi in KEY_INDICATORS,
        "inputs": ("deals",), "query_id": f"kpi_{kpi}", "verdict": verdict,
    }  # fmt: skip
    fields.update(given)
    return Indicator(kpi=kpi, code=code, area=area, label=label, short=short, unit=unit,
                     better=better, statistic=statistic, **fields)  # type: ignore[arg-type]  # fmt: skip


def compared(kpi: str, verdict: str, before: float, after: float, low: float, high: float, grade: int = 4,
             ci_unit: str = "pct", **given: object) -> Indicator:  # fmt: skip
    """An indicator with both periods, its interval, months and counts."""
    pct = (after / before - 1) * 100 if before and DECLARED[kpi][4] != "points" else None
    fields: dict[str, object] = {
        "before": before, "after": after, "change": after - before, "change_pct": pct, "ci_low": low, "ci_high": high,
        "ci_unit": ci_unit, "evidence_grade": grade, "n_before": 1618, "n_after": 2108, "method": "cluster_bootstrap",
        "p_value": 0.001 if low > 0 or high < 0 else 0.4, "p_adjusted": 0.01 if low > 0 or high < 0 else 0.9,
        "monthly": series(before, after), "sources": ("deals.csv",), "adjusted_reason": Reason("not_estimated"),
        "period_before": "2024-11-01/2025-10-31", "period_after": "2025-12-01/2026-10-31",
    }  # fmt: skip
    fields.update(given)
    return indicator(kpi, verdict, **fields)


def _indicators() -> tuple[Indicator, ...]:
    return (
        compared("sales_volume", "ok", 120e6, 156e6, 24, 36, sources=("sales_1c.xlsx",)),
        compared("average_order", "none", 84e3, 82e3, -6.1, 1.4),
        compared("deal_cycle_days", "ok", 15, 10, -38, -28, method="kaplan_meier_month_bootstrap"),
        compared("won_cycle_days", "ok", 13, 8, -45, -30),
        compared("win_rate", "bad", 0.52, 0.46, -18, -5, method="newcombe_ratio"),
        compared("win_rate_closed", "none", 0.55, 0.54, -8, 4, method="newcombe_ratio"),
        compared("lead_conversion", "ok", 0.124, 0.149, 13, 28, method="newcombe_ratio",
                 warnings=(Reason("not_comparable_cohorts"),)),
        compared("customer_retention", "likely", 0.65, 0.8, 16, 30, 2, reason=Reason("low_evidence"),
                 method="newcombe_ratio"),
        compared("deals_per_manager_month", "ok", 8, 12, 41, 59, 3),
        compared("first_response_hours", "ok", 46 / 60, 18 / 60, -66, -55, sources=("support_tickets.json",)),
        compared("nps", "likely", 21, 34, 0, 26, 2, "points", reason=Reason("not_significant"), method="adjusted_wald",
                 n_before=212, n_after=305, sources=("nps_2025.xlsx", "nps_2026.xlsx")),
        compared("automation_share", "likely", 0.184, 0.474, 120, 190, 1, reason=Reason("low_evidence")),
        compared("weekly_active_users", "likely", 0.31, 0.85, 150, 190, 2, reason=Reason("low_evidence")),
        compared("record_completeness", "ok", 0.88, 0.943, 5, 9, 3),
        compared("entry_delay_hours", "none", 30, 28, -15, 4, 3),
    )  # fmt: skip


def curve(median: float, n: int, n_open: int) -> f.Curve:
    """An exponential survival curve with this median."""
    points = tuple(f.CurvePoint(float(x), round(0.5 ** (x / median), 6), n - 3 * x) for x in range(0, 61))
    return f.Curve(points, n, n_open, median)


def _month_values(first: date, level: float, growth: float, n: int = 12) -> tuple[f.MonthValue, ...]:
    return tuple(
        f.MonthValue(month, round(level * (1 + 0.09 * math.sin(i) + growth * i), 2))
        for i, month in enumerate(months(first, n))
    )


def _figures() -> dict[str, f.Figure]:
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
            "sales", "sales_volume", "money", _month_values(date(2025, 11, 1), 11.5e6, 0.025),
            _month_values(date(2024, 11, 1), 9.6e6, 0.01), 3398, ("sales_1c.xlsx",)),
        "funnel": f.StageBars("funnel", "Продажи", stages, deals),
        "conversion_by_channel": f.SegmentDumbbell(
            "funnel", "lead_conversion", "share", "channel",
            (f.SegmentRow("Сайт", 0.12, 0.16, 4204, 0.15, 0.17), f.SegmentRow("Телефон", 0.17, 0.165, 2118, 0.15, 0.18),
             f.SegmentRow("Соцсети", 0.06, 0.04, 1261, 0.03, 0.05)), sources=("leads.csv",)),
        "loss_reasons": f.CountTable("funnel", "loss_reasons", (
            f.CountRow("Долго согласовывали", 500, 904, 0.26, 0.37), f.CountRow("Цена", 577, 668, 0.30, 0.27),
            f.CountRow("Нет товара", 211, 183, 0.11, 0.07)), deals),
        "cycle_curves": f.SurvivalCurves("cycle", "deal_cycle_days", "days", curve(13, 1618, 90), curve(8, 2108, 240), deals),
        "cycle_percentiles": f.SegmentDumbbell(
            "cycle", "won_cycle_days", "days", "percentile",
            (f.SegmentRow("P25", 8, 5, 0), f.SegmentRow("P50", 13, 8, 0, 7.4, 8.7), f.SegmentRow("P75", 19, 13, 0),
             f.SegmentRow("P90", 29, 20, 0)), sources=deals),
        "deals_by_person": f.PersonStrip("productivity", "deals_per_manager_month", "count", people, now, 8.0, 12.0, deals),
        "weekly_active": f.TimeLine("adoption", "weekly_active_users", "share", "week", weeks, 0.9, ("crm_users_log.csv",)),
        "nps_answers": f.NpsDistribution("satisfaction", "nps", (
            f.NpsRow("before", 85, 87, 40, 21.0, 11.0, 31.0), f.NpsRow("after", 143, 122, 40, 34.0, 26.0, 42.0)),
            ("nps_2025.xlsx", "nps_2026.xlsx")),
        "reply_by_channel": f.SegmentDumbbell(
            "support", "first_response_hours", "hours", "channel",
            (f.SegmentRow("Чат", 0.2, 0.05, 4811, 0.045, 0.058), f.SegmentRow("Телефон", 0.35, 0.1, 3920, 0.09, 0.11),
             f.SegmentRow("Форма на сайте", 1.58, 0.28, 2101, 0.25, 0.34)), True, ("support_tickets.json",)),
        "pass_rates": f.PassRates((
            f.PassRate("Связь сделки с клиентом", "Deal has a customer", 0.996, 0.98, 22861),
            f.PassRate("Обязательные поля", "Required fields", 0.943, 0.95, 22861),
            f.PassRate("Внесено не позже 1 дня", "Entered within a day", 0.73, 0.9, 417990))),
        "entry_delay": f.EntryDelay((
            f.DelayRow("call", (0.41, 0.22, 0.15, 0.13, 0.09), 180000), f.DelayRow("email", (0.71, 0.17, 0.07, 0.03, 0.02), 150000),
            f.DelayRow("meeting", (0.29, 0.24, 0.18, 0.17, 0.12), 87990), f.DelayRow("all", (0.52, 0.21, 0.12, 0.09, 0.06), 417990)),
            sources=("activities.csv",)),
    }  # fmt: skip


def _quality() -> Quality:
    why = Text("дубль завысил бы удержание клиентов", "a repeat would overstate retention")
    checks = (
        Expectation("raw.bitrix24", "deals", "expect_column_values_to_not_be_null", "critical", True, why, "deal_id", "", 0, 22914),
        Expectation("canonical.activities", "activities", "expect_column_values_to_be_between", "warning", False,
                    Text("поздний ввод искажает дни на этапах", "late entry distorts the days in a stage"), "created_at", "0.73",
                    112857, 417990, 0.9, ("entry_delay_hours", "deal_cycle_days")),
        Expectation("canonical.customers", "customers", "expect_column_values_to_be_unique", "warning", False, why, "tax_id",
                    "0.969", 310, 10000, 0.98, ("customer_retention",)),
        Expectation("canonical.tickets", "tickets", "expect_column_values_to_be_in_set", "info", True, why, "channel", "", 0, 14151),
    )  # fmt: skip
    issues = (
        RecordIssues("bitrix24", "deals", None, "duplicate", "row", 212),
        RecordIssues("bitrix24", "activities", "occurred_at", "unreadable", "value", 61),
        RecordIssues("onec", "sales", "amount", "missing", "value", 16),
    )
    return Quality(checks, issues)


def _sources() -> tuple[Source, ...]:
    span = {"first_day": date(2024, 11, 1), "last_day": date(2026, 10, 31)}
    rows = (("activities.csv", "bitrix24", "activities", 418207, 217), ("deals.csv", "bitrix24", "deals", 22914, 53),
            ("crm_users_log.csv", "plain", "crm_sessions", 61553, 0), ("sales_1c.xlsx", "onec", "sales", 3402, 4),
            ("nps_2025.xlsx", "google_forms", "responses", 214, 2), ("nps_2026.xlsx", "google_forms", "responses", 311, 6),
            ("support_tickets.json", "helpdesk", "tickets", 14151, 7))  # fmt: skip
    return tuple(
        Source(name, system, table, f"{i:x}" + HASH[1:], n, n - bad - 3, bad, 3, {"title": 2, "total": 1}, **span)
        for i, (name, system, table, n, bad) in enumerate(rows)
    )


def _thresholds() -> tuple[Threshold, ...]:
    return (
        Threshold("conversion_window_days", "90", Text("Окно конверсии лида, дней", "Conversion window, days"), True),
        Threshold("retention_window_days", "180", Text("Окно повторной покупки, дней", "Repeat window, days"), True),
        Threshold("materiality", "5 %", Text("Порог существенности", "Materiality"), True),
        Threshold("washout_months", "1", Text("Исключено месяцев внедрения", "Roll-out months left out"), False),
    )


def full() -> Evidence:
    """A complete audit of 24 months with every area assessed but reviews."""
    indicators = _indicators()
    gap = Gap("reviews", "satisfaction", Text("анализ отзывов", "reviews"), Reason("no_before", file="reviews.csv"), "reviews.csv",
              ("дата", "оценка", "площадка"), Text("маркетинг", "marketing"))  # fmt: skip
    return Evidence(
        run=Run("7f3c9a1e", "CRM-2026-02", date(2026, 10, 31), date(2026, 11, 16), code_version="1d92f0c", seed=20261116),
        company=Company("ООО «СбытСервис»", unit="Служба внутреннего аудита", prepared_by="А. В. Смирнова, ведущий аналитик",
                        approved_by="Д. О. Ким, руководитель службы внутреннего аудита",
                        addressees=("генеральный директор", "директор по продажам", "финансовый директор")),
        periods=Periods(BEFORE, AFTER, Period(date(2025, 11, 1), date(2025, 12, 1), 1), GO_LIVE,
                        (RolloutEvent("pilot", date(2025, 9, 1)), RolloutEvent("go_live", GO_LIVE),
                         RolloutEvent("price_change", date(2026, 4, 1)))),
        opinion=Opinion("effective_with_reservations",
                        ("sales_volume", "deal_cycle_days", "lead_conversion", "deals_per_manager_month"),
                        ("win_rate", "customer_retention", "nps")),
        indicators=indicators,
        areas=tuple(area_of(area, indicators) for area in (*AREAS, "data_quality")),
        figures=_figures(),
        quality=_quality(),
        sources=_sources(),
        exclusions=(Exclusion("customer_retention", "not_matured", 812), Exclusion("deals", "test_record", 37)),
        gaps=(gap,),
        thresholds=_thresholds(),
        glossary=(Term(Text("Порог", "Threshold"), Text("наименьшая доля верных записей", "least share of right records")),),
    )  # fmt: skip


def sparse() -> Evidence:
    """Only yearly totals of four indicators; six key indicators are not assessed."""
    totals = Reason("totals_only")
    bare = {"ci_low": None, "ci_high": None, "ci_unit": None, "p_value": None, "p_adjusted": None, "monthly": (),
            "method": None, "reason": totals}  # fmt: skip
    known = [
        replace(compared("sales_volume", "likely", 120e6, 156e6, 0, 0, 1), **bare),
        replace(compared("deal_cycle_days", "likely", 15, 10, 0, 0, 1), **bare),
        replace(compared("customer_retention", "likely", 0.65, 0.8, 0, 0, 1), **bare),
        replace(compared("deals_per_manager_month", "likely", 8, 12, 0, 0, 1), **bare),
    ]
    missing = {
        "average_order": Reason("no_before", file="sales.csv"), "win_rate": Reason("no_source", file="deals.csv"),
        "lead_conversion": Reason("no_source", file="leads.csv"), "first_response_hours": Reason("no_source", file="tickets.csv"),
        "nps": Reason("too_few", n=11, minimum=30), "automation_share": Reason("not_tracked"),
    }  # fmt: skip
    by_id = {one.kpi: one for one in known}
    indicators = tuple(by_id.get(kpi) or indicator(kpi, reason=missing[kpi]) for kpi in KEY_INDICATORS)
    gaps = tuple(
        Gap(kpi, DECLARED[kpi][1], DECLARED[kpi][2], why, why.file, ("дата", "сумма"), kpis=(kpi,))
        for kpi, why in missing.items()
    )
    return replace(
        full(), indicators=indicators, figures={}, gaps=gaps, quality=Quality(), exclusions=(), thresholds=(), glossary=(),
        sources=_sources()[:1], areas=tuple(area_of(area, indicators) for area in AREAS),
        opinion=Opinion("no_opinion", tuple(by_id), tuple(by_id), tuple(missing)),
        run=replace(full().run, audit_id="1b40ee97", report_number="CRM-2026-03"),
    )  # fmt: skip


def without_roll_out() -> Evidence:
    """A data set without a launch date: levels over all data, nothing compared."""
    why = Reason("no_rollout")
    span = {"first_at": date(2011, 10, 1), "last_at": date(2012, 3, 14)}
    indicators = (
        indicator("deal_cycle_days", reason=why, overall=Overall(3254, 3254, 14.44, median=14.44, **span)),
        indicator("win_rate", reason=why, overall=Overall(13087, 12000, 0.1716, share=0.1716, **span)),
        indicator("nps", reason=why, overall=Overall(124, 124, 62.1, **span)),
        indicator("sales_volume", reason=Reason("no_source", file="sales.csv")),
    )
    stages = tuple(
        f.StageRow(name, None, n, None, rate, None, days)
        for name, n, rate, days in (("Заявка", 13087, None, None), ("Проверка", 7367, 0.563, 1.2), ("Предложение", 5015, 0.68, 9.0),
                                    ("Одобрено", 2246, 0.448, 0.6))
    )  # fmt: skip
    figures: dict[str, f.Figure] = {
        "funnel": f.StageBars("funnel", "", stages, ("events.csv",)),
        "cycle_curves": f.SurvivalCurves(
            "cycle", "deal_cycle_days", "days", None, curve(14.44, 3254, 0), ("events.csv",)
        ),
        "nps_answers": f.NpsDistribution("satisfaction", "nps", (f.NpsRow("all", 92, 17, 15, 62.1),), ("survey.csv",)),
        "by_channel": f.SegmentDumbbell(
            "funnel",
            "win_rate",
            "share",
            "channel",
            (f.SegmentRow("paid", None, 0.123, 1586), f.SegmentRow("social", None, 0.0556, 1350)),
        ),
    }
    return replace(
        full(), periods=Periods(), indicators=indicators, figures=figures, gaps=(), exclusions=(),
        areas=tuple(area_of(area, indicators) for area in AREAS),
        opinion=Opinion("no_opinion", (), (), ("sales_volume", "deal_cycle_days", "win_rate", "nps")),
    )  # fmt: skip


HOSTILE = "{{7*7}} {7*7} <script>alert(1)</script> =cmd()|' /C calc'!A0 \"'&"


def hostile() -> Evidence:
    """Text that tries to be a template, a tag and a formula, wherever a text may come from an export."""
    base = full()
    bad = Text(HOSTILE, HOSTILE)
    indicators = tuple(
        replace(one, label=bad, short=bad, definition=bad, sources=(HOSTILE,)) for one in base.indicators
    )
    stages = tuple(f.StageRow(HOSTILE, 10 - i, 9 - i, 0.5, 0.4, 1.0, 2.0) for i in range(3))
    return replace(
        base,
        company=Company(HOSTILE, unit=HOSTILE, prepared_by=HOSTILE, approved_by=HOSTILE, addressees=(HOSTILE,)),
        indicators=indicators,
        figures={"funnel": f.StageBars("funnel", HOSTILE, stages, (HOSTILE,)),
                 "loss": f.CountTable("funnel", "loss_reasons", (f.CountRow(HOSTILE, 1, 2, 0.1, 0.2),), (HOSTILE,)),
                 "segments": f.SegmentDumbbell("sales", "average_order", "money", "channel",
                                               (f.SegmentRow(HOSTILE, 1.0, 2.0, 3),), sources=(HOSTILE,))},
        sources=tuple(replace(one, file=HOSTILE, system=HOSTILE, table=HOSTILE) for one in base.sources[:2]),
        gaps=(Gap(HOSTILE, "satisfaction", bad, Reason(HOSTILE, file=HOSTILE), HOSTILE, (HOSTILE,), bad),),
        exclusions=(Exclusion(HOSTILE, HOSTILE, 3),),
        quality=Quality((Expectation(HOSTILE, HOSTILE, HOSTILE, "warning", False, bad, HOSTILE, HOSTILE, 1, 2, 0.9, (HOSTILE,)),),
                        (RecordIssues(HOSTILE, HOSTILE, HOSTILE, HOSTILE, "value", 2),)),
    )  # fmt: skip


LONG = (
    "Чрезвычайно длинное наименование показателя результативности межрегионального подразделения сбыта и обслуживания"
)


def huge() -> Evidence:
    """The longest names and the largest numbers, a failed critical check included."""
    base = full()
    long = Text(LONG, "An extraordinarily long name of an indicator of the interregional sales and service department")
    changed = []
    for one in base.indicators:
        assert one.before is not None and one.after is not None
        factor = 987_654_321.0 if one.unit in ("money", "count") else 1.0
        changed.append(
            replace(one, label=long, short=long, before=one.before, after=one.after * factor,
                    change=one.after * factor - one.before,
                    change_pct=None if one.change_pct is None else (one.after * factor / one.before - 1) * 100)
        )  # fmt: skip
    checks = tuple(
        replace(one, severity="critical", success=False, n_unexpected=5, table_name="customer_relationship_management_deals_of_all",
                column_name="a_column_name_that_is_far_longer_than_it_should_be")
        for one in base.quality.expectations
    )  # fmt: skip
    company = replace(base.company, name="Публичное акционерное общество «" + LONG + "»", unit=LONG)
    gaps = tuple(replace(base.gaps[0], file=f"{'очень_длинное_имя_файла_' * 3}{i}.csv", label=long) for i in range(9))
    return replace(base, indicators=tuple(changed), company=company, gaps=gaps, run=replace(base.run, critical_failed=True),
                   quality=replace(base.quality, expectations=checks))  # fmt: skip


def one_month() -> Evidence:
    """A month on each side, a zero before and a twentyfold growth."""
    base = full()
    month_before, month_after = (
        Period(date(2026, 8, 1), date(2026, 9, 1), 1),
        Period(date(2026, 10, 1), date(2026, 11, 1), 1),
    )
    few = Reason("too_few_months")
    indicators = (
        replace(compared("sales_volume", "likely", 5e6, 105e6, 0, 0, 2), ci_low=None, ci_high=None, ci_unit=None, reason=few,
                monthly=(MonthlyPoint(date(2026, 10, 1), 105e6, 12, "after"),)),
        replace(compared("lead_conversion", "likely", 0.0, 0.12, 3, 20, 2, "pp"), change_pct=None, reason=Reason("zero_before"), monthly=()),
        replace(compared("average_order", "none", 0.0, 0.0, 0, 0), change_pct=None, ci_low=None, ci_high=None, monthly=()),
        indicator("nps", reason=Reason("too_few", n=1, minimum=30)),
    )  # fmt: skip
    figure = f.MonthlyColumns("sales", "sales_volume", "money", (f.MonthValue(date(2026, 10, 1), 105e6),), ())
    return replace(
        base, periods=Periods(month_before, month_after, None, date(2026, 9, 1)), indicators=indicators, gaps=(),
        figures={"sales": figure}, areas=tuple(area_of(area, indicators) for area in AREAS),
        opinion=Opinion("limited", ("sales_volume",), ("average_order",), ("nps",)),
    )  # fmt: skip


ALL = {
    "full": full, "sparse": sparse, "without_roll_out": without_roll_out, "hostile": hostile, "huge": huge, "one_month": one_month,
}  # fmt: skip
