"""Shares: Wilson's interval, Newcombe's interval of a difference and the matching interval of a ratio."""

from __future__ import annotations

import math

from dagster_project.analysis.estimate import LEVEL, Estimate, Interval, two_sided, z_of

_MAX_Z = 38.0
"""Beyond this the normal tail is smaller than the smallest float."""


def wilson(k: float, n: float, level: float = LEVEL) -> Interval:
    """The score interval of the share k/n (0 <= k <= n, n > 0).

    Wilson (1927); in the form of Newcombe (1998a), Statistics in Medicine 17, 857-872, method 3.
    """
    return _wilson(k, n, z_of(level))


def newcombe_difference(
    k_before: float, n_before: float, k_after: float, n_after: float, level: float = LEVEL
) -> Interval:
    """The interval of the difference of shares k_after/n_after - k_before/n_before, in shares.

    Newcombe (1998b), Statistics in Medicine 17, 873-890, method 10: square-and-add of two Wilson intervals.
    """
    return _newcombe(k_before, n_before, k_after, n_after, z_of(level))


def ratio_interval(k_before: float, n_before: float, k_after: float, n_after: float, level: float = LEVEL) -> Interval:
    """The interval of the ratio of shares after/before; the upper limit is infinite when k_before is 0.

    MOVER-R of Donner and Zou (2012), Statistical Methods in Medical Research 21, 347-359, on two Wilson intervals. It
    holds 1 exactly when Newcombe's interval of the difference holds 0.
    """
    z = z_of(level)
    before, after = _wilson(k_before, n_before, z), _wilson(k_after, n_after, z)
    p_before, p_after = k_before / n_before, k_after / n_after
    b = p_before * p_after
    a_low, c_low = before.high * (2 * p_before - before.high), after.low * (2 * p_after - after.low)
    a_high, c_high = before.low * (2 * p_before - before.low), after.high * (2 * p_after - after.high)
    root_low, root_high = (math.sqrt(max(b * b - a * c, 0.0)) for a, c in ((a_low, c_low), (a_high, c_high)))
    low = c_low / (b + root_low) if b + root_low > 0 else 0.0
    high = (b + root_high) / a_high if a_high > 0 else math.inf
    return Interval(low, high)


def share_p_value(k_before: float, n_before: float, k_after: float, n_after: float) -> float:
    """Two-sided p-value: the level at which Newcombe's interval of the difference just reaches zero (bisection)."""
    difference = k_after / n_after - k_before / n_before
    if difference == 0:
        return 1.0
    low, high = 0.0, _MAX_Z
    for _ in range(100):
        middle = (low + high) / 2
        interval = _newcombe(k_before, n_before, k_after, n_after, middle)
        reaches_zero = interval.low <= 0 <= interval.high
        low, high = (low, middle) if reaches_zero else (middle, high)
    return two_sided((low + high) / 2)


def share_change(k_before: float, n_before: float, k_after: float, n_after: float) -> tuple[Estimate | None, Estimate]:
    """The relative change in per cent (None when k_before is 0) and the difference in percentage points."""
    p_value = share_p_value(k_before, n_before, k_after, n_after)
    p_before, p_after = k_before / n_before, k_after / n_after
    interval = newcombe_difference(k_before, n_before, k_after, n_after)
    points = Estimate(
        100 * (p_after - p_before), 100 * interval.low, 100 * interval.high, p_value, "pp", "newcombe_difference"
    )
    if k_before == 0:
        return None, points
    ratio = ratio_interval(k_before, n_before, k_after, n_after)
    percent = Estimate(
        100 * (p_after / p_before - 1), 100 * (ratio.low - 1), 100 * (ratio.high - 1), p_value, "pct", "newcombe_ratio"
    )
    return percent, points


def _wilson(k: float, n: float, z: float) -> Interval:
    share, weight = k / n, z * z / n
    middle = (share + weight / 2) / (1 + weight)
    half = z / (1 + weight) * math.sqrt(share * (1 - share) / n + weight / (4 * n))
    low = 0.0 if k == 0 else max(0.0, min(middle - half, share))
    high = 1.0 if k == n else min(1.0, max(middle + half, share))
    return Interval(low, high)


def _newcombe(k_before: float, n_before: float, k_after: float, n_after: float, z: float) -> Interval:
    before, after = _wilson(k_before, n_before, z), _wilson(k_after, n_after, z)
    p_before, p_after = k_before / n_before, k_after / n_after
    difference = p_after - p_before
    down = math.hypot(p_after - after.low, before.high - p_before)
    up = math.hypot(after.high - p_after, p_before - before.low)
    return Interval(max(-1.0, difference - down), min(1.0, difference + up))
