"""Waterfall: what made the difference."""

from __future__ import annotations

from reports.charts.canvas import Canvas
from reports.charts.inputs import HALF, Lang
from reports.charts.inputs_groups import WaterfallData
from reports.charts.metrics import text_width, wrap
from reports.charts.palette import ACTUAL, BAD, GOOD, INK, MUTED, PREVIOUS, good_or_bad
from reports.charts.scale import axis, is_known
from reports.numbers import number, signed

_TONES = {"good": GOOD, "bad": BAD, "plain": MUTED}


def waterfall(data: WaterfallData, *, alt: str, lang: Lang = "ru", width: float = HALF) -> str:
    """Grey start, coloured steps, dark end, joined by thin lines; an unknown step is left out of the drawing.

    The columns stand on zero. Step colours follow good and bad, or what is told of a step; numbers carry their sign.
    """
    height = 176.0
    canvas = Canvas(width, height, alt)
    steps = [step for step in data.steps if is_known(step.value)]
    levels = [float(data.start)] if data.start is not None and is_known(data.start) else [0.0]
    for step in steps:
        levels.append(levels[-1] + float(step.value or 0))
    end = float(data.end) if data.end is not None and is_known(data.end) else None
    bottom = height - 28
    all_levels = [*levels, 0.0 if end is None else end]
    scale = axis(all_levels, bottom - (14 if min(all_levels) < 0 else 0), 18, zero=True)
    slot = width / (len(steps) + 2)
    wide = min(slot * 0.7, 60.0)
    zero = scale.at(0)
    size = 9.5 if slot >= 44 else 9.0

    def column(index: int, low: float, high: float, fill: str) -> None:
        top, base = scale.at(max(low, high)), scale.at(min(low, high))
        canvas.rect(slot * (index + 0.5) - wide / 2, top, wide, max(base - top, 0.8), fill)

    def note(index: int, level: float, text: str, colour: str, below: bool = False) -> None:
        half = text_width(text, size, bold=True) / 2
        x = min(max(slot * (index + 0.5), half), width - half)
        y = scale.at(level) + (11 if below else -4)
        canvas.label([(x, y, "middle"), (x, y - 10, "middle"), (x, y + 10, "middle")], text, size, colour, bold=True)

    if is_known(data.start):
        column(0, 0, levels[0], PREVIOUS)
        note(0, levels[0], number(data.start, data.decimals, lang), INK, levels[0] < 0)
    for i, step in enumerate(steps):
        value = float(step.value or 0)
        colour = _TONES.get(step.tone) or good_or_bad(value, data.better)
        column(i + 1, levels[i], levels[i + 1], colour)
        note(i + 1, max(levels[i], levels[i + 1]), signed(value, data.decimals, lang), colour)
        canvas.line(slot * (i + 0.5) + wide / 2, scale.at(levels[i]), slot * (i + 1.5) - wide / 2, scale.at(levels[i]),
                    INK, 0.7)
    if end is not None:
        last = len(steps)
        canvas.line(slot * (last + 0.5) + wide / 2, scale.at(levels[-1]), slot * (last + 1.5) - wide / 2,
                    scale.at(levels[-1]), INK, 0.7)
        column(last + 1, 0, end, ACTUAL)
        note(last + 1, end, number(end, data.decimals, lang), INK, end < 0)
    canvas.line(0, zero, width, zero, INK, 1.1)
    names = [data.start_label, *(step.label for step in steps), data.end_label]
    for index, name in enumerate(names):
        ink = INK if index in (0, len(names) - 1) else MUTED
        for i, line in enumerate(wrap(name, 9, slot - 4)):
            canvas.text(slot * (index + 0.5), bottom + 12 + 11 * i, line, 9, ink, "middle", room=slot - 2)
    return canvas.render()
