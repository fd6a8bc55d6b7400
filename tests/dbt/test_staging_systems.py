"""Small exports of every further system, read by the loader and typed by the staging models."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dagster_project.ingest.catalogue import load_catalogue
from dagster_project.ingest.loader import ingest
from dagster_project.ingest.relations import create_raw_relations
from dagster_project.parameters import _TABLES as SETTINGS

ROOT = Path(__file__).resolve().parents[2]
PROJECT, EXPORTS = ROOT / "dbt", ROOT / "tests" / "ingest" / "exports"
PLANTED = (
    "Ёлкин",
    "Петрова",
    "Ромашка",
    "523-48-48",
    "9005234848",
    "example.org",
    "Секретный проект",
    "7701234567",
    "203.0.113",
)
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def staging(tmp_path_factory: pytest.TempPathFactory, key_file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to a warehouse whose staging stands on the files of tests/ingest/exports."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    folder = tmp_path_factory.mktemp("systems")
    shutil.copytree(EXPORTS, folder / "landing")
    catalogue = load_catalogue(PROJECT)
    ledger = ingest(folder, catalogue, [], strict=False)
    assert [file.message for file in ledger.refused] == []
    warehouse = folder / "warehouse.duckdb"
    with duckdb.connect(str(warehouse)) as connection:
        create_raw_relations(connection, catalogue, ledger, [])
        connection.execute("create schema settings")
        for name, columns in SETTINGS.items():
            connection.execute(f"create table settings.{name} ({columns})")
        connection.execute("insert into settings.parameters values ('timezone', 'Europe/Moscow')")
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


def rows(connection: duckdb.DuckDBPyConnection, columns: str, model: str, order: str = "all") -> list[tuple[Any, ...]]:
    return connection.execute(f"select {columns} from staging.{model} order by {order}").fetchall()


def test_nothing_unreadable_is_left_in_any_export(staging: duckdb.DuckDBPyConnection) -> None:
    typed = (
        "select table_name from duckdb_columns() where schema_name = 'staging' and column_name = 'unreadable_columns'"
    )
    models = staging.execute(typed).fetchall()
    assert len(models) > 60
    found = []
    for (model,) in models:
        condition = "has_unreadable_required or len(unreadable_columns) > 0 or len(out_of_range_columns) > 0"
        found += [(model, *row) for row in rows(staging, "unreadable_columns", f"{model} where {condition}")]
    assert found == []


def test_no_name_address_or_text_of_an_export_leaves_staging(staging: duckdb.DuckDBPyConnection) -> None:
    models = staging.execute("select table_name from duckdb_tables() where schema_name = 'staging'").fetchall()
    written = " ".join(str(staging.execute(f"select * from staging.{model}").fetchall()) for (model,) in models)
    assert len(models) > 60
    assert [text for text in PLANTED if text.casefold() in written.casefold()] == []


def test_a_salesforce_id_has_18_characters_whatever_the_export_gives(staging: duckdb.DuckDBPyConnection) -> None:
    deals = rows(staging, "deal_id, user_id, status, is_deleted, created_at", "stg_salesforce__opportunities")
    owner, created = "005A0000001aBcDIAU", datetime(2024, 3, 5, 14, 7, 9)
    assert ("006A0000001aBcDIAU", owner, "won", False, created) in deals
    assert ("006A0000001aBcEIAU", owner, "open", True, datetime(2024, 3, 6, 14, 7, 9)) in deals
    assert rows(staging, "user_id, team_name, is_active", "stg_salesforce__users") == [(owner, "Север", True)]
    assert rows(staging, "type, deal_id, duration_seconds", "stg_salesforce__tasks") == [
        ("call", deals_id(deals), 125.0)
    ]


def deals_id(deals: list[tuple[Any, ...]]) -> str:
    return next(str(deal[0]) for deal in deals if deal[2] == "won")


def test_a_history_that_notes_every_change_keeps_the_changes_of_the_stage(staging: duckdb.DuckDBPyConnection) -> None:
    history = rows(staging, "stage, entered_at", "stg_salesforce__opportunity_history", "entered_at")
    assert [stage for stage, _ in history] == ["Prospecting", None, "Closed Won"]
    flow = rows(staging, "deal_id, stage", "stg_pipedrive__deal_flow", "entered_at")
    assert flow == [("1001", "3"), *[("1001", None)] * 4]
    assert rows(staging, "pipeline, stage, is_automatic", "stg_amocrm__events", "entered_at")[:2] == [
        ("3177727", "142", False),
        (None, None, True),
    ]


AMO, FLOW, HUB = "stg_amocrm__events", "stg_pipedrive__deal_flow", "stg_hubspot__deal_stages"
FIELDS, STATES = "stg_salesforce__opportunity_field_history", "stg_salesforce__opportunity_history"
VERSIONS, DAY = "stg_salesforce__opportunity_versions", "cast(cast({}expected_close_at as date) as varchar)"
FIRST, SECOND = "005A0000001aBcDIAU", "005A0000001aBcEIAU"
OWNERS, AMOUNTS = "previous_owner_key, owner_key", "cast(previous_amount as varchar), cast(amount as varchar)"
DAYS = DAY.format("previous_") + ", " + DAY.format("")


@pytest.mark.parametrize(
    ("model", "property_name", "columns", "found"),
    [
        (AMO, "owner", OWNERS, ("939801", "939802")),
        (AMO, "amount", AMOUNTS, ("0.00", "15000.00")),
        (FLOW, "owner", OWNERS, ("7", "8")),
        (FLOW, "amount", AMOUNTS, ("1000.00", "1234.50")),
        (FLOW, "close_date", DAYS, ("2025-02-01", "2025-03-01")),
        (HUB, "owner", "owner_key", ("41",)),
        (HUB, "amount", "cast(amount as varchar)", ("1234.50",)),
        (HUB, "close_date", DAY.format(""), ("2024-04-01",)),
        (STATES, "amount", f"cast(amount as varchar), {DAY.format('')}", ("1000.00", "2024-04-01")),
        (VERSIONS, "owner", f"owner_key, cast(amount as varchar), {DAY.format('')}", (FIRST, "1000.00", "2024-04-01")),
        (FIELDS, "owner", OWNERS, (FIRST, SECOND)),
        (FIELDS, "amount", AMOUNTS, ("1000.00", "1234.50")),
        (FIELDS, "close_date", DAYS, ("2024-04-01", "2024-05-01")),
    ],
)
def test_owner_amount_and_planned_date_are_read_from_files_of_history(
    staging: duckdb.DuckDBPyConnection, model: str, property_name: str, columns: str, found: tuple[str, ...]
) -> None:
    assert found in rows(staging, columns, f"{model} where properties like '%{property_name}%'", "entered_at")
    stages = {stage for (stage,) in rows(staging, "stage", model)}
    assert stages <= {None, "142", "contractsent", "3", "Prospecting", "Closed Won"}


def test_the_dates_in_the_headers_of_a_deal_list_are_its_stage_history(staging: duckdb.DuckDBPyConnection) -> None:
    assert rows(staging, "deal_id, pipeline, stage, entered_at", "stg_hubspot__entered_stages", "entered_at") == [
        ("701", "Sales Pipeline", "Appointment Scheduled", datetime(2024, 3, 5, 14, 7)),
        ("701", "Sales Pipeline", "Contract Sent", datetime(2024, 3, 20, 10, 0)),
    ]


def test_times_of_an_api_are_utc_and_those_of_a_list_are_local(staging: duckdb.DuckDBPyConnection) -> None:
    created = dict(rows(staging, "deal_id, created_at", "stg_pipedrive__deals"))
    assert (created["1001"], created["1004"]) == (datetime(2025, 1, 15, 9), datetime(2025, 1, 15, 12))
    assert {status for (status,) in rows(staging, "status", "stg_pipedrive__deals")} == {"won", "open", "lost"}


def test_a_missed_incoming_call_is_nobodys_action(staging: duckdb.DuckDBPyConnection) -> None:
    for model in ("stg_telephony__calls", "stg_bitrix24__calls", "stg_zoho__calls"):
        calls = set(rows(staging, "is_missed, is_completed, author_type, duration_seconds", model))
        assert calls == {(False, True, "human", 125.0), (True, False, "integration", 0.0)}
    assert ("812", "7") in rows(staging, "activity_id, deal_id", "stg_bitrix24__calls")


def test_the_first_answer_is_the_creation_plus_the_time_to_it(staging: duckdb.DuckDBPyConnection) -> None:
    assert dict(rows(staging, "ticket_id, first_response_at", "stg_zendesk__tickets")) == {
        "501": datetime(2024, 3, 5, 14, 37),
        "502": datetime(2024, 3, 5, 14, 22),
    }
    answered = datetime(2024, 3, 5, 14, 23, 49)
    assert rows(staging, "ticket_id, first_response_at", "stg_intercom__conversations") == [("901", answered)]


def test_money_of_zoho_and_ratings_of_reviews_are_numbers(staging: duckdb.DuckDBPyConnection) -> None:
    assert rows(staging, "amount, currency", "stg_zoho__deals") == [(Decimal("1234.50"), "USD")]
    assert rows(staging, "platform, rating, rating_max", "stg_reviews__reviews") == [
        ("2ГИС", 2.0, 5.0),
        ("Яндекс Карты", 4.0, 5.0),
    ]
    assert rows(staging, "platform, rating, rating_max", "stg_reviews__google") == [("Google", 4.0, 5.0)]


def test_the_lines_of_a_document_are_one_order_with_their_sum(staging: duckdb.DuckDBPyConnection) -> None:
    orders = rows(staging, "order_id, amount, is_return", "stg_onec__report_lines where order_id is not null")
    assert orders == [
        ("УТ-000001/2024", Decimal("1234.50"), False),
        ("УТ-000002/2024", Decimal("-234.50"), True),
    ]
    assert len(rows(staging, "amount", "stg_onec__report_lines")) == 3


def test_questions_of_both_form_tools_become_rows(staging: duckdb.DuckDBPyConnection) -> None:
    for model, mark in (("stg_yandex_forms__responses", 9.0), ("stg_typeform__responses", 10.0)):
        answers = rows(staging, "value, value_text_present, answered_at", model, "value")
        moment = datetime(2024, 3, 5, 14, 7, 9)
        assert answers == [(mark, True, moment), (None, True, moment)]


def test_tasks_notes_and_calls_of_amocrm_are_activities_of_their_deals(staging: duckdb.DuckDBPyConnection) -> None:
    columns = "activity_id, deal_id, is_completed, completed_at, author_type"
    done = datetime(2024, 3, 5, 15, 7, 9)
    assert rows(staging, columns, "stg_amocrm__tasks", "activity_id") == [
        ("task-61", "15", True, done, "human"),
        ("task-62", None, False, None, "robot"),
        ("task-63", "15", True, done, "human"),
    ]
    columns = "activity_id, type, direction, deal_id, is_missed, author_type, duration_seconds"
    assert rows(staging, columns, "stg_amocrm__notes", "activity_id") == [
        ("note-71", "note", None, "15", None, "human", None),
        ("note-72", "call", "out", "15", False, "human", 125.0),
        ("note-73", "call", "in", "15", True, "integration", 0.0),
        ("note-74", "note", None, None, None, "robot", None),
    ]


def test_a_task_of_bitrix24_belongs_to_the_records_it_names(staging: duckdb.DuckDBPyConnection) -> None:
    columns = "activity_id, deal_id, company_key, is_completed, completed_at, subject_kind"
    assert rows(staging, columns, "stg_bitrix24__tasks") == [
        ("task-91", "7", "company:bitrix24:5", True, datetime(2024, 3, 6, 14, 7, 9), "invoice")
    ]


def test_one_person_has_one_key_in_the_lists_of_users_of_every_system(staging: duckdb.DuckDBPyConnection) -> None:
    names = "select user_key, known_as_key from staging.stg_people__names where table_name = 'users'"
    known = {key: known_as for key, known_as in staging.execute(names).fetchall() if known_as}
    assert {"939801", "17", "32779820", "9"} <= set(known)
    listed = {
        system: {user for (user,) in rows(staging, "user_id", f"stg_{system}__users")}
        for system in ("amocrm", "bitrix24", "pipedrive", "zoho")
    }
    (elkin,) = listed["amocrm"]
    assert all(elkin in people or known["17"] in people for people in listed.values())
    assert {known["939801"], known["9"]} == {elkin}
    assert rows(staging, "team_name, is_active", "stg_amocrm__users") == [("Север", True)]
    assert ("5", None, True) in rows(staging, "team_id, team_name, is_active", "stg_bitrix24__users")
    assert set(rows(staging, "team_name, is_active", "stg_hubspot__users")) == {("Север", True), (None, False)}


def test_times_of_a_hubspot_connector_and_api_are_utc(staging: duckdb.DuckDBPyConnection) -> None:
    created = dict(rows(staging, "deal_id, created_at", "stg_hubspot__deals"))
    assert created["1244495215"] == datetime(2024, 3, 5, 14, 7, 9)
    assert created["703"] == datetime(2024, 3, 5, 14, 7, 9, 123000)
    closed = dict(rows(staging, "deal_id, closed_at", "stg_hubspot__deals"))
    assert closed["1244495215"] == datetime(2024, 3, 20, 10)
    assert (datetime(2024, 3, 5, 14, 7, 9),) in rows(staging, "created_at", "stg_hubspot__contacts")
    answered = rows(staging, "first_response_at", "stg_hubspot__tickets where ticket_id = '307034542'")
    assert answered == [(datetime(2024, 3, 5, 14, 37, 9),)]


def test_only_the_last_version_of_a_salesforce_record_is_current(staging: duckdb.DuckDBPyConnection) -> None:
    for model, key in (("companies", "company_key"), ("contacts", "contact_key")):
        model = f"stg_salesforce__{model} where {key} like '%001A0000001aBcFIAU' or {key} like '%003A0000001aBcFIAU'"
        assert rows(staging, "is_old_version", model, "_row_number") == [(True,), (False,)]
    assert rows(staging, "is_old_version", "stg_salesforce__leads") == [(False,)]


def test_stages_of_lists_are_open_won_or_lost_and_those_of_other_lists_are_none(
    staging: duckdb.DuckDBPyConnection,
) -> None:
    assert rows(staging, "pipeline, stage, category", "stg_bitrix24__stages", "_row_number") == [
        ("0", "NEW", "open"), ("0", "WON", "won"), ("5", "C5:LOSE", "lost"), (None, None, "open"),
    ]  # fmt: skip
    assert set(rows(staging, "pipeline, stage, category", "stg_hubspot__pipeline_stages")) == {
        ("88", "881", "won"), ("88", "882", "lost"), ("0", None, "open"),
    }  # fmt: skip
    assert rows(staging, "pipeline, stage, stage_name", "stg_pipedrive__stages") == [("1", "3", "Предложение")]


def test_a_document_of_an_exchange_file_is_an_order_with_all_its_taxes(staging: duckdb.DuckDBPyConnection) -> None:
    columns = "order_id, order_date, amount, currency, deal_key, is_return, status, company_key like 'tax:%'"
    assert rows(staging, columns, "stg_onec__documents", "order_id") == [
        ("order-0000-000009/2024", date(2024, 3, 7), Decimal("1234.50"), "USD", None, False, None, True),
        ("return-УТ-000003/2024", date(2024, 3, 6), Decimal("100.00"), "RUB", None, True, "cancelled", False),
        ("УТ-000003/2024", date(2024, 3, 5), Decimal("1200.50"), "RUB", "7", False, None, True),
    ]
