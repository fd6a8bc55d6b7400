"""What was planted between the CRM and the ERP of the demo company is found again by the warehouse."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.audit.conftest import DEMO

pytestmark = pytest.mark.slow
PLANTED: dict[str, Any] = json.loads((DEMO / "truth.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def warehouse(audited: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(audited / "warehouse.duckdb"), read_only=True) as connection:
        yield connection


def test_every_total_of_the_crm_and_its_steps_make_the_total_of_the_erp(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = warehouse.execute(
        "select period, month, sum(case when step = 'erp_total' then -amount else amount end) "
        "from marts.sales_reconciliation group by period, month"
    ).fetchall()
    assert {period for period, _, _ in rows} == {"month", "before", "after", "all"}
    assert len(rows) == PLANTED["options"]["months"] + 3
    assert {rest for _, _, rest in rows} == {Decimal(0)}


@pytest.mark.parametrize("reason", ["not_in_crm", "returned", "amount"])
def test_the_planted_differences_are_found_to_the_kopeck(warehouse: duckdb.DuckDBPyConnection, reason: str) -> None:
    planted = PLANTED["reconciliation"][reason]
    found = warehouse.execute(
        "select sum(amount), count(*) from marts.sales_reconciliation_items where reason = ?", [reason]
    ).fetchone()
    assert planted["documents"] > 0
    assert found == (Decimal(str(planted["roubles"])), planted["documents"])


def test_nothing_is_found_that_was_not_planted(warehouse: duckdb.DuckDBPyConnection) -> None:
    found = warehouse.execute(
        "select distinct reason from marts.sales_reconciliation_items "
        "group by reason, month, group_id having sum(amount) <> 0"
    ).fetchall()
    assert {reason for (reason,) in found} == {"not_in_crm", "returned", "amount", "period"}


def test_orders_whose_number_was_forgotten_are_listed_and_found_by_customer_and_amount(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    found = warehouse.execute(
        "select count(*), count(unmatched.row_number), count(links.deal_id) "
        "from marts.fct_sales_orders as orders "
        "inner join marts.order_deal_links as links on orders.order_id = links.order_id "
        "left join marts.unmatched_records as unmatched on orders.order_id = unmatched.record_id "
        "where links.found_by = 'customer_amount' "
        "and orders.ordered_at >= (select after_starts_on from marts.audit_parameters)"
    ).fetchone()
    assert found is not None
    documents = PLANTED["reconciliation"]["number_forgotten"]["documents"]
    assert 0 < found[0] <= documents
    assert found == (found[0], found[0], found[0])


def test_the_level_of_orders_is_what_the_share_found_allows(warehouse: duckdb.DuckDBPyConnection) -> None:
    flows = dict(
        warehouse.execute("select flow, level from marts.integration_flows where level is not null").fetchall()
    )
    assert flows == {"orders": 2, "stock": 1, "telephony": 2, "helpdesk": 0}
