"""Bars against a threshold or plan."""

from __future__ import annotations

from reports.charts.canvas import Canvas
from reports.charts.inputs import HALF, Lang
from reports.charts.inputs_groups import Bar, BarData
from reports.charts.metrics import text_width, widest, wrap
from reports.charts.palette import ACTUAL, BAD, INK, MUTED, PANEL
from reports.charts.scale import Axis, finite, is_known
from reports.numbers import MISSING, number

ROW = 22.0


def threshold_bars(data: BarData, *, alt: str, lang: Lang = "ru", width: float = HALF) -> str:
    """Horizontal bars from zero on a pale track with a tick at the threshold; failing bars are vermilion.

    Negative values have no bar (only their number); the track ends at `maximum`, or at the largest number.
    """
    size = 9.5 if width >= 500 else 9.2
    with_ticks = any(is_known(bar.threshold) for bar in data.bars) and bool(data.threshold_label)
    head = 16.0 if with_ticks else 2.0
    canvas = Canvas(width, head + ROW * max(1, len(data.bars)) + 2, alt)
    texts = [_value(bar, data, lang) for bar in data.bars]
    label = min(widest([bar.label for bar in data.bars], size) + 8, width * 0.42)
    right = width - widest(texts, size, bold=True) - 10
    numbers = finite(v for bar in data.bars for v in (bar.value, bar.threshold))
    top = data.maximum if data.maximum and is_known(data.maximum) and data.maximum > 0 else max([*numbers, 0.0]) or 1.0
    scale = Axis(0, top, label, max(right, label + 10))
    if with_ticks:
        ticks = finite(bar.threshold for bar in data.bars)
        half = text_width(data.threshold_label, 8.8) / 2
        x = min(max(scale.at(ticks[0]), half), width - half)
        canvas.text(x, 9, data.threshold_label, 8.8, MUTED, "middle")
    for index, (bar, text) in enumerate(zip(data.bars, texts, strict=True)):
        _row(canvas, bar, text, scale, head + ROW * index, size)
    return canvas.render()


def _value(bar: Bar, data: BarData, lang: Lang) -> str:
    return number(bar.value, data.decimals, lang) + data.suffix if is_known(bar.value) else MISSING


def _row(canvas: Canvas, bar: Bar, text: str, scale: Axis, top: float, size: float) -> None:
    colour = BAD if bar.below else ACTUAL
    lines = wrap(bar.label, size, scale.start - 6)
    for i, line in enumerate(lines):
        canvas.text(0, top + ROW / 2 + 3.3 - 4.8 * (len(lines) - 1) + 9.6 * i, line,
                    size if len(lines) == 1 else min(size, 9.0), INK, room=scale.start - 6)
    canvas.rect(scale.start, top + 4, scale.end - scale.start, ROW - 8, PANEL)
    if bar.value is not None and is_known(bar.value) and bar.value > 0:
        canvas.rect(scale.start, top + 4, max(scale.at(bar.value) - scale.start, 0.6), ROW - 8, colour)
    if bar.threshold is not None and is_known(bar.threshold):
        x = scale.at(bar.threshold)
        canvas.line(x, top + 1.5, x, top + ROW - 1.5, INK, 1.8)
    canvas.text(canvas.width, top + ROW / 2 + 3.3, text, size, BAD if bar.below else INK, "end", bold=True)
