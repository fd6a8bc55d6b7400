"""The settings that decide what is counted, as the method section prints them; a default choice is marked a guess."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel

from dagster_project.analysis.gates import LIMITS
from dagster_project.settings import KpiParameters, Settings
from reports.evidence import Threshold
from reports.measures import Text

_LABELS = {
    "conversion_window_days": Text(
        "Лид считается превращённым в клиента, если это случилось за столько дней",
        "A lead counts as converted when it became a customer within this many days",
    ),
    "retention_window_days": Text(
        "Покупка считается повторной, если сделана за столько дней после первой",
        "An order counts as repeated when placed within this many days of the first",
    ),
    "lapse_days": Text(
        "Клиент считается ушедшим, если не покупал дольше стольких дней",
        "A customer has lapsed when nothing was bought for more than this many days",
    ),
    "win_rate_maturity_days": Text(
        "Доля выигранных считается по сделкам не моложе стольких дней",
        "The win rate counts deals that are at least this many days old",
    ),
    "allowed_skipped_stages": Text(
        "Сделка прошла установленный путь, если пропустила не больше этапов, чем",
        "A deal followed the allowed path when it left out no more stages than",
    ),
    "order_match_days": Text(
        "Сделка и заказ без общего номера считаются одной продажей, если между ними не больше дней, чем",
        "A deal and an order without a common number are one sale when no more days lie between them than",
    ),
    "first_response_sla_hours": Text(
        "Срок первого ответа (SLA), рабочих часов", "Limit of the first response (SLA), working hours"
    ),
    "materiality": Text(
        "Изменение меньше этой доли не называется изменением", "A change below this share is not called a change"
    ),
}


_SHARES = ("materiality",)
_LIMITS = {
    "unreadable": Text("строк с нечитаемыми значениями", "rows with values that cannot be read"),
    "defective": Text("строк, не вошедших из-за дефектов", "rows left out for defects"),
    "amount_gap": Text("расхождения сумм сделок и заказов", "gap between the amounts of deals and orders"),
}


def _input_limits() -> tuple[Threshold, ...]:
    """From which share of a fault of its inputs on the evidence of a KPI is lowered, and its verdict blocked."""
    found = []
    for limit in LIMITS:
        name = _LIMITS[limit.measure]
        ends = (
            ("lowers", "снижает доказательства", "lowers the evidence"),
            ("blocks", "не даёт вывода", "blocks the verdict"),
        )
        for end, ru, en in ends:
            value = getattr(limit, end)
            if value is not None:
                label = Text(f"Доля {name.ru} больше этой {ru}", f"A share of {name.en} above this {en}")
                found.append(Threshold(f"{limit.measure}_{end}", value, label, is_share=True, is_guess=True))
    return tuple(found)


def thresholds(settings: Settings, measured: Mapping[str, float]) -> tuple[Threshold, ...]:
    """One entry for each parameter of the KPI definitions, wash-out and floor for people included.

    ``measured`` holds the values of parameters that the data gave where the settings say nothing.
    """
    values = {name: getattr(settings.kpi, name) for name in KpiParameters.model_fields}
    known = {name: measured.get(name) if value is None else value for name, value in values.items()}
    found = [
        Threshold(
            name,
            value,
            _LABELS[name],
            name in _SHARES,
            _is_default(settings.kpi, name),
            is_measured=values[name] is None,
        )
        for name, value in known.items()
        if value is not None
    ]
    washout = Text("Месяцев после запуска исключено из сравнения", "Months after go-live left out of the comparison")
    people = Text("Группы меньше этого числа людей не показываются", "Groups of fewer people than this are not shown")
    day = Text(
        "Часов в рабочем дне, в которые идёт время ответа и решения (24 — круглые сутки)",
        "Hours of a working day in which response and handling time run (24: around the clock)",
    )
    months, floor, calendar = settings.roll_out, settings.privacy, settings.calendar
    return (
        *found,
        Threshold("washout_months", months.washout_months, washout, is_guess=_is_default(months, "washout_months")),
        Threshold("working_day_hours", calendar.hours_of_a_day, day, is_guess=_is_default(calendar, "hours")),
        Threshold(
            "people_floor", floor.suppress_people_below, people, is_guess=_is_default(floor, "suppress_people_below")
        ),
        *_input_limits(),
    )


def _is_default(part: BaseModel, field: str) -> bool:
    return field not in part.model_fields_set
