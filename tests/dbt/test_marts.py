"""The whole project built over a few rows: what is united, what is left out, what is counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dagster_project.dbt_build import build
from dagster_project.ingest.catalogue import load_catalogue
from dagster_project.parameters import _TABLES as SETTINGS

PROJECT = Path(__file__).resolve().parents[2] / "dbt"
PARAMETERS = {
    "as_of": "2025-06-30", "timezone": "Europe/Moscow", "currency": "RUB", "conversion_window_days": "30",
    "retention_window_days": "90", "win_rate_maturity_days": "90", "first_go_live": "2025-01-01",
    "last_go_live": "2025-01-01", "go_live": "2025-01-01",
}  # fmt: skip
Rows = Mapping[str, list[Mapping[str, str]]]
"""Rows of raw tables by "system.table"."""

pytestmark = pytest.mark.slow


def deal(number: str, **other: str) -> dict[str, str]:
    return {"deal_id": number, "user_id": "Иванов Иван", "created_at": "2025-02-03 10:00:00", **other}


def custom_deal(number: str, **other: str) -> dict[str, str]:
    return {"deal_id": number, "_source_relation": "shop", **other}


ROWS: Rows = {
    "bitrix24.deals": [
        deal("1", stage="Новая", amount="10", _file_id="old", _snapshot_at="2025-05-01"),
        deal("1", stage="Сделка успешна", amount="20", closed_at="2025-04-01 12:00:00", _file_id="new",
             _snapshot_at="2025-06-01", company_name="ООО «Ромашка»", phone="+7 900 000-00-01"),
        deal("1", stage="Сделка успешна", amount="99", closed_at="2025-04-01 12:00:00", _file_id="new",
             _snapshot_at="2025-06-01", product="second line"),
        deal("2", stage="Новая", amount="5", expected_close_at="2025-12-01", _file_id="new"),
        deal("2", stage="Новая", amount="5", expected_close_at="2025-12-01", _file_id="new"),
        deal("3", stage="Новая", amount="plenty", _file_id="new"),
        deal("5", stage="Новая", amount="5", product="A", _file_id="new"),
        deal("5", stage="Новая", amount="5", product="B", _file_id="new"),
        deal("4", stage="Сделка провалена", amount="1", closed_at="2025-01-30 10:00:00", _file_id="new"),
    ],
    "custom.deals": [
        custom_deal("h1", created_at="2025-03-01", product="A"),
        custom_deal("h2", created_at="2025-03-01", product="B"),
        *({"deal_id": str(n), "_source_relation": "carried", "created_at": "2025-01-01 09:00:00"} for n in range(50)),
        custom_deal("h3", created_at="2025-03-01", status="won", closed_at="2025-03-05", stage="anything"),
    ],
    "custom.products": [{"product": "A", "_source_relation": "shop"}],
    "custom.deal_stage_history": [
        {"deal_id": "h1", "stage": "Offer", "entered_at": "2025-03-01 10:00:00", "_source_relation": "shop"},
        {"deal_id": "h1", "stage": "Signed", "entered_at": "2025-03-04 10:00:00", "_source_relation": "shop"},
        {"deal_id": "h1", "stage": "Signed", "entered_at": "2025-03-04 10:00:00", "_source_relation": "shop"},
    ],
    "amocrm.api_leads": [
        {"deal_id": "7", "stage": "142", "created_at": "1738000000", "closed_at": "1739000000", "user_id": "12"},
    ],
    "custom.ticket_events": [
        {"ticket_id": "t", "event": "other", "occurred_at": "2025-03-03 09:00:00"},
        {"ticket_id": "t", "event": "first_response", "occurred_at": "2025-03-03 11:00:00"},
        {"ticket_id": "t", "event": "first_response", "occurred_at": "2025-03-04 11:00:00"},
        {"ticket_id": "t", "event": "resolved", "occurred_at": "2025-03-05 09:00:00"},
    ],
    "onec.sales": [
        {"order_number": "1", "order_date": "05.04.2025", "amount": "100", "tax_id": "7701234567",
         "company_name": "Ромашка ООО", "user_id": "Иванов Иван"},
        {"order_number": "2", "order_date": "06.04.2025", "amount": "50", "company_name": "ромашка"},
    ],
    "custom.payments": [
        {"payment_id": "p1", "order_id": "o", "amount": "10", "_source_relation": "shop"},
        {"payment_id": "p2", "order_id": "o", "amount": "15", "_source_relation": "shop"},
    ],
    "plain.employment_periods": [
        {"user_id": "Иванов Иван", "team_name": "Север", "valid_from": "2024-01-01", "valid_to": "2025-03-31"},
        {"user_id": "Иванов Иван", "team_name": "Юг", "valid_from": "2025-04-01"},
    ],
    "google_forms.responses": [
        {"answered_at": "01.03.2025 10:00:00", "_extra": '{"Порекомендуете ли вы нас?": "9", "Почему?": "Удобно"}'},
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory, key_file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    yield from built(tmp_path_factory.mktemp("marts"), key_file, ROWS)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory, key_file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    yield from built(tmp_path_factory.mktemp("empty"), key_file, {})


def built(folder: Path, key_file: Path, rows: Rows) -> Iterator[duckdb.DuckDBPyConnection]:
    warehouse = folder / "warehouse.duckdb"
    make_raw(warehouse, rows)
    failed = [node for node in build(warehouse, key_file) if node.failed]
    assert not failed
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        yield connection


def make_raw(warehouse: Path, rows: Rows) -> None:
    """Every declared raw table with the given rows, and the settings."""
    with duckdb.connect(str(warehouse)) as connection:
        for table in load_catalogue(PROJECT).tables():
            columns = "".join(f"{name} varchar, " for name in table.column_names)
            connection.execute(f"create schema if not exists raw_{table.system}")
            connection.execute(
                f"create table raw_{table.system}.{table.name} ({columns} _extra varchar, _source_relation varchar "
                f"default '{table.system}', _file_id varchar default '{table.name}', _row_number bigint, _line bigint, "
                "_loaded_at timestamp, _snapshot_at timestamp, _date_order varchar default 'dmy', "
                "_decimal varchar default ',')"
            )
            for number, row in enumerate(rows.get(table.full_name, []), start=1):
                names, marks = ", ".join(row), ", ".join("?" for _ in row)
                connection.execute(
                    f"insert into raw_{table.system}.{table.name} ({names}, _row_number) values ({marks}, {number})",
                    list(row.values()),
                )
        connection.execute("create schema settings")
        for name, columns in SETTINGS.items():
            connection.execute(f"create table settings.{name} ({columns})")
        connection.executemany("insert into settings.parameters values (?, ?)", list(PARAMETERS.items()))
        connection.execute("insert into settings.stages values ('shop', null, 'Offer', 1, 'open')")
        connection.execute("insert into settings.stages values (null, null, 'signed', 2, 'won')")
        connection.execute("insert into settings.survey_questions values ('порекоменд', 'nps', 0, 10, 'customer')")
        connection.execute("insert into settings.rollout_events values ('go_live', '2025-01-01', null, null)")


def one(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[Any, ...]:
    row = connection.execute(sql).fetchone()
    assert row is not None
    return row


def test_the_newest_export_wins_and_within_it_the_first_row(marts: duckdb.DuckDBPyConnection) -> None:
    sql = "select status, amount, closed_at from marts.fct_deals where deal_id = 'bitrix24:1'"
    assert one(marts, sql) == ("won", 20, datetime(2025, 4, 1, 12))


def test_repeats_and_conflicts_are_issues_and_an_older_copy_is_only_counted(marts: duckdb.DuckDBPyConnection) -> None:
    issues = marts.execute(
        "select row_number, issue, severity from marts.record_issues "
        "where table_name = 'deals' and column_name is null order by row_number"
    ).fetchall()
    assert issues == [(3, "conflict", "row"), (5, "duplicate", "row")]
    assert one(marts, "select n from marts.audit_exclusions where reason = 'older_copy'") == (1,)


def test_further_product_lines_of_a_deal_are_counted_and_no_issue(marts: duckdb.DuckDBPyConnection) -> None:
    assert one(marts, "select n from marts.audit_exclusions where reason = 'product_line'") == (1,)


def test_a_row_with_an_unreadable_required_value_stays_out_and_is_named(marts: duckdb.DuckDBPyConnection) -> None:
    assert one(marts, "select count(*) from marts.fct_deals where deal_id = 'bitrix24:3'") == (0,)
    sql = "select column_name, severity, file_id, row_number from marts.record_issues where issue = 'unreadable'"
    assert one(marts, sql) == ("amount", "row", "new", 6)


def test_the_planned_date_of_an_open_deal_is_not_its_closing_date(marts: duckdb.DuckDBPyConnection) -> None:
    sql = "select status, closed_at, expected_close_at from marts.fct_deals where deal_id = 'bitrix24:2'"
    assert one(marts, sql) == ("open", None, datetime(2025, 12, 1))


def test_a_deal_closed_before_it_began_is_a_defect_and_has_no_cycle(marts: duckdb.DuckDBPyConnection) -> None:
    sql = "select row_number, severity from marts.record_issues where issue = 'negative_duration'"
    assert one(marts, sql) == (9, "value")
    assert one(marts, "select count(*) from marts.kpi_deal_cycle_days where entity_id = 'bitrix24:4'") == (0,)


def test_the_stage_history_decides_where_the_deal_itself_says_nothing(marts: duckdb.DuckDBPyConnection) -> None:
    sql = "select deal_id, status, stage, closed_at from marts.fct_deals where source_relation = 'shop' order by 1"
    assert marts.execute(sql).fetchall() == [
        ("shop:h1", "won", "Signed", datetime(2025, 3, 4, 10)),
        ("shop:h2", "open", None, None),
        ("shop:h3", "won", "anything", datetime(2025, 3, 5)),
    ]
    sql = "select stage, exited_at from marts.fct_deal_stage_history where deal_id = 'shop:h1' order by entered_at"
    assert marts.execute(sql).fetchall() == [("Offer", datetime(2025, 3, 4, 10)), ("Signed", None)]


def test_a_crowd_of_deals_on_the_go_live_day_is_history_carried_over(marts: duckdb.DuckDBPyConnection) -> None:
    sql = "select count(*), bool_and(is_go_live_import) from marts.fct_deals where source_relation = 'carried'"
    assert one(marts, sql) == (50, True)
    sql = "select kpi_or_entity, n from marts.audit_exclusions where reason = 'carried_over_at_go_live' order by 1"
    assert marts.execute(sql).fetchall() == [("deal_cycle_days", 50)]


def test_a_product_that_the_list_does_not_hold_is_an_issue(marts: duckdb.DuckDBPyConnection) -> None:
    sql = "select count(*), min(row_number) from marts.record_issues where issue = 'unmatched_product'"
    assert one(marts, sql) == (1, 2)


def test_a_deal_of_amocrm_is_also_the_lead_it_began_with(marts: duckdb.DuckDBPyConnection) -> None:
    sql = "select lead_id, deal_id, is_won, days_to_won from marts.fct_leads"
    assert one(marts, sql) == ("amocrm:7", "amocrm:7", True, 12)


def test_a_ticket_of_events_runs_from_its_first_event_to_the_first_answer(marts: duckdb.DuckDBPyConnection) -> None:
    sql = "select created_at, wait_hours, days_to_resolve, is_answered from marts.fct_tickets"
    assert one(marts, sql) == (datetime(2025, 3, 3, 9), 2.0, 2.0, True)


def test_a_company_is_one_customer_by_its_name_and_tax_id(marts: duckdb.DuckDBPyConnection) -> None:
    sql = """
        select count(distinct customer_id), bool_and(customer_id like 'tax:%') from (
            select customer_id from marts.fct_sales_orders where origin = 'order'
            union all select customer_id from marts.fct_deals where deal_id = 'bitrix24:1'
        )
    """
    assert one(marts, sql) == (1, True)


def test_payments_without_an_order_make_one(marts: duckdb.DuckDBPyConnection) -> None:
    sql = "select order_id, amount, ordered_at, origin from marts.fct_sales_orders where origin = 'payment'"
    assert one(marts, sql) == ("shop:o", 25, None, "payment")


def test_a_manager_is_one_person_in_all_systems_and_changes_teams(marts: duckdb.DuckDBPyConnection) -> None:
    sql = """
        select deals.user_id = orders.user_id, deals.user_id like 'person:%', deals.team_id, orders.team_id
        from marts.fct_deals as deals, marts.fct_sales_orders as orders
        where deals.deal_id = 'bitrix24:4' and orders.order_id like 'onec:1%'
    """
    assert one(marts, sql) == (True, True, "Север", "Юг")


def test_the_settings_say_which_question_is_an_nps(marts: duckdb.DuckDBPyConnection) -> None:
    assert one(marts, "select count(*), min(value), min(observed_at) from marts.kpi_nps") == (
        1, 9.0, datetime(2025, 3, 1, 10),
    )  # fmt: skip


def test_the_cells_hold_every_observation_once(marts: duckdb.DuckDBPyConnection) -> None:
    for (kpi,) in marts.execute("select kpi from marts.audit_overview").fetchall():
        observations = one(marts, f"select count(*) from marts.kpi_{kpi}")
        assert observations == one(marts, f"select coalesce(sum(n), 0) from marts.audit_cells where kpi = '{kpi}'")


def test_the_parts_of_every_segment_add_up(marts: duckdb.DuckDBPyConnection) -> None:
    sums = "sum(n), sum(n_complete), round(sum(value_sum), 6), round(sum(weight_sum), 6)"
    whole = {
        kpi: rest for kpi, *rest in marts.execute(f"select kpi, {sums} from marts.audit_cells group by 1").fetchall()
    }
    found = marts.execute(f"select kpi, segment, {sums} from marts.audit_segment_cells group by 1, 2").fetchall()
    cut = {(kpi, segment) for kpi, segment, *_ in found}
    assert {(kpi, segment) for kpi in whole for segment in ("team", "manager", "channel")} <= cut
    assert {("win_rate", "region"), ("sales_volume", "customer_segment")} <= cut
    assert [(kpi, segment) for kpi, segment, *rest in found if rest != whole[kpi]] == []


def test_a_month_is_worked_by_the_staff_list(marts: duckdb.DuckDBPyConnection) -> None:
    sql = "select month, n_won, worked_share, basis from marts.manager_months order by month"
    assert marts.execute(sql).fetchall()[-1] == (date(2025, 4, 1), 1, 1.0, "roster")


def test_without_any_file_every_mart_is_built_and_empty(empty: duckdb.DuckDBPyConnection) -> None:
    assert one(empty, "select count(*), sum(n) from marts.audit_overview") == (27, 0)
    tables = empty.execute(
        "select table_name from information_schema.tables where table_schema = 'marts' and table_name not in "
        "('audit_parameters', 'audit_overview', 'dim_dates', 'integration_flows', 'integration_index') "
        "and table_name not like 'risk_figures%'"
    ).fetchall()
    assert one(empty, "select sum(n_other + n_crm), count(level) from marts.integration_flows") == (0, 0)
    assert one(empty, "select coalesce(sum(n_cases), 0), count(figure_value) from marts.risk_figures") == (0, 0)
    filled = [name for (name,) in tables if one(empty, f"select count(*) from marts.{name}")[0]]
    assert filled == []


def test_no_issue_or_exclusion_shows_a_value(marts: duckdb.DuckDBPyConnection) -> None:
    tables = ("record_issues", "audit_exclusions", "audit_cells")
    shown = str([marts.execute(f"from marts.{table}").fetchall() for table in tables])
    assert not [text for text in ("plenty", "Иванов", "Ромашка", "7701234567") if text in shown]
