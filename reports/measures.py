"""What was measured: indicators, areas, the opinion and descriptive facts, all with raw numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Verdict = Literal["ok", "likely", "none", "bad", "na"]
PeriodName = Literal["before", "after", "washout", "outside"]
OpinionGrade = Literal["effective", "effective_with_reservations", "limited", "ineffective", "no_opinion"]


@dataclass(frozen=True)
class Text:
    """One text in every language of the report."""

    ru: str
    en: str

    def read(self, language: str) -> str:
        """The text in ``language`` ('ru' or 'en')."""
        return self.ru if language == "ru" else self.en


@dataclass(frozen=True)
class Reason:
    """Why something could not be assessed, or is less certain than it looks.

    ``code`` is one of the reason codes (``no_source``, ``no_before``, ``no_after``, ``no_rollout``, ``too_few``,
    ``totals_only``, ``dq_gate``, ``definition_changed``, ``not_tracked``, ``not_asked``, ``no_running_plan``,
    ``not_estimated``, ``not_comparable_cohorts``, ``not_significant``, ``not_material``, ``low_evidence``, ...); the
    other fields fill its sentence. ``value`` and ``threshold`` are shares 0..1.
    """

    code: str
    file: str | None = None
    n: int | None = None
    minimum: int | None = None
    check: Text | None = None
    value: float | None = None
    threshold: float | None = None
    on: date | None = None


@dataclass(frozen=True)
class MonthlyPoint:
    """One month of an indicator; ``value`` is ``None`` when nothing was observed."""

    month: date
    value: float | None
    n: int
    period: PeriodName = "outside"


@dataclass(frozen=True)
class Overall:
    """The exact figures over all data of the indicator, without windows (``marts.audit_overview``).

    ``value`` is the indicator itself (a share, a score, a median in its unit); the others are printed beside it.
    """

    n: int
    n_complete: int
    value: float | None = None
    first_at: date | None = None
    last_at: date | None = None
    mean: float | None = None
    median: float | None = None
    total: float | None = None
    share: float | None = None


@dataclass(frozen=True)
class Indicator:
    """One indicator: its declaration, its line of ``kpi.csv`` and its months.

    ``unit`` is money, days, hours, share, points or count; ``better`` is higher or lower; ``ci_unit`` is pct (the
    interval is of ``change_pct``), pp, points or abs. ``change_pct`` and intervals in pct are in per cent (30.0 means
    +30 %), intervals in pp in percentage points, ``before``, ``after`` and ``change`` in the unit (shares 0..1).
    ``evidence_grade`` is 0..4. ``warnings`` are printed even when the verdict stands.
    """

    kpi: str
    code: str
    area: str
    label: Text
    short: Text
    definition: Text
    unit: str
    better: Literal["higher", "lower"]
    statistic: str
    verdict: Verdict
    evidence_grade: int
    key_table: bool = True
    materiality: float = 0.05
    inputs: tuple[str, ...] = ()
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
    ci_unit: str | None = None
    adjusted_change_pct: float | None = None
    adjusted_ci_low: float | None = None
    adjusted_ci_high: float | None = None
    method: str | None = None
    p_value: float | None = None
    p_adjusted: float | None = None
    reason: Reason | None = None
    adjusted_reason: Reason | None = None
    warnings: tuple[Reason, ...] = ()
    query_id: str | None = None
    monthly: tuple[MonthlyPoint, ...] = ()
    overall: Overall | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Area:
    """One area of the audit: its verdict, the indicators it rests on, the one that decided (``basis``)."""

    area: str
    verdict: Verdict
    evidence_grade: int
    kpis: tuple[str, ...]
    basis: str | None = None
    reason: Reason | None = None


@dataclass(frozen=True)
class Opinion:
    """The auditor's opinion; ``basis`` and ``reservations`` are indicator ids, the weightiest first."""

    grade: OpinionGrade
    basis: tuple[str, ...] = ()
    reservations: tuple[str, ...] = ()
    not_assessed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fact:
    """A descriptive figure of an area that is not compared: payments, ratings, stuck deals.

    ``group`` joins facts into one small table (its caption). Facts of a group with a ``row`` make a cross table: a line
    for each row, a column for each label.
    """

    fact: str
    area: str
    label: Text
    value: float | None
    unit: str
    n: int | None = None
    definition: Text | None = None
    group: Text | None = None
    row: Text | None = None
    sources: tuple[str, ...] = ()
