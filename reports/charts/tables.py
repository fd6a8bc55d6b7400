"""The numbers of a chart as a table, for the reader who wants them (HTML `<details>`) and for screen readers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import singledispatch

from reports.charts.columns import relative_change
from reports.charts.inputs import ColumnData, DumbbellData, Lang, LineData, Number, StageData, SurvivalData
from reports.charts.inputs_groups import (
    BarData,
    MultiplesData,
    ScatterData,
    SentimentData,
    StripData,
    WaterfallData,
)
from reports.charts.scale import finite, is_known, ticks
from reports.charts.sentiment import shares
from reports.numbers import MISSING, number, signed


@dataclass(frozen=True)
class ChartTable:
    """A header and rows of the same length; the first cell of a row is its header."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def data_table(data: object, lang: Lang = "ru") -> ChartTable:
    """The table of any chart that has one. Raises TypeError for sparklines, variance bars and score dots."""
    return _table(data, lang)


@singledispatch
def _table(data: object, lang: Lang) -> ChartTable:
    raise TypeError(f"no data table for {type(data).__name__}")


def _at(values: Sequence[Number], index: int) -> Number:
    return values[index] if index < len(values) else None


@_table.register
def _(data: ColumnData, lang: Lang) -> ChartTable:
    header = (data.period_header, data.reference_label, data.value_label, data.delta_label)
    rows = tuple(
        (
            column.label,
            number(column.reference, data.decimals, lang),
            number(column.value, data.decimals, lang) + (f" ({data.forecast_label})" if column.forecast else ""),
            signed(relative_change(column), 0, lang),
        )
        for column in data.columns
    )
    return ChartTable(header, rows)


@_table.register
def _(data: LineData, lang: Lang) -> ChartTable:
    series: list[tuple[str, Sequence[Number]]] = [(data.value_label, data.values)]
    if finite(data.expected):
        series.append((data.expected_label, data.expected))
    header = (data.period_header, *(name for name, _ in series))
    rows = tuple(
        (label, *(number(_at(values, i), data.decimals, lang) for _, values in series))
        for i, label in enumerate(data.labels)
    )
    return ChartTable(header, rows)


@_table.register
def _(data: SurvivalData, lang: Lang) -> ChartTable:
    curves = [curve for curve in (data.before, data.after) if curve]
    longest = data.x_max or max([t for curve in curves for t in finite(curve.times)], default=0.0)
    header = (data.x_label, *(f"{curve.label}, {data.share_label}" for curve in curves))
    rows = []
    for time in ticks(0, float(longest), 10) if curves else []:
        row = [number(time, data.decimals if time % 1 else 0, lang)]
        for curve in curves:
            reached = [s for t, s in zip(curve.times, curve.survival, strict=False) if is_known(t) and t <= time]
            row.append(number(reached[-1] * 100 if reached else 100, 0, lang))
        rows.append(tuple(row))
    return ChartTable(header, tuple(rows))


@_table.register
def _(data: StageData, lang: Lang) -> ChartTable:
    rates = any(is_known(v) for s in data.stages for v in (s.rate_before, s.rate_after))
    days = bool(data.days_header)
    header = [data.stage_header, data.before_header, data.after_header]
    header += [f"{data.before_header}, %", f"{data.after_header}, %"] if rates else []
    header += [f"{data.days_header}: {data.before_header}", f"{data.days_header}: {data.after_header}"] if days else []
    rows = []
    for s in data.stages:
        row = [s.label, number(s.before, 0, lang), number(s.after, 0, lang)]
        row += [number(s.rate_before, 1, lang), number(s.rate_after, 1, lang)] if rates else []
        row += [number(s.days_before, 1, lang), number(s.days_after, 1, lang)] if days else []
        rows.append(tuple(row))
    return ChartTable(tuple(header), tuple(rows))


@_table.register
def _(data: DumbbellData, lang: Lang) -> ChartTable:
    header = (data.row_header, data.before_label, data.after_label, data.delta_label)
    rows = []
    for pair in data.pairs:
        change: Number = None
        if pair.before is not None and pair.after is not None:
            change = pair.after - pair.before
            if data.delta_is_relative:
                change = change / pair.before * 100 if pair.before > 0 else None
        delta = signed(change, 0 if data.delta_is_relative else data.decimals, lang)
        rows.append(
            (pair.label, number(pair.before, data.decimals, lang), number(pair.after, data.decimals, lang), delta)
        )
    return ChartTable(header, tuple(rows))


@_table.register
def _(data: StripData, lang: Lang) -> ChartTable:
    header = (data.row_header, data.count_header, data.mean_header, "min", "max")
    rows = []
    for row in data.rows:
        known = finite(row.values)
        low, high = (min(known), max(known)) if known else (None, None)
        rows.append(
            (row.label, number(len(known), 0, lang), number(row.mean, max(data.decimals, 1), lang),
             number(low, data.decimals, lang), number(high, data.decimals, lang))
        )  # fmt: skip
    return ChartTable(header, tuple(rows))


@_table.register
def _(data: SentimentData, lang: Lang) -> ChartTable:
    header = (data.row_header, f"{data.detractor_label}, %", f"{data.passive_label}, %", f"{data.promoter_label}, %",
              data.score_header)  # fmt: skip
    rows = []
    for row in data.rows:
        part = shares(row)
        cells = tuple(str(value) for value in part) if part else (MISSING,) * 3
        rows.append((f"{row.label} ({row.note})" if row.note else row.label, *cells,
                     " ".join(filter(None, (row.score, row.interval)))))  # fmt: skip
    return ChartTable(header, tuple(rows))


@_table.register
def _(data: BarData, lang: Lang) -> ChartTable:
    ticked = any(is_known(bar.threshold) for bar in data.bars)
    header = (data.row_header, data.value_header, *([data.threshold_label] if ticked else []))
    rows = tuple(
        (bar.label, *(number(v, data.decimals, lang) + (data.suffix if is_known(v) else "")
                      for v in ([bar.value, bar.threshold] if ticked else [bar.value])))
        for bar in data.bars
    )  # fmt: skip
    return ChartTable(header, rows)


@_table.register
def _(data: MultiplesData, lang: Lang) -> ChartTable:
    header = (data.period_header, *(panel.label for panel in data.panels))
    longest = max([len(panel.values) for panel in data.panels], default=0)
    rows = tuple(
        (
            data.periods[i] if i < len(data.periods) else str(i + 1),
            *(number(_at(panel.values, i), data.decimals, lang) for panel in data.panels),
        )
        for i in range(longest)
    )
    return ChartTable(header, rows)


@_table.register
def _(data: WaterfallData, lang: Lang) -> ChartTable:
    rows = [(data.start_label, number(data.start, data.decimals, lang))]
    rows += [(step.label, signed(step.value, data.decimals, lang)) for step in data.steps]
    rows.append((data.end_label, number(data.end, data.decimals, lang)))
    return ChartTable((data.row_header, data.value_header), tuple(rows))


@_table.register
def _(data: ScatterData, lang: Lang) -> ChartTable:
    header = (data.label_header, data.x_label, data.y_label)
    rows = tuple(
        (dot.label or str(i + 1), number(dot.x, data.x_decimals, lang), number(dot.y, data.y_decimals, lang))
        for i, dot in enumerate(data.dots)
    )
    return ChartTable(header, rows)
