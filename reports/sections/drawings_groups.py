"""Drawings that compare things side by side: stages, people, segments, answers, checks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from reports import charts, figures
from reports.charts import inputs
from reports.charts import inputs_groups as groups
from reports.format import interval_table, number, signed
from reports.sections.context import Context
from reports.sections.frames import better, finished, label, unit_text
from reports.sections.views import Drawing
from reports.sentences import captions

MAX_BARS = 12
MAX_STAGES = 12
PERCENT = 100
UNNAMED = ("", "—", "-", "null")


def _percent(share: float | None) -> float | None:
    return None if share is None else share * PERCENT


def _stages(context: Context, figure: figures.StageBars) -> Drawing | None:
    rows = figure.rows[:MAX_STAGES]
    if not rows:
        return None
    words = context.words
    compared = any(one.n_before is not None for one in rows)
    worst = captions.worst_stage(rows)
    stages = tuple(
        inputs.Stage(
            one.stage,
            one.n_before,
            one.n_after,
            _percent(one.rate_before),
            _percent(one.rate_after),
            one.days_before,
            one.days_after,
            highlight=compared and i == worst,
        )
        for i, one in enumerate(rows)
    )
    has_days = any(one.days_after is not None for one in rows)
    data = inputs.StageData(
        stages,
        stage_header=words("figure.stages_header"),
        count_header=words("figure.stages_count"),
        before_header=words("key.label_before") if compared else "",
        after_header=words("key.label_after") if compared else words("figure.stages_rate"),
        delta_header=words("figure.header_delta_pp") if compared else "",
        days_header=words("figure.stages_days") if has_days else "",
        rate_header=words("figure.stages_rate"),
    )
    subtitle = words("figure.stages_sub" if compared else "figure.stages_sub_one")
    note = context.source_note(figure.sources)
    if figure.pipeline:
        key = "figure.pipeline_code" if figure.pipeline.isdigit() else "figure.pipeline"
        note = f"{words(key, pipeline=figure.pipeline)} {note}".strip()
    title = captions.stages(context.voice, figures.StageBars(figure.area, figure.pipeline, rows))
    return finished(context, charts.stage_bars, data, title, subtitle, note)


def _people(context: Context, figure: figures.PersonStrip) -> Drawing | None:
    if not figure.after:
        return None
    words, voice = context.words, context.voice
    everyone = [one.value for one in (*figure.before, *figure.after)]
    scale = voice.measure(figure.unit, *everyone, figure.mean_before, figure.mean_after)
    n_before, n_after = str(len(figure.before)), str(len(figure.after))
    after = groups.StripRow(
        words("figure.group", name=words("figure.header_after" if figure.before else "figure.header_all"), n=n_after),
        tuple(scale.raw(one.value) for one in figure.after),
        scale.raw(figure.mean_after),
        strong=True,
    )
    before = groups.StripRow(
        words("figure.group", name=words("figure.header_before"), n=n_before),
        tuple(scale.raw(one.value) for one in figure.before),
        scale.raw(figure.mean_before),
    )
    data = groups.StripData(
        (before, after) if figure.before else (after,),
        row_header=words("figure.header_period"),
        count_header=words("figure.header_n"),
        mean_header=words("figure.header_mean"),
        decimals=min(scale.decimals, 1),
    )
    subtitle = words("figure.people_sub", label=label(context, figure.kpi))
    key = "figure.people_note" if figure.before else "figure.people_note_one"
    note = f"{context.source_note(figure.sources)} {words(key, before=n_before, after=n_after)}".strip()
    return finished(context, charts.dot_strip, data, captions.people(voice, figure), subtitle, note, half=True)


def _segments(context: Context, figure: figures.SegmentDumbbell) -> Drawing | None:
    rows = [one for one in figure.rows if one.after is not None or one.before is not None][:MAX_BARS]
    if not rows:
        return None
    words, voice = context.words, context.voice
    names = [_segment_name(context, figure.dimension, one) for one in rows]
    shown = figures.SegmentDumbbell(figure.area, figure.kpi, figure.unit, figure.dimension, tuple(rows))
    plain_names = [_plain_name(context, one.label) for one in rows]
    one = context.evidence.indicator(figure.kpi)
    unnamed = words("figure.unnamed")
    named = [i for i, name in enumerate(plain_names) if name != unnamed] or list(range(len(rows)))
    told = replace(shown, rows=tuple(rows[i] for i in named))
    plain_names = [plain_names[i] for i in named]
    title = captions.segments(voice, told, plain_names, compared=one is None or one.verdict != "na")
    scale = voice.measure(figure.unit, *(v for one in rows for v in (one.before, one.after)))
    texts = {"label": label(context, figure.kpi), "unit": unit_text(scale)}
    dimension = words.first(f"dimension.{figure.dimension}", "figure.verbatim", text=figure.dimension)
    note = context.source_note(figure.sources)
    if not any(one.before is not None and one.after is not None for one in rows):
        bars = tuple(groups.Bar(name, scale.raw(one.after)) for name, one in zip(names, rows, strict=True))
        suffix = "\u00a0" + scale.unit if scale.unit and context.lang == "ru" else scale.unit
        bar_data = groups.BarData(
            bars,
            suffix=suffix,
            row_header=words("figure.header_row"),
            value_header=words("table.value"),
            decimals=scale.decimals,
        )
        subtitle = words("figure.segments_sub_one", dimension=dimension, **texts)
        return finished(context, charts.threshold_bars, bar_data, title, subtitle, note, half=True)
    pairs = tuple(
        inputs.Pair(
            name,
            scale.raw(one.before),
            scale.raw(one.after),
            scale.raw(one.ci_low),
            scale.raw(one.ci_high),
            significant=_outside(one),
        )
        for name, one in zip(names, rows, strict=True)
    )
    data = inputs.DumbbellData(
        pairs,
        before_label=words("figure.header_before"),
        after_label=words("figure.header_after"),
        delta_label=words("figure.header_delta_pp") if scale.noun == "percent" else "Δ" + unit_text(scale),
        row_header=words("figure.header_row"),
        better=better(context, figure.kpi),
        decimals=scale.decimals,
        log=figure.log_axis,
    )
    with_intervals = any(each.ci_low is not None for each in rows)
    key = "figure.segments_sub" if with_intervals else "figure.segments_sub_one"
    if not with_intervals and figure.dimension != "percentile":
        note = f"{note} {words('figure.segments_note')}".strip()
    subtitle = words(key, dimension=dimension, **texts)
    if figure.log_axis:
        subtitle = f"{subtitle}; {words('figure.segments_log')}"
    return finished(context, charts.dumbbell, data, title, subtitle, note, half=figure.dimension == "percentile")


def _outside(row: figures.SegmentRow) -> bool:
    """Whether the interval of the value after leaves the value before outside; without an interval: no."""
    if row.before is None or row.ci_low is None or row.ci_high is None:
        return False
    return not row.ci_low <= row.before <= row.ci_high


def _plain_name(context: Context, label: str) -> str:
    """The name of a segment; one without a name is called so."""
    if label.strip() in UNNAMED:
        return context.words("figure.unnamed")
    return context.words.first(f"percentile.{label}", "figure.verbatim", text=label)


def _segment_name(context: Context, dimension: str, row: figures.SegmentRow) -> str:
    name = _plain_name(context, row.label)
    if dimension == "percentile" or not row.n:
        return name
    return context.words("figure.group_n", name=name, n=number(row.n, 0, context.lang))


def _nps(context: Context, figure: figures.NpsDistribution) -> Drawing | None:
    rows = [one for one in figure.rows if captions.answers(one)]
    if not rows:
        return None
    words, lang = context.words, context.lang
    drawn = tuple(
        groups.SentimentRow(
            words(f"figure.nps_period.{one.period}"),
            words("figure.n_short", n=number(captions.answers(one), 0, lang)),
            PERCENT * one.detractors / captions.answers(one),
            PERCENT * one.passives / captions.answers(one),
            PERCENT * one.promoters / captions.answers(one),
            score=signed(one.nps, 0, lang),
            interval="" if one.ci_low is None else interval_table(one.ci_low, one.ci_high, 0, lang),
        )
        for one in rows
    )
    data = groups.SentimentData(
        drawn,
        detractor_label=words("figure.nps_detractors"),
        passive_label=words("figure.nps_passives"),
        promoter_label=words("figure.nps_promoters"),
        score_header=words("figure.nps_score"),
        row_header=words("figure.header_period"),
    )
    title = captions.nps(context.voice, figure)
    note = context.source_note(figure.sources)
    return finished(context, charts.sentiment_bars, data, title, words("figure.nps_sub"), note)


def _pass_rates(context: Context, figure: figures.PassRates) -> Drawing | None:
    if not figure.rows:
        return None
    words, lang = context.words, context.lang
    rows = figure.rows[:MAX_BARS]
    bars = tuple(
        groups.Bar(
            one.label_ru if lang == "ru" else one.label_en,
            one.rate * PERCENT,
            one.threshold * PERCENT,
            below=one.rate < one.threshold,
        )
        for one in rows
    )
    data = groups.BarData(
        bars,
        maximum=PERCENT,
        suffix="\u00a0%" if lang == "ru" else "%",
        threshold_label=words("figure.pass_threshold"),
        row_header=words("quality.check"),
        value_header=words("quality.passed"),
        decimals=1,
    )
    note = words("figure.pass_note", n=number(len(context.evidence.quality.expectations), 0, lang))
    title = captions.pass_rates(context.voice, figure)
    return finished(context, charts.threshold_bars, data, title, words("figure.pass_sub"), note, half=True)


GROUP_BUILDERS: dict[str, Callable[[Context, Any], Drawing | None]] = {
    "stages": _stages,
    "people": _people,
    "segments": _segments,
    "nps": _nps,
    "pass_rates": _pass_rates,
}
