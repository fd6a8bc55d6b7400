"""KPIs as they are declared in the dbt project, as frozen dataclasses in the order of the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Statistic = Literal["monthly_sum", "km_median", "share", "mean", "ratio", "nps", "median"]
FollowUp = Literal["fixed", "ever"]


@dataclass(frozen=True)
class Bilingual:
    """One text in both languages of the report."""

    ru: str
    en: str


@dataclass(frozen=True)
class KpiDeclaration:
    """What the head of a KPI model declares.

    ``materiality`` is a share (0.05 = 5 %), ``bounds`` the possible values (None: any), ``resolution`` the width of a
    duration cell in the unit. ``follow_up`` is "ever" when older cohorts had more time than younger ones (no fixed
    window): such a KPI is shown and never compared.
    """

    id: str
    code: str
    label: Bilingual
    short: Bilingual
    definition: Bilingual
    unit: str
    better: Literal["higher", "lower"]
    statistic: Statistic
    bounds: tuple[float | None, float | None] | None
    materiality: float
    area: str
    inputs: tuple[str, ...]
    resolution: float = 1.0
    follow_up: FollowUp = "fixed"


def kpi_declarations(manifest: Mapping[str, Any], order: Sequence[str]) -> tuple[KpiDeclaration, ...]:
    """The declarations in dbt's manifest (parsed JSON), in the given ``order`` of ids (``vars: kpis`` of the project).

    Ids that ``order`` does not name follow by their code. Raises KeyError naming the model and the field when a
    declaration lacks one.
    """
    places = {kpi: place for place, kpi in enumerate(order)}
    found = []
    for node in manifest.get("nodes", {}).values():
        meta = node.get("config", {}).get("meta", {}).get("kpi")
        if meta:
            found.append(_declaration(node["name"], meta))
    return tuple(sorted(found, key=lambda one: (places.get(one.id, len(places)), one.code, one.id)))


def _declaration(model: str, meta: Mapping[str, Any]) -> KpiDeclaration:
    def need(field: str) -> Any:
        if field not in meta:
            raise KeyError(f"{model}: the kpi declaration lacks `{field}`")
        return meta[field]

    def text(field: str) -> Bilingual:
        return Bilingual(need(field)["ru"], need(field)["en"])

    bounds = meta.get("bounds")
    return KpiDeclaration(
        id=model.removeprefix("kpi_"),
        code=need("code"),
        label=text("label"),
        short=text("short"),
        definition=text("definition"),
        unit=need("unit"),
        better=need("better"),
        statistic=need("statistic"),
        bounds=(bounds[0], bounds[1]) if bounds else None,
        materiality=float(meta.get("materiality", 0.05)),
        area=need("area"),
        inputs=tuple(need("inputs")),
        resolution=float(meta.get("resolution", 1.0)),
        follow_up=meta.get("follow_up", "fixed"),
    )
