"""How a chart becomes a drawing: text alternative, widths, data table, the texts around it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reports import charts
from reports.charts import inputs
from reports.quantities import Measure
from reports.sections.context import Context
from reports.sections.views import Data, Drawing

MAX_ALT = 300


def alternative(*parts: str) -> str:
    """The text alternative of a chart: one or two plain sentences, at most ``MAX_ALT`` characters."""
    text = " ".join(part.rstrip(".") + "." for part in parts if part)
    return text if len(text) <= MAX_ALT else text[: MAX_ALT - 1].rsplit(" ", 1)[0] + "…"


def finished(
    context: Context,
    chart: Callable[..., str],
    data: Any,
    title: str,
    subtitle: str,
    note: str,
    *,
    half: bool = False,
) -> Drawing:
    """Draw ``data`` with ``chart`` in the widths that the target needs, and put the texts around it."""
    half = half and not context.stretch
    alt = alternative(title, subtitle)
    width = inputs.HALF if half else inputs.WIDE
    wide = context.drawn(chart(data, alt=alt, lang=context.lang, width=width))
    narrow = table = None
    if context.target == "html":
        if not half:
            narrow = context.drawn(chart(data, alt=alt, lang=context.lang, width=inputs.PHONE))
        rows = charts.data_table(data, context.lang)
        table = Data(rows.header, rows.rows, context.region())
    return Drawing(title, subtitle, wide, narrow, table, note, half)


def label(context: Context, kpi: str) -> str:
    """The declared label of an indicator for subtitles."""
    one = context.evidence.indicator(kpi)
    return one.label.read(context.lang) if one else kpi


def better(context: Context, kpi: str) -> inputs.Better:
    """Which direction of an indicator is good."""
    one = context.evidence.indicator(kpi)
    return one.better if one else "higher"


def unit_text(scale: Measure) -> str:
    """The unit of a scale for a subtitle, with its comma; empty for a bare count."""
    return f", {scale.unit}" if scale.unit else ""
