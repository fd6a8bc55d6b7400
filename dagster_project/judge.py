"""The expectations step: run the suites of a layer on the warehouse being built, keep the results."""

from __future__ import annotations

import shutil
from collections import defaultdict
from typing import Literal

from dagster_project.expectations.results import ExpectationResult
from dagster_project.paths import expectation_suites
from dagster_project.session import AuditSession

Layer = Literal["raw", "canonical"]
_RAW_ONLY = "raw_only.duckdb"


def begin_raw(session: AuditSession) -> None:
    """Start judging the raw tables on a copy of the new file, while dbt builds the models in the original."""
    copy = session.workspace.build / _RAW_ONLY
    shutil.copyfile(session.workspace.build_warehouse, copy)
    session.raw_judgement = session.workers.judge(copy, expectation_suites(), "raw")


def judge(session: AuditSession, layer: Layer) -> dict[str, list[ExpectationResult]]:
    """Results by table (`system.table` of the raw layer, model name of the canonical one), also kept in the session."""
    if layer not in session.judged:
        with session.progress.step(f"expect {layer}"):
            session.judged[layer] = _results(session, layer)
            session.progress.summary(_summary(session.judged[layer]))
    by_table: dict[str, list[ExpectationResult]] = defaultdict(list)
    for result in session.judged[layer]:
        by_table[result.table_name].append(result)
    return by_table


def _results(session: AuditSession, layer: Layer) -> tuple[ExpectationResult, ...]:
    if layer == "canonical":
        return session.workers.judge(session.workspace.build_warehouse, expectation_suites(), layer).result()
    if session.raw_judgement is None:
        raise RuntimeError("the raw tables were not loaded in this run; run the whole job")
    results = session.raw_judgement.result()
    (session.workspace.build / _RAW_ONLY).unlink(missing_ok=True)
    return results


def _summary(results: tuple[ExpectationResult, ...]) -> str:
    checked = sum(result.success is not None for result in results)
    failed = [result for result in results if result.success is False]
    critical = sum(result.severity == "critical" for result in failed)
    return f"{checked} expectations, {len(failed)} failed, {critical} of them critical"
