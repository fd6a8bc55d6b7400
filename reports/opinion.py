"""The key indicators, the areas of the report, and the verdict of an area from those of its indicators."""

from __future__ import annotations

from collections.abc import Sequence

from reports.measures import Area, Indicator, Verdict

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
"""With more key indicators than this not assessed no opinion is expressed; printed with the scale."""

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
