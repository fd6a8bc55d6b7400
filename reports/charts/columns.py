"""Columns of AC over PY (or PL), with forecast and a tier of relative variances."""

from __future__ import annotations

from dataclasses import dataclass

from reports.charts.canvas import Anchor, Canvas, hatch, legend_square
from reports.charts.inputs import WIDE, Column, ColumnData, Lang
from reports.charts.metrics import text_width, widest
from reports.charts.palette import ACTUAL, INK, MUTED, PREVIOUS, WHITE, good_or_bad
from reports.charts.scale import Axis, axis, finite, is_known
from reports.charts.trend import LAUNCH_DASH
from reports.numbers import number, signed

PIN_CAP = 150.0  # per cent; a longer pin is cut and drawn with an arrow head


@dataclass(frozen=True)
class _Frame:
    left: float
    slot: float
    top: float
    bottom: float
    pins: tuple[float, float] | None  # top and bottom of the tier of variances
    size: float


def relative_change(column: Column) -> float | None:
    """The change in per cent against a positive reference, else None."""
    if not (is_known(column.value) and is_known(column.reference)):
        return None
    if column.value is None or column.reference is None or column.reference <= 0:
        return None
    return (column.value - column.reference) / column.reference * 100


def column_chart(data: ColumnData, *, alt: str, lang: Lang = "ru", width: float = WIDE) -> str:
    """Columns per period from zero, value labels on the columns, ΔPY or ΔPL pins above, launch line between."""
    small = width < 500
    size = 9.0 if small else 9.5
    changes = [relative_change(column) for column in data.columns]
    with_pins = any(change is not None for change in changes)
    left = 0.0 if small else _legend_width(data, size) + 10
    count = max(1, len(data.columns))
    top = (64.0 if with_pins else 18.0) + (14 if small else 0)
    bottom = top + (120.0 if small else 112.0)
    pins = ((14.0 if small else 0.0) + 14, top - 18) if with_pins else None
    frame = _Frame(left, (width - left) / count, top, bottom, pins, size)
    canvas = Canvas(width, bottom + 20, alt)
    _legend(canvas, data, frame, small, with_pins)
    scale = _value_axis(data, frame)
    for index, column in enumerate(data.columns):
        _column(canvas, data, column, frame, scale, index)
    canvas.line(left, scale.at(0), width, scale.at(0), INK, 1.2)
    if pins:
        _pins(canvas, data, changes, frame, pins)
    if data.launch is not None and 0 < data.launch < count:
        x = left + frame.slot * data.launch
        canvas.line(x, 14 if small else 2, x, bottom, INK, 0.9, LAUNCH_DASH)
    _value_labels(canvas, data, frame, scale, lang)
    _period_labels(canvas, data, frame)
    return canvas.render()


def _value_axis(data: ColumnData, frame: _Frame) -> Axis:
    values = finite(v for c in data.columns for v in (c.value, c.reference, c.low, c.high))
    room = 13.0
    low_room = room if any(v < 0 for v in values) else 0.0
    return axis(values, frame.bottom - low_room, frame.top + room, zero=True)


def _legend_width(data: ColumnData, size: float) -> float:
    scenarios = [data.value_label, data.reference_label, data.forecast_label]
    return max(widest([data.delta_label], size), widest(scenarios, size, bold=True) + 13, 40.0)


def _legend(canvas: Canvas, data: ColumnData, frame: _Frame, small: bool, with_pins: bool) -> None:
    entries: list[tuple[str, str]] = [(data.value_label, "actual")]
    if any(is_known(column.reference) for column in data.columns):
        entries.append((data.reference_label, "plan" if data.reference == "plan" else "previous"))
    if any(column.forecast for column in data.columns):
        entries.append((data.forecast_label, "forecast"))
    if with_pins and not small and frame.pins:
        canvas.text(0, frame.pins[1] + 3, data.delta_label, frame.size, MUTED)
    x, y = 0.0, frame.bottom - 14.0 * len(entries) - 22
    for name, kind in entries:
        legend_square(canvas, x, 1 if small else y, kind)  # type: ignore[arg-type]
        bold = kind == "actual"
        canvas.text(x + 12, 8.5 if small else y + 7.6, name, frame.size, INK if bold else MUTED, bold=bold)
        if small:
            x += 12 + text_width(name, frame.size, bold) + 12
        else:
            y += 14
    if with_pins and small:
        canvas.text(canvas.width, 8.5, data.delta_label, frame.size, MUTED, "end")


def _column(canvas: Canvas, data: ColumnData, column: Column, frame: _Frame, scale: Axis, index: int) -> None:
    wide = min(frame.slot * 0.46, 30.0)
    middle = frame.left + frame.slot * (index + 0.5)
    paired = is_known(column.reference)
    left = middle - wide * 0.25 if paired else middle - wide / 2
    zero = scale.at(0)
    if column.reference is not None and paired:
        end = scale.at(column.reference)
        x, y, height = left - wide * 0.5, min(zero, end), abs(zero - end)
        if data.reference == "plan":
            canvas.rect(x, y, wide, height, WHITE, ACTUAL, 0.9)
        else:
            canvas.rect(x, y, wide, height, PREVIOUS)
        canvas.keep_clear(x, y, x + wide, y + height)
    if column.value is not None and is_known(column.value):
        end = scale.at(column.value)
        y, height = min(zero, end), abs(zero - end)
        if column.forecast:
            canvas.rect(left, y, wide, height, WHITE, ACTUAL, 0.9)
            canvas.segments(hatch(left, y, wide, height), ACTUAL, 0.7)
            _interval(canvas, column, left + wide / 2, scale)
        else:
            canvas.rect(left, y, wide, height, ACTUAL)
        canvas.keep_clear(left, y, left + wide, y + height)


def _interval(canvas: Canvas, column: Column, x: float, scale: Axis) -> None:
    if column.low is None or column.high is None or not (is_known(column.low) and is_known(column.high)):
        return
    canvas.line(x, scale.at(column.low), x, scale.at(column.high), INK, 0.9)
    for bound in (column.low, column.high):
        canvas.line(x - 2.5, scale.at(bound), x + 2.5, scale.at(bound), INK, 0.9)


def _value_labels(canvas: Canvas, data: ColumnData, frame: _Frame, scale: Axis, lang: Lang) -> None:
    """The last, the highest and the lowest first, so that they survive when there is no room for all."""
    known = [(c.value, i) for i, c in enumerate(data.columns) if c.value is not None and is_known(c.value)]
    if not known:
        return
    first = [known[-1][1], max(known)[1], min(known)[1]]
    for index in dict.fromkeys([*first, *(i for _, i in known)]):
        column = data.columns[index]
        value = column.value
        if value is None:
            continue
        highest = column.high if column.high is not None and is_known(column.high) else value
        y = scale.at(max(value, highest)) - 4 if value >= 0 else scale.at(value) + 10
        x = frame.left + frame.slot * (index + 0.5)
        shift = min(frame.slot * 0.46, 30.0) * 0.25 if is_known(column.reference) else 0
        text = number(value, data.decimals, lang)
        edge = canvas.width - text_width(text, frame.size, bold=True) / 2
        taller = column.reference if column.reference is not None and is_known(column.reference) else value
        above = min(y, scale.at(taller) - 4) if value >= 0 else max(y, scale.at(taller) + 10)
        places: list[tuple[float, float, Anchor]] = [
            (min(x + shift, edge), y, "middle"),
            (min(x, edge), above, "middle"),
        ]
        canvas.label(places, text, frame.size, bold=True)


def _period_labels(canvas: Canvas, data: ColumnData, frame: _Frame) -> None:
    y = frame.bottom + 14
    labels = [column.label for column in data.columns]
    step = 1
    while step < len(labels) and widest(labels[::step], 9) + 4 > frame.slot * step:
        step += 1
    for index in range(0, len(labels), step):
        canvas.text(frame.left + frame.slot * (index + 0.5), y, labels[index], 9, MUTED, "middle",
                    room=max(frame.slot * step - 2, 12))


def _pins(
    canvas: Canvas, data: ColumnData, changes: list[float | None], frame: _Frame, tier: tuple[float, float]
) -> None:
    held = [max(-PIN_CAP, min(PIN_CAP, c)) for c in changes if c is not None]
    low_room = 12.0 if any(c < 0 for c in held) else 0.0
    base = axis(held, tier[1] - low_room, tier[0] + 2, zero=True)
    zero = base.at(0)
    canvas.line(frame.left, zero, canvas.width, zero, INK, 1)
    for index, (column, change) in enumerate(zip(data.columns, changes, strict=True)):
        if change is None:
            continue
        x = frame.left + frame.slot * (index + 0.5)
        colour = good_or_bad(round(change), data.better)
        end = base.at(max(-PIN_CAP, min(PIN_CAP, change)))
        up = change >= 0
        canvas.line(x, zero, x, end, colour, 1.8)
        if abs(change) > PIN_CAP:
            tip = end - 3.5 if up else end + 3.5
            canvas.path([(x - 3, end), (x + 3, end), (x, tip)], fill=colour)
        elif column.forecast:
            canvas.rect(x - 2.5, end - 2.5, 5, 5, WHITE, colour, 1)
        else:
            canvas.rect(x - 2.5, end - 2.5, 5, 5, colour)
        text = signed(change)
        half = text_width(text, 8.8, bold=True) / 2
        spot = min(max(x, half), canvas.width - half)
        canvas.label([(spot, end - 5.5 if up else end + 11, "middle")], text, 8.8, colour, bold=True)
