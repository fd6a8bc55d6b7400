"""The rules of data quality find in the demo company what was planted in it, and every failure has its line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dagster_project.evidence.facts.data_quality import DIMENSIONS, ENTITIES, RULES
from tests.audit.conftest import DEMO

pytestmark = pytest.mark.slow
DAMAGE: dict[str, Any] = json.loads((DEMO / "truth.json").read_text(encoding="utf-8"))["damage"]


@pytest.fixture(scope="module")
def warehouse(audited: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(audited / "warehouse.duckdb"), read_only=True) as connection:
        yield connection


@pytest.mark.parametrize(
    ("rule", "planted"),
    [
        ("deal_owner_filled", "deal_missing_owner"),
        ("deals_number_once", "deal_duplicate_row"),
        ("deal_closed_after_creation", "deal_negative_duration"),
        ("activity_owner_filled", "activity_missing_owner"),
    ],
)
def test_a_rule_finds_exactly_what_was_planted(warehouse: duckdb.DuckDBPyConnection, rule: str, planted: str) -> None:
    found = warehouse.execute("select n_failed from marts.data_quality_rules where rule = ?", [rule]).fetchone()
    assert DAMAGE[planted]["count"] > 0
    assert found == (DAMAGE[planted]["count"],)


def test_orders_with_a_rebate_are_what_makes_deals_inaccurate(warehouse: duckdb.DuckDBPyConnection) -> None:
    truth = json.loads((DEMO / "truth.json").read_text(encoding="utf-8"))["reconciliation"]["amount"]
    found = warehouse.execute("select n_failed from marts.data_quality_rules where dimension = 'accuracy'").fetchall()
    assert found == [(truth["documents"],)]


def test_every_failure_of_a_row_has_its_line_in_a_file(warehouse: duckdb.DuckDBPyConnection) -> None:
    found = warehouse.execute(
        "select count(*), count(file_id), count(row_number), count(*) filter (where file_id not in "
        "(select file_id from settings.files)) from marts.data_quality_failures where entity <> 'customers'"
    ).fetchone()
    assert found is not None
    assert found[0] > 0
    assert found[1:] == (found[0], found[0], 0)


def test_every_rule_object_and_dimension_has_its_words(warehouse: duckdb.DuckDBPyConnection) -> None:
    rules = warehouse.execute("select rule, entity, dimension from marts.data_quality_rules").fetchall()
    assert {rule for rule, _, _ in rules} <= set(RULES)
    assert {entity for _, entity, _ in rules} == set(ENTITIES) - {"all"}
    assert {dimension for _, _, dimension in rules} == set(DIMENSIONS) - {"all"}
