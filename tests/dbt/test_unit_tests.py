"""The dbt unit tests that stand beside the models, run on a warehouse without a single row."""

from __future__ import annotations

from pathlib import Path

import pytest

from dagster_project.dbt_build import build, environment, invoke, kept_manifest, manifest
from tests.dbt.test_marts import make_raw


@pytest.mark.slow
def test_every_unit_test_of_the_models_passes(tmp_path: Path, key_file: Path) -> None:
    warehouse = tmp_path / "warehouse.duckdb"
    make_raw(warehouse, {})
    assert not [node.unique_id for node in build(warehouse, key_file, tests=False) if node.failed]
    with environment(warehouse, key_file):
        results = invoke(["test", "--select", "test_type:unit"], kept_manifest()).results
    declared = manifest()["unit_tests"]
    assert len(results) == len(declared) >= 45
    assert [f"{one.node.name}: {one.message}" for one in results if str(one.status) != "pass"] == []
