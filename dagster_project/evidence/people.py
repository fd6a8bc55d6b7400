"""How managers differ, under the codes that they have in kpi.csv."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from reports.figures import Figure, PersonStrip, PersonValue

if TYPE_CHECKING:
    from dagster_project.evidence.figures import Material

KPI = "deals_per_manager_month"
LEAST_MONTHS = 3.0
_CELLS = (
    f"(select month, user_id, value_sum, weight_sum from marts.audit_cells where kpi = '{KPI}' and user_id is not null)"
)


def people(material: Material) -> Figure | None:
    """Won deals per month of each manager before and after; None for fewer people than the privacy floor.

    A person keeps one code in both periods. Somebody with less than three months of work in a period is left out of it.
    """
    one = material.indicators.get(KPI)
    sums: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(lambda: [0.0, 0.0]))
    for row in material.rows(_CELLS, "user_id, month, value_sum"):
        if row["weight_sum"]:
            total = sums[material.windows.period_of(row["month"])][row["user_id"]]
            total[0] += row["value_sum"] or 0.0
            total[1] += row["weight_sum"]
    rates = {period: _rates(sums.get(period, {})) for period in ("before", "after")}
    floor = material.session.settings.privacy.suppress_people_below
    if one is None or len(rates["after"]) < floor:
        return None
    if len(rates["before"]) < floor:
        rates["before"] = {}
    codes = {row["user_id"]: row["code"] for row in material.rows("findings.people_codes", "code")}
    strips = {
        period: tuple(
            sorted((PersonValue(codes[user], value) for user, value in found.items()), key=lambda person: person.code)
        )
        for period, found in rates.items()
    }
    return PersonStrip(
        "productivity", KPI, one.unit, strips["before"], strips["after"], one.before, one.after, one.sources
    )


def _rates(sums: dict[str, list[float]]) -> dict[str, float]:
    return {user: value / months for user, (value, months) in sums.items() if months >= LEAST_MONTHS}
