"""What the chart functions take, continued: people, surveys, thresholds, factors. The rules of `inputs` hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reports.charts.inputs import Better, Number

Tone = Literal["sign", "good", "bad", "plain"]


@dataclass(frozen=True)
class StripRow:
    """One group of a dot strip: a value per person and their mean (None: no mean line)."""

    label: str
    values: tuple[Number, ...]
    mean: Number = None
    strong: bool = False


@dataclass(frozen=True)
class StripData:
    """Dot strips that share an axis."""

    rows: tuple[StripRow, ...]
    x_label: str = ""
    row_header: str = ""
    count_header: str = "n"
    mean_header: str = ""
    decimals: int = 0


@dataclass(frozen=True)
class SentimentRow:
    """Answers by group as counts or shares (any common unit), with the score and interval as they are to be printed."""

    label: str
    note: str
    detractors: Number
    passives: Number
    promoters: Number
    score: str = ""
    interval: str = ""


@dataclass(frozen=True)
class SentimentData:
    """Diverging stacked bars centred on the middle of the passives."""

    rows: tuple[SentimentRow, ...]
    detractor_label: str = ""
    passive_label: str = ""
    promoter_label: str = ""
    score_header: str = ""
    row_header: str = ""


@dataclass(frozen=True)
class Bar:
    """A bar with an optional threshold; `below` marks it as failing (vermilion)."""

    label: str
    value: Number
    threshold: Number = None
    below: bool = False


@dataclass(frozen=True)
class BarData:
    """Horizontal bars from zero on a pale track; `suffix` follows every value (with its own no-break space)."""

    bars: tuple[Bar, ...]
    maximum: Number = None
    suffix: str = ""
    threshold_label: str = ""
    row_header: str = ""
    value_header: str = ""
    decimals: int = 0


@dataclass(frozen=True)
class Panel:
    """One small multiple: title, one line under it, values in time order."""

    label: str
    values: tuple[Number, ...]
    note: str = ""
    launch: int | None = None
    target: Number = None
    below: bool = False


@dataclass(frozen=True)
class MultiplesData:
    """Small multiples on one common scale (from zero if `zero_based`); `periods` name the rows of the data table."""

    panels: tuple[Panel, ...]
    periods: tuple[str, ...] = ()
    period_header: str = ""
    zero_based: bool = True
    decimals: int = 0


@dataclass(frozen=True)
class WaterfallStep:
    """A factor and its contribution; its colour follows the sign, unless its meaning is given (plain: neither)."""

    label: str
    value: Number
    tone: Tone = "sign"


@dataclass(frozen=True)
class WaterfallData:
    """From `start` through the steps to `end`; the caller sees to it that they add up."""

    start_label: str
    start: Number
    steps: tuple[WaterfallStep, ...]
    end_label: str
    end: Number
    better: Better = "higher"
    decimals: int = 1
    row_header: str = ""
    value_header: str = ""


@dataclass(frozen=True)
class Dot:
    """A point of a scatter; a label is printed only when there is room."""

    x: Number
    y: Number
    label: str = ""
    highlight: bool = False


@dataclass(frozen=True)
class ScatterData:
    """Two measures of the same people or things."""

    dots: tuple[Dot, ...]
    x_label: str = ""
    y_label: str = ""
    x_decimals: int = 0
    y_decimals: int = 0
    label_header: str = ""


@dataclass(frozen=True)
class ScoreData:
    """A level as dots: `score` of `maximum`; None draws dashed empty dots."""

    score: int | None
    maximum: int = 5
    tone: Literal["actual", "previous", "bad"] = "actual"
