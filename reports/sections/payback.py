"""The return on the CRM: what it costs a year, what would pay for it, and how far the change of sales goes."""

from __future__ import annotations

from reports.format import number, percent_sign, signed
from reports.rollout import Payback
from reports.sections.context import Context
from reports.sections.views import Cell, Column, Row, Table


def table(context: Context, paid: Payback) -> Table:
    """One line for each step from cost to conclusion; ``paid`` has a verdict, so all of its values are known."""
    words, lang = context.words, context.lang
    assert paid.cost and paid.needed and paid.sales_before and paid.return_low is not None
    assert paid.return_high is not None
    scale = context.voice.measure("money", paid.cost, paid.needed, paid.change, paid.low, paid.high)
    margin, share = (
        context.voice.measure("share", value).full(value)
        for value in (paid.cost / paid.needed, paid.needed / paid.sales_before)
    )
    low, high = (signed(100 * value, 0, lang) + percent_sign(lang) for value in (paid.return_low, paid.return_high))
    rows = (
        Row((Cell(words("payback.cost")), Cell(scale.full(paid.cost), "n b"), Cell(""))),
        Row(
            (
                Cell(words("payback.needed"), sub=words("payback.needed_sub", share=share, margin=margin)),
                Cell(scale.full(paid.needed), "n b"),
                Cell(""),
            )
        ),
        Row(
            (
                Cell(words("payback.change")),
                Cell(scale.delta(paid.change), "n b"),
                Cell(scale.interval(paid.low, paid.high), "n"),
            )
        ),
        Row((Cell(words("payback.return")), Cell(""), Cell(words("payback.span", low=low, high=high), "n b"))),
        Row(
            (
                Cell(words("table.conclusion")),
                Cell(""),
                Cell("", mark=context.mark(paid.verdict, words(f"payback.verdict.{paid.verdict}"))),
            )
        ),
    )
    columns = (
        Column(words("table.figure"), "", 44),
        Column(words("table.value"), "n", 22),
        Column(words("payback.interval", unit=scale.unit), "n", 34),
    )
    note = words("payback.note", years=number(paid.one_off_years, 0, lang))
    return Table(context.caption(words("payback.caption")), columns, rows, "fx", context.region(), note)
