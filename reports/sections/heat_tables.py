"""Shaded tables of shares: the darker a cell, the larger its share; what is not known yet is empty, not zero."""

from __future__ import annotations

from reports.charts import heat_colour
from reports.format import number
from reports.heat_table import HeatRow, HeatTable
from reports.sections.context import Context
from reports.sections.views import Cell, Column, Row, Table

LABEL_WIDTH, COUNT_WIDTH = 22.0, 12.0


def heat_table(context: Context, figure: HeatTable) -> Table:
    """Label, number of cases, one shaded cell of whole per cents for each column; the total row, if any, unshaded."""
    words, subject = context.words, figure.subject
    width = (100 - LABEL_WIDTH - COUNT_WIDTH) / len(figure.columns)
    columns = (
        Column(words(f"heat.{subject}_rows"), "", LABEL_WIDTH),
        Column(words(f"heat.{subject}_n"), "n", COUNT_WIDTH),
        *(Column(one.read(context.lang), "c", width) for one in figure.columns),
    )
    highest = max((share or 0 for row in figure.rows if not row.is_total for share in row.shares), default=0)
    rows = tuple(_row(context, one, highest) for one in figure.rows)
    note = " ".join(part for part in (words(f"heat.{subject}_note"), context.source_note(figure.sources)) if part)
    caption = context.caption(words(f"heat.{subject}_caption"))
    return Table(caption, columns, rows, "heat fx", context.region(), note)


def _row(context: Context, row: HeatRow, highest: float) -> Row:
    lang = context.lang
    shares = []
    for share in row.shares:
        if share is None:
            shares.append(Cell("", "h x"))
            continue
        colour = None if row.is_total else heat_colour(share, 0, highest)
        shares.append(Cell(number(100 * share, 0, lang), "h", background=colour))
    return Row((Cell(row.label.read(lang)), Cell(number(row.n, 0, lang), "n"), *shares))
