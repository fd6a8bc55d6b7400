"""The audited demo by segment and region of its customers: as many orders as were planted, no invented difference."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import duckdb
import pytest

from tests.audit.conftest import DEMO


@pytest.mark.parametrize(
    ("segment", "planted"), [("customer_segment", "orders_by_segment"), ("region", "orders_by_region")]
)
def test_every_order_is_counted_in_the_part_of_its_customer(audited: Path, segment: str, planted: str) -> None:
    truth = json.loads((DEMO / "truth.json").read_text(encoding="utf-8"))["customer_list"][planted]
    with duckdb.connect(str(audited / "warehouse.duckdb"), read_only=True) as connection:
        found = connection.execute(
            "select segment_value, cast(sum(n) as bigint) from marts.audit_segment_cells "
            "where kpi = 'sales_volume' and segment = ? group by 1",
            [segment],
        ).fetchall()
        clear = connection.execute(
            "select count(*) from findings.segment_spreads where segment = ? and is_clear", [segment]
        ).fetchone()
    assert dict(found) == truth
    assert clear == (0,), "nothing that happens depends on segment or region"


def test_kpi_csv_gives_every_kpi_by_the_parts_that_its_rows_state(audited: Path) -> None:
    (path,) = audited.glob("audits/*/kpi.csv")
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    by_kpi = {line["kpi"]: {one["segment"] for one in lines if one["kpi"] == line["kpi"]} - {""} for line in lines}
    assert by_kpi["win_rate"] == {"team", "manager", "channel", "customer_segment", "region"}
    assert by_kpi["nps"] == {"customer_segment", "region"}
    assert by_kpi["weekly_active_users"] == {"team", "manager"}
    hidden = [line for line in lines if line["reason"] == "suppressed"]
    assert hidden and all(line["n_before"] == line["n_after"] == line["after"] == "" for line in hidden)
    people = {line["segment_value"] for line in lines if line["segment"] == "manager"} - {"(unknown)"}
    assert people and all(code.startswith("M-") for code in people)


def test_the_moments_of_the_parts_are_those_of_the_whole(audited: Path) -> None:
    with duckdb.connect(str(audited / "warehouse.duckdb"), read_only=True) as connection:
        found = connection.execute(
            "select segment, period, round(sum(value_sum), 2), sum(weight_sum) from marts.audit_segment_moments "
            "where kpi = 'average_order' group by all"
        ).fetchall()
        whole = connection.execute(
            "select period, round(value_sum, 2), weight_sum from marts.audit_cluster_moments "
            "where kpi = 'average_order'"
        ).fetchall()
    assert len(found) == 5 * len(whole) > 0
    assert {tuple(rest) for _, *rest in found} == set(whole)
