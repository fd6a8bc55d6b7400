"""Durations with open cases: Kaplan-Meier curves, quantiles and the change of the median."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dagster_project.analysis.estimate import LEVEL, Estimate, Interval, from_difference, from_log_ratio, z_of

Floats = NDArray[np.float64]

REPLICATES = 1000
MIN_CLUSTER_MONTHS = 3
"""With at least so many cohort months on a side, shocks that hit whole months are allowed for."""

MAX_WITHOUT_MEDIAN = 0.025
"""If more bootstrap samples than this never reach the median, its change has no interval."""

_HALF = 1e-9


@dataclass(frozen=True)
class Durations:
    """Counts by duration: ``n_events[i]`` cases ended after ``values[i]``, ``n_censored[i]`` were open then.

    ``months[i]`` numbers the cohort month of the entry. All four arrays have one length; order does not matter.
    """

    values: Floats
    n_events: Floats
    n_censored: Floats
    months: NDArray[np.int64]

    @property
    def n(self) -> int:
        """All cases, ended or open."""
        return int(self.n_events.sum() + self.n_censored.sum())


@dataclass(frozen=True)
class Curve:
    """A survival curve: after ``times[i]`` the share ``survival[i]`` is open, ``at_risk[i]`` were just before.

    ``greenwood[i]`` is the running sum of Greenwood's formula. Times at which nothing ended are left out.
    """

    times: Floats
    survival: Floats
    at_risk: Floats
    greenwood: Floats


def kaplan_meier(durations: Durations) -> Curve:
    """The product-limit estimate; cases open at a time count as at risk then. Kaplan and Meier (1958)."""
    times, events, censored = _by_time(durations)
    at_risk = np.cumsum((events + censored)[::-1])[::-1]
    happened = events > 0
    times, events, at_risk = times[happened], events[happened], at_risk[happened]
    with np.errstate(divide="ignore"):
        greenwood = np.cumsum(np.where(at_risk > events, events / (at_risk * (at_risk - events)), np.inf))
    survival = np.cumprod(1 - events / at_risk).astype(np.float64)
    return Curve(times, survival, at_risk, greenwood.astype(np.float64))


def quantile(curve: Curve, share_ended: float = 0.5) -> float | None:
    """The time by which the share has ended; None when the curve does not come down so far.

    When the curve is flat at exactly that height, the middle of the flat stretch (so the median without open cases is
    the usual one). Klein and Moeschberger (2003), 4.5.
    """
    return _crossing(curve.times, curve.survival, 1 - share_ended)


def quantile_interval(curve: Curve, share_ended: float = 0.5, level: float = LEVEL) -> Interval:
    """The interval of a quantile: times at which the log-transformed interval of the curve holds the height.

    Brookmeyer and Crowley (1982); a limit that is not reached is infinite.
    """
    z, height = z_of(level), 1 - share_ended
    spread = np.exp(z * np.sqrt(curve.greenwood))
    with np.errstate(invalid="ignore"):
        low = _crossing(curve.times, np.where(np.isfinite(spread), curve.survival / spread, 0.0), height)
        upper = np.where(np.isfinite(spread), np.minimum(1.0, curve.survival * spread), np.nan)
    defined = ~np.isnan(upper)
    high = _crossing(curve.times[defined], upper[defined], height)
    return Interval(math.inf if low is None else low, math.inf if high is None else high)


def survival_at(curve: Curve, time: float) -> float:
    """The share still open after ``time``."""
    index = int(np.searchsorted(curve.times, time, side="right"))
    return 1.0 if index == 0 else float(curve.survival[index - 1])


def median_change(
    before: Durations, after: Durations, *, resolution: float, seed: int, replicates: int = REPLICATES
) -> Estimate | None:
    """The change of the median in per cent (of after against before); None when a median is not reached.

    Multinomial bootstrap over the cells of each period, and, from three cohort months on, bootstrap of whole months
    read against Student's t; the wider one holds. The standard error is never below the rounding of the durations
    (``resolution`` / sqrt(12) a side). When a median is zero, the difference is given instead, ``unit`` abs.
    """
    old, new = quantile(kaplan_meier(before)), quantile(kaplan_meier(after))
    if old is None or new is None:
        return None
    logs = old > 0 and new > 0
    rng = np.random.default_rng(seed)
    rounding = resolution / math.sqrt(12)
    floor = math.hypot(rounding / old, rounding / new) if logs else rounding * math.sqrt(2)
    spreads = [(_spread(_iid_medians(before, rng, replicates), _iid_medians(after, rng, replicates), logs), math.inf)]
    months = min(len(np.unique(before.months)), len(np.unique(after.months)))
    if months >= MIN_CLUSTER_MONTHS:
        medians = (_month_medians(before, rng, replicates), _month_medians(after, rng, replicates))
        spreads.append((_spread(*medians, logs), float(months - 1)))
    if any(spread is None for spread, _ in spreads):
        return None
    options = [_estimate(old, new, max(spread or 0.0, floor), df, logs) for spread, df in spreads]
    return max(options, key=lambda one: one.high - one.low)


def _estimate(old: float, new: float, se: float, df: float, logs: bool) -> Estimate:
    method = "kaplan_meier_bootstrap" if math.isinf(df) else "kaplan_meier_month_bootstrap"
    if logs:
        return from_log_ratio(math.log(new / old), se, df, method)
    return from_difference(new - old, se, df, "abs", method)


def _spread(old: Floats, new: Floats, logs: bool) -> float | None:
    """The standard deviation over bootstrap samples; None when too many of them never reach the median."""
    usable = np.isfinite(old) & np.isfinite(new)
    if logs:
        usable &= (old > 0) & (new > 0)
    if usable.mean() < 1 - MAX_WITHOUT_MEDIAN:
        return None
    return float(np.std(np.log(new[usable] / old[usable]) if logs else new[usable] - old[usable]))


def _by_time(durations: Durations) -> tuple[Floats, Floats, Floats]:
    times, where = np.unique(durations.values, return_inverse=True)
    events = np.bincount(where, weights=durations.n_events, minlength=len(times))
    censored = np.bincount(where, weights=durations.n_censored, minlength=len(times))
    return times, events.astype(np.float64), censored.astype(np.float64)


def _iid_medians(durations: Durations, rng: np.random.Generator, replicates: int) -> Floats:
    """Medians of bootstrap samples in which every case is drawn by itself (replicates,)."""
    times, events, censored = _by_time(durations)
    counts = np.concatenate([events, censored])
    total = int(counts.sum())
    drawn = rng.multinomial(total, counts / counts.sum(), size=replicates).astype(float)
    return _medians(times, drawn[:, : len(times)], drawn[:, len(times) :])


def _month_medians(durations: Durations, rng: np.random.Generator, replicates: int) -> Floats:
    """Medians of bootstrap samples in which whole cohort months are drawn (replicates,)."""
    times, at = np.unique(durations.values, return_inverse=True)
    months, row = np.unique(durations.months, return_inverse=True)
    events, censored = np.zeros((len(months), len(times))), np.zeros((len(months), len(times)))
    np.add.at(events, (row, at), durations.n_events)
    np.add.at(censored, (row, at), durations.n_censored)
    drawn = rng.multinomial(len(months), np.full(len(months), 1 / len(months)), size=replicates).astype(float)
    inflate = math.sqrt(len(months) / (len(months) - 1))
    medians = _medians(times, drawn @ events, drawn @ censored)
    centre = np.median(medians)
    return centre + (medians - centre) * inflate if np.isfinite(centre) else medians


def _medians(times: Floats, events: Floats, censored: Floats) -> Floats:
    """Kaplan-Meier medians of many samples at once: rows are samples, columns are times; infinite if not reached."""
    at_risk = np.cumsum((events + censored)[:, ::-1], axis=1)[:, ::-1]
    survival = np.cumprod(1 - events / np.maximum(at_risk, 1e-300), axis=1)
    at, below = survival <= 0.5 + _HALF, survival < 0.5 - _HALF
    first, second = times[at.argmax(axis=1)], times[below.argmax(axis=1)]
    second = np.where(below.any(axis=1), second, first)
    return np.where(at.any(axis=1), (first + second) / 2, np.inf)


def _crossing(times: Floats, heights: Floats, height: float) -> float | None:
    """The first time at or below the height, or the middle of a stretch exactly at it."""
    at = np.flatnonzero(heights <= height + _HALF)
    if len(at) == 0:
        return None
    below = np.flatnonzero(heights < height - _HALF)
    second = times[below[0]] if len(below) else times[at[0]]
    return float((times[at[0]] + second) / 2)
