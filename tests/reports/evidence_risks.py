"""Risks of an invented audit: one fired, one that no export tells, one unanswered, one in order."""

from __future__ import annotations

from reports.measures import Reason, Text
from reports.risks import Risk

ADVICE = {
    "recommendation": Text("Разобрать, кто не работает в CRM", "Find out who does not work in the CRM"),
    "expected": Text("доля активных растёт", "the share of active users rises"),
}


def risks() -> tuple[Risk, ...]:
    """A register as the evidence holds it: fired rules first, then the unknown ones, then the rest."""
    use = Text("CRM остаётся параллельным учётом", "The CRM stays a second set of books")
    return (
        Risk(
            "low_use", "low_adoption", "fired", use, Text("Активные пользователи", "Active users"), "share", "below",
            0.7, check="weekly_active_users", value=0.4, n=915, likelihood=4, impact=4, score=16, **ADVICE,
        ),
        Risk(
            "unused_stages", "configuration_errors", "not_assessed", use, Text("Пустые стадии", "Unused stages"),
            "share", "above", 0.2, check="win_rate", reason=Reason("no_source", file="pipeline_stages.csv"),
            missing="pipeline_stages.csv", **ADVICE,
        ),
        Risk(
            "no_owner", "no_strategy", "not_assessed", use, Text("Есть ответственный", "Somebody answers for it"),
            "answer", "below", 1.0, check="weekly_active_users", source=Text("требования", "the requirements"),
            reason=Reason("not_answered", file="strategy.owner"), missing="strategy.owner", **ADVICE,
        ),
        Risk(
            "late_entry", "low_adoption", "not_fired", use, Text("Задержка ввода", "Entry delay"), "hours", "above",
            24.0, check="entry_delay_hours", value=5.9, n=1198, **ADVICE,
        ),
    )  # fmt: skip
