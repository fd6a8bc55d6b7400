"""A run in this process keeps no event log, and still ends as its steps ended."""

from __future__ import annotations

import dagster as dg
import pytest

from dagster_project.unkept_instance import unkept_instance


@dg.asset
def good() -> dg.MaterializeResult:
    return dg.MaterializeResult(metadata={"rows": 1})


@dg.asset(deps=[good])
def bad() -> None:
    raise ValueError("no figures")


def test_assets_run_and_leave_no_event() -> None:
    with unkept_instance() as instance:
        result = dg.materialize([good], instance=instance)
        assert result.success
        assert result.asset_materializations_for_node("good")[0].metadata["rows"].value == 1
        assert instance.get_run_by_id(result.run_id).status is dg.DagsterRunStatus.SUCCESS
        assert instance.all_logs(result.run_id) == []


def test_the_error_of_a_step_still_comes_out() -> None:
    with unkept_instance() as instance, pytest.raises(ValueError, match="no figures"):
        dg.materialize([good, bad], instance=instance)
