"""Stages that nothing knows: taken as open when the deal is open, asked for when it is closed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from dagster_project.errors import InputError
from dagster_project.settings import Settings, load_settings
from dagster_project.stages import UnknownStage, check_outcomes, unknown_stages

TABLES = {
    "raw_bitrix24.deals": ("stage", "stage_semantic", "is_closed"),
    "raw_amocrm.deals": ("stage", "closed_at"),
    "raw_hubspot.deals": ("stage", "is_won", "is_closed"),
    "raw_custom.deals": ("stage", "status", "closed_at"),
    "raw_bitrix24.stage_history": ("deal_id",),
    "raw_custom.deal_stage_history": ("deal_id",),
    "raw_bitrix24.stages": ("reference", "stage", "stage_name"),
    "raw_amocrm.pipelines": ("stages",),
    "raw_hubspot.pipelines": ("stages",),
    "raw_hubspot.pipeline_stages": ("stage", "stage_name"),
}


@pytest.fixture
def raw() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(":memory:") as connection:
        for table, columns in TABLES.items():
            connection.execute(f"create schema if not exists {table.split('.')[0]}")
            fields = ", ".join(f"{name} varchar" for name in (*columns, "_source_relation"))
            connection.execute(f"create table {table} ({fields})")
        yield connection


def put(raw: duckdb.DuckDBPyConnection, table: str, *rows: tuple[str | None, ...]) -> None:
    for row in rows:
        marks = ", ".join("?" for _ in row)
        raw.execute(f"insert into raw_{table} values ({marks}, ?)", [*row, table.split(".")[0]])


def settings(tmp_path: Path, lines: str = "") -> Settings:
    (tmp_path / "audit.yml").write_text(f"company: {{name: A}}\n{lines}", encoding="utf-8")
    return load_settings(tmp_path)


def test_stages_that_are_known_raise_no_question(raw: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    put(raw, "bitrix24.deals", ("Сделка успешна", "", "Да"), ("C5:WON", None, "Y"), ("Своя", "S", "Да"))
    put(raw, "amocrm.deals", ("Успешно  реализовано", "01.02.2024"), ("Принимают решение", "не закрыта"))
    put(raw, "hubspot.deals", ("closedwon", "", "true"), ("Signed", "true", "true"), ("Refused", "false", "true"))
    put(raw, "custom.deals", ("Etap 9", "won", "2024-01-01"))
    assert unknown_stages(raw, settings(tmp_path)) == []


def test_an_unknown_stage_of_open_deals_is_told_and_does_not_stop(
    raw: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    put(raw, "bitrix24.deals", ("Замер", "", "Нет"), ("Замер", "", None))
    assert unknown_stages(raw, settings(tmp_path)) == [UnknownStage("bitrix24.deals", "bitrix24", "Замер", 2, 0)]
    check_outcomes(raw, settings(tmp_path))


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("bitrix24.deals", ("Оплачено", "", "Да")),
        ("amocrm.deals", ("Оплачено", "01.02.2024 10:00:00")),
        ("hubspot.deals", ("Оплачено", "", "true")),
        ("custom.deals", ("Оплачено", None, "2024-02-01")),
    ],
)
def test_a_closed_deal_on_an_unknown_stage_is_asked_for(
    raw: duckdb.DuckDBPyConnection, tmp_path: Path, table: str, row: tuple[str | None, ...]
) -> None:
    put(raw, table, row, row)
    with pytest.raises(
        InputError, match=rf"{table}: 2 closed deals .* 'Оплачено'\. Say it in audit\.yml.*category: won"
    ):
        check_outcomes(raw, settings(tmp_path))
    check_outcomes(raw, settings(tmp_path, "stages: [{stage: оплачено, category: won}]\n"))


def test_a_stage_history_answers_the_question(raw: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    put(raw, "bitrix24.deals", ("Оплачено", "", "Да"))
    put(raw, "bitrix24.stage_history", ("1",))
    check_outcomes(raw, settings(tmp_path))
