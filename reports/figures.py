"""The data behind each chart of the report: raw numbers, one record type per kind of chart.

All records name their area (the section they stand in), the indicator they show, its unit (money, days,
hours, share, points, count) and the files they rest on. Shares are 0..1. People appear as codes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from reports.flow_figures import PipelineFlow, SalesChange
from reports.heat_table import HeatTable
from reports.integration_figures import IntegrationFlows, SalesReconciliation
from reports.stage_figures import Bottlenecks


@dataclass(frozen=True)
class MonthValue:
    """One month; ``value`` is ``None`` when unknown, ``is_partial`` marks an unfinished month."""

    month: date
    value: float | None
    is_partial: bool = False


@dataclass(frozen=True)
class MonthlyColumns:
    """Actual columns of the months after, the same months a year earlier beside them."""

    area: str
    kpi: str
    unit: str
    actual: tuple[MonthValue, ...]
    previous: tuple[MonthValue, ...]
    n: int | None = None
    sources: tuple[str, ...] = ()
    kind: Literal["monthly_columns"] = "monthly_columns"


@dataclass(frozen=True)
class CurvePoint:
    """Share not yet done (0..1) at ``x`` units of time, and how many were still watched."""

    x: float
    survival: float
    n_at_risk: int


@dataclass(frozen=True)
class Curve:
    """One Kaplan-Meier curve; ``n_open`` are the unfinished among ``n``."""

    points: tuple[CurvePoint, ...]
    n: int
    n_open: int
    median: float | None = None


@dataclass(frozen=True)
class SurvivalCurves:
    """How long it takes before and after; without windows only ``after`` holds all data."""

    area: str
    kpi: str
    unit: str
    before: Curve | None
    after: Curve | None
    sources: tuple[str, ...] = ()
    kind: Literal["survival"] = "survival"


@dataclass(frozen=True)
class StageRow:
    """One stage: deals that entered it, share of the previous stage, median days spent in it."""

    stage: str
    n_before: int | None
    n_after: int | None
    rate_before: float | None = None
    rate_after: float | None = None
    days_before: float | None = None
    days_after: float | None = None


@dataclass(frozen=True)
class StageBars:
    """The funnel of one pipeline. Without windows only the ``after`` fields hold all data."""

    area: str
    pipeline: str
    rows: tuple[StageRow, ...]
    sources: tuple[str, ...] = ()
    kind: Literal["stages"] = "stages"


@dataclass(frozen=True)
class PersonValue:
    """One person under a code (``M-04``)."""

    code: str
    value: float


@dataclass(frozen=True)
class PersonStrip:
    """How people differ, before and after."""

    area: str
    kpi: str
    unit: str
    before: tuple[PersonValue, ...]
    after: tuple[PersonValue, ...]
    mean_before: float | None = None
    mean_after: float | None = None
    sources: tuple[str, ...] = ()
    kind: Literal["people"] = "people"


@dataclass(frozen=True)
class SegmentRow:
    """One segment; the interval is of the value after, in its own unit. ``n`` counts the rows after."""

    label: str
    before: float | None
    after: float | None
    n: int
    ci_low: float | None = None
    ci_high: float | None = None


@dataclass(frozen=True)
class SegmentDumbbell:
    """Before and after by channel, team, segment or percentile; ``log_axis`` for values over decades.

    ``dimension`` is channel, team, segment or percentile (labels P25, P50 ...). Rows without ``before`` make bars.
    """

    area: str
    kpi: str
    unit: str
    dimension: str
    rows: tuple[SegmentRow, ...]
    log_axis: bool = False
    sources: tuple[str, ...] = ()
    kind: Literal["segments"] = "segments"


@dataclass(frozen=True)
class NpsRow:
    """One period: counts of answers by group and the score with its interval, in points."""

    period: Literal["before", "after", "all"]
    promoters: int
    passives: int
    detractors: int
    nps: float
    ci_low: float | None = None
    ci_high: float | None = None


@dataclass(frozen=True)
class NpsDistribution:
    """Promoters, passives and detractors per period."""

    area: str
    kpi: str
    rows: tuple[NpsRow, ...]
    sources: tuple[str, ...] = ()
    kind: Literal["nps"] = "nps"


@dataclass(frozen=True)
class TimeLine:
    """One value per week or month over the whole data, with the launch and a target if there are any."""

    area: str
    kpi: str
    unit: str
    grain: Literal["week", "month"]
    points: tuple[MonthValue, ...]
    target: float | None = None
    sources: tuple[str, ...] = ()
    kind: Literal["timeline"] = "timeline"


@dataclass(frozen=True)
class PassRate:
    """One summarised check: share of rows that passed, against its threshold (0..1)."""

    label_ru: str
    label_en: str
    rate: float
    threshold: float
    n: int


@dataclass(frozen=True)
class PassRates:
    """The checks of the data, worst last."""

    rows: tuple[PassRate, ...]
    area: str = "data_quality"
    sources: tuple[str, ...] = ()
    kind: Literal["pass_rates"] = "pass_rates"


@dataclass(frozen=True)
class DelayRow:
    """One kind of activity: share of records (0..1) per bucket of delay, in the order of the buckets."""

    label: str
    shares: tuple[float, ...]
    n: int


@dataclass(frozen=True)
class EntryDelay:
    """How late records are entered. ``buckets`` are upper ends in days; the last bucket is open.

    Buckets (0, 1, 3, 7) make five groups: same day, 1 day, 2-3, 4-7 and more than 7 days. ``label`` of a row is an
    activity type of the canonical model (call, email, meeting, task, chat, note, other) or ``all``.
    """

    rows: tuple[DelayRow, ...]
    buckets: tuple[int, ...] = (0, 1, 3, 7)
    area: str = "data_quality"
    sources: tuple[str, ...] = ()
    kind: Literal["entry_delay"] = "entry_delay"


@dataclass(frozen=True)
class CountRow:
    """One line: how many, and which share (0..1) of the whole, before and after."""

    label: str
    n_before: int | None
    n_after: int | None
    share_before: float | None = None
    share_after: float | None = None


@dataclass(frozen=True)
class CountTable:
    """A table of counts, for example the reasons of lost deals. ``subject`` is a catalogue key."""

    area: str
    subject: str
    rows: tuple[CountRow, ...]
    sources: tuple[str, ...] = ()
    kind: Literal["counts"] = "counts"


Figure = (
    MonthlyColumns
    | SurvivalCurves
    | StageBars
    | PersonStrip
    | SegmentDumbbell
    | NpsDistribution
    | TimeLine
    | PassRates
    | EntryDelay
    | CountTable
    | Bottlenecks
    | HeatTable
    | IntegrationFlows
    | SalesReconciliation
    | PipelineFlow
    | SalesChange
)
