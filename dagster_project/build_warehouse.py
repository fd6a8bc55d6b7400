"""The dbt step: every model and data test into the new warehouse."""

from __future__ import annotations

from importlib.metadata import version

from dagster_project.dbt_build import Earlier, NodeOutcome, build
from dagster_project.integrity import warehouse_damage
from dagster_project.manifest import LIBRARIES, code_digest
from dagster_project.record import sha256
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
        workspace = session.workspace
        session.nodes = build(workspace.build_warehouse, workspace.key_file, earlier=earlier_build(session))
        for node in session.nodes:
            session.progress.detail(f"{node.unique_id}: {node.status} {node.message if node.failed else ''}".rstrip())
        failed = [node for node in session.nodes if node.failed]
        models = sum(node.unique_id.startswith("model.") for node in session.nodes)
        unchanged = sum(node.status == "unchanged" for node in session.nodes)
        tests = sum(node.unique_id.startswith("test.") for node in session.nodes)
        taken = f"; {unchanged} models as in the published warehouse" if unchanged else ""
        session.progress.summary(f"{models} models, {tests} tests{taken}")
    if failed:
        raise WarehouseBroken("; ".join(f"{node.unique_id} ({node.status})" for node in failed[:5]))
    return session.nodes


def earlier_build(session: AuditSession) -> Earlier:
    """What the build may take over; nothing from a published warehouse that is not as it was published."""
    workspace = session.workspace
    is_sound = workspace.warehouse.exists() and not warehouse_damage(workspace)
    made_by = [code_digest(), *(version(name) for name in LIBRARIES), sha256(workspace.key_file)]
    return Earlier(workspace.warehouse if is_sound else None, "\n".join(made_by), session.raw_sha256)
