"""The stages of the roll-out and what was promised, as the report is given them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from reports.measures import Text, Verdict


@dataclass(frozen=True)
class ChecklistItem:
    """One item of a stage: done, not done or not assessed, and whether data or an answer in audit.yml tell it."""

    item: str
    stage: str
    label: Text
    status: Literal["done", "not_done", "not_assessed"]
    origin: Literal["data", "answer"] | None = None


@dataclass(frozen=True)
class Promise:
    """A target of a KPI (in its unit) against the level after the roll-out with its interval, if it has one."""

    kpi: str
    unit: str
    target: float
    by: date | None
    achieved: float | None
    low: float | None
    high: float | None
    n: int
    verdict: Verdict
    is_due: bool


@dataclass(frozen=True)
class Payback:
    """A year's cost of the CRM, the sales that pay for it, and the change of sales with its interval, all in money.

    ``return_low`` and ``return_high`` are shares of the cost, if the whole change were the CRM's; a payment made once
    is spread over ``one_off_years``. ``why`` says what is lacking when the verdict is na: no_costs, no_margin,
    not_compared, no_costs_in_period.
    """

    verdict: Verdict
    why: str | None = None
    cost: float | None = None
    needed: float | None = None
    sales_before: float | None = None
    change: float | None = None
    low: float | None = None
    high: float | None = None
    return_low: float | None = None
    return_high: float | None = None
    one_off_years: int = 0


@dataclass(frozen=True)
class Rollout:
    """The checklist in the order of the stages, the promises in the order of audit.yml, the return on the CRM."""

    items: tuple[ChecklistItem, ...]
    promises: tuple[Promise, ...] = ()
    payback: Payback | None = None
