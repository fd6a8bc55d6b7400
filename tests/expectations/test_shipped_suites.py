"""Every expectation that is shipped: it can be computed, ordinary rows meet it, and its example breaks it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

import duckdb
import pytest
import yaml

from dagster_project.expectations.runner import check_suites
from dagster_project.expectations.suites import Layer, Suite
from tests.expectations.conftest import N_ORDINARY, ROOT, SUITES, create, insert, suites_of, tables_of

LAYERS: tuple[Layer, ...] = get_args(Layer)
SHIPPED = [(layer, suite) for layer in LAYERS for suite in suites_of(layer)]
NAMES = [f"{layer}-{suite.table}" for layer, suite in SHIPPED]


@pytest.mark.parametrize("layer", LAYERS)
def test_no_expectation_fails_or_breaks_on_empty_tables(connection: duckdb.DuckDBPyConnection, layer: Layer) -> None:
    create(connection, tables_of(layer), filled=False)
    results = check_suites(connection, suites_of(layer))
    assert [result for result in results if not result.success] == []
    assert len(results) == sum(len(suite.expectations) for suite in suites_of(layer))


@pytest.mark.parametrize("layer", LAYERS)
def test_ordinary_rows_meet_every_expectation(connection: duckdb.DuckDBPyConnection, layer: Layer) -> None:
    create(connection, tables_of(layer), filled=True)
    results = check_suites(connection, suites_of(layer))
    assert [(r.table_name, r.column_name, r.observed, r.why_en) for r in results if not r.success] == []


@pytest.mark.slow
@pytest.mark.parametrize(("layer", "suite"), SHIPPED, ids=NAMES)
def test_the_example_of_an_expectation_breaks_it(
    connection: duckdb.DuckDBPyConnection, layer: Layer, suite: Suite
) -> None:
    tables, place = tables_of(layer), (suite.schema, suite.relation)
    create(connection, tables, filled=True)
    unbroken = []
    for expectation in suite.expectations:
        for number in (1, 2):
            insert(connection, place, tables[place], expectation.example, N_ORDINARY + number)
        copies = f"select added.* from {'.'.join(place)} as added, range({expectation.copies // 2 - 1}) where _added"
        connection.execute(f"insert into {'.'.join(place)} {copies}")
        (result,) = check_suites(connection, (replace(suite, expectations=(expectation,)),))
        if result.success:
            unbroken.append((expectation.why_en, expectation.kwargs, result.observed))
        connection.execute(f"delete from {'.'.join(place)} where _added")
    assert unbroken == []


def test_every_declared_raw_table_and_canonical_model_has_a_suite() -> None:
    declared = {f"{schema.removeprefix('raw_')}.{name}" for schema, name in tables_of("raw")}
    assert declared == {suite.table for suite in suites_of("raw")}
    models = {path.stem for path in (ROOT / "dbt/models/intermediate").glob("*__unified.sql")}
    assert models - {"int_unreadable_values__unified"} == {suite.table for suite in suites_of("canonical")}


def test_suites_name_only_kpis_of_the_catalogue() -> None:
    project: dict[str, Any] = yaml.safe_load((ROOT / "dbt/dbt_project.yml").read_text(encoding="utf-8"))
    named = {kpi for _, suite in SHIPPED for expectation in suite.expectations for kpi in expectation.kpis}
    assert named <= set(project["vars"]["kpis"])


def test_suites_lie_in_files_without_python() -> None:
    assert [path for path in SUITES.rglob("*") if path.is_file() and path.suffix != ".yml"] == []


def test_every_layer_has_critical_and_warning_expectations() -> None:
    for layer in LAYERS:
        severities = {expectation.severity for suite in suites_of(layer) for expectation in suite.expectations}
        assert severities == {"critical", "warning", "info"}
