"""What Dagster is told of dbt's build: only what was run, as it ended."""

from __future__ import annotations

import dagster as dg
import pytest

from dagster_project.assets.warehouse import MANIFEST, events, warehouse
from dagster_project.dbt_build import NodeOutcome

MODELS = sorted(unique_id for unique_id in MANIFEST["nodes"] if unique_id.startswith("model."))
TESTS = sorted(unique_id for unique_id in MANIFEST["nodes"] if unique_id.startswith("test."))


def told(*outcomes: tuple[str, str]) -> tuple[list[str], dict[str, bool]]:
    """Names of materialised models, and checks with their result."""
    found = list(events([NodeOutcome(*one, "", 0.1) for one in outcomes], warehouse.check_specs))
    models = [one.asset_key.path[-1] for one in found if isinstance(one, dg.MaterializeResult) and one.asset_key]
    return models, {str(one.check_name): one.passed for one in found if isinstance(one, dg.AssetCheckResult)}


def test_a_model_that_was_not_run_is_not_materialised() -> None:
    ran, absent, held_back, broken = MODELS[:4]
    outcomes = ((ran, "success"), (absent, "skipped"), (held_back, "skipped"), (broken, "error"))
    assert told(*outcomes) == ([ran.rpartition(".")[2]], {})


@pytest.mark.parametrize(("status", "result"), [("pass", True), ("warn", True), ("fail", False), ("error", False)])
def test_a_data_test_is_told_as_it_ended(status: str, result: bool) -> None:
    assert told((TESTS[0], status)) == ([], {TESTS[0].split(".")[2]: result})


def test_a_data_test_that_was_not_run_has_not_passed() -> None:
    assert told((TESTS[0], "skipped")) == ([], {})
