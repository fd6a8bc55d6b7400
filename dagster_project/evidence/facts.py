"""Descriptive figures over all data that are not compared: exact counts, means and medians of the area marts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import duckdb

from dagster_project.evidence.rows import Row, read
from dagster_project.evidence.sources import files_of
from dagster_project.ingest.ledger import Ledger
from reports.measures import Fact, Text

Found = Iterator[tuple[str, Text, float | None, str, int | None, Text | None]]

CYCLE = Text("Сроки сделок за весь период", "Deal durations over all data")
TICKETS = Text("Сроки обращений за весь период", "Ticket times over all data")
REPEAT = Text("Повторные покупки за весь период", "Repeat purchases over all data")
REVIEWS = Text("Оценки в отзывах за весь период", "Review ratings over all data")
PAYMENTS = Text("Платежи за весь период", "Payments over all data")
STUCK = Text("Открытые сделки на дату данных", "Open deals at the data date")
LEADS = Text("Лиды за весь период", "Leads over all data")

_STATUS = {
    "won": Text("выигранных", "won"),
    "lost": Text("проигранных", "lost"),
    "won_or_lost": Text("закрытых", "closed"),
}


def _cycle(row: Row) -> Found:
    status = _STATUS[row["status"]]
    definition = Text("Все закрытые сделки, без поправки на открытые; так считает экран CRM.", "All closed deals, open ones ignored, as a CRM screen counts.")  # fmt: skip
    yield f"{row['status']}_median", Text(f"Медиана, дни, {status.ru}", f"Median days, {status.en}"), row["median_days"], "days", row["n_with_days"], definition  # fmt: skip
    yield f"{row['status']}_mean", Text(f"Среднее, дни, {status.ru}", f"Mean days, {status.en}"), row["mean_days"], "days", row["n_with_days"], definition  # fmt: skip
    if row["n_negative"]:
        yield f"{row['status']}_negative", Text(f"Закрыты раньше начала, {status.ru}", f"Closed before they began, {status.en}"), row["n_negative"], "count", row["n_deals"], None  # fmt: skip


def _tickets(row: Row) -> Found:
    if row["is_total"]:
        yield "ticket_first_response", Text("Медиана до первого ответа, часы", "Median hours to first response"), row["median_hours_to_first_response"], "hours", row["n_answered"], Text("Только отвеченные, календарные часы.", "Answered tickets only, calendar hours.")  # fmt: skip
        yield "ticket_resolution", Text("Медиана до решения, дни", "Median days to resolution"), row["median_days_to_resolve"], "days", row["n_resolved"], Text("До первого решения.", "To the first resolution.")  # fmt: skip
        yield "ticket_unanswered", Text("Без ответа", "Unanswered"), row["n_tickets"] - row["n_answered"], "count", row["n_tickets"], None  # fmt: skip


def _repeat(row: Row) -> Found:
    basis = {"row": Text("по заказам", "by order"), "day": Text("по дням покупки", "by day of purchase")}[row["basis"]]
    yield f"repeat_by_{row['basis']}", Text(f"Доля купивших повторно, {basis.ru}", f"Share who bought again, {basis.en}"), row["repeat_share"], "share", row["n_customers"], None  # fmt: skip


def _reviews(row: Row) -> Found:
    scale = f"{row['rating_max']:g}" if row["rating_max"] else "?"
    platform = f" ({row['platform']})" if row["platform"] else ""
    note = Text("Средняя оценка; это не NPS.", "A mean rating; it is not an NPS.")
    yield f"rating_{row['platform'] or 'all'}", Text(f"Средняя оценка из {scale}{platform}", f"Mean rating of {scale}{platform}"), row["mean_rating"], "points", row["n_reviews"], note  # fmt: skip
    yield f"low_ratings_{row['platform'] or 'all'}", Text(f"Доля низких оценок{platform}", f"Share of low ratings{platform}"), row["low_share"], "share", row["n_reviews"], None  # fmt: skip


def _payments(row: Row) -> Found:
    currency = row["currency"] or ""
    yield f"payments_total_{currency}", Text("Сумма платежей", "Total of payments"), row["total"], "money", row["n_payments"], None
    yield f"payments_orders_{currency}", Text("Заказов с платежами", "Orders with payments"), row["n_orders"], "count", row["n_payments"], None  # fmt: skip
    yield f"payments_average_{currency}", Text("Средний заказ по платежам", "Average order by payments"), row["average_per_order"], "money", row["n_orders"], None  # fmt: skip


def _stuck(row: Row) -> Found:
    yield "open_deals", Text("Открытых сделок", "Open deals"), row["n_open"], "count", row["n_open"], None
    yield "older_than_longest_closed", Text("Старше самой долгой закрытой сделки", "Older than the longest closed deal"), row["n_older"], "count", row["n_open"], None  # fmt: skip
    yield "stuck_in_stage", Text("В стадии дольше обычного", "Longer in their stage than usual"), row["n_stuck"], "count", row["n_open"], None
    yield "age_unknown", Text("Возраст неизвестен", "Age unknown"), row["n_unknown"], "count", row["n_open"], None


def _leads(row: Row) -> Found:
    if row["is_total"] and row["period"] == "all":
        yield "leads_ever_won", Text("Лидов, ставших клиентами когда-либо", "Leads that ever became customers"), row["conversion_share"], "share", row["n_leads"], Text("Без ограничения срока: у старых лидов времени было больше.", "Without a time limit: older leads had more time.")  # fmt: skip


_STUCK = (
    "(select count(*) as n_open, count(*) filter (where is_older_than_longest_closed) as n_older, "
    "count(*) filter (where is_longer_in_stage_than_usual) as n_stuck, count(*) filter (where not is_age_known) as n_unknown "
    "from marts.stuck_deals having count(*) > 0)"
)

SECTIONS: tuple[tuple[str, str, Text, Callable[[Row], Found], tuple[str, ...], str], ...] = (
    ("marts.payments_summary", "currency", PAYMENTS, _payments, ("payments",), "sales"),
    ("marts.lead_conversion_by_channel", "period, channel", LEADS, _leads, ("leads",), "funnel"),
    (_STUCK, "1", STUCK, _stuck, ("deals", "deal_stage_history"), "funnel"),
    ("(select * from marts.deal_cycle_summary where n_with_days > 0)", "status", CYCLE, _cycle, ("deals",), "cycle"),
    ("(select * from marts.repeat_customers where n_customers > 0)", "basis desc", REPEAT, _repeat, ("sales_orders", "deals"), "retention"),
    ("marts.review_ratings", "platform, rating_max", REVIEWS, _reviews, ("reviews",), "satisfaction"),
    ("(select * from marts.ticket_times where n_tickets > 0)", "channel", TICKETS, _tickets, ("tickets", "ticket_events"), "support"),
)  # fmt: skip
"""Relation, order, caption of the small table, builder, entities it rests on, area."""


def facts(connection: duckdb.DuckDBPyConnection, ledger: Ledger) -> tuple[Fact, ...]:
    """All descriptive figures for which there are data, in the order of the report."""
    found = []
    for relation, order, group, build, tables, area in SECTIONS:
        files = files_of(ledger, tables)
        for row in read(connection, relation, order):
            found += [Fact(name, area, label, value, unit, n, definition, group, files)
                      for name, label, value, unit, n, definition in build(row)]  # fmt: skip
    return tuple(found)
