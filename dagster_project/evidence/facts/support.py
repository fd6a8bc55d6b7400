"""Times of tickets and the channels that customers come by."""

from __future__ import annotations

from collections.abc import Iterator

from dagster_project.evidence.facts.figure import Figure, Section, over_all_data
from dagster_project.evidence.rows import Row
from reports.measures import Text

ANSWERED_ONLY = Text(
    "Только отвеченные, календарные часы; показатель раздела считает часы рабочих дней и обращения без ответа.",
    "Answered tickets only, clock hours; the indicator above counts hours of working days and unanswered tickets too.",
)
FIRST_RESOLUTION = Text("До первого решения.", "To the first resolution.")
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
_TICKETS = "(select * from marts.ticket_times where n_tickets > 0)"
_BY_CHANNEL = (
    "(select *, channel = 'unknown' as is_unknown from marts.channel_summary "
    "where (select count(*) from marts.channel_summary where channel <> 'unknown' and n_contacts > 0) > 0)"
)
"""Nothing when no contact states its channel: leads alone by channel stand with the funnel."""


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


SECTIONS = (
    Section(
        "support",
        over_all_data("Сроки обращений", "Ticket times"),
        _TICKETS,
        "channel",
        _tickets,
        ("tickets", "ticket_events"),
    ),
    Section(
        "support",
        over_all_data("Каналы", "Channels"),
        _BY_CHANNEL,
        "is_unknown, coalesce(n_contacts, 0) + coalesce(n_leads, 0) desc, channel",
        _by_channel,
        ("activities", "tickets", "ticket_events", "leads"),
    ),
)
