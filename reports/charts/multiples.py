"""Small multiples: many series of one kind on a common scale."""

from __future__ import annotations

from reports.charts.canvas import Canvas
from reports.charts.inputs import WIDE, Lang
from reports.charts.inputs_groups import MultiplesData, Panel
from reports.charts.metrics import fit, text_width, wrap
from reports.charts.palette import ACTUAL, BAD, GOOD, INK, MUTED
from reports.charts.scale import Axis, axis
from reports.charts.trend import LAUNCH_DASH, draw_before_after, launch_position, place, positions, runs, valid_launch
from reports.numbers import number

GAP = 16.0
PLOT = 62.0


def small_multiples(data: MultiplesData, *, alt: str, lang: Lang = "ru", width: float = WIDE) -> str:
    """Panels in rows (up to six wide, two narrow): first and last value printed, launch line, target dashed."""
    count = len(data.panels)
    across = min(max(count, 1), 2) if width < 500 else 4 if count in (0, 1, 2, 3, 4, 7, 8) else 6 if count == 6 else 5
    panel_width = (width - GAP * (across - 1)) / across
    titles = [wrap(panel.label, 9.2, panel_width - 4, bold=True) for panel in data.panels]
    with_notes = any(panel.note for panel in data.panels)
    head = 12.0 * max([len(lines) for lines in titles], default=1) + (12 if with_notes else 0) + 14
    row_height = head + PLOT + 12
    rows = max(1, -(-count // across))
    canvas = Canvas(width, row_height * rows, alt)
    values = [v for panel in data.panels for v in (*panel.values, panel.target)]
    for index, (panel, lines) in enumerate(zip(data.panels, titles, strict=True)):
        left = (panel_width + GAP) * (index % across)
        top = row_height * (index // across)
        for i, line in enumerate(lines):
            canvas.text(left, top + 9 + 12 * i, line, 9.2, INK, bold=True)
        if panel.note:
            note = fit(panel.note, 8.8, panel_width - 4)
            canvas.text(left, top + 9 + 12 * len(lines), note, 8.8, MUTED)
        scale = axis(values, top + head + PLOT, top + head, zero=data.zero_based)
        _panel(canvas, data, panel, (left, panel_width, scale), lang)
    return canvas.render()


def _panel(
    canvas: Canvas, data: MultiplesData, panel: Panel, where: tuple[float, float, Axis], lang: Lang
) -> None:
    left, wide, scale = where
    xs = positions(len(panel.values), left + 3, left + wide - 4)
    if data.zero_based:
        canvas.line(left, scale.at(0), left + wide, scale.at(0), INK, 1)
    if panel.target is not None:
        canvas.line(left, scale.at(panel.target), left + wide, scale.at(panel.target), GOOD, 1, "3 2")
    launch = valid_launch(panel.launch, len(panel.values))
    if launch is not None:
        x = launch_position(launch, xs)
        canvas.line(x, scale.end - 2, x, scale.start, INK, 0.8, LAUNCH_DASH)
    points = place(panel.values, xs, scale)
    for run in runs(points):
        canvas.keep_clear_along(run, 1)
    draw_before_after(canvas, points, launch, 1.6)
    known = [(point, value) for point, value in zip(points, panel.values, strict=True) if point]
    if not known:
        return
    colour = BAD if panel.below else ACTUAL
    (x, y), value = known[-1]
    canvas.circle(x, y, 2.4, colour)
    right = left + wide
    last = number(value, data.decimals, lang)
    ink = BAD if panel.below else INK
    tries = [(right, y + d, "end") for d in (-6, -10, -14, 14, 18, -20, -28)]
    canvas.label(tries, last, 9, ink, bold=True)  # type: ignore[arg-type]
    if len(known) > 1:
        (_, y), value = known[0]
        first = number(value, data.decimals, lang)
        if text_width(first, 9) + text_width(last, 9, bold=True) + 8 <= wide:
            tries = [(left, y + d, "start") for d in (-5, -9, -13, 13, 17, -20)]
            canvas.label(tries, first, 9, MUTED)  # type: ignore[arg-type]
