"""One KPI from its cells to a measured line of kpi.csv, still without a verdict."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from dagster_project.analysis import reasons
from dagster_project.analysis.cells import Cells
from dagster_project.analysis.comparison import Compared, Sample, compare
from dagster_project.analysis.coverage import (
    cohort_codes,
    complete_window_months,
    coverage_codes,
    covered_months,
    instrument_codes,
    paired_months,
    source_codes,
)
from dagster_project.analysis.gates import Check, gate_codes, input_codes
from dagster_project.analysis.intervals import MIN_MONTHS, Moments
from dagster_project.analysis.levels import count_of, level_of, n_months_of
from dagster_project.analysis.results import KpiResult
from dagster_project.analysis.survival import REPLICATES
from dagster_project.analysis.windows import AuditWindows, Window, month_start
from dagster_project.catalogue import KpiDeclaration

MIN_ROWS = 10
MIN_ANSWERS = 30
"""Fewer rows (answers, for NPS) on a side are not compared."""

SEGMENT_REPLICATES = 300
"""Bootstrap samples of a median in a part of the company: many parts, and a standard error known to 4 % will do."""

FEW_ROWS = 30
"""Fewer rows on a side are compared with a warning."""


@dataclass(frozen=True)
class Overview:
    """The exact figures of marts.audit_overview over all data of one KPI; days are None without data."""

    n: int
    n_complete: int
    first_day: date | None
    last_day: date | None
    mean: float | None = None
    median: float | None = None
    total: float | None = None
    share: float | None = None


@dataclass(frozen=True)
class KpiData:
    """All that the marts know of one KPI. ``moments`` is keyed by period."""

    cells: Cells
    overview: Overview
    moments: Mapping[str, Moments] = field(default_factory=dict)


@dataclass(frozen=True)
class AuditContext:
    """What holds for all KPIs of an audit.

    ``inputs`` are the entities that have rows (None: not known); ``reconciled`` the KPIs whose source was reconciled
    with an independent one; ``sources`` the rows of each entity, period and source; ``quality`` the measures of the
    inputs of each KPI, as ``gates.LIMITS`` names them; ``instruments`` the answers of each KPI, period and question
    with its scale.
    """

    windows: AuditWindows
    seed: int
    checks: tuple[Check, ...] = ()
    inputs: frozenset[str] | None = None
    reconciled: frozenset[str] = frozenset()
    sources: Mapping[str, Mapping[str, Mapping[str, int]]] = field(default_factory=dict)
    quality: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    instruments: Mapping[str, Mapping[str, Mapping[str, int]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Measurement:
    """A line of kpi.csv before judgement, the codes that block or weaken it, and everything compared."""

    declaration: KpiDeclaration
    result: KpiResult
    codes: tuple[str, ...]
    compared: Compared | None = None
    n_months: int = 0


def measure(
    declaration: KpiDeclaration,
    data: KpiData,
    context: AuditContext,
    segment: tuple[str, str] | None = None,
    *,
    levels_only: bool = False,
) -> Measurement:
    """The levels of both periods, the change and its interval, as far as the data allow.

    Without windows the level over all data stands in ``after``. ``segment`` names a part of the company (team,
    channel, … and its value), for which ``data`` holds the cells alone. ``levels_only``: nothing is compared, as for a
    single person.
    """
    result = KpiResult(
        kpi=declaration.id,
        label_ru=declaration.label.ru,
        label_en=declaration.label.en,
        unit=declaration.unit,
        segment=segment[0] if segment else None,
        segment_value=segment[1] if segment else None,
        query_id=f"kpi_{declaration.id}",
    )
    overview = data.overview
    if overview.n == 0:
        return Measurement(declaration, result, (_why_empty(declaration, context),))
    gates = (*gate_codes(declaration.id, context.checks), *input_codes(context.quality.get(declaration.id, {})))
    if overview.first_day is None or overview.last_day is None:
        return _without_windows(declaration, data, result, range(0), (reasons.NO_DATES, *gates))
    covered = covered_months(declaration.statistic, overview.first_day, overview.last_day, overview.n)
    windows = context.windows
    if windows.before is None or windows.after is None:
        code = windows.reason or reasons.NO_ROLLOUT
        return _without_windows(declaration, data, result, covered, (code, *gates))
    between = (windows.before, windows.after)
    return _between(declaration, data, context, result, covered, gates, between, levels_only)


def _why_empty(declaration: KpiDeclaration, context: AuditContext) -> str:
    """No rows: nothing was uploaded, or what was uploaded does not record this."""
    if context.inputs is not None and set(declaration.inputs) <= context.inputs:
        return reasons.NOT_TRACKED
    return reasons.NO_SOURCE


def _without_windows(
    declaration: KpiDeclaration, data: KpiData, result: KpiResult, covered: range, codes: tuple[str, ...]
) -> Measurement:
    """A level over all data in ``after``; medians without open cases are the exact ones of the overview."""
    cells, overview = data.cells, data.overview
    level, n = level_of(declaration, cells, list(covered)), count_of(declaration, cells)
    all_ended = declaration.statistic == "km_median" and overview.n == overview.n_complete
    if overview.median is not None and (declaration.statistic == "median" or all_ended):
        level, n = overview.median, overview.n
    if level is None and declaration.statistic == "km_median":
        codes = (*codes, reasons.MEDIAN_NOT_REACHED)
    period = f"{overview.first_day}/{overview.last_day}" if overview.first_day else None
    result = replace(result, period_after=period, after=level, n_after=n, method="level_only")
    return Measurement(declaration, result, codes, n_months=len(covered))


def _between(
    declaration: KpiDeclaration,
    data: KpiData,
    context: AuditContext,
    result: KpiResult,
    covered: range,
    gates: tuple[str, ...],
    windows: tuple[Window, Window],
    levels_only: bool,
) -> Measurement:
    before, after = (data.cells.in_period(context.windows, period) for period in ("before", "after"))
    months = [complete_window_months(window, covered) for window in windows]
    pairs = paired_months(windows, *months)
    if pairs:
        months = [[old for old, _ in pairs], [new for _, new in pairs]]
    replicates = REPLICATES if result.segment is None else SEGMENT_REPLICATES
    spans = (tuple(months[0]), tuple(months[1]))
    sample = Sample(before, after, *spans, bool(pairs), data.moments, _seed(context, result), replicates)
    levels = _levels(declaration, sample)
    result = replace(
        result,
        period_before=windows[0].label,
        period_after=windows[1].label,
        before=levels[0],
        after=levels[1],
        n_before=count_of(declaration, before),
        n_after=count_of(declaration, after),
        method="level_only",
    )
    n_months = min(n_months_of(declaration, before), n_months_of(declaration, after))
    if levels_only:
        few = min(n for n in (result.n_before, result.n_after) if n) < FEW_ROWS
        codes = (reasons.PERSON, *gates, *((reasons.FEW_ROWS,) if few else ()))
        return Measurement(declaration, result, codes, n_months=n_months)
    gates = (*instrument_codes(declaration.id, context.instruments), *gates)
    missing = _missing(declaration, levels, before, after)
    if missing:
        return Measurement(declaration, result, (*missing, *gates), n_months=n_months)
    codes = (*gates, *_comparability(declaration, context, sample, covered))
    return _changed(declaration, sample, result, codes, n_months)


def _levels(declaration: KpiDeclaration, sample: Sample) -> tuple[float | None, float | None]:
    before = level_of(declaration, sample.before, sample.months_before) if len(sample.before) else None
    after = level_of(declaration, sample.after, sample.months_after) if len(sample.after) else None
    return before, after


def _missing(
    declaration: KpiDeclaration, levels: tuple[float | None, float | None], before: Cells, after: Cells
) -> tuple[str, ...]:
    """Why a level is missing: no rows on that side, all of them too young, or most cases still open."""
    codes = []
    for absent, cells, level in ((reasons.NO_BEFORE, before, levels[0]), (reasons.NO_AFTER, after, levels[1])):
        if level is None and cells.rows == 0:
            codes.append(absent)
        elif level is None:
            is_open = declaration.statistic == "km_median"
            codes.append(reasons.MEDIAN_NOT_REACHED if is_open else reasons.TOO_FEW)
    return tuple(dict.fromkeys(codes))


def _comparability(
    declaration: KpiDeclaration, context: AuditContext, sample: Sample, covered: range
) -> tuple[str, ...]:
    """Codes that hold whatever the change is: sizes, seasons, coverage, cohorts."""
    smallest = min(count_of(declaration, sample.before), count_of(declaration, sample.after))
    notes = context.windows.notes
    is_flow = declaration.statistic == "monthly_sum" or (
        declaration.statistic == "ratio" and declaration.unit == "count"
    )
    found = {
        reasons.TOO_FEW: smallest < (MIN_ANSWERS if declaration.statistic == "nps" else MIN_ROWS),
        reasons.DIFFERENT_MONTHS: is_flow and reasons.DIFFERENT_MONTHS in notes,
        reasons.FEW_ROWS: MIN_ROWS <= smallest < FEW_ROWS,
        reasons.SAMPLE: declaration.statistic == "nps",
        reasons.ONE_COHORT: min(n_months_of(declaration, one) for one in (sample.before, sample.after)) < MIN_MONTHS,
        reasons.SEASON_NOT_REMOVED: not is_flow and reasons.DIFFERENT_MONTHS in notes,
        reasons.UNEQUAL_LENGTH: reasons.UNEQUAL_LENGTH in notes,
        reasons.PARTIAL_MONTHS: reasons.PARTIAL_MONTHS in notes,
    }
    codes = tuple(code for code, holds in found.items() if holds)
    cohorts = cohort_codes(declaration, sample.before, sample.after)
    changed = source_codes(declaration, context.sources)
    return (*codes, *cohorts, *coverage_codes(declaration, context.windows, covered), *changed)


def _changed(
    declaration: KpiDeclaration, sample: Sample, result: KpiResult, codes: tuple[str, ...], n_months: int
) -> Measurement:
    assert result.before is not None and result.after is not None
    change = result.after - result.before
    on_points = declaration.unit == "points"
    percent = None if on_points or result.before == 0 else 100 * change / abs(result.before)
    if result.before == 0 and not on_points:
        codes = (*codes, reasons.ZERO_BEFORE)
    result = replace(result, change=change, change_pct=percent)
    if reasons.TOO_FEW in codes:
        return Measurement(declaration, result, codes, n_months=n_months)
    compared = compare(declaration, sample)
    if compared.main is not None:
        result = replace(
            result,
            ci_low=compared.main.low,
            ci_high=compared.main.high,
            ci_unit=compared.main.unit,
            method=compared.main.method,
            p_value=compared.main.p_value,
        )
    return Measurement(declaration, result, (*codes, *compared.codes), compared, n_months)


def _seed(context: AuditContext, result: KpiResult) -> int:
    """A seed for each figure, the same in every run, whatever other figures there are."""
    name = f"{context.seed}:{result.kpi}:{result.segment or ''}:{result.segment_value or ''}"
    return zlib.crc32(name.encode())


def monthly_values(declaration: KpiDeclaration, data: KpiData) -> tuple[tuple[date, float | None, int], ...]:
    """Month, level and rows for each month from the first to the last with data; None where nothing was observed."""
    months = data.cells.months()
    if not months:
        return ()
    found = []
    for index in range(months[0], months[-1] + 1):
        cells = data.cells.in_months([index])
        found.append((month_start(index), level_of(declaration, cells, [index]), count_of(declaration, cells)))
    return tuple(found)
