"""Lists of pipelines and users beside the deals of an API: what codes mean and what they are called."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.dbt.test_marts import Rows, built, one

pytestmark = pytest.mark.slow

STATUSES = (
    '[{"id": "31", "name": "Замер", "sort": "20"}, {"id": "142", "name": "Успешно", "sort": "10000"}, '
    '{"id": "143", "name": "Отказ", "sort": "11000"}]'
)
STAGES = (
    '[{"id": "s1", "label": "Проба", "displayOrder": "0", "metadata": {"isClosed": "false", "probability": "0.2"}}, '
    '{"id": "s2", "label": "Итог", "displayOrder": "1", "metadata": {"isClosed": "true", "probability": "1.0"}}, '
    '{"id": "s3", "label": "Мимо", "displayOrder": "2", "metadata": {"isClosed": "true", "probability": "0.0"}}]'
)


def bitrix(number: str, stage: str, pipeline: str) -> dict[str, str]:
    return {
        "deal_id": number, "stage": stage, "pipeline": pipeline, "user_id": "17", "created_at": "2025-02-03 10:00:00",
        "closed_at": "2025-03-03 10:00:00", "amount": "5",
    }  # fmt: skip


def reference(number: str, stage: str, name: str, semantics: str) -> dict[str, str]:
    return {"reference": f"DEAL_STAGE{number}", "stage": stage, "stage_name": name, "stage_order": "10",
            "semantics": semantics}  # fmt: skip


ROWS: Rows = {
    "bitrix24.deals": [bitrix("1", "C5:UC_1", "5"), bitrix("2", "Оплачено", "Партнёры"), bitrix("3", "UC_2", "0")],
    "bitrix24.stages": [
        reference("_5", "C5:UC_1", "Оплачено", "S"),
        reference("", "UC_2", "Не сложилось", "F"),
        {"reference": "SOURCE", "stage": "UC_2", "stage_name": "Звонок", "stage_order": "1"},
    ],
    "bitrix24.pipelines": [
        {"pipeline": "5", "pipeline_name": "Партнёры", "entity_type": "2", "is_default": "N"},
        {"pipeline": "0", "pipeline_name": "Продажи", "entity_type": "2", "is_default": "Y"},
    ],
    "bitrix24.users": [
        {"user_id": "17", "first_name": "Игорь", "last_name": "Ёлкин", "is_active": "Y", "team_name": "Север"},
    ],
    "bitrix24.activities": [
        {"activity_id": "1", "type": "Звонок", "user_id": "Ёлкин Игорь", "created_at": "2025-02-03 10:00:00"},
    ],
    "amocrm.api_leads": [
        {"deal_id": "1", "stage": "31", "pipeline": "9", "amount": "1", "created_at": "1738713600"},
    ],
    "amocrm.pipelines": [{"pipeline": "9", "pipeline_name": "Замеры", "stages": STATUSES, "is_archive": "false"}],
    "hubspot.deals": [{"deal_id": "1", "stage": "s2", "pipeline": "p", "created_at_utc": "2025-02-03 10:00:00"}],
    "hubspot.pipelines": [{"pipeline": "p", "pipeline_name": "Основная", "sort": "0", "stages": STAGES}],
    "salesforce.leads": [
        {"lead_id": "00QA0000001aBcD", "company_name": "A", "status": "Open", "version_is_current": "false"},
        {"lead_id": "00QA0000001aBcD", "company_name": "A", "status": "Open", "version_is_current": "true"},
    ],
}


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory, key_file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    yield from built(tmp_path_factory.mktemp("pipelines"), key_file, ROWS)


def test_a_list_of_stages_tells_how_deals_ended_by_code_and_by_name(marts: duckdb.DuckDBPyConnection) -> None:
    found = marts.execute("select deal_id, status from marts.fct_deals order by 1").fetchall()
    assert found == [
        ("amocrm:1", "open"), ("bitrix24:1", "won"), ("bitrix24:2", "won"), ("bitrix24:3", "lost"),
        ("hubspot:1", "won"),
    ]  # fmt: skip


def test_codes_of_pipelines_and_stages_have_names(marts: duckdb.DuckDBPyConnection) -> None:
    sql = "select pipeline_name, stage_name from marts.stage_names where pipeline = '{}' and stage = '{}'"
    assert one(marts, sql.format("5", "C5:UC_1")) == ("Партнёры", "Оплачено")
    assert one(marts, sql.format("9", "31")) == ("Замеры", "Замер")
    assert one(marts, sql.format("p", "s3")) == ("Основная", "Мимо")
    assert one(marts, "select pipeline_name from marts.stage_names where pipeline = '0' and stage is null") == (
        "Продажи",
    )


def test_a_number_and_a_name_are_one_person_by_the_list_of_users(marts: duckdb.DuckDBPyConnection) -> None:
    sql = "select count(distinct user_id), min(team_name) from marts.dim_users where user_id in ({}, {})"
    deals = "(select user_id from marts.fct_deals where deal_id = 'bitrix24:1')"
    calls = "(select user_id from marts.fct_activities where activity_id like '%:1')"
    assert one(marts, sql.format(deals, calls)) == (1, "Север")
    assert one(marts, f"select {deals} = {calls}") == (True,)


def test_an_older_version_of_a_record_is_left_out_and_counted(marts: duckdb.DuckDBPyConnection) -> None:
    assert one(marts, "select count(*) from marts.fct_leads where source_relation = 'salesforce'") == (1,)
    sql = "select kpi_or_entity, n from marts.audit_exclusions where reason = 'old_version'"
    assert one(marts, sql) == ("lead", 1)
