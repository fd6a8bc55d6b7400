"""Intervals of relative change for monthly means (block bootstrap) and ratios (clusters of managers or customers)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dagster_project.analysis.estimate import LEVEL, Estimate, Interval, from_difference, from_log_ratio, t_of

Floats = NDArray[np.float64]

REPLICATES = 2000
"""Bootstrap samples of every interval."""

MIN_MONTHS = 3
"""Fewer months on a side give no interval."""

MIN_CLUSTERS = 3
"""Fewer managers or customers on a side give no interval."""


@dataclass(frozen=True)
class Moments:
    """Sums over clusters (one customer, one manager) of one period: y is a cluster's sum of values, w of weights."""

    n_clusters: int
    y: float
    w: float
    yy: float
    yw: float
    ww: float

    @property
    def ratio(self) -> float | None:
        """Sum of values over sum of weights; None without weight."""
        return self.y / self.w if self.w else None


def block_length(n: int) -> int:
    """Length of the blocks for n months: 1 for 3, 2 for 6, 3 for 12, 4 for 24, 5 for 36.

    Chosen, with ``n / block`` degrees of freedom, by simulation of monthly series with autocorrelation 0, 0.2 and 0.4:
    false alarms of 3, 5 and 8 % for 12 pairs of months (4, 6 and 11 % for 6 pairs), where single months give 5, 10, 19.
    """
    return max(1, min(round(n**0.45), n // 2))


def block_draws(n: int, replicates: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Indices of circular moving blocks: (replicates x n), values 0..n-1. Politis and Romano (1992)."""
    length = block_length(n)
    n_blocks = -(-n // length)
    starts = rng.integers(0, n, size=(replicates, n_blocks))
    indices = (starts[:, :, None] + np.arange(length)) % n
    return indices.reshape(replicates, -1)[:, :n]


def monthly_change(before: Sequence[float], after: Sequence[float], *, paired: bool, seed: int) -> Estimate | None:
    """The change of the monthly mean in per cent.

    In: monthly values of both periods in order of time; ``paired`` when the i-th months are the same calendar month,
    so that the season cancels. Circular block bootstrap of the log ratio of means; its variance is widened for the
    spread that blocks of a short series hide (by 1 / (1 - block / n)) and read against Student's t with as many degrees
    of freedom as there are blocks. When a mean is not positive (returns exceed sales) the difference is given instead,
    ``unit`` abs. None with fewer than three months.
    """
    b, a = np.asarray(before, dtype=float), np.asarray(after, dtype=float)
    if min(len(b), len(a)) < MIN_MONTHS:
        return None
    rng = np.random.default_rng(seed)
    drawn_b = block_draws(len(b), REPLICATES, rng)
    drawn_a = drawn_b if paired else block_draws(len(a), REPLICATES, rng)
    means_b, means_a = b[drawn_b].mean(axis=1), a[drawn_a].mean(axis=1)
    shortest = min(len(b), len(a))
    length = block_length(shortest)
    df = max(1.0, shortest / length if paired else (len(b) + len(a)) / length - 1)
    if length == 1:
        df = float(shortest - 1 if paired else len(b) + len(a) - 2)
    wider = 1 / math.sqrt(1 - length / shortest)
    method = "paired_month_block_bootstrap" if paired else "month_block_bootstrap"
    if b.mean() > 0 and a.mean() > 0 and means_b.min() > 0 and means_a.min() > 0:
        se = float(np.std(np.log(means_a) - np.log(means_b))) * wider
        return from_log_ratio(math.log(a.mean() / b.mean()), se, df, method)
    se = float(np.std(means_a - means_b)) * wider
    return from_difference(float(a.mean() - b.mean()), se, df, "abs", method)


def cluster_ratio_change(
    y_before: Sequence[float],
    w_before: Sequence[float],
    y_after: Sequence[float],
    w_after: Sequence[float],
    *,
    seed: int,
) -> Estimate | None:
    """The change of sum(y) / sum(w) in per cent, with whole clusters resampled.

    In: for each cluster (manager) its sums in both periods, zero where it was absent; the same manager stands at the
    same place in all four. Cluster bootstrap of the log ratio (Davison and Hinkley 1997, 3.8), standard error times
    sqrt(G / (G - 1)), Student's t with G - 1 for the smaller number of clusters present. None with fewer than three
    clusters on a side or a ratio that is not positive.
    """
    table = np.column_stack([np.asarray(column, dtype=float) for column in (y_before, w_before, y_after, w_after)])
    # Codes of persons depend on the workspace's key: the draw must not depend on their order, nor on the currency.
    totals = table.sum(axis=0)
    table = table[np.lexsort(np.round(table / np.where(totals > 0, totals, 1.0), 9).T)]
    present = min(int((table[:, 1] > 0).sum()), int((table[:, 3] > 0).sum()))
    yb, wb, ya, wa = table.sum(axis=0)
    if present < MIN_CLUSTERS or min(yb, wb, ya, wa) <= 0:
        return None
    n = len(table)
    rng = np.random.default_rng(seed)
    logs = []
    step = max(1, 2_000_000 // n)
    for first in range(0, REPLICATES, step):
        times = rng.multinomial(n, np.full(n, 1 / n), size=min(step, REPLICATES - first))
        sums = times @ table
        usable = (sums > 0).all(axis=1)
        logs.append(np.log(sums[usable, 2] / sums[usable, 3]) - np.log(sums[usable, 0] / sums[usable, 1]))
    se = float(np.std(np.concatenate(logs))) * math.sqrt(present / (present - 1))
    return from_log_ratio(math.log(ya / wa) - math.log(yb / wb), se, float(present - 1), "cluster_bootstrap")


def moments_change(before: Moments, after: Moments) -> Estimate | None:
    """The change of a ratio in per cent from cluster moments (delta method), the periods taken as independent.

    Variance of R = y / w over G clusters: G / (G - 1) * (yy - 2 R yw + R^2 ww) / w^2 (Cochran 1977, 6.4; Deng et al.
    2018, KDD, for clusters). Degrees of freedom by Welch and Satterthwaite. None with fewer than three clusters on a
    side or a ratio that is not positive.
    """
    parts = [_relative_variance(one) for one in (before, after)]
    if parts[0] is None or parts[1] is None or before.ratio is None or after.ratio is None:
        return None
    total = parts[0] + parts[1]
    if total == 0:
        return from_log_ratio(math.log(after.ratio / before.ratio), 0.0, math.inf, "cluster_delta")
    weights = parts[0] ** 2 / (before.n_clusters - 1) + parts[1] ** 2 / (after.n_clusters - 1)
    log_ratio = math.log(after.ratio / before.ratio)
    return from_log_ratio(log_ratio, math.sqrt(total), total**2 / weights, "cluster_delta")


def ratio_interval_of(moments: Moments, level: float = LEVEL) -> Interval | None:
    """The interval of the ratio of one period, on the log scale: its variance as in `moments_change`, Student's t with
    one degree of freedom less than clusters. None with fewer than three clusters or a ratio that is not positive.
    """
    variance = _relative_variance(moments)
    if variance is None or moments.ratio is None:
        return None
    half = t_of(level, moments.n_clusters - 1) * math.sqrt(variance)
    return Interval(moments.ratio * math.exp(-half), moments.ratio * math.exp(half))


def _relative_variance(moments: Moments) -> float | None:
    """The variance of the log of the ratio; None when it cannot be told."""
    ratio, groups = moments.ratio, moments.n_clusters
    if ratio is None or ratio <= 0 or groups < MIN_CLUSTERS:
        return None
    residual = max(moments.yy - 2 * ratio * moments.yw + ratio * ratio * moments.ww, 0.0)
    return groups / (groups - 1) * residual / (moments.w * moments.w) / (ratio * ratio)
