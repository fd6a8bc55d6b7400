"""`crm-audit verify`: an audit computed again from the kept raw files, compared figure by figure."""

from __future__ import annotations

import csv
import io
import shutil
from datetime import date
from pathlib import Path

from dagster_project.audit import quiet_tools
from dagster_project.build_warehouse import build_warehouse
from dagster_project.changes import Earlier, gather_raw
from dagster_project.conclude import conclude
from dagster_project.findings import kpi_csv
from dagster_project.integrity import changed_files, manifest_of
from dagster_project.judge import begin_raw, judge
from dagster_project.load import catalogue_for, set_up_warehouse
from dagster_project.lock import locked
from dagster_project.manifest import code_digest
from dagster_project.progress import Progress
from dagster_project.session import AuditSession, temporary_files_in
from dagster_project.settings import load_settings
from dagster_project.warehouse import connect
from dagster_project.workers import Workers
from dagster_project.workspace import Workspace, prepare


def verify_audit(directory: Path, audit_id: str, progress: Progress) -> tuple[int, str]:
    """Recompute an audit with its own audit.yml and the raw files it stood on; return (differences, what to print).

    Nothing published is touched. Raises InputError when the audit, its manifest or a kept raw file is absent.
    """
    workspace = Workspace(directory.resolve())
    folder = workspace.audits / audit_id
    manifest = manifest_of(workspace, audit_id)
    changed = changed_files(folder)
    with locked(workspace, f"verify {audit_id}"), quiet_tools():
        prepare(workspace)
        workers = Workers(languages=0)
        try:
            with temporary_files_in(workspace):
                recomputed = _recompute(workspace, Earlier(audit_id, folder, manifest), progress, workers)
        finally:
            workers.close()
            shutil.rmtree(workspace.build, ignore_errors=True)
    printed = (folder / "kpi.csv").read_text(encoding="utf-8")
    differences = [*changed, *_differences(printed, recomputed)]
    lines = [f"  {line}" for line in differences]
    note = [] if manifest["inputs"]["code_sha256"] == code_digest() else ["(computed by another version of crm-audit)"]
    figures = sum(1 for _ in csv.reader(io.StringIO(printed))) - 1
    head = (
        f"{len(differences)} differences:" if differences else f"{figures} lines of kpi.csv agree with the raw files."
    )
    return len(differences), "\n".join([head, *lines, *note])


def _recompute(workspace: Workspace, audit: Earlier, progress: Progress, workers: Workers) -> str:
    settings = load_settings(audit.folder)
    as_of = date.fromisoformat(audit.manifest["inputs"]["as_of"])
    session = AuditSession(workspace, settings, as_of, progress, workers)
    ledger = audit.ledger(gather_raw(workspace, audit))
    with connect(workspace.build_warehouse) as connection:
        set_up_warehouse(connection, session, catalogue_for(settings), ledger)
    begin_raw(session)
    build_warehouse(session)
    judge(session, "raw")
    judge(session, "canonical")
    conclude(session)
    with connect(workspace.build_warehouse, read_only=True) as connection:
        return kpi_csv(connection)


def _differences(printed: str, recomputed: str) -> list[str]:
    old, new = _lines(printed), _lines(recomputed)
    found = [f"{' '.join(key).strip()}: only in one of both" for key in sorted(old.keys() ^ new.keys())]
    for key in sorted(old.keys() & new.keys()):
        name = " ".join(key).strip()
        found += [
            f"{name}.{column}: printed {value or 'nothing'}, recomputed {new[key][column] or 'nothing'}"
            for column, value in old[key].items()
            if new[key][column] != value
        ]
    return found


def _lines(text: str) -> dict[tuple[str, str, str], dict[str, str]]:
    return {(row["kpi"], row["segment"], row["segment_value"]): row for row in csv.DictReader(io.StringIO(text))}
