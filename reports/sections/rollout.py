"""The stages of the roll-out: what was done of each, and what was promised against what was achieved."""

from __future__ import annotations

from collections.abc import Sequence

from reports.format import date_short, number
from reports.rollout import ChecklistItem, Promise
from reports.sections import payback
from reports.sections.context import Context
from reports.sections.views import Box, Cell, Column, Row, Section, Table
from reports.words import capital

STAGES = ("analysis", "choice", "pilot", "training", "launch", "monitoring")


def build(context: Context) -> Section | None:
    """The section of the roll-out; None for evidence of an audit that did not look at it."""
    words, given = context.words, context.evidence.rollout
    if given is None:
        return None
    topic = context.topic("rollout")
    tables = [_checklist(context, given.items)]
    boxes: list[Box] = []
    if given.promises:
        tables.append(_promises(context, given.promises))
    else:
        boxes.append(Box(words("rollout.promises"), words("rollout.no_promises"), context.mark("na")))
    if given.payback and given.payback.verdict != "na":
        tables.append(payback.table(context, given.payback))
    elif given.payback:
        why = words(f"payback.why.{given.payback.why}")
        boxes.append(Box(words("payback.not_assessed"), why, context.mark("na")))
    note = Box(words("rollout.note_title"), words("rollout.note"))
    return Section("rollout", topic, _message(context), False, tables=tuple(tables), boxes=tuple(boxes), notes=(note,))


def _message(context: Context) -> str:
    given = context.evidence.rollout
    assert given is not None
    counts = {name: sum(one.status == name for one in given.items) for name in ("done", "not_done", "not_assessed")}
    values = {name: str(count) for name, count in counts.items()}
    return context.words("rollout.message", total=str(len(given.items)), **values)


def _checklist(context: Context, items: Sequence[ChecklistItem]) -> Table:
    words = context.words
    columns = (
        Column(words("rollout.stage"), "", 19),
        Column(words("rollout.done"), "", 27),
        Column(words("rollout.not_done"), "", 27),
        Column(words("rollout.not_assessed"), "", 27),
    )
    rows = tuple(
        Row(
            (
                Cell(words(f"rollout.stages.{stage}")),
                *(_listed(context, items, stage, status) for status in ("done", "not_done", "not_assessed")),
            )
        )
        for stage in STAGES
    )
    return Table(context.caption(words("rollout.caption")), columns, rows, "fx", context.region())


def _listed(context: Context, items: Sequence[ChecklistItem], stage: str, status: str) -> Cell:
    own = [one for one in items if (one.stage, one.status) == (stage, status)]
    texts = [
        context.words("rollout.answered", text=one.label.read(context.lang))
        if one.origin == "answer"
        else one.label.read(context.lang)
        for one in own
    ]
    return Cell(capital("; ".join(texts)) if texts else context.words("report.missing"))


def _promises(context: Context, promises: Sequence[Promise]) -> Table:
    words = context.words
    columns = (
        Column(words("table.indicator"), "", 34),
        Column(words("rollout.promised"), "n", 20),
        Column(words("rollout.achieved"), "n", 24),
        Column(words("table.conclusion"), "", 22),
    )
    rows = tuple(_promise(context, one) for one in promises)
    return Table(context.caption(words("rollout.promises_caption")), columns, rows, "fx", context.region())


def _promise(context: Context, one: Promise) -> Row:
    words, lang = context.words, context.lang
    scale = context.voice.measure(one.unit, one.target, one.achieved, one.low, one.high)
    due = words("rollout.by", date=date_short(one.by, lang)) if one.by else ""
    parts = [words("segments.rows", n=number(one.n, 0, lang))]
    if one.low is not None and one.high is not None:
        parts.insert(0, words("segments.interval", low=scale.number(one.low), high=scale.number(one.high)))
    if one.achieved is None:
        parts = []
    state = one.verdict if one.is_due else "not_due"
    return Row(
        (
            Cell(capital(context.name(one.kpi))),
            Cell(scale.full(one.target), "n", due),
            Cell(scale.full(one.achieved), "n b", "; ".join(parts)),
            Cell("", mark=context.mark(one.verdict, words(f"rollout.verdict.{state}"))),
        )
    )
