"""Figures of the evidence as finished drawings: message title, subtitle, chart, data, source note."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from reports import charts, figures
from reports.charts import inputs
from reports.evidence import Period
from reports.format import date_short, month_axis, month_long, number
from reports.quantities import Measure
from reports.sections.context import Context
from reports.sections.drawings_flows import FLOW_BUILDERS
from reports.sections.drawings_groups import GROUP_BUILDERS
from reports.sections.frames import better, finished, label, unit_text
from reports.sections.views import Drawing
from reports.sentences import captions


def drawing(context: Context, figure: figures.Figure) -> Drawing | None:
    """The drawing of a figure; None when it has nothing to show or is shown as a table."""
    builder = _BUILDERS.get(figure.kind)
    return None if builder is None else builder(context, figure)


def _monthly(context: Context, figure: figures.MonthlyColumns) -> Drawing | None:
    months = [one for one in figure.actual if not one.is_partial and one.value is not None]
    if not months:
        return None
    words, voice = context.words, context.voice
    earlier = {one.month: one.value for one in figure.previous}
    reference = [earlier.get(one.month.replace(year=one.month.year - 1)) for one in months]
    scale = voice.measure(figure.unit, *(one.value for one in months), *reference)
    names = month_axis([one.month for one in months], context.lang)
    columns = tuple(
        inputs.Column(name, scale.raw(one.value), scale.raw(then))
        for name, one, then in zip(names, months, reference, strict=True)
    )
    data = inputs.ColumnData(
        columns,
        period_header=words("figure.header_month"),
        better=better(context, figure.kpi),
        decimals=min(scale.decimals, 3),
    )
    title = captions.monthly(voice, figure, better(context, figure.kpi), label(context, figure.kpi))
    key = "figure.monthly_sub" if any(v is not None for v in reference) else "figure.monthly_sub_plain"
    span = {"first": month_long(months[0].month, context.lang), "last": month_long(months[-1].month, context.lang)}
    subtitle = words(key, label=label(context, figure.kpi), unit=unit_text(scale), **span)
    note = context.source_note(figure.sources, figure.n)
    if any(one.is_partial for one in figure.actual):
        note = f"{note} {words('figure.monthly_partial')}".strip()
    return finished(context, charts.column_chart, data, title, subtitle, note)


def _survival(context: Context, figure: figures.SurvivalCurves) -> Drawing | None:
    words, voice = context.words, context.voice
    curves = [one for one in (figure.before, figure.after) if one is not None and one.points]
    if not curves:
        return None
    scale = voice.measure(figure.unit, *(one.median for one in curves))
    keys = ("header_before", "header_after") if len(curves) == 2 else ("header_all",)
    drawn = [_curve(context, scale, one, key) for one, key in zip(curves, keys, strict=True)]
    data = inputs.SurvivalData(
        before=drawn[0] if len(drawn) == 2 else None,
        after=drawn[-1],
        x_label=words(f"figure.survival_axis_{scale.noun}"),
        x_max=_last_useful(curves, scale),
        median_label=words("glossary.median"),
        decimals=scale.decimals,
    )
    n = " / ".join(number(one.n, 0, context.lang) for one in curves)
    still_open = " / ".join(number(one.n_open, 0, context.lang) for one in curves)
    note = words("figure.survival_note", n=n, open=still_open)
    if figure.sources:
        note = f"{context.source_note(figure.sources)} {note}"
    subtitle = words("figure.survival_sub", label=label(context, figure.kpi))
    return finished(context, charts.survival_chart, data, captions.survival(voice, figure), subtitle, note, half=True)


def _curve(context: Context, scale: Measure, curve: figures.Curve, key: str) -> inputs.Curve:
    times = tuple(scale.raw(point.x) or 0.0 for point in curve.points)
    shares = tuple(point.survival for point in curve.points)
    return inputs.Curve(context.words(f"figure.{key}"), times, shares, scale.raw(curve.median))


def _last_useful(curves: list[figures.Curve], scale: Measure) -> float | None:
    """Where the axis ends: the first time at which every curve is below 3 %, or three times the largest median."""
    medians = [scale.raw(one.median) or 0.0 for one in curves if one.median is not None]
    last = max(scale.raw(one.points[-1].x) or 0.0 for one in curves)
    low = [next((scale.raw(p.x) or 0.0 for p in one.points if p.survival < 0.03), last) for one in curves]
    end = max(low)
    return min(end, max(medians) * 6) if medians and max(medians) > 0 else end or None


def _timeline(context: Context, figure: figures.TimeLine) -> Drawing | None:
    points = [one for one in figure.points if not one.is_partial]
    if sum(one.value is not None for one in points) < 2:
        return None
    words, voice = context.words, context.voice
    scale = voice.measure(figure.unit, *(one.value for one in points), figure.target)
    periods = context.evidence.periods
    launch = next((i for i, one in enumerate(points) if periods.go_live and one.month >= periods.go_live), None)
    weekly = figure.grain == "week"
    days = [one.month for one in points]
    washout = _washout(periods.washout, days) if launch else None
    names = tuple(date_short(day, context.lang) for day in days) if weekly else month_axis(days, context.lang)
    data = inputs.LineData(
        names,
        tuple(scale.raw(one.value) for one in points),
        launch=launch or None,
        launch_label=_launch_label(context) if launch else "",
        washout=washout,
        target=scale.raw(figure.target),
        target_label=words("figure.timeline_goal", value=scale.full(figure.target))
        if figure.target is not None
        else "",
        period_header=words("figure.header_period" if weekly else "figure.header_month"),
        decimals=scale.decimals,
    )
    subtitle = words(f"figure.timeline_sub_{figure.grain}", label=label(context, figure.kpi), unit=unit_text(scale))
    if washout:
        subtitle = words("figure.timeline_washout", text=subtitle)
    note = context.source_note(figure.sources)
    one = context.evidence.indicator(figure.kpi)
    means = (one.before, one.after) if one else (None, None)
    return finished(
        context, charts.line_chart, data, captions.timeline(voice, figure, means), subtitle, note, half=True
    )


def _launch_label(context: Context) -> str:
    first, last = (date_short(day, context.lang) for day in context.evidence.periods.launches)
    if first == last:
        return context.words("figure.timeline_launch", date=first)
    return context.words("figure.timeline_launches", first=first, last=last)


def _washout(period: Period | None, days: list[date]) -> tuple[int, int] | None:
    """The half-open range of points inside the months of roll-out; None when there are none."""
    inside = [i for i, day in enumerate(days) if period and period.starts_on <= day < period.ends_before]
    return (inside[0], inside[-1] + 1) if inside else None


_BUILDERS: dict[str, Callable[[Context, Any], Drawing | None]] = {
    "monthly_columns": _monthly,
    "survival": _survival,
    "timeline": _timeline,
    **GROUP_BUILDERS,
    **FLOW_BUILDERS,
}
