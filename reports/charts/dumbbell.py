"""Dumbbells: before and after of several things, with the interval as a band."""

from __future__ import annotations

from dataclasses import dataclass

from reports.charts.canvas import Canvas
from reports.charts.inputs import WIDE, DumbbellData, Lang, Pair
from reports.charts.metrics import text_width, widest, wrap
from reports.charts.palette import ACTUAL, BAND, GRID, HIGHLIGHT, INK, MUTED, PREVIOUS, WHITE, good_or_bad
from reports.charts.scale import Axis, axis, finite, is_known, log_ticks, tick_decimals, ticks
from reports.numbers import MISSING, number, percent_change, signed

RADIUS = 4.0


@dataclass(frozen=True)
class _Frame:
    label: float
    scale: Axis
    bottom: float
    size: float


def dumbbell(data: DumbbellData, *, alt: str, lang: Lang = "ru", width: float = WIDE) -> str:
    """A ring (before) and a disc (after) per row, joined by a line; blue better, vermilion worse, grey uncertain."""
    size = 9.5 if width >= 500 else 9.0
    pairs = data.pairs
    step = 24.0 if width >= 500 else 26.0
    head, foot = 18.0, 18.0
    canvas = Canvas(width, head + step * max(1, len(pairs)) + foot, alt)
    deltas = [_delta(pair, data, lang) for pair in pairs]
    label = min(widest([p.label for p in pairs], size, bold=True) + 10, width * 0.32)
    right = width - max(widest(deltas, size, bold=True), text_width(data.delta_label, 9)) - 12
    room = widest([number(v, data.decimals, lang) for p in pairs for v in (p.before, p.after) if is_known(v)],
                  size, bold=True) + RADIUS + 4
    values = [v for p in pairs for v in (p.before, p.after, p.low, p.high)]
    scale = axis(values, label + room, right - room, log=data.log)
    frame = _Frame(label, scale, canvas.height - foot, size)
    for i, pair in enumerate(pairs):
        if pair.highlight:
            canvas.rect(0, head + step * i, width, step, HIGHLIGHT)
    if finite(values):
        _grid(canvas, frame, head, right, lang)
    _legend(canvas, data, label)
    for i, (pair, delta) in enumerate(zip(pairs, deltas, strict=True)):
        _row(canvas, data, pair, delta, frame, (head + step * (i + 0.5), right), lang)
    return canvas.render()


def _usable(value: float | int | None, data: DumbbellData) -> float | None:
    if value is None or not is_known(value) or (data.log and value <= 0):
        return None
    return float(value)


def _delta(pair: Pair, data: DumbbellData, lang: Lang) -> str:
    if pair.before is None or pair.after is None or not (is_known(pair.before) and is_known(pair.after)):
        return MISSING
    change = pair.after - pair.before
    if data.delta_is_relative:
        return percent_change(change / pair.before * 100, 0, lang) if pair.before > 0 else MISSING
    return signed(change, data.decimals, lang)


def _grid(canvas: Canvas, frame: _Frame, head: float, right: float, lang: Lang) -> None:
    scale = frame.scale
    marks = log_ticks(scale.low, scale.high) if scale.log else ticks(scale.low, scale.high, 4)
    for mark in marks:
        x = scale.at(mark)
        canvas.line(x, head, x, frame.bottom, GRID, 0.8)
        decimals = tick_decimals([mark]) if scale.log else tick_decimals(marks)
        canvas.label([(x, frame.bottom + 12, "middle")], number(mark, decimals, lang), 9, MUTED)


def _legend(canvas: Canvas, data: DumbbellData, left: float) -> None:
    x = left + 4
    canvas.circle(x + 4, 6.5, 3.2, WHITE, PREVIOUS, 1.8)
    canvas.text(x + 11, 9.6, data.before_label, 9, MUTED)
    x += 11 + text_width(data.before_label, 9) + 12
    canvas.circle(x + 4, 6.5, 3.6, ACTUAL)
    canvas.text(x + 11, 9.6, data.after_label, 9, INK, bold=True)
    canvas.text(canvas.width, 9.6, data.delta_label, 9, MUTED, "end")


def _row(
    canvas: Canvas, data: DumbbellData, pair: Pair, delta: str, frame: _Frame, where: tuple[float, float], lang: Lang
) -> None:
    y, right = where
    size, scale = frame.size, frame.scale
    lines = wrap(pair.label, size, frame.label - 8, bold=pair.highlight)
    for i, line in enumerate(lines):
        canvas.text(0, y + 3.3 - 5.2 * (len(lines) - 1) + 10.4 * i, line, size, INK, bold=pair.highlight,
                    room=frame.label - 8)
    canvas.line(frame.label, y, right, y, GRID, 1)
    before, after = _usable(pair.before, data), _usable(pair.after, data)
    low, high = _usable(pair.low, data), _usable(pair.high, data)
    if low is not None and high is not None:
        start, end = scale.at(min(low, high)), scale.at(max(low, high))
        canvas.rect(start, y - 5, max(end - start, 1), 10, BAND)
    change = round(after - before, data.decimals + 2) if before is not None and after is not None else 0
    colour = good_or_bad(change, data.better) if pair.significant else MUTED
    if before is not None and after is not None:
        canvas.line(scale.at(before), y, scale.at(after), y, colour if pair.significant else PREVIOUS, 2)
    if before is not None:
        canvas.circle(scale.at(before), y, RADIUS - 0.6, WHITE, PREVIOUS, 2)
    if after is not None:
        canvas.circle(scale.at(after), y, RADIUS, ACTUAL)
    after_left = before is None or after is None or after <= before
    gap = RADIUS + 3
    for value, left, bold in ((before, not after_left, False), (after, after_left, True)):
        if value is None:
            continue
        x = scale.at(value) + (-gap if left else gap)
        canvas.text(x, y + 3.3, number(value, data.decimals, lang), size, INK if bold else MUTED,
                    "end" if left else "start", bold=bold)
    canvas.text(canvas.width, y + 3.3, delta, size, colour if delta != MISSING else MUTED, "end",
                bold=pair.significant and delta != MISSING)
