"""Running suites: severities, tables without rows, faults, and what never leaves the database."""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb
import pytest

from dagster_project.errors import InputError
from dagster_project.expectations.results import write_results
from dagster_project.expectations.runner import ExpectationFaultError, run_expectations

SECRET = "Иванов Иван"


def suites(folder: Path, *expectations: str, table: str = "crm.deals") -> Path:
    """A folder of suites with one raw table; each expectation is given as its lines from `type` to `severity`."""
    meta = "    meta: {why: {ru: потому, en: because}, example: {}}\n"
    (folder / "raw").mkdir(exist_ok=True)
    body = "".join(f"  - {expectation}\n{meta}" for expectation in expectations)
    (folder / "raw" / "crm.yml").write_text(f"table: {table}\nexpectations:\n{body}", encoding="utf-8")
    return folder


UNIQUE = "type: expect_column_values_to_be_unique\n    kwargs: {column: deal_id}\n    severity: critical"
PRESENT = (
    "type: expect_column_values_to_not_be_null\n    kwargs: {column: owner}\n    severity: warning\n    kpis: [nps]"
)
NO_IVANOV = (
    "type: unexpected_rows_expectation\n"
    "    kwargs: {where: \"owner like 'Иванов_{0,1}'\", among: owner is not null, mostly: 0.5}\n    severity: info"
)


@pytest.fixture
def deals(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    connection.execute("create schema raw_crm; create table raw_crm.deals (deal_id varchar, owner varchar)")
    return connection


def test_a_critical_failure_stops_the_publication(deals: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    deals.execute("insert into raw_crm.deals values ('1', 'a'), ('1', 'b'), ('2', 'c')")
    (result,) = run_expectations(deals, suites(tmp_path, UNIQUE), "raw")
    assert result.success is False
    assert (result.n_unexpected, result.n_total) == (2, 3)
    assert result.stops_publication


def test_a_failed_warning_stops_nothing_and_names_its_kpis(deals: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    deals.execute("insert into raw_crm.deals values ('1', null)")
    (result,) = run_expectations(deals, suites(tmp_path, PRESENT), "raw")
    assert not result.stops_publication
    assert result.kpis == ("nps",)


def test_a_failed_note_stops_nothing(deals: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    where = "type: unexpected_rows_expectation\n    kwargs: {where: owner is null}\n    severity: info\n    kpis: [nps]"
    deals.execute("insert into raw_crm.deals values ('1', null)")
    (result,) = run_expectations(deals, suites(tmp_path, where), "raw")
    assert result.success is False
    assert not result.stops_publication


def test_a_kept_promise_stops_nothing(deals: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    deals.execute("insert into raw_crm.deals values ('1', 'a')")
    results = run_expectations(deals, suites(tmp_path, UNIQUE, PRESENT), "raw")
    assert [(result.success, result.stops_publication) for result in results] == [(True, False)] * 2


def test_mostly_is_a_share_of_the_rows_to_which_the_rule_applies(
    deals: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    rule = (
        "type: unexpected_rows_expectation\n"
        "    kwargs: {where: owner = 'x', among: owner is not null, mostly: 0.75}\n    severity: info"
    )
    deals.execute("insert into raw_crm.deals values ('1', 'x'), ('2', 'a'), ('3', 'b'), ('4', 'c'), ('5', null)")
    (met,) = run_expectations(deals, suites(tmp_path, rule), "raw")
    assert (met.success, met.observed) == (True, "1/4")
    deals.execute("delete from raw_crm.deals where deal_id = '4'")
    (broken,) = run_expectations(deals, suites(tmp_path, rule), "raw")
    assert (broken.success, broken.observed) == (False, "1/3")


def test_a_table_without_rows_is_reported_as_not_checked(deals: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    (result,) = run_expectations(deals, suites(tmp_path, UNIQUE), "raw")
    assert (result.success, result.observed, result.n_total) == (None, "no rows", 0)
    assert not result.stops_publication


def test_an_absent_table_is_reported_as_not_checked(deals: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    (result,) = run_expectations(deals, suites(tmp_path, UNIQUE, table="crm.leads"), "raw")
    assert (result.success, result.observed, result.n_total) == (None, "no table", None)


def test_no_failing_value_gets_into_results_or_messages(
    deals: duckdb.DuckDBPyConnection, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    deals.execute("insert into raw_crm.deals values (?, ?), (?, ?)", [SECRET, SECRET, SECRET, None])
    results = run_expectations(deals, suites(tmp_path, UNIQUE, PRESENT, NO_IVANOV), "raw")
    assert [result.success for result in results] == [False, False, True]
    write_results(deals, results)
    stored = deals.execute("select * from findings.expectations").fetchall()
    assert SECRET not in repr(results) + repr(stored) + "".join(capfd.readouterr())


def test_an_expectation_that_cannot_be_computed_is_a_fault_that_quotes_no_value(
    deals: duckdb.DuckDBPyConnection, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    deals.execute("insert into raw_crm.deals values ('1', ?)", [SECRET])
    rule = (
        "type: unexpected_rows_expectation\n    kwargs: {column: owner, where: cast(owner as integer) > 1}\n"
        "    severity: info"
    )
    with pytest.raises(ExpectationFaultError, match=r"raw/crm\.yml, table crm\.deals: .* on owner") as fault:
        run_expectations(deals, suites(tmp_path, rule), "raw")
    assert SECRET not in str(fault.value) + "".join(capfd.readouterr())


def test_a_column_that_the_table_lacks_is_named_with_the_nearest_one(
    deals: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    deals.execute("insert into raw_crm.deals values ('1', 'a')")
    rule = "type: expect_column_values_to_not_be_null\n    kwargs: {column: ownr}\n    severity: warning"
    with pytest.raises(InputError, match="no column 'ownr'; did you mean 'owner'"):
        run_expectations(deals, suites(tmp_path, rule), "raw")


def test_a_given_connection_stays_open_with_its_schema_and_uncommitted_work(
    deals: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    deals.execute("insert into raw_crm.deals values ('1', 'a')")
    run_expectations(deals, suites(tmp_path, UNIQUE), "raw")
    assert deals.execute("select current_schema(), count(*) from raw_crm.deals").fetchone() == ("main", 1)


def test_a_file_is_checked_and_can_be_opened_in_any_way_afterwards(tmp_path: Path) -> None:
    file = tmp_path / "warehouse.duckdb"
    with duckdb.connect(str(file)) as writer:
        writer.execute("create schema raw_crm; create table raw_crm.deals as select '1' as deal_id, 'a' as owner")
    (result,) = run_expectations(file, suites(tmp_path, UNIQUE), "raw")
    assert result.success
    duckdb.connect(str(file), read_only=True).close()
    with duckdb.connect(str(file), config={"threads": 1}) as writer:
        write_results(writer, (result,))
        write_results(writer, (result,))
        rows = writer.execute("select suite, table_name, kpis, success, why_ru from findings.expectations").fetchall()
    assert rows == [("raw/crm", "crm.deals", [], True, "потому")] * 2


def test_results_come_in_the_order_of_the_suites(deals: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    deals.execute("insert into raw_crm.deals values ('1', null)")
    results = run_expectations(deals, suites(tmp_path, PRESENT, UNIQUE, NO_IVANOV), "raw")
    assert [result.severity for result in results] == ["warning", "critical", "info"]


def test_importing_the_runner_does_not_load_great_expectations() -> None:
    import subprocess

    code = "import sys, dagster_project.expectations.runner; sys.exit('great_expectations' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
