"""The dbt project as engineers expect it: everything described, contracts where others build on tables."""

from __future__ import annotations

from typing import Any

import pytest

from dagster_project.dbt_build import manifest
from dagster_project.paths import dbt_project


@pytest.fixture(scope="module")
def models() -> list[dict[str, Any]]:
    return [node for node in manifest()["nodes"].values() if node["resource_type"] == "model"]


def test_every_model_is_described_with_its_columns(models: list[dict[str, Any]]) -> None:
    bare = [node["name"] for node in models if not node["description"].strip()]
    assert bare == [], "models without a description"
    bare = [node["name"] for node in models if not node["columns"]]
    assert bare == [], "models without columns"
    bare = [
        f"{node['name']}.{column}"
        for node in models
        for column, facts in node["columns"].items()
        if not facts["description"]
    ]
    assert bare == [], "columns without a description"


def test_every_source_table_and_column_is_described() -> None:
    sources = manifest()["sources"].values()
    assert [one["name"] for one in sources if not one["description"]] == []
    bare = [
        f"{one['source_name']}.{one['name']}.{column}"
        for one in sources
        for column, facts in one["columns"].items()
        if not facts["description"]
    ]
    assert bare == []


def test_core_and_audit_marts_have_enforced_contracts(models: list[dict[str, Any]]) -> None:
    held = [node for node in models if node["fqn"][1] == "marts" and node["fqn"][2] in ("core", "audit")]
    assert len(held) >= 20
    assert [node["name"] for node in held if not node["config"]["contract"]["enforced"]] == []
    bare = [
        f"{node['name']}.{column}"
        for node in held
        for column, facts in node["columns"].items()
        if not facts.get("data_type")
    ]
    assert bare == [], "columns of a contract without a type"


def test_what_no_staging_model_could_read_is_counted(models: list[dict[str, Any]]) -> None:
    nodes = {node["unique_id"]: node for node in models}
    counted = nodes["model.crm_audit.int_unreadable_values__unified"]["depends_on"]["nodes"]
    typed = {name for name, node in nodes.items() if "unreadable_columns(" in node["raw_code"]}
    assert len(typed) > 60
    assert sorted(name for name in typed - set(counted) if ".stg_" in name) == []


def test_every_mart_reads_the_layer_below_it_and_never_staging(models: list[dict[str, Any]]) -> None:
    layers = {node["unique_id"]: node["fqn"][1] for node in models}
    allowed = {"staging": {"staging"}, "intermediate": {"staging", "intermediate"}, "marts": {"intermediate", "marts"}}
    wrong = [
        f"{node['name']} reads {parent}"
        for node in models
        for parent in node["depends_on"]["nodes"]
        if parent in layers and layers[parent] not in allowed[node["fqn"][1]]
    ]
    assert wrong == []


def test_the_profile_of_the_repository_never_points_at_a_published_warehouse() -> None:
    text = (dbt_project() / "profiles.yml").read_text(encoding="utf-8")
    assert "env_var('CRM_AUDIT_WAREHOUSE', 'target/warehouse.duckdb')" in text
