"""Page 2: opinion, three messages, eight tiles, verdict by area, decisions requested. Always exactly one page."""

from __future__ import annotations

from markupsafe import Markup

from reports import charts
from reports.charts import inputs
from reports.charts.metrics import text_width
from reports.format import number
from reports.measures import Area, Indicator
from reports.opinion import AREAS
from reports.sections import cells
from reports.sections.context import Context
from reports.sections.views import Box, Cell, Column, Row, Summary, Table, Tile
from reports.sentences import short_reason
from reports.sentences.changes import overall_value
from reports.sentences.headlines import area_why, opening_messages
from reports.sentences.names import table_name
from reports.sentences.quality import check_label, critical_failures, failures, pass_rate, passed_text
from reports.words import lowered

MAX_TILES = 8
MAX_ASKS = 3
MAX_NAMES = 4
MAX_ALARMS = 2
ALARM_ROOM = 900.0
MAX_AREAS = 11
MESSAGE_ROOM = 1080.0
"""Units of width that a message may take: three lines of the opinion box."""

NAME_ROOM = 230.0
VALUE_ROOM = 140.0
WHY_ROOM = 236.0
WHY_SIZE = 10.8
ASK_ROOM = 1180.0


def build(context: Context, shown: tuple[Area, ...]) -> Summary:
    """The executive page; ``shown`` are the areas that have a section to link to."""
    words, evidence = context.words, context.evidence
    grade = evidence.opinion.grade
    return Summary(
        anchor="summary",
        topic=words("section.summary"),
        opinion=words(f"opinion.{grade}"),
        opinion_note=_opinion_note(context),
        expressed=grade != "no_opinion",
        messages=tuple(fitted(text, MESSAGE_ROOM, 11.7) for text in opening_messages(context.voice, evidence)),
        tiles=tuple(_tile(context, one) for one in _tile_indicators(context)),
        areas=_areas(context, shown),
        asks_title=words("summary.asks"),
        asks=tuple(fitted(text, ASK_ROOM, 11.7) for text in _asks(context)),
        alarm=alarm(context),
    )


def fitted(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """The text, or as many of its words as fit into ``room`` units of width at ``size``, with an ellipsis."""
    if text_width(text, size, bold) <= room:
        return text
    parts = text.split(" ")
    while len(parts) > 1 and text_width(" ".join(parts) + "…", size, bold) > room:
        parts.pop()
    cut = " ".join(parts)
    while cut and text_width(cut + "…", size, bold) > room:
        cut = cut[:-1]
    return cut.rstrip(" ,;:.—") + "…"


def alarm(context: Context) -> Box | None:
    """The box about a failed critical check; None when all critical checks passed."""
    if not context.evidence.run.critical_failed:
        return None
    words = context.words
    listed = fitted("; ".join(critical_failures(context.voice, context.evidence)[:MAX_ALARMS]), ALARM_ROOM, 11)
    return Box(words("cover.critical"), words("cover.critical_text", checks=listed))


def _opinion_note(context: Context) -> str:
    words, key = context.words, context.key_indicators()
    grade = context.evidence.opinion.grade
    if grade != "no_opinion":
        return words(f"opinion.scale.{grade}")
    if not key:
        return words("opinion.scale.no_key")
    missing = sum(one.verdict == "na" for one in key)
    return words(
        "opinion.scale.no_opinion",
        missing=words.spelled(missing, "nominative"),
        total_gen=words.spelled(len(key), "genitive"),
    )


def _tile_indicators(context: Context) -> list[Indicator]:
    """Eight key indicators in their order: what moved pushes out what did not, what is known what is not assessed."""
    key = list(context.key_indicators()) or list(context.evidence.indicators)
    rank = {"none": 1, "na": 2}
    ranked = sorted(key, key=lambda one: (rank.get(one.verdict, 0), one.after is None and overall_value(one) is None))
    chosen = ranked[:MAX_TILES]
    return [one for one in key if one in chosen]


def _tile(context: Context, one: Indicator) -> Tile:
    words, voice = context.words, context.voice
    short = one.short.read(context.lang)
    if one.statistic == cells.MONTHLY:
        short = words("unit.a_month", name=short)
    name = fitted(short, NAME_ROOM, 10.5, bold=True)
    value = overall_value(one)
    if one.after is None or one.before is None:
        why = short_reason(words, one.reason) if one.reason else words("reason.no_source_bare")
        if value is None:
            return Tile(name, "na", mark=context.mark("na"), reason=fitted(why, NAME_ROOM, 10))
        full = voice.measure(one.unit, value).full(value)
        why = fitted(why, NAME_ROOM, 10)
        is_long = text_width(full, 19.4, True) > VALUE_ROOM
        note = words("summary.not_compared")
        return Tile(name, "none", full, note, _sparkline(context, one), reason=why, is_long=is_long)
    scale = voice.scale(one)
    full = scale.full(one.after)
    is_long = text_width(full, 19.4, True) > VALUE_ROOM
    tone = {"none": "none", "bad": "bad", "na": "na"}.get(one.verdict, "")
    return Tile(
        name=name,
        tone=tone,
        value=full.replace("\u00a0", " ") if is_long else full,
        before=words("summary.was", value=scale.full(one.before)),
        sparkline=_sparkline(context, one),
        change="" if one.verdict == "na" else _tile_change(context, one),
        change_css=cells.tone(one),
        interval=_tile_interval(context, one),
        mark=context.mark("na") if one.verdict == "na" else None,
        reason=_tile_interval(context, one) if one.verdict == "na" else "",
        grade=None if one.verdict == "na" else context.grade(one.evidence_grade),
        is_long=is_long,
    )


def _tile_change(context: Context, one: Indicator) -> str:
    """The change on a tile; the points of a share in brackets."""
    text = context.voice.short_change(one)
    relative, comma, points = text.partition(", ")
    return f"{relative} ({points})" if comma and one.unit == "share" else text


def _tile_interval(context: Context, one: Indicator) -> str:
    words = context.words
    if one.verdict == "na" and one.reason is not None:
        return fitted(short_reason(words, one.reason), NAME_ROOM, 10)
    if one.ci_low is None or one.ci_high is None:
        if one.method in ("full_count", "exact"):
            return words("summary.tile_full_count")
        code = one.reason.code if one.reason else "other"
        return words.first(f"summary.no_ci.{code}", "summary.no_ci.other")
    unit = cells.interval_unit(context, one)
    text = cells.interval_text(context, one)
    text += unit if unit == "%" and context.lang == "en" else f" {unit}"
    return words("summary.tile_interval", interval=text)


def _sparkline(context: Context, one: Indicator) -> Markup | None:
    points = [point for point in one.monthly if point.value is not None]
    if len(points) < 2:
        return None
    months = list(one.monthly)
    go_live = context.evidence.periods.go_live
    launch = next((i for i, point in enumerate(months) if go_live and point.month >= go_live), None)
    data = inputs.SparklineData(tuple(point.value for point in months), launch or None)
    scale = context.voice.measure(one.unit, points[0].value, points[-1].value)
    alt = context.words(
        "summary.sparkline",
        name=context.voice.name(one),
        n=number(len(months), 0, context.lang),
        first=scale.full(points[0].value),
        last=scale.full(points[-1].value),
    )
    return context.drawn(charts.sparkline(data, alt=alt))


def _areas(context: Context, shown: tuple[Area, ...]) -> Table:
    words = context.words
    linked = {one.area for one in shown}
    by_id = {one.area: one for one in context.evidence.areas if one.area != "data_quality"}
    order = [*(name for name in AREAS if name in by_id), *(name for name in by_id if name not in AREAS)]
    rows = [_area_row(context, by_id[name], name in linked) for name in order][: MAX_AREAS - 1]
    rows.append(_quality_row(context))
    titles = ("summary.area", "summary.verdict", "summary.why", "summary.evidence")
    widths = (26, 18, 38, 18)
    columns = tuple(Column(words(key), "", width) for key, width in zip(titles, widths, strict=True))
    return Table(words("summary.areas"), columns, tuple(rows), "areas", context.region())


def _area_row(context: Context, area: Area, linked: bool) -> Row:
    own = [one for one in context.evidence.indicators if one.kpi in area.kpis]
    full, short = (area_why(context.voice, area, own, short=short) for short in (False, True))
    why = full if text_width(full, WHY_SIZE) <= WHY_ROOM else fitted(short, WHY_ROOM, WHY_SIZE)
    name = fitted(context.words.first(f"area.{area.area}", "figure.verbatim", text=area.area), 150, 10.8, bold=True)
    link = f"#{area.area}" if linked else "#not_assessed"
    return Row(
        (
            Cell(name, href=link),
            Cell(mark=context.mark(area.verdict)),
            Cell(why),
            Cell(grade=context.grade(area.evidence_grade)),
        )
    )


def quality_verdict(context: Context) -> tuple[str, str]:
    """The verdict key and word of data quality: below the threshold, on target, or no checks."""
    checks = context.evidence.quality.expectations
    if not checks:
        return "na", context.words("verdict.na")
    grave = [one for one in failures(checks) if one.severity != "info"]
    if grave:
        return "bad", context.words("verdict.below_threshold")
    return "ok", context.words("verdict.above_threshold")


def _quality_row(context: Context) -> Row:
    words, checks = context.words, context.evidence.quality.expectations
    failed = len(failures(checks))
    total = number(len(checks), 0, context.lang)
    grave = any(one.severity != "info" for one in failures(checks))
    key = "none" if not checks else "fine" if not failed else "why" if grave else "info"
    why = words(f"summary.quality_{key}", failed=number(failed, 0, context.lang), total=total)
    verdict, word = quality_verdict(context)
    mark = context.mark("ok" if verdict == "ok" else "bad" if verdict == "bad" else "na", word)
    grade = context.grade(3 if checks else 0)
    return Row((Cell(words("area.data_quality"), href="#data_quality"), Cell(mark=mark), Cell(why), Cell(grade=grade)))


def _asks(context: Context) -> list[str]:
    """What leadership has to decide: the worsened, the worst check, the files that are missing."""
    words, evidence = context.words, context.evidence
    asks = _asks_about_data(context) if evidence.run.critical_failed else []
    if evidence.periods.before is None:
        asks.append(words("ask.go_live"))
    asks += [_ask_about(context, one) for one in _worsened(context)][:2]
    asks += [] if evidence.run.critical_failed else _asks_about_data(context)
    wanted: dict[str, list[str]] = {}
    for gap in evidence.gaps:
        if gap.file:
            names = [context.name(kpi) for kpi in gap.kpis] or [gap.label.read(context.lang)]
            wanted.setdefault(gap.file, []).extend(names)
    for file, names in wanted.items():
        export = lowered(table_name(words, file.rpartition(".")[0]))
        asks.append(words("ask.gap", file=export, what=words.listed(list(dict.fromkeys(names))[:MAX_NAMES])))
    return asks[: MAX_ASKS - 2 if evidence.run.critical_failed else MAX_ASKS]


def _worsened(context: Context) -> list[Indicator]:
    """The indicators that got worse, those of the key table first."""
    bad = [one for one in context.evidence.indicators if one.verdict == "bad"]
    return sorted(bad, key=lambda one: not one.key_table)


def _asks_about_data(context: Context) -> list[str]:
    """What to do about the gravest failed check: send the export back, or make somebody answer for the data."""
    words, voice = context.words, context.voice
    failed = [one for one in failures(context.evidence.quality.expectations) if one.severity != "info"]
    if not failed:
        return []
    worst = failed[0]
    rate, label, why = pass_rate(worst), check_label(voice, worst), worst.why.read(context.lang)
    if worst.severity == "critical":
        return [words("ask.critical", check=label, why=why)]
    if rate is None or worst.threshold is None:
        return [words("ask.quality_bare", check=label, why=why)]
    values = {"value": passed_text(words, rate), "threshold": passed_text(words, worst.threshold)}
    return [words("ask.quality", check=label, why=why, **values)]


def _ask_about(context: Context, one: Indicator) -> str:
    words, voice = context.words, context.voice
    after, before = voice.scale(one).pair(one.after, one.before)
    verb = voice.verb(one, "worsened")
    if verb is None:
        return words("ask.bad_plain", name=voice.inside(one), after=after, before=before)
    return words("ask.bad", name=voice.inside(one), verb=verb, after=after, before=before)
