"""The expectations step: run the suites of a layer on the warehouse being built, keep the results."""

from __future__ import annotations

from collections import defaultdict
from typing import Literal

from dagster_project.expectations.results import ExpectationResult
from dagster_project.expectations.runner import run_expectations
from dagster_project.paths import expectation_suites
from dagster_project.session import AuditSession
from dagster_project.warehouse import connect

Layer = Literal["raw", "canonical"]


def judge(session: AuditSession, layer: Layer) -> dict[str, list[ExpectationResult]]:
    """Results by table (`system.table` of a raw layer, model name of the canonical one), also kept in the session."""
    by_table: dict[str, list[ExpectationResult]] = defaultdict(list)
    with session.progress.step(f"expect {layer}"):
        with connect(session.workspace.build_warehouse) as connection:
            results = run_expectations(connection, expectation_suites(), layer)
        session.expectations.extend(results)
        for result in results:
            by_table[result.table_name].append(result)
        failed = [result for result in results if result.success is False]
        critical = sum(result.severity == "critical" for result in failed)
        checked = sum(result.success is not None for result in results)
        session.progress.summary(f"{checked} expectations, {len(failed)} failed, {critical} of them critical")
    return by_table
