"""How it was computed: windows, intervals, significance, definitions, settings with the guesses marked, scale."""

from __future__ import annotations

from reports.evidence import Threshold
from reports.format import date_short, number, percent, period_long
from reports.measures import Indicator
from reports.opinion import MAX_NOT_ASSESSED
from reports.sections.context import Context
from reports.sections.views import Bullet, BulletColumn, Cell, Column, Row, Section, Table
from reports.stage_figures import Bottlenecks
from reports.words import capital

MAX_EVENTS = 12
_GRADES = ("effective", "effective_with_reservations", "limited", "ineffective", "no_opinion")


def build(context: Context) -> Section:
    """The section of method."""
    words = context.words
    topic = context.topic("method")
    bullets = _bullets(context)
    half = (len(bullets) + 1) // 2
    found = (_definitions(context), _thresholds(context), _scale(context))
    return Section(
        anchor="method",
        topic=topic,
        message=words("method.message"),
        starts_page=False,
        bullet_columns=(BulletColumn("", tuple(bullets[:half])), BulletColumn("", tuple(bullets[half:]))),
        tables=tuple(one for one in found if one),
    )


def _bullets(context: Context) -> list[Bullet]:
    words, evidence = context.words, context.evidence
    intervals = words("method.intervals_text")
    if evidence.run.seed is not None:
        intervals += " " + words("method.seed", seed=str(evidence.run.seed))
    adjusted = any(one.adjusted_change_pct is not None for one in evidence.indicators)
    texts = {
        "windows": _windows(context),
        "intervals": intervals,
        "significance": words("method.significance_text"),
        "censoring": words("method.censoring_text"),
        "unknown": words("method.unknown_text"),
        "adjusted": words("method.adjusted_done" if adjusted else "method.adjusted_text"),
    }
    if any(isinstance(one, Bottlenecks) and one.is_assessed for one in evidence.figures.values()):
        texts["bottlenecks"] = words("method.bottlenecks_text")
    events = _events(context)
    if events:
        texts["events"] = events
    texts["trace"] = words("method.trace_text")
    return [Bullet(words(f"method.{key}"), text) for key, text in texts.items()]


def _windows(context: Context) -> str:
    words, periods = context.words, context.evidence.periods
    before, after = context.period("before"), context.period("after")
    if before is None or after is None:
        return words("method.windows_none")
    parts = [words("method.windows_text", before=before, after=after)]
    if periods.washout is not None:
        span = period_long(periods.washout.starts_on, periods.washout.ends_before, context.lang)
        parts.append(words("method.windows_washout", period=span))
    parts += [words(f"period_note.{code}") for code in periods.notes if words.has(f"period_note.{code}")]
    return " ".join(parts)


def _events(context: Context) -> str:
    """Kinds of events with their days; a day of the whole company is not repeated for a team."""
    words = context.words
    days: dict[str, list[str]] = {}
    for one in context.evidence.periods.rollout_events[:MAX_EVENTS]:
        kind = words.first(f"event.{one.kind}", "figure.verbatim", text=one.kind)
        day = date_short(one.event_date, context.lang)
        days.setdefault(kind, []).append(words("event.team", date=day, team=one.team_name) if one.team_name else day)
    lines = (words("event.line", kind=kind, dates=", ".join(found)) for kind, found in days.items())
    return capital("; ".join(lines) + ".") if days else ""


def _definitions(context: Context) -> Table | None:
    words, lang = context.words, context.lang
    if not context.evidence.indicators:
        return None
    columns = (
        Column(words("method.code"), "", 7),
        Column(words("method.indicator"), "", 24),
        Column(words("method.definition"), "", 47),
        Column(words("method.how"), "", 22),
    )
    rows = tuple(
        Row(
            (Cell(one.code), Cell(one.label.read(lang), "b"), Cell(one.definition.read(lang)), Cell(_how(context, one)))
        )
        for one in context.evidence.indicators
    )
    return Table(context.caption(words("method.caption_definitions")), columns, rows, "fx", context.region())


def _how(context: Context, one: Indicator) -> str:
    words = context.words
    if not one.method:
        return words("methodname.none")
    return words.first(f"methodname.{one.method}", "figure.verbatim", text=one.method)


def _thresholds(context: Context) -> Table | None:
    words, lang = context.words, context.lang
    if not context.evidence.thresholds:
        return None
    columns = (
        Column(words("method.setting"), "", 46),
        Column(words("method.value"), "n", 16),
        Column(words("method.guess"), "", 38),
    )
    rows = tuple(
        Row(
            (
                Cell(one.label.read(lang), sub=one.name),
                Cell(percent(100 * one.value, lang=lang) if one.is_share else number(one.value, lang=lang), "n b"),
                Cell(words(_origin(one))),
            )
        )
        for one in context.evidence.thresholds
    )
    return Table(context.caption(words("method.caption_thresholds")), columns, rows, "fx", context.region())


def _origin(one: Threshold) -> str:
    if one.is_measured:
        return "method.is_measured"
    return "method.is_guess" if one.is_guess else "method.is_set"


def _scale(context: Context) -> Table:
    words = context.words
    columns = (Column(words("method.grade"), "", 30), Column(words("method.rule"), "", 70))
    now = context.evidence.opinion.grade
    rows = tuple(
        Row(
            (
                Cell(words(f"opinion.{grade}"), "b" if grade == now else ""),
                Cell(words(f"opinion.rule.{grade}", n=words.spelled(MAX_NOT_ASSESSED, "genitive"))),
            ),
            "hl" if grade == now and grade in ("ineffective", "limited") else "",
        )
        for grade in _GRADES
    )
    return Table(context.caption(words("method.caption_scale")), columns, rows, "fx", context.region())
