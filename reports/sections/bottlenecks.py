"""The ranking of stages as bottlenecks: its table, and what cannot be said without a history of stages."""

from __future__ import annotations

from collections.abc import Sequence

from reports.format import number
from reports.quantities import Measure
from reports.sections import cells
from reports.sections.context import Context
from reports.sections.views import Box, Cell, Column, Row, Table
from reports.stage_figures import BottleneckRow, Bottlenecks

SHOWN = 5
HISTORY = "stage_history.csv"


def bottleneck_table(context: Context, figure: Bottlenecks) -> Table:
    """The worst stages with what they cost; with current stages only, what stands in them."""
    words = context.words
    shown = figure.rows[:SHOWN]
    columns, rows = (_ranked if figure.is_assessed else _standing)(context, shown)
    title = words("bottlenecks.caption" if figure.is_assessed else "bottlenecks.caption_current")
    return Table(context.caption(title), columns, rows, "fx", context.region(), _note(context, figure))


def bottleneck_boxes(context: Context, figure: Bottlenecks) -> tuple[Box, ...]:
    """What is not assessed: everything that needs moves, or the ranking alone where nothing was lost."""
    words = context.words
    if not figure.is_assessed:
        text = words("notassessed.because", reason=words("bottlenecks.why_current"))
        text += " " + words("notassessed.fix", file=HISTORY)
        return (Box(words("bottlenecks.subject_moves"), text, context.mark("na")),)
    if figure.worst is None:
        text = words("notassessed.because", reason=words("bottlenecks.why_no_lost"))
        return (Box(words("bottlenecks.subject_ranking"), text, context.mark("na")),)
    return ()


def _ranked(context: Context, rows: Sequence[BottleneckRow]) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    words, voice, lang = context.words, context.voice, context.lang
    lost = voice.measure("money", *(one.lost_per_year for one in rows))
    stuck = voice.measure("money", *(one.stuck_amount for one in rows))
    columns = (
        Column(words("bottlenecks.stage"), "", 22),
        Column(words("bottlenecks.entered"), "n", 9),
        Column(words("bottlenecks.moved_on"), "n", 16),
        Column(words("bottlenecks.days"), "n", 14),
        Column(words("bottlenecks.lost", unit=lost.unit), "n", 16),
        Column(words("bottlenecks.stuck"), "n", 14),
        Column(words("bottlenecks.score"), "n", 9),
    )
    found = []
    for place, one in enumerate(rows):
        low, high = (
            number(None if end is None else 100 * end, 0, lang) for end in (one.moved_on_low, one.moved_on_high)
        )
        moved = words("bottlenecks.interval", low=low, high=high) if one.moved_on_low is not None else ""
        slow = words("bottlenecks.p90", days=number(one.p90_days, 1, lang)) if one.p90_days is not None else ""
        found.append(
            Row(
                (
                    Cell(one.stage),
                    Cell(number(one.n_entered, 0, lang), "n"),
                    Cell(cells.share_text(context, one.moved_on), "n", moved),
                    Cell(number(one.median_days, 1, lang), "n", slow),
                    Cell(lost.number(one.lost_per_year), "n b", _deals(context, one.n_lost)),
                    _stuck(one, stuck, context),
                    Cell(number(one.score, 2, lang), "n"),
                ),
                "hl" if place == 0 and one.score else "",
            )
        )
    return columns, tuple(found)


def _standing(context: Context, rows: Sequence[BottleneckRow]) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    words, voice, lang = context.words, context.voice, context.lang
    amount = voice.measure("money", *(one.open_amount for one in rows))
    stuck = voice.measure("money", *(one.stuck_amount for one in rows))
    columns = (
        Column(words("bottlenecks.stage"), "", 34),
        Column(words("bottlenecks.open"), "n", 14),
        Column(words("bottlenecks.amount", unit=amount.unit), "n", 18),
        Column(words("bottlenecks.age"), "n", 16),
        Column(words("bottlenecks.stuck"), "n", 18),
    )
    found = tuple(
        Row(
            (
                Cell(one.stage),
                Cell(number(one.n_open, 0, lang), "n b"),
                Cell(amount.number(one.open_amount), "n"),
                Cell(number(one.median_days_open, 0, lang), "n"),
                _stuck(one, stuck, context),
            )
        )
        for one in rows
    )
    return columns, found


def _stuck(row: BottleneckRow, scale: Measure, context: Context) -> Cell:
    value = scale.full(row.stuck_amount) if row.stuck_amount is not None else ""
    return Cell(number(row.n_stuck, 0, context.lang), "n", value)


def _deals(context: Context, n: int | None) -> str:
    return "" if n is None else context.words.counted(n, "deal")


def _note(context: Context, figure: Bottlenecks) -> str:
    words, parts = context.words, []
    if figure.pipeline:
        key = "figure.pipeline_code" if figure.pipeline.isdigit() else "figure.pipeline"
        parts.append(words(key, pipeline=figure.pipeline))
    if len(figure.rows) > SHOWN:
        parts.append(words("bottlenecks.rest", shown=str(SHOWN), total=str(len(figure.rows))))
    if figure.is_assessed:
        parts.append(words("bottlenecks.note", days=words.genitive(figure.maturity_days or 0, "day")))
    if figure.precision_days:
        parts.append(words("bottlenecks.precision", days=words.genitive(figure.precision_days, "day")))
    parts.append(context.source_note(figure.sources))
    return " ".join(part for part in parts if part)
