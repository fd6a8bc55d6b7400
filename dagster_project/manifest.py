"""manifest.json: which inputs, settings and code an audit stands on; its digest is the audit's id."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace
from functools import cache
from importlib.metadata import version
from typing import Any

from dagster_project.changes import with_figures
from dagster_project.ingest.ledger import FileEntry
from dagster_project.paths import PACKAGE, dbt_project, expectation_suites
from dagster_project.session import AuditSession
from dagster_project.settings import FILE_NAME

LIBRARIES = ("dbt-core", "dbt-duckdb", "duckdb", "great-expectations", "numpy", "scipy", "weasyprint")


@cache
def code_digest() -> str:
    """SHA-256 over the product's own files: two builds with the same digest compute the same figures."""
    digest = hashlib.sha256()
    for root in (PACKAGE, PACKAGE.parent / "reports", dbt_project(), expectation_suites()):
        for path in sorted(root.rglob("*")):
            if path.suffix in (".py", ".sql", ".yml", ".csv", ".css", ".html", ".ttf") and "target" not in path.parts:
                digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def inputs(session: AuditSession) -> dict[str, Any]:
    """Everything that decides the figures: files by hash, audit.yml, cut-off day, code, versions of libraries."""
    if session.ledger is None or session.parameters is None:
        raise RuntimeError("the manifest needs the loaded exports")
    settings_text = (session.workspace.root / FILE_NAME).read_bytes()
    files = sorted((_file(entry) for entry in session.ledger.active), key=lambda item: str(item["file_id"]))
    return {
        "as_of": session.parameters.as_of.isoformat(),
        "audit_yml_sha256": hashlib.sha256(settings_text).hexdigest(),
        "code_sha256": code_digest(),
        "crm_audit": version("crm-audit"),
        "files": files,
        "libraries": {name: version(name) for name in LIBRARIES},
    }


def _file(entry: FileEntry) -> dict[str, Any]:
    copied = ("file_id", "sha256", "name", "rows_in", "rows_loaded", "rows_quarantined")
    tables = sorted({feed.full_name for feed in entry.feeds})
    excluded = dict(sorted(entry.excluded.items()))
    return {**{name: getattr(entry, name) for name in copied}, "tables": tables, "rows_excluded": excluded}


def audit_id(session: AuditSession) -> str:
    """`<cut-off day>-<8 hex digits of the digest of the inputs>`: the same inputs have the same id."""
    found = inputs(session)
    text = json.dumps(found, sort_keys=True, ensure_ascii=False)
    return f"{found['as_of']}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def manifest_json(session: AuditSession, outputs: dict[str, str]) -> str:
    """The text of manifest.json.

    It holds the inputs, the SHA-256 of every other file of the audit's folder, what changed since the audit published
    before (also kept in the session), and how each export was read, so that `crm-audit verify` can build the audit
    again from the kept raw files.
    """
    entries = session.ledger.active if session.ledger else ()
    readings = [asdict(replace(entry, first_seen="")) for entry in sorted(entries, key=lambda entry: entry.file_id)]
    found, identity = inputs(session), audit_id(session)
    session.changes = with_figures(session)
    content = {
        "audit_id": identity,
        "changes": session.changes,
        "inputs": found,
        "outputs": outputs,
        "readings": readings,
    }
    return json.dumps(content, sort_keys=True, ensure_ascii=False, indent=2) + "\n"
