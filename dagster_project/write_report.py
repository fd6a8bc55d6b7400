"""The report step: findings → evidence.json, kpi.csv, rejects.csv, the reports in each language, manifest.json."""

from __future__ import annotations

import csv
import hashlib
import io
import shutil
from pathlib import Path

import duckdb

from dagster_project.changes import input_changes
from dagster_project.evidence.build import build_evidence
from dagster_project.evidence.rejects import rejected
from dagster_project.findings import kpi_csv
from dagster_project.manifest import audit_id, inputs, manifest_json
from dagster_project.session import AuditSession
from dagster_project.settings import FILE_NAME
from dagster_project.warehouse import connect
from reports.neutralise import neutral

REJECTS_COLUMNS = ("file", "table", "line", "row", "column", "issue", "severity")


def write_report(session: AuditSession) -> dict[str, str]:
    """Fill the audit folder of the build; return what the asset shows."""
    folder = session.workspace.build_audit
    with session.progress.step("report"):
        session.changes = input_changes(session, audit_id(session), inputs(session))
        with connect(session.workspace.build_warehouse) as connection:
            evidence = build_evidence(connection, session)
            _write(folder / "kpi.csv", kpi_csv(connection))
            _write(folder / "rejects.csv", _rejects_csv(connection, session))
        _write(folder / "evidence.json", evidence.to_json())
        shutil.copyfile(session.workspace.root / FILE_NAME, folder / FILE_NAME)
        written = session.workers.render(folder, evidence.run.languages)
        outputs = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}
        _write(folder / "manifest.json", manifest_json(session, outputs))
        session.progress.summary(f"{len(written)} files, opinion: {evidence.opinion.grade}")
    return {"audit_id": audit_id(session), "files": ", ".join(path.name for path in written)}


def _rejects_csv(connection: duckdb.DuckDBPyConnection, session: AuditSession) -> str:
    """Every row or value that did not reach the figures, by file and line. The values themselves stay in raw/."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(REJECTS_COLUMNS)
    writer.writerows([neutral(cell) for cell in line] for line in rejected(connection, session))
    return out.getvalue()


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")
