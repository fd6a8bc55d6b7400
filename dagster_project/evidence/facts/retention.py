"""Repeat purchases, and what becomes of the customers of one period in the next."""

from __future__ import annotations

from collections.abc import Iterator

from dagster_project.evidence.facts.figure import Figure, Section, over_all_data
from dagster_project.evidence.rows import Row
from reports.dates import period_short
from reports.measures import Text

SALES = ("sales_orders", "deals")
BASIS = {"row": Text("по заказам", "by order"), "day": Text("по дням покупки", "by day of purchase")}
_REPEAT = "(select * from marts.repeat_customers where n_customers > 0)"


PERIODS = {
    "before": Text("До", "Before"),
    "after": Text("После", "After"),
    "last_year": Text("Последний год", "Last year"),
}
KEPT = Text(
    "Из купивших за столько же месяцев до периода (число случаев) — доля купивших снова в периоде, с 95 % ДИ Уилсона. "
    "Выручка от этих же клиентов к их прежней: валовая — от каждого не больше прежней, чистая — вся. Месяцы до периода "
    "«После» захватывают и запуск: это описание, а не сравнение.",
    "Of those who bought in as many months before the period (cases), the share who bought again in it, with the 95% "
    "interval of Wilson. Revenue from the same customers by what it was: gross counts of each no more than before, net "
    "all of it. The months before the period After hold the launch too: this describes, it does not compare.",
)
KEPT_FIGURES = (
    ("kept_share", Text("Купили снова", "Bought again")),
    ("kept_low", Text("ДИ, от", "Interval, from")),
    ("kept_high", Text("ДИ, до", "Interval, to")),
    ("gross_revenue_retention", Text("Выручка, валовая", "Revenue, gross")),
    ("net_revenue_retention", Text("Выручка, чистая", "Revenue, net")),
)


def _named(ru: str, en: str, suffix: Text) -> Text:
    return Text(f"{ru}, {suffix.ru}", f"{en}, {suffix.en}")


def _repeat(row: Row) -> Iterator[Figure]:
    label = _named("Доля купивших повторно", "Share who bought again", BASIS[row["basis"]])
    yield Figure(f"repeat_by_{row['basis']}", label, row["repeat_share"], "share", row["n_customers"])


def _kept(row: Row) -> Iterator[Figure]:
    name, span = PERIODS[row["period"]], (row["starts_on"], row["ends_before"])
    label = Text(f"{name.ru}: {period_short(*span, 'ru')}", f"{name.en}: {period_short(*span, 'en')}")
    for column, title in KEPT_FIGURES:
        yield Figure(f"{row['period']}_{column}", title, row[column], "share", row["n_customers"], KEPT, label)


SECTIONS = (
    Section(
        "retention",
        Text("Клиенты и выручка: от периода к периоду", "Customers and revenue from period to period"),
        "marts.period_retention",
        "starts_on",
        _kept,
        SALES,
    ),
    Section(
        "retention",
        over_all_data("Повторные покупки", "Repeat purchases"),
        _REPEAT,
        "basis desc",
        _repeat,
        SALES,
    ),
)
