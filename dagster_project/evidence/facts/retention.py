"""Repeat purchases."""

from __future__ import annotations

from collections.abc import Iterator

from dagster_project.evidence.facts.figure import Figure, Section, over_all_data
from dagster_project.evidence.rows import Row
from reports.measures import Text

BASIS = {"row": Text("по заказам", "by order"), "day": Text("по дням покупки", "by day of purchase")}
_REPEAT = "(select * from marts.repeat_customers where n_customers > 0)"


def _named(ru: str, en: str, suffix: Text) -> Text:
    return Text(f"{ru}, {suffix.ru}", f"{en}, {suffix.en}")


def _repeat(row: Row) -> Iterator[Figure]:
    label = _named("Доля купивших повторно", "Share who bought again", BASIS[row["basis"]])
    yield Figure(f"repeat_by_{row['basis']}", label, row["repeat_share"], "share", row["n_customers"])


SECTIONS = (
    Section(
        "retention",
        over_all_data("Повторные покупки", "Repeat purchases"),
        _REPEAT,
        "basis desc",
        _repeat,
        ("sales_orders", "deals"),
    ),
)
