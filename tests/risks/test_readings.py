"""What is known of the inputs: levels of KPIs, figures of the mart, answers; what is missing is named."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from dagster_project.conclude import declarations
from dagster_project.dbt_build import kpi_order
from dagster_project.risks.assess import Reading, assess_all
from dagster_project.risks.readings import readings
from dagster_project.risks.rules import load_rules
from dagster_project.risks.write import write_risks
from dagster_project.settings_strategy import Strategy

BOOK = load_rules(kpi_order())
USE = "kpi.weekly_active_users"


@pytest.fixture
def warehouse() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(":memory:") as connection:
        connection.execute("create schema findings; create schema marts")
        connection.execute(
            "create table findings.kpi_levels (kpi varchar, period varchar, value double, n bigint);"
            "create table findings.kpi_results (kpi varchar, segment varchar, reason varchar);"
            "create table marts.risk_figures (figure varchar, n integer, n_cases integer, figure_value double)"
        )
        rows = [(name, 0, None, None) for name in BOOK.figures]
        connection.executemany("insert into marts.risk_figures values (?, ?, ?, ?)", rows)
        yield connection


def known(connection: duckdb.DuckDBPyConnection, *present: str, **answers: Any) -> dict[str, Reading]:
    return readings(connection, BOOK, declarations(), Strategy(**answers), present)


def test_the_level_after_the_roll_out_counts_and_never_the_one_before(warehouse: duckdb.DuckDBPyConnection) -> None:
    warehouse.execute("insert into findings.kpi_levels values ('weekly_active_users', 'before', 0.1, 7)")
    assert known(warehouse, "activity", "crm_session")[USE] == Reading(reason="not_tracked")
    warehouse.execute("insert into findings.kpi_levels values ('weekly_active_users', 'after', 0.4, 700)")
    assert known(warehouse)[USE] == Reading(0.4, 700)


def test_without_a_roll_out_the_level_over_all_data_counts(warehouse: duckdb.DuckDBPyConnection) -> None:
    warehouse.execute("insert into findings.kpi_levels values ('weekly_active_users', 'all', 0.3, 90)")
    assert known(warehouse)[USE] == Reading(0.3, 90)


def test_a_kpi_that_a_critical_check_blocks_is_unknown(warehouse: duckdb.DuckDBPyConnection) -> None:
    warehouse.execute("insert into findings.kpi_levels values ('weekly_active_users', 'after', 0.4, 700)")
    warehouse.execute("insert into findings.kpi_results values ('weekly_active_users', 'team', 'dq_gate')")
    assert known(warehouse)[USE].value == 0.4
    warehouse.execute("insert into findings.kpi_results values ('weekly_active_users', null, 'no_before;dq_gate')")
    assert known(warehouse)[USE] == Reading(reason="dq_gate")


def test_of_an_unknown_figure_the_first_missing_file_is_named(warehouse: duckdb.DuckDBPyConnection) -> None:
    name = "figure.untrained_users"
    assert known(warehouse)[name] == Reading(reason="no_source", missing="users.csv")
    assert known(warehouse, "user")[name] == Reading(reason="no_source", missing="training.csv")
    assert known(warehouse, "user", "training_event")[name] == Reading(reason="not_tracked")
    warehouse.execute("update marts.risk_figures set n = 12, figure_value = 0.5 where figure = 'untrained_users'")
    assert known(warehouse)[name] == Reading(0.5, 12)


def test_an_answer_is_yes_no_or_unknown(warehouse: duckdb.DuckDBPyConnection) -> None:
    found = known(warehouse, goals=True, owner=False)
    assert found["answer.goals"] == Reading(1.0)
    assert found["answer.owner"] == Reading(0.0)
    assert found["answer.review"] == Reading(reason="not_answered", missing="strategy.review")


def test_every_input_of_a_rule_has_a_reading(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert {rule.input for rule in BOOK.rules} <= set(known(warehouse))


def test_the_outcomes_are_a_table_in_their_order(warehouse: duckdb.DuckDBPyConnection) -> None:
    found = assess_all(BOOK.rules, known(warehouse, owner=False))
    write_risks(warehouse, found)
    rows = warehouse.execute("select rule, status, score, missing from findings.risks order by rowid").fetchall()
    assert rows == [(one.rule, one.status, one.score, one.missing) for one in found]
    assert rows[0] == ("no_owner", "fired", 12, None)
