"""Payments."""

from __future__ import annotations

from collections.abc import Iterator

from dagster_project.evidence.facts.figure import Figure, Section, over_all_data
from dagster_project.evidence.rows import Row
from reports.measures import Text


def _payments(row: Row) -> Iterator[Figure]:
    key = row["currency"] or "none"
    yield Figure(
        f"payments_total_{key}", Text("Сумма платежей", "Total of payments"), row["total"], "money", row["n_payments"]
    )
    label = Text("Заказов с платежами", "Orders with payments")
    yield Figure(f"payments_orders_{key}", label, row["n_orders"], "count", row["n_payments"])
    label = Text("Средний заказ по платежам", "Average order by payments")
    yield Figure(f"payments_average_{key}", label, row["average_per_order"], "money", row["n_orders"])


SECTIONS = (
    Section(
        "sales", over_all_data("Платежи", "Payments"), "marts.payments_summary", "currency", _payments, ("payments",)
    ),
)
