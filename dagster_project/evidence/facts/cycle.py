"""Durations of closed deals, as a CRM screen shows them."""

from __future__ import annotations

from collections.abc import Iterator

from dagster_project.evidence.facts.figure import Figure, Section, over_all_data
from dagster_project.evidence.rows import Row
from reports.measures import Text

AS_ON_SCREEN = Text(
    "Так считает экран CRM: только закрытые сделки. Длительность в таблице выше учитывает и открытые "
    "(Каплан–Мейер), поэтому числа различаются.",
    "As a CRM screen counts: closed deals only. The duration in the table above counts open deals too (Kaplan–Meier), "
    "hence the difference.",
)
STATUS = {
    "won": Text("Выигранные сделки", "Won deals"),
    "lost": Text("Проигранные сделки", "Lost deals"),
    "won_or_lost": Text("Все закрытые сделки", "All closed deals"),
}
_CYCLE = "(select * from marts.deal_cycle_summary where n_with_days > 0)"


def _cycle(row: Row) -> Iterator[Figure]:
    name, status, n = row["status"], STATUS[row["status"]], row["n_with_days"]
    median, mean = Text("Медиана", "Median"), Text("Среднее", "Mean")
    yield Figure(f"{name}_median", median, row["median_days"], "days", n, AS_ON_SCREEN, status)
    yield Figure(f"{name}_mean", mean, row["mean_days"], "days", n, AS_ON_SCREEN, status)
    label = Text("Закрыты раньше начала", "Closed before they began")
    yield Figure(f"{name}_negative", label, row["n_negative"], "count", n, AS_ON_SCREEN, status)


SECTIONS = (Section("cycle", over_all_data("Сроки сделок", "Deal durations"), _CYCLE, "status", _cycle, ("deals",)),)
