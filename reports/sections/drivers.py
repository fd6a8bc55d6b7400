"""The table of what goes with won and with fast deals, in the section of the funnel."""

from __future__ import annotations

from reports.drivers import Driver
from reports.format import interval_table, number, percent, points_word, signed
from reports.sections.context import Context
from reports.sections.views import Box, Cell, Column, Row, Table

AREA = "funnel"
MAX_ROWS = 8


def driver_tables(context: Context, area: str) -> list[Table]:
    """The table, when the area is that of the funnel and something was found."""
    words, given = context.words, context.evidence.drivers
    if given is None or area != AREA or not given.found:
        return []
    columns = (
        Column(words("drivers.attribute"), "", 34),
        Column(words("drivers.outcome"), "", 22),
        Column(words("drivers.share"), "n", 12),
        Column(words("drivers.share_rest"), "n", 12),
        Column(words("drivers.difference"), "n", 20),
    )
    rows = tuple(_row(context, one) for one in given.found[:MAX_ROWS])
    note = words("drivers.note", n=str(given.n_tested))
    return [Table(context.caption(words("drivers.caption")), columns, rows, "fx", context.region(), note)]


def driver_boxes(context: Context, area: str) -> list[Box]:
    """What is said where nothing was found, or nothing could be compared."""
    words, given = context.words, context.evidence.drivers
    if given is None or area != AREA or given.found:
        return []
    if given.n_tested:
        return [Box(words("drivers.title"), words("drivers.nothing", n=str(given.n_tested)), context.mark("none"))]
    return [Box(words("drivers.title"), words("drivers.too_few"), context.mark("na"))]


def _row(context: Context, one: Driver) -> Row:
    words, lang = context.words, context.lang
    named = words.first(f"drivers.value.{one.attribute}.{one.value}", "figure.verbatim", text=one.value)
    points = 100 * (one.share - one.share_rest)
    interval = interval_table(100 * one.low, 100 * one.high, 0, lang)
    return Row(
        (
            Cell(words("drivers.named", attribute=words(f"drivers.of.{one.attribute}"), value=named)),
            Cell(words(f"drivers.of_{one.outcome}"), sub=words("segments.rows", n=number(one.n, 0, lang))),
            Cell(percent(100 * one.share, 0, lang), "n b"),
            Cell(percent(100 * one.share_rest, 0, lang), "n"),
            Cell(f"{signed(points, 0, lang)}\u00a0{points_word(lang)}", "n", interval),
        )
    )
