"""The lines of rejects.csv: rows that could not be read, and values that do not count, each by file and line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import duckdb

from dagster_project.evidence.rows import read
from dagster_project.session import AuditSession

_ISSUES = "(select file_id, system, table_name, row_number, column_name, issue, severity from marts.record_issues)"


def rejected(connection: duckdb.DuckDBPyConnection, session: AuditSession) -> Iterator[tuple[object, ...]]:
    """File, table, physical line, row number, column, issue, severity; quarantined rows first, in a fixed order."""
    if session.ledger is None:
        raise RuntimeError("the list of rejected rows needs the loaded exports")
    names = {entry.file_id: entry.name for entry in session.ledger.active}
    for entry in sorted(session.ledger.active, key=lambda one: one.name):
        table = " + ".join(sorted({feed.full_name for feed in entry.feeds}))
        for line, reason in _quarantined(session.ledger.raw_dir / "quarantine" / f"{entry.file_id}.jsonl"):
            yield entry.name, table, line, None, None, reason, "quarantined"
    for row in read(connection, _ISSUES, "all"):
        name = names.get(row["file_id"], row["file_id"])
        table = f"{row['system']}.{row['table_name']}"
        yield name, table, None, row["row_number"], row["column_name"], row["issue"], row["severity"]


def _quarantined(path: Path) -> Iterator[tuple[int, str]]:
    """First line and reason of each quarantined record of a file; excluded titles and totals are no rejects."""
    if not path.exists():
        return
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if record["outcome"] == "quarantined":
                yield record["first_line"], record["reason"]
