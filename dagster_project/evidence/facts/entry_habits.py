"""Habits of entry: batches, back-dating, spikes at the end of a month; work outside the CRM."""

from __future__ import annotations

from collections.abc import Iterator

from dagster_project.evidence.facts.figure import Figure, Section, over_all_data
from dagster_project.evidence.rows import Row
from reports.measures import Text

HABITS = {
    "batch": (
        Text("Внесено пачками", "Entered in batches"),
        Text("10 и более записей человека за 5 минут; массовые загрузки не в счёт.",
             "Ten or more records of a person within 5 minutes; bulk loads do not count."),
    ),
    "earlier_month": (
        Text("Внесено в другом месяце, чем произошло", "Entered in a later month than they took place"),
        Text("Активности, внесённые людьми.", "Activities entered by people."),
    ),
    "backdated": (
        Text("Сделки, закрытые задним числом", "Deals closed with an earlier date"),
        Text("Дата закрытия раньше перевода в последний этап более чем на день.",
             "The closing date lies more than a day before the move to the last stage."),
    ),
    "orders": (
        Text("Заказы без сделки в CRM", "Orders without a deal in the CRM"),
        Text("По номеру; с первого дня, когда номера есть в выгрузке.",
             "By number; from the first day of numbers in the exports."),
    ),
    "orders_money": (
        Text("Заказы без сделки в CRM, доля денег", "Orders without a deal in the CRM, share of money"), None,
    ),
}  # fmt: skip
KINDS = {
    "record": Text("Записи, внесённые людьми", "Records entered by people"),
    "stage_move": Text("Переходы сделок по этапам", "Moves of deals between stages"),
}
MONTH_END = Text(
    "Доля событий рабочих дней, пришедшаяся на два последних рабочих дня месяца; рядом — доля при ровном темпе. Полные "
    "месяцы с запуска CRM. Заметно больше ровного — записи делают под отчёт.",
    "Share of the events of working days that fell on the last two working days of the month, beside the share at an "
    "even pace. Whole months since the launch. Much above even: records are made for the report.",
)
_HABITS = """(
    select 'batch' as habit, sum(n_entered) as n, sum(n_in_batch) * 1.0 / sum(n_entered) as share, 1 as place
    from marts.entry_batches having sum(n_entered) > 0
    union all
    select 'earlier_month', sum(n_entered), sum(n_of_earlier_month) * 1.0 / sum(n_entered), 2
    from marts.entry_batches having sum(n_entered) > 0
    union all
    select 'backdated', count(*), avg(case when is_backdated then 1.0 else 0.0 end), 3
    from marts.backdated_closings having count(*) > 0
    union all
    select 'orders', sum(n_orders), sum(n_without_deal) * 1.0 / sum(n_orders), 4
    from marts.orders_outside_crm having sum(n_orders) > 0
    union all
    select 'orders_money', sum(n_orders), cast(sum(amount_without_deal) as double) / cast(sum(amount) as double), 5
    from marts.orders_outside_crm having sum(amount) > 0
)"""
_MONTH_END = """(
    select kind, sum(n_events) as n, sum(n_at_end) * 1.0 / sum(n_events) as share,
        sum(n_events * expected_share order by month) / sum(n_events) as expected_share
    from marts.month_end_entries group by kind
)"""


def _habits(row: Row) -> Iterator[Figure]:
    label, definition = HABITS[row["habit"]]
    yield Figure(f"habit_{row['habit']}", label, row["share"], "share", row["n"], definition)


def _month_end(row: Row) -> Iterator[Figure]:
    kind, name, n = row["kind"], KINDS[row["kind"]], row["n"]
    at_end, even = Text("В конце месяца", "At the end of the month"), Text("При ровном темпе", "At an even pace")
    yield Figure(f"month_end_{kind}", at_end, row["share"], "share", n, MONTH_END, name)
    yield Figure(f"month_end_{kind}_even", even, row["expected_share"], "share", n, MONTH_END, name)


SECTIONS = (
    Section(
        "data_quality",
        over_all_data("Привычки ввода и работа мимо CRM", "Habits of entry and work outside the CRM"),
        _HABITS,
        "place",
        _habits,
        ("activities", "deals", "deal_stage_history", "sales_orders"),
    ),
    Section(
        "data_quality",
        Text("Рывки в конце месяца", "Spikes at the end of the month"),
        _MONTH_END,
        "kind",
        _month_end,
        ("activities", "deal_stage_history"),
    ),
)
