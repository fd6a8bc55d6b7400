"""The section of one area, and the section of what could not be assessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reports import figures
from reports.heat_table import HeatTable
from reports.measures import Area, Indicator
from reports.opinion import AREAS
from reports.sections import tables
from reports.sections.bottlenecks import bottleneck_boxes, bottleneck_table
from reports.sections.context import Context
from reports.sections.drawings import drawing
from reports.sections.drivers import driver_boxes, driver_tables
from reports.sections.gaps import gap_box, merged
from reports.sections.heat_tables import heat_table
from reports.sections.integration import integration_tables
from reports.sections.views import Box, Drawing, Section, Table
from reports.sentences import captions, reason, remarks
from reports.sentences.changes import BEGAN_WITH_CRM, is_compared, overall_value
from reports.sentences.headlines import area_message
from reports.stage_figures import Bottlenecks

NEW_PAGE = ("sales",)
NEW_PAGE_ROWS = 1
"""These areas start a page when they have so many rows of figures; the others follow on: half-empty pages tire."""

MAX_BULLETS = 4
WITHOUT_BOX = ("no_rollout", BEGAN_WITH_CRM)
"""Reasons without a mend of their own: no box for an indicator that has a level."""


def has_content(context: Context, area: Area) -> bool:
    """Whether an area has a number or a figure to show; without them it is only "not assessed"."""
    own = _indicators(context, area)
    numbers = any(one.after is not None or overall_value(one) is not None for one in own)
    drawn = any(one.area == area.area for one in context.evidence.figures.values())
    return numbers or drawn or any(one.area == area.area for one in context.evidence.facts)


def shown_areas(context: Context) -> tuple[Area, ...]:
    """The areas with a section of their own, in the order of the report."""
    by_id = {one.area: one for one in context.evidence.areas}
    order = [*AREAS, *(name for name in by_id if name not in AREAS and name != "data_quality")]
    return tuple(by_id[name] for name in order if name in by_id and has_content(context, by_id[name]))


def build(context: Context, area: Area) -> Section:
    """The section of one area: message, verdict line, figures, tables, what is missing, bullets."""
    own = _indicators(context, area)
    topic = context.topic(area.area)
    bullets = _bullets(context, area, own)
    figures_list = drawings(context, area.area, beside=bool(bullets))
    return Section(
        anchor=area.area,
        topic=topic,
        message=area_message(context.voice, area, own, [one for one in context.evidence.facts if one.area == area.area])
        if own
        else context.words.first(f"area.{area.area}", "figure.verbatim", text=area.area),
        starts_page=area.area in NEW_PAGE and len(figures_list) >= NEW_PAGE_ROWS,
        mark=context.mark(area.verdict),
        grade=context.grade(area.evidence_grade),
        remarks=_remarks(context, own),
        figures=figures_list,
        tables=_tables(context, area, own),
        boxes=_boxes(context, area, own),
        bullets=bullets,
    )


def _indicators(context: Context, area: Area) -> list[Indicator]:
    return [one for one in context.evidence.indicators if one.kpi in area.kpis]


def drawings(context: Context, area: str, *, beside: bool) -> tuple[tuple[Drawing, ...], ...]:
    """The figures of an area in rows. A half figure without a partner is drawn over the full width, unless bullets
    stand ``beside`` it."""
    own = [one for one in context.evidence.figures.values() if one.area == area]
    rows = rows_of([found for one in own if (found := drawing(context, one))])
    alone = next((row[0] for row in rows if len(row) == 1 and row[0].half), None)
    if alone is None or beside:
        return rows
    wide = replace(context, stretch=True)
    again = {found.title: found for one in own if (found := drawing(wide, one))}
    return tuple((again[row[0].title],) if row[0] is alone else row for row in rows)


def _tables(context: Context, area: Area, own: Sequence[Indicator]) -> tuple[Table, ...]:
    found = [tables.indicator_table(context, own)]
    found.append(tables.overall_table(context, [one for one in own if not is_compared(one)]))
    counted = [one for one in context.evidence.figures.values() if isinstance(one, figures.CountTable)]
    found += [tables.count_table(context, one) for one in counted if one.area == area.area]
    found += [bottleneck_table(context, one) for one in _bottlenecks(context, area)]
    shaded = [one for one in context.evidence.figures.values() if isinstance(one, HeatTable)]
    found += [heat_table(context, one) for one in shaded if one.area == area.area]
    found += driver_tables(context, area.area)
    found += integration_tables(context, area.area)
    found += tables.fact_tables(context, [one for one in context.evidence.facts if one.area == area.area])
    return tuple(one for one in found if one)


def _bottlenecks(context: Context, area: Area) -> list[Bottlenecks]:
    return [
        one
        for one in context.evidence.figures.values()
        if isinstance(one, Bottlenecks) and one.area == area.area and one.rows
    ]


def rows_of(drawn: Sequence[Drawing]) -> tuple[tuple[Drawing, ...], ...]:
    """Drawings in rows: a wide one alone, half ones in pairs in their order."""
    rows: list[tuple[Drawing, ...]] = []
    for one in drawn:
        waiting = next((i for i, row in enumerate(rows) if len(row) == 1 and row[0].half), None)
        if one.half and waiting is not None:
            rows[waiting] = (*rows[waiting], one)
        else:
            rows.append((one,))
    return tuple(rows)


def _remarks(context: Context, own: Sequence[Indicator]) -> tuple[str, ...]:
    found = [reason(context.words, why) for one in own for why in remarks(one)]
    return tuple(dict.fromkeys(found))[:2]


def _bullets(context: Context, area: Area, own: Sequence[Indicator]) -> tuple[str, ...]:
    """The worst bottleneck, sentences about the indicators that the headline does not speak of, what is adjusted."""
    voice = context.voice
    levels = [one.kpi for one in own if overall_value(one) is not None]
    told = area.basis
    if area.verdict == "na" and not any(one.kpi == area.basis and is_compared(one) for one in own):
        told = next(iter(levels), None)
    found: list[str | None] = [captions.bottleneck(voice, one) for one in _bottlenecks(context, area)]
    for one in own:
        is_known = is_compared(one)
        if one.kpi != told:
            found.append(voice.sentence(one) if is_known else voice.overall(one))
        found.append(voice.adjusted(one))
    return tuple(text for text in found if text)[:MAX_BULLETS]


def _boxes(context: Context, area: Area, own: Sequence[Indicator]) -> tuple[Box, ...]:
    levels = {one.kpi for one in own if overall_value(one) is not None}
    gaps = [
        gap
        for gap in context.evidence.gaps
        if gap.area == area.area and not (gap.reason.code in WITHOUT_BOX and gap.subject in levels)
    ]
    covered = {kpi for gap in gaps for kpi in (*gap.kpis, gap.subject)}
    boxes = [gap_box(context, gap) for gap in gaps]
    for one in own:
        told = one.kpi in covered or (one.kpi in levels and one.reason and one.reason.code in WITHOUT_BOX)
        if one.verdict == "na" and not told and one.reason is not None:
            boxes.append(_indicator_box(context, one))
    boxes += driver_boxes(context, area.area)
    boxes += [box for one in _bottlenecks(context, area) for box in bottleneck_boxes(context, one)]
    return merged(boxes)


def _indicator_box(context: Context, one: Indicator) -> Box:
    words = context.words
    why = reason(words, one.reason) if one.reason else words("reason.no_source_bare")
    text = words("notassessed.because", reason=why)
    if one.reason and one.reason.file and one.reason.code != "no_source":
        text += " " + words("notassessed.fix", file=one.reason.file)
    return Box(context.voice.inside(one), text, context.mark("na"))
