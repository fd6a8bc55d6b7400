"""`crm-audit rollback`: an earlier published warehouse put back, by the same single rename that publishes one."""

from __future__ import annotations

import shutil
from pathlib import Path

from dagster_project.errors import InputError
from dagster_project.integrity import intact_versions
from dagster_project.lock import locked
from dagster_project.record import PublishedAudit, Record, read_record, sha256
from dagster_project.workspace import Workspace, prepare, restore


def roll_back(directory: Path, audit_id: str | None) -> str:
    """Make the warehouse of an earlier audit the published one; return what to print. Audit folders stay.

    Without `audit_id` the newest intact version that was published before the current one is taken, or the newest other
    one. Raises InputError when there is no such version or it is damaged, WorkspaceBusyError while a run goes on.
    """
    workspace = Workspace(directory.resolve())
    with locked(workspace, "rollback"):
        prepare(workspace)
        try:
            record = read_record(workspace.root)
            audit = _chosen(workspace, record, audit_id)
            if audit.audit_id == record.current and _is_in_place(workspace, audit):
                return f"warehouse.duckdb is that of audit {audit.audit_id} already."
            restore(workspace, audit)
        finally:
            shutil.rmtree(workspace.build, ignore_errors=True)
    left = f"Its reports are in {workspace.audits / audit.audit_id}."
    gone = f"The folder audits/{audit.audit_id} is no longer there."
    return "\n".join(
        [
            f"warehouse.duckdb is now that of audit {audit.audit_id}.",
            left if (workspace.audits / audit.audit_id).is_dir() else gone,
        ]
    )


def _chosen(workspace: Workspace, record: Record, audit_id: str | None) -> PublishedAudit:
    intact = intact_versions(workspace, record)
    names = ", ".join(one.audit_id for one in intact) or "none"
    if audit_id is not None:
        found = next((one for one in intact if one.audit_id == audit_id), None)
        if found is not None:
            return found
        exists = record.by_id(audit_id) and (workspace.versions / f"{audit_id}.duckdb").exists()
        what = "is damaged" if exists else "is not kept"
        raise InputError(f"the warehouse of audit {audit_id} {what}; intact versions, newest first: {names}")
    order = [one.audit_id for one in record.audits]
    place = order.index(record.current) if record.current in order else len(order)
    others = [one for one in intact if one.audit_id != record.current]
    earlier = [one for one in others if order.index(one.audit_id) < place]
    if not others:
        raise InputError(f"there is no other version to go back to; intact versions, newest first: {names}")
    return (earlier or others)[0]


def _is_in_place(workspace: Workspace, audit: PublishedAudit) -> bool:
    return workspace.warehouse.exists() and sha256(workspace.warehouse) == audit.warehouse_sha256
