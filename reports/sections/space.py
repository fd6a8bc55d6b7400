"""How much fits on the page of the key table, estimated with the font's own widths (units are CSS pixels)."""

from __future__ import annotations

from collections.abc import Sequence

from reports.charts.metrics import text_width
from reports.sections.views import Table

PAGE = 935.0
HEADING = 22.0
MESSAGE_LINE = 26.0
MESSAGE_WIDTH = 634.0
CAPTION_AND_HEAD = 88.0
ROW_LINE = 14.5
ROW_PADDING = 12.0
NOTE_LINE = 13.4
TABLE_WIDTH = 657.0
CELL_PADDING = 8.0
COLUMN_HEADING = 30.0
BULLET_LINE = 17.9
BULLET_GAP = 4.0
BULLET_WIDTH = 288.0
LEAST_BULLETS = 2


def n_lines(text: str, size: float, width: float, bold: bool = False) -> int:
    """In how many lines a text of words is set at ``size`` in ``width``."""
    lines, used = 1, 0.0
    blank = text_width(" ", size, bold)
    for word in text.split(" "):
        wide = text_width(word, size, bold)
        if used and used + blank + wide > width:
            lines, used = lines + 1, wide
        else:
            used += (blank if used else 0.0) + wide
    return lines


def room_below(message: str, tables: Sequence[Table]) -> float:
    """What is left of a page under a heading, a message and tables."""
    used = HEADING + MESSAGE_LINE * n_lines(message, 20.7, MESSAGE_WIDTH, True) + COLUMN_HEADING
    for table in tables:
        used += CAPTION_AND_HEAD
        used += sum(_row_height(table, i) for i in range(len(table.rows)))
        used += NOTE_LINE * n_lines(table.note, 10.1, TABLE_WIDTH) + CELL_PADDING if table.note else 0.0
    return PAGE - used


def _row_height(table: Table, index: int) -> float:
    lines = 1
    for column, cell in zip(table.columns, table.rows[index].cells, strict=True):
        width = (column.width or 100 / len(table.columns)) / 100 * TABLE_WIDTH - CELL_PADDING
        own = n_lines(cell.text, 10.8, width, True) if cell.text or cell.drawing else 0
        own += n_lines(cell.sub, 10.1, width) if cell.sub else 0
        own += bool(cell.mark) + bool(cell.grade)
        lines = max(lines, own)
    return lines * ROW_LINE + ROW_PADDING


def fitting(texts: Sequence[str], room: float) -> tuple[str, ...]:
    """The first bullets that fit into the height ``room``, at least ``LEAST_BULLETS`` of them."""
    used, taken = 0.0, 0
    for text in texts:
        used += n_lines(text, 12.5, BULLET_WIDTH) * BULLET_LINE + BULLET_GAP
        if used > room and taken >= LEAST_BULLETS:
            break
        taken += 1
    return tuple(texts[:taken])
