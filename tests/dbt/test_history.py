"""History from successive exports of one deal list: stages, owners, deletions, and what a real history says of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest

from tests.dbt.test_marts import Rows, built, one

pytestmark = pytest.mark.slow

MARCH, APRIL, MAY = "2025-03-01", "2025-04-01", "2025-05-01"


def export(day: str, *deals: dict[str, str], without: tuple[str, ...] = ()) -> list[dict[str, str]]:
    """One full export: twenty decided deals that never change, but those ``without``, and the given ones."""
    steady = [
        {"deal_id": f"s{n}", "stage": "signed", "amount": "1", "closed_at": "2025-02-10", "created_at": "2025-01-10"}
        for n in range(20)
        if f"s{n}" not in without
    ]
    return [{"_source_relation": "shop", "_file_id": day, "_snapshot_at": day, **row} for row in [*steady, *deals]]


def deal(number: str, stage: str, user: str = "1", amount: str = "100", **other: str) -> dict[str, str]:
    return {"deal_id": number, "stage": stage, "user_id": user, "amount": amount, "created_at": "2025-02-01", **other}


ROWS: Rows = {
    "custom.deals": [
        *export(
            MARCH, deal("moved", "Offer"), deal("sold", "Offer", "1"), deal("logged", "Offer"), deal("kept", "Offer"),
            deal("twin", "Offer", amount="70", company_id="5"), deal("heir", "Offer", amount="30", company_id="5"),
        ),
        *export(
            APRIL, deal("moved", "Talks", amount="150"), deal("sold", "signed", "1", closed_at="2025-03-20 12:00:00"),
            deal("logged", "Talks"), deal("kept", "Offer"), deal("heir", "Offer", amount="100", company_id="5"),
        ),
        *export(
            MAY, deal("moved", "Talks", "2", amount="150"), deal("logged", "Talks"), deal("kept", "Offer"),
            deal("sold", "signed", "2", closed_at="2025-03-20 12:00:00"),
            deal("heir", "Offer", amount="100", company_id="5"), without=("s7",),
        ),
        *(
            {"_source_relation": "monthly", "_file_id": f"m{day}", "_snapshot_at": day, "deal_id": f"{day}/{n}",
             "created_at": day, "stage": "signed", "closed_at": day}
            for day in (MARCH, APRIL)
            for n in range(5)
        ),
    ],
    "custom.deal_stage_history": [
        {"_source_relation": "shop", "deal_id": "logged", "stage": "Offer", "entered_at": "2025-02-01 09:00:00"},
        {"_source_relation": "shop", "deal_id": "logged", "stage": "Talks", "entered_at": "2025-04-01 17:00:00"},
        {"_source_relation": "shop", "deal_id": "logged", "stage": "Offer", "entered_at": "2025-04-20 09:00:00"},
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory, key_file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    yield from built(tmp_path_factory.mktemp("history"), key_file, ROWS)


def test_a_stage_is_entered_between_two_exports(marts: duckdb.DuckDBPyConnection) -> None:
    sql = (
        "select stage, entered_at, exited_at, basis, precision_days from marts.fct_deal_stage_history "
        "where deal_id = 'shop:moved' order by entered_at"
    )
    assert marts.execute(sql).fetchall() == [
        ("Offer", datetime(2025, 3, 1), datetime(2025, 4, 1), "snapshots", 28),
        ("Talks", datetime(2025, 4, 1), None, "snapshots", 31),
    ]


def test_a_decision_has_its_own_date(marts: duckdb.DuckDBPyConnection) -> None:
    sql = "select entered_at, category, precision_days from marts.fct_deal_stage_history where deal_id = 'shop:sold'"
    assert marts.execute(sql + " order by entered_at desc").fetchone() == (datetime(2025, 3, 20, 12), "won", 0)


def test_a_real_history_wins_and_what_an_export_says_otherwise_is_an_issue(marts: duckdb.DuckDBPyConnection) -> None:
    sql = "select count(*), bool_and(basis = 'history') from marts.fct_deal_stage_history where deal_id = 'shop:logged'"
    assert one(marts, sql) == (3, True)
    sql = "select file_id, column_name, severity from marts.record_issues where issue = 'history_differs'"
    assert marts.execute(sql).fetchall() == [(MAY, "stage", "value")]


def test_owner_amount_and_dates_have_a_history_too(marts: duckdb.DuckDBPyConnection) -> None:
    sql = (
        "select property_name, previous_value, value, changed_at, precision_days "
        "from intermediate.int_deal_property_history "
        "where deal_id = 'shop:moved' and not is_first_known order by 4, 1"
    )
    assert marts.execute(sql).fetchall() == [
        ("amount", "100.00", "150.00", datetime(2025, 4, 1), 31),
        ("stage", "Offer", "Talks", datetime(2025, 4, 1), 31),
        ("owner", "shop:1", "shop:2", datetime(2025, 5, 1), 30),
    ]


def test_a_deal_counts_for_the_person_who_decided_it(marts: duckdb.DuckDBPyConnection) -> None:
    sql = "select user_id, current_user_id from marts.fct_deals where deal_id = 'shop:sold'"
    assert one(marts, sql) == ("shop:1", "shop:2")
    sql = "select user_id, month, n_won from marts.manager_months where n_won > 0"
    assert marts.execute(sql).fetchall() == [("shop:1", date(2025, 3, 1), 1)]
    assert one(marts, "select user_id from marts.fct_deals where deal_id = 'shop:moved'") == ("shop:2",)


def test_a_deal_missing_in_a_later_full_export_is_deleted_or_merged(marts: duckdb.DuckDBPyConnection) -> None:
    sql = "select deal_id, merged_into_id, is_kpi_eligible from marts.fct_deals where is_deleted order by 1"
    assert marts.execute(sql).fetchall() == [("shop:s7", None, False), ("shop:twin", "shop:heir", False)]
    sql = "select reason, n from marts.audit_exclusions where kpi_or_entity = 'deals' order by 1"
    assert marts.execute(sql).fetchall() == [("deleted", 1), ("merged", 1)]


def test_files_of_one_month_each_delete_nothing(marts: duckdb.DuckDBPyConnection) -> None:
    sql = "select count(*) from marts.fct_deals where source_relation = 'monthly' and is_kpi_eligible"
    assert one(marts, sql) == (10,)


def test_the_funnel_says_how_exact_its_entries_are(marts: duckdb.DuckDBPyConnection) -> None:
    sql = "select precision_days from marts.sales_funnel where stage = 'Offer'"
    assert one(marts, sql) == (28,)
