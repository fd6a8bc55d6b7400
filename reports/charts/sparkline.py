"""The tiny trend in a tile."""

from __future__ import annotations

from reports.charts.canvas import Canvas
from reports.charts.inputs import SparklineData
from reports.charts.palette import ACTUAL, INK
from reports.charts.scale import axis
from reports.charts.trend import LAUNCH_DASH, draw_before_after, launch_position, place, positions, valid_launch


def sparkline(data: SparklineData, *, alt: str, width: float = 150, height: float = 30) -> str:
    """Grey before, dashed launch line, dark after, a dot on the last known value. Own scale, no numbers."""
    canvas = Canvas(width, height, alt)
    values = data.values
    xs = positions(len(values), 2.5, width - 3.5)
    points = place(values, xs, axis(values, height - 3.5, 3.5))
    launch = valid_launch(data.launch, len(values))
    if launch is None and data.launch is not None and data.launch >= len(values):
        launch = len(values)
    if launch is not None and launch < len(values):
        x = launch_position(launch, xs)
        canvas.line(x, 0.5, x, height - 0.5, INK, 0.8, LAUNCH_DASH)
    draw_before_after(canvas, points, launch, 1.5)
    last = next((point for point in reversed(points) if point is not None), None)
    if last:
        canvas.circle(last[0], last[1], 2.4, ACTUAL)
    return canvas.render()
