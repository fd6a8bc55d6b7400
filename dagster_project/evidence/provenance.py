"""Which source each period stands on, how well sources know each other's customers, and what changed in the inputs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import duckdb

from dagster_project.evidence.rows import Row, read
from reports.provenance import (
    HistoryAgreement,
    IdentityMatch,
    InputChanges,
    Overlap,
    Provenance,
    SourceCoverage,
    TableChanges,
    Unmatched,
)

_COVERAGE = (
    "(select entity, source_relation, cast(sum(n_rows) as bigint) as n_rows, "
    "cast(coalesce(sum(n_rows) filter (period = 'before'), 0) as bigint) as n_before, "
    "cast(coalesce(sum(n_rows) filter (period = 'after'), 0) as bigint) as n_after, "
    "min(first_at) as first_at, max(last_at) as last_at from marts.source_coverage group by all)"
)
_UNMATCHED = "(select source_relation, count(*) as n_records from marts.unmatched_customers group by all)"


def provenance(connection: duckdb.DuckDBPyConnection) -> Provenance:
    """What the marts say of the sources, each part in a fixed order."""
    return Provenance(
        coverage=tuple(_coverage(row) for row in read(connection, _COVERAGE, "entity, source_relation")),
        matches=_matches(read(connection, "marts.identity_match_rates", "all")),
        unmatched=tuple(
            Unmatched(row["source_relation"], row["n_records"]) for row in read(connection, _UNMATCHED, "all")
        ),
        overlaps=tuple(
            Overlap(row["entity"], row["source_relation"], row["same_as_source_relation"], row["match_rule"], row["n"])
            for row in read(connection, "marts.source_overlaps", "all")
        ),
        agreements=tuple(
            HistoryAgreement(row["source_relation"], row["property_name"], row["n_compared"], row["n_differing"])
            for row in read(connection, "marts.deal_history_agreement", "all")
        ),
    )


def changed_inputs(found: Mapping[str, Any] | None) -> InputChanges | None:
    """The changes of the inputs as the report is given them; None for a first audit."""
    if found is None:
        return None
    files, settings, tables = found["files"], found["settings"], found["tables"]
    return InputChanges(
        since=found["since"],
        files_added=tuple(files["added"]),
        files_removed=tuple(files["removed"]),
        files_changed=tuple(files["changed"]),
        files_renamed=tuple(files["renamed"]),
        tables=None if tables is None else tuple(_table(name, rows) for name, rows in sorted(tables.items())),
        as_of_before=date.fromisoformat(settings["as_of"][0]) if settings["as_of"] else None,
        settings_changed=settings["audit_yml_changed"],
        program_changed=settings["crm_audit_changed"],
    )


def _coverage(row: Row) -> SourceCoverage:
    return SourceCoverage(
        entity=row["entity"],
        source=row["source_relation"],
        n_before=row["n_before"],
        n_after=row["n_after"],
        n_rows=row["n_rows"],
        first_day=_day(row["first_at"]),
        last_day=_day(row["last_at"]),
    )


def _matches(rows: list[Row]) -> tuple[IdentityMatch, ...]:
    by_rule: dict[tuple[str, str], dict[str, int]] = {}
    for row in rows:
        pair = (row["source_relation"], row["other_source_relation"])
        by_rule.setdefault(pair, {})[row["match_rule"]] = row["n_matched"]
    records = {row["source_relation"]: row["n_records"] for row in rows}
    return tuple(
        IdentityMatch(*pair, records[pair[0]], found.pop("any"), {rule: n for rule, n in sorted(found.items()) if n})
        for pair, found in sorted(by_rule.items())
    )


def _table(name: str, rows: Mapping[str, Any]) -> TableChanges:
    return TableChanges(name, rows["added"], rows["late"], rows["changed"], rows["removed"])


def _day(value: date | datetime | None) -> date | None:
    return value.date() if isinstance(value, datetime) else value
