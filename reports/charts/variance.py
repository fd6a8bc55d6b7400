"""The bar with whiskers of the key table."""

from __future__ import annotations

from reports.charts.canvas import Canvas
from reports.charts.inputs import VarianceData
from reports.charts.palette import GOOD, INK, MUTED, WHITE, good_or_bad
from reports.charts.scale import Axis, is_known


def variance_bar(
    data: VarianceData, *, alt: str, lang: str = "ru", width: float = 66, height: float = 14
) -> str:
    """A bar from zero to the change on the scale -limit..+limit: filled when significant, outlined when not.

    Blue is better, vermilion worse. Whiskers show the interval, cut at the scale. A change that does not
    fit prints the word `off_scale`; an unknown change leaves the axis alone.
    """
    canvas = Canvas(width, height, alt)
    limit = abs(data.limit) if data.limit and is_known(data.limit) else 1.0
    scale = Axis(-limit, limit, 1, width - 1)
    zero, middle = scale.at(0), height / 2
    if data.change is not None and is_known(data.change):
        if abs(data.change) > limit:
            canvas.text(0, middle + 3.5, data.off_scale, 10, MUTED)
            return canvas.render()
        colour = good_or_bad(data.change, data.better) if data.change else GOOD
        end = scale.at(data.change)
        left, bar = min(zero, end), max(abs(end - zero), 0.8)
        if data.significant:
            canvas.rect(left, middle - 3.5, bar, 7, colour)
        else:
            canvas.rect(left, middle - 3.5, max(bar, 1.6), 7, WHITE, colour, 1)
        _whiskers(canvas, scale, data, middle, limit)
    canvas.line(zero, middle - 6, zero, middle + 6, INK, 1)
    return canvas.render()


def _whiskers(canvas: Canvas, scale: Axis, data: VarianceData, middle: float, limit: float) -> None:
    if data.low is None or data.high is None or not (is_known(data.low) and is_known(data.high)):
        return
    low, high = min(data.low, data.high), max(data.low, data.high)
    if low > limit or high < -limit:
        return
    canvas.line(scale.at(low), middle, scale.at(high), middle, INK, 0.9)
    for bound in (low, high):
        if abs(bound) <= limit:  # no end mark where the scale cuts the interval
            canvas.line(scale.at(bound), middle - 2.6, scale.at(bound), middle + 2.6, INK, 0.9)
