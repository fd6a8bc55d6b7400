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
    assert marts.execute(sql).fetchall() == [("any", 2, 1), ("name", 2, 1)]
    sql = "select source_relation, record_key like 'tax:%', reason from marts.unmatched_customers order by 1"
    assert marts.execute(sql).fetchall() == [("crm", False, "no_counterpart"), ("erp", True, "no_counterpart")]


def test_a_deal_carried_over_from_the_old_system_counts_once(marts: duckdb.DuckDBPyConnection) -> None:
    sql = "select deal_id from marts.fct_deals where is_won and is_kpi_eligible order by 1"
    assert [row[0] for row in marts.execute(sql).fetchall()] == ["crm:81", "crm:82", "crm:83", "sheet:1"]
    sql = "select source_relation, file_id, severity from marts.record_issues where issue = 'same_in_other_source'"
    assert sorted(marts.execute(sql).fetchall()) == [("erp", "erp", "value"), ("sheet", "sheet", "value")]
    sql = "select kpi_or_entity, n from marts.audit_exclusions where reason = 'same_in_other_source' order by 1"
    assert marts.execute(sql).fetchall() == [("deals", 1), ("sales_orders", 1)]


def test_an_order_of_two_systems_is_sold_once(marts: duckdb.DuckDBPyConnection) -> None:
    assert one(marts, "select count(*), sum(amount) from marts.fct_sales") == (2, 710)


def test_a_month_says_which_source_it_stands_on(marts: duckdb.DuckDBPyConnection) -> None:
    columns = "source_relation, month, n_rows, month_share"
    sql = f"select {columns} from marts.source_coverage where entity = 'deals' order by 2"
    assert marts.execute(sql).fetchall() == [
        ("sheet", date(2024, 11, 1), 1, 1.0), ("crm", date(2025, 1, 1), 1, 1.0), ("crm", date(2025, 2, 1), 2, 1.0),
    ]  # fmt: skip
