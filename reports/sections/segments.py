"""Where results differ: the best and the weakest team in each key indicator, and other parts that differ clearly."""

from __future__ import annotations

from collections.abc import Sequence

from reports.format import number
from reports.sections.context import Context
from reports.sections.views import Box, Cell, Column, Row, Section, Table
from reports.segments import PartLevel, SegmentSpread
from reports.sentences import reason
from reports.words import capital

TEAMS = "team"


def build(context: Context) -> Section | None:
    """The section of segments; None when the evidence says nothing of them."""
    words, found = context.words, context.evidence.segments
    if not found.spreads and found.missing is None:
        return None
    topic = context.topic("segments")
    if found.missing is not None:
        why = words("notassessed.because", reason=reason(words, found.missing))
        mend = words("notassessed.fix", file=found.missing.file) if found.missing.file else words("segments.floor")
        box = Box(words("segments.of_team"), f"{why} {mend}", context.mark("na"))
        return Section("segments", topic, words("segments.message_missing"), False, boxes=(box,))
    key = [one.kpi for one in context.key_indicators()]
    teams = [one for one in found.spreads if one.segment == TEAMS and one.kpi in key]
    others = [one for one in found.spreads if one.segment != TEAMS and one.is_clear]
    tables = (_table(context, teams, "segments.caption"), _table(context, others, "segments.caption_others"))
    hidden = words("segments.hidden", n=str(found.n_hidden)) if found.n_hidden else ""
    note = Box(words("segments.note_title"), " ".join(filter(None, (words("segments.note"), hidden))))
    return Section(
        "segments",
        topic,
        _message(context, teams, others),
        False,
        tables=tuple(one for one in tables if one),
        notes=(note,),
    )


def _message(context: Context, teams: Sequence[SegmentSpread], others: Sequence[SegmentSpread]) -> str:
    words = context.words
    clear = sum(one.is_clear for one in teams)
    values = {"n": str(clear), "total": str(len(teams))}
    if not teams:
        return words("segments.message_others" if others else "segments.message_none")
    return words("segments.message_clear" if clear else "segments.message_unclear", **values)


def _table(context: Context, spreads: Sequence[SegmentSpread], caption: str) -> Table | None:
    words = context.words
    if not spreads:
        return None
    columns = (
        Column(words("table.indicator"), "", 26),
        Column(words("segments.best"), "", 20),
        Column(words("segments.weakest"), "", 20),
        Column(words("segments.difference"), "", 14),
        Column(words("segments.changes"), "", 20),
    )
    rows = tuple(_row(context, one) for one in spreads)
    return Table(context.caption(words(caption)), columns, rows, "fx", context.region())


def _row(context: Context, one: SegmentSpread) -> Row:
    words = context.words
    sub = words(f"segments.of_{one.segment}") if one.segment != TEAMS else ""
    return Row(
        (
            Cell(capital(context.name(one.kpi)), sub=sub),
            _part(context, one, one.best),
            _part(context, one, one.weakest),
            Cell(words("segments.clear" if one.is_clear else "segments.unclear")),
            Cell(_changes(context, one)),
        )
    )


def _part(context: Context, one: SegmentSpread, part: PartLevel) -> Cell:
    scale = context.voice.measure(one.unit, part.value, part.low, part.high)
    interval = "" if part.low is None or part.high is None else _interval(context, one.unit, part)
    count = context.words("segments.rows", n=number(part.n, 0, context.lang))
    return Cell(f"{part.name}: {scale.full(part.value)}", sub="; ".join(filter(None, (interval, count))))


def _interval(context: Context, unit: str, part: PartLevel) -> str:
    scale = context.voice.measure(unit, part.value, part.low, part.high)
    return context.words("segments.interval", low=scale.number(part.low), high=scale.number(part.high))


def _changes(context: Context, one: SegmentSpread) -> str:
    words = context.words
    if not one.compared:
        return words("segments.not_compared")
    values = {"better": str(one.better), "worse": str(one.worse), "n": str(one.compared)}
    return words("segments.counts", **values)
