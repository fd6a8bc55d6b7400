"""Parts shared by charts that run over time: broken lines with grey before and dark after roll-out."""

from __future__ import annotations

from collections.abc import Sequence

from reports.charts.canvas import Canvas, Point
from reports.charts.inputs import Number
from reports.charts.palette import ACTUAL, PREVIOUS
from reports.charts.scale import Axis, is_known

LAUNCH_DASH = "2 2"


def positions(count: int, start: float, end: float) -> list[float]:
    """Even positions of `count` periods; a single one stands in the middle."""
    if count == 1:
        return [(start + end) / 2]
    return [start + (end - start) * i / (count - 1) for i in range(count)]


def runs(points: Sequence[Point | None]) -> list[list[Point]]:
    """The unbroken stretches of a line with gaps."""
    result: list[list[Point]] = []
    current: list[Point] = []
    for point in [*points, None]:
        if point is not None:
            current.append(point)
        elif current:
            result.append(current)
            current = []
    return result


def place(values: Sequence[Number], xs: Sequence[float], axis: Axis) -> list[Point | None]:
    """Values as points; unknown ones as None."""
    return [
        (x, axis.at(float(v))) if v is not None and is_known(v) else None for v, x in zip(values, xs, strict=True)
    ]


def valid_launch(launch: int | None, count: int) -> int | None:
    """The launch index when it lies between two periods, else None."""
    return launch if launch is not None and 0 < launch < count else None


def launch_position(launch: int, xs: Sequence[float]) -> float:
    """The place of the launch line: midway between the last period before and the first after."""
    return (xs[launch - 1] + xs[launch]) / 2


def draw_line(canvas: Canvas, points: Sequence[Point | None], colour: str, width: float, dash: str = "") -> None:
    """A line with gaps; a lonely point becomes a dot."""
    for run in runs(points):
        if len(run) == 1:
            canvas.circle(run[0][0], run[0][1], width * 0.9, colour)
        else:
            canvas.path(run, colour, width, dash=dash)


def draw_before_after(canvas: Canvas, points: Sequence[Point | None], launch: int | None, width: float) -> None:
    """Grey before the launch, dark after; dark throughout when the launch is unknown."""
    split = launch if launch is not None else 0
    draw_line(canvas, points[:split], PREVIOUS, width)
    draw_line(canvas, points[split:], ACTUAL, width)
