"""The dbt step: every model and data test into the new warehouse."""

from __future__ import annotations

from dagster_project.dbt_build import NodeOutcome, build
from dagster_project.session import AuditSession


class WarehouseBroken(Exception):
    """A model or a data test of the warehouse failed: a fault of ours, nothing is published."""


def build_warehouse(session: AuditSession) -> list[NodeOutcome]:
    """Run dbt's build; keep the outcome of each node in the session.

    Raises WarehouseBroken naming the nodes that failed.
    """
    if session.workers.renders:
        session.workers.start_render()
    with session.progress.step("warehouse"):
        session.nodes = build(session.workspace.build_warehouse, session.workspace.key_file)
        for node in session.nodes:
            session.progress.detail(f"{node.unique_id}: {node.status} {node.message if node.failed else ''}".rstrip())
        failed = [node for node in session.nodes if node.failed]
        models = sum(node.unique_id.startswith("model.") for node in session.nodes)
        tests = sum(node.unique_id.startswith("test.") for node in session.nodes)
        session.progress.summary(f"{models} models, {tests} tests")
    if failed:
        raise WarehouseBroken("; ".join(f"{node.unique_id} ({node.status})" for node in failed[:5]))
    return session.nodes
