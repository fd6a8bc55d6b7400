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


SECTIONS = (
    Section(
        "funnel",
        over_all_data("Лиды", "Leads"),
        "marts.lead_conversion_by_channel",
        "period, channel",
        _leads,
        ("leads",),
    ),
    Section("funnel", STUCK, _STUCK, "1", _stuck, ("deals", "deal_stage_history")),
    Section("funnel", STUCK, "marts.pipeline_velocity", "1", _velocity, ("deals",)),
    Section("funnel", STUCK, "marts.pipeline_coverage", "ends_before", _coverage, ("deals", "sales_targets")),
)
