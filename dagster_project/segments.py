"""The parts of the company: every KPI by team, manager and channel, and how far the parts lie apart.

Read from the segment marts; the arithmetic is in ``dagster_project.analysis``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

import duckdb
import numpy as np

from dagster_project.analysis import reasons
from dagster_project.analysis.cells import Cells, cells_of, steady
from dagster_project.analysis.change import MIN_ANSWERS, MIN_ROWS, AuditContext, KpiData, Measurement, measure
from dagster_project.analysis.intervals import Moments
from dagster_project.analysis.levels import count_of
from dagster_project.analysis.person_codes import person_codes
from dagster_project.analysis.results import KpiResult
from dagster_project.analysis.spread import Part, Spread, spread_of
from dagster_project.analysis.suppression import hidden_parts
from dagster_project.catalogue import KpiDeclaration

PERSONS = "manager"
"""The segment whose parts are single people: levels only, under codes, never ranked."""

TEAMS = "team"
UNKNOWN, OTHER = "(unknown)", "(other)"
"""Rows that do not state the segment, and the small values of a segment of many."""

MAX_VALUES = 20
_FIGURES = ("month", "bucket", "n", "n_complete", "value", "weight", "square")

_PARTS = "select distinct kpi, segment from marts.audit_segment_cells order by kpi, segment"
_CELLS = (
    "select month, segment_value, user_id, null, bucket, n, n_complete, value_sum, weight_sum, value_sq_sum "
    "from marts.audit_segment_cells where kpi = ? and segment = ?"
)
_MOMENTS = (
    "select kpi, segment, segment_value, period, n_clusters, value_sum, weight_sum, yy, yw, ww "
    "from marts.audit_segment_moments where period in ('before', 'after')"
)


@dataclass(frozen=True)
class Segments:
    """Cells of each KPI and segment, whose ``team`` is the name of the part; moments by KPI, segment, part and period.

    ``codes`` are those of the managers, ``people`` the persons behind each team, by period.
    """

    cells: Mapping[tuple[str, str], Cells]
    moments: Mapping[tuple[str, str, str], Mapping[str, Moments]]
    codes: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


def read_segments(connection: duckdb.DuckDBPyConnection, context: AuditContext) -> Segments:
    """All segment marts at once. Managers go under their codes from here on."""
    found = connection.execute(_PARTS).fetchall()
    # One KPI and segment at a time: all rows at once, as Python objects, would take gigabytes in a large company.
    cells = {(kpi, segment): _cells(connection, kpi, segment) for kpi, segment in found}
    codes = _codes({kpi: one for (kpi, segment), one in cells.items() if segment == PERSONS})
    for kpi, segment in found:
        if segment == PERSONS:
            cells[kpi, segment] = _cells(connection, kpi, segment, codes)
    moments: dict[tuple[str, str, str], dict[str, Moments]] = defaultdict(dict)
    for kpi, segment, part, period, n_clusters, *sums in connection.execute(_MOMENTS).fetchall():
        y, w, yy, yw, ww = steady(np.array([one or 0.0 for one in sums], dtype=np.float64)).tolist()
        part = codes.get(part, part) if segment == PERSONS else part
        moments[kpi, segment, part or UNKNOWN][period] = Moments(int(n_clusters), y, w, yy, yw, ww)
    return Segments(cells, moments, codes, _people(cells, context))


def _cells(
    connection: duckdb.DuckDBPyConnection, kpi: str, segment: str, codes: Mapping[str, str] | None = None
) -> Cells:
    """The cells of one KPI and segment; ``codes`` stand for the names of parts, where given."""
    known = codes or {}
    rows = connection.execute(_CELLS, [kpi, segment]).fetchall()
    return cells_of((month, known.get(part, part) or UNKNOWN, *rest) for month, part, *rest in rows)


def _codes(cells: Mapping[str, Cells]) -> dict[str, str]:
    """The code of every manager, from the figures of all KPIs."""
    figures: dict[str, list[object]] = defaultdict(list)
    for kpi in sorted(cells):
        one = cells[kpi]
        numbers = zip(*(getattr(one, name).tolist() for name in _FIGURES), strict=True)
        for person, values in zip(one.team.tolist(), numbers, strict=True):
            if person != UNKNOWN:
                figures[person].append((kpi, *values))
    return person_codes(figures)


def _people(cells: Mapping[tuple[str, str], Cells], context: AuditContext) -> dict[str, tuple[int, ...]]:
    """How many persons stand behind each team in each period, over all KPIs; no entry where none is known."""
    found: dict[str, list[set[str]]] = {}
    for (_, segment), one in sorted(cells.items()):
        if segment != TEAMS:
            continue
        for place, part in enumerate(_periods(one, context)):
            known = part.where(part.user != "")
            for team, user in zip(known.team.tolist(), known.user.tolist(), strict=True):
                found.setdefault(team, [set(), set()])[place].add(user)
    return {team: tuple(len(persons) for persons in periods) for team, periods in found.items()}


def _periods(cells: Cells, context: AuditContext) -> list[Cells]:
    """The cells of both periods, or all of them when nothing is compared."""
    if context.windows.before is None:
        return [cells]
    return [cells.in_period(context.windows, name) for name in ("before", "after")]


def measured_parts(
    whole: Measurement, data: KpiData, segments: Segments, context: AuditContext, least_people: int
) -> tuple[list[Measurement], list[Spread]]:
    """The lines of every part of one KPI, by segment and name, and the spread of each segment but the managers'.

    What cannot be compared in the whole cannot be compared in a part. Parts of few rows, and teams of fewer than
    ``least_people`` persons, have a line without figures, as have those that would give them away.
    """
    lines: list[Measurement] = []
    spreads: list[Spread] = []
    for (kpi, segment), cells in sorted(segments.cells.items()):
        if kpi != whole.declaration.id or not set(np.unique(cells.team)) - {UNKNOWN}:
            continue
        cells = cells if segment == PERSONS else _pooled(cells)
        shown, hidden = _shown(whole.declaration, segment, cells, segments, context, least_people)
        lines += [_line(whole, segment, name, cells, data, segments, context, name in hidden) for name in shown]
        if segment != PERSONS and reasons.DQ_GATE not in whole.codes:
            names = [name for name in shown if name not in {*hidden, UNKNOWN, OTHER}]
            found = _spread(whole.declaration, segment, names, cells, segments, context)
            spreads += [found] if found else []
    return lines, spreads


def _pooled(cells: Cells) -> Cells:
    """The smallest of more than ``MAX_VALUES`` parts under one name."""
    sizes = {str(name): int(cells.n[cells.team == name].sum()) for name in np.unique(cells.team) if name != UNKNOWN}
    largest = sorted(sizes, key=lambda name: (-sizes[name], name))[:MAX_VALUES]
    kept = np.isin(cells.team, [*largest, UNKNOWN])
    return replace(cells, team=np.where(kept, cells.team, OTHER))


def _shown(
    declaration: KpiDeclaration,
    segment: str,
    cells: Cells,
    segments: Segments,
    context: AuditContext,
    least_people: int,
) -> tuple[list[str], frozenset[str]]:
    """The names of all parts with rows in a period, in order, and those of them that are hidden."""
    periods = _periods(cells, context)
    counts = {
        str(name): tuple(count_of(declaration, one.where(one.team == name)) for one in periods)
        for name in np.unique(cells.team)
    }
    counts = {name: rows for name, rows in counts.items() if any(rows)}
    few = _teams_of_few(segments, least_people) if segment == TEAMS else set()
    hidden = hidden_parts(counts, too_few_people=few & counts.keys(), harmless={UNKNOWN, OTHER})
    if segment == PERSONS and len(counts.keys() - hidden - {UNKNOWN}) < least_people:
        hidden = frozenset(counts)
    return sorted(counts), hidden


def _teams_of_few(segments: Segments, least_people: int) -> set[str]:
    return {team for team, people in segments.people.items() if any(0 < n < least_people for n in people)}


def _line(
    whole: Measurement,
    segment: str,
    name: str,
    cells: Cells,
    data: KpiData,
    segments: Segments,
    context: AuditContext,
    is_hidden: bool,
) -> Measurement:
    declaration = whole.declaration
    if is_hidden:
        bare = whole.result
        result = KpiResult(
            bare.kpi, bare.label_ru, bare.label_en, bare.unit, segment, name, query_id="audit_segment_cells"
        )
        return Measurement(declaration, result, (reasons.SUPPRESSED,))
    moments = segments.moments.get((declaration.id, segment, name), {})
    part = KpiData(cells.where(cells.team == name), data.overview, moments)
    one = measure(declaration, part, context, (segment, name), levels_only=segment == PERSONS)
    inherited = tuple(code for code in whole.codes if code == reasons.NOT_COMPARABLE_COHORTS)
    return replace(one, codes=tuple(dict.fromkeys((*inherited, *one.codes))))


def _spread(
    declaration: KpiDeclaration,
    segment: str,
    names: Collection[str],
    cells: Cells,
    segments: Segments,
    context: AuditContext,
) -> Spread | None:
    """The spread in the period after, or over all data."""
    least = MIN_ANSWERS if declaration.statistic == "nps" else MIN_ROWS
    latest = _periods(cells, context)[-1]
    parts = []
    for name in names:
        own = latest.where(latest.team == name)
        if count_of(declaration, own) >= least:
            known = segments.moments.get((declaration.id, segment, name), {}).get("after")
            parts.append(Part(name, own, (), known))
    return spread_of(declaration, segment, parts, seed=context.seed)


def people_rows(codes: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """User and code, in the order of the codes: what ``findings.people_codes`` holds."""
    return sorted(codes.items(), key=lambda one: one[1])
