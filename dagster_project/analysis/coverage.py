"""Which months a KPI's data cover, and whether its cohorts can be compared at all."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from dagster_project.analysis import reasons
from dagster_project.analysis.cells import Cells
from dagster_project.analysis.levels import durations
from dagster_project.analysis.survival import kaplan_meier, survival_at
from dagster_project.analysis.windows import EDGE_DAYS, NEW_YEAR_DAYS, AuditWindows, Window, month_index, month_start
from dagster_project.catalogue import KpiDeclaration

GAPS_AT_EDGE = 5
"""Data may begin or end this many mean gaps inside a month before the month counts as not covered."""

YOUNG_SHARE = 0.2
"""A rise by so much of the share of rows too young to count is said beside the figure."""

FIRST_DAYS_ONLY = 0.25
"""If the share of rows old enough to count is less than this part of the other period's, they are not compared."""

CHANCE = 0.005
"""Months without a single success (or end) that are less likely than this mean that recording had not begun."""

SAME_SOURCES = 0.5
"""The periods stand on the same sources when the parts that each source gives to both add up to so much."""

DAYS_IN = {"days": 1.0, "hours": 1 / 24}

MIN_LEADING_MONTHS = 2
MIN_SUCCESSES = 3
"""Fewer empty months at the start, or fewer successes after them, say nothing about the recording."""


def covered_months(statistic: str, first_day: date, last_day: date, n: int) -> range:
    """Indices of the months that ``n`` observations from ``first_day`` to ``last_day`` cover in full.

    Sparse data may miss the edges of a month: up to ``EDGE_DAYS`` or ``GAPS_AT_EDGE`` mean gaps, whichever is more.
    Only a monthly sum needs whole months; for the others (one row may stand for a manager's month) a month with any
    observation is covered. A month before the first or after the last observation never is.
    """
    if statistic != "monthly_sum":
        first_day = first_day.replace(day=1)
        last_day = month_start(month_index(last_day) + 1) - timedelta(days=1)
    slack = max(EDGE_DAYS, round(GAPS_AT_EDGE * (last_day - first_day).days / max(n, 1)))
    start_slack = max(slack, NEW_YEAR_DAYS) if first_day.month == 1 else slack
    first, last = first_day - timedelta(days=start_slack), last_day + timedelta(days=slack + 1)
    start = max(month_index(first) + (first.day > 1), month_index(first_day))
    return range(start, max(start, min(month_index(last), month_index(last_day) + 1)))


def complete_window_months(window: Window, covered: range) -> list[int]:
    """Indices of the months of a window that are complete and covered by the KPI's data."""
    partial = {month_index(month) for month in window.partial}
    inside = [month_index(month) for month in window.months()]
    return [index for index in inside if index in covered and index not in partial]


def paired_months(
    windows: tuple[Window, Window], before: Sequence[int], after: Sequence[int]
) -> list[tuple[int, int]] | None:
    """Pairs of the same calendar month in both periods; None when the periods do not match month by month."""
    old, new = windows
    shift = month_index(new.starts_on) - month_index(old.starts_on)
    if shift % 12 or len(old.months()) != len(new.months()):
        return None
    wanted = set(after)
    return [(index, index + shift) for index in before if index + shift in wanted]


def cohort_codes(declaration: KpiDeclaration, before: Cells, after: Cells) -> tuple[str, ...]:
    """Reason codes for cohorts that cannot, or can hardly, be compared.

    ``not_comparable_cohorts``: older cohorts had more time (``follow_up`` "ever"); the outcome was not recorded from
    the start; so few rows of one period are old enough that they stand for its first days only. ``young_cohorts``:
    many more rows of one period are too young (or lie across the go-live).
    """
    statistic = declaration.statistic
    counted = [part.complete_rows / part.rows if part.rows else 1.0 for part in (before, after)]
    has_age = statistic not in ("km_median", "monthly_sum")
    found = {
        reasons.NOT_COMPARABLE_COHORTS: declaration.follow_up == "ever"
        or (has_age and min(counted) < FIRST_DAYS_ONLY * max(counted))
        or (statistic == "share" and _successes_begin_late(before, after))
        or (statistic in ("km_median", "median") and _ends_begin_late(declaration, before, after)),
        reasons.YOUNG_COHORTS: has_age and abs(counted[1] - counted[0]) >= YOUNG_SHARE,
    }
    return tuple(code for code, holds in found.items() if holds)


def _ends_begin_late(declaration: KpiDeclaration, before: Cells, after: Cells) -> bool:
    """True when no case ended before a certain day although many must have: ends are only recorded from then on.

    Cases that ended earlier are missing, so what is left looks long. "Many": by the durations of the period after, the
    cases that are there should have ended before that day so often that none is less likely than ``CHANCE``.
    """
    if declaration.unit not in DAYS_IN:
        return False
    if declaration.statistic == "median":
        before, after = _all_ended(before), _all_ended(after)
    ended = before.where((before.n_complete > 0) & ~np.isnan(before.bucket))
    if len(ended) == 0 or after.complete_rows == 0:
        return False
    days = DAYS_IN[declaration.unit]
    starts = {index: month_start(index).toordinal() for index in ended.months()}
    first_end = min(starts[int(index)] + days * bucket for index, bucket in zip(ended.month, ended.bucket, strict=True))
    curve = kaplan_meier(durations(after, censored=declaration.statistic == "km_median"))
    expected = 0.0
    for index in ended.months():
        room = first_end - month_start(index + 1).toordinal()
        if room > 0:
            n = ended.where(ended.month == index).complete_rows
            expected += n * (1 - survival_at(curve, room / days))
    return math.exp(-expected) < CHANCE


def _all_ended(cells: Cells) -> Cells:
    """The cells of a plain median with every row counted: each of them has ended, young or not."""
    return replace(cells, n_complete=cells.n)


def _successes_begin_late(before: Cells, after: Cells) -> bool:
    """True when the first months hold no success although the later rate makes that all but impossible.

    The later rate is that of the rest of the period before, which no roll-out has touched; only when the whole period
    is empty, that of the period after.
    """
    months = before.months()
    empty = list(itertools.takewhile(lambda index: before.in_months([index]).value.sum() == 0, months))
    rest = before.in_months(months[len(empty) :]) if len(empty) < len(months) else after
    if len(empty) < min(MIN_LEADING_MONTHS, len(months)) or rest.value.sum() < MIN_SUCCESSES:
        return False
    rate = min(float(rest.value.sum()) / max(rest.complete_rows, 1), 1.0)
    return (1 - rate) ** before.in_months(empty).complete_rows < CHANCE


def coverage_codes(declaration: KpiDeclaration, windows: AuditWindows, covered: range) -> tuple[str, ...]:
    """``partial_coverage`` when the KPI's data miss months of a window that the audit holds for complete.

    Surveys are taken in waves: for them it says nothing.
    """
    if declaration.statistic == "nps":
        return ()
    for window in (windows.before, windows.after):
        if window is not None and len(complete_window_months(window, covered)) < window.n_months:
            return (reasons.PARTIAL_COVERAGE,)
    return ()


def source_codes(declaration: KpiDeclaration, rows: Mapping[str, Mapping[str, Mapping[str, int]]]) -> tuple[str, ...]:
    """``source_changed`` when the rows of the two periods come from different sources: another system, other rules.

    ``rows``: entity → period ("before", "after") → source → number of rows. The first input of the KPI that has rows
    in a period is the one that its figures stand on.
    """
    for entity in declaration.inputs:
        before, after = (rows.get(entity, {}).get(period, {}) for period in ("before", "after"))
        if not before and not after:
            continue
        if not before or not after:
            return ()
        return (reasons.SOURCE_CHANGED,) if _common_share(before, after) < SAME_SOURCES else ()
    return ()


def instrument_codes(kpi: str, rows: Mapping[str, Mapping[str, Mapping[str, int]]]) -> tuple[str, ...]:
    """``instrument_changed`` when most answers of the two periods were given to another question or on another scale.

    ``rows``: KPI → period ("before", "after") → question and scale → number of answers.
    """
    before, after = (rows.get(kpi, {}).get(period, {}) for period in ("before", "after"))
    if not before or not after:
        return ()
    return (reasons.INSTRUMENT_CHANGED,) if _common_share(before, after) < SAME_SOURCES else ()


def _common_share(before: Mapping[str, int], after: Mapping[str, int]) -> float:
    """How much two distributions have in common, 0..1."""
    totals = sum(before.values()), sum(after.values())
    return sum(min(before[one] / totals[0], after[one] / totals[1]) for one in before.keys() & after.keys())
