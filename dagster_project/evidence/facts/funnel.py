"""Leads and open deals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from dagster_project.evidence.facts.figure import Figure, Section, over_all_data
from dagster_project.evidence.rows import Row
from reports.dates import date_short
from reports.measures import Text

NO_TIME_LIMIT = Text(
    "Без ограничения срока: у старых лидов времени было больше.", "Without a time limit: older leads had more time."
)
_STUCK = (
    "(select count(*) as n_open, count(*) filter (where is_older_than_longest_closed) as n_older, "
    "count(*) filter (where is_longer_in_stage_than_usual) as n_stuck, "
    "count(*) filter (where not is_age_known) as n_unknown from marts.stuck_deals having count(*) > 0)"
)
STUCK = Text("Открытые сделки на дату данных", "Open deals at the data date")


def _leads(row: Row) -> Iterator[Figure]:
    if row["is_total"] and row["period"] == "all":
        label = Text("Лидов, ставших клиентами когда-либо", "Leads that ever became customers")
        yield Figure("leads_ever_won", label, row["conversion_share"], "share", row["n_leads"], NO_TIME_LIMIT)


def _stuck(row: Row) -> Iterator[Figure]:
    labels = {
        "n_open": Text("Открытых сделок", "Open deals"),
        "n_older": Text("Старше самой долгой закрытой сделки", "Older than the longest closed deal"),
        "n_stuck": Text("В стадии дольше обычного", "Longer in their stage than usual"),
        "n_unknown": Text("Возраст неизвестен", "Age unknown"),
    }
    for column, label in labels.items():
        yield Figure(f"open_deals_{column}", label, row[column], "count", row["n_open"])


COVERED = Text(
    "Открытые сделки с плановой датой до этого дня к плану, из которого вычтено проданное. Выше 500 % — "
    "подозрительно: столько открыто, что закрыть это вряд ли собираются.",
    "Open deals planned to close by that day, against the plan less what is sold. Above 500% is suspicious: more is "
    "open than anyone is likely to close.",
)
PLAN_REACHED = Text("План этого периода уже выполнен.", "The plan of this period is reached already.")
VELOCITY = Text(
    "Открытые сделки × доля выигранных × средняя сумма выигранной ÷ дни до выигрыша, за последние 12 месяцев.",
    "Open deals × win rate × average won amount ÷ days to a win, over the last 12 months.",
)


def _coverage(row: Row) -> Iterator[Figure]:
    last = row["ends_before"] - timedelta(days=1)
    label = Text(
        f"Покрытие остатка плана до {date_short(last, 'ru')}",
        f"Coverage of what is left of the plan to {date_short(last, 'en')}",
    )
    note = PLAN_REACHED if row["coverage"] is None else COVERED
    yield Figure(f"pipeline_coverage_{row['grain']}", label, row["coverage"], "share", row["n_due"], note)


def _velocity(row: Row) -> Iterator[Figure]:
    yield Figure("open_amount", Text("Сумма открытых сделок", "Amount of open deals"), row["open_amount"], "money",
                 row["n_open"])  # fmt: skip
    if row["velocity_per_month"] is not None:
        label = Text("Скорость воронки, в месяц", "Pipeline velocity, a month")
        yield Figure("pipeline_velocity", label, row["velocity_per_month"], "money", row["n_open"], VELOCITY)


LOST = Text("Проигранные сделки за последние 12 месяцев, по причинам", "Deals lost in the last 12 months, by reason")
NO_REASON = Text("Причина не указана", "No reason given")
OTHER_REASONS = Text("Остальные причины", "Other reasons")
LOST_NOTE = Text(
    "По убыванию потерянной суммы; сделки без причины и остальные — внизу. Сделки без суммы и в другой валюте входят "
    "в число сделок, но не в суммы.",
    "By lost amount; deals without a reason, and other reasons, stand last. Deals without an amount or in another "
    "currency count as deals and are in no sum.",
)
MOST_REASONS, LEAST_DEALS = 7, 3
"""A reason given to fewer deals is no category and may be free text, so it is not printed."""

_NAMED = f"value_rank <= {MOST_REASONS} and n_lost >= {LEAST_DEALS}"
_LOST = (
    f"(select case when value is null then 2 when {_NAMED} then 0 else 1 end as part, "
    f"case when {_NAMED} then value end as reason, sum(n_lost) as n_lost, "
    "sum(lost_amount) as lost_amount, sum(lost_share) as lost_share, sum(amount_share) as amount_share "
    "from marts.lost_value where dimension = 'reason' group by 1, 2)"
)


def _lost(row: Row) -> Iterator[Figure]:
    name = {1: OTHER_REASONS, 2: NO_REASON}.get(row["part"]) or Text(row["reason"], row["reason"])
    amount = None if row["lost_amount"] is None else float(row["lost_amount"])
    for label, value, unit in (
        (Text("Доля сделок", "Share of deals"), row["lost_share"], "share"),
        (Text("Потеряно", "Lost"), amount, "money"),
        (Text("Доля суммы", "Share of amount"), row["amount_share"], "share"),
    ):
        yield Figure(f"lost_{row['part']}_{row['reason']}_{unit}_{label.en}", label, value, unit, row["n_lost"],
                     LOST_NOTE, name)  # fmt: skip


SECTIONS = (
    Section(
        "funnel",
        over_all_data("Лиды", "Leads"),
        "marts.lead_conversion_by_channel",
        "period, channel",
        _leads,
        ("leads",),
    ),
    Section("funnel", LOST, _LOST, "part, lost_amount desc nulls last, n_lost desc, reason", _lost, ("deals",)),
    Section("funnel", STUCK, _STUCK, "1", _stuck, ("deals", "deal_stage_history")),
    Section("funnel", STUCK, "marts.pipeline_velocity", "1", _velocity, ("deals",)),
    Section("funnel", STUCK, "marts.pipeline_coverage", "ends_before", _coverage, ("deals", "sales_targets")),
)
