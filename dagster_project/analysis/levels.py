"""The level of a KPI over some cells: one figure per statistic, with its own interval where there is one."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from dagster_project.analysis.cells import Cells
from dagster_project.analysis.estimate import Interval
from dagster_project.analysis.promoters import Answers, nps_interval
from dagster_project.analysis.shares import wilson
from dagster_project.analysis.survival import Durations, kaplan_meier, quantile, quantile_interval
from dagster_project.catalogue import KpiDeclaration

PROMOTER, DETRACTOR = 9, 6


def durations(cells: Cells, *, censored: bool) -> Durations:
    """Durations from bucketed cells; open cases count only when ``censored`` (else the ended ones alone)."""
    counts = cells.n if censored else cells.n_complete
    kept = cells.where(~np.isnan(cells.bucket) & (counts > 0))
    still_open = (kept.n - kept.n_complete).astype(float)
    return Durations(
        kept.bucket, kept.n_complete.astype(float), still_open if censored else np.zeros(len(kept)), kept.month
    )


def answers(cells: Cells) -> Answers:
    """Promoters, detractors and all answers from cells whose bucket is the score."""
    return Answers(
        float(cells.n_complete[cells.bucket >= PROMOTER].sum()),
        float(cells.n_complete[cells.bucket <= DETRACTOR].sum()),
        float(cells.n_complete.sum()),
    )


def monthly_sums(cells: Cells, months: Sequence[int]) -> list[float]:
    """The sum of each month; a month without cells is an observed zero."""
    return [math.fsum(cells.value[cells.month == index]) for index in months]


def count_of(declaration: KpiDeclaration, cells: Cells) -> int:
    """The rows behind a level: all cases where open ones count too, otherwise the complete ones."""
    return cells.rows if declaration.statistic == "km_median" else cells.complete_rows


def n_months_of(declaration: KpiDeclaration, cells: Cells) -> int:
    """The months that have rows behind the level."""
    return len((cells if declaration.statistic == "km_median" else cells.where(cells.n_complete > 0)).months())


def level_of(declaration: KpiDeclaration, cells: Cells, months: Sequence[int]) -> float | None:
    """The KPI over these cells in its unit; None when nothing was observed.

    ``months`` are the complete months of the span (indices): a monthly sum is averaged over them.
    """
    statistic = declaration.statistic
    if cells.complete_rows == 0 and statistic != "monthly_sum":
        return None
    if statistic == "monthly_sum":
        return float(np.mean(monthly_sums(cells, months))) if months else None
    if statistic in ("km_median", "median"):
        return quantile(kaplan_meier(durations(cells, censored=statistic == "km_median")))
    if statistic == "nps":
        return answers(cells).score
    # The cells of persons stand in the order of their codes, which depend on the workspace's key: sums must be exact.
    weight = math.fsum(cells.weight)
    return math.fsum(cells.value) / weight if weight else None


def level_interval(declaration: KpiDeclaration, cells: Cells) -> Interval | None:
    """The 95 % interval of a level: Wilson for shares, adjusted Wald for NPS, Brookmeyer-Crowley for medians."""
    statistic = declaration.statistic
    if cells.complete_rows == 0:
        return None
    if statistic == "share":
        return wilson(math.fsum(cells.value), float(cells.complete_rows))
    if statistic == "nps":
        return nps_interval(answers(cells))
    if statistic in ("km_median", "median"):
        found = quantile_interval(kaplan_meier(durations(cells, censored=statistic == "km_median")))
        return found if math.isfinite(found.low) else None
    return None
