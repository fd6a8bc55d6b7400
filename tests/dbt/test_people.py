"""Managers under many names: one person where a form fits one, and an issue where it fits two."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.dbt.test_marts import Rows, built, one

pytestmark = pytest.mark.slow

FORMS = (
    "Иванов Иван Петрович", "Иванов Иван", "Иван  Иванов", "ИВАНОВ И. П.", "И.П. Иванов", "Иванов И.",
    "ivanov@example.org",
)  # fmt: skip

ROWS: Rows = {
    "custom.deals": [
        *({"deal_id": f"i{n}", "user_id": form, "created_at": "2025-02-01"} for n, form in enumerate(FORMS)),
        {"deal_id": "other", "user_id": "Иванов И. С.", "created_at": "2025-02-01"},
        {"deal_id": "p1", "user_id": "Петров Пётр", "created_at": "2025-02-01"},
        {"deal_id": "p2", "user_id": "Петров Павел", "created_at": "2025-02-01"},
        {"deal_id": "p3", "user_id": "Петров П.", "created_at": "2025-02-01", "_file_id": "doubtful"},
        {"deal_id": "n1", "user_id": "17", "created_at": "2025-02-01", "_source_relation": "b24"},
        {"deal_id": "n2", "user_id": "17", "created_at": "2025-02-01", "_source_relation": "amo"},
    ],
    "custom.users": [{"user_id": "17", "user_name": "Ёлкина Анна-Мария", "_source_relation": "b24"}],
    "plain.users": [
        {"user_id": "Иванов Иван Петрович", "team_name": "Север", "is_active": "да", "email": "Ivanov@example.org"},
        {"user_id": "Анна-Мария Елкина", "team_name": "Юг", "is_active": "да"},
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory, key_file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    yield from built(tmp_path_factory.mktemp("people"), key_file, ROWS)


def test_every_form_of_a_name_is_one_person_with_one_team(marts: duckdb.DuckDBPyConnection) -> None:
    sql = (
        "select count(*), count(distinct user_id), min(team_id), max(team_id) from marts.fct_deals where deal_id like ?"
    )
    assert marts.execute(sql, ["custom:i%"]).fetchone() == (len(FORMS), 1, "Север", "Север")


def test_another_middle_initial_is_another_person(marts: duckdb.DuckDBPyConnection) -> None:
    sql = "select count(distinct user_id) from marts.fct_deals where deal_id in ('custom:i0', 'custom:other')"
    assert one(marts, sql) == (2,)


def test_a_form_that_fits_two_people_is_joined_with_neither_and_named(marts: duckdb.DuckDBPyConnection) -> None:
    assert one(marts, "select count(distinct user_id) from marts.fct_deals where deal_id like 'custom:p%'") == (3,)
    sql = "select system, table_name, file_id, row_number from marts.record_issues where issue = 'ambiguous_person'"
    assert marts.execute(sql).fetchall() == [("custom", "deals", "doubtful", 11)]


def test_a_number_is_known_by_the_list_of_users_of_its_own_source(marts: duckdb.DuckDBPyConnection) -> None:
    sql = "select deal_id, user_id like 'person:%', team_id from marts.fct_deals where deal_id like '%:n_' order by 1"
    assert marts.execute(sql).fetchall() == [("amo:n2", False, None), ("b24:n1", True, "Юг")]


def test_no_part_of_a_name_leaves_staging(marts: duckdb.DuckDBPyConnection) -> None:
    shown = str(marts.execute("from staging.stg_people__names").fetchall()).casefold()
    assert not [text for text in ("иван", "петр", "елкин", "ёлкин", "example") if text in shown]
