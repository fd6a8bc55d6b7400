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


def change(number: str, name: str, before: str, after: str, day: str) -> list[dict[str, str]]:
    return [
        {"_source_relation": "shop", "deal_id": number, "property_name": name, "old_value": before, "new_value": after,
         "entered_at": day}
    ]  # fmt: skip


WON = deal("won", "signed", "5", closed_at="2025-04-15 10:00:00")
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
        # Owners 1, 1, 3 and amounts 100, 100, 150.50 as the history has them; the wrong one agrees in nothing.
        *(
            {"_source_relation": "shop", "_file_id": day, "_snapshot_at": day, **one}
            for day, owner, amount in ((MARCH, "1", "100"), (APRIL, "1", "100"), (MAY, "3", "150,50"))
            for one in (
                deal("passed", "Offer", owner, amount),
                deal("wrong", "Offer", "1", expected_close_at="2025-05-01"),
                deal("named", "Offer", "7"),
                WON if day == MAY else deal("won", "Offer", "4"),
            )
        ),
        *(
            {"_source_relation": "monthly", "_file_id": f"m{day}", "_snapshot_at": day, "deal_id": f"{day}/{n}",
             "created_at": day, "stage": "signed", "closed_at": day}
            for day in (MARCH, APRIL)
            for n in range(5)
        ),
    ],
    "custom.deal_property_history": [
        # The file begins on April 10: what it says of the time before is the value before its first change.
        *change("passed", "Owner", "1", "2", "2025-04-10 12:00:00"), *change("passed", "owner", "2", "3", "2025-04-25"),
        *change("passed", "Amount", "100", "150,50", "2025-04-12"), *change("passed", "tint", "a", "b", "2025-04-12"),
        *change("won", "owner_id", "4", "5", "2025-04-20"), *change("wrong", "owner", "1", "2", "2025-04-10"),
        *change("named", "owner", "Петров Пётр", "Иванов Иван", "2025-04-10"),
        *change("wrong", "expected_close_date", "2025-05-01", "2025-06-01", "2025-04-10"),
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
    sql = "select file_id, column_name, severity from marts.record_issues where issue = 'history_differs' order by 2"
    assert marts.execute(sql).fetchall() == [
        (MAY, "expected_close_at", "value"), (MAY, "stage", "value"), (MAY, "user_id", "value")
    ]  # fmt: skip


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


HISTORY = (
    "select property_name, previous_value, value, changed_at, precision_days, basis, is_first_known "
    "from intermediate.int_deal_property_history where deal_id = ? order by 1, 4"
)


def test_a_file_of_history_goes_before_the_exports_property_by_property(marts: duckdb.DuckDBPyConnection) -> None:
    found = marts.execute(HISTORY, ["shop:passed"]).fetchall()
    assert found == [
        ("amount", "100.00", "150.50", datetime(2025, 4, 12), None, "history", False),
        ("owner", "shop:1", "shop:2", datetime(2025, 4, 10, 12), None, "history", False),
        ("owner", "shop:2", "shop:3", datetime(2025, 4, 25), None, "history", False),
        ("stage", None, "Offer", datetime(2025, 3, 1), None, "snapshots", True),
    ]


def test_a_history_and_exports_that_say_the_same_agree_and_what_differs_is_counted(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    sql = "select property_name, n_compared, n_differing from marts.deal_history_agreement order by 1"
    assert marts.execute(sql).fetchall() == [("amount", 3, 0), ("close_date", 3, 1), ("owner", 9, 1), ("stage", 3, 1)]


def test_an_owner_of_a_history_that_no_deal_list_could_name_is_not_taken(marts: duckdb.DuckDBPyConnection) -> None:
    sql = (
        "select is_usable, count(*) from intermediate.int_deal_property_changes where deal_id = 'shop:named' group by 1"
    )
    assert marts.execute(sql).fetchall() == [(False, 1)]
    owners = [row[2:6] for row in marts.execute(HISTORY, ["shop:named"]).fetchall() if row[0] == "owner"]
    assert owners == [("shop:7", datetime(2025, 3, 1), None, "snapshots")]


def test_the_history_names_the_owner_of_the_day_of_the_decision(marts: duckdb.DuckDBPyConnection) -> None:
    """The export of May already shows who took the deal over on April 20; it was won on April 15."""
    sql = "select user_id, current_user_id from marts.fct_deals where deal_id = 'shop:won'"
    assert one(marts, sql) == ("shop:4", "shop:5")


def test_a_deal_counts_for_the_person_who_decided_it(marts: duckdb.DuckDBPyConnection) -> None:
    sql = "select user_id, current_user_id from marts.fct_deals where deal_id = 'shop:sold'"
    assert one(marts, sql) == ("shop:1", "shop:2")
    sql = "select user_id, month, n_won from marts.manager_months where n_won > 0 order by 2"
    assert marts.execute(sql).fetchall() == [("shop:1", date(2025, 3, 1), 1), ("shop:4", date(2025, 4, 1), 1)]
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
