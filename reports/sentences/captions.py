"""Message titles of charts: one sentence with the number that the picture carries."""

from __future__ import annotations

from collections.abc import Sequence

from reports import figures
from reports.format import percent, signed
from reports.sentences.changes import Voice
from reports.stage_figures import Bottlenecks
from reports.words import capital


def monthly(voice: Voice, figure: figures.MonthlyColumns, better: str, name: str) -> str:
    """How many months beat the same month a year earlier."""
    words = voice.words
    pairs = [
        (now.value, then.value)
        for now, then in zip(figure.actual, figure.previous, strict=False)
        if now.value is not None and then.value is not None and not now.is_partial
    ]
    if not pairs:
        known = [one.value for one in figure.actual if one.value is not None]
        last = known[-1] if known else None
        return words("figure.monthly_plain", name=name, value=voice.measure(figure.unit, last).full(last))
    won = sum((now > then) == (better == "higher") and now != then for now, then in pairs)
    if won == len(pairs):
        return words("figure.monthly_all")
    if won == 0:
        return words("figure.monthly_none")
    return words("figure.monthly_better", n=str(won), total=words.genitive(len(pairs), "month"))


def survival(voice: Voice, figure: figures.SurvivalCurves) -> str:
    """Within which time half are finished, now and before."""
    words = voice.words
    before, after = figure.before, figure.after
    only = after or before
    if before is None or after is None or before.median is None or after.median is None:
        if only is None or only.median is None:
            return words("figure.survival_open")
        value = voice.measure(figure.unit, only.median).full(only.median)
        return words.first(f"figure.survival_of.{figure.kpi}.one", "figure.survival_one", after=value)
    now, then = voice.measure(figure.unit, before.median, after.median).pair(after.median, before.median)
    return words.first(f"figure.survival_of.{figure.kpi}.two", "figure.survival_two", after=now, before=then)


def worst_stage(rows: Sequence[figures.StageRow]) -> int | None:
    """Index of the bottleneck: the largest fall of the rate against before, else the lowest rate; None if unknown."""
    falls = {
        i: one.rate_after - one.rate_before
        for i, one in enumerate(rows)
        if one.rate_after is not None and one.rate_before is not None
    }
    if falls:
        worst = min(falls, key=lambda i: falls[i])
        return worst if round(falls[worst] * 100, 1) < 0 else None
    if any(one.rate_before is not None for one in rows):
        return None
    rates = {i: one.rate_after for i, one in enumerate(rows) if one.rate_after is not None}
    return min(rates, key=lambda i: rates[i]) if rates else None


def stages(voice: Voice, figure: figures.StageBars) -> str:
    """The bottleneck of the funnel."""
    words, lang = voice.words, voice.words.language
    worst = worst_stage(figure.rows)
    compared = any(one.rate_before is not None for one in figure.rows)
    if worst is None or worst == 0:
        return words("figure.stages_two_none" if compared else "figure.stages_plain")
    source, goal = figure.rows[worst - 1], figure.rows[worst]
    names = {"source": source.stage, "goal": goal.stage}
    if goal.rate_before is None:
        return words("figure.stages_one", rate=percent(100 * (goal.rate_after or 0), None, lang), **names)
    delta = signed(100 * ((goal.rate_after or 0) - goal.rate_before), 1, lang)
    return words("figure.stages_two", delta=delta, **names)


def bottleneck(voice: Voice, figure: Bottlenecks) -> str | None:
    """The worst stage with what it costs; None where stages are not ranked."""
    worst = figure.worst
    if worst is None:
        return None
    words, lang = voice.words, voice.words.language
    parts = []
    if worst.moved_on is not None:
        parts.append(words("bottlenecks.worst_moved_on", rate=percent(100 * worst.moved_on, None, lang)))
    if worst.median_days is not None:
        days = voice.measure("days", worst.median_days).full(worst.median_days)
        parts.append(words("bottlenecks.worst_days", days=days))
    if worst.lost_per_year:
        amount = voice.measure("money", worst.lost_per_year).full(worst.lost_per_year)
        parts.append(words("bottlenecks.worst_lost", amount=amount))
    elif worst.n_lost:
        parts.append(words("bottlenecks.worst_lost_deals", deals=words.counted(worst.n_lost, "deal")))
    return words("bottlenecks.worst", stage=worst.stage, facts="; ".join(parts))


def people(voice: Voice, figure: figures.PersonStrip) -> str:
    """The mean per person, and how far people are apart."""
    values = [one.value for one in figure.after]
    scale = voice.measure(figure.unit, figure.mean_before, figure.mean_after, *values)
    low, high = (min(values), max(values)) if values else (None, None)
    spread = {"low": scale.number(low), "high": scale.genitive(high)}
    if figure.mean_before is None or not figure.before:
        return voice.words("figure.people_one", after=scale.number(figure.mean_after), **spread)
    after, before = scale.number(figure.mean_after), scale.number(figure.mean_before)
    return voice.words("figure.people_two", after=after, before=before, **spread)


def segments(voice: Voice, figure: figures.SegmentDumbbell, labels: Sequence[str], *, compared: bool = True) -> str:
    """The segment that changed most; without a before, or when periods are not ``compared``, the highest and lowest."""
    words = voice.words
    rows = list(zip(labels, figure.rows, strict=True))
    both = [(label, row) for label, row in rows if row.before is not None and row.after is not None]
    middle, slow = (next((row for _, row in both if row.label == label), None) for label in ("P50", "P90"))
    if figure.dimension == "percentile" and middle and slow:
        return _percentiles(voice, figure.unit, middle, slow)
    if both and compared:
        label, row = max(both, key=lambda pair: abs((pair[1].after or 0) - (pair[1].before or 0)))
        after, before = voice.measure(figure.unit, row.before, row.after).pair(row.after, row.before)
        return words("figure.segments_two", label=label, after=after, before=before)
    known = [(label, row.after) for label, row in rows if row.after is not None]
    scale = voice.measure(figure.unit, *(value for _, value in known))
    if len(known) < 2:
        return words("figure.segments_single", label=labels[0], after=scale.full(known[0][1] if known else None))
    high, low = max(known, key=lambda pair: pair[1]), min(known, key=lambda pair: pair[1])
    values = {"high_value": scale.full(high[1]), "low_value": scale.full(low[1])}
    return words("figure.segments_one", high=high[0], low=low[0], **values)


def _percentiles(voice: Voice, unit: str, middle: figures.SegmentRow, slow: figures.SegmentRow) -> str:
    scale = voice.measure(unit, middle.before, middle.after, slow.before, slow.after)
    after, before = scale.pair(middle.after, middle.before)
    slow_after, slow_before = scale.pair(slow.after, slow.before)
    values = {"after": after, "before": before, "slow_after": slow_after, "slow_before": slow_before}
    return voice.words("figure.percentiles_two", **values)


def nps(voice: Voice, figure: figures.NpsDistribution) -> str:
    """How the share of detractors changed; with one period both groups."""
    words, lang = voice.words, voice.words.language
    shares = {row.period: 100 * row.detractors / answers(row) for row in figure.rows if answers(row)}
    if "before" in shares and "after" in shares:
        before, after = percent(shares["before"], 0, lang), percent(shares["after"], 0, lang)
        kind = "same" if before == after else "fewer" if shares["after"] < shares["before"] else "more"
        return words(f"figure.nps_{kind}", before=before, after=after)
    row = next((one for one in reversed(figure.rows) if answers(one)), None)
    if row is None:
        return words("figure.nps_empty")
    return words(
        "figure.nps_one",
        promoters=percent(100 * row.promoters / answers(row), 0, lang),
        detractors=percent(100 * row.detractors / answers(row), 0, lang),
    )


def answers(row: figures.NpsRow) -> int:
    """All answers of a period."""
    return row.promoters + row.passives + row.detractors


def timeline(voice: Voice, figure: figures.TimeLine, means: tuple[float | None, float | None] = (None, None)) -> str:
    """The means before and after, when both are given; else the last value, against the target when there is one."""
    words = voice.words
    if None not in means:
        after, before = voice.measure(figure.unit, *means).pair(means[1], means[0])
        return words("figure.timeline_two", after=after, before=before)
    known = [one.value for one in figure.points if one.value is not None and not one.is_partial]
    scale = voice.measure(figure.unit, *known[-1:])
    text = words(f"figure.timeline_{figure.grain}", value=scale.full(known[-1] if known else None))
    if figure.target is None:
        return text
    return words("figure.timeline_target", text=text, target=scale.full(figure.target))


def pass_rates(voice: Voice, figure: figures.PassRates) -> str:
    """How many of the checks that are shown are below their threshold."""
    words = voice.words
    failed = sum(one.rate < one.threshold for one in figure.rows)
    if not failed:
        return words("figure.pass_ok")
    total = words.spelled(len(figure.rows), "genitive")
    return capital(words("figure.pass_bad", failed=words.spelled(failed, "feminine"), total_gen=total))


def entry_delay(voice: Voice, figure: figures.EntryDelay) -> str:
    """Share of records later than the second-last bucket, in the row of all kinds or over all rows."""
    words, lang = voice.words, voice.words.language
    row = next((one for one in figure.rows if one.label == "all"), None)
    n = sum(one.n for one in figure.rows) or 1
    shares = (
        row.shares
        if row
        else tuple(sum(one.shares[i] * one.n for one in figure.rows) / n for i in range(len(figure.buckets) + 1))
    )
    edge = min(1, len(figure.buckets) - 1)
    late = percent(100 * sum(shares[edge + 1 :]), None, lang)
    return words("figure.delay_late", share=late, days=words.counted(figure.buckets[edge], "day"))
