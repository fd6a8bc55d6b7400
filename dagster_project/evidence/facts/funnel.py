"""Leads and open deals."""

from __future__ import annotations

from collections.abc import Iterator

from dagster_project.evidence.facts.figure import Figure, Section, over_all_data
from dagster_project.evidence.rows import Row
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
)
