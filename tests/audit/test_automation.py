"""Routine tasks by kind are counted as they were planted in the demo company."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from dagster_project.evidence.facts.automation import KINDS
from tests.audit.conftest import DEMO

pytestmark = pytest.mark.slow


def test_each_kind_has_the_tasks_done_and_automated_that_were_planted(audited: Path) -> None:
    planted = json.loads((DEMO / "truth.json").read_text(encoding="utf-8"))["tasks_by_kind"]
    with duckdb.connect(str(audited / "warehouse.duckdb"), read_only=True) as connection:
        rows = connection.execute(
            "select task_kind, n_done, n_automated + n_overridden, is_routine from marts.automation_by_type "
            "where period = 'all'"
        ).fetchall()
    assert {
        kind: {"done": done, "automated": automated} for kind, done, automated, routine in rows if routine
    } == planted
    assert sum(one["automated"] for one in planted.values()) > 0
    assert {kind for kind, *_ in rows} <= set(KINDS)
