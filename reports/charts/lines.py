"""A line over time: launch line, wash-out band, expected line with interval, target."""

from __future__ import annotations

from dataclasses import dataclass

from reports.charts.canvas import Canvas, Point
from reports.charts.inputs import WIDE, Lang, LineData, Number
from reports.charts.metrics import fit, text_width, widest, wrap
from reports.charts.palette import ACTUAL, BAND, GOOD, GRID, INK, MUTED, PANEL
from reports.charts.scale import Axis, axis, finite, tick_decimals, ticks
from reports.charts.trend import (
    LAUNCH_DASH,
    draw_before_after,
    draw_line,
    launch_position,
    place,
    positions,
    runs,
    valid_launch,
)
from reports.numbers import number


@dataclass(frozen=True)
class _Frame:
    left: float
    right: float
    top: float
    bottom: float
    size: float


def _padded(values: tuple[Number, ...], count: int) -> tuple[Number, ...]:
    return (*values[:count], *([None] * (count - len(values))))


def line_chart(data: LineData, *, alt: str, lang: Lang = "ru", width: float = WIDE) -> str:
    """The measure over time, grey before and dark after roll-out, labelled at its end; few horizontal grid lines."""
    small = width < 500
    size = 9.0 if small else 9.5
    count = len(data.labels)
    values = _padded(data.values, count)
    expected = _padded(data.expected, count)
    low, high = _padded(data.expected_low, count), _padded(data.expected_high, count)
    height = 150.0 if small else 170.0
    numbers = finite([*values, *expected, *low, *high, data.target])
    marks = ticks(*_extent(numbers, data.zero_based)) if numbers else []
    decimals = tick_decimals(marks)
    left = max(widest([number(m, decimals, lang) for m in marks], size) + 8, 14)
    right = width - _gutter(data, size, width, bool(finite(expected)))
    frame = _Frame(left, right, 24, height - 20, size)
    canvas = Canvas(width, height, alt)
    scale = axis([*numbers, *(marks if data.zero_based else [])], frame.bottom, frame.top,
                 zero=data.zero_based, pad=0.06)
    xs = positions(count, frame.left + 4, frame.right - 4)
    _washout(canvas, data, xs, frame)
    for mark in marks:
        y = scale.at(mark)
        canvas.line(frame.left, y, frame.right, y, INK if mark == 0 else GRID, 1.1 if mark == 0 else 0.8)
        canvas.text(frame.left - 6, y + 3, number(mark, decimals, lang), size, MUTED, "end")
    _band(canvas, low, high, xs, scale)
    points = place(values, xs, scale)
    guess = place(expected, xs, scale)
    for run in [*runs(points), *runs(guess), *runs(place(low, xs, scale)), *runs(place(high, xs, scale))]:
        canvas.keep_clear_along(run)
    draw_line(canvas, guess, MUTED, 1.4, "3.5 2")
    draw_before_after(canvas, points, valid_launch(data.launch, count), 1.9)
    _target(canvas, data, frame, scale)
    _end_labels(canvas, data, points, guess, frame)
    _launch(canvas, data, xs, frame)
    _gap(canvas, data, points, guess, frame)
    _period_labels(canvas, data.labels, xs, frame)
    return canvas.render()


def _extent(numbers: list[float], zero: bool) -> tuple[float, float]:
    known = [*numbers, 0.0] if zero or not numbers else numbers
    low, high = min(known), max(known)
    return (low, high) if high > low else (low, low + (abs(low) * 0.1 or 1.0))


def _gutter(data: LineData, size: float, width: float, with_expected: bool) -> float:
    names = [data.value_label] + ([data.expected_label] if with_expected else [])
    wanted = widest([line for name in names for line in name.split("\n")], size, bold=True)
    return min(wanted + 12, width * 0.27) if wanted else 10.0


def _washout(canvas: Canvas, data: LineData, xs: list[float], frame: _Frame) -> None:
    if data.washout is None or not xs:
        return
    first, last = max(0, data.washout[0]), min(len(xs), data.washout[1])
    if first >= last:
        return
    step = xs[1] - xs[0] if len(xs) > 1 else frame.right - frame.left
    left = max(frame.left, xs[first] - step / 2)
    right = min(frame.right, xs[last - 1] + step / 2)
    canvas.rect(left, frame.top, right - left, frame.bottom - frame.top, PANEL)
    if data.washout_label:
        fits = text_width(data.washout_label, 8.6) + 4 <= right - left
        x = (left + right) / 2 if fits else left + 4
        y = frame.bottom - 5
        canvas.label([(x, y, "middle" if fits else "start"), (right - 4, y, "end")], data.washout_label, 8.6, MUTED)


def _band(
    canvas: Canvas, low: tuple[Number, ...], high: tuple[Number, ...], xs: list[float], scale: Axis
) -> None:
    lower, upper = place(low, xs, scale), place(high, xs, scale)
    pairs = [(a, b) if a and b else None for a, b in zip(lower, upper, strict=True)]
    current: list[tuple[Point, Point]] = []
    for pair in [*pairs, None]:
        if pair:
            current.append(pair)
            continue
        if len(current) > 1:
            outline = [a for a, _ in current] + [b for _, b in reversed(current)]
            canvas.path(outline, fill=BAND)
        current = []


def _target(canvas: Canvas, data: LineData, frame: _Frame, scale: Axis) -> None:
    if data.target is None or not finite([data.target]):
        return
    y = scale.at(data.target)
    canvas.line(frame.left, y, frame.right, y, GOOD, 1, "3 2")
    canvas.label([(frame.left + 4, y - 4, "start"), (frame.left + 4, y + 11, "start"),
                  (frame.right, y - 4, "end"), (frame.right, y + 11, "end")], data.target_label, 8.8, GOOD, bold=True)


def _end_labels(
    canvas: Canvas, data: LineData, points: list[Point | None], guess: list[Point | None], frame: _Frame
) -> None:
    last = next((p for p in reversed(points) if p), None)
    expected = next((p for p in reversed(guess) if p), None)
    room = canvas.width - frame.right - 6
    size = frame.size
    value_lines = wrap(data.value_label, size, room, bold=True) if last else []
    expected_lines = wrap(data.expected_label, size, room, max_lines=3) if expected else []
    value_y = last[1] + 3 if last else 0.0
    expected_y = expected[1] + 3 if expected else 0.0
    if last:
        canvas.circle(last[0], last[1], 2.6, ACTUAL)
        if last[0] < frame.right - 8:
            value_lines = []  # the series ends early: its colour tells, the subtitle names it
    step = size + 2
    if last and expected and value_lines:
        if value_y <= expected_y:
            expected_y = max(expected_y, value_y + step * len(value_lines))
        else:
            expected_y = min(expected_y, value_y - step * len(expected_lines))
    for lines, y, bold, colour in ((value_lines, value_y, True, INK), (expected_lines, expected_y, False, MUTED)):
        lowest = canvas.height - 4 - step * (len(lines) - 1)
        start = min(max(y, size), lowest)
        for i, line in enumerate(lines):
            canvas.text(frame.right + 4, start + step * i, line, size, colour, bold=bold, room=room)


def _launch(canvas: Canvas, data: LineData, xs: list[float], frame: _Frame) -> None:
    launch = valid_launch(data.launch, len(xs))
    if launch is None:
        return
    x = launch_position(launch, xs)
    canvas.line(x, 6, x, frame.bottom, INK, 1, LAUNCH_DASH)
    if data.launch_label:
        right = canvas.width - x - 5
        text = fit(data.launch_label, 8.8, max(right, x - 5))
        canvas.label([(x + 5, 12, "start"), (x - 5, 12, "end")], text, 8.8, INK)


def _gap(
    canvas: Canvas, data: LineData, points: list[Point | None], guess: list[Point | None], frame: _Frame
) -> None:
    both = [(a, b) for a, b in zip(points, guess, strict=True) if a and b]
    if not data.gap_label or not both:
        return
    actual, expected = both[-2] if len(both) > 1 else both[-1]
    x = actual[0]
    below = max(actual[1], expected[1])
    canvas.line(x, actual[1], x, expected[1], GOOD, 1)
    half = text_width(data.gap_label, 9, bold=True)
    places: list[tuple[float, float, str]] = []
    for lift in (16, 22, 30, 38, 50, 62):
        places += [(x - 6, below + lift, "end"), (max(x - 6, half), below + lift, "end")]
    places += [(x - 6, frame.top - 4, "end"), (x - 6, frame.top + 8, "end")]
    canvas.label(places, data.gap_label, 9, GOOD, bold=True)  # type: ignore[arg-type]


def _period_labels(canvas: Canvas, labels: tuple[str, ...], xs: list[float], frame: _Frame) -> None:
    if not labels:
        return
    step, slot = 1, (xs[1] - xs[0]) if len(xs) > 1 else canvas.width
    while step < len(labels) and widest(list(labels[::step]), 9) + 8 > slot * step:
        step = {1: 2, 2: 3, 3: 4, 4: 6, 6: 12}.get(step, step * 2)
    for index in range(0, len(labels), step):
        canvas.label([(xs[index], frame.bottom + 14, "middle"), (xs[index] - 4, frame.bottom + 14, "start"),
                      (xs[index] + 4, frame.bottom + 14, "end")], labels[index], 9, MUTED)
