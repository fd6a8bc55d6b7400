"""Survey sentiment: detractors to the left, promoters to the right of the middle of the passives."""

from __future__ import annotations

from reports.charts.canvas import Canvas
from reports.charts.inputs import WIDE, Lang
from reports.charts.inputs_groups import SentimentData, SentimentRow
from reports.charts.metrics import text_width, widest, wrap
from reports.charts.palette import BAD, GOOD, INK, MUTED, RULE, WHITE
from reports.charts.scale import is_known
from reports.numbers import largest_remainder

ROW = 32.0
HEAD = 20.0


def shares(row: SentimentRow) -> tuple[int, int, int] | None:
    """Whole per cent of detractors, passives, promoters that add up to 100; None when unknown or nobody answered."""
    parts = (row.detractors, row.passives, row.promoters)
    if not all(is_known(part) for part in parts) or sum(part or 0 for part in parts) <= 0:
        return None
    if any((part or 0) < 0 for part in parts):
        return None
    first, second, third = largest_remainder(parts)
    return int(first), int(second), int(third)


def sentiment_bars(data: SentimentData, *, alt: str, lang: Lang = "ru", width: float = WIDE) -> str:
    """Diverging stacked bars in whole per cent, aligned on the middle of the passives; score and interval at right."""
    size = 9.5 if width >= 500 else 9.0
    canvas = Canvas(width, HEAD + ROW * max(1, len(data.rows)), alt)
    label = min(max(widest([r.label for r in data.rows], size, bold=True),
                    widest([r.note for r in data.rows], 8.8)) + 12, width * 0.3)
    score = max(widest([r.score for r in data.rows], 11, bold=True), widest([r.interval for r in data.rows], 8.8),
                min(text_width(data.score_header, 9), width * 0.22)) + 12
    parts = [shares(row) for row in data.rows]
    left_most = max([d + p / 2 for d, p, _ in filter(None, parts)], default=50.0)
    right_most = max([p / 2 + g for _, p, g in filter(None, parts)], default=50.0)
    unit = (width - label - score) / max(left_most + right_most, 1)
    middle = label + left_most * unit
    _heads(canvas, data, parts, middle, unit, (label, width - score))
    for index, (row, part) in enumerate(zip(data.rows, parts, strict=True)):
        top = HEAD + ROW * index
        for i, line in enumerate(wrap(row.label, size, label - 8, bold=True, max_lines=1)):
            canvas.text(0, top + 9 + i, line, size, INK, bold=True, room=label - 8)
        canvas.text(0, top + 20, row.note, 8.8, MUTED, room=label - 8)
        if part:
            _bar(canvas, part, middle, unit, top)
        canvas.text(width, top + 10, row.score, 11, INK, "end", bold=True, room=score - 8)
        canvas.text(width, top + 21, row.interval, 8.8, MUTED, "end", room=score - 4)
    return canvas.render()


def _bar(canvas: Canvas, part: tuple[int, int, int], middle: float, unit: float, top: float) -> None:
    detractors, passives, promoters = part
    x = middle - (detractors + passives / 2) * unit
    for value, fill, ink in ((detractors, BAD, WHITE), (passives, RULE, INK), (promoters, GOOD, WHITE)):
        wide = value * unit
        if value:
            canvas.rect(x, top + 1, wide, 20, fill)
        text = str(value)
        if wide >= text_width(text, 9.2, bold=True) + 5:
            canvas.text(x + wide / 2, top + 14.4, text, 9.2, ink, "middle", bold=True)
        x += wide


def _heads(
    canvas: Canvas,
    data: SentimentData,
    parts: list[tuple[int, int, int] | None],
    middle: float,
    unit: float,
    area: tuple[float, float],
) -> None:
    first = next((part for part in parts if part), (0, 0, 0))
    half = first[1] / 2 * unit
    names = (data.detractor_label, data.passive_label, data.promoter_label)
    wide = [text_width(name, 9) for name in names]
    centres = [middle - half - first[0] * unit / 2, middle, middle + half + first[2] * unit / 2]
    lefts = [centre - w / 2 for centre, w in zip(centres, wide, strict=True)]
    lefts[1] = min(max(lefts[1], area[0] + wide[0] + 8), area[1] - wide[2] - wide[1] - 8)
    lefts[0] = max(min(lefts[0], lefts[1] - 8 - wide[0]), min(area[0], lefts[1] - 8 - wide[0]))
    lefts[2] = min(max(lefts[2], lefts[1] + wide[1] + 8), area[1] - wide[2]) if wide[2] < area[1] else lefts[2]
    canvas.text(canvas.width, 9, data.score_header, 9, MUTED, "end", room=max(canvas.width - area[1] - 4, 10))
    for name, left, colour in zip(names, lefts, (BAD, MUTED, GOOD), strict=True):
        canvas.label([(max(left, 0), 9, "start")], name, 9, colour)
