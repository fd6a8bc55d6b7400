"""The auditor's opinion in five grades: a rule on the verdicts of the key indicators, printed with its scale."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from dagster_project.analysis.results import KpiResult

Grade = Literal["effective", "effective_with_reservations", "limited", "ineffective", "no_opinion"]

KEY_INDICATORS: tuple[str, ...] = (
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
"""The indicators on which the opinion rests."""

MAX_NOT_ASSESSED = 2
"""With more key indicators than this not assessed no opinion is expressed."""


@dataclass(frozen=True)
class Opinion:
    """The grade, how many key indicators got each verdict, and the ids of those not assessed."""

    grade: Grade
    n_ok: int
    n_likely: int
    n_none: int
    n_bad: int
    not_assessed: tuple[str, ...]


def opinion_of(results: Iterable[KpiResult]) -> Opinion:
    """The opinion from the company-level lines of kpi.csv; a key indicator without a line is not assessed."""
    verdicts = {one.kpi: one.verdict for one in results if one.segment is None}
    key = {kpi: verdicts.get(kpi, "na") for kpi in KEY_INDICATORS}
    found = list(key.values())
    missing = tuple(kpi for kpi, verdict in key.items() if verdict == "na")
    n_ok, n_likely, n_none, n_bad = found.count("ok"), found.count("likely"), found.count("none"), found.count("bad")
    return Opinion(_grade(n_ok, n_likely, n_none, n_bad, len(missing)), n_ok, n_likely, n_none, n_bad, missing)


def _grade(n_ok: int, n_likely: int, n_none: int, n_bad: int, n_missing: int) -> Grade:
    assessed, better = n_ok + n_likely + n_none + n_bad, n_ok + n_likely
    if n_missing > MAX_NOT_ASSESSED or assessed == 0:
        return "no_opinion"
    if n_bad == 0 and 2 * n_ok >= assessed:
        return "effective"
    if 2 * better >= assessed and better > n_bad:
        return "effective_with_reservations"
    if better == 0 or n_bad > better:
        return "ineffective"
    return "limited"
