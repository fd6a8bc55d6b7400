"""Descriptive figures over all data that are not compared: exact counts, means and medians of the area marts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import duckdb

from dagster_project.evidence.rows import Row, read
from dagster_project.evidence.sources import files_of
from dagster_project.ingest.ledger import Ledger
from reports.measures import Fact, Text


@dataclass(frozen=True)
class Figure:
    """One descriptive figure before it is placed in its section."""

    name: str
    label: Text
    value: float | None
    unit: str
    n: int | None
    definition: Text | None = None
    row: Text | None = None


AS_ON_SCREEN = Text(
    "Так считает экран CRM: только закрытые сделки. Длительность в таблице выше учитывает и открытые "
    "(Каплан–Мейер), поэтому числа различаются.",
    "As a CRM screen counts: closed deals only. The duration in the table above counts open deals too (Kaplan–Meier), "
    "hence the difference.",
)
ANSWERED_ONLY = Text(
    "Только отвеченные, календарные часы; показатель раздела считает часы рабочих дней и обращения без ответа.",
    "Answered tickets only, clock hours; the indicator above counts hours of working days and unanswered tickets too.",
)
FIRST_RESOLUTION = Text("До первого решения.", "To the first resolution.")
NOT_AN_NPS = Text("Средняя оценка; это не NPS.", "A mean rating; it is not an NPS.")
NO_TIME_LIMIT = Text(
    "Без ограничения срока: у старых лидов времени было больше.", "Without a time limit: older leads had more time."
)
STATUS = {
    "won": Text("Выигранные сделки", "Won deals"),
    "lost": Text("Проигранные сделки", "Lost deals"),
    "won_or_lost": Text("Все закрытые сделки", "All closed deals"),
}
CHANNELS = {
    "phone": Text("Телефон", "Phone"),
    "email": Text("Электронная почта", "E-mail"),
    "chat": Text("Чат", "Chat"),
    "messenger": Text("Мессенджеры", "Messengers"),
    "form": Text("Форма на сайте", "Web form"),
    "other": Text("Прочие", "Other"),
    "unknown": Text("Канал не указан", "Channel not stated"),
}
BY_CHANNEL = Text(
    "Обращения — входящие звонки, письма, сообщения и заявки в поддержку; отвечено — из тех, о которых известно, "
    "ответили ли (звонки и заявки). Медиана — рабочие часы до первого ответа в отвеченных заявках. Лиды без спама, "
    "дублей и лидов действующих клиентов, по каналу первого лида клиента; конверсия — среди лидов, срок которых истёк.",
    "Contacts are incoming calls, letters, messages and tickets; answered is the share of those of which it is known "
    "(calls and tickets). The median is of working hours to the first answer of answered tickets. Leads without spam, "
    "duplicates and leads of existing customers, by the channel of a customer's first lead; conversion is among leads "
    "watched for long enough.",
)
BASIS = {"row": Text("по заказам", "by order"), "day": Text("по дням покупки", "by day of purchase")}


def _named(ru: str, en: str, suffix: Text) -> Text:
    return Text(f"{ru}, {suffix.ru}", f"{en}, {suffix.en}")


def _cycle(row: Row) -> Iterator[Figure]:
    name, status, n = row["status"], STATUS[row["status"]], row["n_with_days"]
    median, mean = Text("Медиана", "Median"), Text("Среднее", "Mean")
    yield Figure(f"{name}_median", median, row["median_days"], "days", n, AS_ON_SCREEN, status)
    yield Figure(f"{name}_mean", mean, row["mean_days"], "days", n, AS_ON_SCREEN, status)
    label = Text("Закрыты раньше начала", "Closed before they began")
    yield Figure(f"{name}_negative", label, row["n_negative"], "count", n, AS_ON_SCREEN, status)


def _tickets(row: Row) -> Iterator[Figure]:
    if not row["is_total"]:
        return
    label = Text("Медиана до первого ответа, часы", "Median hours to first response")
    hours = row["median_hours_to_first_response"]
    yield Figure("ticket_first_response", label, hours, "hours", row["n_answered"], ANSWERED_ONLY)
    label = Text("Медиана до решения, дни", "Median days to resolution")
    yield Figure("ticket_resolution", label, row["median_days_to_resolve"], "days", row["n_resolved"], FIRST_RESOLUTION)
    unanswered = row["n_tickets"] - row["n_answered"]
    yield Figure("ticket_unanswered", Text("Без ответа", "Unanswered"), unanswered, "count", row["n_tickets"])


def _by_channel(row: Row) -> Iterator[Figure]:
    figures = (
        ("n_contacts", Text("Обращений", "Contacts"), "count"),
        ("answered_share", Text("Отвечено", "Answered"), "share"),
        ("median_working_hours_to_first_response", Text("Медиана до ответа", "Median to answer"), "hours"),
        ("n_leads", Text("Лидов", "Leads"), "count"),
        ("conversion_share", Text("Конверсия лидов", "Conversion of leads"), "share"),
    )
    name, n = row["channel"], (row["n_contacts"] or 0) + (row["n_leads"] or 0)
    for column, label, unit in figures:
        yield Figure(f"channel_{name}_{column}", label, row[column], unit, n, BY_CHANNEL, CHANNELS[name])


def _repeat(row: Row) -> Iterator[Figure]:
    label = _named("Доля купивших повторно", "Share who bought again", BASIS[row["basis"]])
    yield Figure(f"repeat_by_{row['basis']}", label, row["repeat_share"], "share", row["n_customers"])


def _reviews(row: Row) -> Iterator[Figure]:
    scale = f"{row['rating_max']:g}" if row["rating_max"] else "?"
    place = f" ({row['platform']})" if row["platform"] else ""
    key = row["platform"] or "all"
    label = Text(f"Средняя оценка из {scale}{place}", f"Mean rating of {scale}{place}")
    yield Figure(f"rating_{key}", label, row["mean_rating"], "points", row["n_reviews"], NOT_AN_NPS)
    label = Text(f"Доля низких оценок{place}", f"Share of low ratings{place}")
    yield Figure(f"low_ratings_{key}", label, row["low_share"], "share", row["n_reviews"])


def _payments(row: Row) -> Iterator[Figure]:
    key = row["currency"] or "none"
    yield Figure(
        f"payments_total_{key}", Text("Сумма платежей", "Total of payments"), row["total"], "money", row["n_payments"]
    )
    label = Text("Заказов с платежами", "Orders with payments")
    yield Figure(f"payments_orders_{key}", label, row["n_orders"], "count", row["n_payments"])
    label = Text("Средний заказ по платежам", "Average order by payments")
    yield Figure(f"payments_average_{key}", label, row["average_per_order"], "money", row["n_orders"])


def _stuck(row: Row) -> Iterator[Figure]:
    labels = {
        "n_open": Text("Открытых сделок", "Open deals"),
        "n_older": Text("Старше самой долгой закрытой сделки", "Older than the longest closed deal"),
        "n_stuck": Text("В стадии дольше обычного", "Longer in their stage than usual"),
        "n_unknown": Text("Возраст неизвестен", "Age unknown"),
    }
    for column, label in labels.items():
        yield Figure(f"open_deals_{column}", label, row[column], "count", row["n_open"])


def _leads(row: Row) -> Iterator[Figure]:
    if row["is_total"] and row["period"] == "all":
        label = Text("Лидов, ставших клиентами когда-либо", "Leads that ever became customers")
        yield Figure("leads_ever_won", label, row["conversion_share"], "share", row["n_leads"], NO_TIME_LIMIT)


@dataclass(frozen=True)
class Section:
    """Where a small table of figures comes from: a relation in a fixed order, its builder, the inputs it rests on."""

    area: str
    caption: Text
    relation: str
    order_by: str
    build: Callable[[Row], Iterator[Figure]]
    inputs: tuple[str, ...]


_STUCK = (
    "(select count(*) as n_open, count(*) filter (where is_older_than_longest_closed) as n_older, "
    "count(*) filter (where is_longer_in_stage_than_usual) as n_stuck, "
    "count(*) filter (where not is_age_known) as n_unknown from marts.stuck_deals having count(*) > 0)"
)
_CYCLE = "(select * from marts.deal_cycle_summary where n_with_days > 0)"
_REPEAT = "(select * from marts.repeat_customers where n_customers > 0)"
_TICKETS = "(select * from marts.ticket_times where n_tickets > 0)"

_BY_CHANNEL = (
    "(select *, channel = 'unknown' as is_unknown from marts.channel_summary "
    "where (select count(*) from marts.channel_summary where channel <> 'unknown' and n_contacts > 0) > 0)"
)
"""Nothing when no contact states its channel: leads alone by channel stand with the funnel."""


def _all_data(ru: str, en: str) -> Text:
    return Text(f"{ru} за весь период", f"{en} over all data")


STUCK = Text("Открытые сделки на дату данных", "Open deals at the data date")

SECTIONS: tuple[Section, ...] = (
    Section("sales", _all_data("Платежи", "Payments"), "marts.payments_summary", "currency", _payments, ("payments",)),
    Section(
        "funnel", _all_data("Лиды", "Leads"), "marts.lead_conversion_by_channel", "period, channel", _leads, ("leads",)
    ),
    Section("funnel", STUCK, _STUCK, "1", _stuck, ("deals", "deal_stage_history")),
    Section("cycle", _all_data("Сроки сделок", "Deal durations"), _CYCLE, "status", _cycle, ("deals",)),
    Section(
        "retention",
        _all_data("Повторные покупки", "Repeat purchases"),
        _REPEAT,
        "basis desc",
        _repeat,
        ("sales_orders", "deals"),
    ),
    Section(
        "satisfaction",
        _all_data("Оценки в отзывах", "Review ratings"),
        "marts.review_ratings",
        "platform, rating_max",
        _reviews,
        ("reviews",),
    ),
    Section(
        "support",
        _all_data("Сроки обращений", "Ticket times"),
        _TICKETS,
        "channel",
        _tickets,
        ("tickets", "ticket_events"),
    ),
    Section(
        "support",
        _all_data("Каналы", "Channels"),
        _BY_CHANNEL,
        "is_unknown, coalesce(n_contacts, 0) + coalesce(n_leads, 0) desc, channel",
        _by_channel,
        ("activities", "tickets", "ticket_events", "leads"),
    ),
)
"""The small tables of descriptive figures, in the order of the report."""


def facts(connection: duckdb.DuckDBPyConnection, ledger: Ledger) -> tuple[Fact, ...]:
    """All descriptive figures for which there are data, in the order of the report."""
    found = []
    for section in SECTIONS:
        files = files_of(ledger, section.inputs)
        for row in read(connection, section.relation, section.order_by):
            found += [_fact(section, figure, files) for figure in section.build(row)]
    return tuple(found)


def _fact(section: Section, figure: Figure, files: tuple[str, ...]) -> Fact:
    return Fact(
        fact=figure.name,
        area=section.area,
        label=figure.label,
        value=figure.value,
        unit=figure.unit,
        n=figure.n,
        definition=figure.definition,
        group=section.caption,
        row=figure.row,
        sources=files,
    )
