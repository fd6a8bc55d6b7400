"""What the analysis hands on: one line of kpi.csv per KPI, its months, its survival curves."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Literal

Verdict = Literal["ok", "likely", "none", "bad", "na"]
CiUnit = Literal["pct", "pp", "points", "abs"]


@dataclass(frozen=True)
class KpiResult:
    """One line of kpi.csv: the fields and their order are the contract.

    ``before``, ``after`` and ``change`` are in the KPI's unit (shares 0..1), ``change_pct`` in per cent. The interval
    is 95 %; ``ci_unit`` says of what: ``pct`` of ``change_pct``, ``pp`` percentage points, ``points`` of the scale,
    ``abs`` the unit. ``evidence_grade`` is 0..4. ``reason`` holds reason codes joined by ";", the weightiest first
    (``dagster_project.analysis.reasons``). Unknown is None.
    """

    kpi: str
    label_ru: str
    label_en: str
    unit: str
    segment: str | None = None
    segment_value: str | None = None
    period_before: str | None = None
    period_after: str | None = None
    before: float | None = None
    after: float | None = None
    n_before: int | None = None
    n_after: int | None = None
    change: float | None = None
    change_pct: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    ci_unit: CiUnit | None = None
    adjusted_change_pct: float | None = None
    adjusted_ci_low: float | None = None
    adjusted_ci_high: float | None = None
    method: str | None = None
    p_value: float | None = None
    p_adjusted: float | None = None
    evidence_grade: int = 0
    verdict: Verdict = "na"
    reason: str | None = None
    query_id: str | None = None


KPI_CSV_COLUMNS: tuple[str, ...] = tuple(one.name for one in fields(KpiResult))
"""The header of kpi.csv."""


@dataclass(frozen=True)
class MonthlyValue:
    """One month of a KPI; ``value`` is None when nothing was observed, ``n`` counts the rows behind it."""

    kpi: str
    month: date
    value: float | None
    n: int
    period: str


@dataclass(frozen=True)
class CurvePoint:
    """One step of a survival curve: the share still open after ``x`` days or hours, and how many were at risk."""

    kpi: str
    period: str
    x: float
    survival: float
    n_at_risk: int


@dataclass(frozen=True)
class ScaledInterval:
    """A further interval of a change: of the relative change (``pct``) or of the difference (``pp``)."""

    kpi: str
    segment: str | None
    segment_value: str | None
    ci_unit: CiUnit
    estimate: float
    ci_low: float
    ci_high: float


@dataclass(frozen=True)
class Level:
    """The level of one period with its own interval, in the KPI's unit."""

    kpi: str
    period: str
    value: float | None
    ci_low: float | None
    ci_high: float | None
    n: int
