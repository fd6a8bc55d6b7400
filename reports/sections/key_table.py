"""Section 1: the table of the source document, extended by interval, bar, adjusted change and conclusion."""

from __future__ import annotations

from reports.format import number, percent_change, points_change
from reports.measures import Indicator
from reports.sections import cells
from reports.sections.context import Context
from reports.sections.space import fitting, room_below
from reports.sections.tables import overall_table
from reports.sections.views import Bullet, BulletColumn, Cell, Column, Row, Section, Table
from reports.sentences import reason, remarks
from reports.sentences.changes import is_compared, is_level
from reports.sentences.headlines import key_message
from reports.words import capital

MAX_BULLETS = 5
_WIDTHS = (19.0, 10.5, 10.5, 11.0, 11.5, 10.0, 11.5, 16.0)


def build(context: Context) -> Section:
    """The section of key indicators."""
    words = context.words
    indicators = context.key_indicators()
    topic = context.topic("key")
    table = _table(context, indicators)
    levels = overall_table(context, [one for one in indicators if not is_compared(one)])
    tables = tuple(one for one in (table, levels) if one)
    message = key_message(context.voice, indicators)
    room = room_below(message, tables)
    return Section(
        anchor="key",
        topic=topic,
        message=message,
        starts_page=True,
        tables=tables,
        bullet_columns=(
            _column(words("key.shows"), _shows(context, indicators), room),
            _column(words("key.not_shows"), _limits(context, indicators), room),
        ),
    )


def _column(title: str, texts: list[str], room: float) -> BulletColumn:
    return BulletColumn(title, tuple(Bullet("", text) for text in fitting(texts, room)))


def _table(context: Context, indicators: tuple[Indicator, ...]) -> Table:
    words = context.words
    titles = (
        words("key.indicator"),
        words("key.before"),
        words("key.after"),
        words("key.change"),
        words("key.interval"),
        words("key.bar", limit=number(cells.BAR_LIMIT, 0, context.lang)),
        words("key.adjusted"),
        words("key.conclusion"),
    )
    numeric = ("", "n", "n", "n", "n", "", "n", "")
    columns = tuple(Column(*one) for one in zip(titles, numeric, _WIDTHS, strict=True))
    rows = tuple(_row(context, one) for one in indicators)
    return Table(context.caption(words("key.caption")), columns, rows, "kt cards", note=_note(context, indicators))


def _note(context: Context, indicators: tuple[Indicator, ...]) -> str:
    words = context.words
    if all(one.before is None or one.after is None for one in indicators):
        return ""
    adjusted = any(one.adjusted_change_pct is not None for one in indicators)
    tested = sum(one.p_adjusted is not None for one in context.evidence.indicators)
    legend = words("key.note", n=words.counted(tested, "indicator"))
    return legend + " " + words("key.note_adjusted" if adjusted else "key.note_not_adjusted")


def _row(context: Context, one: Indicator) -> Row:
    words = context.words
    scale = context.voice.scale(one)
    after = None if is_level(one) else one.after
    known = one.before is not None or after is not None
    return Row(
        (
            Cell(cells.named(context, one), "b" if known else ""),
            Cell(cells.loose(scale.number(one.before)), "n seed", label=words("key.label_before")),
            Cell(cells.loose(scale.number(after)), "n seed b", label=words("key.label_after")),
            cells.change_cell(context, one, words("key.change")),
            cells.interval_cell(context, one, words("key.interval")),
            cells.bar_cell(context, one),
            cells.adjusted_cell(context, one),
            cells.conclusion_cell(context, one),
        ),
        "" if known else "na",
    )


def _shows(context: Context, indicators: tuple[Indicator, ...]) -> list[str]:
    order = {"ok": 0, "bad": 1, "likely": 2, "none": 3, "na": 4}
    known = [one for one in indicators if is_compared(one)]
    chosen = sorted(known, key=lambda one: order[one.verdict])[:MAX_BULLETS]
    sentences = [context.voice.sentence(one) for one in chosen]
    if not sentences:
        sentences = [text for one in indicators if (text := context.voice.overall(one))][:MAX_BULLETS]
    return sentences or [context.words("opinion.nothing")]


def _limits(context: Context, indicators: tuple[Indicator, ...]) -> list[str]:
    words, periods = context.words, context.evidence.periods
    if periods.before is None:
        return [words("message.no_rollout")]
    limits = [words("key.limit_cause"), *_warnings(context, indicators)]
    limits += [words(f"period_note.{code}") for code in periods.notes if words.has(f"period_note.{code}")]
    shares = [one for one in indicators if one.unit == "share" and one.change_pct is not None and one.verdict != "na"]
    if shares:
        one = max(shares, key=lambda each: abs(each.change_pct or 0))
        pct = percent_change(one.change_pct, None, context.lang)
        pp = points_change(((one.after or 0) - (one.before or 0)) * 100, None, context.lang)
        limits.append(words("key.limit_share", name=context.voice.name(one), pct=pct, pp=pp))
    washout = context.period("washout")
    if washout:
        limits.append(words("key.limit_washout", period=washout))
    if any(one.verdict == "none" for one in indicators):
        limits.append(words("key.limit_min"))
    if any(one.unit == "money" and one.verdict != "na" for one in indicators):
        limits.append(words("key.limit_money"))
    return limits[:MAX_BULLETS]


def _warnings(context: Context, indicators: tuple[Indicator, ...]) -> list[str]:
    """One line per kind of warning, naming the indicators it touches."""
    words = context.words
    touched: dict[str, list[str]] = {}
    for one in indicators:
        for why in remarks(one):
            touched.setdefault(reason(words, why), []).append(context.voice.inside(one))
    return [
        words("sentence.warning", name=capital(", ".join(dict.fromkeys(names))), reason=text)
        for text, names in touched.items()
    ]
