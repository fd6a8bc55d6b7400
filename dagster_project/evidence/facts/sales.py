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


SIZES = Text("Размер заказа и самые крупные заказы", "Size of orders, and the largest ones")
PERIODS = {"before": Text("До", "Before"), "after": Text("После", "After")}
SIZE_NOTE = Text(
    "Без краёв — среднее без 1 % самых мелких и 1 % самых крупных заказов. Крупнейшие — 1 % заказов, не меньше одного: "
    "если без них картина другая, итог держится на единичных сделках. Возвраты не входят.",
    "Trimmed is the mean without the smallest and the largest 1% of orders. The largest are 1% of the orders, at least "
    "one: where the picture differs without them, the total hangs on single deals. Returns are left out.",
)


def _sizes(row: Row) -> Iterator[Figure]:
    figures = (
        ("mean_amount", Text("Средний", "Mean"), "money"),
        ("median_amount", Text("Медиана", "Median"), "money"),
        ("trimmed_mean_amount", Text("Без краёв", "Trimmed"), "money"),
        ("amount_per_month", Text("В месяц", "A month"), "money"),
        ("amount_per_month_without_largest", Text("Без крупнейших", "Without largest"), "money"),
        ("largest_share", Text("Доля крупнейших", "Share of largest"), "share"),
    )
    for column, label, unit in figures:
        name = f"order_size_{row['period']}_{column}"
        yield Figure(name, label, row[column], unit, row["n_orders"], SIZE_NOTE, PERIODS[row["period"]])


SECTIONS = (
    Section("sales", SIZES, "marts.order_sizes", "period desc", _sizes, ("sales_orders", "deals")),
    Section(
        "sales", over_all_data("Платежи", "Payments"), "marts.payments_summary", "currency", _payments, ("payments",)
    ),
)
