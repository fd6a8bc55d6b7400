"""Dot strips: a dot per person, a line for the mean."""

from __future__ import annotations

from reports.charts.canvas import Canvas
from reports.charts.inputs import HALF, Lang
from reports.charts.inputs_groups import StripData, StripRow
from reports.charts.metrics import widest, wrap
from reports.charts.palette import ACTUAL, GRID, INK, MUTED, WHITE
from reports.charts.scale import Axis, axis, finite, is_known, tick_decimals, ticks
from reports.numbers import number

SIZE = 9.2
HALF_ROW = 20.0
ROW = 58.0


def dot_strip(data: StripData, *, alt: str, lang: Lang = "ru", width: float = HALF) -> str:
    """One strip per group on a common axis from zero: rings, or discs for a `strong` row; equal values stack up."""
    height = 8 + ROW * max(1, len(data.rows)) + 30
    canvas = Canvas(width, height, alt)
    label = min(widest([row.label for row in data.rows], SIZE, bold=True) + 10, width * 0.3)
    bottom = height - 30
    values = [v for row in data.rows for v in (*row.values, row.mean)]
    scale = axis(values, label + 8, width - 10, zero=True)
    marks = ticks(scale.low, scale.high, 4) if finite(values) else []
    for mark in marks:
        x = scale.at(mark)
        canvas.line(x, 8, x, bottom, GRID, 0.8)
        canvas.label([(x, bottom + 12, "middle"), (width, bottom + 12, "end")],
                     number(mark, tick_decimals(marks), lang), SIZE, MUTED)
    canvas.text((scale.start + scale.end) / 2, bottom + 25, data.x_label, SIZE, MUTED, "middle")
    for index, row in enumerate(data.rows):
        middle = 8 + ROW * index + 34
        lines = wrap(row.label, SIZE, label - 8, bold=row.strong)
        for i, line in enumerate(lines):
            canvas.text(0, middle + 3.2 - 5.5 * (len(lines) - 1) + 11 * i, line, SIZE, INK, bold=row.strong,
                        room=label - 8)
        _strip(canvas, row, scale, middle)
        _mean(canvas, row, scale, middle, data.decimals, lang)
    return canvas.render()


def _strip(canvas: Canvas, row: StripRow, scale: Axis, middle: float) -> None:
    places = sorted(scale.at(v) for v in finite(row.values))
    if not places:
        return
    radius = 3.4 if len(places) <= 40 else 2.4 if len(places) <= 120 else 1.6
    lanes = _lanes(radius)
    ends = dict.fromkeys(lanes, -1e9)  # where the last dot of each lane stands
    for x in places:
        lane = next((y for y in lanes if x - ends[y] >= 2 * radius + 0.6), None)
        if lane is None:  # no lane is free: the one whose last dot is furthest away
            lane = min(lanes, key=lambda y: (ends[y], abs(y)))
        ends[lane] = x
        if row.strong:
            canvas.circle(x, middle + lane, radius, ACTUAL)
        else:
            canvas.circle(x, middle + lane, radius - 0.5, WHITE, MUTED, 1.4)


def _lanes(radius: float) -> list[float]:
    """Heights of the lanes from the middle outwards: 0, up, down, up, ..."""
    step = 2 * radius + 0.6
    count = int((HALF_ROW - radius) / step)
    return [0.0] + [sign * step * i for i in range(1, count + 1) for sign in (-1, 1)]


def _mean(canvas: Canvas, row: StripRow, scale: Axis, middle: float, decimals: int, lang: Lang) -> None:
    if row.mean is None or not is_known(row.mean):
        return
    x = scale.at(row.mean)
    canvas.line(x, middle - HALF_ROW, x, middle + HALF_ROW, INK, 1.4)
    canvas.text(x, middle - HALF_ROW - 3, number(row.mean, max(decimals, 1), lang), SIZE, INK, "middle", bold=True)
