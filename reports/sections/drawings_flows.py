"""Drawings of sums that step by step become other sums."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from reports import charts
from reports.charts import inputs_groups as groups
from reports.flow_figures import FlowStep, PipelineFlow, SalesChange
from reports.format import number, steps_as_printed
from reports.quantities import Measure
from reports.sections.context import Context
from reports.sections.frames import finished, unit_text
from reports.sections.views import Drawing
from reports.sentences import flows

_PIPELINE_TONES: dict[str, groups.Tone] = {
    "won": "good",
    "up": "good",
    "lost": "bad",
    "down": "bad",
    "pushed_out": "bad",
}
LARGE = 100
"""From here on the printed numbers of a waterfall need no decimals."""


def _pipeline(context: Context, figure: PipelineFlow) -> Drawing | None:
    words = context.words
    scale = _scale(context, figure.opening, figure.closing, *(one.amount for one in figure.steps))
    amounts = _printed(scale, figure.opening, figure.steps, figure.closing)
    data = groups.WaterfallData(
        words("pipeline.opening"),
        scale.raw(figure.opening),
        tuple(
            groups.WaterfallStep(words(f"pipeline.step.{one.step}"), amount, _PIPELINE_TONES.get(one.step, "plain"))
            for one, amount in zip(figure.steps, amounts, strict=True)
        ),
        words("pipeline.closing"),
        scale.raw(figure.closing),
        decimals=scale.decimals,
        row_header=words("pipeline.step_header"),
        value_header=scale.unit,
    )
    last = figure.ends_before - timedelta(days=1)
    subtitle = words("pipeline.subtitle", span=context.span(figure.starts_on, last), unit=unit_text(scale))
    notes = [context.source_note(figure.sources)]
    notes += [words("pipeline.by_exports")] if figure.is_by_exports else []
    notes += [words("pipeline.amounts_untracked")] if figure.amount("up") is None else []
    for key, n in (("without_date", figure.n_without_date), ("other_currency", figure.n_other_currency)):
        notes += [words(f"pipeline.{key}", n=number(n, 0, context.lang))] if n else []
    title = flows.pipeline(context.voice, figure, last)
    return finished(context, charts.waterfall, data, title, subtitle, " ".join(notes))


def _sales(context: Context, figure: SalesChange) -> Drawing | None:
    words = context.words
    scale = _scale(context, figure.before, figure.after, *(one.amount for one in figure.steps))
    amounts = _printed(scale, figure.before, figure.steps, figure.after)
    data = groups.WaterfallData(
        words("sales_change.before"),
        scale.raw(figure.before),
        tuple(
            groups.WaterfallStep(words(f"sales_change.step.{one.step}"), amount)
            for one, amount in zip(figure.steps, amounts, strict=True)
        ),
        words("sales_change.after"),
        scale.raw(figure.after),
        decimals=scale.decimals,
        row_header=words("pipeline.step_header"),
        value_header=scale.unit,
    )
    subtitle = words("sales_change.subtitle", unit=unit_text(scale))
    orders = [number(value, 1, context.lang) for value in (figure.orders_before, figure.orders_after)]
    note = words(f"sales_change.note.{figure.dimension}", before=orders[0], after=orders[1])
    title = flows.sales_change(context.voice, figure)
    return finished(
        context,
        charts.waterfall,
        data,
        title,
        subtitle,
        f"{note} {context.source_note(figure.sources)}".strip(),
        half=True,
    )


def _scale(context: Context, *amounts: float | None) -> Measure:
    scale = context.voice.measure("money", *amounts)
    largest = max((abs(scale.raw(amount) or 0.0) for amount in amounts), default=0.0)
    return replace(scale, decimals=0) if largest >= LARGE else scale


def _printed(scale: Measure, start: float, steps: Sequence[FlowStep], end: float) -> tuple[float | None, ...]:
    """The steps in the printed unit, so rounded that they add up as printed; an unknown step stays unknown."""
    raw = [scale.raw(one.amount) for one in steps]
    found = steps_as_printed(scale.raw(start), raw, scale.raw(end), scale.decimals)
    return tuple(None if one is None else float(printed) for one, printed in zip(raw, found, strict=True))


FLOW_BUILDERS: dict[str, Callable[[Context, Any], Drawing | None]] = {
    "pipeline_flow": _pipeline,
    "sales_change": _sales,
}
