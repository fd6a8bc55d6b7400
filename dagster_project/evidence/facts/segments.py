"""Segments of customers, and how many repeat purchases are to be expected of them."""

from __future__ import annotations

from collections.abc import Iterator

from dagster_project.evidence.facts.figure import Figure, Section
from dagster_project.evidence.rows import Row
from reports.measures import Text

SALES = ("sales_orders", "deals")
FEW_CUSTOMERS = 500
"""Fewer customers make coarse fifths: said under the table."""

SEGMENTS = {
    "best": Text("Лучшие", "Best"),
    "regular": Text("Постоянные", "Regular"),
    "new": Text("Новые", "New"),
    "occasional": Text("Редкие", "Occasional"),
    "at_risk": Text("Под угрозой", "At risk"),
    "gone": Text("Ушедшие", "Gone"),
}
RULES = Text(
    "По покупкам за год до даты: давность, частота и выручка в баллах 1–5 по пятым долям. Лучшие — не ниже 4 по всем "
    "трём; постоянные — больше одной покупки, давность от 3; под угрозой — больше одной, но давно; новые — первая "
    "покупка, недавно; редкие — остальные; ушедшие — покупали годом раньше, теперь нет.",
    "By the purchases of the year up to the date: recency, frequency and revenue as scores 1–5 by fifths. Best: 4 or "
    "more in all three. Regular: more than one purchase, recency 3 or more. At risk: more than one, but long ago. New: "
    "first purchase, recent. Occasional: the rest. Gone: bought in the year before, but not in this one.",
)
COARSE = Text(
    " Клиентов меньше 500: доли грубые, границы сегментов условны.",
    " Fewer than 500 customers: the fifths are coarse, the borders of segments a convention.",
)
TOO_FEW = Text(
    "Сегменты не выделены: меньше 50 клиентов с покупкой за год.",
    "No segments: fewer than 50 customers bought within the year.",
)
COLUMNS = (
    ("n_earlier", Text("Год назад", "A year earlier"), "count"),
    ("stayed_share", Text("Остались в сегменте", "Stayed in it"), "share"),
    ("revenue_share", Text("Доля выручки", "Share of revenue"), "share"),
)
_SEGMENTS = (
    "(select now.segment, now.n_customers, earlier.n_customers as n_earlier, "
    "case when now.segment <> 'gone' then now.revenue_share end as revenue_share, "
    "case when now.segment not in ('new', 'gone') and earlier.n_customers > 0 "
    "then coalesce(moved.share_of_before, 0) end as stayed_share, sum(now.n_customers) over () as n_all, "
    f"list_position({list(SEGMENTS)}, now.segment) as place "
    "from (from marts.segment_summary where scheme = 'rfm' and snapshot = 'now') as now "
    "left join (from marts.segment_summary where scheme = 'rfm' and snapshot = 'year_earlier') as earlier "
    "using (segment) left join (from marts.segment_migration where scheme = 'rfm') as moved "
    "on moved.segment_before = now.segment and moved.segment_now = now.segment)"
)
_FORECAST = "(select * from findings.repeat_forecast where is_shown)"


def _segment(row: Row) -> Iterator[Figure]:
    if row["segment"] == "too_few":
        label = Text("Клиентов с покупкой за год", "Customers who bought within the year")
        yield Figure("customers_of_the_year", label, row["n_customers"], "count", None, TOO_FEW)
    name = SEGMENTS.get(row["segment"])
    if name is None or row["place"] is None:
        return
    note = Text(RULES.ru + COARSE.ru, RULES.en + COARSE.en) if row["n_all"] < FEW_CUSTOMERS else RULES
    for column, title, unit in COLUMNS:
        yield Figure(f"segment_{row['segment']}_{column}", title, row[column], unit, row["n_customers"], note, name)


def _forecast(row: Row) -> Iterator[Figure]:
    days = row["days"]
    label = Text(f"Ожидается за следующие {days} дн.", f"Expected in the next {days} days")
    actual, expected, naive = (f"{row[name]:.0f}" for name in ("actual", "expected", "naive"))
    note = Text(
        f"Модель BG/NBD. Проверка на последних {days} днях: было {actual}, модель ждала {expected}, прежняя частота "
        f"— {naive}. Без покупок новых клиентов.",
        f"BG/NBD model. Checked on the last {days} days: there were {actual}, the model expected {expected}, the rate "
        f"so far {naive}. Purchases of new customers are not in it.",
    )
    yield Figure("repeat_purchases_expected", label, round(row["forecast"]), "count", row["n_customers"], note)


SECTIONS = (
    Section(
        "retention",
        Text("Сегменты клиентов (RFM) на дату данных", "Segments of customers (RFM) at the data date"),
        _SEGMENTS,
        "place, segment",
        _segment,
        SALES,
    ),
    Section(
        "retention",
        Text("Повторные покупки известных клиентов", "Repeat purchases of known customers"),
        _FORECAST,
        "1",
        _forecast,
        SALES,
    ),
)
