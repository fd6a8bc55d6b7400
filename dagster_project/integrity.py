"""What was published, compared with its digests: damage is named at the next start, with the way back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from dagster_project.errors import InputError
from dagster_project.ingest.ledger import read_ledger
from dagster_project.record import PublishedAudit, Record, read_record, sha256
from dagster_project.sealed_raw import damaged_raw, set_aside
from dagster_project.workspace import MANIFEST, Workspace


def damage(workspace: Workspace) -> list[str]:
    """One message for each published file that is not as it was published; none when all is well.

    Reads the warehouse, the audits and the raw files once. A damaged raw file is taken out of use: if its export
    still lies in landing/, the run that follows reads it anew.
    """
    record = read_record(workspace.root)
    return [*warehouse_damage(workspace), *_audits(workspace, record), *_raw(workspace)]


def intact_versions(workspace: Workspace, record: Record) -> list[PublishedAudit]:
    """Publications whose kept warehouse is as it was published, newest first. Reads each of them."""
    return [audit for audit in reversed(record.audits) if _is(workspace.versions, audit)]


def manifest_of(workspace: Workspace, audit_id: str) -> dict[str, Any]:
    """manifest.json of an audit. Raises InputError when there is no such audit or its manifest is damaged."""
    folder = workspace.audits / audit_id
    known = sorted(path.name for path in workspace.audits.glob("*") if path.is_dir())
    if audit_id not in known:
        raise InputError(f"{folder} is no audit; audits here: {', '.join(known) or 'none'}")
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        raise InputError(f"{folder / MANIFEST} is missing or damaged; restore the folder from a backup") from None
    return manifest


def changed_files(folder: Path) -> list[str]:
    """Files of an audit's folder that are not as its manifest says. Raises OSError, ValueError for no manifest."""
    found = []
    for name, digest in json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["outputs"].items():
        path = folder / name
        if not path.is_file():
            found.append(f"{name} is missing")
        elif sha256(path) != digest:
            found.append(f"{name} was changed after it was written")
    return found


def warehouse_damage(workspace: Workspace) -> list[str]:
    """What is wrong with the published warehouse; nothing when it is as it was published, or none ever was."""
    record = read_record(workspace.root)
    current = record.by_id(record.current)
    if current is None:
        return []
    if workspace.warehouse.exists() and sha256(workspace.warehouse) == current.warehouse_sha256:
        return []
    what = "was changed or damaged" if workspace.warehouse.exists() else "was removed"
    intact = intact_versions(workspace, record)
    if intact:
        which = "it" if intact[0] is current else "the previous version"
        offer = f"`crm-audit rollback {workspace.root} {intact[0].audit_id}` puts {which} back"
    else:
        offer = "no earlier version is kept"
    again = f"`crm-audit run {workspace.root}` builds it anew from raw/"
    return [f"{workspace.warehouse.name} {what} after it was published (audit {current.audit_id}); {offer}, {again}"]


def _is(versions: Path, audit: PublishedAudit) -> bool:
    path = versions / f"{audit.audit_id}.duckdb"
    return path.is_file() and sha256(path) == audit.warehouse_sha256


def _audits(workspace: Workspace, record: Record) -> list[str]:
    found = []
    for audit in record.audits:
        folder = workspace.audits / audit.audit_id
        if not folder.is_dir() or audit.manifest_sha256 is None:
            continue  # a user may remove an old audit
        try:
            sound = sha256(folder / MANIFEST) == audit.manifest_sha256
            wrong = changed_files(folder) if sound else [f"{MANIFEST} was changed after it was written"]
        except (OSError, ValueError, KeyError):
            wrong = [f"{MANIFEST} is missing or damaged"]
        found += [
            f"audits/{audit.audit_id}/{text}; restore the folder from a backup, or remove it and run the audit again"
            for text in wrong
        ]
    return found


def _raw(workspace: Workspace) -> list[str]:
    damaged = damaged_raw(workspace.raw)
    if not damaged:
        return []
    entries = {entry.file_id: entry for entry in read_ledger(workspace.raw).files}
    set_aside(workspace.raw, damaged)
    found = []
    for file_id in damaged:
        entry = entries.get(file_id)
        name = entry.name if entry is not None else "an earlier export"
        if entry is not None and (workspace.landing / entry.name).is_file():
            found.append(f"raw/{file_id}.parquet ({name}) was changed or damaged; the export is read anew")
        else:
            found.append(
                f"raw/{file_id}.parquet ({name}) was changed or damaged, and the export is no longer in landing/; "
                "audits that stand on it cannot be verified: restore raw/ from a backup"
            )
    return found
