"""What the report is given about the stages of one pipeline as bottlenecks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class BottleneckRow:
    """One stage: how deals pass it, what is lost in it, what stands in it now. Times in days, shares 0..1.

    ``moved_on`` is of ``n_matured`` deals, with its interval; ``median_days`` counts current stays as open. Of deals
    without a history of stages only the fields from ``n_open`` on are known.
    """

    stage: str
    n_entered: int | None = None
    n_matured: int | None = None
    moved_on: float | None = None
    moved_on_low: float | None = None
    moved_on_high: float | None = None
    median_days: float | None = None
    p90_days: float | None = None
    excess_days: float | None = None
    n_lost: int | None = None
    lost_share: float | None = None
    lost_per_year: float | None = None
    score: float | None = None
    n_open: int = 0
    open_amount: float | None = None
    median_days_open: float | None = None
    n_stuck: int = 0
    stuck_amount: float | None = None


@dataclass(frozen=True)
class Bottlenecks:
    """The stages of a pipeline, the worst first; those of deals whose moves are unknown by the number of open deals.

    ``maturity_days`` is the time a deal has to move on; ``precision_days`` how exactly an entry is known where
    successive exports stand in for a history.
    """

    area: str
    pipeline: str
    rows: tuple[BottleneckRow, ...]
    is_assessed: bool = True
    maturity_days: int | None = None
    precision_days: int | None = None
    sources: tuple[str, ...] = ()
    kind: Literal["bottlenecks"] = "bottlenecks"

    @property
    def worst(self) -> BottleneckRow | None:
        """The bottleneck; None where no stage has a score above 0."""
        return self.rows[0] if self.rows and self.rows[0].score else None
