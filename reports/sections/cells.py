"""Cells that several tables share: values, changes, intervals, conclusions."""

from __future__ import annotations

from reports import charts
from reports.charts import inputs
from reports.format import interval_table, number, percent, points_change, points_word, signed
from reports.measures import Indicator
from reports.sections.context import Context
from reports.sections.views import Cell
from reports.sentences import short_reason
from reports.sentences.changes import HUGE_PERCENT, is_compared

BAR_LIMIT = 70.0
SIGNIFICANCE = 0.05
MONTHLY = "monthly_sum"
LONG_NUMBER = 10
LONG_INTERVAL = 13
"""A longer interval may break between its bounds."""


def loose(text: str) -> str:
    """A number too long for its cell may break between its groups, never inside one."""
    return text.replace("\u00a0", " ") if len(text) > LONG_NUMBER else text


def tone(one: Indicator) -> str:
    """The class of a change: good or bad when the verdict says so, else none."""
    return {"ok": "good", "likely": "good", "bad": "bad"}.get(one.verdict, "") if _is_significant(one) else ""


def _is_significant(one: Indicator) -> bool:
    if one.verdict in ("ok", "bad"):
        return True
    p = one.p_adjusted if one.p_adjusted is not None else one.p_value
    if p is not None:
        return p < SIGNIFICANCE
    return one.ci_low is not None and one.ci_high is not None and not one.ci_low <= 0 <= one.ci_high


def change_cell(context: Context, one: Indicator, label: str | None = None) -> Cell:
    """The change in per cent, percentage points under it; points stay points, a zero base shows the difference."""
    if one.before is None or one.after is None:
        return Cell(context.words("report.missing"), "n seed", label=label)
    lang = context.lang
    difference = one.after - one.before
    css = f"n seed {tone(one)}".strip()
    scale = context.voice.scale(one)
    if one.unit == "points":
        value = signed(difference, scale.decimals, lang)
        return Cell(value, css, context.words.noun(abs(difference), "point", scale.decimals), label)
    if one.change_pct is None:
        note = context.words("key.no_base") if one.before == 0 else ""
        return Cell(scale.delta(difference), css, note, label)
    places = 0 if abs(one.change_pct) >= 10 else 1
    sub = points_change(difference * 100, None, lang) if one.unit == "share" else ""
    if one.unit != "share" and one.change_pct >= HUGE_PERCENT:
        sub = "×" + number(one.after / one.before if one.before else None, 0, lang)
    return Cell(loose(signed(one.change_pct, places, lang)), css, loose(sub), label)


def interval_text(context: Context, one: Indicator) -> str:
    """The interval for a table without its unit; a dash or "full count" when there is none."""
    words, lang = context.words, context.lang
    if one.ci_low is None or one.ci_high is None:
        if one.verdict != "na" and one.method in ("full_count", "exact"):
            return words("key.full_count")
        return words("report.missing")
    if one.ci_unit in ("pct", "pp"):
        return interval_table(one.ci_low, one.ci_high, None, lang)
    return context.voice.scale(one).interval(one.ci_low, one.ci_high)


def interval_unit(context: Context, one: Indicator) -> str:
    """The unit of the interval: per cent, percentage points, points or the unit of the indicator; empty without one."""
    if one.ci_low is None or one.ci_high is None:
        return ""
    if one.ci_unit == "pct":
        return "%"
    if one.ci_unit == "pp":
        return points_word(context.lang)
    return context.words("short_form.point") if one.ci_unit == "points" else context.voice.scale(one).unit


def interval_cell(context: Context, one: Indicator, label: str | None = None) -> Cell:
    """The interval with its unit under it; per cent is said by the heading."""
    unit = interval_unit(context, one)
    text = interval_text(context, one)
    if len(text) > LONG_INTERVAL:
        text = text.replace(";\u00a0", "; ").replace(",\u00a0", ", ")
    return Cell(text, "n", "" if unit == "%" else unit, label)


def bar_cell(context: Context, one: Indicator) -> Cell:
    """The variance bar of a relative change; a word instead when it does not fit or is not in per cent."""
    words = context.words
    if one.verdict == "na" or not is_compared(one):
        return Cell("", "m", label="")
    if one.unit == "points":
        return Cell(words("key.points_not_percent"), "m mut small", label="")
    if one.change_pct is None:
        return Cell(words("key.own_unit"), "m mut small", label="")
    if abs(one.change_pct) > BAR_LIMIT:
        return Cell(words("key.off_scale"), "m mut small", label="")
    low, high = (one.ci_low, one.ci_high) if one.ci_unit == "pct" else (None, None)
    data = inputs.VarianceData(
        one.change_pct, low, high, BAR_LIMIT, one.better, _is_significant(one), words("key.off_scale")
    )
    alt = f"{context.voice.name(one)}: {percent_text(context, one)}"
    return Cell("", "m", label="", drawing=context.drawn(charts.variance_bar(data, alt=alt, lang=context.lang)))


def percent_text(context: Context, one: Indicator) -> str:
    """The change and its interval in one phrase, for text alternatives."""
    interval = context.voice.interval(one)
    return context.voice.change(one) + (f", {interval}" if interval else "")


def adjusted_cell(context: Context, one: Indicator) -> Cell:
    """The adjusted change with its interval; "not assessed" when there is none."""
    words = context.words
    if one.adjusted_change_pct is None:
        return Cell(words("key.not_given"), "n mut", label=words("key.adjusted"))
    value = signed(one.adjusted_change_pct, 0 if abs(one.adjusted_change_pct) >= 10 else 1, context.lang)
    low, high = one.adjusted_ci_low, one.adjusted_ci_high
    sub = interval_table(low, high, None, context.lang) if low is not None and high is not None else ""
    return Cell(value, "n", sub, words("key.adjusted"))


def conclusion_cell(context: Context, one: Indicator) -> Cell:
    """The verdict mark with its evidence, or with the reason when not assessed."""
    label = context.words("key.conclusion")
    mark = context.mark(one.verdict, table=True)
    if one.verdict == "na":
        why = short_reason(context.words, one.reason) if one.reason else ""
        return Cell("", "", why, label, mark)
    return Cell("", "", "", label, mark, context.grade(one.evidence_grade))


def named(context: Context, one: Indicator) -> str:
    """The declared label with the unit in which the row is printed: "Объём продаж, млн руб."."""
    label = one.label.read(context.lang)
    unit = context.voice.scale(one).unit
    if one.statistic == MONTHLY and unit:
        unit = context.words("unit.per_month", unit=unit)
    return f"{label}, {unit}" if unit and unit not in label else label


def share_text(context: Context, share: float | None) -> str:
    """A share 0..1 as per cent; a dash when unknown."""
    return percent(None if share is None else share * 100, None, context.lang)
