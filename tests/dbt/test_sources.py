"""Several sources of one kind: one customer, one deal, one order; and which source a month stands on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from tests.dbt.test_marts import Rows, built, one

pytestmark = pytest.mark.slow


def deal(source: str, number: str, **other: str) -> dict[str, str]:
    return {"_source_relation": source, "_file_id": source, "deal_id": number, "status": "won", **other}


ROWS: Rows = {
    "custom.deals": [
        # The spreadsheet before the CRM, and the CRM into which one of its deals was carried over.
        deal("sheet", "1", created_at="2024-11-05", closed_at="2024-11-20", amount="500", company_id="ООО Ромашка"),
        deal("sheet", "2", created_at="2024-12-20", closed_at="2025-01-15", amount="700", company_id="ООО Ромашка"),
        deal("crm", "81", created_at="2025-01-02", closed_at="2025-01-15", amount="700", company_id="17"),
        deal("crm", "82", created_at="2025-02-01", closed_at="2025-02-15", amount="900", company_id="17"),
        deal("crm", "83", created_at="2025-02-01", closed_at="2025-02-15", amount="900", company_id="18"),
    ],
    "custom.companies": [
        {"_source_relation": "crm", "company_id": "17", "company_name": "Ромашка", "phone": "8 900 000-00-01"},
        {"_source_relation": "crm", "company_id": "18", "company_name": "Лютик", "phone": "8 900 000-00-09"},
    ],
    "onec.sales": [
        {"order_number": "1", "order_date": "20.01.2025", "amount": "700", "tax_id": "7701234567",
         "company_name": "Ромашка ООО", "_source_relation": "erp", "_file_id": "erp"},
        {"order_number": "2", "order_date": "20.02.2025", "amount": "10", "tax_id": "7709999999",
         "company_name": "Клевер", "_source_relation": "erp", "_file_id": "erp"},
        {"order_number": "1", "order_date": "20.01.2025", "amount": "700", "tax_id": "7701234567",
         "company_name": "Ромашка ООО", "_source_relation": "branch", "_file_id": "branch"},
    ],
    "custom.activities": [
        {"_source_relation": "crm", "_file_id": "calls", "type": "Звонок", "user_id": "Иванов Иван", "deal_id": "82",
         "phone": "8 (900) 000-00-01", **other}
        for other in (
            {"activity_id": "c1", "occurred_at": "2025-02-03 10:00:40", "duration_seconds": "00:02:00"},
            {"activity_id": "c2", "occurred_at": "2025-02-03 12:00:00"},
        )
    ],
    "telephony.calls": [
        {"call_id": "t1", "direction": "Исходящий", "user_id": "101", "to_number": "+7 900 000-00-01",
         "occurred_at": "2025-02-03 10:00:00", "duration_seconds": "125"},
        {"call_id": "t2", "direction": "Исходящий", "user_id": "101", "to_number": "+7 900 000-00-02",
         "occurred_at": "2025-02-03 12:00:00", "duration_seconds": "30"},
    ],
    "custom.leads": [
        {"_source_relation": source, "_file_id": source, "lead_id": number, "phone": phone, "created_at": at}
        for source, number, phone, at in (
            ("sheet", "1", "8 900 000-00-05", "2025-02-01"),
            ("crm", "701", "+7 (900) 000-00-05", "2025-02-01 11:30:00"),
            ("crm", "702", "+7 (900) 000-00-06", "2025-02-01 11:30:00"),
        )
    ],
    "custom.tickets": [
        {"_source_relation": source, "_file_id": source, "company_key": "Ромашка", "ticket_id": number,
         "created_at": at, "first_response_at": answered}
        for source, number, at, answered in (
            ("crm", "900", "2025-02-01 11:30:00", "2025-02-01 12:30:00"),
            ("desk", "31", "2025-02-01 11:30:20", ""), ("desk", "32", "2025-02-02 11:30:20", "2025-02-02 11:31:20"),
        )
    ],
    "google_forms.responses": [
        {"answered_at": "01.03.2025 10:00:00", "company_name": "Ромашка",
         "_extra": '{"Порекомендуете ли вы нас?": "9"}'},
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory, key_file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    yield from built(tmp_path_factory.mktemp("sources"), key_file, ROWS)


def test_a_customer_of_four_sources_is_one(marts: duckdb.DuckDBPyConnection) -> None:
    sql = """
        select count(distinct customer_id), bool_and(customer_id like 'tax:%') from (
            select customer_id from marts.fct_deals where deal_id in ('sheet:1', 'crm:81', 'crm:82')
            union all select customer_id from marts.fct_sales_orders where order_id = 'erp:1/2025'
            union all select customer_id from marts.fct_survey_responses
        )
    """
    assert one(marts, sql) == (1, True)


def test_the_match_rate_is_told_for_each_pair_of_sources_and_rule(marts: duckdb.DuckDBPyConnection) -> None:
    sql = (
        "select match_rule, n_records, n_matched from marts.identity_match_rates "
        "where source_relation = 'crm' and other_source_relation = 'erp' and n_matched > 0 order by 1"
    )
    assert marts.execute(sql).fetchall() == [("any", 4, 1), ("name", 4, 1)]
    sql = "select source_relation, record_key like 'tax:%', reason from marts.unmatched_customers order by 1"
    lonely, without = ("crm", False, "no_counterpart"), ("erp", True, "no_counterpart")
    assert marts.execute(sql).fetchall() == [lonely, lonely, without]


def test_a_deal_carried_over_from_the_old_system_counts_once(marts: duckdb.DuckDBPyConnection) -> None:
    sql = "select deal_id from marts.fct_deals where is_won and is_kpi_eligible order by 1"
    assert [row[0] for row in marts.execute(sql).fetchall()] == ["crm:81", "crm:82", "crm:83", "sheet:1"]
    sql = "select source_relation, file_id, severity from marts.record_issues where issue = 'same_in_other_source'"
    found = [
        ("desk", "desk", "value"),
        ("erp", "erp", "value"),
        ("sheet", "sheet", "value"),
        ("sheet", "sheet", "value"),
    ]
    assert sorted(marts.execute(sql).fetchall()) == found
    sql = "select kpi_or_entity, n from marts.audit_exclusions where reason = 'same_in_other_source' order by 1"
    assert marts.execute(sql).fetchall() == [
        ("activities", 1), ("deals", 1), ("first_response_hours", 1), ("handling_time_hours", 1),
        ("lead_conversion", 1), ("requests_per_manager_day", 1), ("sales_orders", 1),
    ]  # fmt: skip


def test_every_overlap_is_counted_by_pair_of_sources_and_rule(marts: duckdb.DuckDBPyConnection) -> None:
    assert marts.execute("from marts.source_overlaps order by all").fetchall() == [
        ("activity", "telephony", "crm", "phone_moment", 1),
        ("deal", "sheet", "crm", "customer_amount_end", 1),
        ("lead", "sheet", "crm", "customer_day", 1),
        ("sales_order", "erp", "branch", "number", 1),
        ("ticket", "desk", "crm", "customer_moment", 1),
    ]


def test_a_lead_a_ticket_and_a_call_of_two_sources_count_once(marts: duckdb.DuckDBPyConnection) -> None:
    sql = "select lead_id, is_kpi_eligible from marts.fct_leads order by 1"
    assert marts.execute(sql).fetchall() == [("crm:701", True), ("crm:702", True), ("sheet:1", False)]
    assert one(marts, "select count(*) from marts.kpi_first_response_hours") == (2,)
    sql = "select activity_id from marts.fct_activities order by 1"
    assert [row[0] for row in marts.execute(sql).fetchall()] == ["crm:c1", "crm:c2", "telephony:t2"]
    sql = "select entity, source_relation, n_rows from marts.source_coverage where entity in ('leads', 'tickets')"
    assert sorted(marts.execute(sql).fetchall()) == [("leads", "crm", 2), ("tickets", "crm", 1), ("tickets", "desk", 1)]


def test_an_order_of_two_systems_is_sold_once(marts: duckdb.DuckDBPyConnection) -> None:
    assert one(marts, "select count(*), sum(amount) from marts.fct_sales") == (2, 710)


def test_a_month_says_which_source_it_stands_on(marts: duckdb.DuckDBPyConnection) -> None:
    columns = "source_relation, month, n_rows, month_share"
    sql = f"select {columns} from marts.source_coverage where entity = 'deals' order by 2"
    assert marts.execute(sql).fetchall() == [
        ("sheet", date(2024, 11, 1), 1, 1.0), ("crm", date(2025, 1, 1), 1, 1.0), ("crm", date(2025, 2, 1), 2, 1.0),
    ]  # fmt: skip
