"""The split of the change of sales and the sizes of orders, computed again from the single sales of the demo."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from pathlib import Path
from statistics import fmean, median
from typing import Any

import duckdb
import pytest

pytestmark = pytest.mark.slow

Sale = tuple[str, str, float, str | None]
"""Period, month, amount (a return is negative), segment of the customer."""

SALES = """
    select
        case when s.sold_at < p.before_ends_before then 'before' else 'after' end,
        strftime(s.sold_at, '%Y-%m'),
        cast(case when s.is_return then -abs(s.amount) else s.amount end as double),
        c.customer_segment
    from marts.fct_sales as s
    cross join marts.audit_parameters as p
    left join marts.dim_customers as c using (customer_id)
    where not s.is_cancelled
        and (s.sold_at >= p.before_starts_on and s.sold_at < p.before_ends_before
            or s.sold_at >= p.after_starts_on and s.sold_at < p.after_ends_before)
"""


@pytest.fixture(scope="module")
def sales(audited: Path) -> dict[str, list[Sale]]:
    with duckdb.connect(str(audited / "warehouse.duckdb"), read_only=True) as connection:
        rows = connection.execute(SALES).fetchall()
    return {period: [row for row in rows if row[0] == period] for period in ("before", "after")}


@pytest.fixture(scope="module")
def evidence(audited: Path) -> dict[str, Any]:
    folder = next(path for path in (audited / "audits").iterdir() if path.is_dir())
    found: dict[str, Any] = json.loads((folder / "evidence.json").read_text(encoding="utf-8"))
    return found


def per_month(sales: list[Sale], *, returned: bool) -> dict[str | None, tuple[float, float]]:
    """Orders and amount of a month by segment."""
    months = len({month for _, month, _, _ in sales})
    found: dict[str | None, list[float]] = defaultdict(list)
    for _, _, amount, segment in sales:
        if (amount < 0) == returned:
            found[segment].append(amount)
    return {segment: (len(one) / months, sum(one) / months) for segment, one in found.items()}


def test_the_parts_are_those_of_the_single_sales_and_lead_to_the_indicator(
    sales: dict[str, list[Sale]], evidence: dict[str, Any]
) -> None:
    before, after = (per_month(sales[period], returned=False) for period in ("before", "after"))
    returns = [sum(amount for _, amount in per_month(sales[p], returned=True).values()) for p in ("before", "after")]
    count = {name: sum(n for n, _ in side.values()) for name, side in (("before", before), ("after", after))}
    mean = sum(amount for _, amount in before.values()) / count["before"]
    usual = {s: before[s][1] / before[s][0] if s in before else after[s][1] / after[s][0] for s in {*before, *after}}
    expected = {
        "volume": (count["after"] - count["before"]) * mean,
        "mix": count["after"] * (sum(n / count["after"] * usual[s] for s, (n, _) in after.items()) - mean),
        "price": sum(n * (amount / n - usual[s]) for s, (n, amount) in after.items()),
        "returned": returns[1] - returns[0],
    }
    figure = evidence["figures"]["sales_change"]
    steps = {one["step"]: one["amount"] for one in figure["steps"]}
    assert figure["dimension"] == "customer_segment"
    assert steps == pytest.approx(expected, abs=0.01)
    assert figure["before"] + sum(steps.values()) == pytest.approx(figure["after"], abs=0.01)
    volume = next(one for one in evidence["indicators"] if one["kpi"] == "sales_volume")
    assert (figure["before"], figure["after"]) == pytest.approx((volume["before"], volume["after"]))


@pytest.mark.parametrize("period", ["before", "after"])
def test_the_sizes_are_those_of_the_single_orders(
    period: str, sales: dict[str, list[Sale]], evidence: dict[str, Any]
) -> None:
    amounts = sorted(amount for _, _, amount, _ in sales[period] if amount >= 0)
    months = len({month for _, month, _, _ in sales[period]})
    edge, largest = math.floor(len(amounts) / 100), math.ceil(len(amounts) / 100)
    facts = {one["fact"].removeprefix(f"order_size_{period}_"): one["value"] for one in evidence["facts"]}
    expected = {
        "mean_amount": fmean(amounts),
        "median_amount": median(amounts),
        "trimmed_mean_amount": fmean(amounts[edge : len(amounts) - edge]),
        "amount_per_month": sum(amounts) / months,
        "amount_per_month_without_largest": sum(amounts[:-largest]) / months,
        "largest_share": sum(amounts[-largest:]) / sum(amounts),
    }
    assert {name: facts[name] for name in expected} == pytest.approx(expected)
