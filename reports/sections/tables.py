"""Tables of an area: its indicators, its descriptive facts, counts, lateness of entry."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise

from reports import figures
from reports.charts import heat_colour
from reports.format import number, signed
from reports.measures import Fact, Indicator
from reports.quantities import Measure
from reports.sections import cells
from reports.sections.context import TOP_ROWS, Context
from reports.sections.views import Cell, Column, Row, Table
from reports.sentences.changes import began_with_crm, is_level, overall_rows, overall_value

FEW_LABELS = 5
"""A table across of more columns than this keeps less room for its first and its last."""


def indicator_table(context: Context, indicators: Sequence[Indicator]) -> Table | None:
    """Before, after, change, interval, rows and conclusion of each indicator that has a value; None without any."""
    known = [one for one in indicators if one.before is not None or one.after is not None]
    known = [one for one in known if not is_level(one) and not began_with_crm(one)]
    if not known:
        return None
    words = context.words
    columns = (
        Column(words("table.indicator"), "", 25),
        Column(words("table.before"), "n", 9.5),
        Column(words("table.after"), "n", 9.5),
        Column(words("table.change"), "n", 11),
        Column(words("table.interval"), "n", 14),
        Column(words("table.rows"), "n", 13),
        Column(words("table.conclusion"), "", 18),
    )
    rows = tuple(_indicator_row(context, one) for one in known)
    return Table(context.caption(words("table.area")), columns, rows, "fx", context.region())


def _indicator_row(context: Context, one: Indicator) -> Row:
    lang, scale = context.lang, context.voice.scale(one)
    change = cells.change_cell(context, one)
    interval = cells.interval_cell(context, one)
    if one.ci_unit == "pct" and one.ci_low is not None:
        text = interval.text + ("\u00a0%" if lang == "ru" else "%")
        interval = Cell(text, "n", wraps=len(interval.text) > cells.LONG_INTERVAL)
    counts = " / ".join(number(n, 0, lang) for n in (one.n_before, one.n_after))
    is_percent = one.unit != "points" and one.change_pct is not None
    text = change.text + ("\u00a0%" if lang == "ru" else "%") if is_percent else change.text
    return Row(
        (
            Cell(cells.named(context, one)),
            Cell(scale.number(one.before), "n"),
            Cell(scale.number(one.after), "n b"),
            Cell(text, change.css.replace(" seed", ""), change.sub),
            interval,
            Cell(counts, "n"),
            cells.conclusion_cell(context, one),
        )
    )


def overall_table(context: Context, indicators: Sequence[Indicator]) -> Table | None:
    """The figures over all data when there are no periods to compare; None without any."""
    words, lang = context.words, context.lang
    rows = []
    for one in indicators:
        value = overall_value(one)
        if value is None:
            continue
        first, last = (one.overall.first_at, one.overall.last_at) if one.overall else (None, None)
        scale = context.voice.measure(one.unit, value)
        rows.append(
            Row(
                (
                    Cell(_level_label(context, one)),
                    Cell(scale.full(value), "n b"),
                    Cell(number(overall_rows(one), 0, lang), "n"),
                    Cell(context.span(first, last), "small"),
                    cells.conclusion_cell(context, one),
                )
            )
        )
    columns = (
        Column(words("table.indicator"), "", 32),
        Column(words("table.value"), "n", 16),
        Column(words("table.rows_all"), "n", 11),
        Column(words("table.span"), "", 18),
        Column(words("table.conclusion"), "", 23),
    )
    if not rows:
        return None
    return Table(context.caption(words("table.overall")), columns, tuple(rows), "fx", context.region())


def _level_label(context: Context, one: Indicator) -> str:
    label = one.label.read(context.lang)
    return context.words("unit.a_month", name=label) if one.statistic == cells.MONTHLY else label


def fact_tables(context: Context, facts: Sequence[Fact]) -> tuple[Table, ...]:
    """Descriptive figures, one table per group; facts without a group share one."""
    words, lang = context.words, context.lang
    tables = []
    for title, group in groupby(facts, key=lambda one: one.group.read(lang) if one.group else words("table.facts")):
        members = list(group)
        if all(one.row for one in members):
            tables.append(_cross_table(context, title, members))
            continue
        shown = members if len(members) <= TOP_ROWS else members[:TOP_ROWS]
        has_n = any(one.n is not None for one in shown)
        columns = [Column(words("table.figure"), "", 60 if has_n else 75), Column(words("table.value"), "n", 25)]
        columns += [Column(words("table.rows_all"), "n", 15)] if has_n else []
        rows = tuple(_fact_row(context, one, has_n) for one in shown)
        note = rest_note(context, len(shown), len(members))
        tables.append(Table(context.caption(title), tuple(columns), rows, "fx", context.region(), note))
    return tuple(tables)


def _cross_table(context: Context, title: str, members: Sequence[Fact]) -> Table:
    """One line for each row of the facts, one column for each label known of any; cases last, definitions below."""
    words, lang = context.words, context.lang
    labels = list(dict.fromkeys(one.label.read(lang) for one in members))
    known = {one.label.read(lang) for one in members if one.value is not None}
    labels = [label for label in labels if label in known]
    lines: dict[str, dict[str, Fact]] = {}
    for one in members:
        lines.setdefault(one.row.read(lang) if one.row else "", {})[one.label.read(lang)] = one
    first, last = (34, 12) if len(labels) <= FEW_LABELS else (20, 9)
    width = (100 - first - last) / len(labels)
    scales = {label: _money_scale(context, [found.get(label) for found in lines.values()]) for label in labels}
    columns = (
        Column(words("table.figure"), "", first),
        *(Column(label + (f", {scale.unit}" if scale else ""), "n", width) for label, scale in scales.items()),
        Column(words("table.rows_all"), "n", last),
    )
    rows = tuple(
        Row(
            (
                Cell(name),
                *(_fact_value(context, found.get(label), scale) for label, scale in scales.items()),
                Cell(number(next((one.n for one in found.values()), None), 0, lang), "n"),
            )
        )
        for name, found in lines.items()
    )
    notes = dict.fromkeys(one.definition.read(lang) for one in members if one.definition)
    return Table(context.caption(title), columns, rows, "fx", context.region(), " ".join(notes))


def _money_scale(context: Context, column: Sequence[Fact | None]) -> Measure | None:
    """The one scale of a column of money, whose unit stands in the header: cells are too narrow for it; else None."""
    values = [one.value for one in column if one is not None and one.unit == "money"]
    return context.voice.measure("money", *values) if values else None


def _fact_value(context: Context, fact: Fact | None, scale: Measure | None = None) -> Cell:
    if fact is None or fact.value is None:
        return Cell(context.words("report.missing"), "n")
    if scale is not None and fact.unit == "money":
        return Cell(scale.number(fact.value), "n b")
    return Cell(context.voice.measure(fact.unit, fact.value).full(fact.value), "n b")


def _fact_row(context: Context, fact: Fact, has_n: bool) -> Row:
    lang = context.lang
    sub = fact.definition.read(lang) if fact.definition else ""
    value = Cell(context.voice.measure(fact.unit, fact.value).full(fact.value), "n b")
    count = (Cell(number(fact.n, 0, lang), "n"),) if has_n else ()
    return Row((Cell(fact.label.read(lang), sub=sub), value, *count))


def rest_note(context: Context, shown: int, total: int) -> str:
    """The note under a shortened table; empty when nothing was left out."""
    if shown >= total:
        return ""
    lang = context.lang
    return context.words("table.rest", shown=number(shown, 0, lang), total=number(total, 0, lang))


def count_table(context: Context, figure: figures.CountTable) -> Table | None:
    """Counts with their shares and, when there are two periods, the difference in percentage points."""
    if not figure.rows:
        return None
    words, lang = context.words, context.lang
    compared = any(one.share_before is not None for one in figure.rows)
    columns = [
        Column(words.first(f"counts.{figure.subject}_label", "figure.header_row"), "", 52 if compared else 64),
        Column(words("table.count"), "n", 16),
        Column(words("table.share"), "n", 16 if compared else 20),
    ]
    columns += [Column(words("table.delta_pp"), "n", 16)] if compared else []
    shown = figure.rows[:TOP_ROWS]
    rows = []
    for one in shown:
        row = [
            Cell(one.label),
            Cell(number(one.n_after, 0, lang), "n"),
            Cell(cells.share_text(context, one.share_after), "n"),
        ]
        if compared:
            row.append(Cell(_difference(context, one), "n"))
        rows.append(Row(tuple(row)))
    title = words.first(f"counts.{figure.subject}", "table.facts")
    note = " ".join(
        part for part in (rest_note(context, len(shown), len(figure.rows)), context.source_note(figure.sources)) if part
    )
    return Table(context.caption(title), tuple(columns), tuple(rows), "fx", context.region(), note)


def _difference(context: Context, row: figures.CountRow) -> str:
    if row.share_before is None or row.share_after is None:
        return context.words("report.missing")
    delta = (row.share_after - row.share_before) * 100
    return signed(delta, 0 if abs(delta) >= 10 else 1, context.lang)


def delay_table(context: Context, figure: figures.EntryDelay) -> Table | None:
    """How late records were entered: a heat table of shares per bucket of delay."""
    if not figure.rows:
        return None
    words, lang = context.words, context.lang
    edges = figure.buckets
    titles = [words("quality.same_day")]
    titles += [
        words("quality.delay_days", span=str(high) if high - low <= 1 else f"{low + 1}–{high}")
        for low, high in pairwise(edges)
    ]
    titles.append(words("quality.delay_more", n=str(edges[-1])))
    width = (100 - 22 - 12) / len(titles)
    columns = (
        Column(words("quality.activity"), "", 22),
        *(Column(title, "c", width) for title in titles),
        Column(words("table.rows_all"), "n", 12),
    )
    rows = tuple(
        Row(
            (
                Cell(words.first(f"activity.{one.label}", "figure.verbatim", text=one.label)),
                *(_heat(context, share) for share in one.shares),
                Cell(number(one.n, 0, lang), "n"),
            )
        )
        for one in figure.rows
    )
    note = context.source_note(figure.sources)
    return Table(context.caption(words("quality.caption_delay")), columns, rows, "heat fx", context.region(), note)


def _heat(context: Context, share: float) -> Cell:
    return Cell(cells.share_text(context, share), "h", background=heat_colour(share, 0, 1))


__all__ = [
    "count_table",
    "delay_table",
    "fact_tables",
    "indicator_table",
    "overall_table",
    "rest_note",
]
