"""Charts of the report: frozen records in, an SVG string out. No drawing library, no clock, no randomness.

    sparkline(data: SparklineData, *, alt, width=150, height=30) -> str
    variance_bar(data: VarianceData, *, alt, lang="ru", width=66, height=14) -> str
    column_chart(data: ColumnData, *, alt, lang="ru", width=WIDE) -> str
    line_chart(data: LineData, *, alt, lang="ru", width=WIDE) -> str
    survival_chart(data: SurvivalData, *, alt, lang="ru", width=HALF) -> str
    stage_bars(data: StageData, *, alt, lang="ru", width=WIDE) -> str
    dumbbell(data: DumbbellData, *, alt, lang="ru", width=WIDE) -> str
    dot_strip(data: StripData, *, alt, lang="ru", width=HALF) -> str
    sentiment_bars(data: SentimentData, *, alt, lang="ru", width=WIDE) -> str
    threshold_bars(data: BarData, *, alt, lang="ru", width=HALF) -> str
    small_multiples(data: MultiplesData, *, alt, lang="ru", width=WIDE) -> str
    waterfall(data: WaterfallData, *, alt, lang="ru", width=HALF) -> str
    scatter(data: ScatterData, *, alt, lang="ru", width=HALF) -> str
    score_dots(data: ScoreData, *, alt) -> str
    data_table(data, lang) -> ChartTable(header: tuple[str, ...], rows: tuple[tuple[str, ...], ...])
    for_html(svg) -> str          the root <title> becomes aria-label
    heat_colour(value, low, high) -> str     "#RRGGBB" of the light ramp, safe under ink text

`alt` (the text alternative) is required and must not be blank; widths: WIDE 657, HALF 310, PHONE 340
(every chart accepts any of them). Message title, subtitle and note are HTML around the chart.
"""

from __future__ import annotations

from reports.charts.bars import threshold_bars
from reports.charts.canvas import for_html
from reports.charts.columns import column_chart
from reports.charts.dumbbell import dumbbell
from reports.charts.inputs import (
    HALF,
    PHONE,
    WIDE,
    Column,
    ColumnData,
    Curve,
    DumbbellData,
    LineData,
    Pair,
    SparklineData,
    Stage,
    StageData,
    SurvivalData,
    VarianceData,
)
from reports.charts.inputs_groups import (
    Bar,
    BarData,
    Dot,
    MultiplesData,
    Panel,
    ScatterData,
    ScoreData,
    SentimentData,
    SentimentRow,
    StripData,
    StripRow,
    WaterfallData,
    WaterfallStep,
)
from reports.charts.lines import line_chart
from reports.charts.multiples import small_multiples
from reports.charts.palette import heat_colour
from reports.charts.scatter import scatter
from reports.charts.scores import marks_css, score_dots
from reports.charts.sentiment import sentiment_bars
from reports.charts.sparkline import sparkline
from reports.charts.stages import stage_bars
from reports.charts.strip import dot_strip
from reports.charts.survival import survival_chart
from reports.charts.tables import ChartTable, data_table
from reports.charts.variance import variance_bar
from reports.charts.waterfall import waterfall

__all__ = [
    "HALF",
    "PHONE",
    "WIDE",
    "Bar",
    "BarData",
    "ChartTable",
    "Column",
    "ColumnData",
    "Curve",
    "Dot",
    "DumbbellData",
    "LineData",
    "MultiplesData",
    "Pair",
    "Panel",
    "ScatterData",
    "ScoreData",
    "SentimentData",
    "SentimentRow",
    "SparklineData",
    "Stage",
    "StageData",
    "StripData",
    "StripRow",
    "SurvivalData",
    "VarianceData",
    "WaterfallData",
    "WaterfallStep",
    "column_chart",
    "data_table",
    "dot_strip",
    "dumbbell",
    "for_html",
    "heat_colour",
    "line_chart",
    "marks_css",
    "scatter",
    "score_dots",
    "sentiment_bars",
    "small_multiples",
    "sparkline",
    "stage_bars",
    "survival_chart",
    "threshold_bars",
    "variance_bar",
    "waterfall",
]
