"""Paired stage bars: where do deals stop."""

from __future__ import annotations

from dataclasses import dataclass

from reports.charts.canvas import Canvas
from reports.charts.inputs import WIDE, Lang, Number, Stage, StageData
from reports.charts.metrics import text_width, widest, wrap
from reports.charts.palette import ACTUAL, BAD, GRID, HIGHLIGHT, INK, MUTED, PREVIOUS, good_or_bad
from reports.charts.scale import Axis, finite, is_known
from reports.numbers import NBSP, number, percent, signed

ROW = 35.0
HEAD = 20.0


@dataclass(frozen=True)
class _Cell:
    text: str
    colour: str
    bold: bool


@dataclass(frozen=True)
class _Frame:
    label: float
    bars: Axis
    ends: list[float]  # right edges of the columns of figures
    size: float


def stage_bars(data: StageData, *, alt: str, lang: Lang = "ru", width: float = WIDE) -> str:
    """A grey bar (before) over a dark one (after) per stage, counts after, and columns of rates and days.

    Narrow charts print the two rates in one column. A highlighted stage has a tinted row.
    """
    wide = width >= 500
    canvas = Canvas(width, HEAD + ROW * max(1, len(data.stages)) + 2, alt)
    headers = _headers(data, wide)
    rows = [_cells(stage, data, wide, lang) for stage in data.stages]
    frame = _frame(canvas, data, headers, rows, lang)
    canvas.text(frame.bars.start, 9, data.count_header, 9, MUTED, room=frame.bars.end - frame.bars.start)
    for header, end in zip(headers, frame.ends, strict=True):
        canvas.text(end, 9, header, 9, MUTED, "end")
    for index, (stage, cells) in enumerate(zip(data.stages, rows, strict=True)):
        _row(canvas, stage, cells, frame, HEAD + ROW * index, lang)
    return canvas.render()


def _headers(data: StageData, wide: bool) -> list[str]:
    if not wide:
        return [data.rate_header or data.after_header]
    headers = [data.before_header, data.after_header, data.delta_header]
    return [*headers, data.days_header] if data.days_header else headers


def _cells(stage: Stage, data: StageData, wide: bool, lang: Lang) -> list[_Cell]:
    before, after = stage.rate_before, stage.rate_after
    warn = BAD if stage.highlight else INK
    if not wide:
        if not (is_known(before) or is_known(after)):
            return [_Cell("", INK, False)]
        text = f"{percent(before, 0, lang)} → {percent(after, 0, lang)}"
        return [_Cell(text, warn, stage.highlight)]
    cells = [
        _Cell(percent(before, 0, lang) if is_known(before) else "", MUTED, False),
        _Cell(percent(after, 0, lang) if is_known(after) else "", INK, True),
    ]
    if before is not None and after is not None and is_known(before) and is_known(after):
        change = round(after - before, 6)
        cells.append(_Cell(signed(change, 1, lang), good_or_bad(round(change, 1), "higher"), True))
    else:
        cells.append(_Cell("", INK, False))
    if data.days_header:
        cells.append(_Cell(_days(stage.days_after, stage.days_before, lang), INK, False))
    return cells


def _days(after: Number, before: Number, lang: Lang) -> str:
    if not is_known(after):
        return ""
    text = number(after, 1, lang)
    return f"{text}{NBSP}({number(before, 1, lang)})" if is_known(before) else text


def _frame(canvas: Canvas, data: StageData, headers: list[str], rows: list[list[_Cell]], lang: Lang) -> _Frame:
    size = 9.5 if canvas.width >= 500 else 9.0
    ends: list[float] = []
    right = canvas.width - 1
    for column in reversed(range(len(headers))):
        ends.insert(0, right)
        texts = [row[column].text for row in rows]
        right -= max(widest(texts, size, bold=True), text_width(headers[column], 9), 30) + 16
    label = min(max(widest([s.label for s in data.stages], size, bold=True), 40) + 10, canvas.width * 0.25)
    counts = finite(v for s in data.stages for v in (s.before, s.after))
    room = widest([number(s.after, 0, lang) for s in data.stages if is_known(s.after)], size, bold=True) + 10
    bars = Axis(0, max([*counts, 0.0]) or 1.0, label, max(label + 10, right - room))
    return _Frame(label, bars, ends, size)


def _row(canvas: Canvas, stage: Stage, cells: list[_Cell], frame: _Frame, top: float, lang: Lang) -> None:
    if stage.highlight:
        canvas.rect(0, top, canvas.width, ROW, HIGHLIGHT)
    lines = wrap(stage.label, frame.size, frame.label - 8, bold=stage.highlight)
    for i, line in enumerate(lines):
        y = top + ROW / 2 + 3.4 - 5.5 * (len(lines) - 1) + 11 * i
        canvas.text(2, y, line, frame.size, INK, bold=stage.highlight, room=frame.label - 8)
    start = frame.bars.start
    if stage.before is not None and is_known(stage.before):
        canvas.rect(start, top + 6, frame.bars.at(stage.before) - start, 9, PREVIOUS)
    if stage.after is not None and is_known(stage.after):
        end = frame.bars.at(stage.after)
        canvas.rect(start, top + 15, end - start, 12, ACTUAL)
        canvas.text(end + 5, top + 24.4, number(stage.after, 0, lang), frame.size, INK, bold=True)
    for cell, edge in zip(cells, frame.ends, strict=True):
        canvas.text(edge, top + ROW / 2 + 3.4, cell.text, frame.size, cell.colour, "end", bold=cell.bold)
    canvas.line(0, top + ROW, canvas.width, top + ROW, GRID, 0.8)
