"""Customers who stay, come back and move between classes: the tables of the retention section."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from dagster_project.evidence.rows import Row
from reports.dates import quarter
from reports.figures import Figure
from reports.heat_table import HeatRow, HeatTable
from reports.measures import Text

if TYPE_CHECKING:
    from dagster_project.evidence.figures import Material

MAX_COHORTS = 10
MAX_AGE = 8
SALES = ("sales_orders", "deals")

_ALL_COHORTS = Text("Все когорты", "All cohorts")
_ABC = {
    "A": Text("A", "A"),
    "B": Text("B", "B"),
    "C": Text("C", "C"),
    "none": Text("Не покупали", "Bought nothing"),
}
_COHORTS = (
    "(select cohorts.*, parameters.suppress_people_below as floor from marts.cohort_retention as cohorts "
    "cross join marts.audit_parameters as parameters where age_quarters > 0)"
)


def cohorts(material: Material) -> Figure | None:
    """Share of the customers of a quarter of first purchase who buy in the quarters after it; None before any is over.

    The last ten cohorts of enough customers; the line for all cohorts counts, for each age, those observed so long.
    """
    lines: dict[date, list[Row]] = defaultdict(list)
    for row in material.rows(_COHORTS, "cohort_quarter, age_quarters"):
        if row["n_customers"] >= row["floor"] and row["age_quarters"] <= MAX_AGE:
            lines[row["cohort_quarter"]].append(row)
    observed = {day: rows for day, rows in lines.items() if rows[0]["is_over"]}
    if len(observed) < 2:
        return None
    ages = range(1, 1 + max(row["age_quarters"] for rows in observed.values() for row in rows if row["is_over"]))
    shown = [_cohort(day, rows, ages) for day, rows in sorted(observed.items())[-MAX_COHORTS:]]
    everyone = [row for rows in observed.values() for row in rows if row["is_over"]]
    pooled = tuple(_pooled([row for row in everyone if row["age_quarters"] == age]) for age in ages)
    total = HeatRow(_ALL_COHORTS, sum(rows[0]["n_customers"] for rows in observed.values()), pooled, is_total=True)
    columns = tuple(Text(str(age), str(age)) for age in ages)
    return HeatTable("retention", "cohorts", columns, (*shown, total), material.entity_files(*SALES))


def _cohort(first_day: date, rows: list[Row], ages: range) -> HeatRow:
    shares = {row["age_quarters"]: row["active_share"] for row in rows}
    label = Text(quarter(first_day, "ru"), quarter(first_day, "en"))
    return HeatRow(label, rows[0]["n_customers"], tuple(shares.get(age) for age in ages))


def _pooled(rows: list[Row]) -> float:
    return sum(row["n_active"] for row in rows) / sum(row["n_customers"] for row in rows)


def revenue_classes(material: Material) -> Figure | None:
    """From which class of revenue to which customers moved within a year; None without a year to compare."""
    counts: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in material.rows(
        "(select * from marts.segment_migration where scheme = 'abc')", "segment_before, segment_now"
    ):
        counts[row["segment_before"]][row["segment_now"]] = row
    lines = []
    for before, label in _ABC.items():
        moved = counts.get(before, {})
        n = sum(row["n_customers"] for row in moved.values())
        shares = tuple(moved[now]["share_of_before"] if now in moved else 0.0 for now in _ABC)
        if n:
            lines.append(HeatRow(label, n, shares if before != "none" else (*shares[:-1], None)))
    columns = (*(Text(name, name) for name in "ABC"), Text("Не покупают", "Buy nothing"))
    return HeatTable("retention", "abc", columns, tuple(lines), material.entity_files(*SALES)) if lines else None
