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
class Rollout:
    """The checklist in the order of the stages, and the promises in the order of audit.yml."""

    items: tuple[ChecklistItem, ...]
    promises: tuple[Promise, ...] = ()
