"""The staging layer as a whole: complete, plain, and described."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from dagster_project.ingest.catalogue import Table, load_catalogue

PROJECT = Path(__file__).resolve().parents[2] / "dbt"
STAGING = PROJECT / "models" / "staging"
CATALOGUE = load_catalogue(PROJECT)
TABLES = list(CATALOGUE.tables())
TECHNICAL = {
    "_source_relation", "_file_id", "_row_number", "_snapshot_at",
    "unreadable_columns", "out_of_range_columns", "has_unreadable_required",
}  # fmt: skip


def sql_of(table: Table) -> str:
    return (STAGING / table.system / f"stg_{table.system}__{table.name}.sql").read_text(encoding="utf-8")


def described(table: Table) -> dict[str, Any]:
    path = STAGING / table.system / f"_{table.system}__models.yml"
    models = yaml.safe_load(path.read_text(encoding="utf-8"))["models"]
    return next(model for model in models if model["name"] == f"stg_{table.system}__{table.name}")


def test_the_systems_of_the_project_are_the_folders_of_staging() -> None:
    project = yaml.safe_load((PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))
    folders = {path.name for path in STAGING.iterdir() if path.is_dir()} - {"settings", "people"}
    assert set(project["vars"]["systems"]) == folders == {system.name for system in CATALOGUE.systems}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.full_name)
def test_a_staging_model_reads_one_raw_table_and_keeps_every_row(table: Table) -> None:
    sql = sql_of(table)
    assert re.findall(r"source\('(\w+)', '(\w+)'\)", sql) == [(table.system, table.name)]
    assert not re.search(r"\b(join|where|group by|distinct|union|limit|qualify)\b", sql)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.full_name)
def test_every_column_of_a_staging_model_is_described(table: Table) -> None:
    selected = sql_of(table).rpartition("select\n")[2].partition("\nfrom ")[0]
    named = set(re.findall(r" as (\w+),?$", selected, re.MULTILINE))
    named |= set(re.findall(r"^    (?!case$)(\w+),?$", selected, re.MULTILINE))
    columns = {column["name"]: column.get("description") for column in described(table)["columns"]}
    assert named == set(columns)
    assert all(columns.values())
    assert set(columns) >= TECHNICAL


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.full_name)
def test_no_personal_column_leaves_staging_as_it_is(table: Table) -> None:
    sql = sql_of(table)
    for column in table.columns:
        if column.personal is None:
            continue
        assert f"clean_text('{column.name}')" not in sql
        assert not re.search(rf"^    {column.name},?$", sql.split("select")[-1], re.MULTILINE)


@pytest.mark.parametrize("table", [t for t in TABLES if t.system != "custom"], ids=lambda table: table.full_name)
def test_a_header_means_one_column_of_a_table(table: Table) -> None:
    headers = [header for column in table.columns for header in column.folded]
    assert len(headers) == len(set(headers))
    assert all(column.headers for column in table.columns)


@pytest.mark.parametrize("table", [t for t in TABLES if t.system != "custom"], ids=lambda table: table.full_name)
def test_a_file_with_the_first_header_of_each_column_is_only_one_table(table: Table) -> None:
    given = {column.folded[0] for column in table.columns}
    fitting = [
        (sum(bool(given & set(c.folded)) for c in other.columns), other.full_name)
        for other in TABLES
        if other.system != "custom" and all(given & set(c.folded) for c in other.columns if c.required)
    ]
    best = max(fitting)
    assert best[1] == table.full_name
    assert [name for score, name in fitting if score == best[0]] == [table.full_name]


def test_each_stage_of_a_system_has_one_meaning() -> None:
    lines = (PROJECT / "seeds" / "stage_status.csv").read_text(encoding="utf-8").splitlines()[1:]
    keys = [tuple(line.split(",")[:2]) for line in lines]
    assert len(keys) == len(set(keys))
    assert all(stage == stage.lower().strip() for _, stage in keys)
