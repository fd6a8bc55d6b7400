"""The session as a Dagster resource, for runs that start in the web UI."""

import os
from collections.abc import Iterator
from pathlib import Path

import dagster as dg

from dagster_project.errors import InputError
from dagster_project.progress import Progress
from dagster_project.session import AuditSession, open_session


@dg.resource(description="The locked workspace of this run; its folder is named by CRM_AUDIT_WORKSPACE.")
def session_resource(_: dg.InitResourceContext) -> Iterator[AuditSession]:
    directory = os.environ.get("CRM_AUDIT_WORKSPACE")
    if not directory:
        raise InputError("CRM_AUDIT_WORKSPACE is not set; start the web UI with: crm-audit ui DIR")
    with open_session(Path(directory), None, Progress(quiet=True, guarded=True), "run from the web UI") as session:
        yield session
