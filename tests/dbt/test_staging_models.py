"""The staging models built by dbt over a few rows of each system."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from dagster_project.ingest.catalogue import load_catalogue
from dagster_project.parameters import _TABLES as SETTINGS

PROJECT = Path(__file__).resolve().parents[2] / "dbt"
pytestmark = pytest.mark.slow

PLANTED = (
    "Ёлкин",
    "Петрова",
    "Ромашка",
    "79005234848",
    "523-48-48",
    "anna@example.org",
    "Секретный проект",
    "7701234567",
)
ROWS: dict[str, list[dict[str, str]]] = yaml.safe_load(Path(__file__).with_name("staging_rows.yml").read_text("utf-8"))


@pytest.fixture(scope="module")
def staging(tmp_path_factory: pytest.TempPathFactory, key_file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to a warehouse whose staging dbt has built over ROWS."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    folder = tmp_path_factory.mktemp("staging")
    warehouse = folder / "warehouse.duckdb"
    make_raw_tables(warehouse)
    before = dict(os.environ)
    os.environ |= {"CRM_AUDIT_WAREHOUSE": str(warehouse), "CRM_AUDIT_KEY_FILE": str(key_file), "DO_NOT_TRACK": "1"}
    try:
        result = dbtRunner().invoke(
            ["--log-level", "none", "--log-level-file", "none", "build", "--select", "staging", "stage_status",
             "--exclude-resource-type", "unit_test", "--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT),
             "--target-path", str(folder / "target"), "--log-path", str(folder)]
        )  # fmt: skip
    finally:
        DuckDBConnectionManager.close_all_connections()
        os.environ.clear()
        os.environ.update(before)
    assert result.success, result.exception or [node.message for node in result.result if node.status != "success"]
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        yield connection


def make_raw_tables(warehouse: Path) -> None:
    """Create every declared raw table as the loader does, with the rows of ROWS, and the settings."""
    with duckdb.connect(str(warehouse)) as connection:
        for table in load_catalogue(PROJECT).tables():
            columns = "".join(f"{name} varchar, " for name in table.column_names)
            connection.execute(f"create schema if not exists raw_{table.system}")
            connection.execute(
                f"create table raw_{table.system}.{table.name} ({columns} _extra varchar, _source_relation varchar "
                f"default '{table.system}', _file_id varchar default 'f', _row_number bigint, _line bigint, _loaded_at "
                "timestamp, _snapshot_at timestamp, _date_order varchar, _decimal varchar default ',')"
            )
            for number, row in enumerate(ROWS.get(table.full_name, []), start=1):
                names, marks = ", ".join(row), ", ".join("?" for _ in row)
                connection.execute(
                    f"insert into raw_{table.system}.{table.name} ({names}, _row_number) values ({marks}, {number})",
                    list(row.values()),
                )
        connection.execute("create schema settings")
        for name, columns in SETTINGS.items():
            connection.execute(f"create table settings.{name} ({columns})")
        connection.execute("insert into settings.parameters values ('timezone', 'Europe/Moscow')")


def select(connection: duckdb.DuckDBPyConnection, columns: str, model: str) -> list[tuple[Any, ...]]:
    return connection.execute(f"select {columns} from staging.{model} order by _row_number").fetchall()


def test_nothing_that_names_a_person_or_company_leaves_staging(staging: duckdb.DuckDBPyConnection) -> None:
    models = staging.execute("select table_name from duckdb_tables() where schema_name = 'staging'").fetchall()
    models += staging.execute("select view_name from duckdb_views() where schema_name = 'staging'").fetchall()
    written = " ".join(str(staging.execute(f"select * from staging.{model}").fetchall()) for (model,) in models)
    assert len(models) > 30
    assert not [text for text in PLANTED if text.casefold() in written.casefold()]


def test_the_key_of_the_pseudonyms_is_not_in_the_warehouse(staging: duckdb.DuckDBPyConnection, key_file: Path) -> None:
    columns = staging.execute(
        "select distinct column_name from duckdb_columns() where schema_name = 'staging'"
    ).fetchall()
    assert not {"_inner_key", "_outer_key"} & {name for (name,) in columns}
    stored = " ".join(sql or "" for (sql,) in staging.execute("select sql from duckdb_views()").fetchall())
    assert not [line for line in key_file.read_text().split() if line in stored]


def test_a_deal_of_the_list_export_is_typed(staging: duckdb.DuckDBPyConnection) -> None:
    columns = "deal_id, amount, currency, created_at, closed_at, status, is_test, n_fields_required, n_fields_filled"
    first, second, third = select(staging, columns, "stg_bitrix24__deals")
    assert first == (
        "1",
        Decimal("1234.50"),
        "RUB",
        datetime(2024, 3, 5, 14, 7, 9),
        datetime(2024, 4, 1),
        None,
        False,
        7,
        7,
    )
    assert second[1:4] == (None, None, None) and second[6] is True
    assert third[5] == "lost" and third[8] == 0


def test_what_could_not_be_read_is_named(staging: duckdb.DuckDBPyConnection) -> None:
    columns = "unreadable_columns, out_of_range_columns, has_unreadable_required"
    assert select(staging, columns, "stg_bitrix24__deals") == [
        ([], [], False), (["amount", "created_at"], [], True), ([], ["created_at"], False),
    ]  # fmt: skip


def test_one_manager_has_one_key_in_every_system(staging: duckdb.DuckDBPyConnection) -> None:
    models = (
        "stg_bitrix24__deals",
        "stg_bitrix24__activities",
        "stg_onec__sales",
        "stg_plain__users",
        "stg_custom__deals",
    )
    keys = {select(staging, "user_id", model)[0][0] for model in models}
    assert len(keys) == 1 and len(keys.pop()) == 16


def test_one_company_has_one_name_key_in_every_system(staging: duckdb.DuckDBPyConnection) -> None:
    keys = {select(staging, "name_key", model)[0][0] for model in ("stg_bitrix24__deals", "stg_onec__sales")}
    keys.add(select(staging, "company_key", "stg_custom__deals")[0][0])
    assert len(keys) == 1
    assert select(staging, "company_key like 'tax:%'", "stg_onec__sales") == [(True,), (False,)]


def test_robots_are_told_from_people_and_routine_work_from_other_work(staging: duckdb.DuckDBPyConnection) -> None:
    columns = "type, direction, author_type, subject_kind, is_routine, is_completed_automatically, deal_id, occurred_at"
    assert select(staging, columns, "stg_bitrix24__activities") == [
        ("task", None, "robot", "invoice", True, True, None, datetime(2024, 3, 5, 10)),
        ("call", "in", "human", None, False, False, "7", datetime(2024, 3, 5, 10)),
    ]


def test_only_a_converted_lead_has_a_day_of_conversion(staging: duckdb.DuckDBPyConnection) -> None:
    assert select(staging, "converted_at, is_spam", "stg_bitrix24__leads") == [
        (datetime(2024, 3, 6), False),
        (None, True),
    ]


def test_a_deal_of_the_amocrm_api_is_typed(staging: duckdb.DuckDBPyConnection) -> None:
    columns = "user_id, status, created_at, closed_at, company_key, is_deleted"
    assert select(staging, columns, "stg_amocrm__api_leads") == [
        ("77", "won", datetime(2024, 3, 5, 14, 7, 9), datetime(2024, 3, 6, 17, 53, 49), "company:amocrm:555", False),
        (None, "open", datetime(2024, 3, 5, 14, 7, 9), None, None, None),
    ]


def test_amocrms_words_for_an_open_deal_are_no_unreadable_dates(staging: duckdb.DuckDBPyConnection) -> None:
    columns = "closed_at, unreadable_columns"
    assert select(staging, columns, "stg_amocrm__deals") == [(None, []), (None, ["closed_at"])]
    assert select(staging, "unreadable_columns", "stg_amocrm__api_leads") == [([],), ([],)]


def test_the_closed_marks_of_hubspot_give_the_status(staging: duckdb.DuckDBPyConnection) -> None:
    assert select(staging, "status", "stg_hubspot__deals") == [("won",), ("lost",), (None,)]


def test_documents_of_two_years_with_one_number_are_two_orders(staging: duckdb.DuckDBPyConnection) -> None:
    assert select(staging, "order_id, order_date, amount, is_return, status", "stg_onec__sales") == [
        ("УТ-1/2024", date(2024, 3, 5), Decimal("-1234.50"), True, None),
        ("УТ-1/2025", date(2025, 3, 5), Decimal("10.00"), None, "cancelled"),
    ]


def test_each_question_of_a_form_becomes_a_row_without_its_words(staging: duckdb.DuckDBPyConnection) -> None:
    rows = select(
        staging, "question, value, value_text_present, answered_at, response_id", "stg_google_forms__responses"
    )
    moment = datetime(2024, 3, 5, 14, 7, 9)
    assert {row[:4] for row in rows} == {
        ("Порекомендуете?", 10.0, True, moment), ("Что улучшить?", None, True, moment), ("Оценка", None, False, moment),
    }  # fmt: skip
    assert len({row[4] for row in rows}) == 3


def test_plans_and_events_are_read_from_words(staging: duckdb.DuckDBPyConnection) -> None:
    assert select(staging, "period_start, period_grain, amount", "stg_plain__sales_targets") == [
        (date(2024, 3, 1), "month", Decimal(1000000))
    ]
    assert select(staging, "kind, event_date", "stg_plain__rollout_events") == [("go_live", date(2024, 3, 1))]
