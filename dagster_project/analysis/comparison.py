"""The change of a KPI between two periods: one method per statistic, all on aggregated cells."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from dagster_project.analysis import reasons
from dagster_project.analysis.cells import Cells
from dagster_project.analysis.estimate import Estimate
from dagster_project.analysis.intervals import (
    MIN_CLUSTERS,
    MIN_MONTHS,
    Moments,
    cluster_ratio_change,
    moments_change,
    monthly_change,
)
from dagster_project.analysis.levels import answers, durations, monthly_sums
from dagster_project.analysis.promoters import nps_difference
from dagster_project.analysis.shares import share_change
from dagster_project.analysis.survival import REPLICATES, kaplan_meier, median_change, quantile
from dagster_project.catalogue import KpiDeclaration

OVERDISPERSED = math.sqrt(2)
"""A share is read over persons when that interval is wider by this (twice the variance): their rows vary together."""


@dataclass(frozen=True)
class Sample:
    """Both periods of one KPI (or of one segment of it).

    ``months_before`` and ``months_after`` are the complete covered months (indices); ``paired`` says that they are the
    same calendar months, in the same order. ``moments`` holds the cluster moments per period;
    ``median_replicates`` are the bootstrap samples of a change of medians.
    """

    before: Cells
    after: Cells
    months_before: tuple[int, ...]
    months_after: tuple[int, ...]
    paired: bool
    moments: Mapping[str, Moments]
    seed: int
    median_replicates: int = REPLICATES


@dataclass(frozen=True)
class Compared:
    """The outcome: the interval that goes to kpi.csv (None with the code that says why) and further ones."""

    main: Estimate | None
    other: tuple[Estimate, ...] = ()
    codes: tuple[str, ...] = ()


def compare(declaration: KpiDeclaration, sample: Sample) -> Compared:
    """The change of the KPI between the two periods of the sample, by the method of its statistic."""
    return _METHODS[declaration.statistic](declaration, sample)


def _monthly_sum(declaration: KpiDeclaration, sample: Sample) -> Compared:
    before = monthly_sums(sample.before, sample.months_before)
    after = monthly_sums(sample.after, sample.months_after)
    if min(len(before), len(after)) < MIN_MONTHS:
        return Compared(None, codes=(reasons.TOO_FEW_MONTHS,))
    return Compared(monthly_change(before, after, paired=sample.paired, seed=sample.seed))


def _medians(declaration: KpiDeclaration, sample: Sample) -> Compared:
    censored = declaration.statistic == "km_median"
    before, after = durations(sample.before, censored=censored), durations(sample.after, censored=censored)
    if quantile(kaplan_meier(before)) is None or quantile(kaplan_meier(after)) is None:
        return Compared(None, codes=(reasons.MEDIAN_NOT_REACHED,))
    change = median_change(
        before, after, resolution=declaration.resolution, seed=sample.seed, replicates=sample.median_replicates
    )
    return Compared(change, codes=() if change else (reasons.MEDIAN_NOT_REACHED,))


def _share(declaration: KpiDeclaration, sample: Sample) -> Compared:
    """Newcombe's interval; the one over people instead where rows of one person are far from independent."""
    k_before, k_after = math.fsum(sample.before.value), math.fsum(sample.after.value)
    percent, points = share_change(
        k_before, float(sample.before.complete_rows), k_after, float(sample.after.complete_rows)
    )
    if percent is None or not np.isfinite(percent.high):
        return Compared(points)
    people, _ = _by_user(sample)
    if people is not None and _log_width(people) > OVERDISPERSED * _log_width(percent):
        return Compared(people)
    return Compared(percent, (points,))


def _log_width(estimate: Estimate) -> float:
    low, high = 1 + estimate.low / 100, 1 + estimate.high / 100
    return math.inf if low <= 0 else math.log(high / low)


def _nps(declaration: KpiDeclaration, sample: Sample) -> Compared:
    return Compared(nps_difference(answers(sample.before), answers(sample.after)))


def _mean(declaration: KpiDeclaration, sample: Sample) -> Compared:
    before, after = sample.moments.get("before"), sample.moments.get("after")
    if before is None or after is None:
        return Compared(None, codes=(reasons.TOTALS_ONLY,))
    return _or_few(moments_change(before, after), min(before.n_clusters, after.n_clusters))


def _ratio(declaration: KpiDeclaration, sample: Sample) -> Compared:
    if not (sample.before.user != "").any() or not (sample.after.user != "").any():
        return _mean(declaration, sample)
    return _or_few(*_by_user(sample))


def _by_user(sample: Sample) -> tuple[Estimate | None, int]:
    """The change with whole persons resampled, and how many there are in the thinner period.

    Rows without a person count as one more.
    """
    users = np.unique(np.concatenate([sample.before.user, sample.after.user]))
    sums = []
    for cells in (sample.before, sample.after):
        at = np.searchsorted(users, cells.user)
        sums += [np.bincount(at, weights=column, minlength=len(users)) for column in (cells.value, cells.weight)]
    present = min(int((sums[1] > 0).sum()), int((sums[3] > 0).sum()))
    return cluster_ratio_change(*(column.tolist() for column in sums), seed=sample.seed), present


def _or_few(estimate: Estimate | None, clusters: int) -> Compared:
    if estimate is None and clusters < MIN_CLUSTERS:
        return Compared(None, codes=(reasons.FEW_CLUSTERS,))
    return Compared(estimate, codes=() if estimate else (reasons.TOTALS_ONLY,))


_METHODS: Mapping[str, Callable[[KpiDeclaration, Sample], Compared]] = {
    "monthly_sum": _monthly_sum,
    "km_median": _medians,
    "median": _medians,
    "share": _share,
    "nps": _nps,
    "mean": _mean,
    "ratio": _ratio,
}
