"""The keys `costs` and `margin` of audit.yml: what the CRM costs, and what is left of a rouble of sales."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from dagster_project.settings_part import Part


class Cost(Part):
    """A cost of the CRM in the company's currency: ``paid_on`` a day, or for a ``period`` (both days included)."""

    kind: str
    amount: float = Field(gt=0)
    paid_on: date | None = None
    period: tuple[date, date] | None = None

    @model_validator(mode="after")
    def _one_time(self) -> Cost:
        if (self.paid_on is None) == (self.period is None):
            raise ValueError(f"{self.kind}: give either `paid_on` (a day) or `period` ([first day, last day])")
        if self.period and self.period[0] > self.period[1]:
            raise ValueError(f"{self.kind}: `period` ends ({self.period[1]}) before it starts ({self.period[0]})")
        return self


def _share(value: float) -> float:
    if not 0 < value <= 1:
        raise ValueError(f"margin is {value:g}; expected a share above 0 and up to 1, as 0.35 for 35 %")
    return value


Margin = Annotated[float, AfterValidator(_share)]
"""A share above 0 and up to 1; a per cent value is refused with the right form."""
