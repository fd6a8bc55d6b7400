"""What the chart functions take: frozen records of numbers and words, no drawing.

Rules for every record:

* numbers are in the unit that is printed (46.0 for 46 %, 156.0 for 156 million), except survival
  curves, whose values are shares 0..1; `None` means unknown and is left out of the drawing;
* all words are given by the caller, already in the report's language;
* `decimals` is the number of decimals in printed values (0 to 3).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Lang = Literal["ru", "en"]
Better = Literal["higher", "lower"]
Number = float | int | None

WIDE = 657
HALF = 310
PHONE = 340


@dataclass(frozen=True)
class SparklineData:
    """A tiny trend: monthly values in time order; `launch` is the index of the first value after roll-out."""

    values: tuple[Number, ...]
    launch: int | None = None


@dataclass(frozen=True)
class VarianceData:
    """One bar with whiskers on a common scale from -limit to +limit; `off_scale` is the word for "does not fit"."""

    change: Number
    low: Number = None
    high: Number = None
    limit: float = 70.0
    better: Better = "higher"
    significant: bool = False
    off_scale: str = "вне шкалы"


@dataclass(frozen=True)
class Column:
    """One period: its value, the value compared with (previous year or plan) and, for a forecast, its interval."""

    label: str
    value: Number
    reference: Number = None
    forecast: bool = False
    low: Number = None
    high: Number = None


@dataclass(frozen=True)
class ColumnData:
    """Columns of AC (or FC) over PY or PL with a tier of relative variances above."""

    columns: tuple[Column, ...]
    value_label: str = "AC"
    reference_label: str = "PY"
    forecast_label: str = "FC"
    delta_label: str = "ΔPY, %"
    period_header: str = ""
    reference: Literal["previous", "plan"] = "previous"
    better: Better = "higher"
    decimals: int = 1
    launch: int | None = None


@dataclass(frozen=True)
class LineData:
    """A monthly or weekly line with launch line, wash-out band, optional expected line with interval and target.

    `values`, `expected`, `expected_low`, `expected_high` have one entry per period of `labels`.
    `launch` is the index of the first period after roll-out; `washout` a half-open range of indexes.
    """

    labels: tuple[str, ...]
    values: tuple[Number, ...]
    value_label: str = ""
    launch: int | None = None
    launch_label: str = ""
    washout: tuple[int, int] | None = None
    washout_label: str = ""
    expected: tuple[Number, ...] = ()
    expected_low: tuple[Number, ...] = ()
    expected_high: tuple[Number, ...] = ()
    expected_label: str = ""
    gap_label: str = ""
    target: Number = None
    target_label: str = ""
    period_header: str = ""
    decimals: int = 1
    zero_based: bool = True


@dataclass(frozen=True)
class Curve:
    """A survival curve: share (0..1) still open from each time on; both sorted by time; a median when reached."""

    label: str
    times: tuple[float, ...]
    survival: tuple[float, ...]
    median: Number = None


@dataclass(frozen=True)
class SurvivalData:
    """Curves before and after; `x_label` names the time axis, `share_label` the share in the data table."""

    before: Curve | None
    after: Curve | None
    x_label: str = ""
    share_label: str = "%"
    x_max: Number = None
    median_label: str = ""
    decimals: int = 1


@dataclass(frozen=True)
class Stage:
    """A funnel stage: counts, conversion from the stage before in per cent, median days spent in it."""

    label: str
    before: Number
    after: Number
    rate_before: Number = None
    rate_after: Number = None
    days_before: Number = None
    days_after: Number = None
    highlight: bool = False


@dataclass(frozen=True)
class StageData:
    """Paired stage bars; an empty `days_header` leaves the column of days out."""

    stages: tuple[Stage, ...]
    stage_header: str = ""
    count_header: str = ""
    before_header: str = ""
    after_header: str = ""
    delta_header: str = ""
    days_header: str = ""
    rate_header: str = ""


@dataclass(frozen=True)
class Pair:
    """One row of a dumbbell; `low`/`high` is the interval of the value after; `significant` colours the change."""

    label: str
    before: Number
    after: Number
    low: Number = None
    high: Number = None
    significant: bool = True
    highlight: bool = False


@dataclass(frozen=True)
class DumbbellData:
    """Before and after of several things on one axis; `log` needs positive values, others are left out."""

    pairs: tuple[Pair, ...]
    before_label: str = ""
    after_label: str = ""
    delta_label: str = ""
    row_header: str = ""
    better: Better = "higher"
    decimals: int = 0
    log: bool = False
    delta_is_relative: bool = False
