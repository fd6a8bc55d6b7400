"""The settings that decide what is counted, as the method section prints them; a default choice is marked a guess."""

from __future__ import annotations

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
    "win_rate_maturity_days": Text(
        "Доля выигранных считается по сделкам не моложе стольких дней",
        "The win rate counts deals that are at least this many days old",
    ),
    "stuck_after_quantile": Text(
        "Сделка зависла, если её возраст больше этой доли сроков закрытых сделок",
        "A deal is stuck when it is older than this share of the closed ones were",
    ),
    "materiality": Text(
        "Изменение меньше этой доли не называется изменением", "A change below this share is not called a change"
    ),
}


def thresholds(settings: Settings) -> tuple[Threshold, ...]:
    """One entry for each parameter of the KPI definitions, wash-out and floor for people included."""
    given = settings.kpi.model_fields_set
    found = [
        Threshold(name, f"{getattr(settings.kpi, name):g}", _LABELS[name], is_guess=name not in given)
        for name in KpiParameters.model_fields
    ]
    washout = Text("Месяцев после запуска исключено из сравнения", "Months after go-live left out of the comparison")
    people = Text("Группы меньше этого числа людей не показываются", "Groups of fewer people than this are not shown")
    return (
        *found,
        Threshold(
            "washout_months",
            str(settings.roll_out.washout_months),
            washout,
            "washout_months" not in settings.roll_out.model_fields_set,
        ),
        Threshold("suppress_people_below", str(settings.privacy.suppress_people_below), people, True),
    )
