"""How the CRM is used beyond a sign of life in a week: open deals, parts of the CRM, weeks since the launch."""

from __future__ import annotations

from collections.abc import Iterator

from dagster_project.evidence.facts.figure import Figure, Section
from dagster_project.evidence.rows import Row
from reports.measures import Text

CARE = {
    "has_recent_activity": Text("С действием человека за 7 дней", "With an action of a person in 7 days"),
    "has_next_task": Text("С запланированной задачей", "With an open task"),
    "is_recently_updated": Text("Изменены за 14 дней", "Changed in 14 days"),
}
MODULES = {
    "deal": Text("Сделки", "Deals"),
    "lead": Text("Лиды", "Leads"),
    "ticket": Text("Обращения", "Tickets"),
    "call": Text("Звонки", "Calls"),
    "email": Text("Письма", "E-mails"),
    "meeting": Text("Встречи", "Meetings"),
    "task": Text("Задачи", "Tasks"),
    "chat": Text("Сообщения", "Messages"),
    "note": Text("Заметки", "Notes"),
}
BY_HAND = Text(
    "Доля пользователей, сделавших хотя бы одну запись этого вида, среди тех, кто за 13 недель записал хоть что-то. "
    "Роботы, обмены и массовые загрузки (30 и более записей в минуту) не считаются; сделки, лиды и обращения — по "
    "ответственному. Видов, которых в выгрузках нет, здесь нет.",
    "Users with at least one record of the kind among those who wrote anything in 13 weeks. Robots, exchanges and bulk "
    "loads (30 records or more in a minute) do not count; deals, leads and tickets by their owner. Kinds that the "
    "exports do not hold are absent.",
)
SINCE = Text(
    "Недели с запуска CRM в отделе пользователя; случаи — недели пользователей. Группы меньше порога обезличивания не "
    "показаны. Состав людей в строках разный.",
    "Weeks since the launch in the team of the user; the cases are weeks of users. Groups below the privacy floor are "
    "not shown. The rows are not of the same people.",
)
_CARE = (
    "(select "
    + ", ".join(
        f"avg(case when {column} then 1.0 when not {column} then 0.0 end) as {column}, count({column}) as n_{column}"
        for column in CARE
    )
    + " from marts.open_deal_care having count(*) > 0)"
)
_MODULES = (
    "(select * from marts.module_use where n_users >= (select suppress_people_below from marts.audit_parameters))"
)
_SINCE = "(select * from marts.use_since_launch where is_shown)"
OPEN_ENDED = 1000


def _care(row: Row) -> Iterator[Figure]:
    for column, label in CARE.items():
        if row[column] is not None:
            yield Figure(f"care_{column}", label, row[column], "share", row[f"n_{column}"])


def _modules(row: Row) -> Iterator[Figure]:
    name, module = MODULES[row["module"]], row["module"]
    share, records = Text("Пишут, доля людей", "Share who write"), Text("Записей", "Records")
    yield Figure(f"module_{module}_share", share, row["writer_share"], "share", row["n_users"], BY_HAND, name)
    yield Figure(f"module_{module}_records", records, row["n_records"], "count", row["n_users"], BY_HAND, name)


def _since(row: Row) -> Iterator[Figure]:
    first, last = row["first_week"], row["last_week"]
    span = f"{first}–{last}" if last < OPEN_ENDED else f"{first}+"
    name = Text(f"Недели {span}", f"Weeks {span}")
    share, days = Text("Активны", "Active"), Text("Активных дней в неделю", "Active days a week")
    yield Figure(f"since_{first}_share", share, row["active_share"], "share", row["n_user_weeks"], SINCE, name)
    yield Figure(f"since_{first}_days", days, row["mean_active_days"], "days", row["n_user_weeks"], SINCE, name)


SECTIONS = (
    Section(
        "adoption",
        Text("Использование по неделям с запуска", "Use by week since the launch"),
        _SINCE,
        "first_week",
        _since,
        ("activities", "crm_sessions", "users"),
    ),
    Section(
        "adoption",
        Text("Разделы CRM за последние 13 недель", "Parts of the CRM in the last 13 weeks"),
        _MODULES,
        "writer_share desc, module",
        _modules,
        ("activities", "deals", "leads", "tickets"),
    ),
    Section(
        "adoption",
        Text("Открытые сделки на дату данных: как их ведут", "Open deals at the data date: how they are tended"),
        _CARE,
        "1",
        _care,
        ("deals", "activities"),
    ),
)
