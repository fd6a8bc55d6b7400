"""Who handled the requests, and the work in hand."""

from __future__ import annotations

from collections.abc import Iterator

from dagster_project.evidence.facts.figure import Figure, Section, over_all_data
from dagster_project.evidence.rows import Row
from reports.measures import Text

BY_FIRST_ACTION = Text(
    "Учтён тот, кто первым ответил или что-то сделал; у остальных известен лишь нынешний исполнитель.",
    "Whoever first answered or acted counts; of the others only the present owner is known.",
)
FIRST_KNOWN = {
    "ticket": Text("Заявки: известно, кто обработал первым", "Tickets of which the first to handle them is known"),
    "contact": Text("Входящие контакты: известно, кто их принял", "Contacts of which the one who took them is known"),
}
IN_HAND = Text(
    "Открытая работа тех, кто работает на дату данных. Недели — на сколько её хватит при темпе последних 13 недель: "
    "открытое, делённое на завершённое за неделю. Случаи здесь — люди; группы меньше порога обезличивания не показаны.",
    "Open work of the people who are here on the data date. Weeks: how long it takes at the pace of the last 13 weeks, "
    "open divided by finished in a week. The cases are people; groups below the privacy floor are not shown.",
)
EVERYBODY = Text("Все менеджеры", "All managers")
WORK = {
    "deals": (Text("Сделок на чел.", "Deals each"), Text("Сделки, недель", "Deals, weeks")),
    "tasks": (Text("Задач на чел.", "Tasks each"), Text("Задачи, недель", "Tasks, weeks")),
    "tickets": (Text("Заявок на чел.", "Tickets each"), Text("Заявки, недель", "Tickets, weeks")),
}
_HANDLED = (
    "(select kind, count(*) as n, avg(case when basis = 'first_action' then 1.0 else 0.0 end) as known_share "
    "from marts.first_handlings where exclusion is null group by kind)"
)
_WORKLOAD = "(select * from marts.team_workload where is_shown)"


def _handled(row: Row) -> Iterator[Figure]:
    label = FIRST_KNOWN[row["kind"]]
    yield Figure("requests_first_known", label, row["known_share"], "share", row["n"], BY_FIRST_ACTION)


def _workload(row: Row) -> Iterator[Figure]:
    each, weeks = WORK[row["kind"]]
    name = EVERYBODY if row["is_total"] else Text(row["team_id"], row["team_id"])
    key = "all" if row["is_total"] else row["team_id"]
    n = row["n_people"]
    yield Figure(f"workload_{key}_{row['kind']}", each, row["open_per_person"], "count", n, IN_HAND, name)
    yield Figure(f"workload_{key}_{row['kind']}_weeks", weeks, row["weeks_in_hand"], "count", n, IN_HAND, name)


SECTIONS = (
    Section(
        "productivity",
        over_all_data("Обращения по сотрудникам", "Requests by person"),
        _HANDLED,
        "kind",
        _handled,
        ("tickets", "ticket_events", "activities"),
    ),
    Section(
        "productivity",
        Text("Работа на руках на дату данных", "Work in hand at the data date"),
        _WORKLOAD,
        "is_total desc, team_id, kind",
        _workload,
        ("deals", "activities", "tickets", "users", "employment_periods"),
    ),
)
