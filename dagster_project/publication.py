"""The last step: publish a good audit, or keep the report of one that failed and leave the published state alone."""

from __future__ import annotations

from dagster_project.interrupts import was_interrupted
from dagster_project.manifest import audit_id
from dagster_project.session import AuditSession
from dagster_project.workspace import keep_failed, publish


def publish_audit(session: AuditSession) -> dict[str, str]:
    """Put the built warehouse and audit folder into place; return what the asset shows.

    After a critical expectation nothing is published over the last good warehouse. Raises KeyboardInterrupt when Ctrl-C
    was pressed and a library swallowed it.
    """
    if was_interrupted():
        raise KeyboardInterrupt
    identity = audit_id(session)
    with session.progress.step("publish"):
        if session.critical_failures:
            session.audit_folder = keep_failed(session.workspace, identity)
            session.progress.summary("kept as failed; the published warehouse is unchanged")
        else:
            session.audit_folder = publish(session.workspace, identity, session.raw_sha256)
            session.progress.summary(identity)
    return {"audit_id": identity, "folder": str(session.audit_folder)}
