"""A full audit of 24 months with invented numbers, every area assessed."""

from __future__ import annotations

from datetime import date

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
from reports.measures import Indicator, Opinion, Reason, Text
from reports.opinion import AREAS, area_of
from tests.reports.evidence_figures import all_figures
from tests.reports.evidence_parts import AFTER, BEFORE, GO_LIVE, HASH, compared
from tests.reports.evidence_provenance import changed, sources_of_periods
from tests.reports.evidence_risks import risks
from tests.reports.evidence_segments import segments


def _indicators() -> tuple[Indicator, ...]:
    return (
        compared("sales_volume", "ok", 120e6, 156e6, 24, 36, sources=("sales_1c.xlsx",)),
        compared("average_order", "none", 84e3, 82e3, -6.1, 1.4),
        compared("deal_cycle_days", "ok", 15, 10, -38, -28, method="kaplan_meier_month_bootstrap"),
        compared("won_cycle_days", "ok", 13, 8, -45, -30),
        compared("win_rate", "bad", 0.52, 0.46, -18, -5, method="newcombe_ratio"),
        compared("win_rate_closed", "none", 0.55, 0.54, -8, 4, method="newcombe_ratio"),
        compared(
            "lead_conversion",
            "ok",
            0.124,
            0.149,
            13,
            28,
            method="newcombe_ratio",
            warnings=(Reason("not_comparable_cohorts"),),
        ),
        compared(
            "customer_retention", "likely", 0.65, 0.8, 16, 30, 2, reason=Reason("low_evidence"), method="newcombe_ratio"
        ),
        compared("deals_per_manager_month", "ok", 8, 12, 41, 59, 3),
        compared("first_response_hours", "ok", 46 / 60, 18 / 60, -66, -55, sources=("support_tickets.json",)),
        compared(
            "nps",
            "likely",
            21,
            34,
            0,
            26,
            2,
            "points",
            reason=Reason("not_significant"),
            method="adjusted_wald",
            n_before=212,
            n_after=305,
            sources=("nps_2025.xlsx", "nps_2026.xlsx"),
        ),
        compared("automation_share", "likely", 0.184, 0.474, 120, 190, 1, reason=Reason("low_evidence")),
        compared("weekly_active_users", "likely", 0.31, 0.85, 150, 190, 2, reason=Reason("low_evidence")),
        compared("record_completeness", "ok", 0.88, 0.943, 5, 9, 3),
        compared("entry_delay_hours", "none", 30, 28, -15, 4, 3),
    )


def _quality() -> Quality:
    why = Text("дубль завысил бы удержание клиентов", "a repeat would overstate retention")
    checks = (
        Expectation(
            "raw.bitrix24",
            "deals",
            "expect_column_values_to_not_be_null",
            "critical",
            True,
            why,
            "deal_id",
            "",
            0,
            22914,
        ),
        Expectation(
            "canonical.activities",
            "activities",
            "expect_column_values_to_be_between",
            "warning",
            False,
            Text("поздний ввод искажает дни на этапах", "late entry distorts the days in a stage"),
            "created_at",
            "0.73",
            112857,
            417990,
            0.9,
            ("entry_delay_hours", "deal_cycle_days"),
        ),
        Expectation(
            "canonical.customers",
            "customers",
            "expect_column_values_to_be_unique",
            "warning",
            False,
            why,
            "tax_id",
            "0.969",
            310,
            10000,
            0.98,
            ("customer_retention",),
        ),
        Expectation(
            "canonical.tickets",
            "tickets",
            "expect_column_values_to_be_in_set",
            "info",
            True,
            why,
            "channel",
            "",
            0,
            14151,
        ),
    )
    issues = (
        RecordIssues("bitrix24", "deals", None, "duplicate", "row", 212),
        RecordIssues("bitrix24", "activities", "occurred_at", "unreadable", "value", 61),
        RecordIssues("onec", "sales", "amount", "missing", "value", 16),
    )
    return Quality(checks, issues)


def all_sources() -> tuple[Source, ...]:
    span = {"first_day": date(2024, 11, 1), "last_day": date(2026, 10, 31)}
    rows = (
        ("activities.csv", "bitrix24", "activities", 418207, 217),
        ("deals.csv", "bitrix24", "deals", 22914, 53),
        ("crm_users_log.csv", "plain", "crm_sessions", 61553, 0),
        ("sales_1c.xlsx", "onec", "sales", 3402, 4),
        ("nps_2025.xlsx", "google_forms", "responses", 214, 2),
        ("nps_2026.xlsx", "google_forms", "responses", 311, 6),
        ("support_tickets.json", "helpdesk", "tickets", 14151, 7),
    )
    return tuple(
        Source(name, system, table, f"{i:x}" + HASH[1:], n, n - bad - 3, bad, 3, {"title": 2, "total": 1}, **span)
        for i, (name, system, table, n, bad) in enumerate(rows)
    )


def _thresholds() -> tuple[Threshold, ...]:
    return (
        Threshold("conversion_window_days", 90, Text("Окно конверсии лида, дней", "Conversion window, days"), is_guess=True),
        Threshold("retention_window_days", 180, Text("Окно повторной покупки, дней", "Repeat window, days"), is_guess=True),
        Threshold("materiality", 0.05, Text("Порог существенности", "Materiality"), is_share=True, is_guess=True),
        Threshold("washout_months", 1, Text("Исключено месяцев внедрения", "Roll-out months left out")),
    )


def full() -> Evidence:
    """A complete audit of 24 months with every area assessed but reviews."""
    indicators = _indicators()
    gap = Gap(
        "reviews",
        "satisfaction",
        Text("анализ отзывов", "reviews"),
        Reason("no_before", file="reviews.csv"),
        "reviews.csv",
        ("дата", "оценка", "площадка"),
        Text("маркетинг", "marketing"),
    )
    return Evidence(
        run=Run(
            "7f3c9a1e", "CRM-2026-02", date(2026, 10, 31), date(2026, 11, 16), code_version="1d92f0c", seed=20261116
        ),
        company=Company(
            "ООО «СбытСервис»",
            unit="Служба внутреннего аудита",
            prepared_by="А. В. Смирнова, ведущий аналитик",
            approved_by="Д. О. Ким, руководитель службы внутреннего аудита",
            addressees=("генеральный директор", "директор по продажам", "финансовый директор"),
        ),
        periods=Periods(
            BEFORE,
            AFTER,
            Period(date(2025, 11, 1), date(2025, 12, 1), 1),
            GO_LIVE,
            (
                RolloutEvent("pilot", date(2025, 9, 1)),
                RolloutEvent("go_live", GO_LIVE),
                RolloutEvent("price_change", date(2026, 4, 1)),
            ),
        ),
        opinion=Opinion(
            "effective_with_reservations",
            ("sales_volume", "deal_cycle_days", "lead_conversion", "deals_per_manager_month"),
            ("win_rate", "customer_retention", "nps"),
        ),
        indicators=indicators,
        areas=tuple(area_of(area, indicators) for area in (*AREAS, "data_quality")),
        figures=all_figures(),
        quality=_quality(),
        sources=all_sources(),
        provenance=sources_of_periods(),
        changes=changed(),
        risks=risks(),
        segments=segments(),
        exclusions=(Exclusion("customer_retention", "not_matured", 812), Exclusion("deals", "test_record", 37)),
        gaps=(gap,),
        thresholds=_thresholds(),
        glossary=(
            Term(Text("Порог", "Threshold"), Text("наименьшая доля верных записей", "least share of right records")),
        ),
    )
