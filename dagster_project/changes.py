"""What an audit says of the one published before it: which files, rows, settings and figures are others, and why."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.errors import InputError
from dagster_project.ingest.catalogue import Table
from dagster_project.ingest.ledger import FileEntry, Ledger, entry_from
from dagster_project.ingest.mapping import SourceMapping
from dagster_project.ingest.relations import view_sql
from dagster_project.ingest.sql_text import identifier, literal
from dagster_project.load import catalogue_for
from dagster_project.record import read_record
from dagster_project.sealed_raw import gather
from dagster_project.session import AuditSession
from dagster_project.settings import load_settings
from dagster_project.warehouse import connect
from dagster_project.workspace import MANIFEST, Workspace

ANY_TIME = "2000-01-01T00:00:00+00:00"
"""When a file was first seen is not kept with an audit, as nothing depends on it."""
_FIGURES = ("before", "after", "change_pct", "verdict")


@dataclass(frozen=True)
class Earlier:
    """An audit of the workspace as its manifest describes it."""

    audit_id: str
    folder: Path
    manifest: Mapping[str, Any]

    def ledger(self, raw: Path) -> Ledger:
        """The files it stood on, as they were read then; `raw` is the folder with their Parquet files."""
        return Ledger(
            files=tuple(entry_from({**item, "first_seen": ANY_TIME}) for item in self.manifest["readings"]),
            raw_dir=raw,
        )


def previous_audit(session: AuditSession, audit_id: str) -> Earlier | None:
    """The audit published last that is another one than `audit_id` and whose folder is still there, or None."""
    for audit in reversed(read_record(session.workspace.root).audits):
        folder = session.workspace.audits / audit.audit_id
        if audit.audit_id != audit_id and (folder / MANIFEST).is_file():
            return Earlier(audit.audit_id, folder, json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    return None


def gather_raw(workspace: Workspace, audit: Earlier) -> Path:
    """A folder in the build folder with the raw files that an audit stood on, as they were then.

    Raises InputError naming the file when one is missing or damaged.
    """
    published = read_record(workspace.root).by_id(audit.audit_id)
    digests = published.raw_sha256 if published is not None else {}
    readings = audit.manifest["readings"]
    target = workspace.build / "earlier"
    gather(
        workspace.raw,
        {item["file_id"]: digests.get(item["file_id"]) for item in readings},
        {item["file_id"]: item["name"] for item in readings},
        target,
    )
    return target


def input_changes(session: AuditSession, audit_id: str, inputs: Mapping[str, Any]) -> dict[str, Any] | None:
    """What is other in the inputs than in the audit published before; None for the first audit of a workspace.

    `files` and `settings` are why, `tables` (rows by key, for each table that changed) is what. `tables` is None when
    the raw files of the earlier audit are no longer complete. Call it while the built warehouse is not open.
    """
    earlier = previous_audit(session, audit_id)
    if earlier is None or session.ledger is None:
        return None
    old = earlier.manifest["inputs"]
    return {
        "since": earlier.audit_id,
        "files": _files(old["files"], inputs["files"]),
        "settings": {
            "as_of": [old["as_of"], inputs["as_of"]] if old["as_of"] != inputs["as_of"] else None,
            "audit_yml_changed": old["audit_yml_sha256"] != inputs["audit_yml_sha256"],
            "crm_audit_changed": old["code_sha256"] != inputs["code_sha256"],
        },
        "tables": _tables(session, earlier),
    }


def with_figures(session: AuditSession) -> dict[str, Any] | None:
    """The changes of the inputs and the `figures` that came of them, once the figures of this audit are written."""
    if session.changes is None:
        return None
    earlier = session.workspace.audits / str(session.changes["since"]) / "kpi.csv"
    return {**session.changes, "figures": _figures(earlier, session.workspace.build_audit / "kpi.csv")}


def in_words(found: Mapping[str, Any] | None) -> list[str]:
    """The changes as lines for the end of a run; none for a first audit."""
    if found is None:
        return []
    counted = {kind: len(names) for kind, names in found["files"].items() if names}
    files = ", ".join(f"{count} {kind}" for kind, count in counted.items()) or "the same"
    lines = [f"Since audit {found['since']}: files {files}."]
    for table, rows in (found["tables"] or {}).items():
        lines.append(
            f"  {table}: {rows['added']:,} rows added ({rows['late']:,} late), {rows['changed']:,} changed, "
            f"{rows['removed']:,} removed"
        )
    return lines


def _files(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> dict[str, list[str]]:
    before = {str(file["name"]): str(file["file_id"]) for file in old}
    after = {str(file["name"]): str(file["file_id"]) for file in new}
    new_names = sorted(after.keys() - before.keys())
    return {
        "added": [name for name in new_names if after[name] not in before.values()],
        "removed": [name for name in sorted(before.keys() - after.keys()) if before[name] not in after.values()],
        "changed": [name for name in sorted(before.keys() & after.keys()) if before[name] != after[name]],
        "renamed": [name for name in new_names if after[name] in before.values()],
    }


def _tables(session: AuditSession, earlier: Earlier) -> dict[str, dict[str, Any]] | None:
    try:
        old_settings = load_settings(earlier.folder)
        old_ledger = earlier.ledger(gather_raw(session.workspace, earlier))
    except (InputError, KeyError, TypeError):
        return None
    new_ledger = session.ledger or Ledger()
    found = {}
    with connect(session.workspace.build / "changes.duckdb") as connection:
        connection.execute(f"attach {literal(str(session.workspace.build_warehouse))} as built (read_only)")
        for system in catalogue_for(session.settings).systems:
            for table in system.tables:
                if _feeds(table, old_ledger) == _feeds(table, new_ledger):
                    continue
                rows = _rows(
                    connection, table, (old_ledger, old_settings.sources), (new_ledger, session.settings.sources)
                )
                if any(rows.values()):
                    late = _late(connection, table, str(earlier.manifest["inputs"]["as_of"]))
                    found[table.full_name] = {**rows, "late": late, "files": _names(table, old_ledger, new_ledger)}
    return found


def _feeds(table: Table, ledger: Ledger) -> list[tuple[object, ...]]:
    """What decides the rows of a table."""
    return sorted(
        (entry.file_id, entry.reading, feed.columns, feed.mapping is None, feed.rows_filtered, feed.source_relation)
        for entry, feed in ledger.feeds_of(table.full_name)
    )


def _names(table: Table, old: Ledger, new: Ledger) -> list[str]:
    def found(ledger: Ledger) -> dict[str, FileEntry]:
        return {entry.file_id: entry for entry, _ in ledger.feeds_of(table.full_name)}

    before, after = found(old), found(new)
    other = before.keys() ^ after.keys()
    return sorted({(after.get(file_id) or before[file_id]).name for file_id in other})


def _rows(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    old: tuple[Ledger, tuple[SourceMapping, ...]],
    new: tuple[Ledger, tuple[SourceMapping, ...]],
) -> dict[str, int]:
    """Keys only in the new files, only in the old ones, and in both with other contents."""
    key = _joined(list(table.key) or list(table.column_names))
    content = _joined(list(table.column_names))
    for name, (ledger, mappings) in (("old", old), ("new", new)):
        view = view_sql(table, ledger.feeds_of(table.full_name), ledger, mappings)
        connection.execute(
            f"create or replace temp table {name}_rows as select k, bit_xor(h) as h from "
            f"(select distinct {key} as k, hash({content}) as h from ({view})) group by k"
        )
        if name == "new":
            connection.execute(
                f"create or replace temp table new_places as select {key} as k, _file_id, _row_number from ({view})"
            )
    row = connection.execute(
        "select count(*) filter (o.k is null), count(*) filter (n.k is null), "
        "count(*) filter (o.h <> n.h) from old_rows as o full join new_rows as n on o.k = n.k"
    ).fetchone()
    added, removed, changed = row if row is not None else (0, 0, 0)
    return {"added": int(added), "removed": int(removed), "changed": int(changed)}


def _late(connection: duckdb.DuckDBPyConnection, table: Table, as_of: str) -> int:
    """How many of the keys only in the new files are of a day that the earlier audit had already counted.

    The day is that of the first column of the table that tells when something happened, as staging has read it.
    """
    model = f"stg_{table.system}__{table.name}"
    columns = connection.execute(
        "select column_name from duckdb_columns() where database_name = 'built' and schema_name = 'staging' "
        "and table_name = ?",
        [model],
    ).fetchall()
    events = [column.name for column in table.columns if column.event and (column.name,) in columns]
    if not events:
        return 0
    row = connection.execute(
        f"select count(distinct places.k) from new_places as places anti join old_rows as o using (k) "
        f"join built.staging.{identifier(model)} as typed using (_file_id, _row_number) "
        f"where cast(typed.{identifier(events[0])} as date) <= cast(? as date)",
        [as_of],
    ).fetchone()
    return int(row[0]) if row is not None else 0


def _joined(columns: list[str]) -> str:
    parts = ", ".join(f"coalesce({identifier(column)}, chr(30))" for column in columns)
    return f"concat_ws(chr(31), {parts})"


def _figures(old: Path, new: Path) -> list[dict[str, str]]:
    before, after = _headline(old), _headline(new)
    return [
        {"kpi": kpi, "figure": name, "from": before.get(kpi, {}).get(name, ""), "to": after.get(kpi, {}).get(name, "")}
        for kpi in sorted(before.keys() | after.keys())
        for name in _FIGURES
        if before.get(kpi, {}).get(name, "") != after.get(kpi, {}).get(name, "")
    ]


def _headline(path: Path) -> dict[str, dict[str, str]]:
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["kpi"]: row for row in csv.DictReader(file) if not row["segment"]}
