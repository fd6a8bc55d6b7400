"""Scatter: do two things go together."""

from __future__ import annotations

from reports.charts.canvas import Anchor, Canvas
from reports.charts.inputs import HALF, Lang
from reports.charts.inputs_groups import Dot, ScatterData
from reports.charts.metrics import widest
from reports.charts.palette import ACTUAL, BAD, GRID, INK, MUTED
from reports.charts.scale import axis, is_known, tick_decimals, ticks
from reports.numbers import number

SIZE = 9.2


def scatter(data: ScatterData, *, alt: str, lang: Lang = "ru", width: float = HALF) -> str:
    """Dots from zero on both axes; highlighted dots are vermilion; labels stand only where there is room."""
    height = 186.0
    canvas = Canvas(width, height, alt)
    dots = [dot for dot in data.dots if is_known(dot.x) and is_known(dot.y)]
    top, bottom = 22.0, height - 32
    upright = axis([dot.y for dot in dots], bottom, top, zero=True)
    y_marks = ticks(upright.low, upright.high, 4) if dots else []
    left = widest([number(m, tick_decimals(y_marks), lang) for m in y_marks], SIZE) + 8
    across = axis([dot.x for dot in dots], left, width - 10, zero=True)
    canvas.text(0, 9, data.y_label, SIZE, MUTED)
    for mark in y_marks:
        y = upright.at(mark)
        canvas.line(left, y, width - 4, y, INK if mark == 0 else GRID, 1.1 if mark == 0 else 0.8)
        canvas.text(left - 6, y + 3, number(mark, tick_decimals(y_marks), lang), SIZE, MUTED, "end")
    x_marks = ticks(across.low, across.high, 5) if dots else []
    for mark in x_marks:
        canvas.label([(across.at(mark), bottom + 13, "middle"), (width, bottom + 13, "end")],
                     number(mark, tick_decimals(x_marks), lang), SIZE, MUTED)
    canvas.text((left + width) / 2, bottom + 26, data.x_label, SIZE, MUTED, "middle")
    radius = 4.0 if len(dots) <= 60 else 2.6 if len(dots) <= 300 else 1.8
    places = [(across.at(float(dot.x or 0)), upright.at(float(dot.y or 0))) for dot in dots]
    for (x, y), dot in sorted(zip(places, dots, strict=True), key=lambda item: item[1].highlight):
        canvas.circle(x, y, radius, BAD if dot.highlight else ACTUAL)
        canvas.keep_clear(x - radius, y - radius, x + radius, y + radius)
    _names(canvas, places, dots, radius)
    return canvas.render()


def _names(canvas: Canvas, places: list[tuple[float, float]], dots: list[Dot], radius: float) -> None:
    for (x, y), dot in sorted(zip(places, dots, strict=True), key=lambda item: not item[1].highlight):
        if not dot.label:
            continue
        gap = radius + 3
        tries: list[tuple[float, float, Anchor]] = [
            (x + gap, y + 3, "start"), (x - gap, y + 3, "end"), (x + gap, y - 4, "start"), (x, y - gap, "middle"),
            (x + gap, y + 10, "start"), (x, y + gap + 7, "middle"), (x - gap, y - 4, "end"), (x - gap, y + 10, "end"),
        ]  # fmt: skip
        canvas.label(tries, dot.label, 8.8, BAD if dot.highlight else MUTED, bold=dot.highlight)
