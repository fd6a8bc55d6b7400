"""Findings: from the audit marts to the tables of the schema ``findings``, and kpi.csv from those.

The marts are read with one-line queries; all arithmetic is in ``dagster_project.analysis``.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, replace
from datetime import date, datetime
from typing import Any

import duckdb
import numpy as np

from dagster_project.analysis.cells import Cells, cells_of, steady
from dagster_project.analysis.change import AuditContext, KpiData, Measurement, Overview, measure, monthly_values
from dagster_project.analysis.curves import curve_points
from dagster_project.analysis.gates import Check
from dagster_project.analysis.intervals import Moments
from dagster_project.analysis.levels import count_of, level_interval
from dagster_project.analysis.opinion import Opinion, opinion_of
from dagster_project.analysis.results import KPI_CSV_COLUMNS, Level, MonthlyValue, ScaledInterval
from dagster_project.analysis.spread import Spread, adjusted
from dagster_project.analysis.verdicts import judge
from dagster_project.analysis.windows import AuditWindows, Window
from dagster_project.catalogue import KpiDeclaration
from dagster_project.segments import measured_parts, people_rows, read_segments

SEED = 20170701
"""The seed of every bootstrap; each figure derives its own from it."""

DEFAULT_MATERIALITY = 0.05
_ROWS_AT_ONCE = 500

Connection = duckdb.DuckDBPyConnection

_CELLS = (
    "select month, team_id, user_id, channel, bucket, n, n_complete, value_sum, weight_sum, value_sq_sum "
    "from marts.audit_cells where kpi = ?"
)
_MOMENTS = (
    "select period, n_clusters, value_sum, weight_sum, yy, yw, ww from marts.audit_cluster_moments "
    "where kpi = ? and period in ('before', 'after')"
)
_OVERVIEW = (
    "select n, n_complete, first_at, last_at, mean, median, total, share from marts.audit_overview where kpi = ?"
)
_SOURCES = (
    "select entity, period, source_relation, cast(sum(n_rows) as bigint) from marts.source_coverage "
    "where period is not null group by all order by all"
)

_INSTRUMENTS = (
    "select kpi, period, concat_ws('|', question, scale_min, scale_max), cast(sum(n_answers) as bigint) "
    "from marts.survey_instruments group by all order by all"
)

_TABLES = {
    "kpi_results": (
        "kpi varchar, label_ru varchar, label_en varchar, unit varchar, segment varchar, segment_value varchar, "
        "period_before varchar, period_after varchar, before double, after double, n_before bigint, n_after bigint, "
        "change double, change_pct double, ci_low double, ci_high double, ci_unit varchar, "
        "adjusted_change_pct double, adjusted_ci_low double, adjusted_ci_high double, method varchar, "
        "p_value double, p_adjusted double, evidence_grade integer, verdict varchar, reason varchar, query_id varchar"
    ),
    "kpi_monthly": "kpi varchar, month date, value double, n bigint, period varchar",
    "kpi_curves": "kpi varchar, period varchar, x double, survival double, n_at_risk bigint",
    "kpi_levels": "kpi varchar, period varchar, value double, ci_low double, ci_high double, n bigint",
    "kpi_intervals": (
        "kpi varchar, segment varchar, segment_value varchar, ci_unit varchar, estimate double, ci_low double, "
        "ci_high double"
    ),
    "segment_spreads": (
        "kpi varchar, segment varchar, n_parts integer, best varchar, best_value double, best_low double, "
        "best_high double, best_n bigint, weakest varchar, weakest_value double, weakest_low double, "
        "weakest_high double, weakest_n bigint, p_value double, p_adjusted double, is_clear boolean"
    ),
    "people_codes": "user_id varchar, code varchar",
    "periods": "period varchar, starts_on date, ends_before date, n_months integer, is_partial boolean",
    "opinion": ("grade varchar, n_ok integer, n_likely integer, n_none integer, n_bad integer, not_assessed varchar[]"),
}


def write_findings(
    connection: Connection,
    declarations: Sequence[KpiDeclaration],
    windows: AuditWindows,
    expectations: Iterable[Check],
    *,
    inputs: frozenset[str] | None = None,
    least_people: int = 5,
    reconciled: frozenset[str] = frozenset(),
    quality: Mapping[str, Mapping[str, float]] | None = None,
    seed: int = SEED,
) -> None:
    """Create and fill the tables of ``findings`` but ``expectations``, from the audit marts of the same file.

    ``windows`` are those that the warehouse was built with; ``expectations`` lower the evidence of the KPIs that they
    name. ``inputs`` are the entities that have rows: an empty KPI whose inputs all have rows is "not tracked", any
    other has no source. Teams of fewer than ``least_people`` persons are not shown.
    ``reconciled`` names KPIs whose source agrees with an independent one; ``quality`` holds the measures
    of the inputs of each KPI (``input_quality``). The outcome depends on nothing else.
    """
    sources, instruments = (_by_period(connection, query) for query in (_SOURCES, _INSTRUMENTS))
    context = AuditContext(windows, seed, tuple(expectations), inputs, reconciled, sources, quality or {}, instruments)
    materiality = _materiality(connection)
    known = [(_with_materiality(one, materiality), _kpi_data(connection, one.id)) for one in declarations]
    company = [measure(declaration, data, context) for declaration, data in known]
    segments = read_segments(connection, context)
    parts, spreads = [], []
    for one, (_, data) in zip(company, known, strict=True):
        lines, found = measured_parts(one, data, segments, context, least_people)
        parts += lines
        spreads += found
    measured = [*company, *parts]
    results = judge(measured, reconciled)
    monthly = [point for declaration, data in known for point in _monthly(declaration, data, windows)]
    curves = [point for declaration, data in known for point in curve_points(declaration, data, windows)]
    levels = [level for one, (_, data) in zip(company, known, strict=True) for level in _levels(one, data, windows)]
    connection.execute("create schema if not exists findings")
    _write(connection, "kpi_results", [astuple(one) for one in results])
    _write(connection, "kpi_monthly", [astuple(one) for one in monthly])
    _write(connection, "kpi_curves", [astuple(one) for one in curves])
    _write(connection, "kpi_levels", [astuple(one) for one in levels])
    _write(connection, "kpi_intervals", [astuple(one) for part in measured for one in _intervals(part)])
    _write(connection, "segment_spreads", [_spread_row(one) for one in adjusted(spreads)])
    _write(connection, "people_codes", list(people_rows(segments.codes)))
    _write(connection, "periods", _periods(windows))
    _write(connection, "opinion", [_opinion_row(opinion_of(results))])


def kpi_csv(connection: Connection) -> str:
    """kpi.csv as text, from ``findings.kpi_results`` in its own order.

    UTF-8, comma, header, a point in numbers, full precision; an unknown value is empty. Text that a spreadsheet would
    take for a formula gets a leading apostrophe.
    """
    names = ", ".join(KPI_CSV_COLUMNS)
    rows = connection.execute(f"select {names} from findings.kpi_results order by rowid").fetchall()
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(KPI_CSV_COLUMNS)
    writer.writerows([_csv_value(value) for value in row] for row in rows)
    return out.getvalue()


def _csv_value(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return repr(value + 0.0)
    text = str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) and not isinstance(value, int) else text


def _write(connection: Connection, table: str, rows: Sequence[Sequence[object]]) -> None:
    """Create ``findings.<table>`` anew with these rows, in their order."""
    connection.execute(f"create or replace table findings.{table} ({_TABLES[table]})")
    for first in range(0, len(rows), _ROWS_AT_ONCE):
        chunk = rows[first : first + _ROWS_AT_ONCE]
        marks = f"({', '.join('?' for _ in chunk[0])})"
        values = [value for row in chunk for value in row]
        connection.execute(f"insert into findings.{table} values {', '.join([marks] * len(chunk))}", values)


def _kpi_data(connection: Connection, kpi: str) -> KpiData:
    cells = cells_of(connection.execute(_CELLS, [kpi]).fetchall())
    moments = {period: _moments(values) for period, *values in connection.execute(_MOMENTS, [kpi]).fetchall()}
    row = connection.execute(_OVERVIEW, [kpi]).fetchone()
    return KpiData(cells, _overview(row), moments)


def _moments(values: Sequence[Any]) -> Moments:
    n_clusters, *sums = values
    y, w, yy, yw, ww = steady(np.array([one or 0.0 for one in sums], dtype=np.float64)).tolist()
    return Moments(int(n_clusters), y, w, yy, yw, ww)


def _overview(row: tuple[Any, ...] | None) -> Overview:
    if row is None:
        return Overview(0, 0, None, None)
    n, n_complete, first_at, last_at, *figures = row
    mean, median, total, share = (None if one is None else float(one) for one in figures)
    return Overview(n or 0, n_complete or 0, _day(first_at), _day(last_at), mean, median, total, share)


def _day(value: date | datetime | None) -> date | None:
    return value.date() if isinstance(value, datetime) else value


def _by_period(connection: Connection, query: str) -> dict[str, dict[str, dict[str, int]]]:
    """What is measured → period → what it stands on (a source, a question and its scale) → number of rows."""
    found: dict[str, dict[str, dict[str, int]]] = {}
    for measured, period, stands_on, n in connection.execute(query).fetchall():
        found.setdefault(measured, {}).setdefault(period, {})[stands_on] = n
    return found


def _materiality(connection: Connection) -> float | None:
    row = connection.execute("select materiality from marts.audit_parameters").fetchone()
    return float(row[0]) if row and row[0] is not None else None


def _with_materiality(declaration: KpiDeclaration, wanted: float | None) -> KpiDeclaration:
    """The setting of the audit replaces the default; a KPI with a threshold of its own keeps it."""
    if wanted is None or declaration.materiality != DEFAULT_MATERIALITY:
        return declaration
    return replace(declaration, materiality=wanted)


def _monthly(declaration: KpiDeclaration, data: KpiData, windows: AuditWindows) -> list[MonthlyValue]:
    return [
        MonthlyValue(declaration.id, month, value, n, windows.period_of(month))
        for month, value, n in monthly_values(declaration, data)
    ]


def _levels(measurement: Measurement, data: KpiData, windows: AuditWindows) -> list[Level]:
    """Levels with their own intervals: of both periods, or of all data when there are no periods."""
    result = measurement.result
    if windows.before is None:
        return [_level(measurement, "all", result.after, data.cells)]
    values = {"before": result.before, "after": result.after}
    return [_level(measurement, name, value, data.cells.in_period(windows, name)) for name, value in values.items()]


def _level(measurement: Measurement, period: str, value: float | None, cells: Cells) -> Level:
    declaration = measurement.declaration
    interval = None if value is None else level_interval(declaration, cells)
    low, high = (None, None) if interval is None else (interval.low, interval.high)
    return Level(
        declaration.id,
        period,
        value,
        low,
        None if high is None or np.isinf(high) else high,
        count_of(declaration, cells),
    )


def _intervals(measurement: Measurement) -> list[ScaledInterval]:
    if measurement.compared is None:
        return []
    result, compared = measurement.result, measurement.compared
    estimates = ([compared.main] if compared.main else []) + list(compared.other)
    return [
        ScaledInterval(result.kpi, result.segment, result.segment_value, one.unit, one.value, one.low, one.high)
        for one in estimates
    ]


def _periods(windows: AuditWindows) -> list[tuple[object, ...]]:
    before, after = windows.before, windows.after
    if before is None or after is None:
        return []
    found = [("before", before), ("after", after)]
    if before.ends_before < after.starts_on:
        n_months = sum(month >= before.ends_before for month in Window(before.ends_before, after.starts_on, 0).months())
        found.insert(1, ("washout", Window(before.ends_before, after.starts_on, n_months)))
    return [(name, one.starts_on, one.ends_before, one.n_months, one.is_partial) for name, one in found]


def _spread_row(one: Spread) -> tuple[object, ...]:
    parts = (*astuple(one.best), *astuple(one.weakest))
    return (one.kpi, one.segment, one.n_parts, *parts, one.p_value, one.p_adjusted, one.is_clear)


def _opinion_row(opinion: Opinion) -> tuple[object, ...]:
    *counts, missing = astuple(opinion)
    return (*counts, list(missing))
