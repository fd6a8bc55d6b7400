"""Scores of data quality by object and dimension, and the rules that are broken most."""

from __future__ import annotations

from collections.abc import Iterator

from dagster_project.evidence.facts.figure import Figure, Section, over_all_data
from dagster_project.evidence.rows import Row
from reports.measures import Text

LEAST_RECORDS = 30
MOST_RULES = 6
MOST_TEAMS = 3
ENTITIES = {
    "all": Text("Все записи", "All records"),
    "deals": Text("Сделки", "Deals"),
    "leads": Text("Лиды", "Leads"),
    "activities": Text("Дела", "Activities"),
    "tickets": Text("Заявки", "Tickets"),
    "customers": Text("Клиенты в CRM", "Customers in the CRM"),
    "sales_orders": Text("Заказы", "Orders"),
}
DIMENSIONS = {
    "all": Text("Итог", "Total"),
    "completeness": Text("Полно", "Compl."),
    "validity": Text("Верно", "Valid"),
    "uniqueness": Text("Без дублей", "Unique"),
    "consistency": Text("Связно", "Consist."),
    "timeliness": Text("В срок", "Timely"),
    "accuracy": Text("Как в ERP", "As in ERP"),
}
RULES = {
    "deal_amount_filled": Text("Сделки: сумма заполнена", "Deals: amount filled"),
    "deal_customer_filled": Text("Сделки: клиент указан", "Deals: customer filled"),
    "deal_owner_filled": Text("Сделки: ответственный указан", "Deals: owner filled"),
    "deal_product_filled": Text("Сделки: товар указан", "Deals: product filled"),
    "deal_channel_filled": Text("Сделки: канал указан", "Deals: channel filled"),
    "deal_expected_close_filled": Text("Сделки: плановая дата указана", "Deals: expected close filled"),
    "deal_loss_reason_filled": Text("Сделки: причина отказа указана", "Deals: reason of loss filled"),
    "deal_closing_date_filled": Text("Сделки: дата закрытия указана", "Deals: closing date filled"),
    "deal_amount_not_negative": Text("Сделки: сумма не отрицательна", "Deals: amount not negative"),
    "deal_not_twice": Text("Сделки: не заведены дважды", "Deals: not entered twice"),
    "deal_closed_after_creation": Text("Сделки: закрыты не раньше создания", "Deals: closed after creation"),
    "open_deal_not_overdue": Text("Открытые сделки: срок не прошёл", "Open deals: not overdue"),
    "deal_amount_as_ordered": Text("Сделки: сумма как в заказе", "Deals: amount as ordered"),
    "lead_channel_filled": Text("Лиды: канал указан", "Leads: channel filled"),
    "lead_owner_filled": Text("Лиды: ответственный указан", "Leads: owner filled"),
    "lead_not_twice": Text("Лиды: не заведены дважды", "Leads: not entered twice"),
    "lead_before_its_win": Text("Лиды: созданы раньше выигрыша", "Leads: created before the win"),
    "activity_owner_filled": Text("Дела: ответственный указан", "Activities: owner filled"),
    "activity_linked": Text("Дела: связаны со сделкой или лидом", "Activities: linked with a deal or lead"),
    "activity_entered_within_a_day": Text("Дела: внесены за сутки", "Activities: entered within a day"),
    "ticket_customer_filled": Text("Заявки: клиент указан", "Tickets: customer filled"),
    "ticket_answered_after_creation": Text("Заявки: ответ не раньше создания", "Tickets: answered after creation"),
    "customer_contact_filled": Text("Клиенты: телефон или почта", "Customers: phone or e-mail"),
    "customer_tax_id_filled": Text("Клиенты: ИНН указан", "Customers: tax number filled"),
    "customer_name_filled": Text("Клиенты: компания указана", "Customers: company filled"),
    "customer_not_twice": Text("Клиенты: не заведены дважды", "Customers: not entered twice"),
    **{
        f"{entity}_readable": Text(f"{name.ru}: значения читаются", f"{name.en}: values readable")
        for entity, name in ENTITIES.items()
    },
    **{
        f"{entity}_number_once": Text(f"{name.ru}: номера не повторяются", f"{name.en}: numbers not repeated")
        for entity, name in ENTITIES.items()
    },
}
"""What a record that passes is like, by the name of the rule in the macro `data_quality_rules`."""

SCORES = Text(
    "Взвешенная доля записей, прошедших правила, по видам записей и сторонам качества; «—» — правило неприменимо или "
    "выгрузка о поле не говорит. Правила ниже порога считаются отдельно: среднее их не скрывает. Обязательность поля "
    "зависит от этапа сделки (stages[].required в audit.yml). Строки нарушений — в marts.data_quality_failures.",
    "Weighted share of records that pass the rules, by kind of record and side of quality; a dash: no rule applies, or "
    "the export does not tell. Rules below their floor are counted apart, so that the mean does not hide them. What "
    "is required depends on the stage of a deal (stages[].required in audit.yml). Rows: marts.data_quality_failures.",
)
WORST = Text(
    "Правила с наименьшей долей прошедших; пороги приняты по умолчанию.",
    "The rules with the smallest share that passes; the floors are defaults of ours.",
)
_SCORES = (
    "(select *, case when is_team then 2 when entity = 'all' then 1 else 0 end as part from marts.data_quality_scores "
    "where not is_team or (entity = 'all' and team_id in (select team_id from marts.data_quality_scores "
    "inner join (select team_id, count(distinct user_id) as n_people from marts.dim_users group by team_id) as teams "
    "using (team_id) where is_team and entity = 'all' and dimension = 'all' "
    "and n_people >= (select suppress_people_below from marts.audit_parameters) "
    f"order by score, team_id limit {MOST_TEAMS})))"
)
"""Teams of fewer people than privacy allows are not shown."""
_WORST = (
    f"(select * from marts.data_quality_rules where n_failed > 0 and n_eligible >= {LEAST_RECORDS} "
    f"order by pass_rate, rule limit {MOST_RULES})"
)
INPUTS = ("deals", "leads", "activities", "tickets", "sales_orders", "companies", "contacts")


def _scores(row: Row) -> Iterator[Figure]:
    where = Text(row["team_id"], row["team_id"]) if row["is_team"] else ENTITIES[row["entity"]]
    key = f"{row['team_id'] or row['entity']}_{row['dimension']}"
    label = DIMENSIONS[row["dimension"]]
    yield Figure(f"quality_{key}", label, row["score"], "share", row["n_eligible"], SCORES, where)
    if row["dimension"] == "all":
        label = Text("Ниже порога", "Below floor")
        yield Figure(f"quality_{key}_below", label, row["n_below_floor"], "count", row["n_eligible"], SCORES, where)


def _worst(row: Row) -> Iterator[Figure]:
    name, n = row["rule"], row["n_eligible"]
    label = RULES[name]
    yield Figure(f"rule_{name}_passed", Text("Прошли", "Passed"), row["pass_rate"], "share", n, WORST, label)
    yield Figure(f"rule_{name}_floor", Text("Порог", "Floor"), row["floor_share"], "share", n, WORST, label)
    yield Figure(f"rule_{name}_failed", Text("Нарушений", "Failed"), row["n_failed"], "count", n, WORST, label)


SECTIONS = (
    Section(
        "data_quality",
        over_all_data("Оценки качества данных", "Scores of data quality"),
        _SCORES,
        f"part, entity, team_id, array_position({list(DIMENSIONS)}, dimension)",
        _scores,
        INPUTS,
    ),
    Section(
        "data_quality",
        over_all_data("Худшие правила качества данных", "Rules of data quality broken most"),
        _WORST,
        "pass_rate, rule",
        _worst,
        INPUTS,
    ),
)
