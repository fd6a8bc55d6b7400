"""What the report is given about sums that step by step become other sums."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True)
class FlowStep:
    """One step: a key of the catalogue of texts and its amount with its sign; None when it is not recorded."""

    step: str
    amount: float | None


@dataclass(frozen=True)
class SalesChange:
    """Sales of a month before, the parts of their change, and sales after; the parts add up.

    ``dimension`` names the segments behind mix and price: customer_segment, team or none. Orders are per month.
    """

    area: str
    dimension: str
    before: float
    steps: tuple[FlowStep, ...]
    after: float
    orders_before: float
    orders_after: float
    sources: tuple[str, ...] = ()
    kind: Literal["sales_change"] = "sales_change"


@dataclass(frozen=True)
class PipelineFlow:
    """The open pipeline due in a period, from its first day to its last; the steps add up to the kopeck.

    ``ends_before`` is the day after. ``is_by_exports``: known on the days of two exports only, so the period is theirs.
    ``n_without_date`` open deals had no planned date, ``n_other_currency`` another currency; both are in no step.
    """

    area: str
    starts_on: date
    ends_before: date
    opening: float
    steps: tuple[FlowStep, ...]
    closing: float
    n_without_date: int = 0
    n_other_currency: int = 0
    is_by_exports: bool = False
    sources: tuple[str, ...] = ()
    kind: Literal["pipeline_flow"] = "pipeline_flow"

    def amount(self, step: str) -> float | None:
        """The amount of a step; None when it is not recorded."""
        return next((one.amount for one in self.steps if one.step == step), None)
