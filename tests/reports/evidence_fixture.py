"""The cases that the report is tested with: full, sparse, without a roll-out, hostile, huge, one month."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from reports import figures as f
from reports.evidence import Company, Evidence, Exclusion, Expectation, Gap, Period, Periods, Quality, RecordIssues
from reports.measures import MonthlyPoint, Opinion, Overall, Reason, Text
from reports.opinion import AREAS, KEY_INDICATORS, area_of
from reports.stage_figures import BottleneckRow, Bottlenecks
from tests.reports.evidence_figures import curve
from tests.reports.evidence_full import all_sources, full
from tests.reports.evidence_parts import DECLARED, compared, indicator


def sparse() -> Evidence:
    """Only yearly totals of four indicators; six key indicators are not assessed."""
    totals = Reason("totals_only")
    bare = {
        "ci_low": None,
        "ci_high": None,
        "ci_unit": None,
        "p_value": None,
        "p_adjusted": None,
        "monthly": (),
        "method": None,
        "reason": totals,
    }
    known = [
        replace(compared("sales_volume", "likely", 120e6, 156e6, 0, 0, 1), **bare),
        replace(compared("deal_cycle_days", "likely", 15, 10, 0, 0, 1), **bare),
        replace(compared("customer_retention", "likely", 0.65, 0.8, 0, 0, 1), **bare),
        replace(compared("deals_per_manager_month", "likely", 8, 12, 0, 0, 1), **bare),
    ]
    missing = {
        "average_order": Reason("no_before", file="sales.csv"),
        "win_rate": Reason("no_source", file="deals.csv"),
        "lead_conversion": Reason("no_source", file="leads.csv"),
        "first_response_hours": Reason("no_source", file="tickets.csv"),
        "nps": Reason("too_few", n=11, minimum=30),
        "automation_share": Reason("not_tracked"),
    }
    by_id = {one.kpi: one for one in known}
    indicators = tuple(by_id.get(kpi) or indicator(kpi, reason=missing[kpi]) for kpi in KEY_INDICATORS)
    gaps = tuple(
        Gap(kpi, DECLARED[kpi][1], DECLARED[kpi][2], why, why.file, ("дата", "сумма"), kpis=(kpi,))
        for kpi, why in missing.items()
    )
    return replace(
        full(),
        indicators=indicators,
        figures={},
        gaps=gaps,
        quality=Quality(),
        exclusions=(),
        thresholds=(),
        glossary=(),
        sources=all_sources()[:1],
        areas=tuple(area_of(area, indicators) for area in AREAS),
        opinion=Opinion("no_opinion", tuple(by_id), tuple(by_id), tuple(missing)),
        run=replace(full().run, audit_id="1b40ee97", report_number="CRM-2026-03"),
    )


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
        for name, n, rate, days in (
            ("Заявка", 13087, None, None),
            ("Проверка", 7367, 0.563, 1.2),
            ("Предложение", 5015, 0.68, 9.0),
            ("Одобрено", 2246, 0.448, 0.6),
        )
    )
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
        full(),
        periods=Periods(),
        indicators=indicators,
        figures=figures,
        gaps=(),
        exclusions=(),
        areas=tuple(area_of(area, indicators) for area in AREAS),
        opinion=Opinion("no_opinion", (), (), ("sales_volume", "deal_cycle_days", "win_rate", "nps")),
    )


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
        figures={
            "funnel": f.StageBars("funnel", HOSTILE, stages, (HOSTILE,)),
            "bottlenecks": Bottlenecks(
                "funnel", HOSTILE, (BottleneckRow(HOSTILE, 50, 40, 0.5, score=1.0),), True, 180, sources=(HOSTILE,)
            ),
            "loss": f.CountTable("funnel", "loss_reasons", (f.CountRow(HOSTILE, 1, 2, 0.1, 0.2),), (HOSTILE,)),
            "segments": f.SegmentDumbbell(
                "sales", "average_order", "money", "channel", (f.SegmentRow(HOSTILE, 1.0, 2.0, 3),), sources=(HOSTILE,)
            ),
        },
        sources=tuple(replace(one, file=HOSTILE, system=HOSTILE, table=HOSTILE) for one in base.sources[:2]),
        gaps=(Gap(HOSTILE, "satisfaction", bad, Reason(HOSTILE, file=HOSTILE), HOSTILE, (HOSTILE,), bad),),
        exclusions=(Exclusion(HOSTILE, HOSTILE, 3),),
        quality=Quality(
            (Expectation(HOSTILE, HOSTILE, HOSTILE, "warning", False, bad, HOSTILE, HOSTILE, 1, 2, 0.9, (HOSTILE,)),),
            (RecordIssues(HOSTILE, HOSTILE, HOSTILE, HOSTILE, "value", 2),),
        ),
    )


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
            replace(
                one,
                label=long,
                short=long,
                before=one.before,
                after=one.after * factor,
                change=one.after * factor - one.before,
                change_pct=None if one.change_pct is None else (one.after * factor / one.before - 1) * 100,
            )
        )
    checks = tuple(
        replace(
            one,
            severity="critical",
            success=False,
            n_unexpected=5,
            table_name="customer_relationship_management_deals_of_all",
            column_name="a_column_name_that_is_far_longer_than_it_should_be",
        )
        for one in base.quality.expectations
    )
    company = replace(base.company, name="Публичное акционерное общество «" + LONG + "»", unit=LONG)
    gaps = tuple(replace(base.gaps[0], file=f"{'очень_длинное_имя_файла_' * 3}{i}.csv", label=long) for i in range(9))
    return replace(
        base,
        indicators=tuple(changed),
        company=company,
        gaps=gaps,
        run=replace(base.run, critical_failed=True),
        quality=replace(base.quality, expectations=checks),
    )


def one_month() -> Evidence:
    """A month on each side, a zero before and a twentyfold growth."""
    base = full()
    month_before, month_after = (
        Period(date(2026, 8, 1), date(2026, 9, 1), 1),
        Period(date(2026, 10, 1), date(2026, 11, 1), 1),
    )
    few = Reason("too_few_months")
    indicators = (
        replace(
            compared("sales_volume", "likely", 5e6, 105e6, 0, 0, 2),
            ci_low=None,
            ci_high=None,
            ci_unit=None,
            reason=few,
            monthly=(MonthlyPoint(date(2026, 10, 1), 105e6, 12, "after"),),
        ),
        replace(
            compared("lead_conversion", "likely", 0.0, 0.12, 3, 20, 2, "pp"),
            change_pct=None,
            reason=Reason("zero_before"),
            monthly=(),
        ),
        replace(
            compared("average_order", "none", 0.0, 0.0, 0, 0), change_pct=None, ci_low=None, ci_high=None, monthly=()
        ),
        indicator("nps", reason=Reason("too_few", n=1, minimum=30)),
    )
    figure = f.MonthlyColumns("sales", "sales_volume", "money", (f.MonthValue(date(2026, 10, 1), 105e6),), ())
    return replace(
        base,
        periods=Periods(month_before, month_after, None, date(2026, 9, 1)),
        indicators=indicators,
        gaps=(),
        figures={"sales": figure},
        areas=tuple(area_of(area, indicators) for area in AREAS),
        opinion=Opinion("limited", ("sales_volume",), ("average_order",), ("nps",)),
    )


ALL = {
    "full": full,
    "sparse": sparse,
    "without_roll_out": without_roll_out,
    "hostile": hostile,
    "huge": huge,
    "one_month": one_month,
}
