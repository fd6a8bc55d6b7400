"""Return on the CRM: what it costs a year, the sales that would pay for it, and the change of sales beside them.

A difference between before and after is not the effect of the CRM: the return is the one that the whole of the change
would give, and never printed without that condition. ROI = (margin of the change - cost) / cost (requirement K30).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from dagster_project.analysis.results import Verdict
from dagster_project.analysis.windows import Window

ONE_OFF_YEARS = 3
"""What is paid once is spread over so many years from its day: a usual term for software, and a choice."""

YEAR_DAYS = 365.25

Why = Literal["no_costs", "no_margin", "not_compared", "no_costs_in_period"]


@dataclass(frozen=True)
class Spending:
    """An amount of money for the days from ``first`` to ``last``, both included."""

    amount: float
    first: date
    last: date


@dataclass(frozen=True)
class YearlyChange:
    """Sales a year before, and the change a year with its 95 % interval, all in money."""

    before: float
    change: float
    low: float
    high: float


@dataclass(frozen=True)
class Payback:
    """All a year: cost, sales needed to pay for it, the change of sales and the return if all of it were the CRM's.

    ``verdict``: ok when even the low end of the interval pays, bad when not even the high end does, none between, na
    with the reason ``why``. Returns are shares of the cost: 0.5 is half as much again, -1 is all lost.
    """

    verdict: Verdict
    why: Why | None = None
    cost: float | None = None
    needed: float | None = None
    sales_before: float | None = None
    change: float | None = None
    low: float | None = None
    high: float | None = None
    return_low: float | None = None
    return_high: float | None = None


def one_off(amount: float, on: date) -> Spending:
    """A single payment as spending over ``ONE_OFF_YEARS`` from its day on."""
    return Spending(amount, on, on + timedelta(days=round(ONE_OFF_YEARS * YEAR_DAYS) - 1))


def yearly_cost(spent: Sequence[Spending], window: Window) -> float:
    """The cost of a year, from what falls into the window day by day, in the money of ``spent``; 0 for nothing."""
    total = 0.0
    for one in spent:
        first, last = max(one.first, window.starts_on), min(one.last, window.ends_before - timedelta(days=1))
        days = max((last - first).days + 1, 0)
        total += one.amount * days / ((one.last - one.first).days + 1)
    return total * YEAR_DAYS / (window.ends_before - window.starts_on).days


def payback(
    spent: Sequence[Spending], margin: float | None, after: Window | None, sales: YearlyChange | None
) -> Payback:
    """Hold the change of sales against the sales that would pay for the CRM; what is not known gives no verdict."""
    if not spent:
        return Payback("na", "no_costs")
    if after is None:
        return Payback("na", "not_compared")
    cost = yearly_cost(spent, after)
    if cost <= 0:
        return Payback("na", "no_costs_in_period")
    if margin is None:
        return Payback("na", "no_margin", cost)
    needed = cost / margin
    if sales is None:
        return Payback("na", "not_compared", cost, needed)
    verdict: Verdict = "ok" if sales.low >= needed else "bad" if sales.high < needed else "none"
    low, high = (change * margin / cost - 1 for change in (sales.low, sales.high))
    return Payback(verdict, None, cost, needed, sales.before, sales.change, sales.low, sales.high, low, high)
