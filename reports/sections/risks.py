"""Risks: the register of those that were found, what could not be judged, what was looked at and found in order."""

from __future__ import annotations

from collections.abc import Sequence

from reports.format import number
from reports.risks import Risk
from reports.sections.context import Context
from reports.sections.views import Box, Cell, Column, Row, Section, Table
from reports.sentences import reason
from reports.words import capital

ANSWER = "answer"
"""The unit of an input that is yes or no."""


def build(context: Context) -> Section | None:
    """The section of risks; None when no rule was looked at."""
    words = context.words
    if not context.evidence.risks:
        return None
    fired, unknown, fine = (
        [one for one in context.evidence.risks if one.status == status]
        for status in ("fired", "not_assessed", "not_fired")
    )
    topic = context.topic("risks")
    return Section(
        anchor="risks",
        topic=topic,
        message=_message(context, len(fired), len(unknown)),
        starts_page=False,
        tables=tuple(one for one in (_register(context, fired), _unknown(context, unknown)) if one),
        notes=(*_fine(context, fine), Box(words("risks.scale_title"), words("risks.scale"))),
    )


def _message(context: Context, n_fired: int, n_unknown: int) -> str:
    words = context.words
    total = len(context.evidence.risks)
    values = {"n": str(n_fired), "unknown": str(n_unknown), "known": str(total - n_unknown), "total": str(total)}
    if n_unknown == total:
        return words("risks.message_unknown", **values)
    return words(f"risks.message_{'some' if n_fired else 'none'}{'_unknown' if n_unknown else ''}", **values)


def _register(context: Context, fired: Sequence[Risk]) -> Table | None:
    words = context.words
    if not fired:
        return None
    columns = (
        Column(words("risks.risk"), "", 22),
        Column(words("risks.evidence"), "", 22),
        Column(words("risks.score"), "n", 10),
        Column(words("risks.recommendation"), "", 26),
        Column(words("risks.check"), "", 20),
    )
    rows = tuple(
        Row(
            (
                Cell(one.text.read(context.lang), sub=_family(context, one)),
                Cell(_fact(context, one), sub=_criterion(context, one)),
                Cell(_score(context, one), "n b"),
                Cell(
                    one.recommendation.read(context.lang),
                    sub=words("risks.expected", text=one.expected.read(context.lang)),
                ),
                Cell(capital(context.name(one.check))),
            )
        )
        for one in fired
    )
    return Table(context.caption(words("risks.caption")), columns, rows, "fx", context.region())


def _unknown(context: Context, unknown: Sequence[Risk]) -> Table | None:
    words = context.words
    if not unknown:
        return None
    columns = (
        Column(words("risks.input"), "", 30),
        Column(words("risks.family_title"), "", 20),
        Column(words("risks.why"), "", 25),
        Column(words("risks.mend"), "", 25),
    )
    rows = tuple(
        Row(
            (
                Cell(one.label.read(context.lang)),
                Cell(_family(context, one)),
                Cell(capital(reason(words, one.reason)) if one.reason else words("report.missing")),
                Cell(_mend(context, one)),
            )
        )
        for one in unknown
    )
    return Table(context.caption(words("risks.caption_unknown")), columns, rows, "fx", context.region())


def _mend(context: Context, one: Risk) -> str:
    words = context.words
    if one.missing is None:
        return words("report.missing")
    return words("risks.answer" if one.unit == ANSWER else "notassessed.fix", file=one.missing)


def _fine(context: Context, fine: Sequence[Risk]) -> tuple[Box, ...]:
    words = context.words
    if not fine:
        return ()
    listed = "; ".join(_fact(context, one, bare=True) for one in fine)
    return (Box(words("risks.fine_title"), words("risks.fine", list=listed)),)


def _family(context: Context, one: Risk) -> str:
    return context.words(f"risks.family.{one.family}")


def _fact(context: Context, one: Risk, *, bare: bool = False) -> str:
    values = {"label": one.label.read(context.lang), "value": _amount(context, one, one.value)}
    if bare or one.unit == ANSWER or one.n is None:
        return context.words("risks.fact_bare", **values)
    return context.words("risks.fact", n=number(one.n, 0, context.lang), **values)


def _criterion(context: Context, one: Risk) -> str:
    words = context.words
    if one.unit == ANSWER:
        text = words("risks.expected_answer")
    else:
        text = words(f"risks.criterion_{one.direction}", value=_amount(context, one, one.threshold))
    origin = one.source.read(context.lang) if one.source else words("risks.guess")
    return words("risks.criterion", text=text, source=origin)


def _amount(context: Context, one: Risk, value: float | None) -> str:
    if value is None:
        return context.words("report.missing")
    if one.unit == ANSWER:
        return context.words("risks.yes" if value else "risks.no")
    return context.voice.measure(one.unit, value).full(value)


def _score(context: Context, one: Risk) -> str:
    values = {"likelihood": one.likelihood, "impact": one.impact, "score": one.score}
    return context.words("risks.product", **{name: str(value) for name, value in values.items()})
