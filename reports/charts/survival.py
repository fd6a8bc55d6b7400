"""Survival curves before and after: how long does it take."""

from __future__ import annotations

from reports.charts.canvas import Anchor, Canvas, Point
from reports.charts.inputs import HALF, Curve, Lang, SurvivalData
from reports.charts.metrics import text_width
from reports.charts.palette import ACTUAL, GRID, INK, MUTED, PREVIOUS
from reports.charts.scale import Axis, finite, is_known, tick_decimals, ticks
from reports.numbers import number

SIZE = 9.3


def survival_chart(data: SurvivalData, *, alt: str, lang: Lang = "ru", width: float = HALF) -> str:
    """Step curves of the share still open, 0 to 100 per cent, with a drop line at each median that is reached."""
    height = 190.0 if width >= 500 else 172.0
    canvas = Canvas(width, height, alt)
    left, bottom, top, right = 28.0, height - 32, 10.0, width - 8
    share = Axis(0, 1, bottom, top)
    for part in (0, 0.25, 0.5, 0.75, 1):
        y = share.at(part)
        canvas.line(left, y, right, y, INK if part == 0 else GRID, 1.1 if part == 0 else 0.8)
        canvas.text(left - 6, y + 3, str(round(part * 100)), SIZE, MUTED, "end")
    curves = [(curve, colour) for curve, colour in ((data.before, PREVIOUS), (data.after, ACTUAL)) if curve]
    longest = data.x_max if data.x_max and is_known(data.x_max) and data.x_max > 0 else None
    times = Axis(0, longest or max([*(t for c, _ in curves for t in finite(c.times)), 1.0]), left, right)
    _time_ticks(canvas, times, bottom, data.x_label, lang)
    for curve, colour in curves:
        steps = _steps(curve, times, share)
        canvas.path(steps, colour, 1.9 if colour == ACTUAL else 1.7)
        canvas.keep_clear_along(steps)
    marked = [(curve, colour, _drop_line(canvas, curve, colour, times, share)) for curve, colour in curves]
    _names(canvas, data, marked, lang, (left, right, top, bottom))
    return canvas.render()


def _time_ticks(canvas: Canvas, times: Axis, bottom: float, label: str, lang: Lang) -> None:
    marks = ticks(0, times.high, 5)
    for mark in marks:
        canvas.line(times.at(mark), bottom, times.at(mark), bottom + 3, INK, 0.8)
        canvas.label([(times.at(mark), bottom + 13, "middle"), (times.end + 6, bottom + 13, "end")],
                     number(mark, tick_decimals(marks), lang), SIZE, MUTED)
    canvas.text((times.start + times.end) / 2, bottom + 25, label, SIZE, MUTED, "middle")


def _steps(curve: Curve, times: Axis, share: Axis) -> list[Point]:
    known = [
        (float(t), float(s))
        for t, s in zip(curve.times, curve.survival, strict=False)
        if is_known(t) and is_known(s) and t >= 0
    ]
    points: list[Point] = [(times.at(0), share.at(1))]
    for time, value in known:
        if time > times.high:
            break
        points += [(times.at(time), points[-1][1]), (times.at(time), share.at(value))]
    if known and known[-1][0] > times.high:
        points.append((times.end, points[-1][1]))
    thin = [points[0]]
    for point in points[1:]:  # many tiny steps: drop what is closer than a fifth of a unit
        if abs(point[0] - thin[-1][0]) + abs(point[1] - thin[-1][1]) >= 0.2 or point is points[-1]:
            thin.append(point)
    return thin


def _drop_line(canvas: Canvas, curve: Curve, colour: str, times: Axis, share: Axis) -> Point | None:
    if curve.median is None or not is_known(curve.median) or not 0 <= curve.median <= times.high:
        return None
    x, y = times.at(curve.median), share.at(0.5)
    canvas.line(x, y, x, share.at(0), colour, 1, "2.5 2")
    if colour == ACTUAL:
        canvas.circle(x, y, 2.6, colour)
    else:
        canvas.rect(x - 2.4, y - 2.4, 4.8, 4.8, colour)
    canvas.keep_clear(x - 3, y - 3, x + 3, y + 3)
    canvas.keep_clear_along([(x, y), (x, share.at(0))], 1)
    return x, y


def _names(
    canvas: Canvas,
    data: SurvivalData,
    marked: list[tuple[Curve, str, Point | None]],
    lang: Lang,
    area: tuple[float, float, float, float],
) -> None:
    """Each curve's name on the free side of its median; else at a free corner with a stroke of its colour."""
    first = min((point[0] for _, _, point in marked if point), default=0.0)
    for index, (curve, colour, point) in enumerate(marked):
        ink = INK if colour == ACTUAL else MUTED
        texts = [curve.label]
        places: list[tuple[float, float, Anchor]] = []
        if point and curve.median is not None:
            value = number(curve.median, data.decimals, lang)
            texts = [f"{curve.label}: {data.median_label} {value}".replace("  ", " "), f"{curve.label}: {value}"]
            x, y = point
            if x == first and len(marked) > 1:
                places = [(x - 6, y + drop, "end") for drop in (22, 30, 38, 12)]
            else:
                places = [(x + 12 + 6 * i, y - 4 - 6 * i, "start") for i in range(10)]
        if not any(canvas.label(places, text, SIZE, ink, bold=True) for text in texts):
            _name_at_corner(canvas, texts[0], (colour, ink), (index, len(marked)), area)


def _name_at_corner(
    canvas: Canvas,
    text: str,
    colours: tuple[str, str],
    place: tuple[int, int],
    area: tuple[float, float, float, float],
) -> None:
    left, right, top, bottom = area
    index, count = place
    wide = text_width(text, SIZE, bold=True)
    for base in (top + 10 + 14 * index, bottom - 8 - 14 * (count - 1 - index), (top + bottom) / 2 + 14 * index):
        for start in (right - wide - 2, left + 20):
            box = (start - 16, base - 9, start + wide, base + 3)
            if canvas.is_free(box) and canvas.label([(start, base, "start")], text, SIZE, colours[1], bold=True):
                canvas.line(start - 14, base - 3, start - 3, base - 3, colours[0], 2)
                return
