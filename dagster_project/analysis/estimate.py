"""An estimated change with its interval and p-value; what every interval method returns."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.special import ndtr, ndtri, stdtr, stdtrit

from dagster_project.analysis.results import CiUnit

LEVEL = 0.95
"""The level of every interval of the audit."""


@dataclass(frozen=True)
class Interval:
    """Both limits; a limit that does not exist is infinite."""

    low: float
    high: float


@dataclass(frozen=True)
class Estimate:
    """A change on the scale ``unit``, with its 95 % interval. ``p_value`` is two-sided and agrees with the interval:
    the interval holds zero exactly when p is at least 0.05."""

    value: float
    low: float
    high: float
    p_value: float
    unit: CiUnit
    method: str


def z_of(level: float) -> float:
    """The normal quantile of a two-sided interval: 1.96 for 0.95."""
    return float(ndtri(0.5 + level / 2))


def t_of(level: float, df: float) -> float:
    """The quantile of Student's t with ``df`` degrees of freedom for a two-sided interval."""
    return float(stdtrit(df, 0.5 + level / 2))


def two_sided(statistic: float, df: float = math.inf) -> float:
    """The two-sided p-value of a standardised statistic: normal, or Student's t with ``df`` degrees of freedom."""
    tail = -abs(statistic)
    return float(2 * (ndtr(tail) if math.isinf(df) else stdtr(df, tail)))


def from_log_ratio(log_ratio: float, se: float, df: float, method: str, level: float = LEVEL) -> Estimate:
    """A relative change in per cent from the log of after/before, its standard error and degrees of freedom."""
    half = se * (z_of(level) if math.isinf(df) else t_of(level, df))
    low, value, high = (100 * math.expm1(log_ratio + shift) for shift in (-half, 0.0, half))
    return Estimate(value, low, high, _p(log_ratio, se, df), "pct", method)


def from_difference(
    difference: float, se: float, df: float, unit: CiUnit, method: str, level: float = LEVEL
) -> Estimate:
    """A difference with a symmetrical interval, on the scale ``unit``."""
    half = se * (z_of(level) if math.isinf(df) else t_of(level, df))
    return Estimate(difference, difference - half, difference + half, _p(difference, se, df), unit, method)


def _p(value: float, se: float, df: float) -> float:
    if se == 0:
        return 1.0 if value == 0 else 0.0
    return two_sided(value / se, df)
