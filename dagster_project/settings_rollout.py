"""The keys `expectations` and `checklist` of audit.yml: what the roll-out was to bring, and what no export tells."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pydantic import field_validator

from dagster_project.settings_messages import nearest
from dagster_project.settings_part import Part


class Expectation(Part):
    """A promise: the KPI reaches ``target`` (in its unit, shares 0..1), ``by`` a day or within the period after."""

    kpi: str
    target: float
    by: date | None = None

    @field_validator("kpi")
    @classmethod
    def _known(cls, value: str) -> str:
        from dagster_project.dbt_build import kpi_order

        known = kpi_order()
        if value not in known:
            raise ValueError(f"{value!r} is no KPI; crm-audit kpis lists them{nearest(value, known)}")
        return value


def known_items(value: Mapping[str, bool]) -> Mapping[str, bool]:
    """The answers, if each is to an item of the checklist. Raises ValueError naming the nearest item otherwise."""
    from dagster_project.rollout.items import load_items

    known = [item.id for item in load_items()]
    for name in value:
        if name not in known:
            raise ValueError(f"{name!r} is no item of the checklist{nearest(name, known)}; known: {', '.join(known)}")
    return value
