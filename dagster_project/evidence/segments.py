"""The parts of the company as the report is given them: ``findings.segment_spreads`` with the changes of the parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import duckdb

from dagster_project.analysis import reasons
from dagster_project.catalogue import KpiDeclaration
from dagster_project.evidence.rows import Row, read
from dagster_project.segments import PERSONS, TEAMS
from reports.measures import Reason
from reports.segments import PartLevel, Segments, SegmentSpread

USERS = "users.csv"
_LINES = "(select kpi, segment, segment_value, verdict, reason from findings.kpi_results where segment is not null)"


def segments(connection: duckdb.DuckDBPyConnection, declarations: Iterable[KpiDeclaration]) -> Segments:
    """Spreads in the order of the KPIs; without any, the reason: no team is known, or all are too small."""
    units = {one.id: one.unit for one in declarations}
    lines = [row for row in read(connection, _LINES, "all") if row["segment"] != PERSONS]
    verdicts = Counter((row["kpi"], row["segment"], row["verdict"]) for row in lines)
    n_hidden = sum(row["segment"] == TEAMS and row["reason"] == reasons.SUPPRESSED for row in lines)
    spreads = tuple(
        _spread(row, units[row["kpi"]], verdicts) for row in read(connection, "findings.segment_spreads", "rowid")
    )
    if spreads:
        return Segments(spreads, n_hidden)
    return Segments(missing=Reason(reasons.SUPPRESSED) if n_hidden else Reason(reasons.NO_SOURCE, file=USERS))


def _spread(row: Row, unit: str, verdicts: Counter[tuple[str, str, str]]) -> SegmentSpread:
    best, weakest = (
        PartLevel(row[name], *(row[f"{name}_{column}"] for column in ("value", "low", "high", "n")))
        for name in ("best", "weakest")
    )
    counts = {name: verdicts[row["kpi"], row["segment"], name] for name in ("ok", "likely", "bad", "none")}
    better = counts["ok"] + counts["likely"]
    compared = better + counts["bad"] + counts["none"]
    return SegmentSpread(
        row["kpi"],
        row["segment"],
        unit,
        row["n_parts"],
        best,
        weakest,
        row["is_clear"],
        better,
        counts["bad"],
        compared,
    )
