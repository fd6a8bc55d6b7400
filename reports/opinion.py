"""The rules that turn verdicts of indicators into verdicts of areas and into the auditor's opinion."""

from __future__ import annotations

from collections.abc import Sequence

from reports.measures import Area, Indicator, Opinion, OpinionGrade, Verdict

KEY_INDICATORS = (
    "sales_volume",
    "average_order",
    "deal_cycle_days",
    "win_rate",
    "lead_conversion",
    "customer_retention",
    "deals_per_manager_month",
    "first_response_hours",
    "nps",
    "automation_share",
)
"""The indicators of the key table; the builder sets ``Indicator.key_table`` from it."""

AREAS = ("sales", "funnel", "cycle", "retention", "productivity", "satisfaction", "support", "automation", "adoption")
"""The areas with a section of their own, in the order of the report; ``data_quality`` stands behind them."""

MAX_NOT_ASSESSED = 2
"""With more key indicators than this not assessed no opinion is expressed."""

_WEIGHT: dict[Verdict, int] = {"bad": 0, "ok": 1, "likely": 2, "none": 3, "na": 4}


def area_of(area: str, indicators: Sequence[Indicator]) -> Area:
    """The verdict of one area from its indicators: the worst news first, then the best proven.

    A worsened indicator decides; else a confirmed one, a likely one, an unchanged one; only an area in which
    nothing could be assessed is "not assessed". Its evidence is that of the indicator that decided.
    """
    own = [one for one in indicators if one.area == area]
    kpis = tuple(one.kpi for one in own)
    if not own:
        return Area(area, "na", 0, kpis)
    basis = min(own, key=lambda one: (_WEIGHT[one.verdict], not one.key_table, -one.evidence_grade))
    return Area(area, basis.verdict, basis.evidence_grade, kpis, basis.kpi, basis.reason)


def opinion_of(indicators: Sequence[Indicator]) -> Opinion:
    """The opinion on the CRM from the key indicators.

    No opinion with more than ``MAX_NOT_ASSESSED`` key indicators not assessed. Effective: none got worse and at
    least half of the assessed are confirmed. With reservations: at least half are confirmed or likely and more got
    better than worse. Ineffective: nothing got better, or more got worse than better. Limited: all between.
    """
    key = [one for one in indicators if one.key_table]
    missing = tuple(one.kpi for one in key if one.verdict == "na")
    good = [one for one in key if one.verdict in ("ok", "likely")]
    bad = tuple(one.kpi for one in key if one.verdict == "bad")
    basis = tuple(one.kpi for one in sorted(good, key=lambda one: _WEIGHT[one.verdict]))
    doubts = bad + tuple(one.kpi for one in key if one.verdict in ("likely", "none"))
    return Opinion(_grade(key, len(missing), len(bad)), basis, doubts, missing)


def _grade(key: Sequence[Indicator], n_missing: int, n_bad: int) -> OpinionGrade:
    assessed = len(key) - n_missing
    confirmed = sum(one.verdict == "ok" for one in key)
    better = sum(one.verdict in ("ok", "likely") for one in key)
    if n_missing > MAX_NOT_ASSESSED or assessed == 0:
        return "no_opinion"
    if n_bad == 0 and 2 * confirmed >= assessed:
        return "effective"
    if 2 * better >= assessed and better > n_bad:
        return "effective_with_reservations"
    if better == 0 or n_bad > better:
        return "ineffective"
    return "limited"
